"""Chromium for the tests of the page: found, started once, and shut off from every network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from weakref import WeakKeyDictionary

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from geomap.layout.sheet import settle
from geomap.players.html.document import render
from geomap.scene import Scene
from scripts.find_chromium import found_on_system, problem
from tests.waiting import PATIENCE

expect.set_options(timeout=PATIENCE * 1000)
Waiting = TypeVar("Waiting", BrowserContext, Page)
# The units that the map shows, by themselves or in crowds, in the order of the scene.
SHOWN = "geomap.units.spots.flatMap((spot) => spot.units).sort((a, b) => a - b)"
# The texts that stand on the map, each whole.
TEXTS = """() => [...document.querySelectorAll("svg.texts text")]
  .filter((text) => text.checkVisibility({ visibilityProperty: true }))
  .map((text) => [...text.children].map((line) => line.textContent).join(" "))"""
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

OPTIONS = (
    *("--no-sandbox", "--disable-gpu", "--font-render-hinting=slight"),  # else the shell has letters of whole px
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no network, what the browser asks for by itself too
)


def rendered(scene: Scene) -> str:
    """The page of a scene, all of its artboards laid out."""
    return render(scene, [settle(scene, artboard) for artboard in scene.artboards])


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=found_on_system(), args=OPTIONS)
        except Error as error:
            pytest.fail(problem() or str(error))
        yield browser
        browser.close()


def patient(waiting: Waiting) -> Waiting:
    """The same, which waits as long as all tests do."""
    waiting.set_default_timeout(PATIENCE * 1000)
    return waiting


@contextmanager
def opened(browser: Browser, html: str, folder: Path, width: int = 1200, **context: object) -> Iterator[Page]:
    """The page from disk in a window of `width` px. Any request, console message or script error is a failure.

    The window is one that a test before has left, emptied: to make one takes three times as long as to show a page.
    """
    file = folder / "page.html"
    file.write_text(html, encoding="utf-8")
    complaints: list[str] = []
    left = _left.setdefault(browser, {}).setdefault(repr(sorted(context.items())), [])
    page = left.pop() if left else patient(browser.new_context(**context)).new_page()
    page.set_viewport_size({"width": width, "height": 900})
    heard = {
        "console": lambda message: complaints.append(f"console: {message.text}"),
        "pageerror": lambda error: complaints.append(f"error: {error}"),
        "dialog": lambda dialog: complaints.append(f"dialog: {dialog.message}"),
        "request": lambda request: request.url == file.as_uri() or complaints.append(f"request: {request.url}"),
    }
    for event, hear in heard.items():
        page.on(event, hear)
    page.route(lambda url: url != file.as_uri(), lambda route: route.abort())
    is_clean = False
    try:
        page.goto(file.as_uri())
        yield page
        assert complaints == [], complaints
        is_clean = True
    finally:
        for event, hear in heard.items():
            page.remove_listener(event, hear)
        if is_clean and not page.is_closed():
            _empty(page)
            left.append(page)
        else:
            page.context.close()


_left: WeakKeyDictionary[Browser, dict[str, list[Page]]] = WeakKeyDictionary()


def _empty(page: Page) -> None:
    """As a new window is: nothing in it, nothing emulated, no mouse over it."""
    page.unroute_all()
    for other in page.context.pages:
        if other != page:
            other.close()
    page.emulate_media(media="null")
    page.mouse.move(-1, -1)
    page.goto("about:blank")
    page.context.clear_cookies()
    page.context.clear_permissions()
