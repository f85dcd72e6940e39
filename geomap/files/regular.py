"""Files as bytes, and no pipe or device that has come in the place of one since it was looked at.

Whoever looks at a path and then opens it may find something else there: a pipe that nobody writes into never ends to
be opened, and /dev/zero never ends. So it is opened without waiting, and what was opened is looked at.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path, PurePath
from typing import BinaryIO

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # a pipe is opened at once
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
)
_PIECE = 1_000_000  # bytes
_BESIDE = {  # by the suffix of a file, those of the same name that are read with it
    ".shp": (".shx", ".dbf", ".prj", ".cpg"),
    ".tab": (".dat", ".map", ".id", ".ind"),
    ".mif": (".mid",),
    ".dbf": (".cpg",),
}


class NotRegularError(OSError):
    """What is there is a pipe, a socket or a device."""


def opened(path: Path, *, follow: bool = True) -> BinaryIO:
    """A file to be read; with `follow` a link may lead to it. Raises OSError, also for a pipe or a device."""
    if not isinstance(path, Path):  # on another system, which has files alone
        return path.open("rb")
    try:
        number = os.open(path, _FLAGS | (0 if follow else getattr(os, "O_NOFOLLOW", 0)))
    except OSError as error:
        if error.errno in (errno.ENXIO, errno.ENODEV, errno.EOPNOTSUPP):  # of a socket, or a device without a driver
            raise _no_file(path) from None
        raise
    try:
        kind = os.fstat(number).st_mode
        if stat.S_ISDIR(kind):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(kind):
            raise _no_file(path)
        return os.fdopen(number, "rb")
    except OSError:
        os.close(number)
        raise


def _no_file(path: Path) -> NotRegularError:
    return NotRegularError(errno.EINVAL, "it is a pipe or a device", str(path))


def bytes_of(path: Path, most: int = 0, *, follow: bool = True) -> bytes:
    """What is in a file. Raises OSError, also for one of more than `most` bytes, where these are stated."""
    with opened(path, follow=follow) as file:
        data = file.read(most + 1) if most else file.read()
    if most and len(data) > most:
        raise OSError(errno.EFBIG, f"it is larger than {most // 1_000_000} MB", str(path))
    return data


def pieces_of(file: BinaryIO, size: int = -1) -> Iterator[bytes]:
    """What is in a file from where it stands, or so many bytes of it, a piece at a time."""
    while size and (piece := file.read(_PIECE if size < 0 else min(size, _PIECE))):
        size -= len(piece) if size > 0 else 0
        yield piece


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file of any size. Raises OSError."""
    digest = sha256()
    with opened(path) as file:
        for piece in pieces_of(file):
            digest.update(piece)
    return digest.hexdigest()


def holds(path: Path, data: bytes) -> bool:
    """Whether a file has these bytes and no others. Raises OSError."""
    with opened(path) as file:
        return file.read(len(data) + 1) == data


def beside(path: Path) -> list[Path]:
    """What belongs to one file, e.g. the .dbf of a shapefile, in whatever letter case; it may be a link, or no file."""
    is_read_with_others = path.suffix.lower() in _BESIDE and path.parent.is_dir()
    return sorted(one for one in (path.parent.iterdir() if is_read_with_others else ()) if belongs(one, path))


def belongs(one: PurePath, path: PurePath) -> bool:
    """Whether one of the files in the folder of another is read with it, by its name."""
    return one.stem == path.stem and one.suffix.lower() in _BESIDE.get(path.suffix.lower(), ())
