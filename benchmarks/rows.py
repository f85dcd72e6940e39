"""A table of very many rows, summed up to a circle a hexagon."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.timing import Contestant, Results, in_turn, middle, table, write_project


def run(rows: int, runs: int, scratch: Path) -> Results:
    """A map of the table, and of a hundredth of it."""
    entries = []
    for count in (rows // 100, rows):
        config = write_project("rows", scratch / f"rows-{count}", count)
        build = ("build", str(config), "--only", "png", "--out", "{out}")
        entries.append(Contestant(f"{count:,}", "", (sys.executable, "-m", "geomap", *build)))
    return in_turn(entries, runs, scratch, warm_up=False)


def section(results: Results) -> str:
    """Its part of the page."""
    found = [
        (name, f"{middle(runs, 'cpu'):.2f}", f"{middle(runs, 'wall'):.2f}", f"{middle(runs, 'peak'):.0f}")
        for name, runs in results.items()
    ]
    return f"""## A table summed up

`aggregate: {{by: hex}}` of a Parquet table, to one PNG.

{table(("rows", "CPU, s", "wall, s", "peak, MiB"), found)}
"""
