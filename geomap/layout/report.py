"""What became of the labels and symbols that did not find their first place: for the manifest and for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geomap.layout.by_hand import standing_on
from geomap.layout.labels import Candidate, Obstacles, Request
from geomap.layout.spots import Spot
from geomap.page import Relocation


def label_report(
    requests: Sequence[Request], chosen: dict[str, Candidate | None], obstacles: Obstacles
) -> tuple[tuple[Relocation, ...], tuple[Relocation, ...]]:
    """What was moved off its first place, and what was left out, each with the reason."""
    moved: list[Relocation] = []
    dropped: list[Relocation] = []
    for request in requests:
        candidate = chosen[request.id]
        if candidate is None:
            if request.if_lost:
                dropped.append(Relocation(request.text, request.if_lost, by_rule=True))
            elif not request.optional:
                dropped.append(Relocation(request.text, "no free place on the map", request.unit))
            continue
        dropped += _lost_rows(request, candidate)
        moved += _shortened_rows(request, candidate)
        if request.is_fixed:
            fault = standing_on(candidate, obstacles)
            reason = f"set by hand, {fault}" if fault else "set by hand"
            moved.append(Relocation(request.text, reason, request.unit, by_rule=not fault))
        elif candidate.cost > request.home:
            reason = "led off with a leader line" if candidate.leader else "moved off its first place"
            moved.append(Relocation(request.text, reason, request.unit))
    return tuple(moved), tuple(dropped)


def _lost_rows(request: Request, candidate: Candidate) -> Iterator[Relocation]:
    """Rows of a unit's label that had no room."""
    said = {row.meaning for row in candidate.block.rows}
    for row in request.candidates[0].block.rows if request.unit else ():
        if row.meaning not in said:
            yield Relocation(row.meaning, "no room beside the symbol", request.unit)


def _shortened_rows(request: Request, candidate: Candidate) -> Iterator[Relocation]:
    """Rows that had room in an abbreviated wording only."""
    full = {row.text for row in request.candidates[0].block.rows}
    for row in candidate.block.rows:
        if row.text not in full and row.text != row.meaning:
            yield Relocation(row.meaning, f"abbreviated to “{row.text}”", request.unit)


def moved_symbols(spots: Sequence[Spot]) -> Iterator[Relocation]:
    """Symbols that stand beside their place."""
    for spot in spots:
        if spot.true_point:
            reason = "symbol set beside its place, which another covers"
            yield Relocation(spot.symbol.label, reason, spot.symbol.unit)
