"""`style: {background: none}`: pictures whose paper is seen through, and all else as it is."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from geomap.pipeline.build import Build, build

MAP = """
title: Two places
units:
  - {id: a, label: Alpha, at: {lat: 50.8, lon: 4.4}, troops: 2000}
  - {id: b, label: Beta, at: {lat: 48.8, lon: 2.4}, troops: 900}
artboards: [{id: w, width: 400, scale: 1}]
"""


def made(folder: Path, style: str) -> Build:
    folder.mkdir()
    (folder / "map.yaml").write_text(f"{MAP}style: {style}\n", "utf-8")
    return build(folder / "map.yaml", only=["svg", "png", "pdf"])


@pytest.fixture(scope="module")
def clear(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return made(tmp_path_factory.mktemp("clear") / "map", "{background: none}")


@pytest.fixture(scope="module")
def dark(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return made(tmp_path_factory.mktemp("dark") / "map", "dark")


def first_content(pdf: Path) -> bytes:
    (page,) = PdfReader(BytesIO(pdf.read_bytes())).pages
    return bytes(page.get_contents().get_data())  # type: ignore[union-attr]


def test_an_svg_has_no_paper(clear: Build, dark: Build) -> None:
    ids = [
        {element.get("id") for element in ElementTree.parse(one.folder / "map-w.svg").getroot()}
        for one in (clear, dark)
    ]
    assert ids[1] - ids[0] == {"paper"}


def test_a_png_is_seen_through_around_the_map_only(clear: Build, dark: Build) -> None:
    (page,) = clear.pages
    with Image.open(clear.folder / "map-w.png") as image:
        alpha = np.asarray(image.convert("RGBA"))[:, :, 3]
        assert image.mode == "RGBA"
    frame = page.frame
    inside = alpha[int(frame.y) + 2 : int(frame.bottom) - 2, int(frame.x) + 2 : int(frame.right) - 2]
    assert (inside == 255).all()
    assert alpha[0, 0] == alpha[-1, -1] == 0
    assert alpha[: int(frame.y) - 2].max() == 255, "the title is not seen through"
    with Image.open(dark.folder / "map-w.png") as image:
        assert image.mode == "RGB"


def test_a_pdf_has_the_paper_of_its_style_or_none(clear: Build, dark: Build) -> None:
    title = b"0.0784313725 0.0901960784 0.1019607843 rg"  # #14171a, which is the dark paper
    assert title in first_content(dark.folder / "map-w.pdf")
    assert not first_content(clear.folder / "map-w.pdf").lstrip().startswith(b"1 1 1 rg")
    whole = b"300 0 l"  # pt: the right edge of 400 px
    assert whole in first_content(dark.folder / "map-w.pdf")
    assert whole not in first_content(clear.folder / "map-w.pdf")


def test_nothing_else_changes(clear: Build, tmp_path: Path) -> None:
    paper = made(tmp_path / "map", "light")
    with_paper, without = ((one.folder / "map-w.svg").read_text("utf-8").splitlines() for one in (paper, clear))
    assert [line for line in with_paper if line not in without] == [line for line in with_paper if 'id="paper"' in line]
