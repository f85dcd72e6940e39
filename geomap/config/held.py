"""What a published config still knows of what it does not hold: enough to count it, and to keep others from telling."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeldBack:
    """`ids` are those of the units under embargo; `queries` the places that these, or units with rounded positions, ask
    for, which no lock file is to hold.

    `untold` notes are left out, as they tell of these units; `partial` ones sum up the other units alone. `unclaimed`
    are the sources that nothing names, not even what is held back.
    """

    ids: frozenset[str] = frozenset()
    queries: frozenset[Hashable] = frozenset()
    untold: int = 0
    partial: int = 0
    unclaimed: tuple[str, ...] = ()


NOTHING = HeldBack()
