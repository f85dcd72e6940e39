"""The page shows what the table of fields says: notes, links and carried columns, in the card and the table."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import geomap
from tests.render.browser import opened

HOSTILE = "<img src=x onerror=alert(1)>"
UNITS = [
    {
        "id": "a", "label": "A", "at": {"lat": 48, "lon": 38}, "troops": 900, "notes": f"Two lines\n{HOSTILE}",
        "links": [{"url": "https://example.org/?a=1&b='2", "title": HOSTILE}, "mailto:desk@example.org"],
        "carried": {"Seen by": HOSTILE, "=Grid": "31Q"}, "equipment": {"tanks": 4},
    },
    {"id": "b", "label": "B", "at": {"lat": 47, "lon": 37}, "troops": {"min": 5, "max": 7}, "notes": "Alone"},
]  # fmt: skip


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    (folder / "map.yaml").write_text(json.dumps({"units": UNITS, "outputs": ["html", "csv"]}), "utf-8")
    geomap.build(folder / "map.yaml")
    return folder / "output"


def test_the_card_shows_notes_links_and_what_is_carried(chromium: Browser, output: Path, tmp_path: Path) -> None:
    with opened(chromium, (output / "map.html").read_text("utf-8"), tmp_path) as page:
        page.locator(".unit").first.focus()
        page.keyboard.press("Enter")
        names = page.locator("#geomap-card dt").all_inner_texts()
        assert names == ["Troops", "Equipment", "Notes", "Links", "Seen by", "=Grid"]
        texts = page.locator("#geomap-card dd").all_inner_texts()
        assert texts[2] == f"Two lines\n{HOSTILE}" and texts[4:] == [HOSTILE, "31Q"]
        links = page.locator("#geomap-card dd a")
        found = [(a.get_attribute("href"), a.get_attribute("rel"), a.inner_text()) for a in links.all()]
        assert found == [
            ("https://example.org/?a=1&b='2", "noopener noreferrer", HOSTILE),
            ("mailto:desk@example.org", "noopener noreferrer", "desk@example.org"),
        ]
        assert page.locator("img").count() == 0


def test_the_table_is_the_same_before_and_after_its_scripts(chromium: Browser, output: Path, tmp_path: Path) -> None:
    html = (output / "map.html").read_text("utf-8")
    with opened(chromium, html, tmp_path, java_script_enabled=False) as page:
        before = page.locator("tbody tr td").all_inner_texts()
    with opened(chromium, html, tmp_path) as page:
        assert page.locator("tbody tr td").all_inner_texts() == before
        assert f"Two lines\n{HOSTILE}" in before and f"{HOSTILE}; desk@example.org" in before
        page.get_by_role("button", name="Notes").click()
        assert page.locator("tbody tr th").all_inner_texts() == ["B", "A"]


def test_what_is_copied_from_the_page_is_what_the_file_holds(chromium: Browser, output: Path, tmp_path: Path) -> None:
    with opened(chromium, (output / "map.html").read_text("utf-8"), tmp_path) as page:
        copied = page.evaluate("geomap.csv(geomap.data, [0, 1])")
    text = (output / "map.csv").read_text("utf-8")
    one, other = (list(csv.reader(io.StringIO(found, newline=""))) for found in (copied, text))
    assert one[0][-4:] == ["notes", "links", "Seen by", "'=Grid"]
    assert [[_plain(cell) for cell in row] for row in one] == [[_plain(cell) for cell in row] for row in other]


def _plain(cell: str) -> str:
    """A number as JavaScript writes it: 48 for 48.0."""
    return cell.removesuffix(".0")
