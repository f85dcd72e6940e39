"""Labels where they stand: their texts, pictograms and leaders as they are drawn, and the point that each is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from geomap.layout.ground import Ground
from geomap.layout.labels.search import Candidate, Request
from geomap.marks.place import TownBlock
from geomap.page import Box, Item, Path


@dataclass(frozen=True, slots=True)
class SetLabel:
    """A label where it stands: what asked for it, its box, the point that it is of, and what is drawn of it."""

    request: Request
    box: Box
    point: tuple[float, float]
    items: tuple[Item, ...]
    leader: Path | None = None


def set_labels(
    requests: Sequence[Request], chosen: Mapping[str, Candidate | None], ground: Ground
) -> tuple[SetLabel, ...]:
    """The labels that have a place, haloed in the colour of their ground."""
    asked = {request.id: request for request in requests}
    return tuple(set_label(asked[id_], found, ground) for id_, found in chosen.items() if found)


def set_label(request: Request, candidate: Candidate, ground: Ground) -> SetLabel:
    """One label, haloed in the colour of its ground."""
    halo = "" if candidate.is_inside else ground.colour_under(candidate.box)
    block = replace(candidate.block, halo=halo, look=ground.look)
    items = tuple(block.items(candidate.box, candidate.anchor))
    if not candidate.leader:
        return SetLabel(request, candidate.box, _point_of(request, candidate), items)
    x1, y1, x2, y2 = candidate.leader
    line = Path(
        (np.array([[x1, y1], [x2, y2]]),),
        closed=False,
        stroke=ground.look.muted,
        stroke_width=0.8,
        id=f"leader-{block.id}",
    )
    return SetLabel(request, candidate.box, _point_of(request, candidate), items, line)


def _point_of(request: Request, candidate: Candidate) -> tuple[float, float]:
    """The point that a label is of: a mark's, a town's, the end of its leader, or else its own middle."""
    block, box = candidate.block, candidate.box
    if request.mark:
        return request.mark[:2]
    if isinstance(block, TownBlock):
        return box.x + block.point[0], box.y + block.point[1]
    return candidate.leader[:2] if candidate.leader else box.centre
