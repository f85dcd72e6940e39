"""A folder means the config in it."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path

from geomap.errors import ConfigError, Problem
from geomap.nearest import MOST_NAMES

NAMES = ("config.yaml", "config.yml")
_MOST_NAMED = 3  # files that the hint lists
_ENDS = (".yaml", ".yml")
_NO_CONFIGS = ("places.lock.yaml",)


def config_in(path: str | os.PathLike[str]) -> str:
    """The path of a config's file: as it is, or of a folder that of the one config in it. Raises ConfigError."""
    file = os.fspath(path)
    if not file or not Path(file).is_dir():
        return file
    found = [name for name in NAMES if (Path(file) / name).is_file()]
    if len(found) > 1:
        raise ConfigError(Problem(file=file, text=f"this folder holds {' and '.join(found)}", hint="name the one"))
    if not found:
        raise ConfigError(Problem(file=file, text=f"this folder holds no {NAMES[0]}", hint=_others(Path(file))))
    return str(Path(file) / found[0])


def _others(folder: Path) -> str:
    """The hint: which files could be meant."""
    try:
        entries = [entry for entry in islice(folder.iterdir(), MOST_NAMES) if entry.suffix.lower() in _ENDS]
        names = sorted(entry.name for entry in entries if entry.is_file())
    except OSError:  # a folder that may not be listed
        names = []
    named = [str(folder / name) for name in names if name not in _NO_CONFIGS]
    return f"name the file: {', '.join(named[:_MOST_NAMED])}" if named else "`geomap init` starts one"
