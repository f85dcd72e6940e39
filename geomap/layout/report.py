"""What became of the labels and symbols that did not find their first place: for the manifest and for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from geomap.layout.labels.by_hand import standing_on
from geomap.layout.labels.places import PLACE_ID
from geomap.layout.labels.search import Candidate, Obstacles, Request
from geomap.layout.units.displacement import hidden_in
from geomap.layout.units.positions import Spot, Spots, told
from geomap.marks.size import SizeScale
from geomap.marks.unit import is_small
from geomap.page import Box
from geomap.relocations import (
    CUT,
    HIDDEN_BY_OTHERS,
    NAMELESS,
    NO_PLACE,
    NO_ROOM,
    NO_ROW,
    SMALL,
    SUMMED,
    UNSIZED,
    Likewise,
    Relocation,
)


def label_report(
    requests: Sequence[Request], chosen: dict[str, Candidate | None], obstacles: Obstacles
) -> tuple[tuple[Relocation, ...], tuple[Relocation, ...]]:
    """What was moved off its first place, and what was left out, each with the reason."""
    relocated: list[Relocation] = []
    dropped: list[Relocation] = []
    for request in requests:
        candidate = chosen[request.id]
        if candidate is None:
            if request.if_lost:
                dropped.append(Relocation(request.text, request.if_lost, by_rule=True))
            elif not request.optional:
                reason = NO_PLACE if request.unit else NAMELESS if request.id.startswith(PLACE_ID) else NO_ROOM
                dropped.append(Relocation(request.text, reason, request.unit))
            continue
        dropped += _lost_rows(request, candidate)
        relocated += _shortened_rows(request, candidate)
        if request.is_fixed:
            fault = standing_on(candidate, obstacles)
            reason = f"set by hand, {fault}" if fault else "set by hand"
            relocated.append(Relocation(request.text, reason, request.unit, by_rule=not fault))
        elif candidate.cost > request.home:
            relocated.append(Relocation(request.text, _moved(candidate, request.unit), request.unit))
    return tuple(relocated), tuple(dropped)


def _moved(candidate: Candidate, unit: str) -> str:
    """Why a label does not stand where it would by itself."""
    if candidate.leader:
        return "its name is led off by a line, since no place beside its circle is free and clearly its own"
    if unit:
        return "its name stands where it could, since the better places beside its circle are taken"
    return "stands off its own position, where it would lie on something else"


def _lost_rows(request: Request, candidate: Candidate) -> Iterator[Relocation]:
    """Rows of a unit's label that had no room."""
    said = {row.meaning for row in candidate.block.rows}
    for row in request.candidates[0].block.rows if request.unit else ():
        if row.meaning not in said:
            yield Relocation(row.meaning, NO_ROW, request.unit)


def _shortened_rows(request: Request, candidate: Candidate) -> Iterator[Relocation]:
    """Rows that had room in an abbreviated wording only."""
    full = {row.text for row in request.candidates[0].block.rows}
    for row in candidate.block.rows:
        if row.text not in full and row.text != row.meaning:
            yield Relocation(row.meaning, f"abbreviated to “{row.text}”", request.unit)


def moved_symbols(spots: Spots, enlarged: frozenset[str]) -> Iterator[Relocation]:
    """Symbols that stand beside their place, and those that are hidden, unless an inset shows them `enlarged`."""
    for spot in spots.aside.values():
        if spot.true_point and not spot.members:
            yield Relocation(_name(spot), "its circle stands beside its place, which others cover", spot.symbol.unit)
    aside = frozenset(spot.symbol.unit for spot in spots.aside.values() if spot.true_point)
    for spot in hidden_in(spots.without(aside | enlarged)):
        yield Relocation(_name(spot), HIDDEN_BY_OTHERS, spot.symbol.unit)


def summed_up(spots: Spots, enlarged: frozenset[str]) -> Iterator[Relocation]:
    """The units that have no symbol of their own, as one stands for a crowd, unless an inset shows them `enlarged`."""
    for member in (member for spot in spots.aside.values() for member in spot.members):
        if member.symbol.unit not in enlarged:
            yield from (Relocation(_name(member), SUMMED, unit) for unit in member.units)


def cut_circles(spots: Spots, frame: Box) -> Iterator[Likewise]:
    """Symbols that reach beyond the map."""
    x, y, radius = spots.discs.T
    whole, low = frame.grown(1), (x - radius, y - radius)
    high = [edge + 2 * radius for edge in low]
    is_cut = (low[0] < whole.x) | (low[1] < whole.y) | (high[0] > whole.right) | (high[1] > whole.bottom)
    yield told(spots.symbols, np.flatnonzero(is_cut).tolist(), CUT)


def unsized_crowds(spots: Spots) -> Iterator[Likewise]:
    """Crowds whose circles would take too much of the map."""
    yield told(spots.symbols, [number for number, spot in spots.aside.items() if spot.unsized], UNSIZED)


def small_circles(spots: Spots, scale: SizeScale) -> Iterator[Likewise]:
    """Symbols that only a ring makes visible."""
    marked = spots.marked
    is_seen_small = marked.by_count(lambda count: bool(count and is_small(count, scale)))
    yield told(marked, np.flatnonzero(is_seen_small).tolist(), SMALL)


def _name(spot: Spot) -> str:
    return spot.symbol.label or spot.symbol.unit
