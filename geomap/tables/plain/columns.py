"""All columns of a table, read in the words that people use."""

from __future__ import annotations

from geomap.tables.plain.count_columns import read_counts
from geomap.tables.plain.day_columns import read_days
from geomap.tables.plain.days import Order
from geomap.tables.plain.list_columns import read_lists
from geomap.tables.plain.position_columns import read_degrees, read_positions
from geomap.tables.plain.said_above import ask_of_headings
from geomap.tables.plain.sheet import Sheet
from geomap.tables.plain.text_columns import read_blanks, read_countries
from geomap.tables.plain.word_columns import read_values


def read_plainly(sheet: Sheet) -> dict[str, Order]:
    """Have all cells of a table say what they plainly mean; the order matters, as one column may become others.

    Returns in which order columns of days are written that leave it open.
    """
    ask_of_headings(sheet)
    read_values(sheet)
    read_blanks(sheet)
    read_lists(sheet)
    read_countries(sheet)
    read_positions(sheet)
    read_degrees(sheet)
    read_counts(sheet)
    return read_days(sheet)
