"""Sums of counts, which say no more than their least precise part."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.facts import CountKind, Estimate


def total(counts: Sequence[Estimate]) -> Estimate:
    """The sum of at least one count, no more precise than the least precise of them.

    Ends are rounded outwards. An open one is to be certain: it holds all that each "about" allows. Those of a range are
    as near as its counts are: 8,000 about and 9,000 to 12,000 is 17,000 to 20,000.
    """
    return rounded(sum(counts[1:], counts[0]), max(map(_grain, counts)), sum(map(_slack, counts)))


def at_least(counts: Sequence[Estimate]) -> Estimate:
    """What is certain of the sum, which is worded alike whether or not more may be told."""
    return total([*counts, Estimate(CountKind.UNKNOWN)])


def rounded(found: Estimate, grain: int, slack: int) -> Estimate:
    """A sum of counts whose least precise is rounded to the grain; together they may be off by the slack."""
    low, high = found.minimum, found.maximum
    if found.kind is CountKind.ABOUT and low is not None:
        near = (low + grain // 2) // grain * grain
        return Estimate.about(near)
    slack = slack if found.kind in (CountKind.AT_LEAST, CountKind.AT_MOST) else 0
    lower = None if low is None else max(low - slack, 0) // grain * grain
    upper = None if high is None else -(-(high + slack) // grain) * grain
    if found.kind is CountKind.AT_LEAST and not lower:
        return Estimate(CountKind.UNKNOWN)
    return Estimate(found.kind, lower, upper)


def allowed(count: Estimate) -> Estimate:
    """The count as a range of all numbers that it may mean."""
    if count.kind is not CountKind.ABOUT or count.minimum is None:
        return count
    half = _slack(count)
    return Estimate(CountKind.RANGE, max(count.minimum - half, 0), count.minimum + half)


def _slack(count: Estimate) -> int:
    """How far off the number of a count may be for having been rounded."""
    return _grain(count) // 2 if count.kind is CountKind.ABOUT else 0


def _grain(count: Estimate) -> int:
    """What a count is rounded to, judged by its noughts: 12,000 to 1,000, 12,500 to 100. Two digits count always."""
    if count.kind in (CountKind.EXACT, CountKind.UNKNOWN):
        return 1
    return min((_noughts(end) for end in (count.minimum, count.maximum) if end), default=1)


def _noughts(number: int) -> int:
    digits = str(number)
    return int(10 ** min(len(digits) - len(digits.rstrip("0")), max(len(digits) - 2, 0)))
