"""Facts as flat rows: the same names in every format, in and out. Lists are joined by `;`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from typing import Literal

from geomap.facts import Source, Unit
from geomap.facts.cells import Value, cells_of, day_cell
from geomap.facts.columns import samples
from geomap.facts.fields import FIELDS
from geomap.scene import BASEMAP_ROLES, Area, Label, Line, Scene

ColumnType = Literal["text", "integer", "real", "day", "truth"]

_OF_CELLS: dict[str, ColumnType] = {"number": "real", "whole": "integer", "day": "day"}
_TYPES: dict[str, ColumnType] = {
    **{column.name: _OF_CELLS.get(column.form, "text") for field in FIELDS for column in field.columns},
    "moved_km": "real",
    **dict.fromkeys(("published", "accessed"), "day"),
    **dict.fromkeys(("approximate", "is_total"), "truth"),
    **dict.fromkeys(("troops_before", "troops_before_min", "troops_before_max"), "integer"),
}
_ALWAYS, _USED = ([field for field in FIELDS if field.files == files] for files in ("always", "used"))

UNIT_COLUMNS = tuple(column.name for field in _ALWAYS for column in field.columns if column.is_written)


def column_type(name: str) -> ColumnType:
    """What a column of a row holds; a day is a text as YYYY-MM-DD in formats that have no days."""
    return _TYPES.get(name, "text")


def unit_row(unit: Unit) -> dict[str, Value]:
    """A unit with every fact that has a column in all files. Positions in degrees, WGS 84."""
    return {name: cell for field in _ALWAYS for name, cell in cells_of(field, unit).items()}


def own_cells(unit: Unit) -> dict[str, Value]:
    """What else a unit states: its cells of the columns that are there where any unit has something in them."""
    found = (cells_of(field, unit) for field in _USED)
    return {name: cell for cells in found for name, cell in cells.items() if cell is not None}


def file_columns(units: Sequence[Unit]) -> tuple[str, ...]:
    """The columns of the rows of units; in the order of the table of fields."""
    used = [_names(samples(units), number) for number in range(len(_USED))]
    return (*UNIT_COLUMNS, *(name for names in used for name in names))


def _names(units: Sequence[Unit], number: int) -> list[str]:
    """The columns in which any unit has something of a field. Of names that differ in letter case alone the first: some
    formats know no other.
    """
    found: dict[str, str] = {}
    for unit in units:
        for name, cell in cells_of(_USED[number], unit).items():
            if cell is not None:
                found.setdefault(name.casefold(), name)
    return [*found.values()]


def unit_rows(units: Sequence[Unit]) -> list[dict[str, Value]]:
    """Units with every fact, all with the same columns."""
    used = file_columns(units)[len(UNIT_COLUMNS) :]
    rows = []
    for unit in units:
        own = {name.casefold(): cell for name, cell in own_cells(unit).items()} if used else {}
        rows.append({**unit_row(unit), **{name: own.get(name.casefold()) for name in used}})
    return rows


def stated_lines(scene: Scene) -> tuple[Line, ...]:
    """The lines that the config states, without the basemap's."""
    return tuple(line for line in scene.lines if line.role not in BASEMAP_ROLES)


def stated_areas(scene: Scene) -> tuple[Area, ...]:
    """The areas that the config states, without the basemap's."""
    return tuple(area for area in scene.areas if area.role not in BASEMAP_ROLES)


def stated_labels(scene: Scene) -> tuple[Label, ...]:
    """The notes and labels that the config states, without the basemap's names."""
    return tuple(label for label in scene.labels if label.extent is None)


def kind_of(mark: Line | Area | Label) -> str:
    """What a feature is, in formats that hold all kinds in one layer."""
    if isinstance(mark, Label):
        return "note" if mark.style == "note" else "label"
    return "line" if isinstance(mark, Line) else "area"


def mark_row(mark: Line | Area) -> dict[str, object]:
    """A line or area: what it is, and who claims it when."""
    row: dict[str, object] = {"id": mark.id, "role": mark.role, **mark.properties}
    return row | {"approximate": mark.approximate, "callout": mark.callout or None} if isinstance(mark, Line) else row


def label_row(label: Label) -> dict[str, object]:
    """A note or label, with its text as it is printed."""
    return {"id": label.id, "style": label.style, "text": label.text, **label.properties}


def source_rows(scene: Scene) -> Iterator[dict[str, Value]]:
    """Where the claims come from: what the ids under `sources` stand for."""
    names = [field.name for field in fields(Source)]
    for source in scene.sources.values():
        row = {name: getattr(source, name) for name in names}
        yield {name: day_cell(value) if isinstance(value, date) else value or None for name, value in row.items()}
