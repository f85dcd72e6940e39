"""Find a Chromium for the browser tests that starts, or install one. Prints its path; the tests look there too.

In order: $GEOMAP_CHROMIUM, a Chromium or Chrome on PATH, Playwright's own, then Playwright's download, then the
system's package manager. One that is there and does not start, as it lacks a library, is told with the line that mends
it, and nothing is installed over it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

# The shell has no window around a page, which takes a third of the time to open.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", "about:blank")  # show an empty page and end
_PATIENCE = 300  # s, after which a browser counts as one that hangs
_LIBRARY = re.compile(r"loading shared libraries: (\S+):")


def found_on_system() -> str | None:
    """The path of the browser that the user names, or of the first on PATH that starts; None is Playwright's own."""
    return _named() or next((path for path in _on_path() if not fault(path)), None)


def problem() -> str:
    """The line to tell where no browser starts, else nothing."""
    paths = []
    for path in present():
        if not fault(path):
            return ""
        paths.append(path)
    if paths:
        return advice(paths[0], fault(paths[0]))
    return "No Chromium for the browser tests: install one, or set GEOMAP_CHROMIUM to its path."


def present() -> Iterator[str]:
    """The paths of all browsers that are there, the first choice first."""
    named = _named()
    if named:
        yield named
        return
    yield from _on_path()
    own = _playwrights_own()
    if own:
        yield own


def _named() -> str | None:
    named = os.environ.get("GEOMAP_CHROMIUM")
    return named if named and Path(named).is_file() else None


def _on_path() -> Iterator[str]:
    return filter(None, map(shutil.which, NAMES))


@cache
def fault(path: str) -> str:
    """Why a browser does not start, in a few words; empty where it does."""
    try:
        done = subprocess.run(
            [path, *OPTIONS], capture_output=True, encoding="utf-8", errors="replace", check=False,
            stdin=subprocess.DEVNULL, timeout=_PATIENCE,
        )  # fmt: skip
    except OSError as error:
        return str(error.strerror)
    except subprocess.TimeoutExpired:
        return "it hangs"
    library = _LIBRARY.search(done.stderr)
    if library:
        return f"{library[1]} is missing"
    return f"exit status {done.returncode}" if done.returncode else ""


def advice(path: str, why: str) -> str:
    """One line for a browser that does not start, with the command that installs what it lacks."""
    sudo = "" if os.geteuid() == 0 else "sudo "
    if not shutil.which("apt-get"):
        mend = "install Chromium with this system's package manager"
    elif Path(path).resolve().is_relative_to("/usr"):
        package = next((name for name in NAMES if Path(path).name == name), "chromium")
        mend = f"{sudo}apt-get install --reinstall {package}"
    else:
        mend = f"{sudo}{sys.executable} -m playwright install-deps chromium"
    return f"{path} does not start: {why}. Run `{mend}`, or set GEOMAP_CHROMIUM to the path of another Chromium."


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - not needed where a browser is on PATH

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def install() -> None:
    """Try Playwright's download, which most machines allow, then apt."""
    download = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(download, check=False).returncode == 0 and any(present()):
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        for package in NAMES[:2]:
            quietly = ["apt-get", "install", "-y", "-qq", package]
            if subprocess.run(quietly, check=False, stdout=subprocess.DEVNULL).returncode == 0:
                return


def main() -> None:
    """Find, else install and find again."""
    if not any(present()):
        install()
    told = problem()
    if told:
        sys.exit(told)
    print(next(path for path in present() if not fault(path)))


if __name__ == "__main__":
    main()
