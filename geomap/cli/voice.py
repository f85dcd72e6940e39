"""How the commands speak: what is wrong, what to consider, what was done. A kind is one line, however often it comes.

All of it is in what `--json` prints, and in the manifest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geomap.errors import PASTE, Problem
from geomap.relocations import Level, Relocation, Report, by_reason, level_of

ALL_NAMED = 6  # so many are all named in a line; of more the first FEW
FEW = 3
_ALIKE = {"warning": 3, "error": 10}  # problems of a kind that have a line each; more have one together
_MOST_BOARDS = 4  # that a line names
_NUMBER = re.compile(r"\bon \d+ circles?$")  # that a scale bar stands on
# What differs between problems of a kind: what is quoted, numbers, colours.
_OWN = re.compile(r'"[^"]*"|“[^”]*”|`[^`]*`|#[0-9a-f]{6}|[0-9][0-9.,:/–-]*')


@dataclass(frozen=True, slots=True)
class Said:
    """What happened on artboards for one reason: how often on each, and to what, each once."""

    level: Level
    reason: str
    is_left_out: bool
    boards: dict[str, int] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.names)

    @property
    def named(self) -> str:
        """The names, or the first of them."""
        names = [*self.names.values()]
        shown = names if len(names) <= ALL_NAMED else names[:FEW]
        more = f" and {len(names) - len(shown)} more" if len(shown) < len(names) else ""
        return "; ".join(shown) + more

    def as_dict(self) -> dict[str, Any]:
        """Its row in what `--json` prints."""
        return {"level": self.level, "reason": self.reason, "count": self.count, "artboards": self.boards}


def said_of(reports: Sequence[Report], labels: Mapping[str, str]) -> list[Said]:
    """What became of texts and circles on all artboards, by level and reason; `labels` are of units by their ids."""
    found: dict[tuple[Level, str, bool], Said] = {}
    for page in reports:
        for is_left_out, entries in ((False, page.moved), (True, page.dropped)):
            for (reason, by_rule), own in by_reason(entries).items():
                kind = level_of(reason, by_rule=by_rule), _NUMBER.sub("on circles", reason), is_left_out
                said = found.setdefault(kind, Said(*kind))
                said.boards[page.id] = said.boards.get(page.id, 0) + len(own)
                for entry in own:
                    said.names.setdefault((entry.unit, entry.text), _called(entry, labels))
    order: tuple[Level, ...] = ("wrong", "consider", "done")
    return sorted(found.values(), key=lambda said: order.index(said.level))


def lines_of(said: Sequence[Said], everything: str) -> Iterator[str]:
    """The lines of a terminal; `everything` says where all is told."""
    for one in said:
        if one.level != "done":
            yield f"{one.level}: {one.count} on {_listed([*one.boards])}: {one.reason}: {one.named}"
    done = [one for one in said if one.level == "done"]
    moved, left_out = ([one for one in done if one.is_left_out is is_left_out] for is_left_out in (False, True))
    for some, what in ((moved, "moved or shortened"), (left_out, "left out by rule")):
        if some:
            boards = _listed([*dict.fromkeys(board for one in some for board in one.boards)])
            count = len({name for one in some for name in one.names})
            texts = "1 text or circle" if count == 1 else f"{count} texts and circles"
            yield f"{texts} {what} on {boards}"
    if done or any(one.count > ALL_NAMED for one in said):
        yield f"which these are and why: {everything}"


def spoken(problems: Iterable[Problem], everything: str) -> Iterator[Problem | str]:
    """The problems in their order; many of one kind are one line with the places of others, or end in such a line."""
    kinds: dict[tuple[str, ...], list[Problem]] = {}
    every = [*problems]
    for problem in every:
        kinds.setdefault(_kind(problem), []).append(problem)
    for problem in every:
        alike = kinds[_kind(problem)]
        most = _ALIKE[problem.severity]
        if len(alike) <= most or problem.hint.startswith(PASTE):
            yield problem
        elif problem.severity == "warning":
            if problem is alike[0]:
                yield f"{problem}; so {len(alike) - 1} more{_places(alike[1:])}; all {len(alike)}: {everything}"
        else:
            rank = next(number for number, one in enumerate(alike) if one is problem)
            if rank < most:
                yield problem
            if rank == most - 1:
                rest = f"{len(alike) - most} more of this kind{_places(alike[most:])}"
                yield ": ".join(filter(None, (problem.file, f"{rest}; all {len(alike)}: {everything}")))


def _kind(problem: Problem) -> tuple[str, ...]:
    """What problems of a kind have in common: the file, the key, and what is said but for what is the user's own."""
    key = re.sub(r"\[\d+\]", "", problem.path).rpartition(".")[2]
    got = "got" if problem.got else ""
    said = _OWN.sub("", problem.text) if problem.row is None else problem.message  # those of tables are grouped already
    return problem.severity, problem.file, key, got, problem.expected, said


def _places(problems: Sequence[Problem]) -> str:
    """The lines that the first of them stand at."""
    lines = [str(line) for line in dict.fromkeys(problem.line for problem in problems) if line]
    rest = f" and {len(lines) - FEW} more" if len(lines) > FEW else ""
    return f" (line{'s' * (len(lines) > 1)} {', '.join(lines[:FEW])}{rest})" if lines else ""


def _called(entry: Relocation, labels: Mapping[str, str]) -> str:
    """A text, and whose it is; a crowd is no unit."""
    of = labels[entry.unit] or entry.unit if entry.unit in labels else ""
    return entry.text if entry.text == of or not of else f"{entry.text} of {of}"


def _listed(boards: Sequence[str]) -> str:
    if len(boards) > _MOST_BOARDS:
        return f"{len(boards)} artboards"
    return " and ".join(filter(None, (", ".join(boards[:-1]), *boards[-1:])))
