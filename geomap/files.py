"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from geomap.errors import OutputError, Problem
from geomap.loading import load


def output_folder(out: str | Path | None, beside: Path) -> Path:
    """The folder of the outputs, by default `output/` beside the config; or a place on another system, as
    `s3://bucket/maps`, which can be read and written like a path. Raises OutputError.
    """
    if out is None:
        return beside / "output"
    if "://" not in str(out):
        return Path(out)
    try:
        place: Path = load("upath:UPath")(str(out))
        place.exists()
    except (ImportError, ValueError) as error:
        hint = "pip install 'geomap[cluster]', and for s3:// also s3fs"
        raise OutputError(Problem(file=str(out), text=f"cannot be written: {error}", hint=hint)) from error
    return place


def write_whole(folder: Path, files: Mapping[str, bytes], obsolete: Iterable[str] = ()) -> None:
    """Write all files beside their places, then rename them in their order; last, delete the obsolete ones.

    Whatever fails before the first rename leaves the folder as it was. Raises OutputError. On another system there is
    no renaming: each file appears whole, the last of them, which is the manifest, after all others.
    """
    if not isinstance(folder, Path):
        _write_elsewhere(folder, files, obsolete)
        return
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
    """Write one file whole, unless it already holds just that. Raises OutputError."""
    if not path.is_file() or path.read_bytes() != data:
        write_whole(path.parent, {path.name: data})


def _write_durably(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
