"""Times the page beside what a user would write with folium or by hand: making it, its size, and how soon it is ready.

    .venv/bin/python -m benchmarks.pages [--units 4,1000,10000,100000] [--turns N] [--slow] [--write]

All make a page of the same points: a circle a unit whose area is the troops, and its facts when it is clicked. Each
page is made in a process of its own, libraries loaded within; then it is opened in one Chromium for all.
Readiness is the time from opening a file to the second frame after its scripts have run; a pan step is the median gap
of frames while the map is dragged. Stock folium takes Leaflet from the web, so here it is written into its page, which
favours it.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from statistics import median
from textwrap import fill
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.timing import NOTHING, ROOT, compiled, has, write_project

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BOUNDS = [[46.2, 35.7], [49.9, 41.8]]
LARGEST, DIAMETER = 18_000, 60.0  # troops, px
RESULTS = ROOT / "benchmarks" / "RESULTS-pages.md"
SLOW = 10_000  # units, up to which the slow ones take part: beyond, they take minutes
HALVES = (10_000, 55_000, 100_000)  # units: as many more from each to the next; none of these pages has a picture
SLOW_ONES = ("folium CircleMarkers", "geopandas.explore")
READY = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now();
}"""
PAN = """async () => {
  if (!window.L) return null;
  const map = window.geomap?.map ?? Object.values(window).find((one) => one instanceof L.Map);
  const gaps = [];
  let last = performance.now();
  for (let i = 0; i < 40; i += 1) {
    map._rawPanBy(L.point(3, 2));
    map.fire("move");
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    gaps.push(now - last);
    last = now;
  }
  return gaps.sort((a, b) => a - b)[gaps.length >> 1];
}"""

Point = tuple[str, float, float, int]  # name, lat, lon, troops


@dataclass(frozen=True, slots=True)
class Taken:
    """What one page took in one turn."""

    make: float  # s, the whole process
    cpu: float  # s of the same
    ready: float  # s
    pan: float | None  # ms; of maps by Leaflet
    size: int  # bytes


def points(count: int) -> list[Point]:
    """The same for all."""
    draw = random.Random(7)
    return [
        (
            f"Place {number}",
            round(draw.uniform(46.3, 49.8), 4),
            round(draw.uniform(35.8, 41.7), 4),
            draw.randint(50, LARGEST),
        )
        for number in range(count)
    ]


def radius(troops: int) -> float:
    return DIAMETER / 2 * sqrt(troops / LARGEST)


def circle_markers(rows: Sequence[Point]) -> str:
    """Stock folium: a CircleMarker with a popup for each."""
    import folium  # noqa: PLC0415

    chart = folium.Map(tiles=None)
    chart.fit_bounds(BOUNDS)
    for name, lat, lon, troops in rows:
        folium.CircleMarker([lat, lon], radius=radius(troops), weight=1, fill=True, popup=f"{name}: {troops}").add_to(
            chart
        )
    return with_leaflet(chart.get_root().render())


def geojson_on_canvas(rows: Sequence[Point]) -> str:
    """folium's GeoJson on a canvas, all circles of one size: a style function would be written out a case a unit."""
    import folium  # noqa: PLC0415

    features = [
        {"type": "Feature", "properties": {"name": name, "troops": troops},
         "geometry": {"type": "Point", "coordinates": [lon, lat]}}
        for name, lat, lon, troops in rows
    ]  # fmt: skip
    chart = folium.Map(tiles=None, prefer_canvas=True)
    chart.fit_bounds(BOUNDS)
    popup = folium.GeoJsonPopup(["name", "troops"])
    marker = folium.CircleMarker(radius=DIAMETER / 4, weight=1, fill=True)
    folium.GeoJson({"type": "FeatureCollection", "features": features}, marker=marker, popup=popup).add_to(chart)
    return with_leaflet(chart.get_root().render())


def by_hand(rows: Sequence[Point]) -> str:
    """A Leaflet page as a developer writes it: rows as JSON, circle markers on one canvas, a popup on click."""
    script = f"""
      const rows = {json.dumps(rows, separators=(",", ":"))};
      const map = L.map("map", {{ preferCanvas: true }}).fitBounds({BOUNDS});
      window.chart = map;
      for (const [name, lat, lon, troops] of rows) {{
        const radius = {DIAMETER / 2} * Math.sqrt(troops / {LARGEST});
        const style = {{ radius, weight: 1, color: "#fff", fillColor: "#c8602c", fillOpacity: 0.8 }};
        L.circleMarker([lat, lon], style).bindPopup(() => `${{name}}: ${{troops}}`).addTo(map);
      }}"""
    head = (
        '<!DOCTYPE html><meta charset="utf-8"><style>#map { height: 720px }</style><script src="leaflet.js"></script>'
    )
    return with_leaflet(f'{head}<div id="map"></div><script>{script}</script>')


def explore(rows: Sequence[Point]) -> str:
    """geopandas.explore: a GeoDataFrame on a folium map, all circles of one size."""
    import geopandas as gpd  # noqa: PLC0415

    columns = {"name": [row[0] for row in rows], "troops": [row[3] for row in rows]}
    spots = gpd.points_from_xy([row[2] for row in rows], [row[1] for row in rows])
    frame = gpd.GeoDataFrame(columns, geometry=spots, crs="EPSG:4326")
    chart = frame.explore(tiles=None, prefer_canvas=True, marker_kwds={"radius": DIAMETER / 4})
    return with_leaflet(chart.get_root().render())


def by_plotly(rows: Sequence[Point]) -> str:
    """plotly: one trace on WebGL over plain axes, its script in the page. It has no map without tiles of a server."""
    from plotly import graph_objects as go  # noqa: PLC0415

    size = [2 * radius(row[3]) for row in rows]
    hover = [f"{row[0]}: {row[3]}" for row in rows]
    marker = {"size": size, "color": "#c8602c", "opacity": 0.8, "line": {"width": 1, "color": "#fff"}}
    trace = go.Scattergl(
        x=[row[2] for row in rows], y=[row[1] for row in rows], mode="markers", text=hover, marker=marker
    )
    return str(go.Figure(trace).update_layout(dragmode="pan").to_html(include_plotlyjs=True))


def with_leaflet(html: str) -> str:
    """The page with Leaflet written into it and nothing else from the web."""
    from xstatic.pkg import leaflet  # noqa: PLC0415

    folder = Path(leaflet.BASE_DIR)
    style = re.sub(r"[^\n{}]*\burl\([^)]*\)[^\n}]*", "", (folder / "leaflet.css").read_text("utf-8"))
    script = f"<style>{style}</style><script>{(folder / 'leaflet.js').read_text('utf-8')}</script>"
    html = re.sub(r"<link[^>]*>", "", html)
    first = re.search(r'<script src="[^"]*"></script>', html)
    if first is None:
        raise SystemExit("benchmarks: no script to put Leaflet in the place of")
    html = html.replace(first.group(), "\0", 1)
    return re.sub(r'<script src="[^"]*"></script>', "", html).replace("\0", script)


PEERS: dict[str, Callable[[Sequence[Point]], str]] = {
    "Leaflet by hand": by_hand,
    "folium GeoJson on canvas": geojson_on_canvas,
    "folium CircleMarkers": circle_markers,
    "geopandas.explore": explore,
    "plotly": by_plotly,
}
GEOMAP = "geomap"
_WHAT = {GEOMAP: "`geomap build --only html` of a Parquet table: basemap, key, filters, table, search and all."}
_NEEDS = {"geopandas.explore": "mapclassify", "plotly": "plotly"}


def contestants(count: int, slow: bool) -> list[str]:
    """Who takes part with so many units."""
    everyone = [GEOMAP, *(name for name in PEERS if has(_NEEDS.get(name, "folium")))]
    return [name for name in everyone if slow or count <= SLOW or name not in SLOW_ONES]


def make(name: str, count: int, folder: Path) -> tuple[float, float, Path]:
    """Seconds that a new process takes to write the page, by the clock and of CPU time, and the page."""
    page = folder / "config.html"
    command = ("-m", "benchmarks.pages", "--make", name, str(count), str(page))
    if name == GEOMAP:
        build = ("build", str(folder / "config.yaml"), "--only", "html", "--force", "--out", str(folder))
        command = ("-m", "geomap", *build)
    start, before = perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=compiled(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"benchmarks: {' '.join(command)}\n{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return perf_counter() - start, cpu, page


def run(counts: Sequence[int], turns: int, slow: bool) -> tuple[dict[int, dict[str, list[Taken]]], list[list[Taken]]]:
    """Every contestant at every count, `turns` times, in turn; and geomap in turn at each of HALVES."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - the makers must not pay for it

    from scripts.find_chromium import found_on_system  # noqa: PLC0415

    found: dict[int, dict[str, list[Taken]]] = {}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        browser = playwright.chromium.launch(executable_path=found_on_system(), args=["--no-sandbox", "--disable-gpu"])
        browser.new_page().goto("data:text/html,warm")
        for count in counts:
            names = contestants(count, slow)
            found[count] = {name: [] for name in names}
            folder = write_project("page", Path(scratch) / str(count), count).parent
            for turn in range(turns if count <= SLOW else max(1, turns // 2)):
                for name in names:
                    found[count][name].append(take(browser, *make(name, count, folder)))
                print(f"{count} units, turn {turn + 1} of {turns}", file=sys.stderr)
        folders = [write_project("page", Path(scratch) / f"{count} alone", count).parent for count in HALVES]
        halves = [
            [take(browser, *make(GEOMAP, count, folder)) for count, folder in zip(HALVES, folders, strict=True)]
            for _ in range(2 * turns)
        ]
        browser.close()
    return found, halves


def take(browser: Browser, made: float, cpu: float, file: Path) -> Taken:
    """Open a page that was made."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(600_000)
    page.goto(file.as_uri(), wait_until="load", timeout=600_000)
    ready, pan = page.evaluate(READY) / 1000, page.evaluate(PAN)
    page.close()
    return Taken(made, cpu, ready, pan, file.stat().st_size)


def growth(halves: Sequence[Sequence[Taken]]) -> str:
    """How the cost of further units compares with that of as many before them: 1 where it grows evenly."""
    cpu, ready = (
        [median(getattr(one, key) for one in turn) for turn in zip(*halves, strict=True)] for key in ("cpu", "ready")
    )
    few, some, many = (f"{count:,}" for count in HALVES)
    further_cpu, further_ready = ((c - b) / (b - a) for a, b, c in (cpu, ready))
    return (
        f"From {some} to {many} units geomap's page took {further_cpu:.1f} times as much more CPU time to make as "
        f"from {few} to {some}, and {further_ready:.1f} times as much more time to be ready. Where this is 1, what is "
        f"beyond start-up grows as the units do. (Medians of {len(halves)} turns, s: made {_listed(cpu)}; ready "
        f"{_listed(ready)}.)"
    )


def _listed(seconds: Sequence[float]) -> str:
    return ", ".join(f"{one:.2f}" for one in seconds)


def table(found: dict[int, dict[str, list[Taken]]]) -> str:
    """A row a count and contestant: medians, and geomap's ratio to each, taken turn by turn."""
    head = (
        "units",
        "page",
        "make, s",
        "ready, s",
        "pan step, ms",
        "size, MB",
        "geomap: make",
        "geomap: ready",
        "geomap: size",
    )
    rows = [head, ("---",) * len(head)]
    for count, results in found.items():
        ours = results[GEOMAP]
        for name, taken in results.items():
            made, ready, size = (median(getattr(one, key) for one in taken) for key in ("make", "ready", "size"))
            pans = [one.pan for one in taken if one.pan is not None]
            pan = f"{median(pans):.0f}" if pans else NOTHING
            own = (f"{made:.2f}", f"{ready:.2f}", pan, f"{size / 1e6:.2f}")
            ratio = [
                f"{median(getattr(a, key) / getattr(b, key) for a, b in zip(ours, taken, strict=True)):.2f}"
                for key in ("make", "ready", "size")
            ]
            rows.append((f"{count:,}", name, *own, *(ratio if name != GEOMAP else ("", "", ""))))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def report(found: dict[int, dict[str, list[Taken]]], halves: Sequence[Sequence[Taken]]) -> str:
    """The page that `--write` writes."""
    said = (__doc__ or "").split("\n\n", 2)[2].strip()
    said_of = {**_WHAT, **{name: maker.__doc__ for name, maker in PEERS.items()}}
    what = "\n".join(f"- **{name}**: {text}" for name, text in said_of.items())
    note = "A ratio below 1 means that geomap took less. Compare ratios: seconds change with the machine and its load."
    head = "# Benchmarks of the page\n\nMade by `make bench`."
    return f"{head} {said}\n\n{note}\n\n{table(found)}\n\n{fill(growth(halves), 120)}\n\n{what}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", default="4,1000,10000,100000", help="how many, comma-separated")
    parser.add_argument("--turns", type=int, default=3, help="turns that count (default: 3)")
    parser.add_argument("--slow", action="store_true", help="also those that take minutes at 100,000")
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.relative_to(ROOT)}")
    parser.add_argument("--make", nargs=3, metavar=("PAGE", "UNITS", "FILE"), help="only write one page")
    options = parser.parse_args()
    if options.make:
        name, count, file = options.make
        Path(file).write_text(PEERS[name](points(int(count))), encoding="utf-8")
        return
    found, halves = run([int(count) for count in options.units.split(",")], options.turns, options.slow)
    print(f"{table(found)}\n\n{growth(halves)}")
    if options.write:
        RESULTS.write_text(report(found, halves), encoding="utf-8")


if __name__ == "__main__":
    main()
