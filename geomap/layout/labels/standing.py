"""Labels where they stand: their texts, pictograms and leaders as they are drawn, and the point that each is of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from geomap.layout.ground import Ground
from geomap.layout.labels.search import Candidate, Request
from geomap.marks.place import TownBlock
from geomap.marks.text import Anchor, Block
from geomap.page import Box, Item, Path

_A_HAIR = 0.5  # px


@dataclass(frozen=True, slots=True)
class SetLabel:
    """A label where it stands: what asked for it, its box, the point that it is of, and what is drawn of it."""

    request: Request
    box: Box
    point: tuple[float, float]
    block: Block
    anchor: Anchor
    leader: Path | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        """Its texts and pictograms."""
        return tuple(self.block.items(self.box, self.anchor))

    def saying(self, blocks: Iterable[Block]) -> SetLabel | None:
        """The same with the first of the blocks that is no larger, at the end where the label's own lines begin; None
        where all are.
        """
        box = self.box
        for block in blocks:
            width, height = block.size
            if width <= box.width + _A_HAIR and height <= box.height + _A_HAIR:
                left = box.x + (box.width - width) * {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]
                share = 0.0 if box.y > self.point[1] else 1.0 if box.bottom < self.point[1] else 0.5
                place = Box(left, box.y + share * (box.height - height), width, height)
                own = replace(block, halo=self.block.halo, look=self.block.look)
                return replace(self, box=place, block=own)
        return None


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
    own = SetLabel(request, candidate.box, _point_of(request, candidate), block, candidate.anchor)
    if not candidate.leader:
        return own
    x1, y1, x2, y2 = candidate.leader
    line = Path(
        (np.array([[x1, y1], [x2, y2]]),),
        closed=False,
        stroke=ground.look.muted,
        stroke_width=0.8,
        id=f"leader-{block.id}",
    )
    return replace(own, leader=line)


def _point_of(request: Request, candidate: Candidate) -> tuple[float, float]:
    """The point that a label is of: a mark's, a town's, the end of its leader, or else its own middle."""
    block, box = candidate.block, candidate.box
    if request.mark:
        return request.mark[:2]
    if isinstance(block, TownBlock):
        return box.x + block.point[0], box.y + block.point[1]
    return candidate.leader[:2] if candidate.leader else box.centre
