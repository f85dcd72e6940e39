"""What the scripts of many units share: view, table, sizes, colours. Lengths are px of a sheet of 1050 x 840."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

WIDTH, HEIGHT, SCALE = 1050, 840, 2
DPI = 100 * SCALE  # one px of the sheet is 1/100 inch
PT = 0.72  # points in one px of the sheet
VIEW = (35.5, 45.8, 42.5, 50.3)  # west, south, east, north
CLIP = (34.5, 45.3, 43.5, 50.8)  # a little more, as the frame is of another shape
CONIC = {"central_longitude": 39, "central_latitude": 48.05, "standard_parallels": (46.55, 49.55)}
SEA, LAND, BORDER, COAST, SYMBOL = "#dbe7ee", "#f5f3ed", "#8d8a84", "#9db4c1", "#b04c1a"
LARGEST = 60.0  # px, the diameter of the largest circle
LABELS = 50  # units that are named, the largest


def options(doc: str | None, width: int = 0) -> argparse.Namespace:
    """The command line; `--width` only where there is a default for it."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the shapefiles")
    parser.add_argument("--units", type=Path, required=True, help="Parquet of label, lat, lon and troops")
    parser.add_argument("--out", type=Path, required=True, help="PNG to write")
    if width:
        parser.add_argument("--width", type=int, default=width, help="px of the sheet")
    return parser.parse_args()


def read_units(path: Path) -> pd.DataFrame:
    """The table, the largest first, with the diameters of its circles in px."""
    units = pd.read_parquet(path, columns=["label", "lat", "lon", "troops"]).sort_values("troops", ascending=False)
    return units.assign(diameter=LARGEST * np.sqrt(units["troops"] / units["troops"].max()))
