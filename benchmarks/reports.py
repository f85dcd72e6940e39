"""Tables as analysts keep them, with sides, ranges, gaps, days and sources; and very many units in a config itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.timing import Contestant, Results, in_turn, middle, ratios, table, write_project

TITLE, RIVAL = "A realistic table", "geopandas + matplotlib"
PEER = Path(__file__).resolve().parent / "peers" / "reports_geopandas.py"
WIDTHS = (1050, 1600)  # px
UNITS = "units in YAML"


def run(rows: int, units: int, runs: int, data: Path, scratch: Path) -> Results:
    """Pictures of two widths and from two kinds of file, each beside the same by hand; the page; units in YAML."""
    kinds = {"Parquet, 1050 px": "realistic", "Parquet, 1600 px": "realistic-wide", "CSV, 1050 px": "realistic-csv"}
    entries = []
    for name, kind in kinds.items():
        config = write_project(kind, scratch / kind, rows)
        width = WIDTHS["1600" in name]
        file = config.parent / ("units.csv" if "CSV" in name else "units.parquet")
        peer = ("--data", str(data), "--units", str(file), "--out", "{out}/map.png", "--width", str(width))
        entries += [
            _geomap(name, config, "png"),
            Contestant(f"{name}: {RIVAL}", "", (sys.executable, str(PEER), *peer)),
        ]
    entries.append(_geomap("the page", scratch / "realistic" / "config.yaml", "html"))
    entries.append(_geomap("1,000 labelled", write_project("realistic", scratch / "labelled", 1_000), "png"))
    entries.append(_geomap(f"{units:,} {UNITS}", write_project("units", scratch / "units", units), "png"))
    return in_turn(entries, runs, scratch, warm_up=False)


def _geomap(name: str, config: Path, format: str) -> Contestant:
    build = ("build", str(config), "--only", format, "--force", "--out", "{out}")
    return Contestant(name, "", (sys.executable, "-m", "geomap", *build))


def section(results: Results, rows: int) -> str:
    """Its part of the page."""
    return f"""## {TITLE}

{rows:,} rows of id, label, position, troops (half of them exact, others ranges, about, unknown or empty), one of four
sides, formations, tanks, artillery, days of one month and sources, with APP-6 symbols.

{table(("what", "CPU, s", "peak, MiB", f"CPU to {RIVAL}", "peak to it"), _rows(results))}
"""


def _rows(results: Results) -> Iterator[tuple[str, ...]]:
    for name, runs in results.items():
        rival = results.get(f"{name}: {RIVAL}")
        shares = [f"**{median(ratios(runs, rival, key)):.2f}**" if rival else "" for key in ("cpu", "peak")]
        yield name, f"{middle(runs, 'cpu'):.2f}", f"{middle(runs, 'peak'):.0f}", *shares
