"""The one symbol that stands for the units of a crowd: their sum, no more precise than its parts, and its texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from geomap.facts import CountKind, Estimate
from geomap.facts.sums import total
from geomap.scene import Pictogram, Placement, Scene, Symbol
from geomap.wording import estimate, joined, more_units, phrase, unit_count

_MOST_PICTOGRAMS = 5  # in the row of a crowd; more kinds are not told apart
_MOST_NAMED = 3  # units that the label of a crowd names


def named(symbol: Symbol) -> Symbol:
    """A crowd by the name of its largest unit, which it keeps when others join it; no unit's id has a point."""
    return replace(symbol, unit=f"crowd.{symbol.members[0]}") if symbol.members else symbol


def summed(symbols: Sequence[Symbol], place: str, scene: Scene) -> Symbol:
    """The symbol of several units of a kind, the largest first; `place` is where all of them say they are."""
    largest, lang = symbols[0], scene.lang
    claimed = any(symbol.troops is not None for symbol in symbols)
    troops = total([symbol.troops or Estimate(CountKind.UNKNOWN) for symbol in symbols]) if claimed else None
    units = tuple(unit for symbol in symbols for unit in symbol.units or (symbol.unit,))
    count = unit_count(len(units), lang)
    measured = phrase("crowd.sum", lang, measure=scene.key.measure, count=estimate(troops, lang)) if troops else ""
    names = [*dict.fromkeys(symbol.label for symbol in symbols if symbol.label)]
    rest = [more_units(len(names) - _MOST_NAMED, lang)] if len(names) > _MOST_NAMED else []
    kinds = Counter(pictogram for symbol in symbols for pictogram in symbol.pictograms)
    is_hidden = all(symbol.placement and symbol.placement.hide for symbol in symbols)
    return replace(
        largest,
        unit=f"{largest.unit}+{len(units) - 1}",
        label=place or count,
        formations=(joined(", ", [*names[:_MOST_NAMED], *rest], lang),) if names else (),
        troops=troops,
        pictograms=_in_order(kinds),
        figure="",
        figures=(),
        placement=Placement(hide=True) if is_hidden else None,
        age=min(symbol.age for symbol in symbols),
        members=units,
        units=(),
        site=None,
        said=tuple(text for text in (count if place else "", measured) if text),
    )


def _in_order(kinds: Counter[Pictogram]) -> tuple[Pictogram, ...]:
    """What the units show, the most frequent first; nothing where it is too much for a row."""
    ordered = sorted(kinds, key=lambda pictogram: (-kinds[pictogram], pictogram.outline))
    return tuple(ordered) if len(ordered) <= _MOST_PICTOGRAMS else ()
