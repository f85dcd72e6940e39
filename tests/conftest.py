"""What tests share: the example map, built once, and tools to measure what was drawn."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from geomap.build import build
from tests.render.browser import chromium

__all__ = ["chromium"]  # one for all: Playwright runs once in a process

os.environ.pop("GITHUB_ACTIONS", None)  # what is printed is the same in CI, but where a test asks for more

ROOT = Path(__file__).parents[1]
SVG = "{http://www.w3.org/2000/svg}"


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
def example(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The repository's example, built in every format."""
    folder = copy_example(tmp_path_factory.mktemp("example") / "project")
    build(folder / "config.yaml")
    return Built(folder, "eastern-ukraine")
