"""SVG as other programs than browsers read it: all is drawn there, alike, and nothing is written twice."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import resvg_py
from lxml import etree
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser

import geomap
from geomap.page import Page, Stamp, Text
from geomap.players.png import render_image
from geomap.players.svg import render_svg
from tests.conftest import ROOT, SVG, XLINK

SCENES = {"example": ROOT / "config.yaml", "korea": ROOT / "tests/scenes/korea/config.yaml"}
HREF = f"{XLINK}href"
FONTS = str(ROOT / "geomap" / "fonts")
CELL = 6  # px across of what is compared: letters are set a hair apart by each program

Grey = NDArray[np.float64]


@pytest.fixture(scope="module", params=SCENES)
def page(request: pytest.FixtureRequest) -> Page:
    return geomap.read(SCENES[request.param]).pages[-1]


@pytest.fixture(scope="module")
def svg(page: Page) -> str:
    return render_svg(page)


@pytest.fixture(scope="module")
def drawn(page: Page) -> Grey:
    return grey(render_image(page).resize((round(page.width), round(page.height)), Image.Resampling.BOX))


def grey(picture: Image.Image) -> Grey:
    return np.asarray(picture.convert("L"), dtype=float)


def cells(picture: Grey) -> Grey:
    """The mean of each cell."""
    height, width = (size // CELL * CELL for size in picture.shape)
    found: Grey = picture[:height, :width].reshape(height // CELL, CELL, width // CELL, CELL).mean(axis=(1, 3))
    return found


def by_resvg(svg: str) -> Grey:
    data = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_dirs=[FONTS])
    return grey(Image.open(BytesIO(bytes(data))))


def by_chromium(svg: str, page: Page, chromium: Browser) -> Grey:
    tab = chromium.new_page(viewport={"width": round(page.width), "height": round(page.height)})
    tab.set_content(f"<style>body {{margin: 0}} svg {{display: block}}</style>{svg.partition('?>')[2]}")
    tab.evaluate("document.fonts.ready")
    data = tab.screenshot()
    tab.close()
    return grey(Image.open(BytesIO(data)))


def stamps(page: Page) -> list[Stamp]:
    return [item for group in page.groups for item in group.items if isinstance(item, Stamp)]


def assert_alike(found: Grey, drawn: Grey, page: Page) -> None:
    assert found.shape == drawn.shape
    off = np.abs(cells(found) - cells(drawn))
    assert off.mean() < 1.5 and off.max() < 90
    for stamp in stamps(page):
        half = stamp.size / 2
        rows, columns = (slice(round(at - half), round(at + half)) for at in (stamp.y, stamp.x))
        assert found[rows, columns].mean() == pytest.approx(drawn[rows, columns].mean(), abs=14), stamp.outline


def test_resvg_draws_it_as_the_picture_is(svg: str, drawn: Grey, page: Page) -> None:
    assert stamps(page)
    assert_alike(by_resvg(svg), drawn, page)


def test_chromium_draws_it_as_the_picture_is(svg: str, drawn: Grey, page: Page, chromium: Browser) -> None:
    assert_alike(by_chromium(svg, page, chromium), drawn, page)


def test_a_picture_without_its_pictograms_is_told_from_one_with_them(svg: str, drawn: Grey, page: Page) -> None:
    """As Inkscape 1.2 shows one whose references are `href` alone."""
    with pytest.raises(AssertionError):
        assert_alike(by_resvg(re.sub(r"<use xlink:href=\"#outline[^>]*/>|<use id=[^>]*/>", "", svg)), drawn, page)


def test_nothing_is_used_that_inkscape_and_illustrator_do_not_know(svg: str) -> None:
    root = etree.fromstring(svg.encode("utf-8"))
    assert "paint-order" not in svg
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    assert not [name for name, times in ids.items() if times > 1]
    for element in root.iter():
        assert "href" not in element.attrib
        if target := element.get(HREF, ""):
            assert target.startswith("data:") or target.removeprefix("#") in ids


def test_each_text_is_written_once_and_its_halo_lies_below_it(svg: str, page: Page) -> None:
    root = etree.fromstring(svg.encode("utf-8"))
    texts = [text for group in page.groups for text in group.items if isinstance(text, Text)]
    assert len(list(root.iter(f"{SVG}text"))) == len(texts)
    for text in texts:
        if text.halo:
            (element,) = (one for one in root.iter(f"{SVG}text") if one.get("id") == text.id)
            below = element.getprevious()
            assert (below.tag, below.get(HREF), below.get("stroke")) == (f"{SVG}use", f"#{text.id}", text.halo)


def test_a_map_of_the_config_has_live_text(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("units: [{label: Gao, at: {lat: 16.3, lon: 0}, troops: 900}]\n", "utf-8")
    svg = render_svg(geomap.read(tmp_path / "config.yaml").pages[0])
    assert ">Gao</text>" in svg
