"""Two pieces of ground, drawn for the tests: around Kharkiv, 30 km, and around Goma and Lake Kivu, 150 km.

Nobody's data: the lines were put down by hand, from where the towns are, and what lies between is made up by rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import cos, radians, sin

import numpy as np
import shapely
from shapely import Geometry

Point = tuple[float, float]


@dataclass(frozen=True)
class Thing:
    """What lies on the ground, in the words of no schema: its role, its names by language, how many live there."""

    role: str
    shape: Geometry
    names: dict[str, str] = field(default_factory=dict)
    people: int = 0


def line(*points: Point, wiggle: float = 0.0, seed: int = 0) -> Geometry:
    """A line through points, uneven by so many degrees."""
    shape = shapely.segmentize(shapely.LineString(points), 0.01)
    at = shapely.get_coordinates(shape)
    phase = np.random.default_rng(seed).uniform(0, 6, 4)
    along = np.arange(len(at))[:, None] * np.array([0.31, 0.83, 1.9, 3.1])
    off = wiggle * (np.sin(along + phase) * [1.0, 0.6, 0.3, 0.2]).sum(axis=1)
    ends = np.minimum(np.arange(len(at)), np.arange(len(at))[::-1]) / 3
    at[:, 0] += off * np.minimum(ends, 1)
    at[:, 1] += np.roll(off, 3) * np.minimum(ends, 1)
    return shapely.LineString(at)


def blob(lon: float, lat: float, radius: float, seed: int, squeeze: float = 1.0) -> Geometry:
    """A patch of ground of about a radius in degrees of latitude."""
    rng = np.random.default_rng(seed)
    turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    size = radius * (1 + sum(rng.uniform(-0.14, 0.14) * np.sin(n * turn + rng.uniform(0, 6)) for n in range(2, 9)))
    return shapely.Polygon(
        np.column_stack([lon + size * np.cos(turn) / cos(radians(lat)) * squeeze, lat + size * np.sin(turn)])
    )


def streets(area: Geometry, step: float, turn: float, role: str = "minor") -> list[Thing]:
    """A grid of streets in an area."""
    west, _, east, _ = area.bounds
    middle = shapely.centroid(area)
    found = []
    for number in np.arange(-2 * (east - west), 2 * (east - west), step):
        for up in (0.0, 90.0):
            way = radians(turn + up)
            x, y = middle.x - number * sin(way), middle.y + number * cos(way) * 0.65
            ends = [(x - cos(way), y - 0.65 * sin(way)), (x + cos(way), y + 0.65 * sin(way))]
            for part in shapely.get_parts(shapely.LineString(ends).intersection(area)):
                if part.length > step:
                    found.append(Thing(role, part))
    return found


def _place(role: str, lon: float, lat: float, people: int, *called: str) -> Thing:
    en, own = called[0], called[-1]
    names = {"en": en, "name": own, **({"uk": own} if own != en else {})}
    return Thing(role, shapely.Point(lon, lat), names, people)


def kharkiv() -> list[Thing]:
    """Around Kharkiv: 36.0 to 36.6 E, 49.8 to 50.2 N."""
    city = blob(36.25, 49.99, 0.085, 1)
    suburbs = [blob(36.05, 49.95, 0.016, 2), blob(36.1, 50.09, 0.018, 3), blob(36.37, 50.06, 0.014, 4)]
    suburbs += [blob(36.37, 49.87, 0.014, 5), blob(36.43, 49.96, 0.017, 6), blob(36.1, 49.85, 0.02, 7)]
    suburbs += [blob(36.52, 50.08, 0.012, 8), blob(36.32, 50.16, 0.012, 9)]
    turn = np.linspace(0, 2 * np.pi, 80)
    ring = shapely.LineString(np.column_stack([36.25 + 0.165 * np.cos(turn), 49.985 + 0.105 * np.sin(turn)]))
    roads = [
        Thing("trunk", ring),
        Thing("motorway", line((36.25, 49.985), (36.22, 50.06), (36.24, 50.14), (36.28, 50.25), wiggle=0.001, seed=1)),
        Thing("trunk", line((35.9, 49.9), (36.1, 49.95), (36.25, 49.985), wiggle=0.002, seed=2)),
        Thing("trunk", line((36.25, 49.985), (36.37, 49.93), (36.5, 49.86), (36.7, 49.78), wiggle=0.002, seed=3)),
        Thing("motorway", line((36.25, 49.985), (36.24, 49.9), (36.18, 49.78), wiggle=0.001, seed=4)),
        Thing("primary", line((36.25, 49.985), (36.4, 50.04), (36.52, 50.08), (36.7, 50.12), wiggle=0.002, seed=5)),
        Thing("primary", line((36.25, 49.985), (36.13, 50.08), (36.0, 50.14), (35.9, 50.2), wiggle=0.002, seed=6)),
        Thing("secondary", line((36.1, 49.85), (36.24, 49.87), (36.37, 49.87), (36.5, 49.86), wiggle=0.002, seed=7)),
        Thing("secondary", line((36.37, 50.06), (36.32, 50.16), (36.24, 50.2), wiggle=0.002, seed=8)),
        Thing("secondary", line((36.05, 49.95), (36.1, 50.09), (36.32, 50.16), (36.52, 50.08), wiggle=0.003, seed=9)),
        Thing("tertiary", line((36.43, 49.96), (36.55, 49.98), (36.68, 49.95), wiggle=0.003, seed=10)),
        Thing("tertiary", line((36.1, 49.85), (36.0, 49.88), (35.9, 49.83), wiggle=0.003, seed=11)),
        Thing("railway", line((35.9, 49.86), (36.1, 49.92), (36.2, 49.99), wiggle=0.002, seed=12)),
        Thing("railway", line((36.2, 49.99), (36.18, 50.08), (36.25, 50.2), (36.3, 50.26), wiggle=0.002, seed=13)),
        Thing("railway", line((36.2, 49.99), (36.3, 49.93), (36.42, 49.84), (36.6, 49.78), wiggle=0.002, seed=14)),
        Thing("railway", line((36.2, 49.99), (36.21, 49.88), (36.12, 49.78), wiggle=0.002, seed=15)),
    ]
    lopan = line((36.2, 50.26), (36.16, 50.12), (36.2, 50.04), (36.23, 49.985), (36.2, 49.93), wiggle=0.003, seed=16)
    river = line((36.4, 50.26), (36.34, 50.12), (36.28, 50.02), (36.235, 49.985), wiggle=0.003, seed=17)
    udy = line(
        (35.9, 50.04),
        (36.05, 49.98),
        (36.12, 49.92),
        (36.22, 49.9),
        (36.36, 49.82),
        (36.6, 49.76),
        wiggle=0.004,
        seed=18,
    )
    lake = blob(36.33, 50.1, 0.012, 19, squeeze=0.4)
    pechenihy = blob(36.62, 50.0, 0.05, 20, squeeze=0.25)
    waters = [
        Thing("river", lopan, {"en": "Lopan", "name": "Лопань", "uk": "Лопань"}),
        Thing("river", river, {"en": "Kharkiv River", "name": "Харків", "uk": "Харків"}),
        Thing("river", udy, {"en": "Udy", "name": "Уди", "uk": "Уди"}),
        Thing("stream", line((36.35, 49.98), (36.3, 49.95), (36.26, 49.9), wiggle=0.002, seed=21)),
        Thing("water", lake),
        Thing("water", pechenihy),
        Thing("water", shapely.buffer(udy, 0.0012)),
    ]
    woods = [Thing("wood", blob(36.25, 50.07, 0.03, 22)), Thing("wood", blob(36.05, 50.02, 0.03, 23))]
    woods += [Thing("wood", blob(36.47, 49.9, 0.035, 24)), Thing("wood", blob(36.2, 49.84, 0.025, 25))]
    woods += [Thing("wood", blob(36.55, 50.15, 0.025, 26))]
    places = [
        _place("city", 36.2304, 49.9935, 1_421_000, "Kharkiv", "Харків"),
        _place("town", 36.053, 49.9497, 25_000, "Pisochyn", "Пісочин"),
        _place("town", 36.1072, 50.0889, 15_300, "Dergachi", "Дергачі"),
        _place("town", 36.105, 49.852, 16_000, "Merefa", "Мерефа"),
        _place("village", 36.371, 50.061, 6_300, "Tsyrkuny", "Циркуни"),
        _place("village", 36.373, 49.868, 5_100, "Bezliudivka", "Безлюдівка"),
        _place("village", 36.43, 49.958, 4_100, "Rohan", "Рогань"),
        _place("village", 36.522, 50.08, 4_300, "Staryi Saltiv", "Старий Салтів"),
        _place("village", 36.32, 50.16, 1_900, "Lyptsi", "Липці"),
        _place("suburb", 36.33, 50.02, 0, "Saltivka", "Салтівка"),
        _place("suburb", 36.2, 50.03, 0, "Oleksiivka", "Олексіївка"),
        _place("suburb", 36.18, 49.96, 0, "Kholodna Hora", "Холодна Гора"),
        _place("village", 36.0, 50.13, 0, "Solonytsivka"),
        Thing("village", shapely.Point(36.15, 50.17), {"name": "Козача Лопань"}, 5_000),
    ]
    built = [Thing("built_up", area) for area in (city, *suburbs)]
    grids = [*streets(city, 0.012, 20, "tertiary"), *streets(city, 0.004, 20)]
    grids += [thing for number, area in enumerate(suburbs) for thing in streets(area, 0.006, 30 * number)]
    return [*woods, *built, *waters, *grids, *roads, *places]


def goma() -> list[Thing]:
    """Around Goma and Lake Kivu: 28.4 to 29.9 E, 2.6 to 1.0 S."""
    lake = shapely.Polygon(
        [
            (29.25, -1.69), (29.33, -1.72), (29.27, -1.85), (29.36, -1.95), (29.3, -2.05), (29.33, -2.15),
            (29.18, -2.25), (29.0, -2.33), (28.9, -2.5), (28.84, -2.48), (28.87, -2.35), (28.8, -2.2),
            (28.83, -2.05), (28.93, -1.95),
            (28.88, -1.8), (28.98, -1.68), (29.05, -1.59), (29.12, -1.66), (29.19, -1.66),
        ]
    )  # fmt: skip
    shore = shapely.segmentize(lake, 0.01)
    island = blob(29.06, -2.12, 0.09, 30, squeeze=0.5)
    edward = blob(29.55, -0.75, 0.28, 31)
    built = [blob(29.22, -1.66, 0.035, 32), blob(29.27, -1.685, 0.025, 33), blob(28.85, -2.51, 0.03, 34)]
    built += [
        blob(29.19, -1.19, 0.012, 35),
        blob(29.05, -1.6, 0.012, 36),
        blob(29.63, -1.5, 0.02, 37),
        blob(29.45, -1.29, 0.01, 38),
    ]
    roads = [
        Thing("trunk", line((29.22, -1.66), (29.2, -1.45), (29.19, -1.19), (29.3, -1.0), wiggle=0.005, seed=40)),
        Thing("trunk", line((29.27, -1.69), (29.45, -1.6), (29.63, -1.5), (29.95, -1.65), wiggle=0.006, seed=41)),
        Thing(
            "primary",
            line((29.22, -1.66), (29.05, -1.59), (28.98, -1.5), (28.7, -1.4), (28.3, -1.35), wiggle=0.008, seed=42),
        ),
        Thing(
            "primary",
            line(
                (29.05, -1.59),
                (28.9, -1.7),
                (28.85, -1.85),
                (28.78, -2.1),
                (28.83, -2.4),
                (28.85, -2.51),
                wiggle=0.006,
                seed=43,
            ),
        ),
        Thing(
            "primary",
            line((29.27, -1.69), (29.36, -1.85), (29.4, -2.06), (29.2, -2.3), (28.9, -2.49), wiggle=0.006, seed=44),
        ),
        Thing("secondary", line((29.19, -1.19), (29.45, -1.29), (29.6, -1.3), wiggle=0.006, seed=45)),
        Thing("secondary", line((29.4, -2.06), (29.6, -2.1), (29.95, -2.0), wiggle=0.006, seed=46)),
        Thing("secondary", line((28.85, -2.51), (28.6, -2.4), (28.35, -2.5), wiggle=0.006, seed=47)),
        Thing("tertiary", line((28.7, -1.4), (28.65, -1.7), (28.78, -2.1), wiggle=0.008, seed=48)),
    ]
    waters = [
        Thing("water", shapely.difference(shore, island), {"en": "Lake Kivu", "name": "Lac Kivu"}),
        Thing("water", edward, {"en": "Lake Edward"}),
        Thing(
            "river",
            line((28.88, -2.49), (28.95, -2.6), (29.0, -2.8), wiggle=0.006, seed=50),
            {"en": "Ruzizi", "name": "Rusizi"},
        ),
        Thing("river", line((29.3, -1.3), (29.4, -1.1), (29.45, -0.9), wiggle=0.006, seed=51), {"en": "Rutshuru"}),
        Thing(
            "river",
            line((29.95, -1.9), (29.7, -1.85), (29.6, -2.3), (29.75, -2.6), wiggle=0.008, seed=52),
            {"en": "Nyabarongo"},
        ),
    ]
    woods = [
        Thing("wood", blob(29.3, -1.45, 0.13, 53)),
        Thing("wood", blob(28.6, -2.2, 0.2, 54, squeeze=0.7)),
        Thing("wood", blob(28.55, -1.1, 0.2, 55)),
    ]
    places = [
        _place("city", 29.2285, -1.6792, 670_000, "Goma"),
        _place("city", 28.8433, -2.5083, 870_000, "Bukavu"),
        _place("town", 29.2568, -1.7028, 149_000, "Gisenyi"),
        _place("town", 29.6344, -1.4999, 86_000, "Ruhengeri"),
        _place("town", 29.349, -2.06, 48_000, "Kibuye"),
        _place("town", 29.045, -1.597, 46_000, "Sake"),
        _place("town", 28.897, -2.484, 63_000, "Cyangugu"),
        _place("village", 29.19, -1.19, 29_000, "Rutshuru"),
        _place("village", 29.45, -1.29, 8_000, "Bunagana"),
        _place("village", 28.8, -2.05, 12_000, "Kalehe"),
        _place("village", 28.86, -1.78, 9_000, "Minova"),
        _place("village", 28.72, -1.4, 14_000, "Masisi"),
    ]
    grids = [thing for number, area in enumerate(built) for thing in streets(area, 0.006, 25 * number)]
    return [*woods, *[Thing("built_up", area) for area in built], *waters, *grids, *roads, *places]
