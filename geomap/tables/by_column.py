"""Rows of a table as columns: what nearly all of them differ in is checked column by column, with the checks of rows.

All else is the same in many rows, so one of them is read for all: as a row, with all that a row may hold. A table of
which anything does not pass is read row by row, which says what is wrong and where.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from geomap.facts import LARGEST_COUNT, CountKind, Estimate
from geomap.facts.columns import KINDS, NO_CLAIM, OPEN, Alike, Columns, Flags, Floats, Names, Whole, names
from geomap.loading import Later
from geomap.tables.arrays import Cells, empty_cells, nothing
from geomap.tables.columns import read_number, read_text
from geomap.tables.table import Table
from geomap.tables.units import NEAR
from geomap.values.counts import Claimed
from geomap.values.plain import LONGEST_ID, LONGEST_TEXT, parse_id, parse_text
from geomap.values.unit import UnitRow, default_unit_id

if TYPE_CHECKING:
    import numpy as np
else:  # most configs are read without it
    np = Later("numpy")

_TEXTS = ("id", "label", "place")
_COUNTS = ("troops", "troops_min", "troops_max")
_VARYING = (*_TEXTS, "lat", "lon", *_COUNTS)
_NO_NUMBER = re.compile(r"(?m)[^0-9+\-.eE\n]|^[+-]?0[0-9]|[eE][+-]?[0-9]{4}")  # as far as all are plain to see
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


class NotAlikeError(ValueError):
    """Something in a table that has to be read row by row."""


def by_column(table: Table) -> Alike[UnitRow] | None:
    """The rows of a table whose ids are all different and which state their positions; None for others."""
    try:
        return _alike(table) if table.numbers else None
    except (ValueError, TypeError):  # of any check; what it says is said row by row
        return None


def _alike(table: Table) -> Alike[UnitRow]:
    size = len(table.numbers)
    empty = nothing(size)
    cells = {name: table.columns.get(name, empty) for name in _VARYING}
    alike, firsts = _patterns(table, cells)
    patterns = [_pattern(table, number) for number in firsts]
    lat, lon = _positions(table, cells)
    labels, places = (_texts(cells[name], parse_text) for name in ("label", "place"))
    labels = np.where(labels == "", places, labels)
    ids = _ids(cells["id"], places, labels)
    kinds, low, high = _counts(cells, patterns, alike)
    columns = Columns(ids, labels, places, lat, lon, kinds, low, high, alike)
    return Alike(columns, patterns, filled)


def filled(pattern: UnitRow, columns: Columns, number: int) -> UnitRow:
    """A row, of what it has alone and of what its pattern says."""
    count = columns.troops(number)
    claimed = Claimed(count, pattern.troops.claim) if count and isinstance(pattern.troops, Claimed) else count
    place = {"lat": float(columns.lat[number]), "lon": float(columns.lon[number])}
    return pattern.model_copy(
        update={
            "id": columns.ids[number],
            "place": columns.names[number],
            "at": pattern.at.model_copy(update=place) if pattern.at else None,
            "label": pattern.label.model_copy(update={"text": columns.labels[number]}),
            "troops": claimed,
        }
    )


def _patterns(table: Table, cells: Mapping[str, Sequence[Any]]) -> tuple[Whole, list[int]]:
    """Of each row which pattern it follows, and the first row of each: what is filled, and all that we do not vary."""
    others = [column for name, column in table.columns.items() if name not in _VARYING]
    for column in (*others, *(cells[name] for name in _TEXTS)):
        if not isinstance(column, Cells) and len({type(cell) for cell in column if cell is not None}) > 1:
            raise NotAlikeError  # 1 and True are no two keys
    alike = np.zeros(len(table.numbers), dtype=np.int64)
    for name in (*_TEXTS, *_COUNTS):
        alike = 2 * alike + ~empty_cells(cells[name])
    for column in others:
        keys = _keys(column)
        alike = np.unique(alike * (keys.max() + 1) + keys, return_inverse=True)[1] if keys.any() else alike
    _, firsts, which = np.unique(alike, return_index=True, return_inverse=True)
    order = np.argsort(firsts)
    return np.argsort(order)[which], firsts[order].tolist()


def _keys(column: Sequence[Any]) -> Whole:
    """Numbers of cells, equal where these are, from 0."""
    if isinstance(column, Cells) and column.keys is not None:
        return column.keys
    known: dict[Any, int] = {}
    return np.array([known.setdefault(cell, len(known)) for cell in column], dtype=np.int64)


def _pattern(table: Table, number: int) -> UnitRow:
    """A row that others follow, read as rows are."""
    unit, faults = table.unit(number)
    if faults:
        raise NotAlikeError
    return UnitRow.model_validate(unit)


def _positions(table: Table, cells: Mapping[str, Sequence[Any]]) -> tuple[Floats, Floats]:
    """Latitudes and longitudes. Of a file with geometries these, but where the columns say the same in more digits."""
    stated = [_numbers(cells[name]) for name in ("lat", "lon")]
    if table.positions:
        if any(isinstance(position, str) for position in table.positions):
            raise NotAlikeError
        found = np.array([position or (math.nan, math.nan) for position in table.positions], dtype=float).T
        near = (np.abs(stated[0] - found[0]) <= NEAR) & (np.abs(stated[1] - found[1]) <= NEAR)
        kept = near | np.isnan(found[0])
        stated = [np.where(kept, own, other) for own, other in zip(stated, found, strict=True)]
    if not (np.all(np.abs(stated[0]) <= 90) and np.all(np.abs(stated[1]) <= 180)):
        raise NotAlikeError
    return stated[0], stated[1]


def _numbers(cells: Sequence[Any]) -> Floats:
    """Cells as numbers, NaN where one is empty."""
    if isinstance(cells, Cells) and (not cells.is_text or cells.empty.all()):
        return np.full(len(cells), math.nan) if cells.is_text else np.where(cells.empty, math.nan, cells.values)
    types = {type(cell) for cell in cells} - {type(None)}
    if not types <= {str, int, float}:
        raise NotAlikeError
    if types == {str} and None not in cells and not _NO_NUMBER.search("\n".join(cells)):
        return np.array(list(map(float, cells)))
    if str in types:
        cells = [read_number(cell) for cell in cells]
    if any(isinstance(cell, str) for cell in cells):
        raise NotAlikeError
    return np.array([math.nan if cell is None else cell for cell in cells], dtype=float)


def _texts(cells: Sequence[Any], parse: Callable[[Any], str]) -> Names:
    """Cells as texts, empty where there is none."""
    if isinstance(cells, Cells) and cells.is_text and _is_plain(cells.stated.tolist()):
        return cells.values
    parsed = {cell: parse(read_text(cell)) for cell in dict.fromkeys(cells) if cell is not None}
    return names(parsed.get(cell, "") for cell in cells)


def _is_plain(texts: Sequence[str]) -> bool:
    """Whether texts, without blanks around them, are such as all may be."""
    return "".join(texts).isprintable() and max(map(len, texts), default=0) <= LONGEST_TEXT


def _ids(cells: Sequence[Any], places: Names, labels: Names) -> Names:
    """The ids, stated or made of places or labels: each once."""
    stated = list(cells)
    if _are_texts(cells) and (folded := _folded(stated)):
        ids = names(stated)
    else:
        rows = zip(stated, places.tolist(), labels.tolist(), strict=True)
        ids = names(
            parse_id(read_text(cell) if cell is not None else default_unit_id({"place": place or label}))
            for cell, place, label in rows
        )
        folded = {name.casefold() for name in ids}
    if len(folded) < len(ids):
        raise NotAlikeError
    return ids


def _are_texts(cells: Sequence[Any]) -> bool:
    """Whether every cell is a text."""
    if isinstance(cells, Cells):
        return cells.is_text and not cells.empty.any()
    return set(map(type, cells)) == {str}


def _folded(ids: Sequence[str]) -> set[str]:
    """Plain ids without their letter case; none where any has to be looked at by itself."""
    joined = "\n".join(ids)
    is_plain = (
        joined.isascii()
        and joined.replace("-", "").replace("_", "").replace("\n", "").isalnum()
        and "\n-" not in f"\n{joined}"
    )
    folded = joined.lower().split("\n")
    if not is_plain or len(folded) > len(ids) or max(map(len, ids)) > LONGEST_ID:
        return set()
    found = set(folded)
    return set() if found & _DEVICES else found


def _counts(
    cells: Mapping[str, Sequence[Any]], patterns: Sequence[UnitRow], alike: Whole
) -> tuple[Whole, Whole, Whole]:
    """Counts of troops: what kind each is its pattern says, which has the same cells filled."""
    stated = [row.troops.count if isinstance(row.troops, Claimed) else row.troops for row in patterns]
    kinds = np.array([_kind(count) for count in stated], dtype=np.int64)[alike]
    exact, least, most = (_numbers(cells[name]) for name in _COUNTS)
    filled_in = np.array([exact, least, most])
    given = filled_in[~np.isnan(filled_in)]
    if not np.all((given >= 0) & (given <= LARGEST_COUNT) & (given == np.floor(given))) or not _is_whole(cells):
        raise NotAlikeError
    is_range = kinds == KINDS.index(CountKind.RANGE)
    low, high = np.fmin(np.fmin(exact, least), most), np.fmax(np.fmax(exact, least), most)
    if np.any(low[~is_range] < high[~is_range]) or np.any(least[is_range] > most[is_range]):
        raise NotAlikeError
    has_low = ~np.isin(kinds, [NO_CLAIM, KINDS.index(CountKind.UNKNOWN), KINDS.index(CountKind.AT_MOST)])
    has_high = ~np.isin(kinds, [NO_CLAIM, KINDS.index(CountKind.UNKNOWN), KINDS.index(CountKind.AT_LEAST)])
    return kinds, _ends(low, has_low), _ends(high, has_high)


def _ends(numbers: Floats, has: Flags) -> Whole:
    return np.where(has, np.nan_to_num(numbers), OPEN).astype(np.int64)


def _kind(count: Estimate | None) -> int:
    return NO_CLAIM if count is None else KINDS.index(count.kind)


def _is_whole(cells: Mapping[str, Sequence[Any]]) -> bool:
    """Whether no count is written with a point or an exponent, which in a text is refused."""
    columns = (cells[name] for name in _COUNTS)
    written = (column for column in columns if not isinstance(column, Cells) or (column.is_text and len(column.stated)))
    texts = ("".join(cell for cell in column if isinstance(cell, str)) for column in written)
    return not any(re.search(r"[^0-9]", text) for text in texts)
