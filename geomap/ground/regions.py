"""First-level regions of countries: the lines between them and their names, and which region a point lies in.

Which countries' regions a map of some bounds shows: those whose common region, by the median of their sizes, is large
enough on it to be told apart, if most of its land is theirs. So a map of Ukraine has its oblasts and one of Europe
none. Degrees, WGS 84.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from math import cos, radians
from typing import Any

import numpy as np
import shapely
from shapely import Geometry

from geomap.ground import region_store
from geomap.ground.reader import areas
from geomap.ground.store import UNITS_PER_DEGREE, Array
from geomap.ground.window import TURN, Window, degrees, flat
from geomap.scene import Bounds, Label, Line

LEAST_SHARE = 0.07  # of the longer side of a view that the common region of a country takes, to be shown
ROLE = "region_border"
_MOST = 0.6  # of the land in view that countries must have between them, of which regions are shown
_SHORE = 0.03  # degrees, 3 km: how far beside its ground, which is simplified, a point belongs to a region
_WIDEST = 75.0  # degrees; on a wider view no regions are
_LEAST_NAMED = 0.004  # of the view: less of a region in view is not named


def countries_shown(view: Bounds) -> tuple[int, ...]:
    """The countries whose regions a map shows, by their numbers; none where most of its land would have none."""
    window = Window.of(view)
    if window.span > _WIDEST:
        return ()
    middle = radians((window.south + window.north) / 2)
    longer = max((window.east - window.west) * cos(middle), window.north - window.south)
    large = {country for country, size in _common_sizes().items() if size >= LEAST_SHARE * longer}
    land = _land(window)
    share = sum(size for country, size in land.items() if country in large)
    return tuple(sorted(large & land.keys())) if share >= _MOST * sum(land.values()) else ()


def region_lines(bounds: Bounds, countries: Collection[int]) -> Iterator[Line]:
    """The lines between regions of countries within west, south, east, north, one line a country."""
    window, data = Window.of(bounds), region_store.read()
    shown = np.isin(data.line_area, [*countries])
    found: dict[int, list[Geometry]] = defaultdict(list)
    for shift, hits in window.hits(data.line_box):
        for number in hits[shown[hits]].tolist():
            line = shapely.LineString(degrees(data.line(number), shift))
            clipped = shapely.clip_by_rect(line, window.west, window.south, window.east, window.north)
            found[int(data.line_area[number])] += [part for part in flat(clipped) if not part.is_empty]
    for country, parts in sorted(found.items()):
        if parts:
            yield Line(f"{ROLE}-{areas()[country]['id']}", ROLE, shapely.line_merge(shapely.MultiLineString(parts)))


def region_names(bounds: Bounds, lang: str, countries: Collection[int]) -> Iterator[Label]:
    """A label for each of the regions of countries in view, in the middle of what is seen of it."""
    window = Window.of(bounds)
    for number, seen in _seen(window, countries).items():
        row = region_store.table()[number]
        name = region_name(row, lang)
        if name and seen.area >= _LEAST_NAMED * (window.east - window.west) * (window.north - window.south):
            lon, lat = _middle(seen, window)
            west, south, east, north = seen.bounds
            yield Label(
                f"region-{row['id'].lower()}", name, lon, lat, "region", extent=(west, south, east, north), within=seen
            )


def region_name(row: Mapping[str, Any], lang: str) -> str:
    """A region in the language; none where its name in it is not known, as English ones are no name elsewhere, or has
    lost a letter in the data.
    """
    language = lang.partition("-")[0].lower()
    name = str(row["name"] if language == "en" else row["names"].get(language, ""))
    return "" if "?" in name else name


def region_at(lon: float, lat: float) -> int | None:
    """The row of the region that a point lies in, or on the shore of; None at sea and where no region is known."""
    data = region_store.read()
    east = (lon + 180.0) % 360.0 - 180.0
    away: dict[int, float] = {}
    for shifted in (east, east + TURN):
        point = shapely.Point(shifted, lat)
        x, y = shifted * UNITS_PER_DEGREE, lat * UNITS_PER_DEGREE
        west, south, right, north = (data.face_box + np.array([-1, -1, 1, 1]) * _SHORE * UNITS_PER_DEGREE).T
        near = (west <= x) & (x <= right) & (south <= y) & (y <= north)
        away |= {number: _polygon(number, 0.0).distance(point) for number in np.flatnonzero(near).tolist()}
    nearest = min(away, key=away.__getitem__, default=None)
    if nearest is None or away[nearest] > _SHORE or data.face_region[nearest] < 0:
        return None
    return int(data.face_region[nearest])


def _land(window: Window) -> dict[int, float]:
    """Of each country how much is in view, by the boxes of its regions."""
    data, owners = region_store.read(), _owners()
    found: dict[int, float] = defaultdict(float)
    for shift, hits in window.hits(data.face_box):
        west, south, east, north = degrees(data.face_box[hits].reshape(-1, 2), shift).reshape(-1, 4).T
        across = np.minimum(east, window.east) - np.maximum(west, window.west)
        up = np.minimum(north, window.north) - np.maximum(south, window.south)
        for country, size in zip(owners[data.face_region[hits]].tolist(), (across * up).tolist(), strict=True):
            if country >= 0:
                found[country] += size
    return found


@cache
def _owners() -> Array:
    """The country of each region, and -1 for no region behind them."""
    places = {str(row["id"]): number for number, row in enumerate(areas())}
    return np.array([*(places[row["country"]] for row in region_store.table()), -1], np.int64)


@cache
def _common_sizes() -> dict[int, float]:
    """Of each country how large its common region is: the side of a square, in degrees of latitude."""
    by_country: dict[int, list[float]] = defaultdict(list)
    for country, row in zip(_owners().tolist(), region_store.table(), strict=False):
        by_country[country].append(row["size"])
    return {country: float(np.median(sizes)) for country, sizes in by_country.items()}


def _seen(window: Window, countries: Collection[int]) -> dict[int, Geometry]:
    """What is in view of each region that is shown: the largest piece."""
    data = region_store.read()
    known = np.isin(_owners(), [*countries])
    pieces: dict[int, Geometry] = {}
    for shift, hits in window.hits(data.face_box):
        for number in hits[known[data.face_region[hits]]].tolist():
            for part in flat(window.clip(_polygon(number, shift))):
                region = int(data.face_region[number])
                if not part.is_empty and part.area > getattr(pieces.get(region), "area", 0.0):
                    pieces[region] = part
    return dict(sorted(pieces.items()))


def _polygon(face: int, shift: float) -> Geometry:
    shell, *holes = region_store.read().face(face)
    return shapely.Polygon(degrees(shell, shift), [degrees(hole, shift) for hole in holes])


def _middle(seen: Geometry, window: Window) -> tuple[float, float]:
    """The middle of the largest circle in a piece of ground; on the ground and not in degrees."""
    squeeze = np.array([cos(radians((window.south + window.north) / 2)), 1.0])
    ground = shapely.transform(seen, lambda xy: xy * squeeze)
    x, y = shapely.maximum_inscribed_circle(ground, tolerance=window.span / 100).coords[0] / squeeze
    return float(x), float(y)
