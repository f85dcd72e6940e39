"""`places.lock.yaml` as a build leaves it: with what its map asks for, and of the rest what a map beside it asks for.

What a config beside holds back it does not ask for, so no lock file tells it, nor that it is held back.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from geomap.clock import build_day
from geomap.config import Config
from geomap.config.loader import config_from_text
from geomap.config.yaml_io import MAX_BYTES
from geomap.errors import GeomapError, PlaceError, Problem
from geomap.files.regular import bytes_of
from geomap.gate import published
from geomap.places.answers import Query
from geomap.places.locate import Located, queries_of
from geomap.places.lock import LOCK_FILE, lock_text

_ENDS = (".yaml", ".yml")
_IS_CONFIG = re.compile(
    rb"(?:^|[{,])[ \t]*[\"']?(?:units|units_from|aggregate|ground|layers)[\"']?[ \t]*:", re.MULTILINE
)
_MOST_CONFIGS = 50  # that are read, together of no more bytes than one may have
_MOST_SECONDS = 60.0  # after which no further one is begun


@dataclass(frozen=True, slots=True)
class LockFile:
    """The text that the file should have, empty where none is needed; what it holds that nobody asks for is told as one
    `unasked`, whatever it is and why; `warnings` name the configs beside that cannot be read.
    """

    text: str
    unasked: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    def require_lean(self) -> None:
        """Raise PlaceError where the file holds what nobody asks for."""
        if self.unasked:
            raise PlaceError(self.unasked)


def lock_file(config: Config, located: Located) -> LockFile:
    """The lock file of a published config, whose units are `located`."""
    if not located.spare:
        return LockFile(located.lock)
    asked: set[Query] = set()
    warnings = list(_read_beside(config.path, located.spare.keys(), asked))
    kept = [entry for query, entry in located.spare.items() if query in asked]
    text = lock_text((*located.entries.values(), *kept))
    return LockFile(text, () if len(kept) == len(located.spare) else (_unasked(config),), tuple(warnings))


def _unasked(config: Config) -> Problem:
    hint = "`geomap build` without --locked takes them out; commit it then"
    return Problem(file=str(config.folder / LOCK_FILE), text="holds places that the map no longer asks for", hint=hint)


def _read_beside(path: Path, wanted: Collection[Query], asked: set[Query]) -> Iterator[Problem]:
    """Add to `asked` what is asked for by the configs beside one, until that is all that is wanted, and tell which
    cannot be read.
    """
    left, count, end = MAX_BYTES, 0, time.monotonic() + _MOST_SECONDS
    for other, size in _beside(path):
        if asked.issuperset(wanted):
            return
        if size > left or count == _MOST_CONFIGS or time.monotonic() > end:
            text = f"holds too many configs to look at: for some no place stays in {LOCK_FILE}"
            yield Problem(file=str(path.parent), text=text, hint="put some into another folder", severity="warning")
            return
        left -= size
        try:
            data = bytes_of(other, size)
            if not _IS_CONFIG.search(data):
                continue
            count += 1
            asked.update(queries_of(published(config_from_text(data.decode("utf-8"), str(other)), build_day())))
        except (GeomapError, OSError, ValueError):
            text, hint = f"cannot be read: no place stays in {LOCK_FILE} for it", "`geomap validate` says why"
            yield Problem(file=str(other), text=text, hint=hint, severity="warning")


def _beside(path: Path) -> Iterator[tuple[Path, int]]:
    """The other files beside a config that may be one, with their sizes, each once, whatever its names."""
    with os.scandir(path.parent) as entries:
        names = sorted(entry.name for entry in entries if entry.name.endswith(_ENDS) and entry.name != LOCK_FILE)
    seen = {_identity(path.stat())}
    for name in names:
        other = path.parent / name
        with suppress(OSError):  # of a link to nothing
            found = other.stat()
            if stat.S_ISREG(found.st_mode) and 0 < found.st_size <= MAX_BYTES and _identity(found) not in seen:
                seen.add(_identity(found))
                yield other, found.st_size


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino
