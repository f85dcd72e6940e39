"""The files that a build of a config reads."""

from __future__ import annotations

from pathlib import Path

from geomap.config import Config
from geomap.files.regular import beside
from geomap.kinds import reads_file
from geomap.places.lock import LOCK_FILE
from geomap.typefaces import SYSTEM


def input_files(config: Config) -> dict[str, Path]:
    """The config, the lock file and all files that the config names, by path from the config's folder where they lie
    below it, or else as they are named.
    """
    paths = [config.path, config.folder / LOCK_FILE]
    named = [config.folder / layer.file for layer in config.layers if reads_file(layer)]
    if config.pages and config.pages.regions:
        named.append(config.folder / config.pages.regions.file)
    named += [config.folder / name for name in config.fonts if name != SYSTEM]
    named += [config.folder / name for name in config.ground.all_files]
    if config.aggregate:
        named.append(config.folder / config.aggregate.file)
    paths += [file for path in (*config.tables, *named) for file in (path, *beside(path))]
    return {_named(path, config.folder): path for path in paths if path.is_file()}


def _named(path: Path, folder: Path) -> str:
    return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()
