"""The files that a config names: they are there, below its folder, also behind links, unless others are allowed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from geomap.config.document import Document
from geomap.config.document import Path as KeyPath
from geomap.config.fonts import named_fonts
from geomap.config.ground import named_ground
from geomap.config.references import rows
from geomap.config.tabled import named_tables
from geomap.errors import Problem
from geomap.kinds.layers import OUTSIDE_HINT, is_below
from geomap.loading import load
from geomap.nearest import MOST_NAMES, Nearest


def file_problems(document: Document, folder: Path, *, allow_outside: bool) -> Iterator[Problem]:
    """The layer files, tables and fonts that are not there, and those outside the folder, where a link leads included.

    A font is looked into, as a map without it may be set in another.
    """
    nearest = Nearest()
    for path, name in named_files(document):
        fault, hint = _fault(folder, name.strip(), nearest, allow_outside=allow_outside)
        if not fault and path[0] == "fonts":
            fault, hint = load("geomap.fonts.installed:fault_of")(folder / name.strip())
        if fault:
            yield document.problem(path, got=document.got(path), expected=fault, hint=hint)


def named_files(document: Document) -> Iterator[tuple[KeyPath, str]]:
    """The files that a config names one by one, and where; of what is no name the models say what is wrong with it."""
    others = [row for key in (("pages", "regions"), ("aggregate",)) for row in _one(document, key)]
    named = [((*path, "file"), row.get("file")) for path, row in (*rows(document, "layers"), *others)]
    for path, name in (*named_tables(document), *named, *named_fonts(document), *named_ground(document)):
        if isinstance(name, str):
            yield path, name


def _one(document: Document, path: KeyPath) -> list[tuple[KeyPath, dict[str, Any]]]:
    row = document.at(path)
    return [(path, row)] if isinstance(row, dict) else []


def _fault(folder: Path, name: str, nearest: Nearest, *, allow_outside: bool) -> tuple[str, str]:
    """What is expected in place of the file, with the likely fix; nothing where it is right."""
    file = folder / name
    try:
        if not (allow_outside or (is_below(name) and file.resolve().is_relative_to(folder.resolve()))):
            return "a file beside or below the config", OUTSIDE_HINT
        if file.is_file():
            return "", ""
        if file.exists():
            return "a file", "this is a folder" if file.is_dir() else "this is a pipe or a device"
        beside = [found.name for found in islice(file.parent.iterdir(), MOST_NAMES)] if file.parent.is_dir() else []
    except (OSError, ValueError, RuntimeError):  # RuntimeError: a link that leads to itself, up to Python 3.12
        return "a file that can be read", ""
    return "a file that exists", nearest.hint(file.name, sorted(beside), what=str(file.parent))
