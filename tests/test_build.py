"""Building: the same bytes everywhere, without a network, all or nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from geomap.cli import main
from geomap.clock import build_day
from geomap.errors import ConfigError, GeomapError, LayerError, LayoutError, OutputError
from geomap.pipeline.build import build
from geomap.pipeline.validate import pin_places
from tests.conftest import ROOT, Built, copy_example
from tests.examples import BARE

# Runs command lines of a JSON list, each of which it names, in a process that may not open a socket.
WITHOUT_SOCKETS = """
import json, sys
def refuse(event, arguments):
    if event.startswith("socket."):
        raise RuntimeError(f"the network was asked for: {event} {arguments}")
sys.addaudithook(refuse)
from geomap.cli import main
for command in json.loads(sys.argv[1]):
    print(command, file=sys.stderr)
    try:
        main(command)
    except SystemExit as error:
        if error.code:
            raise
"""


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_no_output_holds_the_day_it_was_built(example: Built) -> None:
    today = build_day()
    for path in example.output.iterdir():
        assert today.isoformat().encode() not in path.read_bytes()
        assert f"D:{today:%Y%m%d}".encode() not in path.read_bytes()


def test_the_committed_outputs_are_these(example: Built) -> None:
    """Text formats are compared to the byte; PNG and PDF also depend on the versions of matplotlib and zlib."""
    for path in sorted(example.output.iterdir()):
        if path.suffix in (".svg", ".html", ".geojson", ".kml", ".csv"):
            committed = (ROOT / "output" / path.name).read_bytes()
            assert committed == path.read_bytes(), f"{path.name} is stale: run `make map` and commit output/"


def test_no_command_opens_a_socket(tmp_path: Path) -> None:
    """One that does ends the process, and is the last that it has named."""
    folder = copy_example(tmp_path / "project")
    (folder / "places.lock.yaml").unlink()
    commands = [["validate"], ["geocode", "--name", "Луганськ"], ["geocode"]]
    commands += [["build", "--only", "png,html,geojson"], ["schema"]]
    line = [sys.executable, "-c", WITHOUT_SOCKETS, json.dumps(commands)]
    done = subprocess.run(line, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stderr.splitlines() if line.startswith("[")] == [str(command) for command in commands]


def test_the_manifest_lists_outputs_with_their_hashes_and_no_file_that_claims_come_from(example: Built) -> None:
    outputs = {entry["path"]: entry for entry in example.manifest["outputs"]}
    assert set(outputs) == {path.name for path in example.output.iterdir()} - {"manifest.json"}
    for name, entry in outputs.items():
        data = (example.output / name).read_bytes()
        assert (entry["sha256"], entry["bytes"]) == (sha256(data).hexdigest(), len(data))
    text = (example.output / "manifest.json").read_text("utf-8")
    for path in (example.folder / name for name in ("config.yaml", "places.lock.yaml", "layers/contact_line.geojson")):
        assert path.name not in text
        assert sha256(path.read_bytes()).hexdigest()[:16] not in text


def test_a_wrong_config_leaves_the_old_output_alone(
    example: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "project"
    shutil.copytree(example.folder, folder)
    before = hashes(folder / "output")
    text = (folder / "config.yaml").read_text("utf-8")
    (folder / "config.yaml").write_text(
        text.replace("troops: 14000", "troops: lots").replace("side: russian\n", "sid: x\n"), "utf-8"
    )
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(main, ["build"])
    assert done.exit_code == 1 and isinstance(done.exception, SystemExit)
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
    (folder / "config.yaml").write_text(
        (folder / "config.yaml").read_text("utf-8").replace("Russian forces", "Other forces"), "utf-8"
    )

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("geomap.files.journal.write_durably", full)
    with pytest.raises(OutputError, match="No space left on device"):
        build(folder / "config.yaml", only=["svg", "geojson"])
    assert hashes(folder / "output") == before


def test_a_whole_build_removes_what_it_no_longer_makes(example: Built, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(example.folder, folder)
    (folder / "output" / "mine.txt").write_text("the user's own", "utf-8")
    text = (folder / "config.yaml").read_text("utf-8")
    (folder / "config.yaml").write_text(
        text.replace("id: narrow", "id: tablet").replace("[png, svg, pdf, html, geojson, gpkg, kml, csv]", "[svg]"),
        "utf-8",
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
    (folder / "places.lock.yaml").write_text(lock.replace("lat: 48.56814", "lat: 48.6"), "utf-8")
    text = (folder / "config.yaml").read_text("utf-8")
    text = text.replace("place: Donetsk\n    country: UA", "place: Donetsk\n    at: {lat: 48.0, lon: 37.8}")
    (folder / "config.yaml").write_text(text, "utf-8")
    units = {unit.id: unit.place for unit in build(folder / "config.yaml", only=["geojson"]).scene.units}
    assert (units["luhansk"].lat, units["luhansk"].found_by) == (48.6, "gazetteer")
    assert (units["donetsk"].lat, units["donetsk"].found_by) == (48.0, "coordinates")
    pin_places(folder / "config.yaml")
    assert "name: Donetsk" not in (folder / "places.lock.yaml").read_text("utf-8")


def test_a_stated_total_that_cannot_be_is_a_warning(tmp_path: Path) -> None:
    folder = copy_example(tmp_path / "project")
    text = (folder / "config.yaml").read_text("utf-8")
    (folder / "config.yaml").write_text(text.replace("troops: 32000", "troops: 30000"), "utf-8")
    (warning,) = build(folder / "config.yaml", only=["geojson"]).warnings
    assert "layers[1].troops: states 30,000, but its units sum to 32,000" in str(warning)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is not JSON"),
        ("[1]", "is JSON, but not GeoJSON"),
        ('{"type": "Point", "coordinates": [37.8, 48.0]}', "holds no line or polygon"),
        ('{"type": "LineString", "coordinates": [[4200000, 6100000], [4200100, 6100000]]}', "EPSG:3857"),
        ('{"type": "Feature", "geometry": null}', "holds no geometry"),
    ],
)
def test_a_broken_layer_is_a_problem(tmp_path: Path, content: str, message: str) -> None:
    folder = copy_example(tmp_path / "project")
    (folder / "layers" / "contact_line.geojson").write_text(content, "utf-8")
    with pytest.raises(LayerError, match=message):
        build(folder / "config.yaml")
    assert not (folder / "output").exists()


def test_an_artboard_too_low_for_its_texts_is_a_problem(tmp_path: Path) -> None:
    folder = copy_example(tmp_path / "project")
    text = (folder / "config.yaml").read_text("utf-8")
    (folder / "config.yaml").write_text(text.replace("width: 500,", "width: 500, height: 230,"), "utf-8")
    with pytest.raises(LayoutError, match=r"config\.yaml:\d+:\d+: artboards\[2\]\.height: title, key and notes leave"):
        build(folder / "config.yaml")


def test_a_config_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        build(tmp_path / "none.yaml")


def test_a_second_config_beside_the_first_takes_nothing_from_it(example: Built, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(example.folder, folder)
    before = set(hashes(folder / "output")) - {"manifest.json"}
    other = "units: [{place: Gao, country: ML, troops: 100}]\nartboards: [{id: a, width: 400}]\n"
    (folder / "other.yaml").write_text(f"{other}outputs: [svg, geojson]\n", "utf-8")
    build(folder / "other.yaml", only=None)
    assert before <= set(hashes(folder / "output"))
    assert build(folder / "config.yaml", only=["geojson"], locked=True).files
    lock = (folder / "places.lock.yaml").read_text("utf-8")
    assert "Gao" in lock and "Luhansk" in lock


def test_locked_never_writes_the_lock_file(tmp_path: Path) -> None:
    folder = copy_example(tmp_path / "project")
    untidy = (folder / "places.lock.yaml").read_text("utf-8") + "# a remark of the user's\n"
    (folder / "places.lock.yaml").write_text(untidy, "utf-8")
    build(folder / "config.yaml", only=["geojson"], locked=True)
    assert (folder / "places.lock.yaml").read_text("utf-8") == untidy


def test_a_map_without_a_title_builds(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("units:\n  - {id: a, at: {lat: 50, lon: 30}, label: A, troops: 5}\n", "utf-8")
    made = build(tmp_path / "config.yaml", only=["svg", "html"])
    assert not [text for text in made.pages[0].texts if text.role == "title"]


def test_a_page_of_very_many_units_has_no_picture(tmp_path: Path, monkeypatch: Any) -> None:
    """Whatever else is made beside it."""
    units = "".join(f"  - {{id: u{n}, at: {{lat: {50 + n}, lon: 30}}, label: Post {n}, troops: 5}}\n" for n in range(4))
    (tmp_path / "config.yaml").write_text(f"artboards: [{{id: wide, width: 600}}]\nunits:\n{units}", "utf-8")
    assert 'class="picture"' in build_page(tmp_path, "html")
    monkeypatch.setattr("geomap.players.registry.MOST_PICTURED", 3)
    alone = build_page(tmp_path, "html")
    assert 'class="picture"' not in alone
    assert build_page(tmp_path, "svg", "html") == alone


def build_page(folder: Path, *formats: str) -> str:
    build(folder / "config.yaml", only=formats, force=True)
    return (folder / "output" / "config.html").read_text("utf-8")


def test_a_largest_circle_below_a_count_is_a_problem(tmp_path: Path) -> None:
    text = "legend: {fixed_max: 100}\nunits:\n  - {id: a, at: {lat: 50, lon: 30}, label: A, troops: 14000}\n"
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=r"config\.yaml:1:21: legend\.fixed_max: got 100, expected at least 14,000"):
        build(tmp_path / "config.yaml")


def test_a_folder_in_the_place_of_an_output_leaves_the_others_alone(example: Built, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(example.folder, folder)
    (folder / "output" / "eastern-ukraine-wide.svg").unlink()
    (folder / "output" / "eastern-ukraine-wide.svg").mkdir()
    (folder / "config.yaml").write_text(
        (folder / "config.yaml").read_text("utf-8").replace("Russian forces", "Other forces"), "utf-8"
    )
    before = (folder / "output" / "eastern-ukraine.geojson").read_bytes()
    with pytest.raises(OutputError, match=r"output/eastern-ukraine-wide\.svg: cannot be written: it is a folder"):
        build(folder / "config.yaml", only=["svg", "geojson"])
    assert (folder / "output" / "eastern-ukraine.geojson").read_bytes() == before


def test_a_unit_outside_the_view_is_said_to_be(tmp_path: Path) -> None:
    text = f"{BARE}view: {{bounds: [0, 44, 8, 50]}}\nunits:\n  - {{id: a, at: {{lat: 16, lon: 0}}, label: Gao}}\n"
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    for page in build(tmp_path / "config.yaml", only=["svg"]).pages:
        said = [(entry.unit, entry.reason) for entry in page.dropped if not entry.by_rule]
        assert said == [("a", "outside the map")]


def test_a_map_of_most_of_the_world_is_not_torn(tmp_path: Path) -> None:
    places = {"Gao": (16.3, 0.0), "Seoul": (37.6, 127.0), "Los Angeles": (34.1, -118.2), "Sydney": (-33.9, 151.2)}
    units = "".join(
        f"  - {{id: u{n}, label: {name}, at: {{lat: {lat}, lon: {lon}}}, troops: 900}}\n"
        for n, (name, (lat, lon)) in enumerate(places.items())
    )
    boards = f"{BARE}artboards:\n  - {{id: a, width: 700, scale: 1}}\n"
    (tmp_path / "config.yaml").write_text(f"units:\n{units}{boards}", "utf-8")
    page = build(tmp_path / "config.yaml", only=["png"]).pages[0]
    pixels = np.asarray(Image.open(tmp_path / "output" / "config-a.png").convert("RGB")).astype(int)
    sea = (pixels[..., 2] - pixels[..., 0] > 8).mean()
    assert 0.3 < sea < 0.8, "the oceans are sea, the continents land"
    longest = max(
        np.abs(np.diff(ring[:, 0])).max()
        for group in page.groups
        if group.id == "coast"
        for item in group.items
        for ring in item.rings
        if len(ring) > 1
    )
    assert longest < 120, "no line runs across the page"


@pytest.mark.parametrize(
    ("content", "right"),
    [
        ('{"type": "Polygon", "coordinates": [[[0,44],[4,48],[4,44],[0,48],[0,44]]]}', True),
        ('{"type": "Feature", "properties": [1], "geometry": {"type": "Point", "coordinates": [1, 45]}}', False),
    ],
    ids=["self-crossing", "properties in a list"],
)
def test_odd_layers_are_mended_or_refused(tmp_path: Path, content: str, right: bool) -> None:
    (tmp_path / "zone.geojson").write_text(content, "utf-8")
    (tmp_path / "config.yaml").write_text(
        "view: {bounds: [-1, 43, 6, 50]}\nlayers:\n  - {kind: area, role: control, file: zone.geojson, label: Zone}\n"
        "artboards: [{id: a, width: 400, scale: 1}]\n",
        "utf-8",
    )
    if right:
        assert build(tmp_path / "config.yaml").files
    else:
        with pytest.raises(LayerError, match="properties are not a mapping"):
            build(tmp_path / "config.yaml")


def test_geojson_carries_every_fact(example: Built) -> None:
    data = json.loads((example.output / "eastern-ukraine.geojson").read_text("utf-8"))
    features = {feature["id"]: feature for feature in data["features"]}
    luhansk = features["luhansk"]
    assert luhansk["geometry"]["coordinates"] == [39.30553, 48.56814]
    facts = luhansk["properties"]
    assert (facts["troops"], facts["troops_kind"], facts["basis"]) == (14000, "exact", "illustrative")
    assert (facts["armored_vehicles"], facts["armored_vehicles_kind"]) == (None, "unknown")
    assert (facts["sources"], facts["as_of"], facts["found_by"]) == ("nyt", "2022-01-12", "gazetteer")
    assert features["rostov-on-don"]["properties"]["formations"].split(";")[-1] == "headquarters: Army Corps"
    contact = features["contact"]["properties"]
    assert (contact["role"], contact["approximate"], contact["certainty"]) == ("contact_line", True, "approximate")
    assert features["total"]["properties"]["text"] == "32,000 troops in Eastern Ukraine"
    assert {feature["properties"]["kind"] for feature in data["features"]} == {"unit", "line", "note", "label"}
