"""Four cells as one count: the number, both ends and the kind of claim, as exports write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geomap.facts import CountKind
from geomap.nearest import did_you_mean

_KINDS = tuple(kind.value for kind in CountKind)
_FILLED: dict[str, tuple[str, ...]] = {  # kind -> the cells that can be filled; all of them say the same
    CountKind.EXACT: ("", "_min", "_max"),
    CountKind.RANGE: ("_min", "_max"),
    CountKind.ABOUT: ("", "_min", "_max"),
    CountKind.AT_LEAST: ("", "_min"),
    CountKind.AT_MOST: ("", "_max"),
    CountKind.UNKNOWN: (),
}


class CountError(ValueError):
    """Cells that contradict each other: in which column, what is wrong and the likely fix."""

    def __init__(self, end: str, text: str, hint: str) -> None:
        super().__init__(text)
        self.end, self.text, self.hint = end, text, hint


def count_of(name: str, cells: Mapping[str, Any]) -> Any:
    """The count as the config would state it; cells by the ends of their columns, without empty ones.

    Without a kind the filled cells say it: the number, both ends or one of them. Sources and grade are the count's own.
    """
    claim = {end[1:]: cells[end] for end in ("_sources", "_grade") if end in cells}
    if not claim:
        return _stated(name, cells)
    count = _stated(name, {end: cell for end, cell in cells.items() if end[1:] not in claim})
    if isinstance(count, dict):
        return count | claim
    return {"unknown": True, **claim} if count == CountKind.UNKNOWN else {"exact": count, **claim}


def _stated(name: str, cells: Mapping[str, Any]) -> Any:
    """The count without who states it."""
    kind = cells.get("_kind")
    if kind is None and len(cells) == 1 and "" in cells:
        return cells[""]
    if kind is None and not cells:
        raise CountError("", "there is no number", f"fill it in, or write unknown in {name}_kind")
    if kind is None:
        kind = CountKind.EXACT if "" in cells else _kind_of_ends(cells)
    if not isinstance(kind, str) or kind not in _FILLED:
        raise CountError(
            "_kind", f'got "{kind}", expected {", ".join(_KINDS[:-1])} or {_KINDS[-1]}', did_you_mean(str(kind), _KINDS)
        )
    for end in ("", "_min", "_max"):
        if end in cells and end not in _FILLED[kind]:
            text = f"got {cells[end]}, but {name}_kind says {kind}"
            raise CountError(end, text, f"leave it empty, or change {name}_kind")
    if kind == CountKind.UNKNOWN:
        return str(kind)
    if kind == CountKind.RANGE:
        return {end: cells[f"_{end}"] for end in ("min", "max") if f"_{end}" in cells} or str(kind)
    value = _same(name, cells)
    return value if kind == CountKind.EXACT else {str(kind): value}


def _kind_of_ends(cells: Mapping[str, Any]) -> CountKind:
    if "_min" in cells and "_max" in cells:
        return CountKind.RANGE
    return CountKind.AT_LEAST if "_min" in cells else CountKind.AT_MOST


def _same(name: str, cells: Mapping[str, Any]) -> Any:
    """The value that all filled cells have."""
    stated = {f"{name}{end}": cells[end] for end in ("", "_min", "_max") if end in cells}
    if len(set(map(str, stated.values()))) > 1:
        said = ", ".join(f"{column} says {value}" for column, value in stated.items())
        ends = f"{name}_min and {name}_max"
        raise CountError("", said, f"make them equal, or leave {ends} empty; for a range leave {name} empty")
    if not stated:
        raise CountError("", "there is no number", f"fill it in, or write unknown in {name}_kind")
    return next(iter(stated.values()))
