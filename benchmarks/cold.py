"""One picture of four units from a cold start, beside a script by hand and a floor."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.timing import Contestant, Results, in_turn, medians_table, ratios_table, write_project

TITLE, RIVAL = "Four units, cold", "geopandas + matplotlib"
PEERS = Path(__file__).resolve().parent / "peers"


def contestants(config: Path, data: Path) -> list[Contestant]:
    """The one measured first, then those it is compared with."""
    drawing = ("--data", str(data), "--out", "{out}/map.png")
    build = ("build", str(config), "--only", "png", "--locked", "--out", "{out}")
    return [
        Contestant(
            "geomap",
            "`geomap build --only png` of `config.yaml` with one artboard and places already pinned. It also checks "
            "the config, searches free places for the labels, and writes `manifest.json`.",
            (sys.executable, "-m", "geomap", *build),
        ),
        Contestant(
            RIVAL,
            "`peers/geopandas_matplotlib.py`: the same map from shapefiles at 1:10m, read with a bounding box, clipped "
            "and projected; every text placed by hand, plain markers for the pictograms, nothing checked.",
            (sys.executable, str(PEERS / "geopandas_matplotlib.py"), *drawing),
        ),
        Contestant(
            "floor: matplotlib, prepared arrays",
            "`peers/matplotlib_floor.py`: the same drawing from arrays that are already clipped and projected.",
            (sys.executable, str(PEERS / "matplotlib_floor.py"), *drawing),
        ),
    ]


def run(runs: int, data: Path, scratch: Path) -> tuple[list[Contestant], Results]:
    """The contestants and what they took."""
    entries = contestants(write_project("example", scratch / "cold"), data)
    return entries, in_turn(entries, runs, scratch)


def section(entries: list[Contestant], results: Results) -> str:
    """Its part of the page."""
    compared = "\n".join(f"- **{entry.name}**: {entry.what}" for entry in entries)
    return f"""## {TITLE}

One PNG of 2100 x 1680 px of the example, each run a whole cold process: a new Python, its files in the system's cache
and compiled.

{medians_table(results)}

{ratios_table(results)}

{compared}
"""
