"""Where the config itself has a text stand on an artboard."""

from __future__ import annotations

from geomap.layout.text import Anchor
from geomap.scene import Artboard, Placement


def placement_of(artboard: Artboard, id_: str, own: Placement | None) -> Placement:
    """Where a text stands on an artboard, whose own entry for the unit or layer wins."""
    return artboard.labels.get(id_, own or Placement())


def anchor_of(placement: Placement) -> Anchor:
    """The end of the text that stands at the position: unless stated, the one towards what it speaks of."""
    dx = placement.dx or 0.0
    return placement.anchor or ("start" if dx > 0 else "end" if dx < 0 else "middle")
