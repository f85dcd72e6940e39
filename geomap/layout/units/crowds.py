"""Crowds: where too many circles hide one another to be set side by side, their units are summed up in one mark a side.

Its circle has the area of all of theirs, so the key holds for it too. Only units on the ground of one country and on
one side of a front are summed up, and the mark stands at the one that is in their middle: so it is on their ground.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from math import hypot, inf, sqrt

import shapely

from geomap.facts import Unit
from geomap.layout.units.crowd_symbol import named, summed
from geomap.layout.units.displacement import hidings, is_full, set_aside, spread
from geomap.layout.units.positions import MOST, Spot, Spots
from geomap.layout.units.separation import Pair, pairs_to_join, pushed_apart, worst_pair
from geomap.layout.view.projection import View
from geomap.marks.crowd import crowd_diameter, crowd_room, is_large
from geomap.marks.size import SizeScale
from geomap.page import Box
from geomap.scene import Artboard, Scene
from geomap.wording import listing

_MOST_ASIDE = 11  # circles moved aside around others: a dozen at one place are still set side by side
_MOST_ENLARGED = 2  # that lie on others, where an inset shows them larger and none is moved aside
_REACH = 1.6  # times its radius and its neighbour's that a circle of a group is moved at most
_FEW = 2  # places that a crowd is named after
_FARTHEST = 2.0  # the same of one that is not summed up
_LEAST_CROWD = 3  # units ...
_LEAST_STUCK = 2  # ... or, where one has no place beside the others

# Side, colour, whether it is of long ago, and the country: what is never summed up with another.
Kind = tuple[str, str, bool, str]


def settled(  # noqa: PLR0913, PLR0917 - all that has a say in it
    spots: Spots,
    scene: Scene,
    artboard: Artboard,
    scale: SizeScale,
    view: View,
    most: float,
    enlarged: Collection[str] = (),
) -> Spots:
    """The spots, largest first, where they can all be seen: crowds summed up, the others side by side.

    The circle of a crowd takes `most` px at the most. Units that an inset shows `enlarged` are not moved aside.
    """
    if artboard.crowds == "overlap" or len(spots) > MOST:
        return spots
    single: Sequence[Spot] = [*spots]
    if artboard.crowds == "sum":
        single = _Crowds(scene, artboard, scale, view, most, frozenset(enlarged)).gathered(single)
    reach = _FARTHEST if artboard.crowds == "sum" else inf
    placed = map(_without_short_tick, spread(single, view.frame, enlarged, reach, fronts_of(scene, view)))
    return Spots.of([replace(spot, symbol=named(spot.symbol)) for spot in placed])


def fronts_of(scene: Scene, view: View) -> shapely.Geometry | None:
    """The fronts of a map in px, together; None where it has none."""
    fronts = [view.geometry(line.geometry) for line in scene.lines if line.is_front]
    together = shapely.geometrycollections(fronts) if fronts else None
    shapely.prepare(together)
    return together


def _without_short_tick(spot: Spot) -> Spot:
    """A crowd that lies on one of its units, or on their middle, says where they are without a tick."""
    if not spot.members or not spot.true_point:
        return spot
    places = (spot.true_point, *((unit.x, unit.y) for unit in spot.members))
    is_there = any(hypot(spot.x - x, spot.y - y) < spot.radius for x, y in places)
    return replace(spot, true_point=None) if is_there else spot


@dataclass(frozen=True)
class _Crowds:
    """Finds the crowds of a map, and makes their marks."""

    scene: Scene
    artboard: Artboard
    scale: SizeScale
    view: View
    most: float
    enlarged: frozenset[str]

    @property
    def frame(self) -> Box:
        return self.view.frame

    def gathered(self, spots: Sequence[Spot]) -> list[Spot]:
        """The spots, those of crowds replaced by their marks. Crowds take in what lies in them, until none is left."""
        many, least = (0, 2) if is_full(spots, self.frame) else (_MOST_ASIDE, _LEAST_CROWD)
        given_up: set[str] = set()
        while groups := list(self._groups(spots, many, least, given_up)):
            for group in groups:
                here = {spot.symbol.unit for spot in spots}
                marked = self._merged([spot for spot in group if spot.symbol.unit in here], spots)
                if marked is None:
                    given_up |= {spot.symbol.unit for spot in group}
                else:
                    spots = marked
        return self._kept_apart(list(spots))

    def _kept_apart(self, spots: list[Spot]) -> list[Spot]:
        """The spots, no crowd on another, nor on what it could take in; without room for that crowds take in others."""
        while True:
            pairs = pairs_to_join(spots, self._are_alike)
            if not pairs:
                apart = pushed_apart(spots, self.frame)
                pairs = pairs_to_join(apart, self._are_alike)
                if not pairs and (close := worst_pair(apart)):
                    pairs = self._nearest_alike(close, apart)
                if not pairs:
                    return apart
            for pair in pairs:
                joined = {spot.symbol.unit for spot in pair}
                units = [unit for spot in spots if spot.symbol.unit in joined for unit in spot.each]
                spots = [*(spot for spot in spots if spot.symbol.unit not in joined), *self._marks(units)]
            spots.sort(key=lambda spot: (-spot.radius, spot.symbol.unit))

    def _nearest_alike(self, close: Sequence[Spot], spots: Sequence[Spot]) -> list[Pair]:
        """Of some crowds one, and the nearest that it can be summed up with: a unit beside it, or another crowd."""

        def gap(pair: Pair) -> float:
            return hypot(pair[0].x - pair[1].x, pair[0].y - pair[1].y) - pair[0].radius - pair[1].radius

        pairs = [(spot, other) for spot in close for other in spots if self._are_alike(spot, other)]
        near = [pair for pair in pairs if pair[1].members or gap(pair) < pair[0].radius]
        return [min(near, key=gap)] if near else []

    def _are_alike(self, one: Spot, other: Spot) -> bool:
        """Whether two may be summed up."""
        is_free = one is not other and not (one.parts or other.parts) and self._may_join(one) and self._may_join(other)
        return is_free and self._kind(one) == self._kind(other) and not self._are_parted(one, other)

    def _are_parted(self, one: Spot, other: Spot) -> bool:
        """Whether a front runs between two, as they stand where they belong."""
        ends = [(spot.x, spot.y) for spot in (one.each[0], other.each[0])]
        return self._fronts is not None and bool(shapely.intersects(self._fronts, shapely.linestrings(ends)))

    @cached_property
    def _fronts(self) -> shapely.Geometry | None:
        return fronts_of(self.scene, self.view)

    def _kind(self, spot: Spot) -> Kind:
        symbol = spot.members[0].symbol if spot.members else spot.symbol
        country = self.scene.ground.holder_of(symbol.lon, symbol.lat).country
        return self._facts[symbol.unit].side, symbol.colour, bool(symbol.age), country

    def _merged(self, group: Sequence[Spot], spots: Sequence[Spot]) -> list[Spot] | None:
        """The spots with the marks of what is close together in a group; None where that makes them no fewer."""
        if not group:
            return None
        taken = self._compact(group, spots)
        units = [unit for spot in taken for unit in spot.each]
        marks = list(self._marks(units))
        if len(marks) >= len(taken):
            return None
        gone = {spot.symbol.unit for spot in taken}
        left = (spot for spot in spots if spot.symbol.unit not in gone)
        return sorted((*left, *marks), key=lambda spot: (-spot.radius, spot.symbol.unit))

    def _groups(self, spots: Sequence[Spot], many: int, least: int, given_up: Collection[str]) -> Iterator[list[Spot]]:
        """Groups that hide one another, and are too many, or too close to others, to be set side by side."""
        hidden = hidings(spots)
        singly = [spot for spot, _ in hidden]
        _, stuck = set_aside(spots, singly, self.frame, _REACH, self._fronts) if many else ([], [])
        far = {spot.symbol.unit for spot in stuck}
        aside = {spot.symbol.unit for spot, _ in hidden}
        for group in _tied(hidden):
            names = {spot.symbol.unit for spot in group}
            members = [spot for spot in group if self._may_join(spot)]
            units = sum(max(len(spot.members), 1) for spot in members)
            limit = min(many, _MOST_ENLARGED) if names & self.enlarged else many
            is_crowd = len(names & aside) > limit or names & far
            is_new = any(spot.symbol.unit not in given_up for spot in members)
            if is_crowd and is_new and units >= (_LEAST_STUCK if names & far else least) and len(members) > 1:
                yield members

    @cached_property
    def _facts(self) -> dict[str, Unit]:
        return {unit.id: unit for unit in (*self.scene.seen, *self.scene.units)}

    def _may_join(self, spot: Spot) -> bool:
        """Whether a unit may be summed up: not one that has changed, or of which the config says where it stands."""
        unit, symbol = spot.symbol.unit, spot.symbol
        if symbol.change and symbol.change.kind != "steady":
            return False
        by_hand = self.artboard.placement_of(unit, symbol.placement)
        return not (by_hand.is_set or self.artboard.keeps("units", unit))

    def _compact(self, group: Sequence[Spot], spots: Sequence[Spot]) -> list[Spot]:
        """The part of a group that one circle as large as its own covers, and what else lies in that circle."""
        taken = [max(group, key=lambda start: _reach(spot for spot in group if _touch(start, spot)))]
        while True:
            x, y = _middle([unit for spot in taken for unit in spot.each])
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
        kinds: dict[Kind, list[Spot]] = {}
        for spot in sorted(units, key=lambda spot: (-spot.radius, spot.symbol.unit)):
            kinds.setdefault(self._kind(spot), []).append(spot)
        for members in (part for _, alike in sorted(kinds.items()) for part in self._of_one_side(alike)):
            yield self._mark(members, self._name(members)) if len(members) > 1 else members[0]

    def _of_one_side(self, spots: Sequence[Spot]) -> list[list[Spot]]:
        """The spots by the sides of the fronts that run between them."""
        parts: list[list[Spot]] = []
        for spot in spots:
            own = [part for part in parts if any(not self._are_parted(spot, other) for other in part)]
            parts = [part for part in parts if part not in own] + [[*chain.from_iterable(own), spot]]
        return [sorted(part, key=lambda spot: (-spot.radius, spot.symbol.unit)) for part in parts]

    def _name(self, members: Sequence[Spot]) -> str:
        """What a crowd is called: as its few places are, or as the region is that holds them all; empty for neither."""
        names = [*dict.fromkeys(spot.symbol.label for spot in members)]
        if len(names) <= _FEW and all(names):
            return listing(names, self.scene.lang)
        places = {self._facts[spot.symbol.unit].query for spot in members}
        if len(places) == 1:
            return places.pop()
        regions = {self.scene.ground.holder_of(spot.symbol.lon, spot.symbol.lat).region for spot in members}
        return regions.pop() if len(regions) == 1 else ""

    def _mark(self, members: Sequence[Spot], place: str) -> Spot:
        """The mark of several units, amid them, but within the map."""
        symbol = summed([spot.symbol for spot in members], place, self.scene)
        radius = crowd_diameter(symbol.troops, self.scale, self.most) / 2
        within = crowd_room(symbol.troops, self.scale, self.most)
        unsized = is_large(symbol.troops, self.scale, self.most)
        x, y = _central(members)
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
    return sqrt(sum(unit.radius**2 for spot in spots for unit in spot.each))


def _middle(spots: Sequence[Spot]) -> tuple[float, float]:
    return sum(spot.x for spot in spots) / len(spots), sum(spot.y for spot in spots) / len(spots)


def _central(spots: Sequence[Spot]) -> tuple[float, float]:
    """Where the one is that is nearest to the middle of all."""
    x, y = _middle(spots)
    nearest = min(spots, key=lambda spot: (round(hypot(spot.x - x, spot.y - y), 3), spot.symbol.unit))
    return nearest.x, nearest.y


def _touch(one: Spot, other: Spot) -> bool:
    return hypot(one.x - other.x, one.y - other.y) < one.radius + other.radius
