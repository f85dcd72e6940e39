"""Degrees rounded so that they say no more than they are to say."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal


def rounded(degrees: float, step: float, limit: int) -> float:
    """The nearest multiple of `step` within the limit, reckoned in decimals: 48.1, not 48.1 and a millionth.

    The meridian of 180 degrees has one name, or it would tell on which side of it a place lies.
    """
    size = Decimal(repr(step))
    nearest = (Decimal(repr(degrees)) / size).to_integral_value(ROUND_HALF_EVEN)
    if abs(nearest * size) > limit:
        nearest -= Decimal(1).copy_sign(nearest)
    degrees = float(nearest * size) + 0.0
    return -degrees if degrees == -180 else degrees
