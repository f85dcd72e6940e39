"""LAY OUT: a scene and an artboard become a page: projection, furniture, symbols, labels."""

from __future__ import annotations

from geomap.layout.artboard import lay_out
from geomap.layout.frame import beyond, needed_bounds
from geomap.layout.insets import inset_bounds

__all__ = ["beyond", "inset_bounds", "lay_out", "needed_bounds"]
