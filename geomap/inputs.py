"""The files that a build of a config reads."""

from __future__ import annotations

from pathlib import Path

from geomap.config import Config
from geomap.geocode.lock import LOCK_FILE
from geomap.layer_kinds import FileRow


def input_files(config: Config) -> dict[str, Path]:
    """The config, the lock file and all files that the config names, by path from the config's folder."""
    paths = [config.path, config.folder / LOCK_FILE]
    paths += [config.folder / layer.file for layer in config.layers if isinstance(layer, FileRow) and layer.file]
    if config.pages and config.pages.regions:
        paths.append(config.folder / config.pages.regions.file)
    return {path.relative_to(config.folder).as_posix(): path for path in paths if path.is_file()}
