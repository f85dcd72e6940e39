"""A browser for the tests: the first that starts is taken; one that does not is told with the line that mends it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from scripts import find_chromium

MISSING = "chrome: error while loading shared libraries: libnss3.so: cannot open shared object file"
STARTS, LACKS, CRASHES = "exit 0", f"echo '{MISSING}' >&2; exit 127", "echo trap >&2; exit 133"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of PATH, on a machine with apt; nothing is installed from it, and Playwright has nothing."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("GEOMAP_CHROMIUM", raising=False)
    monkeypatch.setattr(find_chromium, "_playwrights_own", lambda: None)
    monkeypatch.setattr(find_chromium, "install", lambda: None)
    program(tmp_path / "apt-get", STARTS)
    return tmp_path


def program(path: Path, what: str) -> str:
    path.write_text(f"#!/bin/sh\n{what}\n", "utf-8")
    path.chmod(0o755)
    return str(path)


def told(capsys: pytest.CaptureFixture[str]) -> str:
    """What the command prints, or the line that it ends with."""
    try:
        find_chromium.main()
    except SystemExit as end:
        return str(end)
    return capsys.readouterr().out


def test_a_missing_library_of_playwrights_browser_is_told_with_its_command(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own = program(folder / "chrome", LACKS)
    monkeypatch.setattr(find_chromium, "_playwrights_own", lambda: own)
    sudo = "" if os.geteuid() == 0 else "sudo "
    assert told(capsys) == (
        f"{own} does not start: libnss3.so is missing. Run `{sudo}{sys.executable} -m playwright install-deps "
        "chromium`, or set GEOMAP_CHROMIUM to the path of another Chromium."
    )


def test_one_that_starts_is_taken_before_one_that_does_not(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lacking = program(folder / "chromium", LACKS)
    assert find_chromium.found_on_system() is None, "it is left to Playwright"
    assert told(capsys).startswith(f"{lacking} does not start: libnss3.so is missing. Run ")
    starting = program(folder / "google-chrome", STARTS)
    assert find_chromium.found_on_system() == starting
    assert told(capsys) == f"{starting}\n"


def test_the_systems_own_browser_is_mended_by_its_package_manager(folder: Path) -> None:
    line = find_chromium.advice("/usr/bin/chromium", "libnss3.so is missing")
    assert "apt-get install --reinstall chromium`" in line
    assert "\n" not in line
    (folder / "apt-get").unlink()
    assert "package manager" in find_chromium.advice("/usr/bin/chromium", "libnss3.so is missing")


def test_a_browser_that_is_named_is_the_only_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program(folder / "chromium", STARTS)
    named = program(folder / "named", CRASHES)
    monkeypatch.setenv("GEOMAP_CHROMIUM", named)
    assert find_chromium.found_on_system() == named
    assert told(capsys).startswith(f"{named} does not start: exit status 133. Run ")
    monkeypatch.setenv("GEOMAP_CHROMIUM", str(folder / "none"))
    assert told(capsys) == f"{folder / 'chromium'}\n"


def test_what_is_no_program_is_told(folder: Path) -> None:
    (folder / "text").write_text("x", "utf-8")
    assert find_chromium.fault(str(folder / "text")) == "Permission denied"


def test_without_any_it_is_installed_and_else_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(capsys).startswith("No Chromium for the browser tests: ")
    monkeypatch.setattr(find_chromium, "install", lambda: program(folder / "chromium", STARTS))
    assert told(capsys) == f"{folder / 'chromium'}\n"
