"""Deployment maps from one text file: who is reported where, with how much, according to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.loading import load

if TYPE_CHECKING:
    from geomap.atlas import build_atlas
    from geomap.build import build
    from geomap.config import Config, read_config
    from geomap.drawing import Drawing
    from geomap.frames import drawing_from
    from geomap.scene import Scene

__version__ = "0.2.0"
__all__ = [
    "Config",
    "Drawing",
    "Scene",
    "__version__",
    "build",
    "build_atlas",
    "drawing_from",
    "read_config",
]

_PUBLIC = {
    "Config": "geomap.config:Config",
    "Drawing": "geomap.drawing:Drawing",
    "Scene": "geomap.scene:Scene",
    "build": "geomap.build:build",
    "build_atlas": "geomap.atlas:build_atlas",
    "drawing_from": "geomap.frames:drawing_from",
    "read_config": "geomap.config:read_config",
}


def __getattr__(name: str) -> Any:
    """The public names, loaded when first used: `geomap --help` needs none of them."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'geomap' has no attribute {name!r}")
    return load(_PUBLIC[name])
