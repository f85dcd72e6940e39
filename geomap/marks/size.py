"""Count to symbol diameter, and the entries of the key: the one function that both maps and keys use."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

LEAST_SEEN = 1.2  # px


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
    """Three round values for the key of data whose largest count is `largest`: about 1, 1/2 and 1/10 of it."""
    if largest < 1:
        return ()
    magnitude = 10 ** (len(str(int(largest))) - 1)
    top = next(step * magnitude for step in (5, 2, 1) if step * magnitude <= largest)
    return tuple(sorted({max(top // 10, 1), max(top // 2, 1), top}))
