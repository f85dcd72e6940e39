"""Deployment maps from one text file: who is reported where, with how much, according to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.loading import load

if TYPE_CHECKING:
    from geomap.config import Config, read_config
    from geomap.pipeline.atlas import build_atlas
    from geomap.pipeline.build import build
    from geomap.pipeline.drawing import Drawing
    from geomap.pipeline.frames import drawing_from
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
    "Drawing": "geomap.pipeline.drawing:Drawing",
    "Scene": "geomap.scene:Scene",
    "build": "geomap.pipeline.build:build",
    "build_atlas": "geomap.pipeline.atlas:build_atlas",
    "drawing_from": "geomap.pipeline.frames:drawing_from",
    "read_config": "geomap.config:read_config",
}


def __getattr__(name: str) -> Any:
    """The public names, loaded when first used: `geomap --help` needs none of them."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'geomap' has no attribute {name!r}")
    return load(_PUBLIC[name])
