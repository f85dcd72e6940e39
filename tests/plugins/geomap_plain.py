"""A symbol family: every kind of unit is a square with so many notches."""

from geomap.symbols import KINDS, Family, Outline


def _square(notches: int) -> Outline:
    steps = [(x / 30, 0.1 if x % 2 else 0.0) for x in range(2 * notches + 1)]
    return Outline((((0.0, 1.0), *steps, (1.0, 0.0), (1.0, 1.0)),))


FAMILY = Family("plain", {kind: _square(number) for number, kind in enumerate(KINDS)}, size=12, key_size=12)
