"""A set of files that is put in its place at once: renamed one by one, by whoever comes next where that is cut off.

The files wait in a folder beside their places. Until that folder is renamed to COMMITTED nothing has changed; from then
on the new set is the one that counts, and `finish` can be run as often as it takes.

What lies in a folder may be somebody else's, a repository's or the user's own: only what carries the signature of this
user's geomap for this folder is finished, or swept away. A folder that waits has it in its name, a set in its list.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from geomap.files import state
from geomap.files.regular import bytes_of

if sys.platform != "win32":
    import fcntl

STAGING = ".geomap-"  # start of the name of a folder in which files wait
COMMITTED = ".geomap-committed"
_SET = ".set"  # what is to be done with the files of the folder; no output has such a name
_LARGEST = 100_000_000  # bytes of such a list; that of an atlas of 10,000 pages is smaller
_SIGNED = 32  # digits of a signature in a name


class ForeignSetError(Exception):
    """There is a committed set that cannot be told to be this user's."""


def put(folder: Path, files: Mapping[str, bytes], obsolete: Sequence[str] = ()) -> None:
    """Have all files in the folder, and none of the obsolete ones, or leave it as it was. Raises OSError."""
    with _staging(folder) as staging:
        for name, data in files.items():
            write_durably(staging / name, data)
        if len(files) == 1 and not obsolete:
            (staging / next(iter(files))).replace(folder / next(iter(files)))
            sync(folder)
            return
        write_durably(staging / _SET, _list(folder, files, obsolete))
        sync(staging)
        staging.rename(folder / COMMITTED)
    _place(folder, [*files], obsolete)  # also where nothing signs it, as long as nobody stops us


def is_unfinished(folder: Path) -> bool:
    """Whether a set was committed whose files are not all in their places. Raises ForeignSetError."""
    there = isinstance(folder, Path) and os.path.lexists(folder / COMMITTED)
    if there:
        _listed(folder)
    return there


def finish(folder: Path) -> None:
    """Put the files of a committed set, where there is one, in their places, in its order.

    Raises OSError, and ForeignSetError for one that is not this user's, of which nothing is touched.
    """
    if os.path.lexists(folder / COMMITTED):
        _place(folder, *_listed(folder))


def _place(folder: Path, names: Iterable[str], obsolete: Iterable[str]) -> None:
    committed = folder / COMMITTED
    sync(folder)
    for name in names:
        with suppress(FileNotFoundError):  # it is there already
            (committed / name).replace(folder / name)
    for name in obsolete:
        if Path(os.path.realpath((folder / name).parent)).is_relative_to(os.path.realpath(folder)):
            (folder / name).unlink(missing_ok=True)
    sync(folder)
    done = folder / _new_name(folder)
    committed.rename(done)  # what is left of it if we are stopped just now, is swept away
    shutil.rmtree(done, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove what processes of this user that were killed left waiting. What one is still writing is locked, and
    stays; so does what has such a name only nearly.
    """
    for left in folder.glob(f"{STAGING}*") if sys.platform != "win32" else ():
        if not _is_ours(left) or left.is_symlink() or not left.is_dir():
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
    staging = folder / _new_name(folder)
    staging.mkdir(mode=0o700)
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


def _new_name(folder: Path) -> str:
    """A name that nobody else can give to a folder in the folder."""
    random = secrets.token_hex(8)
    return f"{STAGING}{random}-{state.signed(folder, random)[:_SIGNED]}"


def _is_ours(left: Path) -> bool:
    """Whether `_new_name` made the name of a folder, for the folder that it is in."""
    random, _, signature = left.name.removeprefix(STAGING).partition("-")
    ours = state.signed(left.parent, random)[:_SIGNED]
    return bool(ours) and secrets.compare_digest(ours.encode(), os.fsencode(signature))


def _list(folder: Path, files: Iterable[str], obsolete: Iterable[str]) -> bytes:
    """What is to be done with the files of a set, with our signature."""
    todo = {"random": secrets.token_hex(8), "files": [*files], "obsolete": [*obsolete]}
    return json.dumps({**todo, "signed": state.signed(folder, json.dumps(todo))}).encode()


def _listed(folder: Path) -> tuple[list[str], list[str]]:
    """The files of the committed set and the obsolete ones. Raises ForeignSetError for a list that is not ours."""
    try:
        content: dict[str, Any] = json.loads(_read(folder / COMMITTED))
        signature = content.pop("signed")
        if not state.is_signed(folder, json.dumps(content), signature):
            raise ForeignSetError
        files, obsolete = ([str(name) for name in content[key]] for key in ("files", "obsolete"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ForeignSetError from error
    return [*_plain(files, 1)], [*_plain(obsolete, 2)]


def _read(committed: Path) -> bytes:
    """The list of a set. Raises OSError where it, or its folder, is a link, or it is a pipe, a device or too large."""
    if committed.is_symlink() or (committed / _SET).is_symlink():
        raise FileNotFoundError(committed / _SET)
    return bytes_of(committed / _SET, _LARGEST, follow=False)


def _plain(names: Iterable[str], depth: int) -> Iterator[str]:
    for name in names:
        parts = name.split("/")
        if len(parts) <= depth and not {"", ".", "..", COMMITTED} & {*parts} and name.isprintable():
            yield name
