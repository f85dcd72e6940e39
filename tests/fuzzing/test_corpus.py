"""What `make fuzz` has found is read as it should be: a GeomapError at most, and soon."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.errors import GeomapError
from tests.fuzzing.harness import CORPUS, KINDS, Harness

FOUND = sorted(path for path in CORPUS.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Harness:
    return Harness(tmp_path_factory.mktemp("corpus"))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_is_read(path: Path, harness: Harness) -> None:
    assert path.parent.name in KINDS
    try:
        harness.read(path.parent.name, path.suffix, path.read_bytes(), drawn=path.stem.endswith("-drawn"))
    except GeomapError as error:
        assert all(problem.message and "\n" not in str(problem) for problem in error.problems)
