"""The projects that are measured: the example with one artboard, many units, an atlas, a table of many rows."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv, parquet

ROOT = Path(__file__).resolve().parent.parent
VIEW = (35.5, 45.8, 42.5, 50.3)  # west, south, east, north
_ARTBOARD = "artboards:\n  - {id: wide, width: 1050, height: 840, scale: 2}\n"
_SMALL = _ARTBOARD.replace("scale: 2", "scale: 1")
_LARGEST = 60  # px, the diameter of the largest circle, as the peers draw it
_PLACES = 500  # that many rows are spread around
_COLUMNS = 25  # of the regions of an atlas
_SIDES = {"army": "#c8602c", "guard": "#3b6ea5", "militia": "#5b7a3a", "fleet": "#7a4a8a"}
_FORMATIONS = (
    "tank brigade", "motor rifle regiment", "2 artillery battalion", "air defence battery", "infantry company",
    "reconnaissance company", "engineer battalion", "tank battalion;artillery battery", "headquarters", "logistics",
)  # fmt: skip
_REPORTED_BY = ("daily", "weekly", "survey", "agency", "daily;survey", "agency;weekly", "blog", "ministry")


def write_example(folder: Path) -> Path:
    """The repository's example with one artboard, its layers and its pinned places; the config's path."""
    config = (ROOT / "config.yaml").read_text(encoding="utf-8")
    config, found = re.subn(r"(?m)^artboards:\n(?:[ #].*\n|\n)*", _ARTBOARD + "\n", config)
    if found != 1:
        raise SystemExit("benchmarks: config.yaml has no block of artboards to replace")
    shutil.copytree(ROOT / "layers", folder / "layers")
    shutil.copy(ROOT / "places.lock.yaml", folder)
    return _config(folder, config)


def write_many(folder: Path, count: int) -> Path:
    """A map of so many units, which all contestants read from `units.parquet` beside it; the config's path."""
    parquet.write_table(units(count), folder / "units.parquet")
    view = f"title: Many units\nview: {{bounds: {list(VIEW)}}}\nlegend: {{max_diameter: {_LARGEST}}}\n"
    return _config(folder, f"{view}units_from: units.parquet\n{_ARTBOARD}outputs: [png]\n")


def units(count: int) -> pa.Table:
    """Units at random in the view; as many small ones as large ones, in orders of magnitude."""
    chance = np.random.default_rng(count)
    west, south, east, north = VIEW
    return pa.table(
        {
            "id": [f"u{number}" for number in range(count)],
            "label": [f"Place {number}" for number in range(count)],
            "lat": chance.uniform(south, north, count).round(4),
            "lon": chance.uniform(west, east, count).round(4),
            "troops": (10 ** chance.uniform(1.5, 4, count)).astype(int),
        }
    )


def write_realistic(folder: Path, count: int, width: int = 1050, file: str = "units.parquet") -> Path:
    """A map of so many rows as analysts keep them, from a table in Parquet or CSV by its name; the config's path."""
    rows = realistic(count)
    if file.endswith(".csv"):
        csv.write_csv(rows, folder / file)
    else:
        parquet.write_table(rows, folder / file)
    artboard = f"artboards:\n  - {{id: wide, width: {width}, height: {width * 4 // 5}, scale: 2}}\n"
    view = f"view: {{bounds: {list(VIEW)}}}\nsymbols: app6\nlegend: {{max_diameter: {_LARGEST}}}\n"
    text = f"title: Many reports\n{view}{_keys()}units_from: {file}\n{artboard}outputs: [png, html]\n"
    return _config(folder, text)


def realistic(count: int) -> pa.Table:
    """Units with all that a table usually says of them: ranges and gaps in the counts, sides, formations, sources."""
    chance = np.random.default_rng([count, 1])  # other numbers than those of the positions
    plain = units(count)
    troops = plain["troops"].to_numpy()
    kind = chance.choice(5, count, p=[0.5, 0.15, 0.15, 0.1, 0.1])  # exact, a range, about, unknown, nothing said
    is_range = kind == 1
    columns = {
        "troops": pa.array(troops, mask=(kind != 0) & (kind != 2)),
        "troops_min": pa.array(troops, mask=~is_range),
        "troops_max": pa.array(troops + troops // 2, mask=~is_range),
        "troops_kind": pa.array(np.array([None, None, "about", "unknown", None], dtype=object)[kind], pa.string()),
        "side": _drawn(chance, tuple(_SIDES), count),
        "formations": _drawn(chance, _FORMATIONS, count, empty=0.1),
        "tanks": pa.array(chance.integers(1, 60, count), mask=chance.random(count) < 0.7),
        "artillery": pa.array(chance.integers(1, 40, count), mask=chance.random(count) < 0.8),
        "as_of": _drawn(chance, [f"2022-01-{day:02}" for day in range(1, 31)], count),
        "sources": _drawn(chance, _REPORTED_BY, count),
    }
    return pa.table({name: plain[name] for name in ("id", "label", "lat", "lon")} | columns)


def write_units(folder: Path, count: int) -> Path:
    """A map of so many units that stand in the config itself; the config's path."""
    rows = zip(*(units(count)[name].to_pylist() for name in ("id", "label", "lat", "lon", "troops")), strict=True)
    stated = "".join(
        f"  - {{id: {id_}, label: {label}, at: {{lat: {lat}, lon: {lon}}}, troops: {troops}}}\n"
        for id_, label, lat, lon, troops in rows
    )
    view = f"title: Many units\nview: {{bounds: {list(VIEW)}}}\nlegend: {{max_diameter: {_LARGEST}}}\n"
    return _config(folder, f"{view}units:\n{stated}{_ARTBOARD}outputs: [png]\n")


def _drawn(chance: np.random.Generator, values: Sequence[str], count: int, empty: float = 0.0) -> pa.Array:
    """One of some values in each row, some cells of the column empty."""
    found = np.array(values, dtype=object)[chance.integers(0, len(values), count)]
    return pa.array(found, pa.string(), mask=chance.random(count) < empty)


def _keys() -> str:
    """The sides and sources of the realistic table."""
    sides = ", ".join(f"{side}: {{label: The {side}, colour: '{colour}'}}" for side, colour in _SIDES.items())
    names = sorted({name for cell in _REPORTED_BY for name in cell.split(";")})
    sources = ", ".join(f"{name}: {{publisher: The {name.title()}, title: Reports}}" for name in names)
    return f"sides: {{{sides}}}\nsources: {{{sources}}}\n"


def write_page(folder: Path, count: int) -> Path:
    """A map of so many units for a page, with a side, a formation and a source each; the config's path."""
    table = units(count)
    same = {"side": "army", "formations": "tank", "sources": "daily"}
    for name, value in same.items():
        table = table.append_column(name, pa.array([value] * count))
    parquet.write_table(table, folder / "units.parquet")
    return _config(
        folder,
        f"title: Many units\nview: {{bounds: {list(VIEW)}}}\n"
        "sides: {army: {label: The army, colour: '#c8602c'}}\nsources: {daily: {publisher: The Daily}}\n"
        f"units_from: units.parquet\n{_ARTBOARD}outputs: [html]\n",
    )


def write_atlas(folder: Path, pages: int) -> Path:
    """The example once for each of so many regions, squares of one degree, of one px a px; the config's path."""
    config = write_example(folder)
    config.write_text(config.read_text(encoding="utf-8").replace(_ARTBOARD, _SMALL), encoding="utf-8")
    west, south, east, north = VIEW
    rows = -(-pages // _COLUMNS)
    features = []
    for number in range(pages):
        x = west + (east - west - 1) * (number % _COLUMNS) / _COLUMNS
        y = south + (north - south - 1) * (number // _COLUMNS) / rows
        ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"name": f"Part {number + 1}"}, "geometry": geometry})
    regions = folder / "layers" / "parts.geojson"
    regions.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    text = config.read_text(encoding="utf-8")
    return _config(folder, f"{text}\npages:\n  regions: {{file: layers/parts.geojson, name: name}}\n")


def write_rows(folder: Path, count: int) -> Path:
    """A table of so many rows around some places, drawn as one circle a hexagon; the config's path."""
    chance = np.random.default_rng(count)
    west, south, east, north = VIEW
    place = chance.integers(0, _PLACES, count)
    lat = chance.uniform(south, north, _PLACES)[place] + chance.normal(0, 0.2, count)
    lon = chance.uniform(west, east, _PLACES)[place] + chance.normal(0, 0.2, count)
    parquet.write_table(
        pa.table({"lat": lat, "lon": lon, "troops": chance.integers(1, 90, count)}), folder / "rows.parquet"
    )
    view = f"title: Many rows\nview: {{bounds: {list(VIEW)}}}\n"
    return _config(folder, f"{view}aggregate: {{file: rows.parquet, by: hex, cell: 0.25}}\n{_ARTBOARD}outputs: [png]\n")


KINDS = {
    "many": write_many, "page": write_page, "atlas": write_atlas, "rows": write_rows, "units": write_units,
    "realistic": write_realistic, "realistic-wide": partial(write_realistic, width=1600),
    "realistic-csv": partial(write_realistic, file="units.csv"),
}  # fmt: skip


def main() -> None:
    """Make a project: its kind, an empty folder, how many units, pages or rows."""
    kind, folder, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    if kind == "example":
        write_example(folder)
    else:
        KINDS[kind](folder, count)


def _config(folder: Path, text: str) -> Path:
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    return folder / "config.yaml"


if __name__ == "__main__":
    main()
