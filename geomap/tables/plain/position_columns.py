"""Columns of positions: degrees in other forms than decimal ones, and both coordinates in one cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from geomap.errors import quote
from geomap.tables.arrays import Cells
from geomap.tables.columns import IN_ONE_CELL, is_number
from geomap.tables.plain.counts import is_blank
from geomap.tables.plain.degrees import Axis, Either, Position, degrees_in, hemisphere_of, position_in, says_o
from geomap.tables.plain.sheet import WITH_TABLE, Sheet, is_plain

_AXES: dict[str, Axis] = {"lat": "lat", "lon": "lon", "near_lat": "lat", "near_lon": "lon"}
_SIDES: tuple[Literal["east", "west"], ...] = ("east", "west")
_ANYWHERE = "0"  # of a row that is asked about, so that nobody is told that it is nowhere
_EXPECTED = "a position as 48.57, 37.99"


def read_degrees(sheet: Sheet) -> None:
    """Latitudes and longitudes with a decimal comma, with minutes and seconds, with N, S, E, W."""
    for name, axis in _AXES.items():
        column = sheet.columns.get(name, ())
        if name in sheet.derived or (isinstance(column, Cells) and not column.is_text) or is_plain(column, b".-"):
            continue
        odd = [(row, text) for row, text in sheet.texts(name) if not is_number(text)]
        o_is = _o_is(sheet, name, [text for _, text in odd]) if axis == "lon" else ""
        for row, text in odd:
            if is_blank(text):
                sheet.put(name, row, None)
                sheet.tell(name, "nothing claimed", row, text)
            elif found := degrees_in(text, axis, o_is):
                sheet.put(name, row, repr(found.value))
                sheet.tell(name, found.said, row, text, f"{found.value:g}")
            elif axis == "lon" and says_o(text):
                said = f"{quote(text)} is east to some, as Ost, and west to others, as Ouest"
                sheet.ask(name, row, said, _HINT_O % name)
                sheet.put(name, row, _ANYWHERE)


_HINT_O = f"write values: {{%s: {{O: E}}}} or {{O: W}} {WITH_TABLE}"


def _o_is(sheet: Sheet, name: str, texts: Sequence[str]) -> Literal["", "east", "west"]:
    """What the letter O means in a column: what the config says, or else not what another letter of it means."""
    answer = str(sheet.answers.values.get(name, {}).get("O", ""))
    if answer in ("E", "W"):
        return "east" if answer == "E" else "west"
    if not any(map(says_o, texts)):
        return ""
    said = {hemisphere_of(text) for text in texts} & {*_SIDES}
    return "" if len(said) != 1 else "east" if said == {"west"} else "west"


def read_positions(sheet: Sheet) -> None:
    """Latitude and longitude in one cell. Which comes first the heading says, or letters, or any number beyond 90 in
    the column, which is a longitude; or else it is asked.
    """
    for name in IN_ONE_CELL:
        column = sheet.columns.get(name)
        if column is None:
            continue
        cells = [*sheet.texts(name)]
        others = [row for row, cell in enumerate(column) if cell is not None and type(cell) is not str]
        found = {row: position_in(text) for row, text in cells}
        order = _order(sheet, name, found)
        for row, text in cells:
            _put(sheet, name, row, text, found[row], order)
        for row in others:
            _refuse(sheet, name, row, str(column[row]))
        sheet.columns.pop(name)


def _order(sheet: Sheet, name: str, found: dict[int, Position | Either | None]) -> Callable[[Either], Position] | None:
    """What makes positions of numbers; None where it is not known which comes first, which is asked."""
    either = {row: position for row, position in found.items() if isinstance(position, Either)}
    first = {abs(position.first) > 90 for position in either.values() if _is_beyond(position)}
    if name == "lat_lon" or (name == "coordinates" and first == {False}):
        return lambda position: Position(position.first, position.second)
    if name == "lon_lat" or (name == "coordinates" and first == {True}):
        return lambda position: Position(position.second, position.first)
    if either:
        row = min(either)
        example = f"{either[row].first:g}, {either[row].second:g}"
        heading = quote(sheet.heading(name))
        text = f"it is not said whether {example} has the latitude first"
        hint = f"write columns: {{lat_lon: {heading}}} or columns: {{lon_lat: {heading}}} {WITH_TABLE}"
        sheet.ask_of_column(name, row, text, hint)
    return None


def _is_beyond(position: Either) -> bool:
    """Whether one of the numbers can be no latitude."""
    return max(abs(position.first), abs(position.second)) > 90


def _put(  # noqa: PLR0913, PLR0917
    sheet: Sheet,
    name: str,
    row: int,
    text: str,
    found: Position | Either | None,
    order: Callable[[Either], Position] | None,
) -> None:
    """Put a position into `lat` and `lon`, where these say nothing."""
    if any(sheet.cell(axis, row) not in (None, "") for axis in ("lat", "lon")):
        return
    if is_blank(text):
        sheet.tell(name, "nothing claimed", row, text)
        return
    position = found if isinstance(found, Position) else order(found) if found and order else None
    if position and abs(position.lat) <= 90:
        for axis, value in (("lat", position.lat), ("lon", position.lon)):
            sheet.put(axis, row, repr(value), source=name)
        sheet.written.setdefault(name, {})[row] = text
        sheet.tell(name, "positions", row, text, f"lat {position.lat:g}, lon {position.lon:g}")
        return
    if not found or order:
        _refuse(sheet, name, row, text)
    for axis in ("lat", "lon"):
        sheet.put(axis, row, _ANYWHERE, source=name)


def _refuse(sheet: Sheet, name: str, row: int, text: str) -> None:
    hint = "with N or S and E or W, in degrees and minutes, or as WKT: POINT (37.99 48.57)"
    sheet.ask(name, row, f"got {quote(text)}, expected {_EXPECTED}", hint)
