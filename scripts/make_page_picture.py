"""Make README's picture of the page: the example in Chromium, on a desk with its filters open, and on a phone.

Run from the project's root: python -m scripts.make_page_picture
"""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from geomap.pipeline.build import build
from scripts.find_chromium import found_on_system

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docs" / "pictures" / "page.png"
DESK, PHONE = (1180, 900), (375, 900)  # px of the windows
GAP, GROUND = 28, "#dfe3e6"
COLOURS = 128
EXPLORE = "() => { document.querySelector('#geomap-explore').open = true; }"
CARD = "() => geomap.card.open(2)"


def seen(browser: Browser, page_file: Path, size: tuple[int, int], act: str) -> Image.Image:
    """What a window of the size shows after the page was opened and `act` was done."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(page_file.as_uri())
    page.evaluate(act)
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
    picture = Image.open(BytesIO(page.screenshot()))
    page.close()
    return picture.convert("RGB")


def main() -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        made = build(ROOT / "config.yaml", out=scratch, only=["html"], locked=True)
        browser = playwright.chromium.launch(executable_path=found_on_system(), args=["--no-sandbox", "--disable-gpu"])
        file = made.folder / f"{made.scene.name}.html"
        desk, phone = seen(browser, file, DESK, EXPLORE), seen(browser, file, PHONE, CARD)
        browser.close()
    whole = Image.new("RGB", (desk.width + phone.width + 3 * GAP, desk.height + 2 * GAP), GROUND)
    whole.paste(desk, (GAP, GAP))
    whole.paste(phone, (desk.width + 2 * GAP, GAP))
    whole.quantize(COLOURS, dither=Image.Dither.NONE).save(FILE, "PNG", optimize=True)


if __name__ == "__main__":
    main()
