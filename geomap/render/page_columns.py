"""Columns of the page's data: each distinct value once, and for every row the place of its own."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

Column = dict[str, Any]  # `values`, and `index`: a place a row, [] where all rows have one, None where each has its own


def pooled(values: Iterable[Hashable]) -> Column:
    """A column of values of one type (or None), in the order of their first use."""
    pool: dict[Hashable, int] = {}
    index = [pool.setdefault(value, len(pool)) for value in values]
    if len(pool) == 1:
        return {"values": list(pool), "index": []}
    return {"values": list(pool), "index": None if len(pool) == len(index) else index}


def columns(rows: Sequence[Mapping[str, Hashable]]) -> dict[str, Column]:
    """Rows of the same names as columns."""
    return {name: pooled([row[name] for row in rows]) for name in (rows[0] if rows else ())}


def value_at(column: Column, row: int) -> Any:
    """The value of one row."""
    index = column["index"]
    return column["values"][row if index is None else index[row] if index else 0]
