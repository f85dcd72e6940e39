"""A folder means the config in it."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path

from geomap.config.yaml_text import MEND, link_to_nothing
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
    if found:
        return str(Path(file) / found[0])
    raise ConfigError(_in_place(Path(file)) or _nothing_in(file))


def _in_place(folder: Path) -> Problem | None:
    """What stands in the folder in place of a config: a link that leads nowhere, or a folder of its name."""
    for name in NAMES:
        if text := link_to_nothing(folder / name):
            return Problem(file=str(folder / name), text=text, hint=MEND)
        if (folder / name).is_dir():
            return _folder_for_a_file(str(folder / name))
    return None


def _nothing_in(folder: str) -> Problem:
    if Path(folder).name in NAMES:
        return _folder_for_a_file(folder)
    return Problem(file=folder, text=f"this folder holds no {NAMES[0]}", hint=_others(Path(folder)))


def _folder_for_a_file(path: str) -> Problem:
    return Problem(file=path, text="this is a folder, not the file of a config", hint="move it away, or name the file")


def _others(folder: Path) -> str:
    """The hint: which files could be meant."""
    try:
        entries = [entry for entry in islice(folder.iterdir(), MOST_NAMES) if entry.suffix.lower() in _ENDS]
        names = sorted(entry.name for entry in entries if entry.is_file())
    except OSError:  # a folder that may not be listed
        names = []
    named = [str(folder / name) for name in names if name not in _NO_CONFIGS]
    return f"name the file: {', '.join(named[:_MOST_NAMED])}" if named else "`geomap init` starts one"
