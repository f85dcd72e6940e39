"""What lies at the edges of a view is the ground that is there: round the pole, and beside a low artboard's units."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageColor

from geomap.layout.view.projection import fit
from geomap.page import Box
from geomap.pipeline.build import Build, build
from geomap.scene.styles import LIGHT
from tests.examples import BARE


def made(folder: Path, text: str, suffix: str = "svg") -> Build:
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    return build(folder / "config.yaml", only=[suffix])


def colour_at(made_: Build, artboard: str, x: float, y: float) -> tuple[int, ...]:
    (page,) = [page for page in made_.pages if page.id == artboard]
    image = Image.open(BytesIO((Path(made_.folder) / f"config-{artboard}.png").read_bytes())).convert("RGB")
    pixel = np.asarray(image)[round(y * page.scale), round(x * page.scale)]
    return tuple(int(part) for part in pixel)


NORTH = "view: {bounds: [-180, 70, 180, 90]}\nartboards:\n  - {id: a, width: 700, height: 700, key: none}\n"


def test_the_arctic_ocean_is_water(tmp_path: Path) -> None:
    there = made(tmp_path, NORTH, "png")
    view = fit(there.scene.bounds, there.pages[0].frame)
    for lat, lon in ((89.5, 0), (85, 90), (84, -60), (80, -150), (80, 170)):
        assert colour_at(there, "a", *view.point(lon, lat)) == ImageColor.getrgb(LIGHT.water), (lat, lon)


def test_a_low_wide_artboard_shows_the_land_that_is_there(tmp_path: Path) -> None:
    """From Romania to Kazakhstan there is no sea at 49 degrees north."""
    low = made(
        tmp_path,
        "units:\n  - {id: a, label: A, at: {lat: 48, lon: 38}, troops: 900}\n"
        "  - {id: b, label: B, at: {lat: 50, lon: 36}, troops: 900}\n"
        "artboards:\n  - {id: d, width: 1400, height: 360}\n",
        "png",
    )
    frame: Box = low.pages[0].frame
    for x in (frame.x + 3, frame.right - 3):
        column = [colour_at(low, "d", x, frame.y + share * frame.height) for share in (0.3, 0.4, 0.5, 0.6)]
        assert ImageColor.getrgb(LIGHT.land) in column, x


@pytest.mark.lean(BARE)
@pytest.mark.parametrize("bounds", ["[-180, 70, 180, 90]", "[-180, -58, 180, 80]", "[-60, 72, 60, 88]"])
def test_a_map_of_a_pole_or_the_world_has_no_locator_and_says_so(tmp_path: Path, bounds: str) -> None:
    world = made(
        tmp_path,
        f"view: {{bounds: {bounds}}}\ninsets:\n  - {{kind: locator, id: where}}\n"
        "artboards:\n  - {id: a, width: 500}\n",
    )
    (page,) = world.pages
    assert page.insets == ()
    assert ("inset where", "the map shows as much itself") in [(entry.text, entry.reason) for entry in page.dropped]


def test_a_locator_below_the_map_keeps_its_share(tmp_path: Path) -> None:
    page = made(
        tmp_path,
        "view: {bounds: [30, 48, 36, 51]}\ninsets:\n  - {kind: locator, id: where, at: below, share: 0.3}\n"
        "artboards:\n  - {id: a, width: 800}\n",
    ).pages[0]
    (inset,) = page.insets
    assert inset.box.width == pytest.approx(0.3 * page.frame.width, abs=1) and inset.box.y > page.frame.bottom
