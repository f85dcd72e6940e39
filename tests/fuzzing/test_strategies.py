"""Whole configs made up: right ones build and are read back as they were, broken ones are refused in words.

GEOMAP_EXAMPLES says how many; `make fuzz` takes more than the tests.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from geomap.config import Config, read_config
from geomap.config.yaml_io import dump_yaml
from geomap.errors import GeomapError
from geomap.pipeline.build import build
from geomap.pipeline.validate import validate
from tests.fuzzing.strategies import broken, configs

EXAMPLES = int(os.environ.get("GEOMAP_EXAMPLES", "6"))
EACH = settings(deadline=None, suppress_health_check=list(HealthCheck))
NUMBERS = pytest.mark.parametrize("examples", [EXAMPLES, pytest.param(5 * EXAMPLES, marks=pytest.mark.long)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("made-up")


@NUMBERS
def test_what_is_right_builds_and_is_read_back(folder: Path, examples: int) -> None:
    @settings(EACH, max_examples=examples)
    @given(configs())
    def each(stated: dict[str, Any]) -> None:
        built_and_read_back(folder, stated)

    each()


def built_and_read_back(folder: Path, stated: dict[str, Any]) -> None:
    path = folder / "config.yaml"
    path.write_text(dump_yaml(stated), "utf-8")
    config = read_config(path)
    made = build(config)
    assert set(made.files) == {"config-w.svg", "config.geojson", "manifest.json"}
    table = {"file": "output/config.geojson", "where": {"kind": "unit"}}
    back = {"sources": stated["sources"], "sides": stated["sides"], "units_from": table}
    (folder / "back.yaml").write_text(dump_yaml(back), "utf-8")
    assert claims(read_config(folder / "back.yaml")) == claims(config)


def claims(config: Config) -> dict[str, Any]:
    """What the units of a config say, by their ids."""
    return {
        unit.id: (
            unit.label.text, unit.side, unit.troops, dict(unit.equipment), unit.basis, unit.sources, unit.grade,
            [formation.text for formation in unit.formations], unit.country, unit.precision,
        )
        for unit in config.units
    }  # fmt: skip


@NUMBERS
def test_what_is_broken_is_refused_in_words(folder: Path, examples: int) -> None:
    @settings(EACH, max_examples=4 * examples)
    @given(broken())
    def each(stated: dict[str, Any]) -> None:
        refused_in_words(folder, stated)

    each()


def refused_in_words(folder: Path, stated: dict[str, Any]) -> None:
    path = folder / "broken.yaml"
    path.write_bytes(dump_yaml(stated).encode("utf-8", "surrogatepass"))
    try:
        validate(path)
    except GeomapError as error:
        assert error.problems
        assert all(problem.message and "\n" not in str(problem) for problem in error.problems)
