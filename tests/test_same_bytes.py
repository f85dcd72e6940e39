"""The same every time: all that geomap can write, written twice under all that must make no difference."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from geomap.cli import main
from geomap.loading import version_of
from geomap.pipeline.freshness.keys import LIBRARIES
from geomap.pipeline.freshness.listing import listing_in
from tests.conftest import ROOT, Built

SQUARE = '{"type": "Polygon", "coordinates": [[[-2, 15], [1, 15], [1, 18], [-2, 18], [-2, 15]]]}'
LINE = '{"type": "LineString", "coordinates": [[-3, 16], [0, 17], [2, 19]]}'
REGION = f'{{"type": "Feature", "properties": {{"n": "South", "b": 1}}, "geometry": {SQUARE}}}'
MAP = """\
title: Posts in northern Mali
sources: {daily: {publisher: The Daily, url: "https://example.org/a"}, other: {publisher: Other}}
sides: {army: {label: The army, colour: "#885522"}, guard: {label: The guard, colour: "#335577"}}
units_from: {file: "reports/*.csv", defaults: {sources: [daily, other]}}
units:
  - {place: Gao, country: ML, troops: {min: 100, max: 300}, side: guard, formations: [tank battalion, infantry]}
layers:
  - {kind: area, id: zone, role: claimed_control, file: zone.geojson, side: army}
  - {kind: line, id: front, role: contact_line, file: front.geojson, certainty: approximate}
  - {kind: note, id: total, text: "{sum} troops", sums: [a1, b1], at: {lat: 17, lon: 0}}
insets: [{kind: locator, id: where}]
snapshots: [2022-01-15]
stale_after: 20
artboards: [{id: phone, width: 335, scale: 1}]
outputs: [png, svg, pdf, html, geojson, gpkg, kml, csv, kmz, parquet]
"""
ATLAS = """\
title: "Posts, {region}"
units_from: "reports/*.csv"
sides: {army: {label: The army}, guard: {label: The guard}}
pages: {regions: {file: regions.geojson, name: n}, langs: [en, uk]}
artboards: [{id: wide, width: 335, scale: 1}]
outputs: [png, gpkg, kmz]
ground: {towns: none, rivers: none, water_names: none}
"""
HEAD = "id,label,lat,lon,troops,side,as_of\n"
FILES = {
    "map.yaml": MAP,
    "atlas.yaml": ATLAS,
    "zone.geojson": SQUARE,
    "front.geojson": LINE,
    "regions.geojson": REGION,
    "reports/a.csv": HEAD
    + "".join(f"a{n},Post {n},{16 + n / 5},{-1 + n / 7},{100 * n},army,2022-01-{n:02}\n" for n in range(1, 4)),
    "reports/b.csv": f"{HEAD}b1,Camp,18.4,1.4,900,guard,2022-01-03\nb1,,18.6,1.2,700,,2022-02-03\n",
}
COMMANDS = (
    ("build", "map.yaml"),
    ("build", "atlas.yaml", "--out", "atlas"),
    ("animate", "map.yaml", "--artboard", "phone"),
    ("diff", "map.yaml", "--from", "2022-01-05", "--to", "2022-02-05", "--out", "changes"),
)
# Runs command lines of a JSON list; the clock is 400 days ahead.
LATER = """
import json, sys, time
clock, broken_down = time.time, time.gmtime
time.time = lambda: clock() + 400 * 86400
time.gmtime = lambda seconds=None: broken_down(time.time() if seconds is None else seconds)
from geomap.cli import main
for command in json.loads(sys.argv[1]):
    try:
        main(command)
    except SystemExit as error:
        assert error.code == (command[0] == "diff"), command
"""


def written(folder: Path, names: Sequence[str]) -> Path:
    """The project, its files made in this order."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(FILES[name], "utf-8")
    return folder


def hashes(folder: Path) -> dict[str, str]:
    """Of all files that were not there before, by path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    found = {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}
    return {name: digest for name, digest in found.items() if name not in FILES}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = written(tmp_path_factory.mktemp("first"), [*FILES])
    before = Path.cwd()
    os.chdir(folder)
    try:
        for command in COMMANDS:
            done = CliRunner().invoke(main, [*command])
            assert done.exit_code == (command[0] == "diff"), done.stderr
    finally:
        os.chdir(before)
    return hashes(folder)


SETTINGS = "pdf.compression: 0\npdf.inheritcolor: True\npdf.use14corefonts: True\nagg.path.chunksize: 3\n"


@pytest.mark.anew
def test_everything_is_the_same_to_the_byte(first: dict[str, str], tmp_path: Path) -> None:
    """In another folder, on another day, by another locale, time zone, umask and hash seed, settings of matplotlib,
    from files that were made in another order, the atlas in two processes.
    """
    other = written(tmp_path / "deeper" / "Ünï côde", [*reversed(FILES)])
    env = os.environ | {
        "PYTHONHASHSEED": "4711", "TZ": "Pacific/Auckland", "LC_ALL": "C",
        "LANG": "tr_TR.UTF-8", "COLUMNS": "40", "HOME": str(tmp_path / "nobody"), "PYTHONUTF8": "0",
        "XDG_CACHE_HOME": str(Path.home() / ".cache"),  # where matplotlib keeps its list of fonts
        "MATPLOTLIBRC": str(tmp_path / "matplotlibrc"),
    }  # fmt: skip
    (tmp_path / "matplotlibrc").write_text(SETTINGS, "utf-8")
    for name in FILES:
        os.utime(other / name, (1e9, 1e9))
    commands = [[*command, *(("--jobs", "2") if "atlas" in command else ())] for command in COMMANDS]
    line = [sys.executable, "-c", LATER, json.dumps(commands)]
    done = subprocess.run(line, cwd=other, env=env, umask=0o077, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    second = hashes(other)
    assert second == first
    ends = "png svg pdf html geojson gpkg kml csv kmz parquet gif json yaml"
    assert {Path(name).suffix[1:] for name in first} == {*ends.split()}
    assert len(first) > 35


def streams(pdf: bytes) -> list[bytes]:
    """What a PDF draws; how it is packed depends on the system's zlib."""
    packed = re.findall(rb"FlateDecode.*?stream\r?\n(.*?)\r?\nendstream", pdf, flags=re.DOTALL)
    return [zlib.decompressobj().decompress(data) for data in packed]


def test_the_committed_pictures_are_these(example: Built) -> None:
    """With the libraries that the committed ones were made with to the pixel; with others as far as the eye can see."""
    committed = ROOT / "output"
    parts = listing_in(committed).parts
    same = all(parts.get(f"library.{name}") == version_of(name) for name in LIBRARIES)
    pictures = sorted(example.output.glob("*.png"))
    assert len(pictures) == 4
    for path in pictures:
        paths = (path, committed / path.name)
        made, known = (np.asarray(Image.open(one).convert("RGB")).astype(int) for one in paths)
        apart = np.abs(made - known)
        assert apart.max() <= (0 if same else 16), path.name
        assert (apart > 0).any(axis=2).mean() <= (0 if same else 0.005), path.name
        drawn = [streams(one.with_suffix(".pdf").read_bytes()) for one in paths]
        assert len(drawn[0]) > 1
        assert not same or drawn[0] == drawn[1], path.name
