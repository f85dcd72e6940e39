"""What became of the texts and symbols that are not where they would be by themselves, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# The reasons that tell the reader of a build what to mend, see `geomap.advice`.
NO_PLACE = "no room for its name near its place"
HIDDEN_BY_OTHERS = "its circle lies among others that hide it or that it hides"
SUMMED = "drawn with others as one circle, since side by side they would hide the map"
OUTSIDE = "outside the map"
CUT = "its circle is cut by the edge of the map"
SMALL = "its circle is too small to be seen, so it is ringed"
NOT_HATCHED = "a disputed area that is too small on this map to be hatched"
ENLARGES_NOTHING = "it would be no larger than the map itself"


@dataclass(frozen=True, slots=True)
class Relocation:
    """A text that was moved off its first place, or dropped, and why; `by_rule` where the config asks for it."""

    text: str
    reason: str
    unit: str = ""
    by_rule: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Its row in the manifest and in what `--json` prints."""
        row: dict[str, Any] = {"text": self.text, "reason": self.reason}
        row |= {"by_rule": True} if self.by_rule else {}
        return {"unit": self.unit, **row} if self.unit else row


@dataclass(frozen=True, slots=True)
class Report:
    """What was moved and dropped on an artboard."""

    id: str
    moved: Sequence[Relocation]
    dropped: Sequence[Relocation]

    def as_dict(self) -> dict[str, Any]:
        """What the manifest and `--json` say of it."""
        return {kind: [entry.as_dict() for entry in getattr(self, kind)] for kind in ("moved", "dropped")}


def read_report(artboard: str, entry: Mapping[str, Any]) -> Report:
    """The report of an artboard that stands as an earlier build made it, from its entry in the manifest."""
    moved, dropped = ([Relocation(**row) for row in entry[kind]] for kind in ("moved", "dropped"))
    return Report(artboard, moved, dropped)
