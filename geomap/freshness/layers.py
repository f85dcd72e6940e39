"""The layer files of a published config: what is drawn of them, and a digest of that.

A file may hold more than the map shows of it, so what counts is the geometry that is asked for, not the file. As that
takes long to read from a large file, this user's state folder keeps its digest by the bytes that it was made of.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from geomap import state
from geomap.config import Config
from geomap.freshness.inputs import beside
from geomap.layer_kinds import FileRow
from geomap.loading import Later, code_digest, version_of
from geomap.sources import read_layers

if TYPE_CHECKING:
    from shapely import Geometry

shapely = Later("shapely")

_READERS = ("shapely", "geopandas", "pyogrio", "pyproj")  # libraries that make geometries of files


class Layers:
    """The layers of a config, read at most once."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._known = state.recalled(config.path) if self._keys else {}

    @cached_property
    def geometries(self) -> Mapping[str, tuple[Geometry, ...]]:
        """The geometries of every layer that has a file, by layer id. Raises LayerError."""
        return read_layers(self._config)

    @cached_property
    def digests(self) -> dict[str, str]:
        """A digest of these, as it is known of the bytes that the files have, or else made of what is read."""
        known = {name: self._known[key] for name, key in self._keys.items() if key in self._known}
        return known if known.keys() == self._keys.keys() else self._read()

    def settle(self) -> bool:
        """Read the files that are to be drawn, and say whether they are no longer what their digests are of."""
        before, now = self.digests, self._read()
        self.digests = now
        return before != now

    def _read(self) -> dict[str, str]:
        found = {name: _digest(shapes) for name, shapes in self.geometries.items()}
        self._keep(found)
        return found

    def _keep(self, digests: Mapping[str, str]) -> None:
        """Remember them, unless a file was changed while it was read."""
        keys = _keys(self._config)
        known = {key: digests[name] for name, key in keys.items() if name in digests and key == self._keys[name]}
        if known and known != self._known:
            state.remember(self._config.path, known)
            self._known = known

    @cached_property
    def _keys(self) -> dict[str, str]:
        return _keys(self._config)


def _keys(config: Config) -> dict[str, str]:
    """What stands for the bytes of each layer's file, and for what is asked of them and by which code."""
    keys: dict[str, str] = {}
    readers = [code_digest(), *map(version_of, _READERS)]
    for layer in config.layers:
        path = config.folder / layer.file if isinstance(layer, FileRow) and layer.file else None
        if path is None or not path.is_file() or not isinstance(layer, FileRow):
            continue
        asked = json.dumps([readers, path.name, layer.layer, layer.where], ensure_ascii=False)
        pieces = [asked.encode(), *(file.read_bytes() for file in (path, *beside(path)))]
        keys[layer.id] = sha256(b"".join(sha256(piece).digest() for piece in pieces)).hexdigest()
    return keys


def _digest(shapes: tuple[Geometry, ...]) -> str:
    return sha256(b"".join(shapely.to_wkb(list(shapes)))).hexdigest()[:16]
