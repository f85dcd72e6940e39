"""Count to symbol diameter, and the entries of the key: the one function that both maps and keys use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

LEAST_SEEN = 1.2  # px
LEAST_READ = 3.0  # px of a circle in the key
_NEAR = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8)  # steps of the key's largest value
_PLAIN = (1, 2, 5)  # and of the others
_SHARES = (1 / 3, 1 / 10)


@dataclass(frozen=True, slots=True)
class SizeScale:
    """Circle area proportional to the count: d = d_max * sqrt(v / v_max).

    True area, not Flannery's 0.5716 exponent: printed values stand beside the circles.
    `max_diameter` is in px, for a count of `max_value`.
    """

    max_value: float
    max_diameter: float

    def diameter(self, value: float) -> float:
        """Diameter in px of the circle for `value` (>= 0)."""
        return self.max_diameter * sqrt(value / self.max_value) if value > 0 else 0.0

    def is_seen(self, value: float) -> bool:
        """Whether the circle for `value` is large enough to be seen; one for nothing is not looked for."""
        return value <= 0 or self.diameter(value) >= LEAST_SEEN

    def scaled(self, factor: float) -> SizeScale:
        """The same scale with every diameter multiplied by `factor`, for a narrower artboard."""
        return SizeScale(self.max_value, self.max_diameter * factor)


def round_values(largest: float) -> tuple[int, ...]:
    """Round values for the key of data whose largest count is `largest`: near it, and about a third and a tenth of it.

    What a reader compares is large circles, so the largest sample is near the largest circle, and not above it: the key
    holds no value that the map does not reach.
    """
    if largest < 1:
        return ()
    top = _rounds(largest, _NEAR)[-1]
    lower = [_nearest(top * share, _rounds(top, _PLAIN)) for share in _SHARES]
    return tuple(sorted({*lower, top}))


def _rounds(most: float, steps: Sequence[float]) -> list[int]:
    """Whole numbers up to `most` that are one of the steps times a power of ten, from the smallest."""
    powers = [10**digits for digits in range(len(str(int(most))))]
    every = (step * power for power in powers for step in steps)
    return [int(value) for value in every if value <= most and value == int(value)]


def _nearest(wanted: float, values: Sequence[int]) -> int:
    """By ratio, as sizes are compared; the smaller of two that are as near."""
    return min(values, key=lambda value: (abs(log(value / wanted)), value))
