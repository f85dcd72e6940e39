"""The files that `ground.files` names, as each says of itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from geomap.config import Config
from geomap.errors import LayerError, Problem
from geomap.files.apart.process import told_of
from geomap.files.apart.told import ToldError
from geomap.files.regular import sha256_of
from geomap.files.unfit import fault
from geomap.ground.files import GroundFile
from geomap.ground.relief import ReliefFile
from geomap.ground.scales import zoom_for
from geomap.ground.schemas import SCHEMAS, SHORTBREAD, expected, schema_of, without_use
from geomap.scene import Bounds

LARGEST = 1_000_000_000  # bytes
_PACK = "cut it to the map: geomap ground pack"
_UNSTATED = (
    "does not say whom its data are from, which every map has to print",
    'write it: ground: {attribution: "© OpenStreetMap contributors"}, or whose they are',
)
_FAR = 1  # zooms that the tiles of a file may be off those that suit the map


def ground_files(config: Config) -> tuple[GroundFile, ...]:
    """The files of a config's ground. Raises LayerError with every problem, also where one does not say whom its data
    are from and the config does not either.
    """
    problems: list[Problem] = []
    found = [file for number, _ in enumerate(config.ground.files) for file in _file(config, number, problems)]
    if problems:
        raise LayerError(problems)
    return tuple(found)


def all_files(config: Config) -> tuple[GroundFile | ReliefFile, ...]:
    """The files of a config's ground and its relief. Raises LayerError."""
    relief = relief_file(config)
    return (*ground_files(config), *([relief] if relief else ()))


def attributions(config: Config) -> tuple[str, ...]:
    """Whom the ground is from beyond what geomap brings along, as the map has to print it."""
    stated = [config.ground.attribution] if config.ground.attribution else []
    return tuple(dict.fromkeys((*stated, *(file.attribution for file in all_files(config) if file.attribution))))


def relief_file(config: Config) -> ReliefFile | None:
    """The file of heights of a config, where it names one. Raises LayerError as for others."""
    name, at = config.ground.relief, ("ground", "relief")
    if not name:
        return None
    path = config.folder / name
    if wrong := fault(path, "cut it to the map, or take it coarser", LARGEST):
        raise LayerError(config.problem(at, text=f"{name} {wrong[0]}", hint=wrong[1]))
    try:
        digest = _digest(path, *_stamp(path))
        said = _head(path, digest, "ground_relief:head")
    except ToldError as error:
        raise LayerError(config.problem(at, text=f"{name} {error.text}", hint=error.hint)) from error
    if not said["attribution"] and not config.ground.attribution:
        raise LayerError(config.problem(at, text=f"{name} {_UNSTATED[0]}", hint=_UNSTATED[1]))
    return ReliefFile(path, name, digest, said["attribution"], said["dated"], config.problem(at))


def warnings_of(config: Config, bounds: Bounds, km_per_px: float) -> Iterator[Problem]:
    """A warning for each file whose tiles are of other zooms than suit a map of bounds in degrees, or that shows
    nothing of it.
    """
    for number, file in enumerate(ground_files(config)):
        at = ("ground", "files", number)
        if not _touches(file.bounds, bounds):
            text, hint = f"{file.name} shows nothing of what is on the map", "is it of another part of the world?"
            yield config.problem(at, text=text, hint=hint, severity="warning")
        elif file.zooms is not None:
            wanted, (least, most) = zoom_for(km_per_px, (bounds[1] + bounds[3]) / 2), file.zooms
            if wanted > most + _FAR:
                text = f"{file.name} has tiles up to zoom {most}, where a map of this scale wants {wanted}"
                hint = f"its lines are coarse here; take it with --maxzoom={wanted}"
                yield config.problem(at, text=text, hint=hint, severity="warning")
            elif wanted < least - _FAR:
                text = f"{file.name} has tiles from zoom {least} on, where a map of this scale wants {wanted}"
                hint = "it holds more than the map can show, and takes long to read; take it with lower zooms too"
                yield config.problem(at, text=text, hint=hint, severity="warning")


def _touches(box: Bounds, bounds: Bounds) -> bool:
    west, south, east, north = bounds
    span = (east - west) % 360 or 360.0
    across = (box[0] - west) % 360 < span or (west - box[0]) % 360 < box[2] - box[0]
    return across and box[1] < north and south < box[3]


def _file(config: Config, number: int, problems: list[Problem]) -> Iterator[GroundFile]:
    name, at = config.ground.files[number], ("ground", "files", number)
    path = config.folder / name

    def tell(text: str, hint: str) -> None:
        problems.append(config.problem(at, text=f"{name} {text}", hint=hint))

    if wrong := fault(path, _PACK, LARGEST):
        tell(*wrong)
        return
    try:
        digest = _digest(path, *_stamp(path))
        said = _head(path, digest)
    except ToldError as error:
        tell(error.text, error.hint)
        return
    schema = schema_of(said["layers"])
    has = f"the layers {', '.join(said['layers'][:8])}" if said["layers"] else "no layers that it names"
    if schema is None:
        known = ", ".join(one.name for one in SCHEMAS)
        hint = f"take tiles of one of these: {known}"
        if said["zooms"] is None:
            hint = (
                f"call layers and columns as {SHORTBREAD.name} does: {expected(SHORTBREAD)}; others in docs/ground.md"
            )
        tell(f"has {has}, which are of no schema that geomap knows", hint)
    elif idle := without_use(schema, said.get("columns", {})):
        text = f"has {has}, but of {', '.join(idle)} nothing is drawn, as columns of {schema.name} are not there"
        tell(text, f"these are {expected(schema, idle)}; call them so, or leave the layers out")
    elif not said["attribution"] and not config.ground.attribution:
        tell(*_UNSTATED)
    else:
        zooms = (int(said["zooms"][0]), int(said["zooms"][1])) if said["zooms"] else None
        west, south, east, north = (float(side) for side in said["bounds"])
        place = config.problem(at)
        yield GroundFile(
            path,
            name,
            digest,
            schema.name,
            zooms,
            (west, south, east, north),
            said["attribution"],
            said["dated"],
            place,
        )


def _stamp(path: Path) -> tuple[int, int, int]:
    found = os.stat(path)  # noqa: PTH116 - on any path
    return found.st_ino, found.st_size, found.st_mtime_ns


@lru_cache
def _digest(path: Path, *_stamp: int) -> str:
    """The SHA-256 of a file that is as its stamp says."""
    return sha256_of(path)


@lru_cache
def _head(path: Path, digest: str, reader: str = "ground_head:head") -> Any:
    """What a file of these bytes says of itself."""
    return told_of(reader, path)
