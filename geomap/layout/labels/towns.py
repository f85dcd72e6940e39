"""Which towns a map shows for orientation, and where their names stand: they give way to all that it claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot, sqrt

import numpy as np

from geomap.fonts import missing
from geomap.layout.collide import Floats
from geomap.layout.labels.candidates import about_point
from geomap.layout.labels.places import PLACE_ID
from geomap.layout.labels.search import (
    ACROSS_A_LEADER,
    Candidate,
    Obstacles,
    Request,
    beside_labels,
    has_a_place,
    place,
)
from geomap.layout.labels.settings import Ways
from geomap.layout.subject import is_named
from geomap.layout.view.projection import View
from geomap.marks.place import PlaceSymbol, TownBlock, place_radius
from geomap.marks.style import TYPE
from geomap.marks.text import Anchor, Block, TextRow
from geomap.page import Box
from geomap.scene import Artboard
from geomap.scene.beneath import Town
from geomap.values.plain import slug

_PRIORITY = 60.0  # after all names of areas
_AREA, _AREA_TYPE = 52_000.0, 12.5  # px² of a map for each town, where its name is set in type of so many px
_FEWEST, _MOST = 3, 12  # towns of a map without units
_MOST_MAPS = 9.0  # closer by, where the towns of more would be too many for one page
_FEWER, _FEWEST_BESIDE = 0.4, 2  # less for each label of a unit; but so many
_SPREAD = 0.55  # of the distance at which as many would lie on a grid, that two keep at least; half for capitals
# The largest are shown by rank, also where they lie close together, up to a part of all; the rest are spread. Two of
# about one rank, as towns on both sides of a border, may be as close as their names allow.
_LARGEST, _BY_RANK, _CLOSE, _OF_A_KIND, _LIKE = 2, 0.8, 0.25, 0.14, 30
_NEXT = 16  # ranks by which a town may come after those for which there was no room
_AROUND = 70.0  # px that the name of a town may stand off it whose symbol a circle covers
_CITY = 85  # in rank up to here, which is about 700,000 people, a town has a larger symbol
_EDGE = 6.0  # px of the map's edge without a town
_GAP = 2.5  # px between a town and its name
_CLEAR = 3.0  # px between a town's symbol and a circle
_NAMED_NEAR = 150.0  # px from a label that has the town's name in it
_DEAREST = 60.0  # cost; what crosses a line of the config costs more
GROUND_NAMES = ("country:", "water:")  # ids of names that may stand elsewhere for a town

Shown = tuple[Town, float, float]  # a town and its px
Named = tuple[str, float, float]  # a text on the map and the px that it speaks of


@dataclass(frozen=True, slots=True)
class Towns:
    """Towns to choose from, by rank, on an artboard: `most` of them, or as many as suit its size; first those that the
    texts name which say what the map is `about`.

    They keep off `discs` (x, y, radius in px), and off what `named` says already. The map is taken to have labels of at
    least so many `units`.
    """

    towns: Sequence[Town]
    most: int | None
    artboard: Artboard
    view: View
    discs: Floats
    named: Sequence[Named]
    units: int = 0
    about: str = ""
    maps: float = 1.0  # of the artboard's size that the frame holds

    def placed(
        self, requests: Sequence[Request], chosen: Mapping[str, Candidate | None], obstacles: Obstacles
    ) -> tuple[list[Request], dict[str, Candidate | None]]:
        """All labels and their places, with those of towns.

        Requests have the places in `chosen` without towns. There they stay, but for names of the ground, which may
        stand elsewhere so that a town has room.
        """
        firm = [request for request in requests if not request.id.startswith(GROUND_NAMES)]
        names = [
            replace(request, most=ACROSS_A_LEADER / 2) for request in requests if request.id.startswith(GROUND_NAMES)
        ]
        free = beside_labels(obstacles, firm, chosen)
        most = self.most
        if most is None:
            labels = [request for request in firm if chosen[request.id]]
            units = max(self.units, sum(1 for request in labels if request.unit))
            most = self._usual(units, sum(1 for request in labels if request.id.startswith(PLACE_ID)))
        shown = [*self._in_frame()]
        first = self._wanted(shown, free, most, ())
        found = place([*names, *first], free)
        standing = [request for request in first if found[request.id]]
        # what stands of names and towns may leave room for others than those for which there was none
        free = beside_labels(free, (*names, *standing), found)
        ranks = [town.rank for town, _, _ in shown if _id(town) in found]
        next_ = [one for one in shown if one[0].rank <= max(ranks, default=0) + _NEXT]
        then = self._wanted(next_, free, most, standing)
        return [*requests, *standing, *then], {**chosen, **found, **place(then, free)}

    def _wanted(
        self, shown: Sequence[Shown], free: Obstacles, most: int, standing: Sequence[Request]
    ) -> list[Request]:  # fmt: skip
        """The requests of towns that could have a place beside those standing, the first in rank, spread over the map.

        There are to be `most` in all.
        """
        frame = self.view.frame
        apart = _SPREAD * sqrt(frame.width * frame.height / max(most, 1))
        there = {request.id for request in standing}
        chosen = [one for one in shown if _id(one[0]) in there]
        wanted: list[Request] = []
        largest = shown[: _LARGEST * most]
        for number, (town, x, y) in enumerate([*largest, *shown]):
            by_rank = number < len(largest)
            if len(chosen) >= (round(_BY_RANK * most) if by_rank else most):
                continue
            if any(
                self._is_near(town, other, hypot(x - at_x, y - at_y) / apart, by_rank=by_rank)
                for other, at_x, at_y in chosen
            ):
                continue
            is_covered = self._is_covered(x, y)
            if (is_covered and not self._is_subject(town)) or self._is_named(town, x, y) or missing.problem(town.name):
                continue
            ask = _as_ground if is_covered else _request
            request = ask(town, (x, y), self.artboard.width, _PRIORITY - len(chosen) / 100)
            if has_a_place(request, free):
                wanted.append(request)
                chosen.append((town, x, y))
        return wanted

    def _is_near(self, town: Town, other: Town, distance: float, *, by_rank: bool) -> bool:
        """Whether a town is too near to another one that is chosen, by their distance in parts of the usual one."""
        if town is other or town.name == other.name:
            return True
        if self._keeps(town) or self._is_subject(town):
            return False
        if not by_rank:
            return distance < (0.5 if town.is_capital else 1.0)
        return distance < (_OF_A_KIND if abs(town.rank - other.rank) <= _LIKE else _CLOSE)

    def _usual(self, units: int, places: int) -> int:
        """How many towns suit a map of this size with the labels of so many units and places."""
        frame, size = self.view.frame, TYPE["town"].size(self.artboard.width)
        room = frame.width * frame.height / self.maps / (_AREA * (size / _AREA_TYPE) ** 2)
        whole = min(max(round(room), _FEWEST), _MOST)
        usual = max(whole - round(_FEWER * units / self.maps) - places, _FEWEST_BESIDE)
        return round(usual * min(self.maps, _MOST_MAPS))

    def _in_frame(self) -> Iterator[Shown]:
        """The towns that the artboard shows with their px, those first that it is told to keep."""
        points = self.view.to_px(
            np.array([town.lon for town in self.towns]), np.array([town.lat for town in self.towns])
        )  # fmt: skip
        inside = np.flatnonzero(self.view.frame.grown(-_EDGE).holds(points)).tolist()
        shown = [(self.towns[number], *points[number].tolist()) for number in inside]
        kept = [one for one in shown if self._keeps(one[0])]
        kept += [one for one in shown if one not in kept and self._is_subject(one[0]) and not self._drops(one[0])]
        yield from kept
        yield from (one for one in shown if one not in kept and not self._drops(one[0]))

    def _keeps(self, town: Town) -> bool:
        return bool(self.artboard.keep) and self.artboard.keeps("towns", *_ids(town))

    def _is_subject(self, town: Town) -> bool:
        return is_named(town.name, self.about) or is_named(town.known_as, self.about)

    def _drops(self, town: Town) -> bool:
        return bool(self.artboard.drop) and self.artboard.drops("towns", *_ids(town))

    def _is_covered(self, x: float, y: float) -> bool:
        """Whether a town lies under a circle, or so near that its symbol would touch it."""
        distance = np.hypot(self.discs[:, 0] - x, self.discs[:, 1] - y)
        return bool((distance < self.discs[:, 2] + place_radius("town") + _CLEAR).any())

    def _is_named(self, town: Town, x: float, y: float) -> bool:
        """Whether another text says a name of it: alone, wherever it stands, or among other words nearby."""
        names = {town.name.casefold(), town.known_as.casefold()}
        word = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(names)))
        alone = self._is_subject(town)  # "Khartoum airport" does not name the town that the map is about
        return any(
            text.casefold() in names
            or (not alone and hypot(x - at_x, y - at_y) < _NAMED_NEAR and word.search(text.casefold()) is not None)
            for text, at_x, at_y in self.named
        )


def _ids(town: Town) -> tuple[str, ...]:
    """What `drop` and `keep` may call it."""
    return tuple(dict.fromkeys((slug(town.known_as), slug(town.name))))


def _id(town: Town) -> str:
    return f"town:{town.known_as}"


def _request(town: Town, point: tuple[float, float], width: float, priority: float) -> Request:
    """A town's symbol with its name beside it, as one thing that is there or not."""
    kind: PlaceSymbol = "capital" if town.is_capital else "city" if town.is_city or town.rank <= _CITY else "town"
    name = Block((TextRow((town.name,), "city" if town.is_city else "town"),), width)
    candidates = Ways.of([*_beside(name, kind, point, f"town-{slug(town.known_as)}")])
    return Request(
        f"town:{town.known_as}", town.name, priority, candidates, home=_DEAREST, optional=True, most=_DEAREST
    )


def _as_ground(town: Town, point: tuple[float, float], width: float, priority: float) -> Request:
    """The name of a town whose symbol a circle covers, set as that of the ground around it."""
    name = town.name.upper()
    block = Block((TextRow((name,), "region"),), width, id=f"town-{slug(town.known_as)}")
    candidates = about_point([block], *point, _AROUND, "middle")
    return Request(f"town:{town.known_as}", name, priority, candidates, home=_DEAREST, optional=True, most=_DEAREST)


def _beside(name: Block, kind: PlaceSymbol, point: tuple[float, float], id: str) -> Iterator[Candidate]:
    """The ways to set a name beside a symbol, the best first: right and a little higher, below or above, left."""
    width, height = name.size
    radius = place_radius(kind)
    off = radius + _GAP
    rows = ((-0.7 * height, 0.0), (-0.5 * height, 0.3), (-0.3 * height, 0.6))
    ways: list[tuple[float, float, float, Anchor]] = [(off, top, cost, "start") for top, cost in rows]
    ways += [(-off - width, top, cost + 2.5, "end") for top, cost in rows]
    ways += [(-width / 2, -off - height, 1.8, "middle"), (-width / 2, off, 2.0, "middle")]
    ways += [(radius - width, top, 3.4, "end") for top in (-off - height, off)]
    ways += [(-radius, top, 3.0, "start") for top in (-off - height, off)]
    for left, top, cost, anchor in ways:
        x, y = min(left, -radius), min(top, -radius)
        right, bottom = max(left + width, radius), max(top + height, radius)
        box = Box(point[0] + x, point[1] + y, right - x, bottom - y)
        corner = (left - x, top - y)
        block = TownBlock(name.rows, name.artboard_width, id=id, kind=kind, text=corner, point=(-x, -y))
        yield Candidate(block, box, anchor, cost)
