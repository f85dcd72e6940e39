"""Columns of the page's data: each distinct value once, and for every row the place of its own."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from geomap.facts.columns import Record, Rows, Whole

T = TypeVar("T", bound=Record)

Column = dict[str, Any]  # `values`, and `index`: a place a row, [] where all rows have one, None where each has its own


def pooled(values: Iterable[Hashable]) -> Column:
    """A column of values of one type (or None), in the order of their first use."""
    listed = list(values)
    distinct = list(dict.fromkeys(listed))
    if len(distinct) == 1:
        return {"values": distinct, "index": []}
    if len(distinct) == len(listed):
        return {"values": distinct, "index": None}
    place = {value: number for number, value in enumerate(distinct)}
    return {"values": distinct, "index": [place[value] for value in listed]}


def pooled_by(values: Sequence[Hashable], which: Whole) -> Column:
    """The same of rows that say `which` of some values each has."""
    if len(values) == 1 and len(which):
        return {"values": list(values), "index": []}
    first = np.full(len(values), len(which))
    first[which[::-1]] = np.arange(len(which))[::-1]  # the row that is set last is the first
    used = np.flatnonzero(first < len(which))
    pool: dict[Hashable, int] = {}
    places = np.zeros(len(values), dtype=np.int64)
    for place in used[np.argsort(first[used])].tolist():
        places[place] = pool.setdefault(values[place], len(pool))
    if len(pool) == 1:
        return {"values": list(pool), "index": []}
    return {"values": list(pool), "index": None if len(pool) == len(which) else places[which].tolist()}


def pooled_facts(records: Rows[T], fact: Callable[[T], Hashable], *facets: str) -> Column:
    """What some facets say of each record."""
    return pooled_by(*records.said_of(fact, *facets))


def columns(rows: Sequence[Mapping[str, Hashable]]) -> dict[str, Column]:
    """Rows of the same names as columns."""
    return {name: pooled([row[name] for row in rows]) for name in (rows[0] if rows else ())}


def value_at(column: Column, row: int) -> Any:
    """The value of one row."""
    index = column["index"]
    return column["values"][row if index is None else index[row] if index else 0]
