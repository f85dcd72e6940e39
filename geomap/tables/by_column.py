"""Rows of a table as columns: what nearly all of them differ in is checked column by column, with the checks of rows.

All else is the same in many rows: of each value of a facet one row is read for all, with all that a row may hold. A
table of which anything does not pass is read row by row, which says what is wrong and where.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

from geomap.facts import COUNTRY, LARGEST_COUNT, REGION, CountKind, Estimate
from geomap.facts.columns import (
    AMOUNT,
    CLAIM,
    KINDS,
    NO_CLAIM,
    OF_TABLE,
    OPEN,
    ORDER,
    Alike,
    Columns,
    Facet,
    Flags,
    Floats,
    Names,
    Whole,
    constant,
    names,
)
from geomap.loading import Later
from geomap.tables.arrays import Cells, empty_cells, nothing
from geomap.tables.columns import path_of, read_number, read_text
from geomap.tables.table import Table
from geomap.tables.units import NEAR
from geomap.values.counts import Claimed
from geomap.values.plain import LONGEST_ID, LONGEST_TEXT, parse_id, parse_lines, parse_text
from geomap.values.row_columns import EQUIPMENT_KINDS, READ, STATED, row_of
from geomap.values.unit import UnitRow, default_unit_id, same_id

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:  # most configs are read without it
    np = Later("numpy")

_TEXTS = ("id", "label", "place")
_COUNTS = ("troops", "troops_min", "troops_max")
_VARYING = (*_TEXTS, "lat", "lon", *_COUNTS)
_NO_NUMBER = re.compile(r"(?m)[^0-9+\-.eE\n]|^[+-]?0[0-9]|[eE][+-]?[0-9]{4}")  # as far as all are plain to see
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


_Column: TypeAlias = "Sequence[Any] | NDArray[Any]"


class NotAlikeError(ValueError):
    """Something in a table that has to be read row by row."""


def by_column(table: Table) -> Alike[UnitRow] | None:
    """The rows of a table whose ids are all different and which state their positions; None for others."""
    try:
        return Alike(_columns(table), row_of) if table.numbers else None
    except (ValueError, TypeError):  # of any check; what it says is said row by row
        return None


def _columns(table: Table) -> Columns:
    size = len(table.numbers)
    empty = nothing(size)
    cells = {name: table.columns.get(name, empty) for name in _VARYING}
    _require_plain(table)
    read = cache(partial(_row, table))
    facets = {name: constant(of(read(0)), size) for name, of in READ.items()}
    for names_of, columns in _groups(table).items():
        which, firsts = _alike(columns, size)
        facets |= {name: Facet(which, [READ[name](read(row)) for row in firsts]).pooled for name in names_of}
    facets[ORDER] = Facet(_says_any(table, size), [_order(table.defaults.get("equipment", ())), _order(_kinds(table))])
    counted, firsts = _alike([*(~empty_cells(cells[name]) for name in _COUNTS), *_named(table, "troops_")], size)
    kinds, low, high = _counts(cells, [read(row) for row in firsts], counted)
    stated, firsts = _alike([~empty_cells(cells[name]) for name in _TEXTS], size)
    facets[STATED] = Facet(stated, [read(row).id for row in firsts])
    lat, lon = _positions(table, cells)
    labels, places = (_texts(cells[name], parse) for name, parse in (("label", parse_lines), ("place", parse_text)))
    labels = np.where(labels == "", places, labels)
    ids = _ids(cells["id"], places, labels)
    return Columns(ids, labels, places, lat, lon, kinds, low, high, np.full(size, OF_TABLE), facets)


def _require_plain(table: Table) -> None:
    """Cells of one type a column, as 1 and True are no two keys; columns of one kind of equipment beside each other; no
    row that stands for a country or region.
    """
    if not {COUNTRY, REGION}.isdisjoint(table.columns.get("found_by", ())):
        raise NotAlikeError
    for name, column in table.columns.items():
        plain = name in ("lat", "lon", *_COUNTS) or isinstance(column, Cells)
        if not plain and len({type(cell) for cell in column if cell is not None}) > 1:
            raise NotAlikeError
    kinds = [kind for kind, _ in groupby(_kinds(table))]
    if len(kinds) > len(set(kinds)):
        raise NotAlikeError  # which a row names first depends on what else it says


def _kinds(table: Table) -> list[str]:
    """The kind of equipment of each column that is of one."""
    return [path[1] for name in table.columns if (path := path_of(name))[0] == "equipment"]


def _named(table: Table, start: str) -> list[Sequence[Any]]:
    """The columns whose names start so, but for those that are read as numbers."""
    return [column for name, column in table.columns.items() if name.startswith(start) and name not in _VARYING]


def _groups(table: Table) -> dict[tuple[str, ...], list[_Column]]:
    """Of facets that are read together the columns that they are read from."""
    groups: dict[tuple[str, ...], list[_Column]] = {}
    for name, column in table.columns.items():
        first, *rest = path_of(name)
        if name not in _VARYING:
            figure = rest[0] if first == "equipment" else {"at": "position"}.get(first, first)
            own = [f"{start}{figure}" for start in (AMOUNT, CLAIM)]
            facets = tuple(facet for facet in own if facet in READ) or (first,)
            groups.setdefault(facets, []).append(column)
    if "equipment" in table.defaults:  # which a row has that says nothing of any
        says_any = _says_any(table, len(table.numbers))
        for facets, columns in groups.items():
            columns.extend([says_any] if facets[0].startswith(AMOUNT) else ())
    return groups


def _says_any(table: Table, size: int) -> Whole:
    """Which rows say anything of equipment."""
    says_any = np.zeros(size, dtype=np.int64)
    for name, column in table.columns.items():
        if path_of(name)[0] == "equipment":
            says_any |= ~empty_cells(column)
    return says_any


def _order(kinds: Iterable[str]) -> tuple[str, ...]:
    """All kinds of equipment, these first."""
    return tuple(dict.fromkeys((*kinds, *EQUIPMENT_KINDS)))


def _alike(columns: Sequence[_Column], size: int) -> tuple[Whole, list[int]]:
    """Of each row which of those it is like that differ in these columns, and the first row of each, in their order."""
    alike = np.zeros(size, dtype=np.int64)
    for column in columns:
        keys = _keys(column)
        alike = np.unique(alike * (keys.max() + 1) + keys, return_inverse=True)[1] if keys.any() else alike
    _, firsts, which = np.unique(alike, return_index=True, return_inverse=True)
    order = np.argsort(firsts)
    return np.argsort(order)[which], firsts[order].tolist()


def _keys(column: _Column) -> Whole:
    """Numbers of cells, equal where these are, from 0."""
    if isinstance(column, Cells) and column.keys is not None:
        return column.keys
    if isinstance(column, np.ndarray):
        return column.astype(np.int64)
    known: dict[Any, int] = {}
    return np.array([known.setdefault(cell, len(known)) for cell in column], dtype=np.int64)


def _row(table: Table, number: int) -> UnitRow:
    """A row that says what others say too, read as rows are."""
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
        folded = {*map(same_id, ids)}
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


def _counts(cells: Mapping[str, Sequence[Any]], samples: Sequence[UnitRow], alike: Whole) -> tuple[Whole, Whole, Whole]:
    """Counts of troops: what kind each is its sample says, which has the same cells filled."""
    stated = [row.troops.count if isinstance(row.troops, Claimed) else row.troops for row in samples]
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
