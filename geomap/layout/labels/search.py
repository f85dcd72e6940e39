"""Label placement: ways to set each label with costs, chosen so that the fewest and least are lost, always alike.

Christensen, Marks and Shieber, "An Empirical Study of Algorithms for Point-Feature Label Placement" (ACM TOG 1995)
describe the model. Ways are made and compared only as far as they are needed: at first the cheapest of each label, then
further ones of those that have no place yet, or a dear one, which suit what stands.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import chain
from math import inf, nan
from operator import itemgetter

import numpy as np
import shapely

from geomap.layout.collide import Floats
from geomap.layout.labels.board import NOWHERE, Board
from geomap.layout.labels.conflicts import clashes
from geomap.layout.labels.costs import Obstacles, Settings, costs
from geomap.layout.labels.settings import Candidate, Later, Segment, Ways, Whole, joined

__all__ = ["CLEARANCE", "Candidate", "Obstacles", "Request", "Segment", "place"]

CLEARANCE = 2.5  # px that are kept free around a label
ACROSS_A_LEADER = 1000.0  # cost of a later label that stands on the leader of one that stands
_FIRST = 24  # ways of a label that are on the board from the start, at most
_MORE = 5  # that come to it each time, of those that are free and of those that are held
_MOST_HOLDERS = 2  # of those that are held
_TIMES = 2  # that more ways are looked for once labels may move others
_WORTH_IT = 0.5  # cost
_NO_CIRCLE = (nan, nan, nan)


@dataclass(frozen=True, slots=True)
class Request:
    """A label that wants a place. Candidates that share a cost are tried in their order, those first that hold least
    from labels of the same priority; `later` ones are made only where those leave something to wish for.

    Up to the cost `home` it counts as standing on its first place; `clearance` px are kept free around it. An
    `optional` one, which the config does not ask for, may be left out: for the reason `if_lost`, or without a word.
    One that `is_fixed` has one candidate and stands there, whatever lies below. In its `own` circle it may stand; the
    `mark` is the one that it is the name of, and is not to be taken for another's. At `most` is what it may cost, with
    all that it crosses, before it is rather left out.
    """

    id: str
    text: str
    priority: float
    candidates: Ways
    later: tuple[Later, ...] = ()
    unit: str = ""
    home: float = 10.0
    clearance: float = CLEARANCE
    optional: bool = False
    if_lost: str = ""
    is_fixed: bool = False
    own: tuple[float, float, float] | None = None
    mark: tuple[float, float, float] | None = None
    most: float = inf


def place(requests: Sequence[Request], obstacles: Obstacles) -> dict[str, Candidate | None]:
    """The candidate chosen for each request id, or None where no candidate is free.

    Blocks never overlap each other, a circle, a box, a leader or the frame's edge, but where one is fixed.
    """
    in_order = sorted(requests, key=lambda request: (-request.priority, request.id))
    if not in_order:
        return {}
    search = _Search(in_order, obstacles)
    search.run()
    return {request.id: search.found(label) for label, request in enumerate(in_order)}


def beside_labels(
    obstacles: Obstacles, requests: Iterable[Request], chosen: Mapping[str, Candidate | None]
) -> Obstacles:
    """The obstacles with the labels that stand where it is chosen, and their leaders."""
    standing = [(request, found) for request in requests if (found := chosen[request.id])]
    boxes = [found.box.grown(request.clearance) for request, found in standing]
    leaders = [
        (shapely.linestrings([found.leader[:2], found.leader[2:]]), ACROSS_A_LEADER)
        for _, found in standing
        if found.leader
    ]
    return replace(obstacles, boxes=(*obstacles.boxes, *boxes), lines=(*obstacles.lines, *leaders))


def has_a_place(request: Request, obstacles: Obstacles) -> bool:
    """Whether a label could stand anywhere, if it were alone."""
    parts: Iterator[Ways] = chain([request.candidates], (part.make() for part in request.later))
    return any(len(_possible([request], [(0, ways)], obstacles).rows) for ways in parts)


@dataclass(frozen=True, slots=True)
class _Possible:
    """Ways that can stand at all: whose each is, its row among all that were made, boxes with the room kept free,
    leaders, costs with all that they cross.
    """

    labels: Whole
    rows: Whole
    boxes: Floats
    leaders: Floats
    costs: Floats


def _possible(requests: Sequence[Request], parts: Sequence[tuple[int, Ways]], obstacles: Obstacles) -> _Possible:
    """Those of the ways of labels, given by their numbers, that can stand."""
    ways = joined([part for _, part in parts])
    each = np.repeat(np.arange(len(parts)), [len(part) for _, part in parts])
    some = [requests[label] for label, _ in parts]
    clearance = np.array([request.clearance for request in some])[each]
    own, marks = (
        np.array([getattr(request, name) or _NO_CIRCLE for request in some], dtype=float)[each]
        for name in ("own", "mark")
    )
    marks[ways.inside] = nan
    is_free = np.flatnonzero(np.array([not request.is_fixed for request in some])[each])
    names, rests, lines = ways.names()
    settings = Settings(ways.reaches, names, rests, lines, clearance, ways.leaders, own, marks, ways.costs)
    total = ways.costs.copy()
    total[is_free] = costs(settings.take(is_free), obstacles)
    total[total > np.array([request.most for request in some])[each]] = inf
    rows = np.flatnonzero(np.isfinite(total))
    boxes = settings.boxes[rows] + clearance[rows, None] * np.array([-1, -1, 1, 1])
    labels = np.array([label for label, _ in parts])[each]
    return _Possible(labels[rows], rows, boxes, ways.leaders[rows], total[rows])


class _Search:
    """The labels, the first in priority first, the ways that are known of them, and those that are on the board."""

    def __init__(self, requests: Sequence[Request], obstacles: Obstacles) -> None:
        self._requests, self._obstacles = requests, obstacles
        self._board = Board([request.priority for request in requests])
        self._asked = np.zeros(len(requests), dtype=bool)  # labels that are in the way of such as have no place
        self._is_fixed = np.array([request.is_fixed for request in requests])
        self._later = [request.later for request in requests]  # that are not made yet
        self._made: list[tuple[int, Ways]] = []  # all that were made, by the number of their first row
        first = [(label, request.candidates) for label, request in enumerate(requests)]
        self._known = self._make(first)
        self._on_board = np.zeros(0, dtype=np.int64)  # the rows of what is known that are on the board, by number there
        self._is_on = np.zeros(len(self._known.costs), dtype=bool)

    def run(self) -> None:
        """Place all."""
        known = self._known
        self._add(_cheapest(known.labels, known.costs, np.arange(len(known.costs)), _FIRST))
        for label in np.flatnonzero(self._is_fixed).tolist():
            self._board.fix(label)
        self._board.begin()
        self._widen()  # none makes others move before it has tried what is free
        self._board.settle()
        for _ in range(_TIMES):
            if not self._widen():
                break
            self._board.settle()

    def found(self, label: int) -> Candidate | None:
        """The way that stands of a label."""
        number = self._board.place[label]
        if number == NOWHERE:
            return None
        row = int(self._known.rows[self._on_board[number]])
        first, ways = self._made[bisect_right(self._made, row, key=itemgetter(0)) - 1]
        return ways[row - first]

    def _make(self, parts: Sequence[tuple[int, Ways]]) -> _Possible:
        """What can stand of some parts, its rows numbered behind those that were made before."""
        found = _possible(self._requests, parts, self._obstacles)
        first = made = self._made[-1][0] + len(self._made[-1][1]) if self._made else 0
        for _, ways in parts:
            self._made.append((made, ways))
            made += len(ways)
        return replace(found, rows=found.rows + first)

    def _widen(self) -> bool:
        """Whether there were more ways for labels that have no place or a dear one, such as suit what stands."""
        paid = np.array([self._board.cost(label) for label in range(len(self._requests))]) - _WORTH_IT
        paid[self._is_fixed] = -inf
        parts = [(label, part.make()) for label, most in enumerate(paid.tolist()) for part in self._due(label, most)]
        paid[self._asked & ~self._is_fixed] = inf
        if parts:
            more = self._make(parts)
            both = (self._known, more)
            self._known = _Possible(
                *(np.concatenate([getattr(one, column.name) for one in both]) for column in fields(_Possible))
            )
            self._is_on = np.append(self._is_on, np.zeros(len(more.costs), dtype=bool))
        chosen = self._promising(paid)
        self._add(chosen)
        return len(chosen) > 0

    def _due(self, label: int, paid: float) -> list[Later]:
        """What may be cheaper than what a label costs as it stands, and its smallest setting where it is to make room.

        Of one that stands nowhere that comes before larger ones.
        """
        if not self._later[label]:
            return []
        has_none, is_asked = self._board.place[label] == NOWHERE, self._asked[label]
        due = [
            part
            for part in self._later[label]
            if (part.smallest if has_none or is_asked else False) or (part.least < paid and not has_none)
        ]
        self._later[label] = tuple(part for part in self._later[label] if part not in due)
        return due

    def _promising(self, paid: Floats) -> Whole:
        """The rows of ways that cost less than what their labels have `paid`, the cheapest that are free or nearly so.

        Labels in the way of those that have no place are asked for other ways the next time.
        """
        known, place = self._known, np.array(self._board.place)
        rows = np.flatnonzero(~self._is_on & (known.costs < paid[known.labels]))
        standing = self._on_board[place[place != NOWHERE]]
        row, holder = clashes(
            known.boxes[rows], known.leaders[rows], known.boxes[standing], known.leaders[standing]
        )  # fmt: skip
        row, holder = rows[row], standing[holder]
        is_other = known.labels[row] != known.labels[holder]
        row, holder = row[is_other], holder[is_other]
        held = np.bincount(row, minlength=len(known.costs))[rows]
        free, nearly = (
            _cheapest(known.labels, known.costs, rows[some], _MORE)
            for some in (held == 0, (held > 0) & (held <= _MOST_HOLDERS))
        )
        has_none = (place[known.labels[row]] == NOWHERE) & np.isin(row, nearly)
        self._asked[:] = False
        self._asked[known.labels[holder[has_none]]] = True
        return np.concatenate([free, nearly])

    def _add(self, rows: Whole) -> None:
        """Bring rows of what is known onto the board."""
        known = self._known
        self._on_board = np.concatenate([self._on_board, rows])
        self._is_on[rows] = True
        boxes, leaders = known.boxes[self._on_board], known.leaders[self._on_board]
        one, other = clashes(known.boxes[rows], known.leaders[rows], boxes, leaders)
        is_other = known.labels[rows[one]] != known.labels[self._on_board[other]]
        labels, cost = known.labels[rows].tolist(), known.costs[rows].tolist()
        self._board.add(labels, cost, one[is_other], other[is_other])


def _cheapest(labels: Whole, costs: Floats, rows: Whole, most: int) -> Whole:
    """The cheapest of the rows of each label, so many at most; the first of those that cost the same."""
    order = rows[np.lexsort((rows, costs[rows], labels[rows]))]
    starts = np.flatnonzero(np.r_[True, labels[order][1:] != labels[order][:-1]]) if len(order) else order
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
    return order[rank < most]
