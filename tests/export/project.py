"""A small map with every kind of count and mark, and names that break careless writers.

Those for which not every computer has a font are not drawn.
"""

from __future__ import annotations

import json
from pathlib import Path

CONFIG = """\
name: made-up
title: "Made up: <b>A & B</b>"
as_of: 2022-01-12
sources:
  one: {publisher: The Daily Example, title: "=Totals", url: "https://example.org/a?b=1&c=2", published: 2022-01-12}
  two: {publisher: Інше джерело}
sides:
  north: {label: "North & Co", colour: "#2166ac"}
  south: {label: South}
units:
  - {id: exact, label: "=SUM(A1)", at: {lat: 48.123456789012, lon: -0.1}, troops: 14000, side: north,
     sources: [one, two], grade: B2,
     equipment: {tanks: {about: 40}, artillery: unknown, armored vehicles: 0, installations: {at_least: 2}},
     formations: [{type: tank, count: 2, echelon: brigade}, {type: headquarters, label: "Corps; 2nd: \\\\east"}]}
  - {id: range, label: Луганськ <i>, at: {lat: 48.5, lon: 39.3}, troops: {min: 8000, max: 12000}, side: north}
  - {id: about, label: {text: "@东京 \\"\U0001f600\\"", hide: true}, at: {lat: 47.5, lon: 38.3}, troops: {about: 9000},
     side: south, as_of: 2021-12-01}
  - {id: open, label: {text: "-مثال", hide: true}, at: {lat: 47, lon: 37}, troops: {at_least: 9000}, basis: estimate}
  - {id: closed, label: "+1", at: {lat: 46.5, lon: 38}, troops: {at_most: 700}, basis: illustrative}
  - {id: unknown, label: "a,b;=c", at: {lat: 46.2, lon: 36}, troops: unknown}
  - {id: none, label: "'quoted", at: {lat: 47.9, lon: 36}, troops: 0}
  - {id: silent, place: Donetsk, country: UA}
layers:
  - {kind: line, id: front, role: contact_line, file: front.geojson, callout: "Line <1>", sources: [one], side: north}
  - {kind: line, id: road, role: route, file: front.geojson, certainty: exact, label: null}
  - {kind: area, id: held, role: control, file: held.geojson, side: south, label: Held & more}
  - {kind: area, id: zone, role: claimed_control, file: held.geojson, certainty: exact}
  - {kind: arrow, id: move, from: {lat: 47, lon: 36}, to: {lat: 48, lon: 38}}
  - {kind: arrow, id: moved, from: {lat: 47, lon: 36}, to: {lat: 48, lon: 38}, certainty: exact}
  - {kind: ring, id: reach, around: {lat: 47, lon: 37}, km: [20, 40], certainty: exact}
  - {kind: note, id: said, text: "{troops} said", troops: 40000, at: {lat: 49, lon: 37}, sources: [one]}
  - {kind: label, id: azov, text: SEA OF AZOV, style: water, at: {lat: 46.4, lon: 37}}
artboards: [{id: wide, width: 700, key: none}]
outputs: [geojson, gpkg, kml, kmz, csv, parquet]
""".replace(", label: null", "")

UNITS = ("exact", "range", "about", "open", "closed", "unknown", "none", "silent")


def write_project(folder: Path) -> Path:
    """The config's path."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [[[36, 47], [37, 48]], [[37, 48], [38, 48.25]], [[39, 48], [40, 48.25]]]
    shell = [[37, 46], [37, 47], [38, 47], [38, 46], [37, 46]]
    hole = [[37.2, 46.2], [37.4, 46.2], [37.4, 46.4], [37.2, 46.2]]
    _write(folder / "front.geojson", {"type": "MultiLineString", "coordinates": lines})
    _write(folder / "held.geojson", {"type": "Polygon", "coordinates": [shell, hole]})
    (folder / "config.yaml").write_text(CONFIG, "utf-8")
    return folder / "config.yaml"


def _write(path: Path, geometry: object) -> None:
    path.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": geometry}), "utf-8")
