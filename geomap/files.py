"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from geomap.errors import OutputError, Problem


def write_whole(folder: Path, files: Mapping[str, bytes], obsolete: Iterable[str] = ()) -> None:
    """Write all files beside their places, then rename them in their order; last, delete the obsolete ones.

    Whatever fails before the first rename leaves the folder as it was. Raises OutputError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".geomap-", dir=folder))
    except OSError as error:
        raise OutputError(Problem(file=str(folder), text=f"cannot be written: {error.strerror}")) from error
    try:
        for name in files:
            if (folder / name).is_dir():
                raise OutputError(Problem(file=str(folder / name), text="cannot be written: it is a folder"))
        for name, data in files.items():
            _write_durably(staging / name, data)
        for name in files:
            (staging / name).replace(folder / name)
        for name in obsolete:
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            Problem(file=str(error.filename or folder), text=f"cannot be written: {error.strerror}")
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def write_changed(path: Path, data: bytes) -> None:
    """Write one file whole, unless it already holds just that. Raises OutputError."""
    if not path.is_file() or path.read_bytes() != data:
        write_whole(path.parent, {path.name: data})


def _write_durably(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
