"""Times geomap beside what a user would do otherwise, as whole processes in turn.

    .venv/bin/python -m benchmarks.run [--units 4,1000,10000,100000] [--runs N] [--pages N] [--rows N] [--reports N]
        [--write]

CPU time (user + system) is the main figure: wall time also counts what other processes take.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks import again, atlas, cold, headline, many, reports, rows
from benchmarks.timing import machine

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
RESULTS = HERE / "RESULTS.md"
DATA = HERE / ".data"


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    units: tuple[int, ...] = (4, 1_000, 10_000, 100_000)
    runs: int = 5  # turns of what is quick; half as many of what is slow
    pages: int = 500  # of the atlas
    rows: int = 1_000_000  # of the table that is summed up
    reports: int = 100_000  # rows of the realistic table; there are twice as many units in YAML

    @property
    def slow_runs(self) -> int:
        return -(-self.runs // 2)


def report(size: Size, data: Path, scratch: Path) -> str:
    """The page that `--write` writes."""
    entries, first = cold.run(size.runs, data, scratch)
    taken = many.run(size.units, size.slow_runs, data, scratch)
    sections = "\n".join(
        (
            cold.section(entries, first),
            many.section(taken),
            reports.section(reports.run(size.reports, 2 * size.reports, size.slow_runs, data, scratch), size.reports),
            again.section(again.run(size.runs, ROOT / "config.yaml", scratch)),
            rows.section(rows.run(size.rows, size.slow_runs, scratch)),
            atlas.section(atlas.run(size.pages, 1, scratch), size.pages),
        )
    )
    return f"""# Benchmarks

Made by `make bench`. The contestants ran in turn, mostly after one warm-up each. A ratio below 1 means that geomap took
less; ratios are taken within a turn. Compare ratios: seconds change with the machine and with what else it does. CPU is
user and system time. Peak is the largest resident memory of the process.

The shapefiles of the whole world that the others read are made beforehand from geomap's own basemap, so that all draw
the same lines. Making them is not timed. How the page compares stands in RESULTS-pages.md.

{sections}
## On a cluster

Pages share nothing but the config's files, which are sent to each worker once: with ten times the workers an atlas
takes a tenth of the time, as long as there are many more pages than workers. What does not shrink is the part of the
computer that asks for it: it sends what is to be drawn and writes what comes back, so that nothing is ever
half-written: about a two-hundredth of a second a page, twice that where it must first see what an earlier build left.
Where a page takes a tenth of a second to draw, as here, some twenty workers keep it busy; where it takes a second, as
one of four artboards with an interactive page does, two hundred. That is the next bottleneck: beyond it workers would
have to write to a shared store themselves, and send the manifests alone. A table that is summed up meets it sooner: its
columns are read by one computer and sent, and reading takes a seventh of the time of summing up.

## Where

{machine()}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    full = Size()
    parser.add_argument("--units", type=_counts, default=full.units, help="of the pictures, comma-separated")
    parser.add_argument("--runs", type=int, default=full.runs, help=f"turns that count (default: {full.runs})")
    parser.add_argument("--pages", type=int, default=full.pages, help=f"of the atlas (default: {full.pages})")
    parser.add_argument("--rows", type=int, default=full.rows, help=f"of the table (default: {full.rows:,})")
    parser.add_argument("--reports", type=int, default=full.reports, help=f"rows (default: {full.reports:,})")
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.relative_to(ROOT)} and README's figures")
    options = parser.parse_args()
    subprocess.run([sys.executable, "-m", "benchmarks.prepare", "--data", str(DATA)], cwd=ROOT, check=True)
    with tempfile.TemporaryDirectory(prefix="geomap-bench-") as scratch:
        text = report(
            Size(options.units, options.runs, options.pages, options.rows, options.reports), DATA, Path(scratch)
        )
    print(text)
    if options.write:
        RESULTS.write_text(text, encoding="utf-8")
        headline.update(ROOT / "README.md", text)


def _counts(text: str) -> tuple[int, ...]:
    return tuple(int(count) for count in text.split(","))


if __name__ == "__main__":
    main()
