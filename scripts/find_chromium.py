"""Find a Chromium for the browser tests, or install one. Prints its path; the tests look in the same places.

In order: $GEOMAP_CHROMIUM, a Chromium or Chrome on PATH, Playwright's own, then Playwright's download, then the
system's package manager.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def found_on_system() -> str | None:
    """The path of the browser that the user names or that is on PATH; None leaves it to Playwright's own."""
    named = os.environ.get("GEOMAP_CHROMIUM")
    if named and Path(named).is_file():
        return named
    return next(filter(None, map(shutil.which, NAMES)), None)


def find() -> str | None:
    """The browser's path, or None."""
    return found_on_system() or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - not needed where a browser is on PATH

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def install() -> None:
    """Try Playwright's download, which most machines allow, then apt."""
    download = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(download, check=False).returncode == 0 and find():
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, stdout=subprocess.DEVNULL)


def main() -> None:
    """Find, else install and find again."""
    path = find()
    if path is None:
        install()
        path = find()
    if path is None:
        sys.exit("No Chromium for the browser tests: install one, or set GEOMAP_CHROMIUM to its path.")
    print(path)


if __name__ == "__main__":
    main()
