"""A build that had nothing to do, asked for again: the same answer from the user's own state, or a look at all."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap import config as configs
from geomap.cli import main
from geomap.files import state
from geomap.pipeline.freshness import again
from tests.examples import BARE, ONE

pytestmark = pytest.mark.lean(BARE, ONE)

CONFIG = """\
units_from: "reports/**/*.csv"
units:
  - {id: gao, label: Gao, at: {lat: 16.3, lon: 0}, troops: 900}
  - {id: secret, label: Secret, at: {lat: 16.4, lon: 0}, troops: 5, embargo_until: 2999-01-01}
layers: [{kind: line, id: front, role: contact_line, file: front.geojson}]
outputs: [svg, geojson]
artboards: [{id: phone, width: 320}]
ground: {towns: none, regions: none, rivers: none, water_names: none}
"""
ATLAS = """\
units_from: "reports/**/*.csv"
pages: {langs: [en, uk]}
outputs: [geojson]
"""
FRONT = '{"type": "LineString", "coordinates": [[-1, 16], [1, 17]]}'
ROWS = "id,label,lat,lon,troops\na,Camp,17,0,{}\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(again, "_STILL", 0)
    (tmp_path / "reports/2021").mkdir(parents=True)
    (tmp_path / "reports/2021/a.csv").write_text(ROWS.format(100), "utf-8")
    (tmp_path / "front.geojson").write_text(FRONT, "utf-8")
    (tmp_path / "map.yaml").write_text(CONFIG, "utf-8")
    (tmp_path / "atlas.yaml").write_text(ATLAS, "utf-8")
    yield tmp_path


def said(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["build", *arguments])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The configs that are read from here on."""
    found: list[str] = []
    real = configs.read_config

    def noted(config: str, *more: object, **named: object) -> object:
        found.append(config)
        return real(config, *more, **named)

    monkeypatch.setattr(configs, "read_config", noted)
    return found


def settled(*arguments: str) -> tuple[int, str, str]:
    """What is said where there is nothing to do; from here on it is answered at once.

    One build makes the files, one finds them so; within this process a third has loaded no more of the libraries.
    """
    said(*arguments)
    said(*arguments)
    return said(*arguments)


@pytest.mark.parametrize("arguments", [("map.yaml",), ("map.yaml", "--json"), ("map.yaml", "--held"), ("atlas.yaml",)])
def test_the_same_is_said_without_a_look_at_the_config(project: Path, read: list[str], arguments: tuple[str]) -> None:
    usual = settled(*arguments)
    before = len(read)
    assert 2 <= before <= 3
    assert said(*arguments) == usual
    assert len(read) == before
    assert usual[0] == 0 and usual[1]


def test_it_is_remembered_by_what_is_asked_for(project: Path, read: list[str]) -> None:
    settled("map.yaml")
    for other in (["--only", "svg"], ["--json"], ["--as-of", "2021-01-01"], ["--out", "other"], ["--strict"]):
        before = len(read)
        said("map.yaml", *other)
        assert len(read) == before + 1, other
    for flag in ("--force", "--jobs=2"):
        settled("map.yaml", flag)
        before = len(read)
        said("map.yaml", flag)
        assert len(read) == before + 1, flag


def same_size(path: Path) -> None:
    """Another byte, and the time of change that the file had."""
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"100", b"200").replace(b"900", b"800").replace(b"16]", b"15]"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "the config": lambda here: same_size(here / "map.yaml"),
    "a table": lambda here: same_size(here / "reports/2021/a.csv"),
    "a layer": lambda here: same_size(here / "front.geojson"),
    "a new table": lambda here: (here / "reports/2021/b.csv").write_text(ROWS.replace("a,", "b,").format(7), "utf-8"),
    "a table in a folder that had none": lambda here: [
        (here / "reports/2022").mkdir(),
        (here / "reports/2022/b.csv").write_text(ROWS.replace("a,", "b,").format(7), "utf-8"),
    ],
    "a table less": lambda here: (here / "reports/2021/a.csv").unlink(),
    "an output": lambda here: (here / "output/map-phone.svg").write_text("<svg/>", "utf-8"),
    "an output less": lambda here: (here / "output/map.geojson").unlink(),
    "the manifest": lambda here: (here / "output/manifest.json").unlink(),
    "a lock": lambda here: (here / "places.lock.yaml").write_text("version: 1\nplaces: {}\n", "utf-8"),
    "the day": lambda here: os.environ.update(SOURCE_DATE_EPOCH="4102444800"),
    "a variable": lambda here: os.environ.update(GEOMAP_FONTS=str(here)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_that_changes_is_missed(
    project: Path, read: list[str], change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("SOURCE_DATE_EPOCH", "GEOMAP_FONTS"):
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.setenv(variable, "")
    settled("map.yaml")
    before = len(read)
    assert not said("map.yaml")[0] and len(read) == before
    CHANGES[change](project)
    said("map.yaml")
    assert len(read) == before + 1


def test_what_was_changed_a_moment_ago_is_not_believed(
    project: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(again, "_STILL", 3600 * 10**9)
    settled("map.yaml")
    said("map.yaml")
    assert len(read) == 4


def test_a_file_that_is_saved_while_it_is_read_is_read_again(
    project: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that finds all up to date, in which the config is saved between its reading and the end."""
    said("map.yaml")
    real = configs.read_config

    def slow(*some: object, **named: object) -> object:
        found = real(*some, **named)  # type: ignore[arg-type]
        same_size(project / "map.yaml")
        return found

    with monkeypatch.context() as patch:
        patch.setattr(configs, "read_config", slow)
        assert "up to date" in said("map.yaml")[1]
    assert "changed" in said("map.yaml")[1]


def test_without_a_state_or_with_one_of_others_the_answer_is_the_same(
    project: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = settled("map.yaml")
    before = len(read)
    for kept in (state.folder() or project).glob("maps/*"):
        text = json.loads(kept.read_text("utf-8"))
        if "told" in text:
            kept.write_text(json.dumps({**text, "seen": "[", "told": "["}), "utf-8")
    assert said("map.yaml") == usual
    monkeypatch.setattr(state, "_folder", lambda: Path(os.devnull))
    assert said("map.yaml") == usual
    assert len(read) == before + 2


def test_what_is_held_back_is_in_the_private_state_alone(project: Path) -> None:
    settled("map.yaml", "--held")
    for kept in (state.folder() or project).glob("maps/*"):
        assert kept.stat().st_mode & 0o077 == 0
    assert not any("told" in path.name for path in project.rglob("*"))


def test_a_font_that_is_overwritten_in_place_is_missed_by_none(
    project: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of fonts to choose from a build asks names and sizes alone, and the time of their folder stays."""
    fonts = project / "more"
    fonts.mkdir()
    font = fonts / "own.ttf"
    font.write_bytes(b"no font")
    monkeypatch.setenv("GEOMAP_FONTS", str(fonts))
    (project / "map.yaml").write_text(CONFIG.replace("label: Gao", "label: 北京"), "utf-8")
    settled("map.yaml")
    before = len(read)
    said("map.yaml")
    assert len(read) == before
    with font.open("ab") as file:
        file.write(b" at all")
    said("map.yaml")
    assert len(read) == before + 1
