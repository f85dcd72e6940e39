"""A few pages of configs that are made up; `make fuzz` opens more."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.fuzzing import pages
from tests.fuzzing.harness import Harness


def test_a_page_of_what_is_made_up_has_a_map_and_no_complaint(chromium: Browser, tmp_path: Path) -> None:
    Harness(tmp_path)  # writes the files that configs name
    for number in range(20):
        chance = random.Random(f"page {number}")
        if html := pages.page_of(tmp_path, pages.config(chance)):
            pages.look_at(chromium, html, tmp_path, chance)
            return
    raise AssertionError("no page can be built of these")


@pytest.mark.parametrize(
    "wrong", ["<p>no map</p>", "<script>console.error('a')</script>", "<img src='https://x.example/'>"]
)
def test_a_page_that_is_wrong_is_found(chromium: Browser, tmp_path: Path, wrong: str) -> None:
    with pytest.raises(AssertionError):
        pages.look_at(chromium, f"<!doctype html>{wrong}", tmp_path, random.Random(1))
