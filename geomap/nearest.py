"""The name that a misspelled one was meant to be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

MOST_NAMES = 500  # to compare with, and different words to look up: both bound the time that a hopeless file takes
LONGEST_NAME = 80


class Nearest:
    """Looks up near names, each misspelling once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], str] = {}

    def hint(self, wrong: str, names: Iterable[str], what: str) -> str:
        """`did you mean ...?`, or nothing; `what` tells lists of names apart."""
        asked = (what, wrong)
        if asked not in self._found:
            if len(self._found) >= MOST_NAMES or len(wrong) > LONGEST_NAME:
                return ""
            self._found[asked] = did_you_mean(wrong, list(names)[:MOST_NAMES])
        return self._found[asked]


def nearest(wrong: str, names: Sequence[str], likeness: float = 0.6) -> str:
    """The nearest name, or nothing; letter case and the choice of - _ or blank count little."""
    plain = {name.lower().replace("_", "-").replace(" ", "-"): name for name in names}
    near = get_close_matches(wrong.lower().replace("_", "-").replace(" ", "-"), plain, n=1, cutoff=likeness)
    return plain[near[0]] if near else ""


def did_you_mean(wrong: str, names: Sequence[str]) -> str:
    """The nearest name as a hint, or nothing."""
    near = nearest(wrong, names)
    return f"did you mean {near}?" if near else ""
