"""The days of a config as a moving picture: each day once, on one view and scale, the same bytes again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from geomap.cli import main
from geomap.errors import OutputError
from geomap.pipeline import animation
from geomap.pipeline.animation import animate
from tests.examples import BARE

pytestmark = pytest.mark.lean(BARE)

CONFIG = """\
name: north
title: Garrisons
sources: {daily: {publisher: The Daily Example}}
units:
  - {id: gao, label: Gao, at: {lat: 16.27, lon: -0.04}, troops: 900, sources: daily, as_of: 2021-03-01}
  - {id: gao, troops: 100, sources: daily, as_of: 2021-03-11}
  - {id: gao, troops: unknown, sources: daily, as_of: 2021-04-10}
  - {id: patrol, label: Patrol, at: {lat: 17.1, lon: 0.1}, troops: {min: 200, max: 300}, as_of: 2021-03-11}
  - {id: far, label: Far post, at: {lat: 19.1, lon: 3.1}, troops: 500, as_of: 2021-04-10}
  - {id: secret, label: Secret, at: {lat: 17.6, lon: 0.6}, troops: 7, as_of: 2021-03-05, embargo_until: 2999-01-01}
artboards: [{id: wide, width: 401, height: 363, scale: 1}, {id: phone, width: 335, scale: 1}]
"""


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("north") / "config.yaml"
    path.write_text(CONFIG, "utf-8")
    return path


@pytest.fixture(scope="module")
def frames(config: Path) -> list[np.ndarray]:
    made = animate(config, seconds=0.5)
    assert made.path == config.parent / "output" / "north-wide.gif"
    assert made.days == (date(2021, 3, 1), date(2021, 3, 11), date(2021, 4, 10))
    image = Image.open(made.path)
    times, drawn = [], []
    for number in range(image.n_frames):
        image.seek(number)
        times.append(image.info["duration"])
        drawn.append(np.asarray(image.convert("RGB"), dtype=int))
    assert times == [500, 500, 1000]
    return drawn


def test_frames_are_an_artboard_with_a_band_for_the_day(frames: list[np.ndarray]) -> None:
    assert {frame.shape for frame in frames} == {(403, 401, 3)}
    assert all(tuple(frame[1, 1]) == (255, 255, 255) for frame in frames)  # the paper is the paper's


def test_only_what_changes_is_drawn_anew(frames: list[np.ndarray]) -> None:
    """Above the map, below it and in the key nothing moves but the day."""
    first, second, third = frames
    for other in (second, third):
        changed = np.argwhere(np.abs(first - other).max(axis=2) > 40)
        assert len(changed)
        assert not ((changed[:, 0] < 28) & (changed[:, 0] > 4)).any()  # the title
    assert np.array_equal(first[345:360], second[345:360])  # notes and sources


def test_the_bar_grows_with_the_days(frames: list[np.ndarray]) -> None:
    """Ten days of forty are a quarter of it."""
    band = [frame[378:381, :, :].max(axis=(0, 2)) for frame in frames]
    filled = [int((row < 90).sum()) for row in band]
    start, quarter, whole = filled
    assert whole - start > 150
    assert (quarter - start) / (whole - start) == pytest.approx(0.25, abs=0.05)


@pytest.mark.anew
def test_the_same_bytes_again(config: Path, frames: list[np.ndarray], tmp_path: Path) -> None:
    for name in ("a.gif", "b.gif"):
        animate(config, artboard="phone", out=tmp_path / name)
    assert (tmp_path / "a.gif").read_bytes() == (tmp_path / "b.gif").read_bytes()


@pytest.mark.anew
@pytest.mark.parametrize("form", ["mp4", pytest.param("webm", marks=pytest.mark.long)])
def test_videos_play_and_are_the_same_again(config: Path, tmp_path: Path, form: str) -> None:
    for name in ("a", "b"):
        arguments = ["animate", str(config), "--seconds", "0.2", "--out", str(tmp_path / f"{name}.{form}")]
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 0, done.output
    assert (tmp_path / f"a.{form}").read_bytes() == (tmp_path / f"b.{form}").read_bytes()
    reader = imageio_ffmpeg.read_frames(str(tmp_path / f"a.{form}"))
    meta = next(reader)
    assert (meta["size"], len(list(reader))) == ((402, 404), 2 + 2 + 4)  # sides are even, ten pictures a second


def test_one_day_does_not_move(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("units:\n  - {id: a, at: {lat: 1, lon: 1}, troops: 5, as_of: 2021-03-01}\n", "utf-8")
    done = CliRunner().invoke(main, ["animate", str(path)])
    said = f"{path}:2:3: units: a map of one day does not move; state the `as_of` of units on several days\n"
    assert (done.exit_code, done.stderr.endswith(said)) == (1, True), done.stderr


def test_an_unknown_artboard_is_a_problem(config: Path) -> None:
    done = CliRunner().invoke(main, ["animate", str(config), "--artboard", "poster"])
    assert done.exit_code == 1
    assert 'artboards: there is no artboard "poster"; choose wide or phone\n' in done.stderr


def test_a_missing_encoder_says_how_to_install_it(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(target: str) -> object:
        raise ModuleNotFoundError(name="imageio_ffmpeg")

    monkeypatch.setattr(animation, "load", missing)
    with pytest.raises(OutputError) as error:
        animate(config, format="mp4")
    said = "mp4 needs imageio_ffmpeg, which is not installed; pip install 'geomap-yaml[animate]', or --format gif"
    assert str(error.value) == said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--out", "map.avi"], "map.avi: end it with .gif or .mp4 or .webm"),
        (["--out", "map.gif", "--format", "mp4"], "map.gif: end it with .mp4"),
        (["--seconds", "0"], "0.0 is not in the range 0.1<=x<=60"),
    ],
)
def test_wrong_usage(config: Path, arguments: list[str], said: str) -> None:
    done = CliRunner().invoke(main, ["animate", str(config), *arguments])
    assert (done.exit_code, said in done.stderr) == (2, True), done.stderr


def test_frames_hold_nothing_under_embargo(config: Path, tmp_path: Path) -> None:
    """A day on which only that unit was seen is no day of the picture."""
    without = tmp_path / "config.yaml"
    without.write_text("".join(line for line in CONFIG.splitlines(True) if "Secret" not in line), "utf-8")
    one, other = animate(config, out=tmp_path / "a.gif"), animate(without, out=tmp_path / "b.gif")
    assert one.days == other.days
    assert one.path.read_bytes() == other.path.read_bytes()
