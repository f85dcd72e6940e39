"""The benchmarks' arithmetic and scripts. Nothing here looks at how long anything takes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from benchmarks import again, atlas, cold, headline, many, pages, prepare, projects, reports, rows, timing
from geomap.config import read_config
from geomap.ground.reader import read_basemap

FAKE = {
    "ours": [timing.Run(1.0, 2.0, 100.0), timing.Run(3.0, 3.0, 110.0), timing.Run(1.0, 9.0, 120.0)],
    "theirs": [timing.Run(2.0, 2.0, 200.0), timing.Run(3.0, 2.0, 100.0), timing.Run(4.0, 3.0, 200.0)],
}


def cells(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]


def test_medians_are_of_each_quantity_alone() -> None:
    head, rule, *rows = cells(timing.medians_table(FAKE))
    assert head == ["median of 3 runs", "CPU, s", "wall, s", "peak, MiB"]
    assert set(rule) == {"---"}
    assert rows == [["ours", "1.00", "3.00", "110"], ["theirs", "3.00", "2.00", "200"]]


def test_ratios_are_taken_turn_by_turn() -> None:
    """The median of the ratios, not the ratio of the medians, which would be 0.33 for the CPU."""
    _, _, *rows = cells(timing.ratios_table(FAKE))
    assert rows == [
        ["theirs", "CPU", "**0.50**", "0.50 1.00 0.25"],
        ["theirs", "wall", "**1.50**", "1.00 1.50 3.00"],
        ["theirs", "peak", "**0.60**", "0.50 1.10 0.60"],
    ]


def test_a_turn_that_lacks_a_run_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        timing.ratios(FAKE["ours"], FAKE["theirs"][:2], "cpu")


def test_contestants_run_in_turn_and_the_warm_up_does_not_count(tmp_path: Path) -> None:
    log = tmp_path / "log"
    note = "import sys; open(sys.argv[1], 'a').write(sys.argv[2])"
    entries = [timing.Contestant(name, "", (sys.executable, "-c", note, str(log), name)) for name in "AB"]
    results = timing.in_turn(entries, 2, tmp_path)
    assert log.read_text("utf-8") == "ABABAB"
    assert {name: len(found) for name, found in results.items()} == {"A": 2, "B": 2}
    assert all(taken.cpu > 0 and taken.wall > 0 and taken.peak > 1 for found in results.values() for taken in found)


def test_a_contestant_that_fails_stops_the_run_and_shows_why() -> None:
    with pytest.raises(SystemExit, match="no luck"):
        timing.measure([sys.executable, "-c", "raise ValueError('no luck')"], {})


def test_a_contestant_whose_library_is_missing_stays_away(tmp_path: Path) -> None:
    absent = timing.Contestant("absent", "", ("false",), needs="no-such-library")
    there = timing.Contestant("there", "", (sys.executable, "-c", "pass"), needs="numpy")
    assert set(timing.in_turn([absent, there], 1, tmp_path, warm_up=False)) == {"there"}


def test_the_project_is_the_example_with_one_artboard(tmp_path: Path) -> None:
    made, example = read_config(projects.write_example(tmp_path)), read_config(timing.ROOT / "config.yaml")
    (artboard,) = made.artboards
    assert artboard.height
    assert (artboard.id, artboard.width.px, artboard.height.px, artboard.scale) == ("wide", 1050, 840, 2)
    assert made.units == example.units
    assert made.layers == example.layers
    assert (tmp_path / "places.lock.yaml").is_file()


@pytest.fixture(scope="module")
def shapefiles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The themes around the view only: the benchmark itself has the whole world."""
    folder = tmp_path_factory.mktemp("benchmark-data")
    prepare.write_shapefiles(read_basemap((33, 45, 45, 51), "un", margin=0), folder)
    script(folder, "floor_arrays.py")
    return folder


def script(folder: Path, name: str, *arguments: str) -> None:
    subprocess.run([sys.executable, prepare.PEERS / name, "--data", folder, *arguments], check=True)


@pytest.mark.long
@pytest.mark.parametrize("name", ["geopandas_matplotlib.py", "matplotlib_floor.py", "many_geopandas.py"])
def test_a_peer_draws_a_map_of_the_same_size(shapefiles: Path, tmp_path: Path, name: str) -> None:
    picture = tmp_path / "map.png"
    projects.write_many(tmp_path, 9)
    units = ("--units", str(tmp_path / "units.parquet")) if name.startswith("many") else ()
    script(shapefiles, name, *units, "--out", str(picture))
    with Image.open(picture) as image:
        assert image.size == (2100, 1680)
        colours = {colour for count, colour in image.convert("RGB").getcolors(2**24) if count > 2000}
    assert {(0xDB, 0xE7, 0xEE), (0xF5, 0xF3, 0xED)} <= colours, "sea and land"
    assert any(red > blue + 60 for red, _, blue in colours), "circles"


def test_the_realistic_table_is_the_same_from_either_file(tmp_path: Path) -> None:
    configs = []
    for file in ("units.csv", "units.parquet"):
        (tmp_path / file).mkdir()
        configs.append(read_config(projects.write_realistic(tmp_path / file, 200, file=file)))
    assert list(configs[0].units) == list(configs[1].units)
    assert len({row.side for row in configs[0].units}) == 4
    assert {type(row.troops).__name__ for row in configs[0].units} == {"Estimate", "NoneType"}


@pytest.mark.long
def test_every_part_is_measured_and_told(tmp_path: Path) -> None:
    """Small, so that it says whether all run and not how fast; README's sentence is made of what they print."""
    ours, theirs = FAKE["ours"], FAKE["theirs"]
    drawn = {"geomap": ours, many.RIVAL: theirs, "geomap, twice": ours, f"{many.RIVAL}, twice": theirs}
    text = "\n".join(
        (
            cold.section([], {"geomap": ours, cold.RIVAL: theirs}),
            many.section({4: drawn, 1_000: drawn, 100_000: drawn}),
            reports.section({"Parquet, 1050 px": ours, f"Parquet, 1050 px: {reports.RIVAL}": theirs}, 100_000),
            again.section(
                {again.FULL: theirs, again.IDLE: ours, again.LATER: ours, again.VALIDATE: ours, again.BARE: ours}
            ),
            rows.section(rows.run(500, 1, tmp_path)),
            atlas.section(atlas.run(2, 1, tmp_path), 2),
        )
    )
    assert all(f"| {name} |" in text for name in ("5", "500", atlas.ONE, atlas.TWO, atlas.DASK))
    said = " ".join(headline.sentence(text).split())
    assert "takes 0.50 of the CPU time of a script" in said
    assert "one of 100,000 bare positions and counts 0.50; one with nothing to do takes 0.50 of a whole one" in said


def test_readmes_figures_are_written_between_their_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(
        "before\n<!-- figures of benchmarks/RESULTS.md -->\nold\n<!-- end of the figures -->\nafter\n", "utf-8"
    )
    monkeypatch.setattr(headline, "sentence", lambda results: f"new {results}")
    headline.update(readme, "figures")
    assert headline.told(readme.read_text("utf-8")) == "new figures"
    assert readme.read_text("utf-8").startswith("before\n<!--")
    assert readme.read_text("utf-8").endswith("-->\nafter\n")


def test_the_growth_of_the_page_is_that_of_further_units_to_those_before() -> None:
    turn = [pages.Taken(9.0, cpu, ready, 17, 1) for cpu, ready in ((0.5, 1.0), (0.7, 1.5), (1.0, 1.75))]
    said = pages.growth([turn, turn])
    assert said.startswith("From 55,000 to 100,000 units geomap's page took 1.5 times as much more CPU time to make ")
    assert "and 0.5 times as much more time to be ready" in said
    assert said.endswith("(Medians of 2 turns, s: made 0.50, 0.70, 1.00; ready 1.00, 1.50, 1.75.)")


def test_pages_are_compared_turn_by_turn() -> None:
    ours = [pages.Taken(1.0, 0.9, 0.2, 17, 1_000_000), pages.Taken(3.0, 2.9, 0.4, 17, 1_000_000)]
    theirs = [pages.Taken(2.0, 1.9, 0.1, 16, 500_000), pages.Taken(2.0, 1.9, 0.4, 20, 500_000)]
    _, _, first, second = cells(pages.table({1000: {"geomap": ours, "other": theirs}}))
    assert first == ["1,000", "geomap", "2.00", "0.30", "17", "1.00", "", "", ""]
    assert second == ["1,000", "other", "2.00", "0.25", "18", "0.50", "1.00", "1.50", "2.00"]


@pytest.mark.parametrize("name", ["Leaflet by hand", "folium GeoJson on canvas", "folium CircleMarkers"])
def test_a_page_to_compare_with_loads_nothing_and_holds_its_points(name: str) -> None:
    html = pages.PEERS[name](pages.points(3))
    assert all(f"Place {number}" in html for number in range(3))
    assert "L.map" in html
    assert not re.findall(r"<(?:script|link|img)[^>]*(?:src|href)=", html)
