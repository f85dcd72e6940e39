"""Which marks of symbols the key has to explain."""

from __future__ import annotations

from collections.abc import Iterator

from geomap.facts import CROWD, LARGE, OLD, RINGED, Estimate, count_mark
from geomap.facts.columns import TROOPS, Rows
from geomap.marks.crowd import is_large, is_ringed
from geomap.marks.size import SizeScale
from geomap.marks.unit import is_small
from geomap.scene import Symbol


def kinds_of_marks(symbols: Rows[Symbol], scale: SizeScale | None, most: float) -> set[str]:
    """The kinds of all symbols' marks. Rows of tables that are alike differ in their counts."""
    found = {kind for symbol in symbols.samples(TROOPS, "as_of") for kind in _marks(symbol, scale, most)}
    return found | {_mark(count, scale) for count in symbols.where(lambda symbol: not symbol.members).counts}


def _marks(symbol: Symbol, scale: SizeScale | None, most: float) -> Iterator[str]:
    """The kinds of a symbol's marks; small or large only where a scale is given."""
    troops = symbol.troops
    if symbol.members and scale and is_large(troops, scale, most):
        yield LARGE
    else:
        yield _mark(troops, scale)
        if symbol.members:
            yield RINGED if scale and is_ringed(troops, scale) else CROWD
    if symbol.age:
        yield OLD


def _mark(count: Estimate | None, scale: SizeScale | None) -> str:
    """The kind of mark of a count."""
    return "small" if count is not None and scale and is_small(count, scale) else count_mark(count)
