"""In the other process: a file in a folder of its own, so that a library finds nothing beside it."""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from geomap.files.apart.elsewhere import LOGS, SQLITE, require_alone
from geomap.files.apart.told import ToldError
from geomap.files.regular import beside, opened
from geomap.files.unfit import LARGEST

_OPENED = Path("/proc/self/fd")  # where Linux has what is open, to be opened once more
_SUFFIX = re.compile(r"(?:\.gdb(?=\.zip\Z))?\.[a-z0-9]{1,10}\Z")  # ESRI's folder is known in an archive by its name
_PIECE = 1 << 20  # bytes that are copied at once


@contextmanager
def alone(path: str, most: int = LARGEST) -> Iterator[str]:
    """The file in a folder of its own, under a name that says nothing to GDAL, with what belongs to it.

    Some names are whole commands (`x.zip!y.vrt`), and drivers read whatever lies beside a file by the name that they
    expect. It is what was opened, so that GDAL waits for no pipe that comes in its place.
    """
    source = Path(path)
    ends = _SUFFIX.search(source.name.lower())
    suffix = ends[0] if ends else ""
    with TemporaryDirectory(prefix="geomap-") as folder, ExitStack() as held:
        file = held.enter_context(opened(source))
        copied = file.read(len(SQLITE)) == SQLITE or not _OPENED.is_dir()
        file.seek(0)
        parts = [
            (held.enter_context(opened(there, follow=False)), name) for there, name in _parts(source, suffix, most)
        ]
        for part, name in ((file, f"layer{suffix}"), *parts):
            (_copied if copied else _linked)(part, Path(folder) / name)
        require_alone(Path(folder) / f"layer{suffix}")
        yield str(Path(folder) / f"layer{suffix}")


def _parts(source: Path, suffix: str, most: int) -> Iterator[tuple[Path, str]]:
    """The files that are one layer with it, and their names beside it. Raises ToldError."""
    size = source.stat().st_size
    for there in beside(source):
        size += _size(there)
        yield there, f"layer{there.suffix.lower()}"
    for end in LOGS if source.is_file() and _starts(source, SQLITE) else ():
        if os.path.lexists(there := Path(f"{source}{end}")):
            size += _size(there)
            yield there, f"layer{suffix}{end}"
    if size > most:
        raise ToldError(f"is, with the files beside it, larger than {most // 1_000_000} MB", "simplify it, or cut it")


def _size(part: Path) -> int:
    """In bytes. Raises ToldError where it is no file itself: a link may lead anywhere, a pipe has no end."""
    found = part.lstat()
    if not stat.S_ISREG(found.st_mode):
        raise ToldError(f"has {part.name} beside it, which is no file of its own", "put the file itself there")
    return found.st_size


def _starts(path: Path, start: bytes) -> bool:
    with opened(path) as file:
        return file.read(len(start)) == start


def _linked(file: BinaryIO, to: Path) -> None:
    to.symlink_to(_OPENED / str(file.fileno()))


def _copied(file: BinaryIO, to: Path) -> None:
    """For SQLite, which goes where a link leads and would write there: who reads a log of writes ends it."""
    with to.open("wb") as copy:
        shutil.copyfileobj(file, copy, _PIECE)
