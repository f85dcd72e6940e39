"""One picture of more and more units, beside what else draws them; and how the cost grows."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from statistics import median

from benchmarks.timing import NOTHING, Contestant, Results, in_turn, middle, ratios, table, write_project

HERE = Path(__file__).resolve().parent
SLOW, SLOWEST = 10_000, 100_000  # units, from which on there are two turns, and no warm-up
TITLE, RIVAL = "Many units", "geopandas + matplotlib"

Taken = Mapping[int, Results]  # by number of units


def contestants(folder: Path, data: Path) -> list[Contestant]:
    """All read `units.parquet` and draw the same circles at the same places."""
    warm = str(HERE / "warm.py")
    build = ("build", str(folder / "config.yaml"), "--only", "png", "--force", "--out", "{out}")
    reading = ("--data", str(data), "--units", str(folder / "units.parquet"), "--out", "{out}/map.png")
    rival = str(HERE / "peers" / "many_geopandas.py")
    python = sys.executable
    return [
        Contestant("geomap", "labels where there is room, a key, a scale bar", (python, "-m", "geomap", *build)),
        Contestant(RIVAL, "clipped layers, 50 labels wherever they fall", (python, rival, *reading)),
        Contestant(
            "cartopy", "likewise, projected by its axes", (python, str(HERE / "peers" / "many_cartopy.py"), *reading),
            needs="Cartopy",
        ),
        Contestant(
            "py-staticmaps", "circles alone: below them it draws tiles of a server or nothing",
            (python, str(HERE / "peers" / "many_staticmaps.py"), *reading), needs="py-staticmaps",
        ),
        Contestant("geomap, twice", "drawn twice in one process", (python, warm, "geomap", *build)),
        Contestant(f"{RIVAL}, twice", "drawn twice in one process", (python, warm, rival, *reading)),
    ]  # fmt: skip


def run(counts: tuple[int, ...], runs: int, data: Path, scratch: Path) -> Taken:
    """What each took at each number of units."""
    taken = {}
    for count in counts:
        folder = scratch / f"units-{count}"
        write_project("many", folder, count)
        turns = min(runs, 2) if count >= SLOW else runs
        taken[count] = in_turn(contestants(folder, data), turns, scratch, warm_up=count < SLOWEST)
    return taken


def section(taken: Taken) -> str:
    """Its part of the page."""
    what = "\n".join(f"- **{entry.name}**: {entry.what}" for entry in contestants(Path(), Path())[:4])
    head = (
        "units",
        "drawn by",
        "cold: CPU, s",
        "peak, MiB",
        "geomap: CPU",
        "geomap: peak",
        "warm: CPU, s",
        "geomap: warm",
    )
    return f"""## {TITLE}

One PNG of 2100 x 1680 px with so many circles from one Parquet table, cold processes in turn. Warm is the second of two
pictures in one process.

{table(head, _rows(taken))}

{what}
- PyGMT is not among them: it needs GMT, which PyPI does not have.

{_growth(taken)}
"""


def _rows(taken: Taken) -> Iterator[tuple[str, ...]]:
    for count, results in taken.items():
        ours = results["geomap"]
        our_warm = _warm(results, "geomap")
        for name, runs in results.items():
            if name.endswith("twice"):
                continue
            warm = _warm(results, name)
            shares = [f"**{median(ratios(ours, runs, key)):.2f}**" for key in ("cpu", "peak")]
            yield (
                f"{count:,}", name, f"{middle(runs, 'cpu'):.2f}", f"{middle(runs, 'peak'):.0f}",
                *(shares if name != "geomap" else ("", "")),
                f"{warm:.2f}" if warm else NOTHING,
                f"{our_warm / warm:.2f}" if warm and name != "geomap" else "",
            )  # fmt: skip


def _warm(results: Results, name: str) -> float:
    """CPU seconds of a second picture; 0 where none was drawn."""
    return middle(results.get(f"{name}, twice", results[name]), "again")


def _growth(taken: Taken) -> str:
    """What ten times the units cost, beyond what the least of them cost."""
    counts = list(taken)
    rows = []
    for name in ("geomap", RIVAL):
        spent = [middle(taken[count][name], "cpu") - middle(taken[counts[0]][name], "cpu") for count in counts[1:]]
        steps = [f"{b / a:.1f}" if a > 0 else NOTHING for a, b in pairwise(spent)]
        rows.append((name, *steps))
    names = [f"{a:,} to {b:,}" for a, b in pairwise(counts[1:])]
    if not names:
        return ""
    said = f"CPU time beyond that of {counts[0]:,} units, as a multiple of that of the number of units before:"
    return f"{said}\n\n{table(('growth', *names), rows)}"
