"""Which projection a view gets, how it fills its frame, and how the ground is drawn at its scale."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from geomap.layout.view.bounds import longitude_span
from geomap.layout.view.crs import choose_crs
from geomap.layout.view.projection import View, fit
from geomap.marks.style import LINES, RIVERS_UNTIL, ground_strength
from geomap.page import Page
from geomap.page import Path as Drawn
from geomap.pipeline.build import build
from geomap.scene import Bounds

WORLD, ARCTIC, ATLANTIC, ANTARCTIC, SVALBARD, RUSSIA, UKRAINE, SAHEL = VIEWS = (
    (-180.0, -58.0, 180.0, 80.0),
    (-180.0, 60.0, 180.0, 90.0),
    (-60.0, 62.0, 60.0, 85.0),
    (-180.0, -90.0, 180.0, -60.0),
    (5.0, 74.0, 35.0, 82.0),
    (20.0, 41.0, -170.0, 82.0),
    (30.0, 44.0, 40.0, 50.0),
    (-10.0, -5.0, 20.0, 18.0),
)
CHOSEN = ("eqearth", "laea 90", "laea 90", "laea -90", "laea 78", "lcc", "lcc", "merc")

METHODS = {
    "eqearth": "Equal Earth",
    "laea": "Lambert Azimuthal Equal Area",
    "lcc": "Lambert Conic Conformal",
    "merc": "Mercator",
}


@pytest.mark.parametrize(("bounds", "chosen"), list(zip(VIEWS, CHOSEN, strict=True)), ids=str)
def test_the_projection_suits_the_view(bounds: Bounds, chosen: str) -> None:
    name, *middle = chosen.split()
    definition = choose_crs(bounds).to_json()
    assert METHODS[name] in definition
    assert not middle or f'"Latitude of natural origin","value":{middle[0]},' in definition.replace(", ", ",").replace(
        ": ", ":"
    )


@pytest.fixture(
    scope="module",
    params=[(view, 600) for view in VIEWS] + [pytest.param((view, 335), marks=pytest.mark.long) for view in VIEWS],
    ids=str,
)
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Bounds, tuple[Page, ...]]:
    bounds, width = request.param
    folder = tmp_path_factory.mktemp("view")
    (folder / "config.yaml").write_text(
        f"view: {{bounds: {list(bounds)}}}\nartboards: [{{id: one, width: {width}}}]\n", "utf-8"
    )
    return bounds, build(folder / "config.yaml", only=["svg"]).pages


def covered(bounds: Bounds, view: View) -> float:
    """The share of the frame where what the bounds ask for lies."""
    frame = view.frame
    across, down = np.meshgrid(np.linspace(frame.x, frame.right, 60), np.linspace(frame.y, frame.bottom, 60))
    lon, lat = view.to_degrees(across.ravel(), down.ravel()).T
    within = (lon - bounds[0]) % 360 <= longitude_span(bounds)
    return float(np.mean(within & (lat >= bounds[1]) & (lat <= bounds[3])))


def test_the_view_fills_the_frame(seen: tuple[Bounds, tuple[Page, ...]]) -> None:
    bounds, pages = seen
    assert all(covered(bounds, fit(bounds, page.frame)) >= 0.6 for page in pages)


def test_nothing_is_torn(seen: tuple[Bounds, tuple[Page, ...]]) -> None:
    """No edge of land, coast or border runs across the map, but those of the frame itself, where land ends."""
    for page in seen[1]:
        drawn = [item for group in page.groups if group.id in ("land", "coast", "border") for item in group.items]
        assert drawn
        frame = page.frame.grown(-1)
        for ring in (ring for item in drawn if isinstance(item, Drawn) for ring in item.rings):
            middle = (ring[1:] + ring[:-1]) / 2
            inside = (middle > (frame.x, frame.y)).all(axis=1) & (middle < (frame.right, frame.bottom)).all(axis=1)
            lengths = np.hypot(*np.diff(ring, axis=0).T)[inside]
            assert lengths.max(initial=0.0) < 0.4 * frame.width, (page.id, ring[:3])


def test_no_wedge_is_left_out_around_a_pole(tmp_path: Path) -> None:
    """Where the pole is in view, the ground beyond it is too."""
    for bounds in (ANTARCTIC, (-60.0, -90.0, 60.0, -62.0)):
        (tmp_path / "config.yaml").write_text(
            f"view: {{bounds: {list(bounds)}}}\nartboards: [{{id: a, width: 900}}]\n", "utf-8"
        )
        made = build(tmp_path / "config.yaml", only=["svg"])
        (land,) = (area.geometry for area in made.scene.beneath.areas if area.properties.get("iso_a2") == "AQ")
        west, _, east, _ = land.bounds
        assert east - west > 359.9


def test_lines_of_the_ground_grow_weak_with_the_scale(seen: tuple[Bounds, tuple[Page, ...]]) -> None:
    bounds, pages = seen
    for page in pages:
        km_per_px = fit(bounds, page.frame).nominal_km_per_px
        groups = {group.id: group for group in page.groups}
        coast = groups["coast"].items[0]
        assert isinstance(coast, Drawn)
        assert coast.stroke_width == pytest.approx(LINES["coast"].width * ground_strength(km_per_px))
        assert ("river" in groups) <= (km_per_px <= RIVERS_UNTIL)
        if bounds == WORLD:
            assert coast.stroke_width < 0.45
        if bounds == UKRAINE:
            assert coast.stroke_width == LINES["coast"].width
            assert "river" in groups


def test_a_key_without_content_is_not_drawn(seen: tuple[Bounds, tuple[Page, ...]]) -> None:
    for page in seen[1]:
        assert ("key" in page.furniture) == any(text.id.endswith("-text") for text in page.texts)
