"""The page's days: a slider, its keys, play and pause; map, table, totals, texts and address follow the day."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from geomap.marks.size import SizeScale
from geomap.pipeline.build import build
from tests.render.browser import SHOWN, TEXTS, opened

CONFIG = """\
name: north
title: Garrisons
sources: {daily: {publisher: The Daily Example}}
units:
  - {id: gao, label: Gao, at: {lat: 16.27, lon: -0.04}, troops: 900, sources: daily, as_of: 2021-03-01}
  - {id: gao, troops: 100, sources: daily, as_of: 2021-03-11}
  - {id: gao, troops: 1600, sources: daily, as_of: 2021-04-10}
  - {id: patrol, label: Patrol, at: {lat: 17.1234, lon: 0.1234}, troops: {min: 200, max: 300}, precision: 0.1,
     sources: daily, as_of: 2021-03-11}
  - {id: post, label: Post, at: {lat: 19.1, lon: 3.1}, troops: 500, sources: daily, as_of: 2021-03-01,
     until: 2021-04-10}
  - {id: secret, at: {lat: 17.6543, lon: 0.6}, troops: 7, as_of: 2021-03-05, embargo_until: 2999-01-01}
layers:
  - {kind: note, id: sum, text: "{sum} troops at Gao", sums: [gao], at: {lat: 18, lon: 1}}
artboards: [{id: wide, width: 700}, {id: phone, width: 335}]
outputs: [html, svg]
"""
DAYS = ["March 1, 2021", "March 11, 2021", "April 10, 2021"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("north") / "config.yaml"
    path.write_text(CONFIG, "utf-8")
    build(path)
    return path.parent / "output"


@pytest.fixture(scope="module")
def html(made: Path) -> str:
    return (made / "north.html").read_text("utf-8")


@pytest.fixture
def page(chromium: Browser, html: str, tmp_path: Path) -> Iterator[Page]:
    with opened(chromium, html, tmp_path, 1000) as found:
        yield found


def state(page: Page) -> dict[str, Any]:
    """All that follows the day."""
    return {
        "day": page.locator(".timeline output").inner_text(),
        "as_of": page.locator(".as-of").inner_text(),
        "rows": page.locator("tbody tr").evaluate_all("rows => rows.map(row => row.children[0].innerText)"),
        "circles": page.evaluate(f"{SHOWN}.map((index) => geomap.idOf(geomap.data, index)).sort()"),
        "note": " ".join(page.evaluate(TEXTS)),
        "sum": page.locator(".sum").evaluate("element => element.textContent"),
    }


def test_it_opens_on_the_day_of_the_pictures(page: Page) -> None:
    shown = state(page)
    assert shown["day"] == DAYS[2]
    assert shown["as_of"] == f"Data as of {DAYS[2]}"
    assert shown["rows"] == ["Gao", "Patrol"]
    assert shown["circles"] == ["gao", "patrol"]
    assert "1,600 troops at Gao" in shown["note"]
    assert "1,800–1,900" in shown["sum"]


def test_all_follow_the_slider(page: Page) -> None:
    slider = page.get_by_role("slider", name="Day of the map")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    assert (state(page)["day"], slider.get_attribute("aria-valuetext")) == (DAYS[1], DAYS[1])
    page.keyboard.press("Home")
    first = state(page)
    assert (first["day"], first["as_of"]) == (DAYS[0], f"Data as of {DAYS[0]}")
    assert (first["rows"], first["circles"]) == (["Gao", "Post"], ["gao", "post"])
    assert "900 troops at Gao" in first["note"]
    assert "1,400" in first["sum"]
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    assert state(page)["day"] == DAYS[2]


def test_a_place_between_two_ticks_is_the_nearer_day(page: Page) -> None:
    slider = page.get_by_role("slider")
    slider.evaluate("slider => { slider.value = 17; slider.dispatchEvent(new Event('input')); }")
    assert state(page)["day"] == DAYS[1]  # 10 days after the first, as the last is 40
    assert slider.input_value() == "10"
    ticks = page.locator(".ticks i").evaluate_all("ticks => ticks.map(tick => parseFloat(tick.style.insetInlineStart))")
    assert ticks == [0, 25, 100]


def test_circles_keep_one_scale(page: Page) -> None:
    """A day's circle is sized by the largest count of all days, which the key is drawn with."""
    most = page.evaluate("geomap.diameter(geomap.units.sheet, 1600)")
    for day, value in enumerate((900, 100, 1600)):
        page.evaluate(f"geomap.explore.timeline.goTo({day})")
        index = page.evaluate(f"{SHOWN}.find((index) => geomap.idOf(geomap.data, index) === 'gao')")
        spot = page.evaluate("(index) => geomap.units.spot(index).count.maximum", index)
        assert spot == value
        gao = page.evaluate("(index) => geomap.units.diameter(index)", index)
        assert gao == pytest.approx(SizeScale(1600, most).diameter(value), abs=1)


def test_play_goes_from_the_first_day_to_the_last_and_ends(chromium: Browser, html: str, tmp_path: Path) -> None:
    with opened(chromium, html, tmp_path, 1000) as page:
        page.clock.install()
        page.get_by_role("button", name="Play").click()
        seen = [state(page)["day"]]
        assert page.locator(".timeline output").get_attribute("aria-live") == "off"
        for _ in range(2):
            page.clock.run_for(1500)
            seen.append(state(page)["day"])
        assert seen == DAYS
        assert page.get_by_role("button", name="Play").count() == 1  # it has ended
        page.get_by_role("button", name="Play").click()
        page.get_by_role("button", name="Pause").click()
        page.clock.run_for(5000)
        assert state(page)["day"] == DAYS[0]
        assert page.locator(".timeline output").get_attribute("aria-live") == "polite"


def test_who_wants_no_motion_is_offered_none(chromium: Browser, html: str, tmp_path: Path) -> None:
    with opened(chromium, html, tmp_path, 1000, reduced_motion="reduce") as page:
        assert page.get_by_role("button", name="Play").count() == 0
        page.get_by_role("slider").press("ArrowLeft")
        assert state(page)["day"] == DAYS[1]


def test_a_link_keeps_the_day(page: Page) -> None:
    page.get_by_role("slider").press("Home")
    page.wait_for_function("() => location.hash === '#day=2021-03-01'")
    page.evaluate("location.hash = '#day=2021-03-11&unit=patrol'")
    expect(page.locator(".timeline output")).to_have_text(DAYS[1])
    assert page.locator("#geomap-card").is_visible()
    assert page.locator("#geomap-card h2").inner_text() == "Patrol"


def test_filters_count_within_the_day(page: Page) -> None:
    page.get_by_role("slider").press("Home")
    page.locator(".explore summary").click()
    page.locator("#geomap-explore-search").fill("post")
    assert state(page)["rows"] == ["Post"]
    assert page.locator(".filtered").inner_text() == "1 of 2 places"
    page.get_by_role("button", name="Reset").click()
    assert (state(page)["day"], state(page)["rows"]) == (DAYS[0], ["Gao", "Post"])


def test_it_can_be_used_by_all(page: Page) -> None:
    found = Axe().run(page, context=".timeline").response["violations"]
    assert found == []


def test_on_a_phone_it_keeps_to_the_page(chromium: Browser, html: str, tmp_path: Path) -> None:
    with opened(chromium, html, tmp_path, 335) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 335
        assert page.locator(".timeline .days").bounding_box()["width"] > 80


def test_without_a_script_the_table_is_of_the_last_day(html: str) -> None:
    body = re.search(r"<tbody.*?</tbody>", html, flags=re.DOTALL)[0]
    assert re.findall(r'<th scope="row" role="rowheader">(.*?)</th>', body) == ["Gao", "Patrol"]


def test_its_data_hold_nothing_that_is_held_back(html: str) -> None:
    data = json.loads(re.search(r'id="geomap-data">(.*?)</script>', html, flags=re.DOTALL)[1])
    assert data["timeline"]["days"] == ["2021-03-01", "2021-03-11", "2021-04-10"]
    for word in ("ecret", "17.6543", "176543", "17.1234", "171234", "2021-03-05"):
        assert word not in html


def test_a_map_of_one_day_has_no_timeline(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("units: [{id: a, at: {lat: 1, lon: 1}, troops: 5, as_of: 2021-03-01}]\noutputs: [html]\n", "utf-8")
    assert 'id="geomap-timeline"' not in (build(path).folder / "config.html").read_text("utf-8")
