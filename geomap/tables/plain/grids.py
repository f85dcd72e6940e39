"""Positions on military and civil grids: `36U XV 12345 67890` (MGRS), `36U 512345 5467890` (UTM). WGS 84.

Letters and squares are those of the scheme AA of NGA.STND.0037 (Universal Grids and Grid Reference Systems, 2014):
columns of 100 km by sets of three zones, rows that repeat each 2,000 km and begin at F in even zones.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from geomap.loading import Later

pyproj = Later("pyproj")

_BANDS = "CDEFGHJKLMNPQRSTUVWX"  # of 8 degrees each, from 80 degrees south
_COLUMNS = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")  # of zones by their remainder of three
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_SQUARE_M, _REPEAT_M = 100_000, 2_000_000
_LEAST_DIGITS = 2  # each way: a square of 1 km
_MGRS = re.compile(r"([0-9]{1,2})\s*([C-HJ-NP-X])\s*([A-HJ-NP-Z])([A-HJ-NP-V])\s*([0-9]{1,5}\s+[0-9]{1,5}|[0-9]{2,10})")
_UTM = re.compile(
    r"([0-9]{1,2})\s*([C-HJ-NP-X])[\s,]+([0-9]{6})(?:[.,][0-9]+)?\s*M?E?[\s,]+([0-9]{6,8})(?:[.,][0-9]+)?\s*M?N?"
)


def grid_position(text: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees of a grid reference, of the middle of its square; None elsewhere, and of a
    square of 10 km or more, which is no position.

    Of UTM a letter S is not read, as it is the band of 32 to 40 degrees north to some and the southern half to others.
    """
    plain = text.strip().upper()
    if found := _MGRS.fullmatch(plain):
        return _of_square(int(found[1]), found[2], found[3], found[4], found[5])
    found = _UTM.fullmatch(plain)
    if found and found[2] != "S":
        return _in_band(int(found[1]), found[2], int(found[3]), int(found[4]))
    return None


def _of_square(zone: int, band: str, column: str, row: str, digits: str) -> tuple[float, float] | None:
    """A position in a square of 100 km; as many digits say how far east as how far north."""
    east, _, north = digits.partition(" ")
    north = north.strip()
    if not north:
        east, north = digits[: len(digits) // 2], digits[len(digits) // 2 :]
    place = _COLUMNS[zone % 3].find(column)
    if len(east) != len(north) or len(east) < _LEAST_DIGITS or place < 0 or not 1 <= zone <= 60:
        return None
    unit_m = 10 ** (5 - len(east))
    easting = (place + 1) * _SQUARE_M + int(east) * unit_m + unit_m // 2
    start = (_ROWS.index(row) - (5 if zone % 2 == 0 else 0)) % len(_ROWS)
    northing = start * _SQUARE_M + int(north) * unit_m + unit_m // 2
    least = _northing(zone, band) // _SQUARE_M * _SQUARE_M
    while northing < least:
        northing += _REPEAT_M
    return _in_band(zone, band, easting, northing)


def _in_band(zone: int, band: str, easting: int, northing: int) -> tuple[float, float] | None:
    """A position of UTM, where it lies in the band that it names; some references reach a little beyond."""
    if not (1 <= zone <= 60 and 100_000 <= easting < 1_000_000 and northing <= 10_000_000):
        return None
    lon, lat = _to_degrees(zone, is_north=band >= "N").transform(easting, northing)
    low = _BANDS.index(band) * 8 - 80
    is_there = low - 1 <= lat <= low + (12 if band == "X" else 8) + 1
    return (round(lat, 7), round(lon, 7)) if is_there else None


def _northing(zone: int, band: str) -> float:
    """How far north a band begins, in metres."""
    low = _BANDS.index(band) * 8 - 80
    transform = _to_degrees(zone, is_north=band >= "N").transform
    return float(transform(zone * 6 - 183, low, direction="INVERSE")[1])


@cache
def _to_degrees(zone: int, *, is_north: bool) -> Any:
    """What makes longitude and latitude of eastings and northings in metres."""
    return pyproj.Transformer.from_crs((32600 if is_north else 32700) + zone, 4326, always_xy=True)
