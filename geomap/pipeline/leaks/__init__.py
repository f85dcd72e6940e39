"""Does anything in a folder tell what a config holds back? Looks for it in every file, as a curious reader would."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geomap.clock import build_day
from geomap.config import read_config
from geomap.errors import Problem
from geomap.pipeline.leaks.contents import MOST, TooMuchError, views_of
from geomap.pipeline.leaks.hidden import Hidden, hidden_by

_OWN = {".git"}  # what a repository keeps of itself is packed, and is its history
_TAKE_OUT = "take it out before anybody else has the file"
_LOOK = "look through it yourself, or part it"


@dataclass(frozen=True, slots=True)
class Found:
    """How many files were looked at, and a problem for each thing that one of them tells."""

    files: int
    problems: tuple[Problem, ...]


def search(config_path: str | Path, folder: str | Path, *, allow_outside: bool = False) -> Found:
    """Look through all files of a folder for what a config holds back. Raises GeomapError where it cannot be read."""
    hidden = hidden_by(read_config(config_path, allow_outside=allow_outside), build_day())
    root = Path(folder)
    files = sorted(_files(root))
    problems = (problem for file in files for problem in _problems(file, str(file.relative_to(root)), hidden))
    return Found(len(files), tuple(problems))


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in _OWN]
        yield from (path for path in (Path(place) / name for name in names) if path.is_file())


def _problems(file: Path, name: str, hidden: Hidden) -> list[Problem]:
    """What a file tells, each once, its name and those of its folders too. Not in words that tell it again: what is
    printed may be read by anybody.
    """
    found: dict[str, str] = {}
    try:
        for view in views_of(file, name):
            found |= dict.fromkeys((f"tells {said}" for said in hidden.told_by(view)), _TAKE_OUT)
    except TooMuchError:
        found[f"holds more than {MOST // 1_000_000} MB, also unpacked, and was not looked through to its end"] = _LOOK
    return [Problem(file=str(file), text=text, hint=hint) for text, hint in found.items()]
