"""Which files a config may read and a build may write: below their folders, unless more is allowed."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.errors import quote
from geomap.pipeline.watch import Preview
from tests.examples import BARE, ONE

pytestmark = pytest.mark.lean(BARE, ONE)

SQUARE = '{"type": "Polygon", "coordinates": [[[37, 47], [38, 47], [38, 48], [37, 48], [37, 47]]]}'
TABLE = "id,label,lat,lon,troops,as_of\na,A,48,37.5,900,2022-01-01\na,A,48.1,37.5,700,2022-02-01\n"
CONFIG = """\
view: {{bounds: [36, 46, 39, 49]}}
units_from: {table}
layers: [{{kind: area, id: zone, role: control, file: {layer}}}]
artboards: [{{id: w, width: 335, scale: 1}}]
outputs: [csv, geojson]
"""
LINK = "is a link that leads elsewhere; name the folder with --out, or trust the link with --allow-outside"
HINT = "copy it there, or trust the config with --allow-outside"


def said(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, [*arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.exit_code, (done.stderr or done.stdout).strip()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a table and a layer beside it; it is the working folder."""
    (tmp_path / "units.csv").write_text(TABLE, "utf-8")
    (tmp_path / "zone.geojson").write_text(SQUARE, "utf-8")
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def written(project: Path, way: str) -> None:
    """A config that reaches the files outside in one of the ways that there are."""
    if way == "links":
        (project / "units.csv").symlink_to("../units.csv")
        (project / "zone.geojson").symlink_to(project.parent / "zone.geojson")
    if way == "folder link":
        (project / "data").symlink_to("..")
    start = {"up": "../", "links": "", "folder link": "data/", "absolute": f"{project.parent.as_posix()}/"}
    table, layer = (f"{start.get(way, '../')}{name}" for name in ("units.csv", "zone.geojson"))
    (project / "config.yaml").write_text(
        CONFIG.format(table=f'"{"../*.csv" if way == "pattern" else table}"', layer=layer), "utf-8"
    )


WAYS = ("up", "absolute", "links", "folder link", "pattern")
COMMANDS = (
    ("validate",), ("geocode",), ("build", "--only", "csv"), ("check",), ("animate",),
    ("diff", "--from", "2022-01-01", "--to", "2022-02-01"),
)  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_files_outside_are_refused_unless_they_are_allowed(project: Path, way: str) -> None:
    written(project, way)
    named = [
        line.partition("file: ")[2].strip("}]") for line in (project / "config.yaml").read_text("utf-8").splitlines()
    ]
    layer = next(filter(None, named))
    first, second = said("validate")[1].splitlines()
    if way == "pattern":
        expected = "files beside or below the config"
        assert first == f'config.yaml:2:13: units_from: got "../*.csv", expected {expected}; {HINT}'
    else:
        table = layer.replace("zone.geojson", "units.csv")
        expected = "a file beside or below the config"
        assert first == f"config.yaml:2:13: units_from: got {quote(table)}, expected {expected}; {HINT}"
    expected = "a file beside or below the config"
    assert (
        second
        == f"config.yaml:3:{second.split(':')[2]}: layers[0].file: got {quote(layer)}, expected {expected}; {HINT}"
    )
    assert said("validate", "--allow-outside") == (0, "config.yaml: no errors")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_every_command_that_reads_a_config_asks(project: Path, command: tuple[str, ...]) -> None:
    written(project, "up")
    assert said("build", "--allow-outside")[0] == 0
    before = (project / "output" / "manifest.json").read_bytes()
    status, line = said(*command)
    assert status == 1 and HINT in line
    assert (project / "output" / "manifest.json").read_bytes() == before
    status, text = said(*command, "--allow-outside")
    assert status == (1 if command[0] == "diff" else 0), text  # something has changed
    assert HINT not in text


def test_a_preview_asks_too(project: Path) -> None:
    written(project, "up")
    for allowed in (False, True):
        preview = Preview("config.yaml", allow_outside=allowed)
        preview.refresh()
        assert preview.is_right == allowed
        assert [problem.hint for problem in preview.problems] == [HINT, HINT] * (not allowed)


def test_files_outside_are_inputs_like_others(project: Path) -> None:
    written(project, "up")
    assert said("build", "--allow-outside")[0] == 0
    manifest = (project / "output" / "manifest.json").read_text("utf-8")
    assert not [name for name in ("units.csv", "zone.geojson", "config.yaml") if name in manifest]
    assert said("check", "--allow-outside")[0] == 0
    (project.parent / "units.csv").write_text(TABLE.replace("700", "600"), "utf-8")
    assert "config.yaml: changed since the build: units; build it again" in said("check", "--allow-outside")[1]
    assert said("build", "--allow-outside")[0] == 0
    assert "600" in (project / "output" / "config.csv").read_text("utf-8")


def test_an_output_folder_that_leads_elsewhere_is_not_written(project: Path) -> None:
    written(project, "up")
    (project.parent / "precious").mkdir()
    (project / "output").symlink_to("../precious")
    for command in ("build", "check", "animate"):
        text = (
            "output: is a link that leads elsewhere; name the folder with --out, or trust the link with --allow-outside"
        )
        shutil.copy(project.parent / "units.csv", project / "units.csv")
        shutil.copy(project.parent / "zone.geojson", project / "zone.geojson")
        (project / "config.yaml").write_text(CONFIG.format(table="units.csv", layer="zone.geojson"), "utf-8")
        assert said(command) == (1, text)
        assert not list((project.parent / "precious").iterdir())
    assert said("build", "--out", "output")[0] == 0
    assert said("build", "--allow-outside")[0] == 0
    assert (project.parent / "precious" / "config.csv").is_file()


def test_outputs_that_are_links_are_not_written_through(project: Path) -> None:
    written(project, "up")
    precious = project.parent / "precious.txt"
    precious.write_text("mine", "utf-8")
    (project / "output").mkdir()
    for name in ("config.csv", "manifest.json"):
        (project / "output" / name).symlink_to(precious)
    (project / "places.lock.yaml").symlink_to(precious)
    (project / "config.yaml").write_text("units: [{place: Gao, country: ML, troops: 5}]\noutputs: [csv]\n", "utf-8")
    status, line = said("build")
    assert (status, line) == (1, "places.lock.yaml: is a link out of its folder; put the file itself here")
    (project / "places.lock.yaml").unlink()
    (project / "places.lock.yaml").symlink_to("../none.yaml")
    assert said("build")[0] == 0
    assert precious.read_text("utf-8") == "mine" and not (project.parent / "none.yaml").exists()
    for name in ("output/config.csv", "output/manifest.json", "places.lock.yaml"):
        assert not (project / name).is_symlink() and (project / name).is_file()


@pytest.mark.parametrize("command", ["build", "validate", "geocode", "check", "diff"])
def test_a_lock_file_is_none_of_another_folder(project: Path, command: str) -> None:
    """Its positions would be read from there."""
    unit = "units: [{place: Gao, country: ML, troops: 5}]\noutputs: [csv]\n"
    (project / "config.yaml").write_text(unit, "utf-8")
    assert said("build")[0] == 0
    lock = (project / "places.lock.yaml").rename(project.parent / "other.yaml")
    (project / "places.lock.yaml").symlink_to(lock)
    told = "places.lock.yaml: is a link out of its folder; put the file itself here"
    (project / "next.yaml").write_text(unit, "utf-8")
    assert said(command, *(("config.yaml", "next.yaml") if command == "diff" else ())) == (1, told)
    lock.rename(project / "places.yaml")
    (project / "places.lock.yaml").unlink()
    (project / "places.lock.yaml").symlink_to("places.yaml")
    assert said("validate")[0] == 0


ATLAS = """\
units: [{id: a, at: {lat: 48, lon: 37.5}, label: A, troops: 900}]
artboards: [{id: w, width: 335, scale: 1}]
outputs: [csv]
pages: {langs: [en, uk]}
"""


def test_pages_of_an_atlas_stay_in_its_folder(project: Path) -> None:
    precious = project.parent / "precious"
    precious.mkdir()
    (precious / "mine.csv").write_text("mine", "utf-8")
    (project / "output").mkdir()
    (project / "output" / "en").symlink_to("../../precious")
    (project / "config.yaml").write_text(ATLAS, "utf-8")
    text = (
        "output/en: is a link that leads elsewhere; name the folder with --out, or trust the link with --allow-outside"
    )
    assert said("build") == (1, text)
    (project / "output" / "en").rename(project / "output" / "de")  # as a page of an earlier build
    listed = {
        "tool": {"name": "geomap", "version": "0"},
        "inputs": [],
        "outputs": [{"path": "de/mine.csv", "sha256": "0"}],
    }
    (project / "output" / "manifest.json").write_text(json.dumps(listed), "utf-8")
    assert said("build")[0] == 0
    assert [path.name for path in precious.iterdir()] == ["mine.csv"]


def test_what_other_processes_cannot_reach_is_refused(project: Path) -> None:
    (project / "config.yaml").write_text(ATLAS, "utf-8")
    text = "this memory is of one process, where --jobs asks for several; leave --jobs out, or name a folder"
    assert said("build", "--jobs", "2", "--out", "memory://maps") == (1, f"memory://maps: {text}")
    (project / "config.yaml").write_text(
        f"{ATLAS}layers: [{{kind: area, role: control, file: ../zone.geojson}}]\n", "utf-8"
    )
    text = "--scheduler sends no files from outside the folder of the config, such as ../zone.geojson; copy them there"
    assert said("build", "--allow-outside", "--scheduler", "tcp://127.0.0.1:1") == (1, text)


@pytest.mark.parametrize("name", ["CON", "aux", "nul.txt", "com1", "LPT9.a"])
def test_names_of_devices_are_no_file_names(project: Path, name: str) -> None:
    """Of maps and artboards, that the config names, and of pages, that a layer file names."""
    (project / "config.yaml").write_text(
        f"name: {name}\n{ATLAS}".replace("id: w", f"id: {name}").replace("pages:", "#"), "utf-8"
    )
    told = "expected another id; Windows keeps this name for a device"
    assert said("validate")[1].splitlines() == [
        f'config.yaml:1:7: name: got "{name}", {told}',
        f'config.yaml:3:18: artboards[0].id: got "{name}", {told}',
    ]
    feature = {"type": "Feature", "properties": {"n": name}, "geometry": json.loads(SQUARE)}
    (project / "regions.geojson").write_text(json.dumps(feature), "utf-8")
    (project / "config.yaml").write_text(
        ATLAS.replace("langs: [en, uk]", "regions: {file: regions.geojson, name: n}"), "utf-8"
    )
    told = f"makes the page {name.lower()}, a name that Windows keeps for a device; name the region otherwise"
    assert said("build") == (1, f"config.yaml:4:8: pages: {told}")


@pytest.mark.parametrize("name", ["manifest.json", "Manifest.JSON"])
def test_no_page_takes_the_place_of_the_list_of_pages(project: Path, name: str) -> None:
    feature = {"type": "Feature", "properties": {"n": name}, "geometry": json.loads(SQUARE)}
    (project / "regions.geojson").write_text(json.dumps(feature), "utf-8")
    (project / "config.yaml").write_text(
        ATLAS.replace("langs: [en, uk]", "regions: {file: regions.geojson, name: n}"), "utf-8"
    )
    told = "makes the page manifest.json, as the list of the pages is called; name the region otherwise"
    assert said("build") == (1, f"config.yaml:4:8: pages: {told}")


@pytest.mark.parametrize(
    "name", ["a.", "a ", "a:b", "../a", "a/b", "a\\b", ".a", "-a", "a\u202e", "a\x00", "", "a*", "é" * 65]
)
def test_names_that_leave_the_folder_or_no_system_takes_are_refused(project: Path, name: str) -> None:
    (project / "config.yaml").write_text(
        f"name: {json.dumps(name)}\n{ATLAS}".replace("id: w", f"id: {json.dumps(name)}"), "utf-8"
    )
    status, text = said("build")
    assert status == 1
    first, second = text.splitlines()
    assert first.startswith("config.yaml:1:7: name: got ") and "expected an id of letters, digits, - and _" in first
    assert second.startswith("config.yaml:3:18: artboards[0].id: got ") and "expected an id of letters" in second
    assert [path.name for path in project.iterdir()] == ["config.yaml"]


def test_a_config_called_as_a_device_has_another_name_for_its_outputs(project: Path) -> None:
    (project / "con.yaml").write_text("units: [{id: a, at: {lat: 48, lon: 37.5}, label: A}]\noutputs: [csv]\n", "utf-8")
    assert said("build", "con.yaml")[0] == 0
    assert sorted(path.name for path in (project / "output").iterdir()) == ["manifest.json", "map.csv"]


def test_pipes_devices_and_folders_are_no_files(project: Path) -> None:
    os.mkfifo(project / "zone.geojson")
    os.mkfifo(project / "units.csv")
    (project / "config.yaml").write_text(CONFIG.format(table="units.csv", layer="zone.geojson"), "utf-8")
    assert said("validate")[1].splitlines() == [
        'config.yaml:2:13: units_from: got "units.csv", expected a file; this is a pipe or a device',
        'config.yaml:3:54: layers[0].file: got "zone.geojson", expected a file; this is a pipe or a device',
    ]
    (project / "config.yaml").write_text(CONFIG.format(table="/dev/zero", layer="."), "utf-8")
    assert said("validate", "--allow-outside")[1].splitlines() == [
        'config.yaml:2:13: units_from: got "/dev/zero", expected a file; this is a pipe or a device',
        'config.yaml:3:54: layers[0].file: got ".", expected a file; this is a folder',
    ]
