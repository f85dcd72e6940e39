"""What stands in the folder of the outputs may be of any size: it takes no memory to say that it is not geomap's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from geomap.pipeline.freshness.listing import MANIFEST, listing_in, manifest_bytes

CONFIG = "name: m\noutputs: [geojson]\nunits: [{id: k, label: K, at: {lat: 16, lon: 1}, troops: 900}]\n"
ROW = '{"unit": "u%d", "kind": "circle", "x": 1.5, "y": 2.5, "diameter": 4.0, "value": 1}'
PROGRAM = """\
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "geomap", *sys.argv[1:]], capture_output=True, encoding="utf-8")
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, done.returncode, done.stderr)
"""


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    """The megabytes that a command took at most, and what it said."""
    command = [sys.executable, "-c", PROGRAM, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=True)
    megabytes, _, said = done.stdout.partition(" ")
    return int(megabytes), said


def noughts(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(800_000_000)


@pytest.mark.skipif(os.name == "nt", reason="no such measure")
@pytest.mark.parametrize("name", [MANIFEST, "m.geojson"])
def test_a_large_file_among_the_outputs_takes_no_memory(tmp_path: Path, name: str) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG, "utf-8")
    run(tmp_path, "build")
    noughts(tmp_path / "output" / name)
    for command, said in (("check", "not a"), ("build", f"--overwrite {Path('output') / name}")):
        megabytes, told = run(tmp_path, command)
        assert told.startswith("1 ") and said.partition(" ")[0] in told
        assert megabytes < 400


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
