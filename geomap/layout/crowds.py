"""Crowds: where too many circles hide one another to be set side by side, their units are summed up in one mark a side.

Its circle has the area of all of theirs, so the key holds for it too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import hypot, sqrt

from geomap.facts import CountKind, Estimate, Unit
from geomap.layout.by_hand import placement_of
from geomap.layout.crowd_marks import crowd_diameter, crowd_room, is_large
from geomap.layout.spots import Spot
from geomap.layout.spread import MOST, hidings, is_full, set_aside, spread
from geomap.legend import SizeScale
from geomap.page import Box
from geomap.scene import Artboard, Pictogram, Placement, Scene, Symbol
from geomap.sums import total
from geomap.wording import counted, estimate, phrase

_MOST_ASIDE = 11  # circles moved aside around others: a dozen at one place are still set side by side
_MOST_ENLARGED = 2  # that lie on others, where an inset shows them larger and none is moved aside
_REACH = 2.5  # times its radius and its neighbour's that a circle of a group is moved at most
_LEAST_CROWD = 3  # units
_MOST_PICTOGRAMS = 5  # in the row of a crowd; more kinds are not told apart
_MOST_NAMED = 3  # units that the label of a crowd names

Kind = tuple[str, str, bool]  # side, colour, and whether it is of long ago: what is never summed up with another


def settled(  # noqa: PLR0913, PLR0917 - all that has a say in it
    spots: Sequence[Spot],
    scene: Scene,
    artboard: Artboard,
    scale: SizeScale,
    frame: Box,
    most: float,
    enlarged: Collection[str] = (),
) -> Sequence[Spot]:
    """The spots, largest first, where they can all be seen: crowds summed up, the others side by side.

    The circle of a crowd takes `most` px at the most. Units that an inset shows `enlarged` are not moved aside.
    """
    if artboard.crowds == "overlap" or len(spots) > MOST:
        return spots
    if artboard.crowds == "sum":
        spots = _Crowds(scene, artboard, scale, frame, most, frozenset(enlarged)).gathered(spots)
    return [_without_short_tick(spot) for spot in spread(spots, frame, enlarged)]


def _without_short_tick(spot: Spot) -> Spot:
    """A crowd that lies on its middle still says where it is without a tick."""
    if not spot.members or not spot.true_point:
        return spot
    x, y = spot.true_point
    return spot if hypot(spot.x - x, spot.y - y) > spot.radius else replace(spot, true_point=None)


@dataclass(frozen=True)
class _Crowds:
    """Finds the crowds of a map, and makes their marks."""

    scene: Scene
    artboard: Artboard
    scale: SizeScale
    frame: Box
    most: float
    enlarged: frozenset[str]

    def gathered(self, spots: Sequence[Spot]) -> list[Spot]:
        """The spots, those of crowds replaced by their marks. Crowds take in what lies in them, until none is left."""
        many, least = (0, 2) if is_full(spots, self.frame) else (_MOST_ASIDE, _LEAST_CROWD)
        given_up: set[str] = set()
        while groups := list(self._groups(spots, many, least, given_up)):
            for group in groups:
                here = {spot.symbol.unit for spot in spots}
                marked = self._merged([spot for spot in group if spot.symbol.unit in here], spots, least)
                if marked is None:
                    given_up |= {spot.symbol.unit for spot in group}
                else:
                    spots = marked
        return list(spots)

    def _merged(self, group: Sequence[Spot], spots: Sequence[Spot], least: int) -> list[Spot] | None:
        """The spots with the marks of what is close together in a group; None where that makes them no fewer."""
        if not group:
            return None
        taken = self._compact(group, spots)
        units = [unit for spot in taken for unit in spot.members or (spot,)]
        marks = list(self._marks(units))
        if len(units) < least or len(marks) >= len(taken):
            return None
        gone = {spot.symbol.unit for spot in taken}
        left = (spot for spot in spots if spot.symbol.unit not in gone)
        return sorted((*left, *marks), key=lambda spot: (-spot.radius, spot.symbol.unit))

    def _groups(self, spots: Sequence[Spot], many: int, least: int, given_up: Collection[str]) -> Iterator[list[Spot]]:
        """Groups that hide one another, and are too many, or too close to others, to be set side by side."""
        hidden = hidings(spots)
        _, stuck = set_aside(spots, [spot for spot, _ in hidden], self.frame, _REACH) if many else ([], [])
        far = {spot.symbol.unit for spot in stuck}
        aside = {spot.symbol.unit for spot, _ in hidden}
        for group in _tied(hidden):
            names = {spot.symbol.unit for spot in group}
            members = [spot for spot in group if self._may_join(spot)]
            units = sum(max(len(spot.members), 1) for spot in members)
            limit = min(many, _MOST_ENLARGED) if names & self.enlarged else many
            is_crowd = len(names & aside) > limit or names & far
            is_new = any(spot.symbol.unit not in given_up for spot in members)
            if is_crowd and is_new and units >= least and len(members) > 1:
                yield members

    @cached_property
    def _facts(self) -> dict[str, Unit]:
        return {unit.id: unit for unit in (*self.scene.seen, *self.scene.units)}

    def _may_join(self, spot: Spot) -> bool:
        """Whether a unit may be summed up: not one that has changed, or of which the config says where it stands."""
        unit, symbol = spot.symbol.unit, spot.symbol
        if symbol.change and symbol.change.kind != "steady":
            return False
        by_hand = placement_of(self.artboard, unit, symbol.placement)
        return not (by_hand.is_set or self.artboard.keeps("units", unit))

    def _compact(self, group: Sequence[Spot], spots: Sequence[Spot]) -> list[Spot]:
        """The part of a group that one circle as large as its own covers, and what else lies in that circle."""
        taken = [max(group, key=lambda start: _reach(spot for spot in group if _touch(start, spot)))]
        while True:
            x, y = _middle([unit for spot in taken for unit in spot.members or (spot,)])
            reach, names = _reach(taken), {spot.symbol.unit for spot in taken}
            left = [(hypot(spot.x - x, spot.y - y), spot) for spot in group if spot.symbol.unit not in names]
            nearest = min(left, key=lambda entry: entry[0] - entry[1].radius, default=None)
            if nearest is None or nearest[0] - nearest[1].radius > min(reach, self.most / 2):
                break
            taken.append(nearest[1])
        if reach > self.most / 2:  # two rings will stand for it, in which little lies
            return taken
        within = (spot for spot in spots if hypot(spot.x - x, spot.y - y) < reach and self._may_join(spot))
        return [*taken, *(spot for spot in within if spot.symbol.unit not in names)]

    def _marks(self, units: Sequence[Spot]) -> Iterator[Spot]:
        """One mark a kind; a unit that is alone of its kind stays as it is."""
        facts = self._facts
        kinds: dict[Kind, list[Spot]] = {}
        for spot in sorted(units, key=lambda spot: (-spot.radius, spot.symbol.unit)):
            symbol = spot.symbol
            kind = (facts[symbol.unit].side, symbol.colour, bool(symbol.age))
            kinds.setdefault(kind, []).append(spot)
        for _, members in sorted(kinds.items()):
            places = {facts[spot.symbol.unit].query for spot in members}
            place = places.pop() if len(places) == 1 else ""
            yield self._mark(members, place) if len(members) > 1 else members[0]

    def _mark(self, members: Sequence[Spot], place: str) -> Spot:
        """The mark of several units, amid them, but within the map."""
        symbol = _summed([spot.symbol for spot in members], place, self.scene)
        radius = crowd_diameter(symbol.troops, self.scale, self.most) / 2
        within = crowd_room(symbol.troops, self.scale, self.most)
        unsized = is_large(symbol.troops, self.scale, self.most)
        x, y = _middle(members)
        frame, room = self.frame, min(radius + 1, self.frame.width / 2, self.frame.height / 2)
        held = min(max(x, frame.x + room), frame.right - room), min(max(y, frame.y + room), frame.bottom - room)
        off = (x, y) if hypot(held[0] - x, held[1] - y) > 1 else None
        return Spot(symbol, *held, radius, true_point=off, members=tuple(members), room=within, unsized=unsized)


def _tied(hidden: Sequence[tuple[Spot, list[Spot]]]) -> list[list[Spot]]:
    """The groups of spots that are tied by hiding one another, each and all in the order in which they came."""
    groups: dict[str, dict[str, Spot]] = {}
    for spot, others in hidden:
        joined = {other.symbol.unit: other for other in (*others, spot)}
        for group in {id(groups[name]): groups[name] for name in joined if name in groups}.values():
            joined = {**group, **joined}
        groups |= dict.fromkeys(joined, joined)
    return [list(group.values()) for group in {id(group): group for group in groups.values()}.values()]


def _reach(spots: Iterable[Spot]) -> float:
    """The radius of one circle as large as those of all units among the spots."""
    return sqrt(sum(unit.radius**2 for spot in spots for unit in spot.members or (spot,)))


def _middle(spots: Sequence[Spot]) -> tuple[float, float]:
    return sum(spot.x for spot in spots) / len(spots), sum(spot.y for spot in spots) / len(spots)


def _touch(one: Spot, other: Spot) -> bool:
    return hypot(one.x - other.x, one.y - other.y) < one.radius + other.radius


def _summed(symbols: Sequence[Symbol], place: str, scene: Scene) -> Symbol:
    """The symbol of several units of a kind, the largest first; `place` is where all of them say they are."""
    largest, lang = symbols[0], scene.lang
    claimed = any(symbol.troops is not None for symbol in symbols)
    troops = total([symbol.troops or Estimate(CountKind.UNKNOWN) for symbol in symbols]) if claimed else None
    count = counted("units", len(symbols), lang)
    measured = phrase("crowd.sum", lang, measure=scene.key.measure, count=estimate(troops, lang)) if troops else ""
    names = [symbol.label for symbol in symbols if symbol.label]
    rest = [phrase("more", lang, n=str(len(symbols) - _MOST_NAMED))] if len(symbols) > _MOST_NAMED else []
    kinds = Counter(pictogram for symbol in symbols for pictogram in symbol.pictograms)
    is_hidden = all(symbol.placement and symbol.placement.hide for symbol in symbols)
    return replace(
        largest,
        unit=f"{largest.unit}+{len(symbols) - 1}",
        label=place or count,
        formations=(", ".join([*names[:_MOST_NAMED], *rest]),) if names else (),
        troops=troops,
        pictograms=_in_order(kinds),
        placement=Placement(hide=True) if is_hidden else None,
        slot=None,
        age=min(symbol.age for symbol in symbols),
        members=tuple(symbol.unit for symbol in symbols),
        said=tuple(text for text in (count if place else "", measured) if text),
    )


def _in_order(kinds: Counter[Pictogram]) -> tuple[Pictogram, ...]:
    """What the units show, the most frequent first; nothing where it is too much for a row."""
    ordered = sorted(kinds, key=lambda pictogram: (-kinds[pictogram], pictogram.outline))
    return tuple(ordered) if len(ordered) <= _MOST_PICTOGRAMS else ()
