"""The board on which labels are placed: which of their ways stand, which those hold from others, and the moves."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import pairwise
from math import inf

import numpy as np

from geomap.layout.labels.settings import Whole

NOWHERE = -1
NO_MOVES: list[tuple[int, int]] = []
_MISSING = 1000.0  # cost of a label without a place, more than any place costs
_WORTH_IT = 0.5  # cost
_ALIKE = 2.0  # priority by which a label may come before one that takes its place
_MOST_MOVED = 3  # neighbours that one label may move
_PASSES = 4  # over all labels, for cheaper ways
_TRIALS = 8  # cheaper ways that a label tries to win from its neighbours in one of them
_DEAR, _CHAIN = 100.0, 1  # a label that costs more makes neighbours move whose neighbours move, so many deep
_TENURE = 12  # steps in which a label that has just got its place keeps it
_OFTEN = 0.001  # cost for each time that a label has lost its place
_EPISODES = 3  # in which labels are looked for that could make room
_STEPS = 5  # without a gain after which one ends, for each label without a place ...
_MOST_PATIENCE = 600  # ... and in all
_MOST_STEPS = 40_000  # of one


class Board:
    """Where the labels stand now, by number, the first in priority first.

    The ways of all labels are numbered in one row as they come. What is to be least is the sum of costs, each weighed
    by the label's priority: so steeply that a label of one class outweighs some of the next.
    """

    def __init__(self, priorities: Sequence[float]) -> None:
        self._priorities = priorities
        self._weights = [(1 + priority / 100) ** 2 for priority in priorities]
        self.place = [NOWHERE] * len(priorities)  # the way that stands, by label
        self._ways: list[list[int]] = [[] for _ in priorities]  # the cheapest first
        self._labels: list[int] = []
        self._costs: list[float] = []
        self._against: list[list[int]] = []  # the ways of other labels that cannot stand beside one
        self._clashing: dict[int, frozenset[int]] = {}  # the same, of those that were looked at
        self._holders: list[list[int]] = []  # those that stand and clash with it
        self._free = [0] * len(priorities)  # ways of a label that none holds
        self._times = [0] * len(priorities)  # that a label lost its place: rather others then
        self._fixed: set[int] = set()

    def add(self, labels: Sequence[int], costs: Sequence[float], one: Whole, other: Whole) -> None:
        """More ways, of the labels at these costs, and which clash: new ones by row, in order, with any by number."""
        first = len(self._labels)
        self._clashing.clear()
        self._labels += labels
        self._costs += costs
        place, against, of = self.place, self._against, self._labels
        ends = np.searchsorted(one, np.arange(len(labels) + 1)).tolist()
        clashing = other.tolist()
        against += [clashing[start:stop] for start, stop in pairwise(ends)]
        back = np.flatnonzero(other < first)
        for number, old in zip((first + one[back]).tolist(), other[back].tolist(), strict=True):
            against[old].append(number)
        stands = np.zeros(len(of), dtype=bool)
        stands[[number for number in place if number >= 0]] = True
        holding: list[list[int]] = [[] for _ in labels]
        held = np.flatnonzero(stands[other])
        for row, number in zip(one[held].tolist(), other[held].tolist(), strict=True):
            holding[row].append(number)
        self._holders += holding
        for number, (label, holders) in enumerate(zip(labels, holding, strict=True), first):
            self._ways[label].append(number)
            self._free[label] += not holders
        for label in dict.fromkeys(labels):
            self._ways[label].sort(key=lambda number: (self._costs[number], number))

    def fix(self, label: int) -> None:
        """Have a label stand on its only way, whatever holds that."""
        self._fixed.add(label)
        self._put(self._ways[label][0])

    def cost(self, label: int) -> float:
        """What the label costs as it stands; a high price where it does not."""
        number = self.place[label]
        return _MISSING if number < 0 else self._costs[number]

    def settle(self) -> None:
        """Give each label a place, as far as there is one, then cheaper ones."""
        self.begin()
        for _ in range(_EPISODES):
            if not self._fill():
                break
        self._save()

    def begin(self) -> None:
        """Each label without a place takes its cheapest free way; of several that which holds least from its equals."""
        waiting = [label for label, number in enumerate(self.place) if number < 0 and self._ways[label]]
        # the least choice first among those of the same priority
        waiting.sort(key=lambda label: (-self._priorities[label], len(self._ways[label]), label))
        for label in waiting:
            free = [number for number in self._ways[label] if not self._holders[number]]
            cheapest = [number for number in free if self._costs[number] == self._costs[free[0]]]
            if cheapest:
                self._put(min(cheapest, key=self._held_from_equals) if cheapest[1:] else cheapest[0])

    def _held_from_equals(self, number: int) -> int:
        """How many ways of labels of the same priority cannot stand beside one."""
        labels, priorities = self._labels, self._priorities
        own = priorities[labels[number]]
        return sum(priorities[labels[other]] == own for other in self._against[number])

    def _fill(self) -> bool:
        """Labels without a place take that of others, which then look for another, until nothing is gained for long.

        Whether anything was gained.

        A tabu search in the manner of Yamamoto, Camara and Lorena ("Tabu Search Heuristic for Point-Feature
        Cartographic Label Placement", GeoInformatica 2002): one that has just got its place keeps it for a while.
        """
        missing = deque(label for label, number in enumerate(self.place) if number < 0 and self._ways[label])
        lost = sum(self._weights[label] for label in missing)
        best, kept, before = lost, self.place[:], lost
        until = [0] * len(self.place)
        step, patience = 0, min(_STEPS * len(missing), _MOST_PATIENCE)
        last = max(patience, len(missing))
        while missing and step < last:
            step += 1
            label = missing.popleft()
            if self.place[label] >= 0:
                continue
            number, moves, is_held_up = self._entry(label, until, step)
            if number < 0:
                if is_held_up:
                    missing.append(label)
                continue
            for other, _ in moves:
                missing.extend(self._lift(other))
            self._put(number)
            until[label] = step + _TENURE
            lost -= self._weights[label]
            for other, to in moves:
                if to < 0:
                    missing.appendleft(other)
                    self._times[other] += 1
                    lost += self._weights[other]
                else:
                    self._put(to)
            if lost < best - 1e-6:
                best, kept = lost, self.place[:]
                last = min(step + patience, _MOST_STEPS)
        if lost > best + 1e-6:
            self._restore(kept)
        return best < before - 1e-6

    def _entry(self, label: int, until: list[int], step: int) -> tuple[int, list[tuple[int, int]], bool]:
        """The best way for a label without a place, where those then go that hold it, and whether to ask again later.

        It may take the place of a label that comes before it by no more than a hair.
        """
        labels, holders, costs, place = self._labels, self._holders, self._costs, self.place
        best, found, is_held_up = inf, (NOWHERE, NO_MOVES), False
        most = self._weights[label] * 1.1
        for number in self._ways[label]:
            if len(holders[number]) > _MOST_MOVED:
                continue
            lost, dearer, often = 0.0, 0.0, 0
            moves: list[tuple[int, int]] = []
            for holder in holders[number]:
                other = labels[holder]
                if other in self._fixed:
                    break
                to = self._elsewhere(other, number) if not moves else NOWHERE
                if to < 0:
                    if self._priorities[other] > self._priorities[label] + _ALIKE:
                        break
                    if until[other] > step:
                        is_held_up = True
                        break
                    lost += self._weights[other]
                    often += self._times[other]
                    if lost > most:
                        break
                else:
                    dearer += self._weights[other] * (costs[to] - costs[place[other]])
                moves.append((other, to))
            else:
                total = _MISSING * lost + dearer + self._weights[label] * costs[number] + _OFTEN * often
                if total < best:
                    best, found = total, (number, moves)
                    if not moves:
                        break
        return *found, is_held_up

    def _elsewhere(self, label: int, number: int) -> int:
        """The cheapest way that is free for a label when one that clashes with its place stands."""
        holders, place = self._holders, self.place[label]
        if self._free[label] == 1:
            return NOWHERE
        free = [to for to in self._ways[label] if not holders[to] and to != place]
        if not free:
            return NOWHERE
        own = self._clashing.get(number)
        if own is None:
            own = self._clashing[number] = frozenset(self._against[number])
        return next((to for to in free if to not in own), NOWHERE)

    def _save(self) -> None:
        """Each label takes a cheaper way, also where others make room for it, if all together then cost less."""
        for _ in range(_PASSES):
            moves = [self._cheaper(label) for label, number in enumerate(self.place) if number >= 0]
            if not any(moves):
                return

    def _cheaper(self, label: int) -> bool:
        """Whether the label took a cheaper way."""
        if label in self._fixed:
            return False
        holders, costs = self._holders, self._costs
        least = costs[self.place[label]] - _WORTH_IT
        tried = 0
        for number in self._ways[label]:
            if costs[number] >= least or tried == _TRIALS:
                return False
            if not holders[number]:
                self._lift(label)
                self._put(number)
                return True
            if len(holders[number]) <= _MOST_MOVED:
                tried += 1
                if self._exchange(label, number, least):
                    return True
        return False

    def _exchange(self, label: int, number: int, least: float) -> bool:
        """Whether the label took a way whose holders stand elsewhere for less than it saves."""
        place = self.place
        saved = self._weights[label] * (least - self._costs[number])
        depth = _CHAIN if self._costs[place[label]] > _DEAR else 0
        moves = self._room(self._holders[number], {place[label]}, {number}, saved, depth)
        if moves is None:
            return False
        self._lift(label)
        for other, _ in moves:
            self._lift(other)
        self._put(number)
        for _, to in moves:
            self._put(to)
        return True

    def _room(
        self, holders: Sequence[int], gone: set[int], taken: set[int], budget: float, depth: int
    ) -> list[tuple[int, int]] | None:
        """Where the labels go that hold a place, for less than a budget; None where one of them has nowhere to go.

        What has `gone` is free for them, and they stand beside what is `taken`. So deep as told they may make others
        move in turn.
        """
        gone = gone.union(holders)  # they are free for one another
        moves: list[tuple[int, int]] = []
        for holder in holders:
            own = self._away(self._labels[holder], gone, taken, budget, depth)
            if own is None:
                return None
            moves += own
            budget -= sum(self._price(other, to) for other, to in own)
            taken = taken.union(to for _, to in own)
            gone = gone.union(self.place[other] for other, _ in own)
        return moves

    def _away(
        self, label: int, gone: set[int], taken: set[int], budget: float, depth: int
    ) -> list[tuple[int, int]] | None:
        """The cheapest other way for a label, with what then has to move."""
        if label in self._fixed:
            return None
        place = self.place[label]
        for to in self._ways[label]:
            price = self._price(label, to)
            if price >= budget:
                return None
            if to == place or not taken.isdisjoint(self._against[to]):
                continue
            held = [number for number in self._holders[to] if number not in gone]
            if not held:
                return [(label, to)]
            if depth and len(held) <= _MOST_MOVED:
                moves = self._room(held, gone, taken | {to}, budget - price, depth - 1)
                if moves is not None:
                    return [(label, to), *moves]
        return None

    def _price(self, label: int, to: int) -> float:
        """What it costs that a label goes elsewhere, as its priority weighs."""
        return self._weights[label] * (self._costs[to] - self._costs[self.place[label]])

    def _restore(self, kept: list[int]) -> None:
        changed = [label for label, number in enumerate(kept) if self.place[label] != number]
        for label in changed:
            if self.place[label] >= 0:
                self._lift(label)
        for label in changed:
            if kept[label] >= 0:
                self._put(kept[label])

    def _put(self, number: int) -> None:
        labels, holders, free = self._labels, self._holders, self._free
        self.place[labels[number]] = number
        for other in self._against[number]:
            held = holders[other]
            if not held:
                free[labels[other]] -= 1
            held.append(number)

    def _lift(self, label: int) -> list[int]:
        """Take a label away; the labels without a place that may now have one."""
        number = self.place[label]
        self.place[label] = NOWHERE
        labels, holders, free, place = self._labels, self._holders, self._free, self.place
        woken = []
        for other in self._against[number]:
            held = holders[other]
            held.remove(number)
            if not held:
                free[labels[other]] += 1
                if place[labels[other]] < 0:
                    woken.append(labels[other])
        return sorted(woken)
