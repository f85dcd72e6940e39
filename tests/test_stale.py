"""Only what changed is built anew, and nothing is forgotten: each input is changed, and compared with a whole build."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap import __version__, loading
from geomap.cli import main
from geomap.pipeline.build import build
from geomap.pipeline.freshness import keys
from geomap.pipeline.freshness.listing import listing_in
from tests.examples import mostly_long

CONFIG = """\
title: Garrisons
as_of: 2021-03-01
lang: en
view: {bounds: [-3, 15, 3, 19]}
sources: {daily: {publisher: The Daily}}
sides: {army: {label: The army, colour: "#885522"}}
units:
  - {id: gao, place: Gao, country: ML, troops: 900, side: army, sources: daily}
  - {id: camp, label: Camp, at: {lat: 17, lon: -1}, troops: {min: 100, max: 300}, formations: [tank]}
layers:
  - {kind: line, id: front, role: contact_line, file: front.geojson}
artboards: [{id: wide, width: 500}, {id: phone, width: 320, key: short}]
outputs: [svg, html, geojson]
ground: {towns: none, regions: none, rivers: none, water_names: none}
"""
FRONT = '{"type": "LineString", "coordinates": [[-1, 16], [1, 17]]}'
ALL = {"map-wide.svg", "map-phone.svg", "map.html", "map.geojson"}
NOT_WIDE = ALL - {"map-wide.svg"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    (folder / "map.yaml").write_text(CONFIG, "utf-8")
    (folder / "front.geojson").write_text(FRONT, "utf-8")
    build(folder / "map.yaml")
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of a built project, which is the working folder."""
    for path in (path for path in built.rglob("*") if path.is_file()):
        copy = tmp_path / path.relative_to(built)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    monkeypatch.chdir(tmp_path)
    yield tmp_path


def edit(old: str, new: str, file: str = "map.yaml") -> Callable[[], object]:
    def change() -> None:
        text = Path(file).read_text("utf-8")
        assert re.search(old, text)
        Path(file).write_text(re.sub(old, new, text, count=1), "utf-8")

    return change


def whole(folder: Path) -> dict[str, str]:
    """The files of a build from nothing."""
    made = build("map.yaml", out=folder, force=True)
    return {name: sha256((folder / name).read_bytes()).hexdigest() for name in made.files}


CHANGES = {  # what is changed -> the files that are built anew, and why
    "title": (edit("Garrisons", "Camps"), ALL, "changed: title"),
    "troops": (edit("900", "950"), ALL, "changed: units"),
    "colour": (edit("#885522", "#225588"), ALL, "changed: sides"),
    "source": (edit("The Daily", "The Weekly"), ALL, "changed: sources"),
    "style": (edit("lang", "style: dark\nlang"), ALL, "changed: style"),
    "legend": (edit("lang", "legend: {fixed_max: 2000}\nlang"), ALL, "changed: legend"),
    "day": (edit("2021-03-01", "2021-03-02"), ALL, "changed: units, as_of"),
    "lang": (edit("lang: en", "lang: uk"), ALL, "changed: lang"),
    "worldview": (edit("lang", "worldview: de-facto\nlang"), ALL, "changed: worldview"),
    "view": (edit("15, 3, 19", "15, 3, 18"), ALL, "changed: view, the ground that the artboards share"),
    "layer": (edit("17", "17.5", "front.geojson"), ALL, "changed: layer front"),
    "a layer's role": (edit("contact_line", "route"), ALL, "changed: layer front"),
    "place": (edit(r"lat: .*", "lat: 16.3", "places.lock.yaml"), ALL, "changed: places"),
    "artboard": (edit("key: short", "key: short, drop: [units.camp]"), NOT_WIDE, "changed: artboard phone"),
    "a width": (edit("320", "330"), NOT_WIDE, "changed: artboard phone"),
    "another artboard": (
        edit("key: short}", "key: short}, {id: tall, width: 330}"),
        {"map.html", "map.geojson", "map-tall.svg"},
        "",
    ),
    "a comment": (edit("title", "# a comment\ntitle"), set(), ""),
    "one artboard less": (edit(", {id: phone.*?}", ""), {"map.html", "map.geojson"}, "changed: artboard phone"),
    "missing": (lambda: Path("output/map.html").unlink(), {"map.html"}, "missing"),
    "no manifest": (lambda: Path("output/manifest.json").unlink(), ALL, "new"),
}

ALIKE = {"source", "style", "legend", "lang", "a layer's role"}  # as "title", "worldview" and "layer" are


@pytest.mark.parametrize("what", mostly_long([*CHANGES], {*CHANGES} - ALIKE))
def test_what_changed_is_built_anew_and_nothing_else(project: Path, tmp_path: Path, what: str) -> None:
    change, expected, reason = CHANGES[what]
    change()
    made = build("map.yaml")
    assert set(made.why) == expected
    assert not reason or set(made.why.values()) == {reason}
    now = {path.name: sha256(path.read_bytes()).hexdigest() for path in Path("output").iterdir()}
    assert now == whole(tmp_path / "whole")
    assert not build("map.yaml").why


def test_what_is_up_to_date_is_not_touched(project: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in Path("output").iterdir()}
    done = CliRunner().invoke(main, ["build", "map.yaml"])
    assert done.stdout.splitlines()[-1] == "4 files in output, all up to date"
    assert {path.name: path.stat().st_mtime_ns for path in Path("output").iterdir()} == before


def test_build_says_what_it_did_and_why(project: Path) -> None:
    edit("key: short", "key: none")()
    Path("output/map-wide.svg").unlink()
    lines = CliRunner().invoke(main, ["build", "map.yaml"]).stdout.splitlines()
    assert [line for line in lines if "file" in line] == [
        "1 file built anew, missing",
        "3 files built anew, changed: artboard phone",
        "4 files in output",
    ]
    forced = CliRunner().invoke(main, ["build", "map.yaml", "--force", "--json"])
    assert json.loads(forced.stdout)["built"] == dict.fromkeys(sorted(ALL), "asked for")


def test_some_formats_leave_what_else_is_up_to_date_in_the_manifest(project: Path) -> None:
    def listed() -> set[str]:
        return {entry["path"] for entry in json.loads(Path("output/manifest.json").read_text("utf-8"))["outputs"]}

    said = CliRunner().invoke(main, ["build", "map.yaml", "--only", "html", "--force"]).stdout.splitlines()
    assert said[-2:] == ["1 file built anew, asked for", "4 files in output, 3 of them up to date"]
    assert listed() == ALL
    assert CliRunner().invoke(main, ["check", "map.yaml"]).exit_code == 0
    edit("troops: 900", "troops: 950")()
    assert build("map.yaml", only=["svg"]).why.keys() == {"map-wide.svg", "map-phone.svg"}
    assert listed() == {"map-wide.svg", "map-phone.svg"}
    checked = CliRunner().invoke(main, ["check", "map.yaml"])
    of_before = "map.yaml:{}: {} was not built with the rest: map.{} is older than the last build; build it again"
    told = [
        of_before.format("13:16: outputs[1]", *["html"] * 2),
        of_before.format("13:22: outputs[2]", *["geojson"] * 2),
    ]
    assert (checked.exit_code, checked.stderr.splitlines()) == (1, told)
    assert build("map.yaml").why.keys() == {"map.html", "map.geojson"}


def test_what_was_moved_and_dropped_is_told_as_json(project: Path) -> None:
    edit("key: short", "key: short, drop: [units.camp]")()
    told = json.loads(CliRunner().invoke(main, ["build", "map.yaml", "--json"]).stdout)["artboards"]
    listed = json.loads(Path("output/manifest.json").read_text("utf-8"))["artboards"]
    assert told == {name: {kind: board[kind] for kind in ("moved", "dropped")} for name, board in listed.items()}
    assert told["phone"]["dropped"]
    assert {entry["unit"] for entry in told["phone"]["dropped"]} == {"camp"}


@pytest.mark.parametrize(
    ("name", "reason"),
    [("geomap", "changed: the version of geomap"), ("library.shapely", "changed: shapely")],
)
def test_another_version_builds_all_anew(project: Path, name: str, reason: str) -> None:
    manifest = Path("output/manifest.json")
    said = json.loads(manifest.read_text("utf-8"))
    parts = listing_in(Path("output")).parts | {name: "0.0"}
    if name == "geomap":
        said["tool"]["version"] = "0.0"
    else:
        said["tool"]["libraries"][name.removeprefix(keys.LIBRARY)] = "0.0"
    for entry in said["outputs"]:
        entry["drawn_from"] = keys.drawn_from(parts, entry["path"].partition("-")[2].removesuffix(".svg"))
    manifest.write_text(json.dumps(said), "utf-8")
    assert build("map.yaml").why == dict.fromkeys(ALL, reason)


def test_the_fonts_to_choose_from_count_where_a_text_needs_them(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "fonts" not in listing_in(Path("output")).parts
    edit("label: Camp", "label: キャンプ")()
    listed = [("Noto.ttf", 1)]
    monkeypatch.setattr("geomap.fonts.installed.listed", lambda chosen: listed)
    build("map.yaml", only=["geojson"])
    assert not build("map.yaml", only=["geojson"]).why
    listed.append(("Other.ttf", 2))
    assert build("map.yaml", only=["geojson"]).why == {"map.geojson": "changed: fonts"}


@pytest.fixture
def other_code(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """geomap's code may be said to lie elsewhere, and is read anew when the test ends."""
    yield monkeypatch
    loading.code_digest.cache_clear()


def test_its_code_counts_and_no_time_does(project: Path, other_code: pytest.MonkeyPatch) -> None:
    package = project / "geomap"
    package.mkdir()
    for name, data in {"loading.py": b"", "ground.npz": bytes(300_000)}.items():
        (package / name).write_bytes(data)
    other_code.setattr(loading, "__file__", str(package / "loading.py"))

    def built_anew() -> set[str]:
        loading.code_digest.cache_clear()
        return set(build("map.yaml").why.values())

    assert built_anew() == {"changed: geomap's code"}
    assert CliRunner().invoke(main, ["check", "map.yaml"]).exit_code == 0
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "loading.cpython-311.pyc").write_bytes(b"compiled")
    (package / ".loading.py.swp").write_bytes(b"of an editor")
    for path in package.iterdir():
        os.utime(path, ns=(10**18, 10**18))
    assert not built_anew()
    (package / "ground.npz").write_bytes(bytes(150_000) + b"1" + bytes(149_999))
    loading.code_digest.cache_clear()
    checked = CliRunner().invoke(main, ["check", "map.yaml"])
    told = f"output/manifest.json: made by other code of geomap {__version__}; build it again"
    assert (checked.exit_code, checked.stderr.splitlines()) == (1, [told])
    assert built_anew() == {"changed: geomap's code"}
    (package / "loading.py").rename(package / "loaded.py")
    assert built_anew() == {"changed: geomap's code"}
