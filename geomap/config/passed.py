"""What rows hold back that the entries of tables pass over: it holds for all rows of their units."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from geomap.clock import build_day
from geomap.config.observations import Rows, held_together, made_of_place, strictest_of
from geomap.config.units_from import DefaultsRow
from geomap.errors import Problem, quote
from geomap.facts.columns import Alike
from geomap.loading import Later
from geomap.relocations import LeftOut
from geomap.tables import Table
from geomap.tables.headings import WITHHOLDING
from geomap.tables.withheld import Holding, Told, is_to_come, left_out
from geomap.values.row_columns import row_of
from geomap.values.unit import UnitRow, same_id, unit_id

if TYPE_CHECKING:
    import numpy as np
else:  # most configs are read without it
    np = Later("numpy")

_UNREAD = {"embargo_until": date.max, "precision": 10.0}  # what cannot be read holds back all that can be
_HIDDEN = "that the sheet hides, and `hidden: read` reads"
_HINT = "it holds for all rows of its id, also where the row is passed over"


def may_hold_back(value: Any, tables: Iterable[Table] = ()) -> bool:
    """Whether any row of a config, as plain data, or of its tables states that it holds something back; of a table that
    is summed up nobody knows yet.
    """
    own = value.get("units") if isinstance(value, dict) else None
    rows = [row for row in own if isinstance(row, dict)] if isinstance(own, list) else []
    stated = (*rows, *(place for table in tables for place in (table.columns, table.defaults)))
    return any(name in row for row in stated for name in WITHHOLDING) or (
        isinstance(value, dict) and "aggregate" in value
    )


def told_of(tables: Sequence[Table], own: Rows) -> tuple[tuple[Told, ...], list[Problem]]:
    """What the rows that tables pass over hold back, and what of it cannot be read of units that are on the map."""
    found: dict[Told, None] = {}
    wrong: list[tuple[str, Problem]] = []
    for table in tables:
        for row in table.passed.holding() if table.passed else ():
            told, problems = _read(table, row)
            found[told] = None
            wrong += [(same_id(row.id), problem) for problem in problems]
    names = _ids(tables, own) if wrong else set()
    return tuple(found), [problem for name, problem in wrong if name in names]


def _read(table: Table, row: Holding) -> tuple[Told, list[Problem]]:
    """What a row says, and what of it is no day and no number of degrees."""
    values: dict[str, Any] = dict.fromkeys(_UNREAD)
    problems = []
    for column, cell in row.stated.items():
        try:
            values[column] = getattr(DefaultsRow.model_validate({column: cell}), column)
        except ValidationError as error:
            values[column] = _UNREAD[column]
            problems.append(_problem(table, row, column, error.errors(include_url=False)[0].get("ctx", {})))
    return Told(row.id, **values), problems


def _problem(table: Table, row: Holding, column: str, said: Mapping[str, Any]) -> Problem:
    cell = row.stated[column]
    return Problem(
        path=f"{table.within}column {table.headings.get(column, column)}",
        file=table.file,
        line=row.number,
        got=quote(cell) if isinstance(cell, str) else str(cell),
        expected=said.get("expected", ""),
        text=said.get("text", ""),
        hint="; ".join(filter(None, (said.get("hint"), _HINT))),
    )


def _ids(tables: Iterable[Table], own: Rows) -> set[str]:
    """The ids of all units of the map, without their letter case."""
    names = [unit_id(row) for _, row in own]
    for table in tables:
        names += table.named.ids()
    return {same_id(name) for name in names}


def rows_left_out(tables: Sequence[Table], own: Rows, passed: Iterable[Told]) -> Iterator[LeftOut]:
    """The rows that tables pass over, but for those of units under embargo, of which a log says nothing."""
    if not any(table.passed for table in tables):
        return
    today = build_day()
    held = {told.id for told in passed if told.embargo_until and today < told.embargo_until}
    held |= {unit_id(row) for _, row in own if is_to_come(row.get("embargo_until"), today)}
    for table in tables:
        held |= {*table.named.ids(table.named.embargoed(today))}
    names = {same_id(name) for name in held if name}
    for table in tables:
        if table.passed:
            why = {"by `skip_rows`": table.skipped, _HIDDEN: table.hidden}
            yield from left_out(table.passed, why, table.file, names, today)


def stricter(crowd: Alike[UnitRow], tables: Sequence[Table], passed: Iterable[Told]) -> Alike[UnitRow] | None:
    """A crowd, its units held back as rows of their ids say that are passed over; None where a name tells what is
    hidden then, which is said row by row.
    """
    others = held_together(passed)
    ids = crowd.columns.ids.tolist()
    rows = [number for number, name in enumerate(ids) if same_id(name) in others] if others else []
    held = [strictest_of([crowd[number], *others[same_id(ids[number])]]) for number in rows]
    telling = {*_named_by_place(tables, rows)}
    if any(said["precision"] and number in telling for number, said in zip(rows, held, strict=True)):
        return None
    facets = crowd.columns.facets
    places = np.array(rows, dtype=np.int64)
    facets = {
        **facets,
        **{name: facets[name].but(places, [said[name] for said in held]).pooled for name in WITHHOLDING},
    }
    return Alike(replace(crowd.columns, facets=facets), row_of) if rows else crowd


def _named_by_place(tables: Sequence[Table], rows: Iterable[int]) -> Iterator[int]:
    """Those rows of all tables whose id or label is made of their place."""
    starts = [0, *accumulate(len(table.numbers) for table in tables)]
    for row in rows:
        which = bisect_right(starts, row) - 1
        if made_of_place(tables[which].unit(row - starts[which])[0]):
            yield row
