"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from geomap.errors import OutputError, Problem, install
from geomap.files import journal
from geomap.files.regular import holds
from geomap.loading import load

if sys.platform != "win32":
    import fcntl


def output_folder(out: str | Path | None, beside: Path, *, allow_outside: bool = False) -> Path:
    """The folder of the outputs, by default `output/` beside the config; or a place on another system, as
    `s3://bucket/maps`, which can be read and written like a path. Raises OutputError.

    Where nobody has named the folder, it is no link that leads elsewhere, unless `allow_outside`.
    """
    if out is None:
        if not allow_outside:
            require_no_link(beside / "output", beside)
        return beside / "output"
    if "://" not in str(out):
        return Path(out)
    try:
        place: Path = load("upath:UPath")(str(out))
        place.exists()
    except (ImportError, ValueError) as error:
        hint = f"{install('cluster')}, and for s3:// also s3fs"
        raise OutputError(Problem(file=str(out), text=f"cannot be written: {error}", hint=hint)) from error
    return place


def require_no_link(folder: Path, within: Path) -> None:
    """Raise OutputError for a folder that is a link to somewhere outside: what lies there would be overwritten."""
    if not isinstance(folder, Path) or not folder.is_symlink():
        return
    leads_to = Path(os.path.realpath(folder))  # of a link to itself this is the link; Path.resolve may raise
    if not leads_to.is_relative_to(os.path.realpath(within)):
        hint = "name the folder with --out, or trust the link with --allow-outside"
        raise OutputError(Problem(file=str(folder), text="is a link that leads elsewhere", hint=hint))


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Keep other builds out of a folder, which is made where it is missing, and finish what one was cut off from.
    Raises OutputError where one is at work.

    The lock is on the folder itself and ends with the process, so that none is ever left behind. Other systems, and
    Windows, have no such lock.
    """
    if not isinstance(folder, Path) or sys.platform == "win32":
        yield
        return
    try:
        made = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        opened = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise OutputError(Problem(file=str(folder), text=f"cannot be written: {error.strerror}")) from error
    try:
        _lock(opened, folder)
        with _told(folder):
            journal.finish(folder)
            journal.sweep(folder)
        yield
    except BaseException:
        if made:
            with suppress(OSError):  # it holds something
                folder.rmdir()
        raise
    finally:
        os.close(opened)


def _lock(opened: int, folder: Path) -> None:
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        text = "another build is writing to this folder"
        raise OutputError(
            Problem(file=str(folder), text=text, hint="wait for its end, or use another --out")
        ) from error
    except OSError:  # some network drives have no locks
        return


def write_whole(folder: Path, files: Mapping[str, bytes], obsolete: Iterable[str] = ()) -> None:
    """Put all files in their places at once, those of a set in their order; delete the obsolete ones.

    What fails leaves the folder as it was; what is cut off is finished by the next command that writes there. Raises
    OutputError. On another system there is no such thing: each file appears whole, the last of them, which is the
    manifest, after all others.
    """
    if not isinstance(folder, Path):
        _write_elsewhere(folder, files, obsolete)
        return
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        journal.finish(folder)
        journal.sweep(folder)
        for name in files:
            if (folder / name).is_dir():
                raise OutputError(Problem(file=str(folder / name), text="cannot be written: it is a folder"))
        journal.put(folder, files, tuple(obsolete))


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Faults of the system as an OutputError with the file's own place, also where it waits beside it."""
    try:
        yield
    except journal.ForeignSetError as error:
        raise OutputError(foreign_set(folder)) from error
    except OSError as error:
        path = Path(error.filename or folder)
        if path.name.startswith(journal.STAGING):
            path = folder
        at = folder / path.name if path.parent.name.startswith(journal.STAGING) else path
        raise OutputError(Problem(file=str(at), text=f"cannot be written: {error.strerror}")) from error


def foreign_set(folder: Path) -> Problem:
    """What is said of a committed set that nothing shows to be of this user's geomap, for this folder."""
    text = "cannot be told to be of a build of yours that was stopped here"
    hint = "look into it, delete it, and build again"
    return Problem(file=str(folder / journal.COMMITTED), text=text, hint=hint)


def _write_elsewhere(folder: Any, files: Mapping[str, bytes], obsolete: Iterable[str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
        for name in obsolete:
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(Problem(file=str(folder), text=f"cannot be written: {error}")) from error


def write_changed(path: Path, data: bytes) -> None:
    """Write one file whole, unless it already holds just that. Raises OutputError.

    What a command that was killed at it has left beside the file is swept away, whether there is a change or not.
    """
    with _told(path.parent):
        journal.sweep(path.parent)
    if not path.is_file() or not holds(path, data):
        write_whole(path.parent, {path.name: data})
