"""A unit that is observed on several days is one unit to a reader: links to it, and its card, go on with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from geomap.pipeline.build import build
from tests.render.browser import opened

CONFIG = """\
name: north
title: Garrisons
units:
  - {id: gao, label: Gao, at: {lat: 16.27, lon: -0.04}, troops: 900, as_of: 2021-03-01}
  - {id: gao, troops: 100, as_of: 2021-03-11}
  - {id: gao, troops: 1600, as_of: 2021-04-10}
  - {id: post, label: Post, at: {lat: 16.5, lon: 0.2}, troops: 500, as_of: 2021-03-01, until: 2021-04-10}
artboards: [{id: phone, width: 335}]
outputs: [html]
"""


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("north") / "config.yaml"
    path.write_text(CONFIG, "utf-8")
    build(path)
    return (path.parent / "output" / "north.html").read_text("utf-8")


@pytest.fixture
def page(chromium: Browser, html: str, tmp_path: Path) -> Iterator[Page]:
    with opened(chromium, html, tmp_path, 700) as found:
        yield found


def troops(page: Page) -> str:
    return page.locator("#geomap-card dt:text-is('Troops') + dd").inner_text()


@pytest.mark.parametrize(
    ("hash", "day", "said"),
    [
        ("unit=gao", "April 10, 2021", "1,600"),
        ("day=2021-03-01&unit=gao", "March 1, 2021", "900"),
        ("day=2021-03-20&unit=gao", "March 11, 2021", "100"),
    ],
)
def test_a_link_opens_what_is_reported_of_a_unit_on_the_day(page: Page, hash: str, day: str, said: str) -> None:
    page.evaluate(f"location.hash = '#{hash}'")
    expect(page.locator("#geomap-card h2")).to_have_text("Gao")
    expect(page.locator(".timeline output")).to_have_text(day)
    assert troops(page).startswith(said)


def test_the_card_goes_on_as_the_day_steps_and_leaves_the_focus(page: Page) -> None:
    page.evaluate("location.hash = '#unit=gao'")
    expect(page.locator("#geomap-card")).to_be_visible()
    page.get_by_role("slider").press("ArrowLeft")
    assert troops(page).startswith("100")
    assert page.evaluate("document.activeElement.type") == "range"
    page.get_by_role("slider").press("ArrowLeft")
    assert troops(page).startswith("900")


def test_the_card_closes_where_its_unit_is_no_more(page: Page) -> None:
    page.evaluate("location.hash = '#day=2021-03-01&unit=post'")
    expect(page.locator("#geomap-card h2")).to_have_text("Post")
    page.get_by_role("slider").press("End")
    expect(page.locator("#geomap-card")).to_be_hidden()
