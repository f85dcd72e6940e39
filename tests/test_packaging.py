"""What pip is told: the name that hints give is the project's, and every extra that a hint names is there."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version

from geomap import __version__
from geomap.errors import DISTRIBUTION, install
from geomap.players.registry import format_called, formats
from tests.conftest import ROOT

WHOLE = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = WHOLE["project"]
EXTRAS = set(PROJECT["optional-dependencies"]) - {"dev"}
GUIDE = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_hints_name_the_distribution_and_its_extras() -> None:
    assert PROJECT["name"] == DISTRIBUTION
    assert install("parquet") == "pip install 'geomap-yaml[parquet]'"
    texts = [path.read_text("utf-8") for path in [*GUIDE, *(ROOT / "geomap").rglob("*.py")]]
    assert not [text for text in texts if "'geomap[" in text], "the name without a constant"
    named = {extra for text in texts for extra in re.findall(r"install\([\"'](\w+)[\"']\)|geomap-yaml\[(\w+)\]", text)}
    assert {one or other for one, other in named} | {
        extra for name in formats() if (extra := format_called(name).extra)
    } <= EXTRAS


def test_the_extras_are_few_and_named() -> None:
    assert {"animate", "app6", "cluster", "docs", "fonts", "parquet"} == EXTRAS


def test_every_requirement_has_a_lowest_version() -> None:
    required = [*PROJECT["dependencies"], *(one for extra in EXTRAS for one in PROJECT["optional-dependencies"][extra])]
    assert not [one for one in required if ">=" not in one]


def test_the_installed_version_is_the_one_that_geomap_says() -> None:
    assert version(DISTRIBUTION) == __version__


def test_a_distribution_holds_no_other() -> None:
    """Each has a wheel and an sdist of its own, which `make package` builds and measures."""
    built = WHOLE["tool"]["hatch"]["build"]["targets"]
    assert built["wheel"]["packages"] == ["geomap"]
    assert built["sdist"]["exclude"] == ["/packages"]
