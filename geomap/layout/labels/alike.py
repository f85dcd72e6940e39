"""Which rows stand below the names of units: those of a kind below all on an artboard or below none, so that equals
look equal. Pictograms and formations may be missing from a few.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Literal, TypeAlias

from geomap.layout.labels.search import Candidate, Request
from geomap.layout.labels.unit import FIGURE, FORMATIONS, PICTOGRAMS
from geomap.marks.text import PictogramRow, SidesRow, TextRow
from geomap.relocations import NOT_ALONE, Likewise, Relocation

# Requests, the places of all, and what the config hides.
Labels: TypeAlias = "tuple[list[Request], dict[str, Candidate | None], list[Relocation | Likewise]]"

_FEW_WITHOUT = 0.2  # of the labels that have such rows, which may lack theirs while others show them
_CROWD = "crowd"  # role of a row that only labels of crowds have, which say what they have room for


def alike(placed: Callable[..., Labels], figures: Literal["auto", "always", "never"], *, is_crowded: bool) -> Labels:
    """The labels as `placed`, with `figures` or not, without rows of roles of which too many have no room."""
    found = _with_figures(placed, figures, is_crowded=is_crowded)
    scarce = {role: rows for role in (PICTOGRAMS, FORMATIONS) if (rows := _too_scarce(found, role))}
    if not scarce:
        return found
    has_figures = any(row.role == FIGURE for request in found[0] for row in _full(request))
    requests, chosen, hidden = placed(figures=has_figures, without=frozenset(scarce))
    return requests, chosen, [*hidden, *chain.from_iterable(scarce.values())]


def _with_figures(
    placed: Callable[..., Labels], figures: Literal["auto", "always", "never"], *, is_crowded: bool
) -> Labels:
    """The labels, with figures below all names or below none: unless the config asks for them, only where there is room
    for all, and nothing else is left out for them.
    """
    if figures == "always":
        return placed(figures=True)
    if figures == "never" or is_crowded:
        return placed(figures=False)
    with_figures = placed(figures=True)
    lost = [_lost_rows(request, with_figures[1][request.id]) for request in with_figures[0]]
    if not any(lost):
        return with_figures
    without = placed(figures=False)
    if any(FIGURE in rows for rows in lost):
        return without
    more = sum(len(_lost_rows(request, without[1][request.id])) for request in without[0])
    return with_figures if sum(map(len, lost)) <= more else without


def _too_scarce(found: Labels, role: str) -> list[Relocation]:
    """All rows of a role, to be left out, where more than so many of the labels that stand have no room for theirs."""
    requests, chosen, _ = found
    roles = {request.id: {row.role for row in _full(request)} for request in requests if request.unit}
    having = [request for request in requests if role in (own := roles.get(request.id, set())) and _CROWD not in own]
    standing = [request for request in having if chosen[request.id] and not request.is_fixed]
    lost = sum(role in _lost_rows(request, chosen[request.id]) for request in standing)
    if lost <= max(_FEW_WITHOUT * len(standing), 1):
        return []
    rows = [(row, request) for request in having for row in _full(request) if row.role == role]
    return [Relocation(row.meaning, NOT_ALONE, request.unit) for row, request in rows]


def _full(request: Request) -> Sequence[TextRow | PictogramRow | SidesRow]:
    """The rows of a label that leaves nothing out."""
    return request.candidates[0].block.rows if len(request.candidates) else ()


def _lost_rows(request: Request, found: Candidate | None) -> list[str]:
    """The roles of the rows of a unit's label that have no room."""
    if not (request.unit and len(request.candidates)):
        return []
    left = [row.role for row in found.block.rows] if found else []
    rows = [row.role for row in request.candidates[0].block.rows]
    return [role for role in dict.fromkeys(rows) for _ in range(rows.count(role) - left.count(role))]
