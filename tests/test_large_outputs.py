"""What stands in the folder of the outputs may be of any size: it takes no memory to say that it is not geomap's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from geomap.pipeline.build import build
from geomap.pipeline.freshness.listing import MANIFEST, listing_in, manifest_bytes
from tests.effort import memory_of

CONFIG = "name: m\noutputs: [geojson]\nunits: [{id: k, label: K, at: {lat: 16, lon: 1}, troops: 900}]\n"
ROW = '{"unit": "u%d", "kind": "circle", "x": 1.5, "y": 2.5, "diameter": 4.0, "value": 1}'


def noughts(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(250_000_000)


@pytest.mark.skipif(os.name == "nt", reason="no such measure")
@pytest.mark.parametrize("name", [MANIFEST, pytest.param("m.geojson", marks=pytest.mark.long)])
def test_a_large_file_among_the_outputs_takes_no_memory(tmp_path: Path, name: str) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG, "utf-8")
    build(tmp_path / "config.yaml")
    noughts(tmp_path / "output" / name)
    for command, said in (("check", "not a"), ("build", f"--overwrite {Path('output') / name}")):
        memory, status, told = memory_of(tmp_path, command)
        assert (status, said in told, memory < 250_000_000) == (1, True, True)


@pytest.mark.parametrize("text", ["[],", "1,", '"",', "{}"])
def test_a_manifest_of_more_values_than_any_map_has_is_nobodys(tmp_path: Path, text: str) -> None:
    """One of a few hundred megabytes would take many times that."""
    data = b'{"outputs": [' + text.encode() * (6_000_000 // len(text))
    (tmp_path / MANIFEST).write_bytes(data)
    assert (manifest_bytes(tmp_path / MANIFEST), listing_in(tmp_path)) == (b"", None)


def test_a_large_one_of_ours_is_read(tmp_path: Path) -> None:
    data = ("{\n " + ",\n    ".join(ROW % number for number in range(90_000)) + "}").encode()
    (tmp_path / MANIFEST).write_bytes(data)
    assert len(data) > 5_000_000
    assert manifest_bytes(tmp_path / MANIFEST) == data
