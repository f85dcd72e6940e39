"""Outputs that are no folder of ours, odd names of folders, inputs that change their kind: lines at most, an end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fuzzing import folders
from tests.fuzzing.stages import said

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
QUICK = folders.COMMANDS[0], folders.COMMANDS[2]


@pytest.mark.parametrize("make", folders.OUTPUTS, ids=lambda make: make.__name__.strip("_"))
def test_commands_end_in_lines_whatever_the_output_is(tmp_path: Path, make: Callable[[Path], None]) -> None:
    assert folders.with_output(tmp_path, make, QUICK) == []


@pytest.mark.parametrize("name", folders.NAMES[:6])
def test_a_folder_may_be_called_anything(tmp_path: Path, name: bytes) -> None:
    assert folders.with_name(tmp_path, name) == []


@pytest.mark.parametrize("stage", [4, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("change", folders.CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_an_input_may_become_anything(tmp_path: Path, change: Callable[[Path], None], stage: int) -> None:
    assert folders.with_change(tmp_path, stage, change, "table.csv") == []


def test_a_page_of_an_atlas_whose_folder_is_a_link_to_itself_is_told_in_a_line(tmp_path: Path) -> None:
    """Up to Python 3.12 resolving one raises RuntimeError."""
    config = folders.project(tmp_path / "project")
    plain = config.read_bytes()
    config.write_bytes(plain + b"pages: {langs: [en, uk]}\n")
    assert said("build", str(config)) == (0, "")
    page = tmp_path / "project" / "output" / "en"
    shutil.rmtree(page)
    page.symlink_to(page)
    status, told = said("build", str(config))
    assert status == 1 and told.startswith(f"page en: {page}: ") and told.count("\n") == 1
    config.write_bytes(plain)  # whose outputs the pages are not among any more
    assert said("build", str(config)) == (0, "")
    assert page.is_symlink()
