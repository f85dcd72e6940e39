"""What the page shows is what the pictures and the files say: diameters, key, names and facts of the example."""

from __future__ import annotations

import json
from math import pi, sqrt
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from geomap.wording import number
from tests.conftest import Built
from tests.render.browser import opened
from tests.render.test_interactive_page import FILLED_AREA

PADDING = 32  # px of a page beside its content
UNITS = "() => geomap.data.symbols.unit.map((_, index) => geomap.idOf(geomap.data, index))"
NAMES = "all => all.filter((one) => one.checkVisibility()).map((one) => one.textContent)"
CELLS = """all => all.map((row) => Object.fromEntries([...row.children].map((cell) =>
  [cell.dataset.heading || "Place", cell.textContent])))"""


@pytest.mark.parametrize(
    ("artboard", "width"), [("wide", 1050), pytest.param("medium", 720, marks=pytest.mark.long), ("narrow", 500)]
)
def test_the_page_is_the_picture_at_its_width(
    chromium: Browser, example: Built, tmp_path: Path, artboard: str, width: int
) -> None:
    drawn = example.artboards[artboard]
    html = (example.output / "eastern-ukraine.html").read_text("utf-8")
    diameters = {entry["unit"]: entry["diameter"] for entry in drawn["symbols"] if entry["kind"] == "circle"}
    key = sorted(entry["diameter"] for entry in drawn["symbols"] if entry["kind"] == "key")
    names = {entry["text"] for entry in drawn["texts"] if entry["role"] == "place"}
    with opened(chromium, html, tmp_path, width + PADDING) as page:
        assert page.locator("#geomap-stage").get_attribute("data-artboard") == artboard
        page.evaluate("geomap.map.setZoom(geomap.map.getMinZoom() + 1)")  # where no circle touches another
        measured = {
            unit: sqrt(4 * page.evaluate(FILLED_AREA, index) / pi) for index, unit in enumerate(page.evaluate(UNITS))
        }
        seen = {unit: size for unit, size in measured.items() if size}
        assert len(seen) >= 3
        assert seen == pytest.approx({unit: diameters[unit] for unit in seen}, rel=0.02)
        radii = page.locator(".key-circle").evaluate_all("all => all.map((one) => Number(one.getAttribute('r')))")
        assert sorted(2 * r for r in radii) == pytest.approx(key, rel=1e-3)
        page.evaluate("geomap.map.setZoom(geomap.map.getMinZoom())")
        assert set(page.locator(".unit-label .name").evaluate_all(NAMES)) == names


def test_the_table_says_what_the_file_says(chromium: Browser, example: Built, tmp_path: Path) -> None:
    text = (example.output / "eastern-ukraine.geojson").read_text("utf-8")
    rows = [entry["properties"] for entry in json.loads(text)["features"] if entry["properties"]["kind"] == "unit"]
    with opened(chromium, (example.output / "eastern-ukraine.html").read_text("utf-8"), tmp_path) as page:
        shown = page.locator("tbody tr").evaluate_all(CELLS)
    assert [row["Place"] for row in shown] == [row["label"] for row in rows]
    assert [row["Troops"].split(" (")[0] for row in shown] == [number(row["troops"], "en") for row in rows]
    assert [row["Formations"].count(",") for row in shown] == [row["formations"].count(";") for row in rows]
    for cells, row in zip(shown, rows, strict=True):
        for kind in ("tanks", "artillery"):
            assert (kind in cells["Equipment"].lower()) == (row[f"{kind}_kind"] is not None)
