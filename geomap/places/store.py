"""The embedded gazetteer as a file: which records bear a key, what a country or a province is called.

`gazetteer.zip` holds text members, one line a thing, tab-separated, the last field its keys (see fold.py) between
marks, so that an exact search is a search for `mark key mark` in the member, without taking lines apart:

    places/UA.tsv   id, name, lat, lon, division code, population (0: unknown), "x" for a city district; the key of the
                    name first, then those of the alternate names; most populous place first
    countries.tsv   ISO 3166-1 alpha-2, alpha-3, English name
    divisions.tsv   GeoNames code (UA.05), ISO 3166-2 codes, English name
    meta.json       where the data is from and of what date
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from geomap.errors import PlaceError, Problem
from geomap.loading import Later
from geomap.places.fold import FOLD_VERSION

zipfile = Later("zipfile")  # pinned places need no gazetteer

GAZETTEER = Path(__file__).with_name("gazetteer.zip")
KEY_MARK = "\x1f"


class Record(NamedTuple):
    """A place of GeoNames. Degrees, WGS 84; a population of 0 is unknown; `division` is its code (UA.05) or empty."""

    geonames_id: int
    name: str
    lat: float
    lon: float
    country: str
    division: str
    population: int
    is_district: bool


class Bond(IntEnum):
    """How closely a place is tied to a name it bears."""

    ALTERNATE = 0  # an old name, a nickname, a spelling in some language
    SHORT_FORM = 1  # an alternate that is a part of its name, as Rostov is of Rostov-on-Don
    CALLED_SO = 2


class Bearer(NamedTuple):
    """A place that bears the name asked for, and how."""

    record: Record
    bond: Bond


@dataclass(frozen=True, slots=True)
class Meta:
    """Where the gazetteer's data is from."""

    gazetteer: str
    date: str
    licence: str
    attribution: str
    fold_version: int


class _Table:
    """A small member: code -> English name, and key or other code -> codes."""

    def __init__(self, text: str) -> None:
        self.names: dict[str, str] = {}
        self.by_code: dict[str, set[str]] = {}
        self.by_key: dict[str, set[str]] = {}
        for line in text.rstrip("\n").split("\n"):
            code, others, name, keys = line.split("\t")
            self.names[code] = name
            for other in (code, *others.split()):
                self.by_code.setdefault(other, set()).add(code)
            for key in keys.strip(KEY_MARK).split(KEY_MARK):
                self.by_key.setdefault(key, set()).add(code)

    def codes(self, text: str, keys: Iterable[str]) -> frozenset[str]:
        """The codes that a typed code or name stands for; a code counts only as written, in capitals."""
        return frozenset(self.by_code.get(text.strip(), set()).union(*(self.by_key.get(key, ()) for key in keys)))


class Gazetteer:
    """The embedded places. Members are unpacked when first asked for and kept for the life of the object.

    The file is open only while it is read: processes that fork from one that keeps it open would read at one position.
    """

    def __init__(self, path: Path = GAZETTEER) -> None:
        self._path = path
        self._members: dict[str, bytes] = {}
        self.meta = Meta(**json.loads(self._read("meta.json")))
        if self.meta.fold_version != FOLD_VERSION:
            text = f"was made for version {self.meta.fold_version} of the spelling rules, this is {FOLD_VERSION}"
            raise PlaceError(Problem(file=str(path), text=text, hint="run scripts/make_gazetteer.py"))

    @cached_property
    def countries(self) -> _Table:
        return _Table(self._read("countries.tsv").decode())

    @cached_property
    def divisions(self) -> _Table:
        return _Table(self._read("divisions.tsv").decode())

    @cached_property
    def all_countries(self) -> tuple[str, ...]:
        """ISO codes of every country that has places, sorted."""
        with zipfile.ZipFile(self._path) as archive:
            names = sorted(archive.namelist())
        return tuple(name[len("places/") : -len(".tsv")] for name in names if name.startswith("places/"))

    def bearers(self, keys: Iterable[str], countries: Iterable[str]) -> list[Bearer]:
        """Every place in the countries that bears one of the keys."""
        found: dict[int, Bearer] = {}
        for country in self.unpacked(countries):
            for key in keys:
                for line in _lines_with(self._places(country), f"{KEY_MARK}{key}{KEY_MARK}".encode()):
                    bearer = bearer_of(line, country, key)
                    known = found.setdefault(bearer.record.geonames_id, bearer)
                    found[bearer.record.geonames_id] = max(known, bearer, key=lambda bearer: bearer.bond)
        return list(found.values())

    def lines(self, country: str, most: int = -1) -> list[str]:
        """The country's places as they are stored, most populous first; for searches that look at all keys."""
        *lines, _rest = self._places(country).split(b"\n", most)  # empty, or what is beyond `most`
        return b"\n".join(lines).decode().split("\n") if lines else []

    def unpacked(self, countries: Iterable[str]) -> tuple[str, ...]:
        """The same countries, whose places are at hand now: the file is opened once for all, as its list is long."""
        named = tuple(countries)
        if wanted := [country for country in named if country not in self._members]:
            with zipfile.ZipFile(self._path) as archive:
                known = {*archive.namelist()}
                for country in wanted:
                    member = f"places/{country}.tsv"
                    self._members[country] = archive.read(member) if member in known else b""
        return named

    def _places(self, country: str) -> bytes:
        self.unpacked((country,))
        return self._members[country]

    def _read(self, member: str) -> bytes:
        with zipfile.ZipFile(self._path) as archive:
            content: bytes = archive.read(member)
        return content


@cache
def embedded() -> Gazetteer:
    """The gazetteer that comes with geomap, opened once a process."""
    return Gazetteer()


def keys_of(line: str) -> list[str]:
    """The keys of a stored place, that of its name first."""
    return line[line.index(KEY_MARK) + 1 : -1].split(KEY_MARK)


def bearer_of(line: str, country: str, key: str) -> Bearer:
    """The place of a stored line as the bearer of one of its keys."""
    name = line.partition(KEY_MARK)[2].partition(KEY_MARK)[0]
    bond = Bond.CALLED_SO if key == name else Bond.SHORT_FORM if key in name else Bond.ALTERNATE
    return Bearer(record_of(line, country), bond)


def record_of(line: str, country: str) -> Record:
    """The place of a stored line."""
    number, name, lat, lon, division, population, flag, _ = line.split("\t")
    code = f"{country}.{division}" if division else ""
    return Record(int(number), name, float(lat), float(lon), country, code, int(population), flag == "x")


def _lines_with(text: bytes, mark: bytes) -> Iterator[str]:
    position = text.find(mark)
    while position >= 0:
        start, end = text.rfind(b"\n", 0, position) + 1, text.index(b"\n", position)
        yield text[start:end].decode()
        position = text.find(mark, end)
