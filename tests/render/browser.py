"""Chromium for the tests of the page: found, started once, and shut off from every network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from scripts.find_chromium import found_on_system, problem
from tests.waiting import PATIENCE

expect.set_options(timeout=PATIENCE * 1000)
Waiting = TypeVar("Waiting", BrowserContext, Page)
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

OPTIONS = (
    *("--no-sandbox", "--disable-gpu"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no network, what the browser asks for by itself too
)


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
    """The page from disk in a window of `width` px. Any request, console message or script error is a failure."""
    file = folder / "page.html"
    file.write_text(html, encoding="utf-8")
    complaints: list[str] = []
    session = patient(browser.new_context(viewport={"width": width, "height": 900}, **context))
    page = session.new_page()
    page.on("console", lambda message: complaints.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    page.on("request", lambda request: request.url == file.as_uri() or complaints.append(f"request: {request.url}"))
    page.route(lambda url: url != file.as_uri(), lambda route: route.abort())
    try:
        page.goto(file.as_uri())
        yield page
        assert complaints == [], complaints
    finally:
        session.close()
