"""What tests share of what is laid out is what each would lay out by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import geomap
from geomap.page import Page
from tests.effort import Effort
from tests.examples import BARE


@pytest.fixture
def page(tmp_path: Path) -> Callable[..., Page]:
    """What makes the page of a small map."""

    def made(title: str = "Mali", width: int = 400) -> Page:
        text = f"title: {title}\n{BARE}artboards: [{{id: one, width: {width}}}]\n"
        (tmp_path / "map.yaml").write_text(f"{text}units: [{{id: gao, at: {{lat: 16.27, lon: 0}}}}]\n", "utf-8")
        return geomap.read(tmp_path / "map.yaml").page("one")

    return made


def test_the_same_is_laid_out_once(page: Callable[..., Page]) -> None:
    assert page() is page()
    assert len({id(page(title, width)) for title in ("Mali", "Niger") for width in (400, 500)}) == 4


def test_what_a_test_changes_in_geomap_is_seen(page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch) -> None:
    before = page()
    monkeypatch.setattr("geomap.layout.sheet.on_one_line", str.upper)
    assert (before.title, page().title) == ("Mali", "MALI")
    monkeypatch.setattr("geomap.layout.sheet.on_one_line", str.lower)
    assert page().title == "mali"
    monkeypatch.undo()
    assert page() is before


@pytest.mark.anew
def test_what_asks_for_it_is_laid_out_each_time(page: Callable[..., Page]) -> None:
    assert page() is not page()


def test_work_that_is_counted_is_done(page: Callable[..., Page]) -> None:
    page()
    with Effort() as effort:
        page()
    assert effort.calls > 10_000
