"""Deployment maps from one text file: who is reported where, with how much, according to whom.

`read` a config and draw its map, `build` its files, or make the `Map` of a table in memory with `map_of`. Whatever is
wrong with the data raises a kind of `GeomapError`, which has every problem with its place.

Examples:
    >>> import geomap
    >>> rows = [{"label": "Gao", "lat": 16.27, "lon": -0.04, "troops": 900}]
    >>> drawn = geomap.map_of(rows, title="Garrisons in northern Mali")
    >>> [unit.label for unit in drawn.scene.units]
    ['Gao']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from warnings import warn

from geomap.errors import (
    ConfigError,
    EarlierError,
    GeomapError,
    LayerError,
    LayoutError,
    OutputError,
    PlaceError,
)
from geomap.loading import load

if TYPE_CHECKING:
    from geomap.pipeline.face import build, map_of, read
    from geomap.pipeline.map import Map

__version__ = "0.2.0"
__all__ = [
    "ConfigError",
    "EarlierError",
    "GeomapError",
    "LayerError",
    "LayoutError",
    "Map",
    "OutputError",
    "PlaceError",
    "build",
    "map_of",
    "read",
]

_LATER = {  # loaded when first used: `geomap --help` needs none of them
    "Map": "geomap.pipeline.map:Map",
    "build": "geomap.pipeline.face:build",
    "map_of": "geomap.pipeline.face:map_of",
    "read": "geomap.pipeline.face:read",
}
_OLD = {  # names of 0.2, and what takes their place
    "Config": ("geomap.config:Config", "geomap.read gives a Map"),
    "Drawing": ("geomap.pipeline.map:Map", "it is geomap.Map"),
    "Scene": ("geomap.scene:Scene", "it is geomap.scene.Scene"),
    "build_atlas": ("geomap.pipeline.atlas:build_atlas", "geomap.build builds an atlas too"),
    "drawing_from": ("geomap.pipeline.frames:drawing_from", "use geomap.map_of"),
    "read_config": ("geomap.config:read_config", "use geomap.read"),
}


def __getattr__(name: str) -> Any:
    if name in _OLD:
        target, instead = _OLD[name]
        warn(f"geomap.{name} goes in the next version: {instead}", DeprecationWarning, stacklevel=2)
        return load(target)
    if name not in _LATER:
        raise AttributeError(f"module 'geomap' has no attribute {name!r}")
    return load(_LATER[name])


def __dir__() -> list[str]:
    return __all__
