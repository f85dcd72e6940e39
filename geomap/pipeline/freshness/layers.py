"""The layer files of a published config: what is drawn of them, a digest of that, and what was mended in them.

A file may hold more than the map shows of it, so what counts is the geometry that is asked for, not the file. As that
takes long to read from a large file, this user's state folder keeps what was found by the bytes that it was found of.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from geomap.config import Config
from geomap.errors import Problem
from geomap.files import state
from geomap.files.regular import beside, sha256_of
from geomap.kinds import reads_file
from geomap.layer_files import Mended, mended_problems, read_layers
from geomap.layer_files.asked import Asked
from geomap.loading import Later, code_digest, version_of

if TYPE_CHECKING:
    from shapely import Geometry

shapely = Later("shapely")

_FOUND = re.compile(r"[0-9a-f]{16}( \w+=\d+)*")  # a digest, and how many areas were mended of what
_READERS = ("shapely", "geopandas", "pyogrio", "pyproj")  # libraries that make geometries of files


class Layers:
    """The layers of a config, read at most once."""

    def __init__(self, config: Config) -> None:
        self._config = config

    @cached_property
    def _known(self) -> Mapping[str, str]:
        """What this user's state folder keeps of the files, by what stands for their bytes."""
        kept = state.recalled(self._config.path) if self._keys else {}
        return {key: found for key, found in kept.items() if _FOUND.fullmatch(found)}

    @cached_property
    def _read(self) -> tuple[Mapping[str, tuple[Geometry, ...]], Mended]:
        return read_layers(self._config)

    @property
    def geometries(self) -> Mapping[str, tuple[Geometry, ...]]:
        """The geometries of every layer that has a file, by layer id. Raises LayerError."""
        return self._read[0]

    @cached_property
    def _found(self) -> dict[str, str]:
        """What is found out of each file, as it is known of the bytes that it has, or else of what is read: a digest of
        its geometries, and how many were mended.
        """
        known = {name: self._known[key] for name, key in self._keys.items() if key in self._known}
        return known if known.keys() == self._keys.keys() else self._find()

    @property
    def digests(self) -> dict[str, str]:
        """A digest of the geometries of each layer, by its id."""
        return {name: found.partition(" ")[0] for name, found in self._found.items()}

    @property
    def warnings(self) -> list[Problem]:
        """Of areas that are not drawn as their files have them."""
        mended = {name: dict(map(_counted, found.split()[1:])) for name, found in self._found.items()}
        return mended_problems(self._config, mended)

    def settle(self) -> bool:
        """Read the files that are to be drawn, and say whether they are no longer what their digests are of."""
        before, now = self._found, self._find()
        self._found = now
        return before != now

    def _find(self) -> dict[str, str]:
        geometries, mended = self._read
        found = {
            name: " ".join((_digest(shapes), *(f"{why}={count}" for why, count in mended.get(name, {}).items())))
            for name, shapes in geometries.items()
        }
        self._keep(found)
        return found

    def _keep(self, found: Mapping[str, str]) -> None:
        """Remember it, unless a file was changed while it was read."""
        keys = _keys(self._config)
        known = {key: found[name] for name, key in keys.items() if name in found and key == self._keys[name]}
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
        if not reads_file(layer) or not (path := config.folder / layer.file).is_file():
            continue
        asked = json.dumps([readers, path.name, asdict(Asked.of(layer))], ensure_ascii=False)
        digests = [sha256_of(file) for file in (path, *beside(path)) if file.is_file()]
        keys[layer.id] = sha256("\n".join((*digests, asked)).encode()).hexdigest()
    return keys


def _digest(shapes: tuple[Geometry, ...]) -> str:
    return sha256(b"".join(shapely.to_wkb(list(shapes)))).hexdigest()[:16]


def _counted(text: str) -> tuple[str, int]:
    why, _, count = text.partition("=")
    return why, int(count)
