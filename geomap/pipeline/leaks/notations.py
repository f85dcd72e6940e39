"""Positions in the forms in which people and programs write them: is one of them told, and closer than it may be?

Degrees as decimals, with minutes and seconds, or as whole numbers of their parts; radians; metres of Web Mercator, UTM;
MGRS, geohash, plus codes and the start of an encoded polyline; numbers of four and eight bytes. A form counts where it
tells more than the rounded position.
"""

from __future__ import annotations

import math
import re
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from geomap.pipeline.leaks.contents import View
from geomap.places.rounding import rounded

_NEAR = 200  # characters between the two halves of a position
_NEAR_BYTES = 64
_UNMISTAKABLE = 5  # decimals of a number that nobody writes by chance
_MOST_DECIMALS = 7
_DECIMALS = (
    re.compile(r"(?:(?<![\w.])|(?<=!\dd))[-+−]?0*(\d{1,3})\.(\d+)"),
    re.compile(r"(?<![\w.,])[-+−]?0*(\d{1,3}),(\d+)(?![\d.])"),
)
_EXPONENT = re.compile(r"(?<![\w.])[-+−]?(\d\.\d{2,20}[eE][-+]?\d\d?)(?!\d)")
_WHOLE = re.compile(r"(?<![\w.])[-+−]?(\d{4,10})(?=[.,]\d|\b)")
_SEXAGESIMAL = re.compile(
    r"(?<![\d.])0{0,9}(\d{1,3})(\s{0,3}(?:°|º|˚|d|deg)|[:-]|\s)\s{0,3}(\d{1,2})(?:[.,]\d{1,20})?"
    r"(?:\s{0,3}(?:['′’m:-]|\s)\s{0,3}(\d{1,2})(?!\d|\s{0,3}(?:°|º|˚|d)))?(?!\d)",
    re.IGNORECASE,
)
# Degrees and minutes with decimals, which need no sign, as 17 16.268, 17:16.268 and 1716.268; none is chance in a pair.
_MINUTES = re.compile(r"(?<![\d.])0{0,9}(\d{1,3}?)(?:\s{0,3}[:°º˚]\s{0,3}|\s{1,3}|(?=\d\d[.,]))(\d{1,2})[.,](\d{2,})")
_PACKED = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{2})[NS][\s/]*(\d{3})(\d{2})(\d{2})[EW]", re.IGNORECASE)
_SIGNED = re.compile(r"(?<!\d)[+-](\d{2})(\d{2})(\d{2})(?:\.\d{1,9})?[+-](\d{3})(\d{2})(\d{2})(?!\d)")  # ISO 6709
_OF_CAMERA = {  # degrees over one, before minutes as a fraction, in either order of bytes
    "<": re.compile(rb"\0\0\0\x01\0\0\0"),
    ">": re.compile(rb"\0\0\0[\x00-\xb4]\0\0\0\x01"),
}
_TENTHS = {  # degrees over a power of ten
    order: re.compile(b"|".join(re.escape(struct.pack(f"{order}I", 10**power)) for power in range(4, 9)))
    for order in "<>"
}
_GEOHASH = re.compile(r"(?<![0-9a-zA-Z])[0-9b-hjkmnp-z]{7,12}(?![0-9a-zA-Z])")
_PLUS = re.compile(r"[23456789CFGHJMPQRVWX]{8}\+", re.IGNORECASE)
_MGRS = re.compile(r"(?<!\d)(\d{1,2})\s?([C-HJ-NP-X])\s?([A-HJ-NP-Z]{2})\s?(\d{3,5})\s?(\d{3,5})(?!\d)", re.IGNORECASE)
_LINE = re.compile(r"(?<![?-~])[?-~]{4,}")  # may be an encoded polyline, which begins at its first position
_RADIANS = 5  # decimals of an angle in radians: 64 m
_BASE32, _BASE20 = "0123456789bcdefghjkmnpqrstuvwxyz", "23456789CFGHJMPQRVWX"
_RADIUS = 6378137.0  # m, of WGS 84 at the equator
_AXES = (90, 180)

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """Where a unit is, in degrees, and to how many of them that is rounded; None where nothing of it may be told."""

    lat: float
    lon: float
    step: float | None

    @property
    def axes(self) -> tuple[tuple[float, float | None], ...]:
        """Latitude and longitude, each with what may be told of it."""
        exact = self.lat, self.lon
        return tuple(zip(exact, self.rounded or (None, None), strict=True))

    @property
    def rounded(self) -> tuple[float, float] | None:
        """Latitude and longitude as they may be told."""
        if not self.step:
            return None
        most_lat, most_lon = _AXES
        return rounded(self.lat, self.step, most_lat), rounded(self.lon, self.step, most_lon)


class Positions:
    """Some positions, by the keys of their forms."""

    def __init__(self, positions: Sequence[Position]) -> None:
        self._positions = list(dict.fromkeys(positions))
        self._halves: dict[Key, list[tuple[int, int]]] = defaultdict(list)
        self._wholes: set[Key] = set()
        self._bytes: set[bytes] = set()
        self._depths: set[int] = set()
        for number, position in enumerate(self._positions):
            for axis, (value, told) in enumerate(position.axes):
                for key in self._keys(value, told):
                    self._halves[key].append((number, axis))
            self._add_projected(number, position)
            self._wholes |= {*_wholes(position)}
        self._sizes = {len(key[1]) for key in self._wholes if key[0] == "line"}

    def told_by(self, view: View) -> Iterator[str]:
        """What some bytes tell of a position, each form once."""
        if not self._positions:
            return
        said = "the exact position of a unit"
        texts = filter(None, (view.text, view.figures))
        if any(self._is_whole(text) or self._is_paired(self._found(text), _NEAR) for text in texts):
            yield said
        elif self._is_paired(self._found_bytes(view.data), _NEAR_BYTES):
            yield f"{said}, as numbers of a program"

    def _keys(self, value: float, told: float | None) -> Iterator[Key]:
        """The forms of one half that tell more than is told."""
        depth = _depth(value, told)
        if depth is not None:
            self._depths.add(depth)
            yield from (("decimal", depth, text) for text in _decimals(value, depth))
        plain = repr(abs(value)).rstrip("0").removesuffix(".")
        if "." in plain and told != value:
            yield ("number", plain)
        for power in range(4, 8):
            if told is None or round(value * 10**power) != round(told * 10**power):
                yield ("whole", str(round(abs(value) * 10**power)))
        yield from self._radians(value, told)
        fine = {*_minutes(value)} - ({*_minutes(told)} if told is not None else set())
        yield from (("decimal minutes", *some) for some in fine)
        known = _sexagesimal(told) if told is not None else (-1, -1, -1)
        degrees, minutes, seconds = _sexagesimal(value)
        if known[:2] != (degrees, minutes):
            yield from (("minutes", degrees, some) for some in {minutes, round(abs(value) % 1 * 60)})
        if known != (degrees, minutes, seconds):
            yield from (("seconds", degrees, minutes, some) for some in {seconds, round(abs(value) * 3600 % 60)})
        yield from self._packed(value, told)

    def _packed(self, value: float, told: float | None) -> Iterator[Key]:
        """As programs keep numbers."""
        for order in "<>":
            whole, rounded = (
                number is not None and struct.pack(f"{order}i", round(number * 1e7)) for number in (value, told)
            )
            if whole and whole != rounded:
                self._bytes.add(whole)
                yield ("bytes", whole)
            for form in ("d", "f"):
                packed = struct.pack(f"{order}{form}", value)
                if told is None or packed != struct.pack(f"{order}{form}", told):
                    self._bytes.add(packed)
                    yield ("bytes", packed)

    def _radians(self, value: float, told: float | None) -> Iterator[Key]:
        some = _decimals(math.radians(value), _RADIANS)
        if told is None or some.isdisjoint(_decimals(math.radians(told), _RADIANS)):
            self._depths.add(_RADIANS)
            yield from (("decimal", _RADIANS, text) for text in some)

    def _add_projected(self, number: int, position: Position) -> None:
        """Metres of the common projections, of which a rounded position has others."""
        exact = _projected(position.lat, position.lon)
        told = _projected(*position.rounded) if position.rounded else {}
        for name, half in exact.items():
            for axis, metres in enumerate(half):
                if name not in told or round(told[name][axis]) != round(metres):
                    for text in {str(int(abs(metres))), str(round(abs(metres)))}:
                        self._halves["whole", text].append((number, axis))

    def _is_whole(self, text: str) -> bool:
        """Whether a text says a position in one word."""
        hashes = (("geohash", found[0].lower()[:7]) for found in _GEOHASH.finditer(text))
        plus = (("plus", found[0].upper()[:8]) for found in _PLUS.finditer(text))
        grids = (
            ("mgrs", int(found[1]), found[2].upper(), found[3].upper(), found[4][:3], found[5][:3])
            for found in _MGRS.finditer(text)
        )
        packed = (("packed", *map(int, found.groups())) for form in (_PACKED, _SIGNED) for found in form.finditer(text))
        lines = (("line", found[0][:size]) for found in _LINE.finditer(text) for size in self._sizes)
        return any(key in self._wholes for keys in (hashes, plus, grids, packed, lines) for key in keys)

    def _found(self, text: str) -> Iterator[tuple[int, Key, bool]]:
        """Where a text says the half of a position, by which key, and whether that is no chance."""
        for start, whole, part in _decimals_in(text):
            sure = len(part.rstrip("0")) >= _UNMISTAKABLE
            yield start, ("number", f"{whole}.{part}".rstrip("0")), sure
            for depth in self._depths:
                if len(part) >= depth:
                    yield start, ("decimal", depth, f"{whole}.{part[:depth]}"), False
        for found in _WHOLE.finditer(text):
            yield found.start(), ("whole", found[1].lstrip("0")), False
        for found in _MINUTES.finditer(text):
            yield found.start(), ("decimal minutes", int(found[1]), f"{int(found[2])}.{found[3][:2]}"), False
        for found in _SEXAGESIMAL.finditer(text):
            degrees, mark, minutes, seconds = found.groups()
            if seconds:
                yield found.start(), ("seconds", int(degrees), int(minutes), int(seconds)), False
            if mark.strip(" :-"):
                yield found.start(), ("minutes", int(degrees), int(minutes)), False

    def _found_bytes(self, data: bytes) -> Iterator[tuple[int, Key, bool]]:
        for packed in self._bytes:
            at = data.find(packed)
            while at >= 0:
                yield at, ("bytes", packed), len(packed) == 8 and len(packed.strip(b"\0")) > 4
                at = data.find(packed, at + 1)
        for order in "<>":
            for found in _OF_CAMERA[order].finditer(data):
                yield from ((found.start(), key, False) for key in _minutes_of_camera(data, found.end() - 8, order))
            for found in _TENTHS[order].finditer(data):
                yield from ((found.start(), key, False) for key in self._tenths(data, found.start() - 4, order))

    def _tenths(self, data: bytes, at: int, order: str) -> Iterator[Key]:
        """The half of a position that a fraction over a power of ten comes to."""
        if at >= 0:
            number, over = struct.unpack_from(f"{order}2I", data, at)
            if 0 < number <= 180 * over:
                whole, _, part = f"{number / over:.8f}".partition(".")
                yield from (("decimal", depth, f"{whole}.{part[:depth]}") for depth in self._depths)

    def _is_paired(self, found: Iterable[tuple[int, Key, bool]], near: int) -> bool:
        """Whether both halves of a position stand near each other, or one of them that cannot be chance."""
        last: dict[tuple[int, int], int] = {}
        for at, key, sure in sorted((entry for entry in found if entry[1] in self._halves), key=lambda entry: entry[0]):
            if sure:
                return True
            for number, axis in self._halves[key]:
                if at - last.get((number, 1 - axis), -2 * near) <= near and at != last.get((number, 1 - axis)):
                    return True
                last[number, axis] = at
        return False


def _minutes_of_camera(data: bytes, at: int, order: str) -> Iterator[Key]:
    """The half of a position that degrees over one, minutes and seconds come to, each a fraction."""
    if at < 0 or at + 24 > len(data):
        return
    degrees, _, minutes, over, seconds, per = struct.unpack_from(f"{order}6I", data, at)
    if degrees <= 180 and over and minutes <= 60 * over:
        left = minutes / over + (seconds / per / 60 if per and seconds <= 60 * per else 0)
        yield ("decimal minutes", degrees, f"{math.floor(left * 100 + 1e-6) / 100:.2f}")


def _decimals_in(text: str) -> Iterator[tuple[int, str, str]]:
    """Where numbers with decimals stand, also with an exponent, and what stands before and behind their points."""
    for pattern in _DECIMALS:
        yield from ((found.start(), found[1], found[2]) for found in pattern.finditer(text))
    for found in _EXPONENT.finditer(text):
        whole, _, part = f"{Decimal(found[1]):f}".partition(".")
        yield found.start(), whole, part


def _depth(value: float, told: float | None) -> int | None:
    """How many decimals tell more of a number than is told; None where it has no such decimals."""
    least = 2 if told is None else 1
    for depth in range(least, _MOST_DECIMALS + 1):
        if len(repr(abs(value)).partition(".")[2]) < depth:
            return None
        if told is None or {*_decimals(value, depth)}.isdisjoint(_decimals(told, depth)):
            return depth
    return None


def _decimals(value: float, depth: int) -> set[str]:
    """A number to so many decimals, cut and rounded."""
    cut = math.floor(abs(value) * 10**depth + 1e-9) / 10**depth
    return {f"{abs(value):.{depth}f}", f"{cut:.{depth}f}"}


def _sexagesimal(value: float) -> tuple[int, int, int]:
    """Degrees, minutes and whole seconds."""
    seconds = math.floor(abs(value) * 3600 + 1e-6)
    return seconds // 3600, seconds // 60 % 60, seconds % 60


def _minutes(value: float) -> Iterator[tuple[int, str]]:
    """Degrees, and minutes to two decimals, cut and rounded."""
    degrees, rest = divmod(abs(value), 1)
    yield from ((int(degrees), text) for text in _decimals(rest * 60, 2))


def _line(*degrees: float) -> str:
    """The first position of an encoded polyline, of five or six decimals."""
    code = ""
    for number in map(round, degrees):
        left = ~(number << 1) if number < 0 else number << 1
        while left >= 32:
            code += chr((32 | left & 31) + 63)
            left >>= 5
        code += chr(left + 63)
    return code


def _wholes(position: Position) -> Iterator[Key]:
    """The words that are a whole position, less those of the rounded one."""
    exact = {*_words(position.lat, position.lon)}
    told = {*_words(*position.rounded)} if position.rounded else set()
    yield from exact - told


def _words(lat: float, lon: float) -> Iterator[Key]:
    yield ("geohash", _geohash(lat, lon))
    yield ("plus", _plus(lat, lon))
    yield from (("line", _line(one * 10**power, other * 10**power)) for power in (5, 6)
                for one, other in ((lat, lon), (lon, lat)))  # fmt: skip
    for some in (lat, abs(lat) + 0.5 / 3600):
        for other in (lon, abs(lon) + 0.5 / 3600):
            yield ("packed", *_sexagesimal(some), *_sexagesimal(other))
    if -80 <= lat <= 84:
        zone, east, north = _utm(lat, lon)
        square = _square(zone, east, north)
        digits = (f"{int(metres) % 100_000:05d}"[:3] for metres in (east, north))
        yield ("mgrs", zone, "CDEFGHJKLMNPQRSTUVWX"[min(19, int(lat + 80) // 8)], square, *digits)


def _projected(lat: float, lon: float) -> dict[str, tuple[float, float]]:
    """Metres north and east."""
    if abs(lat) > 84:
        return {}
    mercator = _RADIUS * math.asinh(math.tan(math.radians(lat))), _RADIUS * math.radians(lon)
    _, east, north = _utm(lat, lon)
    return {"mercator": mercator, "utm": (north, east)}


def _utm(lat: float, lon: float) -> tuple[int, float, float]:
    """Zone, easting and northing in m, by the series of Karney (2011), Transverse Mercator, to its third order."""
    zone = min(60, int((lon + 180) // 6) + 1)
    third = 1 / 298.257223563 / (2 - 1 / 298.257223563)
    radius = _RADIUS / (1 + third) * (1 + third**2 / 4 + third**4 / 64)
    terms = (
        third / 2 - 2 * third**2 / 3 + 5 * third**3 / 16,
        13 * third**2 / 48 - 3 * third**3 / 5,
        61 * third**3 / 240,
    )
    phi, off = math.radians(lat), math.radians(lon - (zone * 6 - 183))
    squeeze = 2 * math.sqrt(third) / (1 + third)
    tangent = math.sinh(math.atanh(math.sin(phi)) - squeeze * math.atanh(squeeze * math.sin(phi)))
    xi, eta = math.atan2(tangent, math.cos(off)), math.asinh(math.sin(off) / math.hypot(tangent, math.cos(off)))
    north = xi + sum(a * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, a in enumerate(terms, 1))
    east = eta + sum(a * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, a in enumerate(terms, 1))
    return zone, 500_000 + 0.9996 * radius * east, 0.9996 * radius * north + (10_000_000 if lat < 0 else 0)


def _square(zone: int, east: float, north: float) -> str:
    """The letters of a square of 100 km of the Military Grid Reference System."""
    columns = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")[zone % 3]
    rows = "ABCDEFGHJKLMNPQRSTUV"
    return columns[int(east // 100_000) - 1] + rows[(int(north // 100_000) + (0 if zone % 2 else 5)) % 20]


def _geohash(lat: float, lon: float) -> str:
    """Seven letters: 150 m."""
    spans, code = [[-180.0, 180.0], [-90.0, 90.0]], 0
    for bit in range(35):
        span, value = spans[bit % 2], (lon, lat)[bit % 2]
        middle = (span[0] + span[1]) / 2
        span[value < middle] = middle
        code = code * 2 + (value >= middle)
    return "".join(_BASE32[code >> 5 * place & 31] for place in range(6, -1, -1))


def _plus(lat: float, lon: float) -> str:
    """Eight letters: 280 m."""
    parts = [min(lat + 90, 179.999999), (lon + 180) % 360]
    size, code = 20.0, ""
    for _ in range(4):
        for axis, part in enumerate(parts):
            digit = int(part // size)
            code += _BASE20[digit]
            parts[axis] = part - digit * size
        size /= 20
    return code
