"""Building: the same bytes everywhere, without a network, all or nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from geomap.build import build
from geomap.errors import ConfigError, GeomapError, LayerError, LayoutError, OutputError
from tests.conftest import ROOT, Built, copy_example

# Runs a command line in a process whose clock is elsewhere and which may not open a socket.
ELSEWHERE = """
import sys, time
offset = float(sys.argv[1])
clock, broken_down = time.time, time.gmtime
time.time = lambda: clock() + offset
time.gmtime = lambda seconds=None: broken_down(time.time() if seconds is None else seconds)
def refuse(event, arguments):
    if event.startswith("socket."):
        raise RuntimeError(f"the network was asked for: {event} {arguments}")
sys.addaudithook(refuse)
from geomap.cli import main
main(sys.argv[2:])
"""


def elsewhere(folder: Path, *arguments: str, days: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", ELSEWHERE, str(days * 86400), *arguments]
    env = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_same_bytes_in_another_folder_day_locale_and_hash_seed(example: Built, tmp_path: Path) -> None:
    other = copy_example(tmp_path / "deeper" / "Ünïcode folder")
    done = elsewhere(
        other, "build", days=400, PYTHONHASHSEED="4711", TZ="Pacific/Auckland", LC_ALL="C", LANG="tr_TR.UTF-8"
    )
    assert done.returncode == 0, done.stderr
    assert hashes(other / "output") == hashes(example.output)
    assert len(hashes(example.output)) == 15


def test_no_output_holds_the_day_it_was_built(example: Built) -> None:
    today = date.today()
    for path in example.output.iterdir():
        assert today.isoformat().encode() not in path.read_bytes()
        assert f"D:{today:%Y%m%d}".encode() not in path.read_bytes()


def test_the_committed_outputs_are_these(example: Built) -> None:
    """Text formats are compared to the byte; PNG and PDF also depend on the versions of matplotlib and zlib."""
    for path in sorted(example.output.iterdir()):
        if path.suffix in (".svg", ".html", ".geojson"):
            committed = (ROOT / "output" / path.name).read_bytes()
            assert committed == path.read_bytes(), f"{path.name} is stale: run `make map` and commit output/"


@pytest.mark.parametrize(
    "arguments",
    [
        ("validate",),
        ("geocode", "--name", "Луганськ"),
        ("geocode",),
        ("build", "--only", "png,html,geojson"),
        ("schema",),
    ],
    ids=" ".join,
)
def test_no_command_opens_a_socket(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    folder = copy_example(tmp_path / "project")
    (folder / "places.lock.yaml").unlink()
    done = elsewhere(folder, *arguments)
    assert done.returncode == 0, done.stderr


def test_the_manifest_lists_inputs_and_outputs_with_their_hashes(example: Built) -> None:
    outputs = {entry["path"]: entry for entry in example.manifest["outputs"]}
    assert set(outputs) == {path.name for path in example.output.iterdir()} - {"manifest.json"}
    for name, entry in outputs.items():
        data = (example.output / name).read_bytes()
        assert (entry["sha256"], entry["bytes"]) == (sha256(data).hexdigest(), len(data))
    inputs = {entry["path"] for entry in example.manifest["inputs"]}
    assert inputs == {"config.yaml", "places.lock.yaml", "layers/contact_line.geojson"}


def test_a_wrong_config_leaves_the_old_output_alone(example: Built, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(example.folder, folder)
    before = hashes(folder / "output")
    text = (folder / "config.yaml").read_text("utf-8")
    (folder / "config.yaml").write_text(
        text.replace("troops: 14000", "troops: lots").replace("side: russian\n", "sid: x\n")
    )
    done = elsewhere(folder, "build")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("config.yaml:") for line in lines)
    assert 'units[0].troops: got "lots"' in done.stderr
    assert hashes(folder / "output") == before


def test_a_build_that_fails_late_leaves_the_old_output_alone(
    example: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "project"
    shutil.copytree(example.folder, folder)
    before = hashes(folder / "output")
    (folder / "config.yaml").write_text((folder / "config.yaml").read_text().replace("Russian forces", "Other forces"))

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("geomap.files._write_durably", full)
    with pytest.raises(OutputError, match="No space left on device"):
        build(folder / "config.yaml")
    assert hashes(folder / "output") == before


def test_a_whole_build_removes_what_it_no_longer_makes(example: Built, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(example.folder, folder)
    (folder / "output" / "mine.txt").write_text("the user's own")
    text = (folder / "config.yaml").read_text("utf-8")
    (folder / "config.yaml").write_text(
        text.replace("id: narrow", "id: tablet").replace("[png, svg, pdf, html, geojson]", "[svg]")
    )
    build(folder / "config.yaml")
    names = set(hashes(folder / "output"))
    boards = ("wide", "medium", "tablet", "phone")
    assert names == {f"eastern-ukraine-{board}.svg" for board in boards} | {"manifest.json", "mine.txt"}


def test_locked_refuses_what_is_not_pinned(tmp_path: Path) -> None:
    folder = copy_example(tmp_path / "project")
    assert build(folder / "config.yaml", only=["geojson"], locked=True).files
    (folder / "places.lock.yaml").unlink()
    with pytest.raises(GeomapError, match=r"places\.lock\.yaml") as caught:
        build(folder / "config.yaml", locked=True)
    assert len(caught.value.problems) == 4
    assert not (folder / "places.lock.yaml").exists()


def test_typed_coordinates_win_and_the_lock_is_honoured(tmp_path: Path) -> None:
    folder = copy_example(tmp_path / "project")
    lock = (folder / "places.lock.yaml").read_text("utf-8")
    (folder / "places.lock.yaml").write_text(lock.replace("lat: 48.56814", "lat: 48.6"))
    text = (folder / "config.yaml").read_text("utf-8")
    text = text.replace("place: Donetsk\n    country: UA", "place: Donetsk\n    at: {lat: 48.0, lon: 37.8}")
    (folder / "config.yaml").write_text(text)
    units = {unit.id: unit.place for unit in build(folder / "config.yaml", only=["geojson"]).scene.units}
    assert (units["luhansk"].lat, units["luhansk"].found_by) == (48.6, "gazetteer")
    assert (units["donetsk"].lat, units["donetsk"].found_by) == (48.0, "coordinates")
    assert "Donetsk" not in (folder / "places.lock.yaml").read_text("utf-8").split("lost")[0]


def test_a_stated_total_that_cannot_be_is_a_warning(tmp_path: Path) -> None:
    folder = copy_example(tmp_path / "project")
    text = (folder / "config.yaml").read_text("utf-8")
    (folder / "config.yaml").write_text(text.replace("troops: 32000", "troops: 30000"))
    (warning,) = build(folder / "config.yaml", only=["geojson"]).warnings
    assert "layers[1].troops: states 30,000, but its units sum to 32,000" in str(warning)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is not JSON"),
        ("[1]", "is JSON, but not GeoJSON"),
        ('{"type": "Point", "coordinates": [37.8, 48.0]}', "holds no line"),
        ('{"type": "LineString", "coordinates": [[4200000, 6100000], [4200100, 6100000]]}', "EPSG:3857"),
        ('{"type": "Feature", "geometry": null}', "without a geometry"),
    ],
)
def test_a_broken_layer_is_a_problem(tmp_path: Path, content: str, message: str) -> None:
    folder = copy_example(tmp_path / "project")
    (folder / "layers" / "contact_line.geojson").write_text(content)
    with pytest.raises(LayerError, match=message):
        build(folder / "config.yaml")
    assert not (folder / "output").exists()


def test_an_artboard_too_low_for_its_texts_is_a_problem(tmp_path: Path) -> None:
    folder = copy_example(tmp_path / "project")
    text = (folder / "config.yaml").read_text("utf-8")
    (folder / "config.yaml").write_text(text.replace("width: 500,", "width: 500, height: 230,"))
    with pytest.raises(LayoutError, match=r"artboards\.narrow\.height"):
        build(folder / "config.yaml")


def test_a_config_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        build(tmp_path / "none.yaml")


def test_geojson_carries_every_fact(example: Built) -> None:
    data = json.loads((example.output / "eastern-ukraine.geojson").read_text("utf-8"))
    features = {feature["id"]: feature for feature in data["features"]}
    luhansk = features["luhansk"]
    assert luhansk["geometry"]["coordinates"] == [39.30553, 48.56814]
    facts = luhansk["properties"]
    assert (facts["troops"], facts["troops_kind"], facts["basis"]) == (14000, "exact", "illustrative")
    assert (facts["armored_vehicles"], facts["armored_vehicles_kind"]) == (None, "unknown")
    assert (facts["sources"], facts["as_of"], facts["found_by"]) == ("nyt", "2022-01-12", "gazetteer")
    assert features["rostov-on-don"]["properties"]["formations"].split(";")[-1] == "Army Corps"
    contact = features["contact"]["properties"]
    assert (contact["role"], contact["approximate"], contact["certainty"]) == ("contact_line", True, "approximate")
    assert features["total"]["properties"]["text"] == "32,000 troops in Eastern Ukraine"
    assert {feature["properties"]["kind"] for feature in data["features"]} == {"unit", "line", "note", "label"}
