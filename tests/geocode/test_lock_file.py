"""The lock file holds what maps ask for: this one, and those beside it. All else goes, and is told alike."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.clock import build_day
from geomap.compose.claims import claims_of
from geomap.config import read_config
from geomap.errors import MOST_PROBLEMS, PlaceError
from geomap.files.regular import bytes_of
from geomap.gate import published
from geomap.pipeline import lock_file as module
from geomap.pipeline.atlas import build_atlas
from geomap.pipeline.build import build
from geomap.pipeline.check import freshness
from geomap.pipeline.lock_file import LockFile, lock_file
from geomap.pipeline.validate import pin_places, validate
from geomap.places.lock import LOCK_FILE, read_lock
from tests.examples import BARE, ONE

pytestmark = pytest.mark.lean(BARE, ONE)

FAR = "2999-01-01"
GAO = "{place: Gao, country: ML, troops: 5}"
KIDAL = "{id: k, label: K, place: Kidal, country: ML%s}"
HEAD = "artboards: [{id: w, width: 400}]\noutputs: [geojson]\n"
HIDDEN = [f", embargo_until: {FAR}", ", precision: 2"]
LINE = "holds places that the map no longer asks for"


def config_of(folder: Path, *rows: str, name: str = "config.yaml", more: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"{HEAD}{more}units:\n" + "".join(f"  - {row}\n" for row in rows), "utf-8")
    return path


def pinned(folder: Path, *rows: str) -> Path:
    """A config whose lock file holds these places."""
    pin_places(config_of(folder, *rows))
    return folder / "config.yaml"


def settled(path: Path) -> LockFile:
    config = published(read_config(path), build_day())
    return lock_file(config, claims_of(config).located)


def names(text: str) -> list[str]:
    return [line.split()[-1] for line in text.splitlines() if line.startswith("    name: ")]


def test_what_a_map_beside_asks_for_stays(tmp_path: Path) -> None:
    path = pinned(tmp_path, GAO, KIDAL % "", "{place: Oslo}")
    config_of(tmp_path, GAO)
    assert names(settled(path).text) == ["Gao"]
    config_of(tmp_path, KIDAL % "", name="other.yml")
    found = settled(path)
    assert (names(found.text), [problem.text for problem in found.unasked]) == (["Gao", "Kidal"], [LINE])
    (tmp_path / "third.yaml").write_text("units_from: t.csv\n", "utf-8")
    (tmp_path / "t.csv").write_text("id,place\no,Oslo\n", "utf-8")
    assert (names(settled(path).text), settled(path).unasked) == (["Gao", "Kidal", "Oslo"], ())
    assert names(pin_places(path).lock) == ["Gao"], "`geocode` keeps those of this config alone"


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("also", ["", "same", "table", "word", "broken", "no config"])
def test_what_stays_does_not_depend_on_what_is_hidden(tmp_path: Path, hidden: str, also: str) -> None:
    """Whatever stands beside: the same unit as hidden there, tables, the name in a note, what cannot be read."""
    locks = set()
    for number, place in enumerate(["Kidal, country: ML", "Gao, country: ML", "Bamako, country: ML", ""]):
        folder = tmp_path / str(number)
        folder.mkdir()
        row = f"{{id: h, label: H, place: {place}%s}}"
        path = pinned(folder, GAO, *([row % ""] if place else []), "{place: Oslo}")
        config_of(folder, GAO, *([row % hidden] if place else []))
        if also == "same":
            config_of(folder, "{place: Oslo}", *([row % hidden] if place else []), name="other.yaml")
        elif also == "table":
            (folder / "other.yaml").write_text("units_from: u.csv\n", "utf-8")
            (folder / "u.csv").write_text("id,label,lat,lon,troops\nq,Q,16,1,5\n", "utf-8")
        elif also == "word":
            note = "layers: [{kind: note, text: Kidal and Bamako, at: {lat: 1, lon: 1}}]\n"
            config_of(folder, GAO, name="other.yaml", more=note)
        elif also:
            start = "units: [{place: Kidal, country: ML}, {place: Bamako, country: ML}, {}]\n"
            (folder / "other.yaml").write_text(start if also == "broken" else f"# {start}", "utf-8")
        build(path)
        locks.add((folder / LOCK_FILE).read_bytes())
    assert len(locks) == 1


@pytest.mark.parametrize("hidden", [*HIDDEN, "plain"])
@pytest.mark.parametrize("is_atlas", [False, True])
def test_a_place_too_many_is_told_alike_whyever(tmp_path: Path, hidden: str, *, is_atlas: bool) -> None:
    """So a line in a log does not tell that a unit is held back."""
    more = "sides: {x: {label: X}}\n" + ("pages: {sides: [x]}\n" if is_atlas else "")
    gao = GAO.replace("}", ", side: x}")
    path = config_of(tmp_path, gao, KIDAL % ", side: x", more=more)
    build_any = build_atlas if is_atlas else build
    build_any(path)
    config_of(tmp_path, gao, *([] if hidden == "plain" else [KIDAL % hidden]), more=more)
    with pytest.raises(PlaceError) as caught:
        build_any(path, locked=True)
    told = f"{tmp_path / LOCK_FILE}: {LINE}; `geomap build` without --locked takes them out; commit it then"
    assert list(map(str, caught.value.problems)) == [told]
    assert "Kidal" in (tmp_path / LOCK_FILE).read_text("utf-8"), "nothing is written"
    assert told in map(str, freshness(path).problems)
    assert [problem.severity for problem in validate(path) if problem.text == LINE] == ["warning"]
    assert CliRunner().invoke(main, ["validate", "--strict", str(path)]).exit_code == 1
    build_any(path)
    build_any(path, locked=True)
    assert freshness(path).problems == ()
    assert names((tmp_path / LOCK_FILE).read_text("utf-8")) == ["Gao"]


def test_a_config_beside_that_cannot_be_read_is_told_where_it_matters(tmp_path: Path) -> None:
    path = pinned(tmp_path, GAO, KIDAL % "")
    (tmp_path / "other.yaml").write_text("units: [{place: Kidal, country: ML}, {}]\n", "utf-8")
    (tmp_path / "compose.yaml").write_text("services: [\n", "utf-8")  # of another program
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "nowhere.yaml").symlink_to("nothing")
    os.mkfifo(tmp_path / "pipe.yaml")
    assert settled(path).warnings == ()
    config_of(tmp_path, GAO)
    (warning,) = settled(path).warnings
    assert (Path(warning.file).name, warning.text) == (
        "other.yaml",
        f"cannot be read: no place stays in {LOCK_FILE} for it",
    )
    assert names(settled(path).text) == ["Gao"]


def test_what_is_read_beside_is_bounded_and_each_file_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pinned(tmp_path, GAO, KIDAL % "", "{place: Oslo}")
    config_of(tmp_path, GAO)
    other = config_of(tmp_path, KIDAL % "", name="other.yaml")
    read: list[str] = []

    def noted(file: Path, most: int) -> bytes:
        read.append(file.name)
        return bytes_of(file, most)

    monkeypatch.setattr(module, "bytes_of", noted)
    for number in range(9):
        (tmp_path / f"a{number}.yaml").symlink_to(other.name)
        (tmp_path / f"b{number}.yaml").hardlink_to(path)
    assert (names(settled(path).text), read) == (["Gao", "Kidal"], ["a0.yaml"])
    for number in range(9):
        (tmp_path / f"0{number}.yaml").write_bytes(b"#" * 4_000_000)
    read.clear()
    found = settled(path)
    assert (names(found.text), read) == (["Gao"], [f"0{number}.yaml" for number in range(5)])
    assert "too many" in found.warnings[0].text
    monkeypatch.setattr(module, "_MOST_CONFIGS", 0)
    for number in range(9):
        (tmp_path / f"0{number}.yaml").unlink()
    assert "too many" in settled(path).warnings[0].text


def test_reading_ends_where_all_is_asked_for(tmp_path: Path) -> None:
    path = pinned(tmp_path, GAO, KIDAL % "")
    config_of(tmp_path, GAO)
    config_of(tmp_path, KIDAL % "", name="a.yaml")
    (tmp_path / "b.yaml").write_text("units: [{}]\n", "utf-8")
    assert (settled(path).warnings, settled(path).unasked) == ((), ())


def test_of_a_hopeless_file_some_problems_are_told(tmp_path: Path) -> None:
    path = tmp_path / LOCK_FILE
    path.write_text("places:\n" + "".join(f"  - {{place: p{number}}}\n" for number in range(2000)), "utf-8")
    with pytest.raises(PlaceError) as caught:
        read_lock(path)
    assert len(caught.value.problems) == MOST_PROBLEMS
