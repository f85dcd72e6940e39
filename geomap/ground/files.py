"""The user's own ground: what files of tiles show of a view. Degrees, WGS 84, lon before lat."""

from __future__ import annotations

import math
import pickle
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely import Geometry

from geomap.errors import LayerError, Problem
from geomap.files.apart.process import asked
from geomap.files.apart.told import ToldError
from geomap.ground import schemas
from geomap.ground.scales import BEND, LEAST_AREA, shown, zoom_for
from geomap.ground.schemas import SCHEMAS, Schema
from geomap.ground.window import TURN, Window
from geomap.measure import KM_PER_DEGREE
from geomap.scene import Area, Bounds, Line
from geomap.scene.beneath import Detail, River, Town
from geomap.wording import letters_of

MOST_TILES = 1_500  # that a map is drawn of
_DRAWN_AREAS = (schemas.WATER, schemas.WOOD, schemas.BUILT_UP)
_RIVER_ZOOMS = {schemas.RIVER: 6.0, schemas.STREAM: 11.0}  # of maps on the web, since which they are shown
_PEOPLE = {  # where the file does not say how many live there
    schemas.CAPITAL: 1_000_000,
    schemas.CITY: 200_000,
    schemas.TOWN: 15_000,
    schemas.VILLAGE: 1_500,
    schemas.SUBURB: 8_000,
    schemas.HAMLET: 150,
}
# By how many doublings of its people a place comes before others, or after them: as in `scripts/make_towns.py`.
_WORTH = {schemas.CAPITAL: 7.0, schemas.CITY: 2.5, schemas.TOWN: 0.5, schemas.SUBURB: -5.0}
_MOST_PEOPLE = 1e8
_VILLAGE, _FIRST, _PER_DOUBLING = -2.0, 32.0, 8
_MOST_PLACES = 600  # that artboards choose from
_LEAST_RIVER = 30.0  # px, of all that is seen of a river
_NEAR = 0.05  # degrees within which a town and a place of the same name are one


@dataclass(frozen=True, slots=True)
class GroundFile:
    """A file of the ground, as it says of itself: `zooms` are none where it has no tiles. `place` is where a problem
    with it stands in the config.
    """

    path: Path
    name: str
    sha256: str
    schema: str
    zooms: tuple[int, int] | None
    bounds: Bounds
    attribution: str
    dated: str
    place: Problem


def zoom_within(zooms: tuple[int, int], km_per_px: float, bounds: Bounds) -> int:
    """The zoom of tiles, of those that there are, that a map of this scale is drawn of."""
    least, most = zooms
    zoom = min(max(zoom_for(km_per_px, (bounds[1] + bounds[3]) / 2), least), most)
    while zoom > least and tiles_in(bounds, zoom) > MOST_TILES:
        zoom -= 1
    return zoom


def tiles_in(bounds: Bounds, zoom: int) -> int:
    """How many tiles of a zoom bounds touch, at most."""
    west, south, east, north = bounds
    rows = [math.asinh(math.tan(math.radians(min(max(lat, -85.05), 85.05)))) for lat in (south, north)]
    side = 1 << zoom
    across, down = (east - west) % TURN or TURN, rows[1] - rows[0]
    return (math.ceil(across / TURN * side) + 1) * (math.ceil(down / math.tau * side) + 1)


def detail_of(files: Sequence[GroundFile], bounds: Bounds, km_per_px: float, lang: str) -> Detail | None:
    """What files show within west, south, east, north (west > east across the antimeridian) on a map of this scale;
    None where they show nothing. Raises LayerError.
    """
    window, roles = Window.of(bounds), shown(km_per_px)
    found = [_Part(file, window, box, turn) for file in files for box, turn in boxes_of(file.bounds, bounds)]
    read = [(part, part.read(roles, km_per_px, lang)) for part in found]
    if not read:
        return None
    areas: dict[str, list[Geometry]] = defaultdict(list)
    lines: dict[tuple[str, str], list[Geometry]] = defaultdict(list)
    for part, content in read:
        for role, data in content["area"].items():
            areas[role].append(part.turned(shapely.from_wkb(data)))
        for key, data in content["line"].items():
            lines[key].append(part.turned(shapely.from_wkb(data)))
    named = _places((part, row) for part, content in read for row in content["point"])
    covered = shapely.union_all([shapely.box(*part.own) for part, _ in read])
    return Detail(
        covered=covered,
        areas=tuple(Area(role.replace("_", "-"), role, _one(areas[role])) for role in _DRAWN_AREAS if role in areas),
        lines=tuple(
            Line(role, role, _one(shapes))
            for role in (schemas.RAILWAY, *reversed(schemas.ROADS))
            if (shapes := [shape for (own, _), some in sorted(lines.items()) if own == role for shape in some])
        ),
        rivers=tuple(
            River(name, _RIVER_ZOOMS[role], _one(shapes))
            for (role, name), shapes in sorted(lines.items())
            if role in _RIVER_ZOOMS and _length(shapes) >= _LEAST_RIVER * km_per_px
        ),
        towns=tuple(named),
    )


def _length(shapes: Sequence[Geometry]) -> float:
    """About so many km."""
    return KM_PER_DEGREE * float(shapely.length(shapes).sum())


def _one(shapes: Sequence[Geometry]) -> Geometry:
    if len(shapes) == 1:
        return shapes[0]
    parts = [part for shape in shapes for part in shapely.get_parts(shape)]
    is_area = shapely.get_dimensions(parts[0]) == 2 if parts else False
    return shapely.union_all(parts) if is_area else shapely.multilinestrings(parts)


def boxes_of(covered: Bounds, bounds: Bounds) -> Iterator[tuple[Bounds, float]]:
    """What of bounds a file covers, in degrees of the file, and the degrees that these are further east there."""
    west, south, east, north = covered
    window = Window.of(bounds)
    for turn in (0.0, TURN, -TURN):
        left, right = max(west, window.west - turn), min(east, window.east - turn)
        low, high = max(south, window.south), min(north, window.north)
        if left < right and low < high:
            yield (left, low, right, high), turn


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a window that a file covers."""

    file: GroundFile
    window: Window
    box: Bounds
    turn: float

    @property
    def own(self) -> Bounds:
        """It in the degrees of the window."""
        west, south, east, north = self.box
        return west + self.turn, south, east + self.turn, north

    def turned(self, shape: Geometry) -> Geometry:
        """A geometry of the file in the degrees of the window."""
        return shapely.transform(shape, lambda at: at + np.array([self.turn, 0.0])) if self.turn else shape

    def read(self, roles: Sequence[str], km_per_px: float, lang: str) -> Mapping[str, Any]:
        """What it shows there. Raises LayerError."""
        zoom = zoom_within(self.file.zooms, km_per_px, self.box) if self.file.zooms else None
        if zoom is not None and tiles_in(self.box, zoom) > MOST_TILES:
            text = f"{self.file.name} has {tiles_in(self.box, zoom):,} tiles in the map, more than {MOST_TILES:,}"
            hint = f"take one with lower zooms: this map wants {zoom_for(km_per_px, self.box[1])}"
            raise LayerError(replace(self.file.place, text=text, hint=hint))
        metres = 1000 * km_per_px / math.cos(math.radians((self.box[1] + self.box[3]) / 2))  # of Web Mercator
        wanted: dict[str, Any] = {
            "box": self.box,
            "zoom": zoom,
            "step": BEND * metres,
            "least": LEAST_AREA * metres**2,
            "letters": letters_of(lang),
            "layers": _schema(self.file).asked(roles, _names(lang)),
        }
        try:
            with asked("ground_tiles:read", self.file.path, **wanted) as (_, sent):
                found: Mapping[str, Any] = pickle.load(sent)  # of our own process
                return found
        except ToldError as error:
            said = f"{self.file.name} {error.text}"
            raise LayerError(replace(self.file.place, text=said, hint=error.hint)) from error


def _schema(file: GroundFile) -> Schema:
    return next(schema for schema in SCHEMAS if schema.name == file.schema)


def _names(lang: str) -> tuple[str, ...]:
    """Columns of names, the dearest first: in the language, in any that has its letters, as the place has them."""
    own = lang.partition("-")[0].lower()
    return (f"name:{own}", f"name_{own}", "name:en", "name_en", "name:latin", "name_int", "name")


def _places(rows: Iterator[tuple[_Part, tuple[str, str, tuple[float, float], Mapping[str, str]]]]) -> list[Town]:
    """The places that have names, the first in rank first; each once."""
    towns = []
    for part, (role, name, (lon, lat), row) in rows:
        if name and part.window.contains(lon + part.turn, lat):
            rank = _rank(role, row)
            known_as, is_city = row.get("name:en") or name, role in (schemas.CAPITAL, schemas.CITY)
            towns.append(Town(name, lon + part.turn, lat, rank, role == schemas.CAPITAL, known_as, is_city))
    towns.sort(key=lambda town: (town.rank, town.name, town.lon, town.lat))
    kept: dict[tuple[str, int, int], Town] = {}
    for town in towns:
        kept.setdefault((town.name, round(town.lon / _NEAR), round(town.lat / _NEAR)), town)
    return [*kept.values()][:_MOST_PLACES]


def _positive(text: str) -> float:
    """A number, as files have it; nought for all else."""
    try:
        return max(float(text), 0.0)
    except ValueError:
        return 0.0


def _rank(role: str, row: Mapping[str, str]) -> int:
    """A whole number as the ranks of embedded towns, the lower the sooner: by people, and by what the file calls it."""
    people = float(_PEOPLE[role])
    if stated := _positive(row.get("population", "")):
        people = min(stated, _MOST_PEOPLE)
    elif row.get("rank", "").isdecimal():
        people /= 2 ** (min(int(row["rank"]), 30) / 4)
    worth = math.log2(max(people, 10.0)) + _WORTH.get(role, _VILLAGE)
    return min(max(round((_FIRST - worth) * _PER_DOUBLING), 0), 400)
