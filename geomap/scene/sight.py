"""How colours look to readers who do not see all of them, and how far apart they then are."""

from __future__ import annotations

from functools import lru_cache
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt
from typing import Literal

from geomap.scene.styles import light_of

Sight = Literal["normal", "protanopia", "deuteranopia", "tritanopia", "greys"]
Lab = tuple[float, float, float]

# Two colours that differ by less are not told apart by all, as marks that lie far from each other on a busy ground. One
# is just seen where two large fields touch; small marks that do not need several times that (Stone, Szafir and Setlur,
# "An Engineering Model for Color Difference as a Function of Size", CIC 2014). Ten is a choice, and on the safe side.
TOLD_APART = 10.0

_Rows = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]
_GREY = (0.2126, 0.7152, 0.0722)  # IEC 61966-2-1
_SEEN: dict[Sight, _Rows] = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "greys": (_GREY, _GREY, _GREY),
}
_XYZ: _Rows = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
_WHITE = (0.95047, 1.0, 1.08883)  # D65


@lru_cache(4096)
def seen_as(colour: str, sight: Sight = "normal") -> Lab:
    """CIELAB, D65, of a colour (#rrggbb) as a reader sees it.

    The dichromats see as Machado, Oliveira and Fernandes have it ("A Physiologically-based Model for Simulation of
    Color Vision Deficiency", IEEE TVCG 15, 2009; severity 1, of linear RGB); `greys` are what a copy in black and white
    keeps, the luminance.
    """
    light = tuple(min(max(part, 0.0), 1.0) for part in _times(_SEEN[sight], light_of(colour)))
    x, y, z = (_lightness(part / white) for part, white in zip(_times(_XYZ, light), _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(first: Lab, second: Lab) -> float:
    """CIEDE2000 of two colours: Sharma, Wu and Dalal, "The CIEDE2000 Color-Difference Formula" (Color Research and
    Application 30, 2005), with all weights 1.
    """
    (l1, a1, b1), (l2, a2, b2) = first, second
    mean = (hypot(a1, b1) + hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * sqrt(mean**7 / (mean**7 + 25**7))
    c1, c2 = hypot(a1 * stretch, b1), hypot(a2 * stretch, b2)
    h1, h2 = (degrees(atan2(b, a * stretch)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    hue = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1 - 0.17 * cos(radians(hue - 30)) + 0.24 * cos(radians(2 * hue)) + 0.32 * cos(radians(3 * hue + 6))
        - 0.20 * cos(radians(4 * hue - 63))
    )  # fmt: skip
    d_l = (l2 - l1) / (1 + 0.015 * (lightness - 50) ** 2 / sqrt(20 + (lightness - 50) ** 2))
    d_c = (c2 - c1) / (1 + 0.045 * chroma)
    d_h = 2 * sqrt(c1 * c2) * sin(radians(turn / 2)) / (1 + 0.015 * chroma * t)
    rotation = -2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * sin(radians(60 * exp(-(((hue - 275) / 25) ** 2))))
    return sqrt(d_l**2 + d_c**2 + d_h**2 + rotation * d_c * d_h)


@lru_cache(4096)
def look_alike(first: str, second: str, sight: Sight) -> bool:
    """Whether a reader takes one colour for the other."""
    return difference(seen_as(first, sight), seen_as(second, sight)) < TOLD_APART


def _times(rows: _Rows, light: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(sum(share * part for share, part in zip(row, light, strict=True)) for row in rows)


def _lightness(ratio: float) -> float:
    """The cube root of CIELAB, a line near black."""
    root: float = ratio ** (1 / 3) if ratio > 216 / 24389 else (24389 / 27 * ratio + 16) / 116
    return root
