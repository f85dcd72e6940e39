"""What became of texts and symbols that are not where they would be by themselves, of rows left out, and of tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Literal, NamedTuple

from geomap.on_demand import OnDemand

# The reasons that tell the reader of a build what to mend, see `geomap.advice`.
NO_PLACE = "no room for its name near its place"
HIDDEN_BY_OTHERS = "its circle lies among others that hide it or that it hides"
SUMMED = "drawn with others as one circle, since side by side they would hide the map"
OUTSIDE = "outside the map"
CUT = "its circle is cut by the edge of the map"
UNSIZED = "its circle would cover the map, so two rings, not to scale, stand for it"
SMALL = "its circle is too small to be seen, so it is ringed"
NOT_HATCHED = "a disputed area that is too small on this map to be hatched"
LAYER_OUTSIDE = "no part of it lies on the map"
LAYER_ALL_OVER = "it covers the whole map, which shows none of its edge"
NO_ROOM = "no room for it on the map"
IN_KEY = "no room for it on the map, so the key explains what it names"
NAMELESS = "no room for the name of this place, which is shown without it"
ENLARGES_NOTHING = "it would be no larger than the map itself"
NO_ROW = "no room for it beside the circle"
NOT_ALONE = "left out below all names, as too many of its kind had no room"

Level = Literal["wrong", "consider", "done"]
_WRONG = {NO_PLACE, HIDDEN_BY_OTHERS, OUTSIDE, CUT, LAYER_OUTSIDE, NO_ROOM, NAMELESS}  # lost, or to be misread
_CONSIDER = {SUMMED, UNSIZED, SMALL, LAYER_ALL_OVER, ENLARGES_NOTHING, NO_ROW, NOT_ALONE, IN_KEY}

_MOST_SPANS = 1000  # of row numbers that are kept; the count is of all


@dataclass(frozen=True, slots=True)
class Relocation:
    """A text that was moved off its first place, or dropped, and why; `by_rule` where the config asks for it."""

    text: str
    reason: str
    unit: str = ""
    by_rule: bool = False

    def __post_init__(self) -> None:
        """What is told is told on one line."""
        if "\n" in self.text:
            object.__setattr__(self, "text", " ".join(self.text.split("\n")))

    @property
    def part(self) -> Likewise:
        """It alone as a part of many."""
        return Likewise((self.unit,), (self.text,), self.reason, self.by_rule)

    def as_dict(self) -> dict[str, Any]:
        """Its row in the manifest and in what `--json` prints."""
        row: dict[str, Any] = {"text": self.text, "reason": self.reason}
        row |= {"by_rule": True} if self.by_rule else {}
        return {"unit": self.unit, **row} if self.unit else row


@dataclass(frozen=True, slots=True, eq=False)
class Likewise(OnDemand[Relocation]):
    """What became of units for one reason; of what is no unit's each is empty."""

    units: Sequence[str]
    texts: Sequence[str]
    reason: str
    by_rule: bool = False

    def __len__(self) -> int:
        return len(self.units)

    def _make(self, number: int) -> Relocation:
        return Relocation(self.texts[number], self.reason, self.units[number], self.by_rule)

    @property
    def part(self) -> Likewise:
        """Itself, as one alone is."""
        return self


class Relocations(OnDemand[Relocation]):
    """Relocations in their order; those of very many units are one of its parts."""

    def __init__(self, entries: Iterable[Relocation | Likewise] = ()) -> None:
        self.parts = [part for part in (entry.part for entry in entries) if len(part)]

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    def __iter__(self) -> Iterator[Relocation]:
        return chain.from_iterable(self.parts)

    def _make(self, number: int) -> Relocation:
        return next(islice(self, number, None))


def level_of(reason: str, *, by_rule: bool) -> Level:
    """How much a reason matters: what a reader of the map misses or could misread is wrong, what might be better is to
    consider; all else, as what the config itself asks for, is what was done.
    """
    if by_rule:
        return "done"
    if reason in _WRONG or reason.startswith(("stands on ", "set by hand, ")):
        return "wrong"
    return "consider" if reason in _CONSIDER or reason.startswith(("there is no room", "no free corner")) else "done"


def by_reason(*lists: Relocations) -> dict[tuple[str, bool], Sequence[Relocation]]:
    """Relocations by their reason and whether it is a rule, in the order in which reasons come first."""
    found: dict[tuple[str, bool], list[Likewise]] = {}
    for part in chain.from_iterable(one.parts for one in lists):
        found.setdefault((part.reason, part.by_rule), []).append(part)
    return {key: parts[0] if len(parts) == 1 else [*chain.from_iterable(parts)] for key, parts in found.items()}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows of a table that are no units of the map, and why; `spans` are the first of them, by their numbers."""

    table: str
    reason: str
    count: int
    spans: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, table: str, reason: str, numbers: Sequence[int]) -> LeftOut:
        """Rows by their numbers in the table, which rise."""
        starts = [at for at, number in enumerate(numbers) if not at or number > numbers[at - 1] + 1][: _MOST_SPANS + 1]
        ends = [*starts[1:], len(numbers)]
        spans = ((numbers[start], numbers[end - 1]) for start, end in zip(starts, ends, strict=True))
        return cls(table, reason, len(numbers), tuple(spans)[:_MOST_SPANS])

    def named(self, most: int = _MOST_SPANS) -> str:
        """The numbers of the rows as a text: 4, 7, 9-12 and 30 more."""
        shown = self.spans[:most]
        rest = self.count - sum(last - first + 1 for first, last in shown)
        texts = (f"{first}" if first == last else f"{first}-{last}" for first, last in shown)
        return ", ".join(texts) + (f" and {rest} more" if shown and rest else "")

    def as_dict(self) -> dict[str, Any]:
        """Its row in the manifest and in what `--json` prints."""
        row = {"table": self.table, "reason": self.reason, "rows": self.count}
        return row | ({"numbers": self.named()} if self.spans else {})


class Remark(NamedTuple):
    """How a table was read, where it leaves that open; counts of rows are no part of it, as some may be held back."""

    table: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was moved and dropped on an artboard."""

    id: str
    moved: Relocations
    dropped: Relocations

    def as_dict(self) -> dict[str, Any]:
        """What the manifest and `--json` say of it."""
        return {kind: [entry.as_dict() for entry in getattr(self, kind)] for kind in ("moved", "dropped")}


def read_report(artboard: str, entry: Mapping[str, Any]) -> Report:
    """The report of an artboard that stands as an earlier build made it, from its entry in the manifest."""
    moved, dropped = (Relocations(Relocation(**row) for row in entry[kind]) for kind in ("moved", "dropped"))
    return Report(artboard, moved, dropped)
