"""Builds pages of configs made up from the JSON Schema and uses each a little in Chromium: none complains.

usage: python -m scripts.fuzz.pages [PAGES] [FROM]     so many, the first of the config with the number FROM

An error on the console, a request, or no map is a failure. The config of one is made small, as far as that is quickly
done, and printed, to become a test.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests import machine

machine.hide()

from playwright.sync_api import Browser, Error, sync_playwright  # noqa: E402

from scripts.find_chromium import found_on_system  # noqa: E402
from scripts.record import record  # noqa: E402
from tests.fuzzing import pages, schema  # noqa: E402
from tests.fuzzing.harness import Harness  # noqa: E402
from tests.render.browser import OPTIONS  # noqa: E402

_SHRINKING = 120  # seconds


def fault_of(browser: Browser, folder: Path, stated: dict[str, Any], chance: random.Random) -> str | None:
    """What is wrong with the page of a config; empty for a right one, nothing where there is no page."""
    try:
        html = pages.page_of(folder, stated)
        if not html:
            return None
        pages.look_at(browser, html, folder, chance)
    except (AssertionError, Error) as error:
        return str(error) or type(error).__name__
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def smaller(browser: Browser, folder: Path, stated: dict[str, Any], number: int, fault: str) -> dict[str, Any]:
    """The config without what its fault does not need, as far as that is quickly found."""
    until = time.monotonic() + _SHRINKING
    kind = fault[:20]
    is_less = True
    while is_less:
        is_less = False
        for less in schema.smaller_trees(stated):
            if time.monotonic() > until:
                return stated
            if (fault_of(browser, folder, less, random.Random(number)) or "")[:20] == kind:
                stated, is_less = less, True
                break
    return stated


def main(most: int = 20, first: int = 0) -> int:
    began, number, shown, faults = time.monotonic(), first, 0, 0
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        Harness(folder)  # writes the files that configs name
        browser = playwright.chromium.launch(executable_path=found_on_system(), args=OPTIONS)
        while shown < most:
            stated = pages.config(random.Random(f"page {number}"))
            fault = fault_of(browser, folder, stated, random.Random(number))
            shown += fault is not None
            if fault:
                faults += 1
                small = schema.plainly(smaller(browser, folder, stated, number, fault)).decode()
                print(f"{number}: {fault}\n{small}", file=sys.stderr, flush=True)
            number += 1
        browser.close()
    rows = {
        "pages built, opened and used in Chromium": f"{shown:,}",
        "of configs made up from the schema": f"{number - first:,}, from number {first:,}; the others are refused",
        "errors on the console, requests, pages without a map": faults,
        "minutes": round((time.monotonic() - began) / 60),
    }
    record("make fuzz, pages", rows)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
