"""The basemap reaches beyond every finished view: its edge is never seen."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from geomap.page import Page
from geomap.page import Path as Drawn
from geomap.pipeline.build import build

STEPPE, SIBERIA = "[60, 50, 68, 56]", "[92, 61, 104, 66]"
# As much text as a map may have around it: the map is lower than its artboard lets expect, and shows more beside it.
TEXTS = (
    f"title: {'A title that is long ' * 20}\nsubtitle: {'A subtitle that says at some length what it shows. ' * 19}\n"
    "sources: {" + ", ".join(f"s{n}: {{publisher: The Publisher With a Long Name {n}}}" for n in range(60)) + "}\n"
)
UNITS = "units:\n" + "".join(
    f"  - {{id: u{n}, label: U{n}, at: {{lat: 52, lon: 62}}, troops: 9, sources: [s{n}]}}\n" for n in range(60)
)


def on_land(page: Page) -> float:
    """The share of the map that the land covers."""
    (land,) = [group for group in page.groups if group.id == "land" and not group.inset]
    rings = [ring for item in land.items if isinstance(item, Drawn) for ring in item.rings]
    held = shapely.union_all([shapely.make_valid(shapely.Polygon(ring)) for ring in rings])
    frame = shapely.box(page.frame.x, page.frame.y, page.frame.right, page.frame.bottom)
    return float(held.intersection(frame).area / frame.area)


@pytest.mark.parametrize(
    ("view", "board", "more"),
    [
        (STEPPE, "width: 1000, height: 760", TEXTS),
        (STEPPE, "width: 1600, height: 560", ""),
        (STEPPE, "width: 335, height: 1200", ""),
        (SIBERIA, "width: 1000, height: 420", ""),
    ],
)
def test_land_fills_a_map_far_from_any_coast(tmp_path: Path, view: str, board: str, more: str) -> None:
    config = f"{more}view: {{bounds: {view}}}\nartboards: [{{id: a, {board}}}]\n{UNITS if more else ''}"
    (tmp_path / "config.yaml").write_text(config, "utf-8")
    (page,) = build(tmp_path / "config.yaml", only=["svg"]).pages
    assert on_land(page) == pytest.approx(1.0, abs=0.0005)
