"""Lock and manifest files that are not what they should be, and layers with a bound: one line each, never a stop.

`tests/bad/` has a file for most of what can be wrong with a layer or a lock file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.pipeline.build import build
from geomap.pipeline.freshness.listing import MANIFEST, read_listing

SQUARE = '{"type": "Polygon", "coordinates": [[[37, 47], [38, 47], [38, 48], [37, 48], [37, 47]]]}'
CONFIG = """\
view: {bounds: [36, 46, 39, 49]}
units:
  - {id: a, place: Luhansk, country: UA, troops: 900}
layers:
  - {kind: area, id: zone, role: control, file: zone.geojson}
artboards: [{id: w, width: 335, scale: 1}]
outputs: [geojson, csv]
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small built project."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "config.yaml").write_text(CONFIG, "utf-8")
    (folder / "zone.geojson").write_text(SQUARE, "utf-8")
    build(folder / "config.yaml")
    return folder


@pytest.fixture
def at(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(project)
    return project


def said(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, [*arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.exit_code, (done.stderr or done.stdout).strip()


def test_a_byte_order_mark_is_read_over(at: Path) -> None:
    (at / "zone.geojson").write_bytes(b"\xef\xbb\xbf" + SQUARE.encode())
    assert said("validate")[0] == 0
    (at / "zone.geojson").write_text(SQUARE, "utf-8")


def test_a_layer_has_a_bound(at: Path) -> None:
    """A file with a hole, which takes no room on the disk."""
    (at / "large.geojson").touch()
    os.truncate(at / "large.geojson", 50_000_001)
    (at / "large.yaml").write_text(CONFIG.replace("zone.geojson", "large.geojson"), "utf-8")
    text = "large.geojson is larger than 50 MB; simplify it, cut it to what the map shows, or save it as a GeoPackage"
    for command in ("validate", "build"):
        assert said(command, "large.yaml") == (1, f"large.yaml:5:49: layers[0].file: {text}")
    (at / "large.geojson").unlink()


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"#" * 20_000_001, "the file is larger than 20 MB"),
        (None, "this is a folder, not a file"),
    ],
    ids=["large", "folder"],
)
def test_a_lock_file_that_is_not_one_is_told_in_a_line(
    at: Path, tmp_path: Path, content: bytes | None, text: str
) -> None:
    lock = tmp_path / "places.lock.yaml"
    (tmp_path / "config.yaml").write_text("units: [{place: Luhansk, country: UA}]\n", "utf-8")
    if content is None:
        lock.mkdir()
    else:
        lock.write_bytes(content)
    status, line = said("validate", str(tmp_path / "config.yaml"))
    assert (status, "\n" in line) == (1, False)
    assert line.startswith(str(lock)) and text in line


def changed(**keys: object) -> Callable[[dict[str, object]], bytes]:
    return lambda listed: json.dumps({**listed, **keys}).encode()


def listing(path: object) -> Callable[[dict[str, object]], bytes]:
    return changed(outputs=[{"path": path, "sha256": "0"}])


@pytest.mark.parametrize(
    "write",
    [
        lambda listed: b"",
        lambda listed: json.dumps(listed).encode()[:-2],
        changed(published=[]),
        changed(published={"ground": [1]}),
        changed(tool={"name": "geomap", "version": "0.2.0"}),
        changed(artboards={"w": None}),
        changed(outputs=[None]),
        *map(
            listing, ["config-\ud800.csv", "../config.yaml", "/etc/passwd", "config-" + "a" * 300, "config.\x00", "C:x"]
        ),
    ],
)
def test_a_broken_manifest_never_stops_a_build(at: Path, write: Callable[[dict[str, object]], bytes]) -> None:
    path = at / "output" / MANIFEST
    right = path.read_bytes()
    path.write_bytes(write(json.loads(right)))
    try:
        assert read_listing(path.read_bytes()) is None
        assert said("check") == (1, f"{Path('output') / MANIFEST}: not a manifest of geomap; build it again")
        assert said("build")[0] == 0
        assert path.read_bytes() == right
        assert (at / "config.yaml").read_text("utf-8") == CONFIG
    finally:
        path.write_bytes(right)


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"[" * 100_000, b'{"tool":' + b"9" * 5000 + b"}", b"null", b'{"tool": null}']
)
def test_what_is_no_manifest_of_geomap_is_left_alone_unless_named(at: Path, data: bytes) -> None:
    path = at / "output" / MANIFEST
    right = path.read_bytes()
    path.write_bytes(data)
    try:
        assert said("check") == (1, f"{Path('output') / MANIFEST}: not a manifest of geomap; build it again")
        status, line = said("build")
        assert (status, path.read_bytes()) == (1, data)
        assert line.startswith(f"{Path('output') / MANIFEST}: ")
        assert f"--overwrite {Path('output') / MANIFEST}" in line
        assert said("build", "--overwrite", str(Path("output") / MANIFEST))[0] == 0
        assert path.read_bytes() == right
    finally:
        path.write_bytes(right)


def test_a_path_that_no_system_takes_is_told_in_a_line(at: Path) -> None:
    long = "a" * 300
    assert said("build", "--out", long) == (1, f"{long}: cannot be written: File name too long")
    text = f"{Path(long) / MANIFEST}: cannot be read or written: File name too long"
    assert said("check", "--out", long) == (1, text)


def test_what_would_command_a_terminal_is_shown(at: Path) -> None:
    (at / "escape.yaml").write_text('"\\e[2J\\u202efoo": 1\nunits: [{place: Gao}]\n', "utf-8")
    line = said("validate", "escape.yaml")[1]
    assert "\\u001b[2J" in line and "\x1b" not in line and "\u202e" not in line
    found = json.loads(CliRunner().invoke(main, ["geocode", "--json", "--name", "Q\x9b31m"]).stdout)
    assert found["status"] != "found"
    assert "\x1b" not in said("geocode", "--name", "\x1b[31mQ")[1]


def test_a_name_to_look_up_has_a_bound() -> None:
    assert said("geocode", "--name", "a" * 201) == (
        2,
        "Usage: main geocode [OPTIONS] [CONFIG]\nTry 'main geocode --help' for help.\n\n"
        "Error: Invalid value for --name: a name of more than 200 characters",
    )


def test_many_units_on_one_point_are_drawn(tmp_path: Path) -> None:
    units = "".join(f"  - {{id: u{n}, label: Unit {n}, at: {{lat: 48, lon: 37}}, troops: 5}}\n" for n in range(20))
    path = tmp_path / "config.yaml"
    path.write_text(f"sites: off\nartboards: [{{id: w, width: 335}}]\noutputs: [svg]\nunits:\n{units}", "utf-8")
    made = build(path)
    assert any("20 units" in str(warning) or "units have no name" in str(warning) for warning in made.warnings)
