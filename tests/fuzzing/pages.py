"""Pages of configs that are made up, opened and used a little in a browser: none complains, asks for anything, or is
without its map.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from geomap.errors import GeomapError
from geomap.pipeline.build import build
from tests.fuzzing import schema
from tests.fuzzing.harness import badly_said
from tests.render.browser import SETTLED, opened

_WIDTHS = (335, 720, 1200)
_BESIDE = ("pages", "tiles", "outputs", "artboards")  # many maps; asks for tiles, on purpose; not for a page
_DRAWN = "[...document.querySelectorAll('#map_geomap svg path, #map_geomap canvas')].length"
_USED = """async () => {
    const units = document.querySelectorAll('tbody tr[data-index]').length;
    for (let index = 0; index < units; index++) geomap.card.open(index);
    for (const button of document.querySelectorAll('thead button, .row-link')) button.click();
    for (const box of document.querySelectorAll('input[type=checkbox]')) { box.click(); box.click(); }
    for (const field of document.querySelectorAll('input[type=search], input[type=text]')) {
        field.value = '__proto__'; field.dispatchEvent(new Event('input', { bubbles: true }));
        field.value = ''; field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    for (const range of document.querySelectorAll('input[type=range]')) {
        for (const value of [range.max, range.min]) {
            range.value = value;
            range.dispatchEvent(new Event('input', { bubbles: true }));
        }
    }
}"""


def config(chance: random.Random) -> dict[str, Any]:
    """One that the schema allows, of a page alone."""
    made = {key: value for key, value in schema.small(schema.right(chance)).items() if key not in _BESIDE}
    return {**made, "outputs": ["html"], "artboards": [{"id": "w", "width": 500, "scale": 1}]}


def page_of(folder: Path, stated: dict[str, Any]) -> str:
    """The page of a config; empty where the config is refused, in words."""
    path = folder / "config.yaml"
    path.write_bytes(schema.plainly(stated))
    shutil.rmtree(folder / "output", ignore_errors=True)
    try:
        made = build(path)
    except GeomapError as error:
        assert not (wrong := badly_said(error.problems)), wrong
        return ""
    return next((made.folder / name).read_text("utf-8") for name in made.files if name.endswith(".html"))


def look_at(browser: Browser, html: str, folder: Path, chance: random.Random) -> None:
    """Open a page, and use what is there; in a window of some width."""
    with opened(browser, html, folder, chance.choice(_WIDTHS)) as page:
        page.evaluate(SETTLED)
        assert page.evaluate(_DRAWN), "no map"
        page.evaluate(_USED)
        page.evaluate(SETTLED)
        assert page.evaluate(_DRAWN), "no map any more"
