"""Relief: light and shade of a GeoTIFF on the land, in every format that draws a page."""

from __future__ import annotations

import base64
import re
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pyproj
import pytest
from PIL import Image

import geomap
from geomap.errors import GeomapError
from geomap.layout.relief import relief_image
from geomap.page import Image as Shade
from geomap.page import Page
from geomap.pipeline.build import build
from geomap.scene.styles import READABLE, STYLES, contrast, mixed
from tests.ground.conftest import Project
from tests.ground.heights import write_heights

HILL = (36.28, 50.0)
SAID = "{relief: dem.tif, attribution: A Survey}"


def _hill(x, y):
    return 100 + 700 * np.exp(-(((x - HILL[0]) / 0.05) ** 2 + ((y - HILL[1]) / 0.032) ** 2))


def _hill_in_metres(x, y):
    return _hill(*pyproj.Transformer.from_crs(32636, 4326, always_xy=True).transform(x, y))


@pytest.fixture(scope="module")
def dem(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("dem") / "dem.tif"
    return write_heights(path, (35.7, 49.6, 36.9, 50.4), 1 / 600, _hill).read_bytes()


def _shade(page: Page) -> Shade:
    (found,) = [item for group in page.groups for item in group.items if isinstance(item, Shade)]
    return found


def _read(project: Project, dem: bytes, ground: str = SAID, **changes: str) -> geomap.Map:
    path = project(ground, **changes)
    (path.parent / "dem.tif").write_bytes(dem)
    return geomap.read(path)


def test_light_comes_from_the_north_west(project: Project, dem: bytes) -> None:
    drawn = _read(project, dem)
    image, (view_x, view_y) = _shade(drawn.page("wide")), _place(drawn)
    row, column = round(view_y - image.y), round(view_x - image.x)
    lit, shaded = image.pixels[row - 40, column - 40], image.pixels[row + 40, column + 40]
    assert lit[0] == 255 and lit[1] > 40
    assert shaded[0] == 0 and shaded[1] > 8
    assert image.pixels[5, 5, 1] < 4, "level ground is left as it is"


def _place(drawn: geomap.Map) -> tuple[float, float]:
    """Px of the hill: where the map of a unit there has its circle."""
    page = drawn.page("wide")
    north = next(symbol for symbol in page.symbols if symbol.unit == "north")
    scale = page.frame.height / 111.2 / 0.36
    return north.x + (HILL[0] - 36.42) * 71.5 * scale, north.y - (HILL[1] - 50.14) * 111.2 * scale


@pytest.mark.parametrize(
    ("kind", "compression"),
    [
        ("float32", "raw"),
        *(pytest.param("int16", name, marks=pytest.mark.long) for name in ("tiff_lzw", "tiff_adobe_deflate")),
    ],
)
def test_heights_of_any_packing_give_nearly_the_same(
    project: Project, dem: bytes, tmp_path: Path, kind: str, compression: str
) -> None:
    first = _shade(_read(project, dem).page("wide")).pixels.astype(int)
    path = write_heights(
        tmp_path / "other.tif", (35.7, 49.6, 36.9, 50.4), 1 / 600, _hill, kind=kind, compression=compression
    )
    again = _shade(_read(project, path.read_bytes()).page("wide")).pixels.astype(int)
    assert np.abs(first[..., 1] - again[..., 1]).mean() < 3


def test_heights_in_metres_lie_where_those_in_degrees_do(project: Project, dem: bytes, tmp_path: Path) -> None:
    box = (690_000.0, 5_500_000.0, 780_000.0, 5_590_000.0)
    path = write_heights(tmp_path / "utm.tif", box, 100.0, _hill_in_metres, epsg=32636)
    image = _shade(_read(project, path.read_bytes()).page("wide"))
    lit = np.argwhere((image.pixels[..., 0] == 255) & (image.pixels[..., 1] > 40)).mean(axis=0)
    same = _shade(_read(project, dem).page("wide"))
    there = np.argwhere((same.pixels[..., 0] == 255) & (same.pixels[..., 1] > 40)).mean(axis=0)
    assert np.abs(lit - there).max() < 12


@pytest.mark.parametrize("name", STYLES)
def test_small_text_keeps_its_contrast_in_the_deepest_shade_and_the_brightest_light(
    project: Project, dem: bytes, name: str
) -> None:
    drawn = _read(project, dem, more=f"style: {name}\nartboards: [{{id: wide, width: 400}}]")
    look, image = STYLES[name], _shade(drawn.page("wide"))
    for grey, opacity in ((0, "#000000"), (255, "#ffffff")):
        most = int(image.pixels[..., 1][image.pixels[..., 0] == grey].max()) / 255
        for text in ("text", "muted", "detail_text"):
            assert contrast(look.colour(text), mixed(opacity, look.land, most)) >= READABLE - 0.01


def test_every_format_of_a_page_draws_it(project: Project, dem: bytes) -> None:
    path = project(SAID)
    path.write_text(path.read_text("utf-8").replace("[svg]", "[svg, png, pdf]"), "utf-8")
    (path.parent / "dem.tif").write_bytes(dem)
    made = build(path)
    image = _shade(made.pages[0])
    svg = (made.folder / "map-wide.svg").read_text("utf-8")
    found = re.search(r'<image id="relief-shade" [^>]*href="data:image/png;base64,([^"]+)"', svg)
    assert found
    assert np.array_equal(np.asarray(Image.open(BytesIO(base64.b64decode(found[1])))), image.pixels)
    pdf = (made.folder / "map-wide.pdf").read_bytes()
    assert b"/Subtype /Image" in pdf and b"/SMask" in pdf
    picture = np.asarray(Image.open(made.folder / "map-wide.png").convert("RGB")).astype(int)
    x, y = _place(made.map)
    land = tuple(int(STYLES["light"].land[at : at + 2], 16) for at in (1, 3, 5))
    lit, shaded = (picture[round(2 * (y + off)), round(2 * (x + off))] for off in (-40, 40))
    assert (lit >= land).all() and lit.sum() > sum(land)
    assert shaded.sum() < sum(land) - 10
    assert "A Survey" in svg
    first = {file.name: file.read_bytes() for file in sorted(made.folder.iterdir())}
    again = build(path, out=path.parent / "again").folder
    assert {file.name: file.read_bytes() for file in sorted(again.iterdir())} == first


def test_the_sea_has_no_relief(project: Project, tmp_path: Path) -> None:
    def bottom(x, y):
        return -500 + 400 * np.sin(60 * x) * np.sin(60 * y)

    path = write_heights(tmp_path / "sea.tif", (30.0, 42.5, 33.0, 44.5), 1 / 200, bottom)
    drawn = _read(project, path.read_bytes(), view="[30.5, 43, 32.5, 44]")
    image = _shade(drawn.page("wide"))
    assert not image.pixels[..., 1].any()


def test_it_lies_below_lines_and_texts_and_above_the_land(project: Project, dem: bytes) -> None:
    order = [group.id for group in _read(project, dem).page("wide").groups]
    assert order.index("land") < order.index("relief") < order.index("circles") < order.index("labels")


def _refused(config: Path) -> str:
    with pytest.raises(GeomapError) as raised:
        build(config)
    (problem,) = raised.value.problems
    assert "\n" not in str(problem)
    return str(problem)


def test_what_is_no_relief_is_said_in_a_line(project: Project, dem: bytes, tmp_path: Path) -> None:
    target = tmp_path / "dem.tif"
    said = {
        b"no heights": "cannot be read as a GeoTIFF",
        dem[: len(dem) // 3]: "dem.tif",
        write_heights(
            tmp_path / "a.tif", (36, 49, 37, 51), 0.01, _hill, place=False
        ).read_bytes(): "does not say where",
        write_heights(
            tmp_path / "b.tif", (6, 49, 7, 51), 0.01, _hill
        ).read_bytes(): "has no heights of what is on the map",
    }
    for data, text in said.items():
        target.write_bytes(data)
        assert text in _refused(project(SAID))
    Image.new("RGB", (20, 20)).save(target)
    assert "is a picture (RGB), where heights are needed" in _refused(project(SAID))


def test_whose_the_heights_are_must_be_said(project: Project, dem: bytes, tmp_path: Path) -> None:
    (tmp_path / "dem.tif").write_bytes(dem)
    assert "ground.relief: dem.tif does not say whom its data are from" in _refused(project("{relief: dem.tif}"))
    write_heights(tmp_path / "dem.tif", (35.7, 49.6, 36.9, 50.4), 1 / 100, _hill, said="DLR 2014")
    assert "DLR 2014" in (build(project("{relief: dem.tif}")).folder / "map-wide.svg").read_text("utf-8")


def test_a_picture_is_packed_the_same_each_time(project: Project, dem: bytes) -> None:
    image = _shade(_read(project, dem).page("wide"))
    assert zlib.crc32(image.pixels.tobytes()) == zlib.crc32(_shade(_read(project, dem).page("wide")).pixels.tobytes())
    assert relief_image.__doc__
