"""The board on which labels are placed: which candidates stand, and which those hold from others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from geomap.layout.collide import Flags, Floats, overlaps, segments_cross, segments_hit_boxes
from geomap.layout.labels.settings import Whole

_TRIALS = 6  # cheaper places that a label tries to win from its neighbours, each pass
_MOST_MOVED = 3  # neighbours that one label may move
_WORTH_IT = 0.5  # cost
_MISSING = 1000.0  # cost of a label without a place, more than any place costs; its priority is added
_HAIR = 1e-6  # px; what lies as near may touch


class Board:
    """Where the labels stand now. Those that are fixed stand from the start.

    The candidates of all labels are numbered in one row, those of a label side by side: `labels` says whose each is.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - a column each
        self,
        labels: Whole,
        boxes: Floats,
        leaders: Floats,
        costs: Floats,
        priorities: Sequence[float],
        fixed: frozenset[int],
    ) -> None:
        self._labels, self._boxes, self._leaders, self._costs = labels, boxes, leaders, costs
        self._priorities, self._fixed = priorities, fixed
        count = np.arange(len(priorities) + 1)
        self._starts: list[int] = np.searchsorted(labels, count).tolist()
        both = np.stack([boxes[:, :2], boxes[:, 2:], leaders[:, :2], leaders[:, 2:]])
        self._reaches = np.vstack([(np.fmin.reduce(both) - _HAIR).T, (np.fmax.reduce(both) + _HAIR).T])
        self._is_led = ~np.isnan(leaders[:, 0])
        self._all = np.arange(len(labels))
        self._held = np.zeros(len(labels), dtype=np.int64)  # by how many of those that stand
        self._stands = np.zeros(len(labels), dtype=bool)
        self._conflicts: dict[int, Whole] = {}
        self.standing: dict[int, int] = {}  # by label
        for label in sorted(fixed):
            self._put(label, self._starts[label])

    def choose(self, label: int) -> None:
        """Give the label its cheapest free candidate; none where none is free."""
        self._lift(label)
        start, stop = self._starts[label], self._starts[label + 1]
        free = np.flatnonzero(self._held[start:stop] == 0)
        if len(free):
            self._put(label, start + int(free[self._costs[start:stop][free].argmin()]))

    def improve(self, label: int) -> None:
        """Take a cheaper place that neighbours hold, where all of them together then cost less."""
        start, stop = self._starts[label], self._starts[label + 1]
        costs, own = self._costs[start:stop], self._cost(label)
        cheaper = np.argsort(costs, kind="stable")[:_TRIALS]
        cheaper = start + cheaper[costs[cheaper] < own - _WORTH_IT]
        for number in cheaper.tolist():
            holders = self._holders(number)
            movable = 0 < len(holders) <= _MOST_MOVED and self._fixed.isdisjoint(holders)
            if movable and self._exchange(label, number, holders):
                return

    def _cost(self, label: int) -> float:
        """What the label costs as it stands; a high price, by its priority, where it does not."""
        number = self.standing.get(label)
        return _MISSING + self._priorities[label] if number is None else float(self._costs[number])

    def _total(self, labels: Iterable[int]) -> float:
        return sum(map(self._cost, labels))

    def _exchange(self, label: int, number: int, holders: list[int]) -> bool:
        """Put the label on a candidate and its holders elsewhere; undone, and False, where that costs more."""
        before = {name: self.standing.get(name) for name in (label, *holders)}
        total = self._total(before)
        for name in before:
            self._lift(name)
        self._put(label, number)
        for holder in holders:
            self.choose(holder)
        if self._total(before) < total - _WORTH_IT:
            return True
        for name in before:
            self._lift(name)
        for name, earlier in before.items():
            if earlier is not None:
                self._put(name, earlier)
        return False

    def _put(self, label: int, number: int) -> None:
        self.standing[label] = number
        self._stands[number] = True
        self._held[self._against(number)] += 1

    def _lift(self, label: int) -> None:
        number = self.standing.pop(label, None)
        if number is not None:
            self._stands[number] = False
            self._held[self._against(number)] -= 1

    def _holders(self, number: int) -> list[int]:
        """The labels that hold a candidate."""
        found = self._clashing(number, self._near(number, np.flatnonzero(self._stands)))
        return [int(label) for label in self._labels[found]]

    def _against(self, number: int) -> Whole:
        """The candidates of other labels that cannot stand beside one."""
        if number not in self._conflicts:
            self._conflicts[number] = self._clashing(number, self._near(number, self._all))
        return self._conflicts[number]

    def _near(self, number: int, some: Whole) -> Whole:
        """Those of some candidates that belong to other labels and may reach one."""
        left, top, right, bottom = self._reaches[:, some]
        own_left, own_top, own_right, own_bottom = self._reaches[:, number]
        near = (left <= own_right) & (top <= own_bottom) & (right >= own_left) & (bottom >= own_top)
        found: Whole = some[near & (self._labels[some] != self._labels[number])]
        return found

    def _clashing(self, number: int, some: Whole) -> Whole:
        """Those of some candidates that share area with one, or cross its leader. Most have none."""
        box, leader = self._boxes[number : number + 1], self._leaders[number : number + 1]
        boxes = self._boxes[some]
        clash: Flags = overlaps(boxes, box)[:, 0]
        led = np.flatnonzero(self._is_led[some])
        leaders = self._leaders[some[led]]
        if len(led):
            clash[led] |= segments_hit_boxes(leaders, box)[:, 0]
        if self._is_led[number]:
            clash |= segments_hit_boxes(leader, boxes)[0]
            clash[led] |= segments_cross(leaders, leader)[:, 0]
        return some[clash]
