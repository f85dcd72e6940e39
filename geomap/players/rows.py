"""Facts as flat rows: the same names in every format, in and out. Lists are joined by `;`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Literal

from geomap.facts import Source, Unit
from geomap.facts.cells import Value, day_cell, writer
from geomap.facts.columns import Rows, facets_of
from geomap.facts.fields import FIELDS
from geomap.scene import Area, Label, Line, Scene

if TYPE_CHECKING:
    from shapely import Geometry

ColumnType = Literal["text", "integer", "real", "day", "truth"]

_OF_CELLS: dict[str, ColumnType] = {"number": "real", "whole": "integer", "day": "day"}
_TYPES: dict[str, ColumnType] = {
    **{column.name: _OF_CELLS.get(column.form, "text") for field in FIELDS for column in field.columns},
    "moved_km": "real",
    **dict.fromkeys(("published", "accessed"), "day"),
    **dict.fromkeys(("approximate", "is_total"), "truth"),
    **dict.fromkeys(("troops_before", "troops_before_min", "troops_before_max"), "integer"),
}
_ALWAYS = [field for field in FIELDS if field.files == "always"]
_ALL = [writer(field) for field in _ALWAYS]
_SOME = [(field, writer(field)) for field in FIELDS if field.files == "used"]

UNIT_COLUMNS = tuple(column.name for field in _ALWAYS for column in field.columns if column.is_written)


def column_type(name: str) -> ColumnType:
    """What a column of a row holds; a day is a text as YYYY-MM-DD in formats that have no days."""
    return _TYPES.get(name, "text")


def unit_row(unit: Unit) -> dict[str, Value]:
    """A unit with every fact that has a column in all files. Positions in degrees, WGS 84."""
    row: dict[str, Value] = {}
    for write in _ALL:
        row.update(write(unit))
    return row


def own_cells(unit: Unit) -> dict[str, Value]:
    """What else a unit states: its cells of the columns that are there where any unit has something in them."""
    return {name: cell for _, write in _SOME for name, cell in write(unit).items() if cell is not None}


def file_columns(units: Rows[Unit]) -> tuple[str, ...]:
    """The columns of the rows of units, in the order of the table of fields. Of names that differ in letter case alone
    there is the first: some formats know no other.
    """
    found: list[dict[str, str]] = [{} for _ in _SOME]
    for names, (field, write) in zip(found, _SOME, strict=True):
        for unit in units.samples(*facets_of(field)):
            for name, cell in write(unit).items():
                if cell is not None:
                    names.setdefault(name.casefold(), name)
    return (*UNIT_COLUMNS, *(name for names in found for name in names.values()))


def unit_rows(units: Rows[Unit]) -> list[dict[str, Value]]:
    """Units with every fact, all with the same columns."""
    used = {name.casefold(): name for name in file_columns(units)[len(UNIT_COLUMNS) :]}
    if not used:
        return [unit_row(unit) for unit in units]
    empty: dict[str, Value] = dict.fromkeys(used.values())
    return [
        {**unit_row(unit), **empty, **{used[name.casefold()]: cell for name, cell in own_cells(unit).items()}}
        for unit in units
    ]


def kind_of(mark: Line | Area | Label) -> str:
    """What a feature is, in formats that hold all kinds in one layer."""
    if isinstance(mark, Label):
        return "note" if mark.style == "note" else "label"
    return "line" if isinstance(mark, Line) else "area"


def mark_row(mark: Line | Area) -> dict[str, object]:
    """A line or area: what it is, and who claims it when."""
    row: dict[str, object] = {"id": mark.id, "role": mark.role, **mark.properties}
    return row | {"approximate": mark.approximate, "callout": mark.callout or None} if isinstance(mark, Line) else row


def pieces_of(mark: Line | Area) -> tuple[Geometry, ...]:
    """The features of a mark as files hold them: those of an area may touch or overlap, and are never one geometry."""
    return (isinstance(mark, Area) and mark.parts) or (mark.geometry,)


def label_row(label: Label) -> dict[str, object]:
    """A note or label, with its text as it is printed."""
    return {"id": label.id, "style": label.style, "text": label.text, **label.properties}


def source_rows(scene: Scene) -> Iterator[dict[str, Value]]:
    """Where the claims come from: what the ids under `sources` stand for."""
    names = [field.name for field in fields(Source)]
    for source in scene.sources.values():
        row = {name: getattr(source, name) for name in names}
        yield {name: day_cell(value) if isinstance(value, date) else value or None for name, value in row.items()}
