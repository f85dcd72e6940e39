"""The files that a pattern means, below a folder: each real folder is looked into once, and not for ever."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

MOST_LOOKED_AT = 50_000  # files and folders
MOST_IN_ALL = 200_000  # by all patterns of a config
_ANY_FOLDERS = "**"


class TooManyError(Exception):
    """The pattern has more files and folders to be looked at than any map has."""


class Matching:
    """The files below `root` that `pattern` means, in which `**` stands for folders, links to folders left out.

    Links are followed by other parts of a pattern, within `within` where that is given. `before` is how many files and
    folders other patterns have looked at.
    """

    def __init__(self, root: Path, pattern: str, within: Path | None, before: int = 0) -> None:
        self._parts = [part for part in pattern.split("/") if part not in ("", ".")]
        self._within = within.resolve() if within else None
        self._been: set[tuple[str, int]] = set()
        self.looked_at = 0
        self._most = min(MOST_LOOKED_AT, MOST_IN_ALL - before)
        self.files = sorted({*self._below(root, 0)})

    def _below(self, folder: Path, number: int) -> Iterator[Path]:
        """The files that the parts from this one on mean in a folder. Raises TooManyError."""
        if number == len(self._parts):
            return
        real = folder.resolve()
        if (str(real), number) in self._been or not (self._within is None or real.is_relative_to(self._within)):
            return
        self._been.add((str(real), number))
        part, is_last = self._parts[number], number == len(self._parts) - 1
        if part in (_ANY_FOLDERS, ".."):
            yield from self._below(folder / part if part == ".." else folder, number + 1)
        for entry in self._entries(folder):
            if part == _ANY_FOLDERS:
                if entry.is_dir(follow_symlinks=False):
                    yield from self._below(Path(entry.path), number)
            elif fnmatch(entry.name, part):
                if is_last and entry.is_file():
                    yield Path(entry.path)
                elif not is_last and entry.is_dir():
                    yield from self._below(Path(entry.path), number + 1)

    def _entries(self, folder: Path) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                found = []
                for entry in entries:
                    self.looked_at += 1
                    if self.looked_at > self._most:
                        raise TooManyError
                    found.append(entry)
        except OSError:  # a folder that may not be looked into has nothing to show
            return []
        return found
