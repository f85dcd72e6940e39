"""Cut a file of the ground to the frame of the published map, so that it can be committed with the config."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap.clock import build_day
from geomap.compose.claims import claims_of
from geomap.compose.variants import variants
from geomap.config import Config, read_config
from geomap.config.ground import GROUND_SUFFIXES
from geomap.errors import LayerError, Problem
from geomap.files.apart.process import asked, told_of
from geomap.files.apart.told import ToldError
from geomap.files.seal import sealed
from geomap.files.writing import write_whole
from geomap.gate import published
from geomap.ground.files import boxes_of, zoom_within
from geomap.pipeline.build import maps_of
from geomap.pipeline.freshness.inputs import input_files
from geomap.pipeline.freshness.layers import Layers
from geomap.pipeline.freshness.own import Asked, Files, require_own
from geomap.scene import Bounds

Window = tuple[Bounds, float]  # degrees that artboards show, and km a px of the largest scale


@dataclass(frozen=True, slots=True)
class Packed:
    """The file that was written, and what is said of it."""

    path: Path
    said: str


def pack(
    file: str | Path,
    config_path: str | Path,
    out: str | Path | None = None,
    *,
    overwrite: Files = (),
    allow_outside: bool = False,
) -> Packed:
    """Write what the map of a config shows of a file, with what else its details and the pages of an atlas show.

    By default it is called as the map, beside the config. What is there and was not made so is replaced only where it
    is one of `overwrite`. Raises GeomapError.
    """
    source = Path(file)
    suffix = source.suffix.lower()
    if suffix not in GROUND_SUFFIXES:
        text = f"is no file of the ground: these end in {', '.join(GROUND_SUFFIXES)}"
        raise LayerError(Problem(file=str(file), text=text))
    if not source.is_file():
        raise LayerError(Problem(file=str(file), text="is not there, or is no file"))
    config = published(read_config(config_path, allow_outside=allow_outside), build_day())
    windows = [window for one in _maps(config) for window in one]
    try:
        head = told_of("ground_head:head", source)
        data = _packed(source, head, windows)
    except ToldError as error:
        raise LayerError(Problem(file=str(file), text=error.text, hint=error.hint)) from error
    ends = ".gpkg" if suffix == ".gpkg" else ".pmtiles"
    path = Path(out) if out else config.folder / f"{config.name}{ends}"
    if path.suffix.lower() != ends:
        raise LayerError(
            Problem(file=str(path), text=f"would be of another format than its name says: end it in {ends}")
        )
    files = {path.name: data if ends == ".gpkg" else sealed(data, "pmtiles")}
    inputs = (source, *(known for known in input_files(config).values() if known != path))
    require_own(path.parent, files, Asked(inputs, overwrite))
    write_whole(path.parent, files)
    credit = head["attribution"] or "it does not say whom its data are from: write ground: {attribution: ...}"
    return Packed(path, f"{len(files[path.name]) / 1e6:.1f} MB; {credit}")


def _packed(source: Path, head: dict[str, Any], windows: list[Window]) -> bytes:
    zooms = tuple(head["zooms"]) if head["zooms"] else None
    west, south, east, north = (float(side) for side in head["bounds"])
    parts = [
        (box, zoom_within(zooms, km_per_px, box) if zooms else None)
        for bounds, km_per_px in windows
        for box, _ in boxes_of((west, south, east, north), bounds)
    ]
    if not parts:
        raise ToldError("shows nothing of what is on the map", "is it of another part of the world?")
    with asked("ground_pack:pack", source, parts=parts) as (_, sent):
        data: bytes = pickle.load(sent)  # of our own process
    return data


def _maps(config: Config) -> Iterator[Iterator[Window]]:
    """What each map of a config shows: one, or the pages of an atlas."""
    claims = claims_of(config)
    pages = [page.config for page in variants(config, claims.history)] if config.pages else [claims.config]
    for page in pages:
        own = claims_of(page) if config.pages else claims
        yield maps_of(page, own, Layers(page))[""].windows
