"""What tests share: a machine without fonts, network and home, the example map, built once, and tools to measure.

The order is another each time, and the last line of a run says with what it is repeated. What hypothesis makes up is
the same each time, so that a commit is what makes a test fail; `make fuzz` (GEOMAP_EXAMPLES) looks for more.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import settings

from tests import machine

machine.hide()  # before geomap looks for a font, or Playwright for a browser

from geomap.pipeline.build import build  # noqa: E402
from tests.lean import lean_file, lean_test  # noqa: E402
from tests.once import laid_out_anew, laid_out_once  # noqa: E402
from tests.render.browser import chromium  # noqa: E402
from tests.shared import shared  # noqa: E402

# What all tests have; Playwright runs once in a process.
__all__ = ["chromium", "laid_out_anew", "laid_out_once", "lean_file", "lean_test"]

os.environ.pop("GITHUB_ACTIONS", None)  # what is printed is the same in CI, but where a test asks for more
settings.register_profile("tests", deadline=None, derandomize="GEOMAP_EXAMPLES" not in os.environ, database=None)

ROOT = Path(__file__).parents[1]
SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"


@dataclass
class Built:
    """A project folder and its outputs."""

    folder: Path
    name: str

    @property
    def output(self) -> Path:
        return self.folder / "output"

    @cached_property
    def manifest(self) -> dict[str, Any]:
        return json.loads((self.output / "manifest.json").read_text("utf-8"))

    @property
    def artboards(self) -> dict[str, Any]:
        return self.manifest["artboards"]

    def path(self, artboard: str, suffix: str) -> Path:
        return self.output / f"{self.name}-{artboard}.{suffix}"

    def svg(self, artboard: str) -> ElementTree.Element:
        return ElementTree.parse(self.path(artboard, "svg")).getroot()


def copy_example(folder: Path) -> Path:
    """The repository's example, without its outputs, in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("config.yaml", "places.lock.yaml"):
        shutil.copy(ROOT / name, folder / name)
    shutil.copytree(ROOT / "layers", folder / "layers")
    return folder


@pytest.fixture(scope="session")
def example() -> Built:
    """The repository's example, built in every format."""

    def make(folder: Path) -> Built:
        build(copy_example(folder / "project") / "config.yaml")
        return Built(folder / "project", "eastern-ukraine")

    return shared("example", make)


@pytest.fixture(autouse=True)
def left_as_found() -> Iterator[None]:
    """No test finds what another left in the process."""
    with machine.left_as_found():
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """How to repeat this order; pytest-randomly's own line is not shown where pytest is told to be quiet."""
    seed = config.getoption("randomly_seed", None)
    if seed is not None:
        terminalreporter.write_line(f"the same order again: --randomly-seed={seed}")
