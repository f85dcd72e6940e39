"""No ink lies on other ink: every scene at every width, measured on its pixels and not on the layout's own boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from geomap.marks.text import set_text
from geomap.page import Box, Circle, Group, Page, Text
from geomap.scene.styles import LIGHT
from tests.pixels import faults
from tests.test_scenes import LOOKED_AT, drawn


@pytest.mark.parametrize("name", LOOKED_AT)
def test_no_ink_on_other_ink(name: str) -> None:
    _, pages = drawn(name)
    assert pages and all(page.texts for page in pages)
    assert {page.id: [*untold(page)] for page in pages} == {page.id: [] for page in pages}


def untold(page: Page) -> Iterator[str]:
    """The faults, but for a scale bar that the build says stands on circles, as all of the map is full of them."""
    is_told = any(entry.text == "scale bar" and "stands on" in entry.reason for entry in page.moved)
    scale = {f"{text.text!r} on a circle" for text in page.texts if text.role == "scale"} if is_told else set()
    yield from (fault for fault in faults(page) if fault not in scale)


def text(words: str, x: float, y: float, role: str = "place", owner: str = "") -> Text:
    return set_text((words,), role, 400, x, y, look=LIGHT, style="place", owner=owner, id=words)


def page(*texts: Text, circle: Circle | None = None, furniture: dict[str, Box] | None = None) -> Page:
    groups = (Group("circles", (circle,) if circle else ()), Group("labels", texts))
    return Page(
        "made", 400, 300, 2.0, "", "", "en", "#ffffff", Box(10, 10, 380, 280), groups, furniture=furniture or {}
    )


def test_a_clean_page_has_no_faults() -> None:
    circle = Circle(300, 200, 40, stroke="#c8622d", id="ring-b")
    assert faults(page(text("Left", 30, 40), text("Right", 70, 40), circle=circle)) == []


@pytest.mark.parametrize(
    ("made", "found"),
    [
        (page(text("Left", 30, 40), text("Right", 40, 44)), "'Left' on ['Right']"),
        (page(text("Ring", 290, 195), circle=Circle(300, 200, 60, stroke="#c8622d")), "'Ring' on a circle"),
        (page(text("Key", 50, 50), furniture={"key": Box(40, 40, 90, 90)}), "'Key' on key"),
        (page(text("Frame", 2, 100)), "'Frame' off the frame"),
        (page(text("Page", -10, 100)), "ink at the edge of the page made"),
        (page(text("Gone", 500, 100)), "'Gone' has no ink in its box"),
        (page(replace(text("Boxed", 200, 100), box=Box(20, 20, 30, 10))), "ink far off the boxes of ['Boxed']"),
    ],
)  # fmt: skip
def test_what_touches_is_found(made: Page, found: str) -> None:
    assert found in faults(made)
