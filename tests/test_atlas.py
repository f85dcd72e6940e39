"""An atlas: which pages there are, what is on each, and that it is the same however it is built."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import geopandas
import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.compose import variants as pages_of
from geomap.errors import ConfigError, GeomapError
from geomap.pipeline.atlas import build_atlas
from geomap.pipeline.build import build

CONFIG = """\
title: "Posts in {region}, {date}"
subtitle: "{side}"
as_of: 2021-03-01
sources: {daily: {publisher: The Daily}}
sides: {army: {label: The army, colour: "#885522"}, guard: {label: The guard, colour: "#335577"}}
units:
  - {id: gao, at: {lat: 16.27, lon: -0.04}, label: Gao, troops: 900, side: army, sources: daily}
  - {id: camp, label: Camp, at: {lat: 17, lon: -1}, troops: {min: 100, max: 300}, side: guard}
  - {id: post, label: Post, at: {lat: 18.6, lon: 1}, troops: 200, side: army}
layers:
  - {kind: note, id: total, text: "{sum} troops", sums: [gao, post], at: {lat: 17, lon: 0}}
pages:
  regions: {file: regions.geojson, name: NAME}
  langs: [en, uk]
artboards: [{id: wide, width: 400, scale: 1, bounds: [0, 0, 9, 9]}]
outputs: [svg, csv]
ground: {towns: none, regions: none, rivers: none, water_names: none}
"""
RING = "[[-3,{0}],[3,{0}],[3,{1}],[-3,{1}],[-3,{0}]]"
FEATURE = '{{"type":"Feature","properties":{{"NAME":"{0}"}},"geometry":{{"type":"Polygon","coordinates":[{1}]}}}}'
REGIONS = '{{"type":"FeatureCollection","features":[{}]}}'
SOUTH, NORTH = FEATURE.format("South", RING.format(15, 17.5)), FEATURE.format("North", RING.format(17.5, 19))


def write(folder: Path, config: str = CONFIG, *regions: str) -> Path:
    (folder / "config.yaml").write_text(config, "utf-8")
    (folder / "regions.geojson").write_text(REGIONS.format(",".join(regions or (SOUTH, NORTH))), "utf-8")
    return folder / "config.yaml"


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("atlas")
    made = build_atlas(write(folder))
    assert not made.failed
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the built atlas, which is the working folder."""
    shutil.copytree(built, tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    yield tmp_path / "project"


def test_a_page_for_each_region_in_each_language(built: Path) -> None:
    manifest = json.loads((built / "output" / "manifest.json").read_text("utf-8"))
    assert manifest["pages"] == [
        {"id": f"{region.lower()}-{lang}", "region": region, "lang": lang, "built": True}
        for region in ("South", "North")
        for lang in ("en", "uk")
    ]
    for entry in manifest["outputs"]:
        assert sha256((built / "output" / entry["path"]).read_bytes()).hexdigest() == entry["sha256"]
    assert len(manifest["outputs"]) == 8
    assert "regions.geojson" not in (built / "output" / "manifest.json").read_text("utf-8")


def test_a_page_shows_its_region_and_the_units_in_it_at_one_scale(built: Path) -> None:
    drawn = {}
    for page in ("south-en", "north-en"):
        board = json.loads((built / "output" / page / "manifest.json").read_text("utf-8"))["artboards"]["wide"]
        drawn[page] = {row["unit"]: row for row in board["symbols"] if row["kind"] == "circle"}
        assert not board["dropped"]
    assert set(drawn["south-en"]) == {"gao", "camp"}
    assert set(drawn["north-en"]) == {"post"}
    by_area = [drawn["south-en"]["gao"], drawn["north-en"]["post"]]
    ratio = (by_area[0]["diameter"] / by_area[1]["diameter"]) ** 2
    assert ratio == pytest.approx(900 / 200, rel=1e-3)


def test_what_a_page_is_for_stands_in_its_texts(built: Path) -> None:
    assert "Posts in North, " in (built / "output" / "north-en" / "config-wide.svg").read_text("utf-8")
    assert 'xml:lang="uk"' in (built / "output" / "north-uk" / "config-wide.svg").read_text("utf-8")


def test_by_day_and_side(tmp_path: Path) -> None:
    pages = "pages:\n  dates: [2021-03-01, 2021-04-02]\n  sides: [army, guard]\n"
    text = CONFIG[: CONFIG.index("pages:")].replace("{region}", "Mali") + pages + CONFIG[CONFIG.index("artboards") :]
    made = build_atlas(write(tmp_path, text.replace("bounds: [0, 0, 9, 9]", "")), only=["svg"])
    assert [page.id for page in made.pages] == [
        f"{day}-{side}" for day in ("2021-03-01", "2021-04-02") for side in ("army", "guard")
    ]
    svg = (tmp_path / "output" / "2021-04-02-guard" / "config-wide.svg").read_text("utf-8")
    assert "Posts in Mali, April 2, 2021" in svg
    assert "The guard" in svg
    assert not re.search(r'class="place"[^>]*>Gao<', svg)  # a region is called so, too


@pytest.mark.anew
def test_processes_make_the_same_bytes_and_the_log_is_in_order(project: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["build", "--jobs", "2", "--out", str(tmp_path / "again")])
    assert done.stdout.splitlines() == [
        *(f"{page}: 2 of 2 files built" for page in ("south-en", "south-uk", "north-en", "north-uk")),
        f"4 pages in {tmp_path / 'again'}",
    ]
    assert hashes(tmp_path / "again") == hashes(project / "output")


def test_only_pages_that_change_are_built(project: Path) -> None:
    assert CliRunner().invoke(main, ["build"]).stdout.splitlines()[-1] == "4 pages in output, 4 of them up to date"
    text = CONFIG.replace("label: Post", "label: Outpost")
    Path("config.yaml").write_text(text, "utf-8")
    lines = CliRunner().invoke(main, ["build"]).stdout.splitlines()
    assert lines == [
        "south-en: up to date",
        "south-uk: up to date",
        "north-en: 2 of 2 files built, changed: units",
        "north-uk: 2 of 2 files built, changed: units",
        "4 pages in output, 2 of them up to date",
    ]
    assert CliRunner().invoke(main, ["check"]).exit_code == 0


def test_pages_that_are_no_more_are_removed_and_nothing_else(project: Path) -> None:
    Path("output/mine.txt").write_text("the user's own", "utf-8")
    write(project, CONFIG, SOUTH)
    assert CliRunner().invoke(main, ["build"]).exit_code == 0
    assert {path.name for path in Path("output").iterdir()} == {"south-en", "south-uk", "manifest.json", "mine.txt"}


def test_a_page_that_fails_names_itself_and_stops_no_other(project: Path) -> None:
    text = CONFIG.replace("width: 400", "width: 400, height: 330")
    long_name = FEATURE.format("North " + "of the river " * 20, RING.format(17.5, 19))
    write(project, text, long_name, SOUTH)
    done = CliRunner().invoke(main, ["build", "--jobs", "2"])
    assert done.exit_code == 1
    failed = done.stderr.splitlines()
    assert len(failed) == 1, "what keeps both from being built is told once"
    assert failed[0].startswith("pages north-of-the-river") and "-en, north-of-the-river" in failed[0]
    assert "config.yaml:15:44: artboards[0].height: title, key and notes leave" in failed[0]
    assert done.stdout.splitlines()[-1] == "4 pages in output, 2 failed"
    assert "south-en: 2 of 2 files built, changed: artboard wide" in done.stdout
    pages = json.loads(Path("output/manifest.json").read_text("utf-8"))["pages"]
    assert [page["built"] for page in pages] == [False, False, True, True]


def test_regions_are_of_one_layer_and_of_some_values(tmp_path: Path) -> None:
    path = write(tmp_path, CONFIG.replace("regions.geojson,", "all.gpkg, layer: districts, where: {NAME: [South]},"))
    frame = geopandas.read_file(tmp_path / "regions.geojson")
    frame.iloc[:0].to_file(tmp_path / "all.gpkg", layer="provinces")
    frame.to_file(tmp_path / "all.gpkg", layer="districts")
    assert [page.id for page in build_atlas(path, only=["csv"]).pages] == ["south-en", "south-uk"]


@pytest.mark.parametrize(
    ("change", "regions", "message"),
    [
        (("NAME}", "TITLE}"), (SOUTH,), "pages.regions.name: a region of regions.geojson has no name in TITLE"),
        (("", ""), (SOUTH, SOUTH), "pages: makes the page south-en twice"),
        (("", ""), ('{"type":"Feature","geometry":{"type":"Point","coordinates":[0,1]}}',), "holds no polygon"),
        (("regions.geojson", "region.geojson"), (SOUTH,), 'got "region.geojson", expected a file that exists'),
        (("NAME}", "NAME, where: {NAM: South}}"), (SOUTH,), "pages.regions.where: regions.geojson has no column NAM"),
        (
            ("NAME}", "NAME, layer: one}"),
            (SOUTH,),
            "regions.layer: regions.geojson is GeoJSON, which has no layers",
        ),
        (("langs: [en, uk]", "sides: [arms]"), (SOUTH,), '"arms" is not in `sides`; did you mean army?'),
        (("langs: [en, uk]", "langs: [english]"), (SOUTH,), 'pages.langs[0]: got "english", expected a language'),
    ],
)
def test_what_cannot_be_an_atlas_says_why(
    tmp_path: Path, change: tuple[str, str], regions: tuple[str, ...], message: str
) -> None:
    with pytest.raises(GeomapError) as caught:
        build_atlas(write(tmp_path, CONFIG.replace(*change), *regions))
    assert message in str(caught.value.problems[0])
    assert not (tmp_path / "output").exists()


def test_pages_for_nothing_and_an_atlas_as_one_map_are_refused(tmp_path: Path) -> None:
    text = CONFIG[: CONFIG.index("pages:")] + "pages: {}\n" + CONFIG[CONFIG.index("artboards") :]
    with pytest.raises(ConfigError, match=r"pages need `regions`, `dates`, `langs` or `sides`"):
        build_atlas(write(tmp_path, text))
    with pytest.raises(ConfigError, match=r"this config makes an atlas; build it with geomap\.build, or"):
        build(write(tmp_path))


def test_a_region_across_the_antimeridian_is_seen_whole(tmp_path: Path) -> None:
    west, east = ([[[a, -19], [b, -19], [b, -16], [a, -16], [a, -19]]] for a, b in ((178, 180), (-180, -178)))
    shape = {"type": "MultiPolygon", "coordinates": [west, east]}
    fiji = json.dumps({"type": "Feature", "properties": {"NAME": "Fiji"}, "geometry": shape})
    text = CONFIG.replace("lat: 17, lon: -1", "lat: -17, lon: -179.5").replace("langs: [en, uk]", "langs: [en]")
    made = build_atlas(write(tmp_path, text, fiji), only=["svg"])
    assert not made.failed
    board = json.loads((tmp_path / "output" / "fiji-en" / "manifest.json").read_text("utf-8"))["artboards"]["wide"]
    assert [row["unit"] for row in board["symbols"] if row["kind"] != "key"] == ["camp", "camp"]


def test_flags_that_share_out_work_say_where_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(
        "view: {bounds: [-3, 15, 3, 19]}\nunits:\n  - {id: gao, at: {lat: 16.27, lon: -0.04}, troops: 900}\n"
        "outputs: [csv]\n",
        "utf-8",
    )
    flags = ["--jobs", "2", "--scheduler", "tcp://127.0.0.1:1"]
    done = CliRunner().invoke(main, ["build", str(tmp_path / "config.yaml"), *flags])
    assert done.exit_code == 0
    assert done.stderr.splitlines()[:2] == [
        "warning: --jobs does nothing here: one process draws a single map; the pages of an atlas are shared out",
        "warning: --scheduler does nothing here: a single map is drawn on this computer; the pages of an atlas and the "
        "rows of `aggregate` are sent",
    ]


def test_words_that_only_pages_fill_in_are_warned_of_where_there_are_none(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(
        'title: "Posts in {region}"\ncredit: "{side}, {troops}"\nview: {bounds: [0, 0, 9, 9]}\n', "utf-8"
    )
    said = CliRunner().invoke(main, ["validate", str(tmp_path / "config.yaml")])
    assert [line.partition(".yaml:")[2] for line in said.stderr.splitlines()] == [
        "1:8: warning: title: `{region}` is printed as it stands, since only the pages of an atlas fill it in; "
        "write it out, or add pages",
        "2:9: warning: credit: `{side}` is printed as it stands, since only the pages of an atlas fill it in; "
        "write it out, or add pages",
    ]
    assert not CliRunner().invoke(main, ["validate", str(write(tmp_path))]).stderr


@pytest.mark.parametrize("name", ["manifest.json", "Manifest.JSON", " manifest.json "])
def test_no_page_is_called_as_the_list_of_the_pages(tmp_path: Path, name: str) -> None:
    """Its folder would be in the way of that file, which is written last."""
    config = CONFIG.replace("  langs: [en, uk]\n", "")
    write(tmp_path, config, FEATURE.format(name, RING.format(15, 17.5)), NORTH)
    with pytest.raises(ConfigError, match=r"makes the page manifest\.json, as the list of the pages is called"):
        build_atlas(tmp_path / "config.yaml")
    assert not (tmp_path / "output").exists()


def test_no_two_pages_differ_in_letter_case_alone(tmp_path: Path) -> None:
    """Some file systems have one folder for both."""
    write(tmp_path, CONFIG, SOUTH, FEATURE.format("SOUTH", RING.format(17.5, 19)))
    with pytest.raises(ConfigError, match="makes the page south-en twice"):
        build_atlas(tmp_path / "config.yaml")


def test_an_atlas_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few lists of some hundred words make a hundred thousand maps."""
    monkeypatch.setattr(pages_of, "MOST_PAGES", 3)
    write(tmp_path)
    with pytest.raises(ConfigError, match="makes 4 pages, expected at most 3; make several atlases"):
        build_atlas(tmp_path / "config.yaml")
