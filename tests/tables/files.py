"""Tables in formats that no text editor shows, as people's programs write them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import geopandas
import numpy
import openpyxl
import pandas
import shapely


def write_workbook(path: Path) -> None:
    """A title over the headings, a merged cell, a number kept as text, days with types, another sheet first."""
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    sheet = book.create_sheet("Bases 2024")
    sheet["A1"] = "Bases, for internal use"
    sheet.append(["Code", "Base", "Personnel", "Main battle\ntanks", "Verified", "Status", "Commander"])
    sheet.append(["00123", "Bodø", 1200, 12, datetime(2024, 3, 1), "open", "N. N."])
    sheet.append(["NO", "Tromsø", "800", None, date(2024, 2, 29), "open", None])
    sheet.append([1e5, "Narvik", None, 0, None, "planned", None])
    sheet.append(["x", "Andøya", 300, None, None, "closed", None])
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("F3:F4")
    book.save(path)


def write_geopackage(path: Path) -> None:
    """Two layers in web Mercator, whole numbers with gaps, a day, a column that nobody needs."""
    sites = geopandas.GeoDataFrame(
        {
            "name": ["Post Ж", "Гай", "Nowhere"],
            "est_low": pandas.array([100, None, None], dtype="Int32"),
            "est_high": pandas.array([250, None, 40], dtype="Int32"),
            "seen": pandas.to_datetime(["2022-01-12", None, "2021-12-01"]),
            "photo": ["a.jpg", None, None],
        },
        geometry=geopandas.points_from_xy([37.8, 39.3, -170.0], [48.0, 48.5, -10.5]),
        crs=4326,
    )
    squares = [shapely.box(37, 47, 38, 48), shapely.box(39, 47, 40, 48), shapely.box(0, 0, 1, 1)]
    zones = geopandas.GeoDataFrame({"class": ["A", "B", "C"]}, geometry=squares, crs=4326)
    sites.to_crs(3857).to_file(path, layer="sites", engine="pyogrio")
    zones.to_crs(3857).to_file(path, layer="zones", engine="pyogrio")


def write_parquet(path: Path, rows: int = 10_000) -> None:
    """Positions as geometry alone, counts as decimals, as pandas keeps whole numbers with gaps."""
    random = numpy.random.default_rng(1)
    frame = geopandas.GeoDataFrame(
        {
            "key": [f"{number:05}" for number in range(rows)],
            "n": numpy.where(random.random(rows) < 0.1, numpy.nan, random.integers(1, 20_000, rows)),
            "side": random.choice(["a", "b"], rows),
            "as_of": [date(2022, 1, 1 + number % 28) for number in range(rows)],
        },
        geometry=geopandas.points_from_xy(random.uniform(22, 58, rows), random.uniform(42, 58, rows)),
        crs=4326,
    )
    frame.to_parquet(path)
