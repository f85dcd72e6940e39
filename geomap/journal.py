"""A set of files that is put in its place at once: renamed one by one, by whoever comes next where that is cut off.

The files wait in a folder beside their places. Until that folder is renamed to COMMITTED nothing has changed; from then
on the new set is the one that counts, and `finish` can be run as often as it takes.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

STAGING = ".geomap-"  # start of the name of a folder in which files wait
COMMITTED = ".geomap-committed"
_SET = ".set"  # what is to be done with the files of the folder; no output has such a name


def put(folder: Path, files: Mapping[str, bytes], obsolete: Sequence[str] = ()) -> None:
    """Have all files in the folder, and none of the obsolete ones, or leave it as it was. Raises OSError."""
    with _staging(folder) as staging:
        for name, data in files.items():
            write_durably(staging / name, data)
        if len(files) == 1 and not obsolete:
            (staging / next(iter(files))).replace(folder / next(iter(files)))
            sync(folder)
            return
        write_durably(staging / _SET, json.dumps({"files": [*files], "obsolete": [*obsolete]}).encode())
        sync(staging)
        staging.rename(folder / COMMITTED)
    finish(folder)


def is_unfinished(folder: Path) -> bool:
    """Whether a set was committed whose files are not all in their places."""
    try:
        return isinstance(folder, Path) and (folder / COMMITTED).is_dir()
    except OSError:  # what is wrong with the folder is told where it is read
        return False


def finish(folder: Path) -> None:
    """Put the files of a committed set, where there is one, in their places, in its order. Raises OSError."""
    committed = folder / COMMITTED
    if committed.is_symlink():
        committed.unlink()
    if not committed.is_dir():
        return
    sync(folder)
    names, obsolete = _listed(committed / _SET)
    for name in names:
        with suppress(FileNotFoundError):  # it is there already
            (committed / name).replace(folder / name)
    for name in obsolete:
        if (folder / name).parent.resolve().is_relative_to(folder.resolve()):
            (folder / name).unlink(missing_ok=True)
    sync(folder)
    shutil.rmtree(committed, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove what processes that were killed left waiting. What one is still writing is locked, and stays."""
    for left in folder.glob(f"{STAGING}*") if sys.platform != "win32" else ():
        if left.name == COMMITTED or left.is_symlink() or not left.is_dir():
            continue
        with suppress(OSError):
            opened = os.open(left, os.O_RDONLY)
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left, ignore_errors=True)
            finally:
                os.close(opened)


def write_durably(path: Path, data: bytes) -> None:
    """Write a file that is on the disk before anything that follows."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system can be asked for that."""
    if sys.platform == "win32":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network drives cannot
            os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """A new folder in the folder, that is gone in the end, and that nobody sweeps away as long as it is needed."""
    staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=folder))
    opened = _locked(staging)
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if opened is not None:
            os.close(opened)


def _locked(folder: Path) -> int | None:
    if sys.platform == "win32":
        return None
    opened = os.open(folder, os.O_RDONLY)
    with suppress(OSError):  # some network drives have no locks
        fcntl.flock(opened, fcntl.LOCK_EX)
    return opened


def _listed(path: Path) -> tuple[list[str], list[str]]:
    """The files of a set and the obsolete ones, as far as they are such as we write; nothing of a list that is not."""
    try:
        content = json.loads(path.read_bytes())
        files, obsolete = ([str(name) for name in content[key]] for key in ("files", "obsolete"))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return [], []
    return [*_plain(files, 1)], [*_plain(obsolete, 2)]


def _plain(names: Iterable[str], depth: int) -> Iterator[str]:
    for name in names:
        parts = name.split("/")
        if len(parts) <= depth and not {"", ".", "..", COMMITTED} & {*parts} and name.isprintable():
            yield name
