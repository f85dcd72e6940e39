"""Rows: records in their order. Very many are kept as columns: what nearly all of them differ in, and facets, whose
values many of them share; a row of these becomes a record when it is asked for.

A question names the facets that its answer depends on, and is asked of one row of each sort alone: so it costs as much
as there are sorts, however many rows are of them. Of the few records that a config states each is a sort of its own.
"""

from geomap.facts.columns.alike import (
    AMOUNT,
    AMOUNTS,
    CLAIM,
    CLAIMS,
    LOOKS,
    ORDER,
    PRESENCE,
    SOURCES,
    TROOPS,
    Alike,
    facets_of,
    stacked,
)
from geomap.facts.columns.rows import NO_ROWS, Numbers, Record, Records, Rows
from geomap.facts.columns.table import (
    KINDS,
    NO_CLAIM,
    OF_TABLE,
    OPEN,
    Columns,
    Facet,
    Flags,
    Floats,
    Names,
    Whole,
    constant,
    count_columns,
    names,
)

__all__ = [
    "AMOUNT",
    "AMOUNTS",
    "CLAIM",
    "CLAIMS",
    "KINDS",
    "LOOKS",
    "NO_CLAIM",
    "NO_ROWS",
    "OF_TABLE",
    "OPEN",
    "ORDER",
    "PRESENCE",
    "SOURCES",
    "TROOPS",
    "Alike",
    "Columns",
    "Facet",
    "Flags",
    "Floats",
    "Names",
    "Numbers",
    "Record",
    "Records",
    "Rows",
    "Whole",
    "constant",
    "count_columns",
    "facets_of",
    "names",
    "stacked",
]
