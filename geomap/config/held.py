"""What a published config still knows of what it does not hold: enough to count it, and to keep others from telling."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeldBack:
    """`ids` are those of the units under embargo.

    `untold` notes are left out, as they tell of these units; `partial` ones sum up the other units alone. `unsaid` is
    of how many rounded units notes, links and the like are left out, as they may tell where these are. `unclaimed` are
    the sources that nothing names, not even what is held back.
    """

    ids: frozenset[str] = frozenset()
    untold: int = 0
    partial: int = 0
    unsaid: int = 0
    unclaimed: tuple[str, ...] = ()


NOTHING = HeldBack()
