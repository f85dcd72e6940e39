"""What the page's table says is what the files say."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser

from geomap.wording import number
from tests.conftest import Built
from tests.render.browser import opened

CELLS = """all => all.map((row) => Object.fromEntries([...row.children].map((cell) =>
  [cell.dataset.heading || "Place", cell.textContent])))"""


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
