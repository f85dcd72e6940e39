"""The days of a config as a moving picture of one artboard."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PIL import Image

from geomap.clock import build_day
from geomap.compose.claims import claims_of
from geomap.compose.days import days_of
from geomap.compose.observations import aged, units_on
from geomap.config import Config, read_config
from geomap.errors import ConfigError, OutputError, Problem, install
from geomap.facts import Unit
from geomap.facts.columns import Records, Rows
from geomap.files.seal import sealed
from geomap.files.writing import alone_in, output_folder, write_whole
from geomap.gate import published
from geomap.loading import load
from geomap.pipeline.freshness.inputs import input_files
from geomap.pipeline.freshness.own import Asked, require_own
from geomap.pipeline.map import Map
from geomap.places.lock import LOCK_FILE
from geomap.players.moving.frames import as_frame
from geomap.players.png import render_image

ENCODERS = {
    "gif": "geomap.players.moving.gif:encode_gif",
    "mp4": "geomap.players.moving.video:encode_mp4",
    "webm": "geomap.players.moving.video:encode_webm",
}
_LAST = 2.0  # times as long the last day is shown


@dataclass(frozen=True, slots=True)
class Animation:
    """The file that was written, the days that it shows, and what it warns of."""

    path: Path
    days: tuple[date, ...]
    warnings: tuple[Problem, ...]


def animate(  # noqa: PLR0913 - one a flag
    config_path: str | Path,
    *,
    artboard: str = "",
    format: str = "gif",
    out: str | Path | None = None,
    seconds: float = 1.5,
    told: Callable[[date, int, int], None] = lambda day, number, total: None,
    allow_outside: bool = False,
    overwrite: Collection[str | Path] = (),
) -> Animation:
    """Write the moving picture, or raise GeomapError. `told` hears of each day that is drawn: number and total.

    A file that is there is replaced where it is as geomap made it, or one of `overwrite`.
    """
    encode = _encoder(format)
    config = published(read_config(config_path, allow_outside=allow_outside), build_day())
    board = _artboard(config, artboard)
    folder = output_folder(None, config.folder, allow_outside=allow_outside) if out is None else Path(out).parent
    path = folder / (f"{config.name}-{board}.{format}" if out is None else Path(out).name)
    claims = claims_of(config)
    days = days_of(claims.history, claims.day, config.snapshots)
    if len(days) < 2:
        text = "a map of one day does not move"
        hint = "state the `as_of` of units on several days"
        raise ConfigError(config.problem(("units",), text=text, hint=hint))
    frames = list(_frames(claims.config, claims.history, days, board, told))
    times = [seconds] * (len(frames) - 1) + [seconds * _LAST]
    files = {path.name: sealed(encode(frames, times), format)}
    with alone_in(folder):
        require_own(folder, files, Asked((*input_files(config).values(), config.folder / LOCK_FILE), overwrite))
        write_whole(folder, files)
    return Animation(path, days, claims.warnings)


def _encoder(format: str) -> Callable[[Sequence[Image.Image], Sequence[float]], bytes]:
    try:
        encoder: Callable[[Sequence[Image.Image], Sequence[float]], bytes] = load(ENCODERS[format])
    except ModuleNotFoundError as error:
        text = f"{format} needs {error.name}, which is not installed"
        raise OutputError(Problem(text=text, hint=f"{install('animate')}, or --format gif")) from error
    return encoder


def _artboard(config: Config, wanted: str) -> str:
    """The artboard that is asked for, or the widest."""
    names = [row.id for row in config.artboards]
    if wanted and wanted not in names:
        problem = config.problem(("artboards",), text=f'there is no artboard "{wanted}"', hint=f"choose {_or(names)}")
        raise ConfigError(problem)
    return wanted or max(config.artboards, key=lambda row: row.artboard.width).id


def _or(names: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _frames(
    config: Config, history: Rows[Unit], days: Sequence[date], board: str, told: Callable[[date, int, int], None]
) -> Iterator[Image.Image]:
    """A picture a day, all of one view, scale and key; labels stay where they were where nothing is in the way."""
    units = {day: aged(units_on(history, day), day, config.stale_after) for day in days}
    seen = Records(unit for shown in units.values() for unit in shown)
    drawing = None
    for number, day in enumerate(days):
        drawing = Map(config, units[day], day, seen, before=drawing)
        page = drawing.page(board)
        told(day, number + 1, len(days))
        yield render_image(as_frame(page, days, number, drawing.scene.style))
