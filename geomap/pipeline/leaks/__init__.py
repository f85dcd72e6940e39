"""Does anything in a folder tell what a config holds back? Looks for it in every file, as a curious reader would."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geomap.clock import build_day
from geomap.config import read_config
from geomap.errors import Problem
from geomap.pipeline.freshness.listing import MANIFEST, listing_in
from geomap.pipeline.leaks.contents import MOST, NotAllError, View, views_of
from geomap.pipeline.leaks.hidden import Hidden, hidden_by

_HISTORIES = {".git", ".hg"}  # packed in ways of their own; whoever has one has what was ever committed
_OF_GROUND = {"town", "city", "region", "water", "country"}  # roles of texts
_TAKE_OUT = "take it out before anybody else has the file"
_LOOK = "look through it yourself, or part it"
_NO_HISTORY = "publish the folder without it, or look through a copy that has none"


@dataclass(frozen=True, slots=True)
class Found:
    """How many files were looked at, and a problem for each thing that one of them tells."""

    files: int
    problems: tuple[Problem, ...]


def search(config_path: str | Path, folder: str | Path, *, allow_outside: bool = False) -> Found:
    """Look through all files of a folder for what a config holds back. Raises GeomapError where it cannot be read."""
    root = Path(folder)
    hidden = hidden_by(read_config(config_path, allow_outside=allow_outside), build_day(), set(_names_of_ground(root)))
    count = 0
    problems: list[Problem] = []
    for path in sorted(_all_in(root)):
        count += path.is_symlink() or not path.is_dir()
        problems += (*_problems(path, str(path.relative_to(root)), hidden), *_unopened(path, root))
    return Found(count, tuple(problems))


def _names_of_ground(folder: Path) -> Iterator[str]:
    """What maps in a folder print for orientation, by manifests that no hand has changed: it is there whoever is."""
    for path in sorted(_all_in(folder)):
        listing = listing_in(path.parent) if path.name == MANIFEST and not path.is_symlink() else None
        if listing and not listing.is_edited:
            boards = (listing.artboards, *(day.get("artboards", {}) for day in listing.snapshots.values()))
            texts = (text for drawn in boards for board in drawn.values() for text in board.get("texts", ()))
            yield from (text["text"] for text in texts if text.get("role") in _OF_GROUND)


def _all_in(folder: Path) -> Iterator[Path]:
    """Files, links and folders, whose names may tell something too."""
    for place, folders, names in os.walk(folder):
        yield from (Path(place) / name for name in (*folders, *names))
        folders[:] = [name for name in folders if name not in _HISTORIES]


def _problems(path: Path, name: str, hidden: Hidden) -> list[Problem]:
    """What a file tells, each once, its name and those of its folders too. Not in words that tell it again: what is
    printed may be read by anybody.
    """
    found: dict[str, str] = {}
    try:
        for view in _views(path, name):
            found |= dict.fromkeys((f"tells {said}" for said in hidden.told_by(view)), _TAKE_OUT)
    except NotAllError as error:
        if error.is_large:
            found[f"holds more than {MOST // 1_000_000} MB, also unpacked, and was not looked through to its end"] = (
                _LOOK
            )
        if error.unread:
            found[f"holds a package that was not looked into, or not to its end: {', '.join(error.unread)}"] = _LOOK
    return [Problem(file=str(path), text=text, hint=hint) for text, hint in found.items()]


def _unopened(path: Path, root: Path) -> Iterator[Problem]:
    """A folder that was not looked into, though who has the files may have it."""
    if not path.is_dir():
        return
    if path.name in _HISTORIES:
        text = "holds the history of the files, which was not looked into"
        yield Problem(file=str(path), text=text, hint=_NO_HISTORY)
    elif path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
        yield Problem(file=str(path), text="is a link to a folder elsewhere, which was not looked into", hint=_LOOK)


def _views(path: Path, name: str) -> Iterator[View]:
    """What there is of a path: where a link leads, what is in a file, or else a name alone."""
    if path.is_symlink():
        yield View(os.fsencode(path.readlink()))
    if path.is_file():
        yield from views_of(path, name)
    else:
        yield View(name.encode("utf-8", "surrogateescape"))
