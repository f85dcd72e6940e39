"""What a map shows of the user's own tiles: the same of each schema and each format, joined, by scale, told of."""

from __future__ import annotations

import gzip
import json
import re
import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import geopandas
import pyogrio
import pytest
import shapely

import geomap
from geomap.errors import GeomapError
from geomap.files import pmtiles
from geomap.ground import scales
from geomap.ground.heads import ground_files
from geomap.ground.schemas import SCHEMAS, schema_of
from geomap.page import Page
from geomap.page import Path as Drawn
from geomap.pipeline.build import build
from geomap.pipeline.check import freshness
from geomap.pipeline.validate import validate
from geomap.scene.styles import READABLE, STYLES, contrast
from tests.ground.conftest import BOARDS, Project, config
from tests.ground.places import Thing
from tests.ground.tiles import write_tiles

OSM = "© OpenStreetMap contributors"


def _svg(path: Path) -> str:
    return (build(path).folder / "map-wide.svg").read_text("utf-8")


def _page(path: Path, board: str = "wide") -> Page:
    return geomap.read(path).page(board)


def _lines(page: Page, role: str) -> list[Drawn]:
    found = [item for group in page.groups if group.id == role for item in group.items]
    return [item for item in found if isinstance(item, Drawn)]


def _texts(page: Page, *roles: str) -> set[str]:
    return {text.text for text in page.texts if text.role in roles}


@pytest.fixture(scope="module")
def drawn(tiles: Path, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """The map upon tiles of Protomaps."""
    folder = tmp_path_factory.mktemp("drawn")
    (folder / "map.yaml").write_text(config(f"{{files: {tiles / 'protomaps.pmtiles'}}}"), "utf-8")
    return geomap.read(folder / "map.yaml", allow_outside=True).page("wide")


def test_three_schemas_and_two_formats_make_one_map(project: Project) -> None:
    files = ("protomaps.pmtiles", "shortbread.pmtiles", "openmaptiles.pmtiles", "database.mbtiles")
    first, second, third, fourth = (_svg(project(f"{{files: {name}}}", name)) for name in files)
    assert first == second
    assert third == fourth
    # OpenMapTiles does not say how many live in a place, so that its towns come in another order
    assert sorted(first.splitlines()) == sorted(third.splitlines())


def test_a_geopackage_shows_the_same_places_and_roads(project: Project, drawn: Page) -> None:
    page = _page(project("{files: package.gpkg}", "package.gpkg"))
    assert _texts(page, "town", "city") == _texts(drawn, "town", "city")
    assert {group.id for group in page.groups} == {group.id for group in drawn.groups}


def test_places_of_the_file_stand_in_place_of_embedded_towns(drawn: Page) -> None:
    assert _texts(drawn, "city") == {"Kharkiv"}
    assert {"Pisochyn", "Merefa"} <= _texts(drawn, "town")
    assert {"Lopan", "Udy"} <= _texts(drawn, "river")
    assert not _texts(drawn, "country"), "no name of a country across a city that it has all of"


def test_names_are_in_the_language_of_the_map_or_not_there(project: Project) -> None:
    own = _texts(_page(project("{files: protomaps.pmtiles}", "protomaps.pmtiles", more=f"lang: uk\n{BOARDS}")), "town")
    assert {"Пісочин", "Мерефа"} <= own
    assert all(re.search("[а-яіїє]", name) for name in own)


def test_roads_are_drawn_by_class_the_greatest_on_top_and_widest(drawn: Page) -> None:
    order = [group.id for group in drawn.groups]
    roles = ["railway", "minor", "tertiary", "secondary", "primary", "trunk", "motorway"]
    shown = [role for role in roles if role in order]
    assert [role for role in order if role in roles] == shown
    widths = [_lines(drawn, role)[0].stroke_width for role in shown if role != "railway"]
    assert widths == sorted(widths) and len(widths) > 4
    assert order.index("waters") < order.index("motorway") < order.index("circles")


def test_lines_are_one_across_tiles(drawn: Page) -> None:
    (ring,) = _lines(drawn, "trunk")
    closed = [line for line in ring.rings if abs(line[0] - line[-1]).max() < 0.01]
    assert any(shapely.Polygon(line).area > 50_000 for line in closed), "the ring road, in four tiles, is one line"


def test_areas_are_one_across_tiles(drawn: Page) -> None:
    (city,) = [item for group in drawn.groups if group.id == "built-up" for item in group.items]
    assert isinstance(city, Drawn)
    sizes = sorted(shapely.Polygon(ring).area for ring in city.rings)
    assert sizes[-1] > 10 * sizes[-2], "the city is no patchwork"


def test_a_smaller_scale_shows_less(project: Project) -> None:
    wide = _page(project("{files: protomaps.pmtiles}", "protomaps.pmtiles", view="[34.5, 48.9, 38, 51]"))
    shown = {group.id for group in wide.groups}
    assert "motorway" in shown
    assert not {"minor", "tertiary", "secondary"} & shown


def test_each_role_of_a_schema_has_a_scale() -> None:
    roles = {
        role
        for schema in SCHEMAS
        for layers in schema.layers.values()
        for layer in layers
        for role, _ in layer.rules
        if role
    }
    assert roles == set(scales.UNTIL)
    assert all(schema_of([*schema.layers]) is schema for schema in SCHEMAS)


def test_whose_the_data_are_is_printed_and_in_the_manifest(project: Project) -> None:
    path = project("{files: protomaps.pmtiles}", "protomaps.pmtiles")
    made = build(path)
    assert OSM in " ".join(text.text for text in made.pages[0].texts if text.role == "source")
    manifest = json.loads((made.folder / "manifest.json").read_text("utf-8"))
    (row,) = manifest["ground"]
    assert (row["path"], row["schema"], row["attribution"]) == ("protomaps.pmtiles", "Protomaps v4", OSM)
    assert len(row["sha256"]) == 64


def test_the_day_of_the_data_is_in_the_manifest(project: Project, tmp_path: Path) -> None:
    things = [Thing("trunk", shapely.LineString([(36.1, 49.9), (36.4, 50.1)]))]
    key = "planetiler:osm:osmosisreplicationtime"
    write_tiles(tmp_path / "dated.pmtiles", things, "protomaps", (11, 11), **{key: "2026-03-01T00:00:00Z"})
    made = build(project("{files: dated.pmtiles}"))
    assert json.loads((made.folder / "manifest.json").read_text("utf-8"))["ground"][0]["dated"] == "2026-03-01"


@pytest.mark.anew
def test_the_same_files_give_the_same_bytes(project: Project) -> None:
    path = project("{files: [protomaps.pmtiles]}", "protomaps.pmtiles")
    first = {path.name: path.read_bytes() for path in sorted(build(path).folder.iterdir())}
    again = build(path, out=path.parent / "again").folder
    assert {path.name: path.read_bytes() for path in sorted(again.iterdir())} == first


def test_check_notices_another_file(project: Project, tmp_path: Path, tiles: Path) -> None:
    path = project("{files: protomaps.pmtiles}", "protomaps.pmtiles")
    assert build(path).why
    assert not freshness(path).problems
    assert not build(path).why
    (tmp_path / "protomaps.pmtiles").write_bytes((tiles / "coarse.pmtiles").read_bytes())
    assert "changed since the build: protomaps.pmtiles" in str(freshness(path).problems[0])
    assert "changed: protomaps.pmtiles" in build(path).why["map-wide.svg"]


def _refused(path: Path) -> str:
    with pytest.raises(GeomapError) as raised:
        build(path)
    (problem,) = raised.value.problems
    with pytest.raises(GeomapError):
        validate(path)
    assert "\n" not in str(problem)
    return str(problem)


def test_a_file_that_does_not_say_whose_its_data_are(project: Project) -> None:
    said = _refused(project("{files: bare.pmtiles}", "bare.pmtiles"))
    assert "map.yaml:4:17: ground.files[0]: bare.pmtiles does not say whom its data are from" in said
    assert "attribution:" in said
    stated = project('{files: bare.pmtiles, attribution: "© A Mapper"}', "bare.pmtiles")
    assert "© A Mapper" in _svg(stated)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("cut.pmtiles", b"PMTiles\x03" + bytes(20), "cannot be read as tiles: it has no header"),
        ("text.pmtiles", b"no tiles at all", "cannot be read as tiles: it has no header"),
        ("text.mbtiles", b"no tiles at all", "is in no format that geomap reads"),
        ("text.gpkg", b"no tiles at all", "is in no format that geomap reads"),
        ("page.pmtiles", b"<!doctype html><title>Not found</title>", "is a web page"),
        ("lfs.pmtiles", b"version https://git-lfs.github.com/spec/v1\n", "is a pointer of Git LFS"),
    ],
)
def test_a_file_that_is_none(project: Project, tmp_path: Path, name: str, data: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert f"{name} {says}" in _refused(project(f"{{files: {name}}}"))


@pytest.mark.parametrize(
    ("layer", "column", "says"),
    [
        ("ways", "kind", "ways, which are of no schema that geomap knows; call layers and columns as Shortbread does: "
         "streets (kind), "),
        ("streets", "fclass", "streets, but of streets nothing is drawn, as columns of Shortbread are not there; "
         "these are streets (kind); call them so, or leave the layers out"),
    ],
)  # fmt: skip
def test_a_geopackage_of_which_nothing_would_be_drawn_is_told(
    project: Project, tmp_path: Path, layer: str, column: str, says: str
) -> None:
    line = shapely.LineString([(36.2, 49.9), (36.4, 50.1)])
    table = geopandas.GeoDataFrame({column: ["primary"]}, geometry=[line], crs=4326)
    pyogrio.write_dataframe(table, tmp_path / "own.gpkg", layer=layer, driver="GPKG")
    assert f"own.gpkg has the layers {says}" in _refused(project("{files: own.gpkg, attribution: Ours}"))


@pytest.mark.parametrize("name", ["protomaps.pmtiles", "database.mbtiles"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_a_file_that_is_cut_off_gets_one_line_or_a_map(
    project: Project, tmp_path: Path, name: str, share: float
) -> None:
    path = project(f"{{files: {name}}}", name)
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[: int(share * len(data))])
    try:
        build(path)
    except GeomapError as error:
        assert [str(problem).count("\n") for problem in error.problems] == [0]
        assert name in str(error.problems[0])


@pytest.mark.parametrize(
    ("root", "says"),
    [
        (bytes([1, 0, 0, 25, 1]), "its directories lead to themselves"),  # one entry, a leaf, which is the root
        (bytes([128, 128, 128, 128, 128, 64]), "cannot be read as tiles"),  # 2^41 entries, of which none follows
    ],
)
def test_a_directory_that_leads_nowhere_is_no_hole(project: Project, tmp_path: Path, root: bytes, says: str) -> None:
    """GDAL reads no tile then and says nothing: the map would be bare."""
    path = project("{files: protomaps.pmtiles}", "protomaps.pmtiles")
    data = (tmp_path / "protomaps.pmtiles").read_bytes()
    _, _, about, long, *_, tiles, many = struct.unpack("<8Q", data[8:72])
    packed = gzip.compress(root)
    after = 127 + len(packed)
    header = struct.pack("<8Q", 127, len(packed), after, long, 127, len(packed), after + long, many)
    rest = data[about : about + long] + data[tiles : tiles + many]
    (tmp_path / "protomaps.pmtiles").write_bytes(data[:8] + header + data[72:127] + packed + rest)
    assert says in _refused(path)


@pytest.mark.parametrize("seed", range(6))
def test_a_file_that_was_tampered_with_gets_one_line_or_a_map(project: Project, tmp_path: Path, seed: int) -> None:
    path = project("{files: protomaps.pmtiles}", "protomaps.pmtiles")
    data = bytearray((tmp_path / "protomaps.pmtiles").read_bytes())
    for number in range(20):
        data[(seed * 7919 + number * 104_729) % len(data)] ^= 1 << (number % 8)
    (tmp_path / "protomaps.pmtiles").write_bytes(data)
    try:
        build(path)
    except GeomapError as error:
        assert [str(problem).count("\n") for problem in error.problems] == [0]


def test_tiles_are_no_layer(project: Project) -> None:
    layer = "layers: [{kind: line, id: front, role: contact_line, file: protomaps.pmtiles}]"
    path = project("{}", "protomaps.pmtiles", more=f"{BOARDS}\n{layer}")
    with pytest.raises(GeomapError, match=r"holds tiles, which are ground and no layer"):
        build(path)


def test_tiles_of_an_unknown_schema(project: Project, tmp_path: Path) -> None:
    said = {"attribution": "A", "vector_layers": [{"id": "lots"}, {"id": "parcels"}]}
    (tmp_path / "own.pmtiles").write_bytes(pmtiles.written({5: b"\x1f\x8b"}, said, (36.0, 49.0, 37.0, 51.0)))
    assert "has the layers lots, parcels, which are of no schema" in _refused(project("{files: own.pmtiles}"))


def test_tiles_of_other_zooms_than_fit_are_told_of(project: Project) -> None:
    warned = [str(said) for said in build(project("{files: coarse.pmtiles}", "coarse.pmtiles")).warnings]
    assert any("coarse.pmtiles has tiles up to zoom 7, where a map of this scale wants 10" in said for said in warned)


def test_a_file_of_elsewhere_is_told_of(project: Project) -> None:
    path = project("{files: protomaps.pmtiles}", "protomaps.pmtiles", view="[10, 40, 12, 42]", more=f"{BOARDS}")
    warned = [str(said) for said in build(path).warnings]
    assert any("shows nothing of what is on the map" in said for said in warned)


@pytest.mark.parametrize("name", STYLES)
def test_texts_are_read_on_woods_and_built_up_areas(name: str) -> None:
    look = STYLES[name]
    for ground in (look.wood, look.built_up):
        for text in ("text", "muted", "detail_text"):
            assert contrast(look.colour(text), ground) >= READABLE
        assert contrast(look.colour("name_text"), ground) >= READABLE - 0.6, "its halo is of the ground's colour"


@pytest.mark.parametrize("name", STYLES)
def test_roads_are_quieter_than_what_is_claimed(name: str) -> None:
    look = STYLES[name]
    claimed = min(contrast(look.colour(token), look.land) for token in ("contact_line", "movement"))
    assert contrast(look.road, look.land) < contrast(look.border, look.land) < claimed


def test_a_database_that_states_no_bounds_covers_its_tiles(project: Project, tmp_path: Path, drawn: Page) -> None:
    path = project("{files: database.mbtiles}", "database.mbtiles")
    with closing(sqlite3.connect(tmp_path / "database.mbtiles")) as database:
        database.execute("DELETE FROM metadata WHERE name = 'bounds'")
        database.commit()
    assert _texts(_page(path), "city") == _texts(drawn, "city")
    (file,) = ground_files(geomap.read(path)._config)
    west, south, east, north = file.bounds
    assert 35 < west < 36 and 49 < south < 49.9 and 36.6 < east < 37.5 and 50.1 < north < 51
