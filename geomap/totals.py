"""COMPOSE: sums of units' counts."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.facts import CountKind, Estimate, Unit


def sum_of(units: Sequence[Unit], ids: Sequence[str]) -> Estimate | None:
    """The sum of the named units' troops, as a range where any of them is one; None where none of them is there."""
    counts = [unit.troops or Estimate(CountKind.UNKNOWN) for unit in units if unit.id in ids]
    return sum(counts[1:], counts[0]) if counts else None
