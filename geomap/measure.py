"""Units of measure: px, pt, mm, miles and kilometres. The only module with 25.4, 72 and 96."""

from __future__ import annotations

from math import pi

PX_PER_INCH = 96.0  # CSS px
PT_PER_INCH = 72.0
MM_PER_INCH = 25.4
KM_PER_MILE = 1.609344
EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG 1980
KM_PER_DEGREE = EARTH_RADIUS_KM * pi / 180  # along a meridian

PT_PER_PX = PT_PER_INCH / PX_PER_INCH
PX_PER_MM = PX_PER_INCH / MM_PER_INCH

_DESK = 1200.0  # px: the width of a page on a desk
_GROWTH = 0.68  # share of the growth, as an exponent; the rest is more room


def px_of(width: float) -> float:
    """The px that an artboard of `width` px is laid out in: 1, and more where it is wider than a desk: 1.6 at 2,400.

    So type, icons, lines and furniture grow, but less than the map does.
    """
    return float(max(width / _DESK, 1.0) ** _GROWTH)
