"""What goes wrong, said so that the reader can mend it."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

DISTRIBUTION = "geomap-yaml"  # what pip calls geomap; the `geomap` on PyPI is another project
PASTE = "put with the unit\n"  # begins a hint of lines to paste, which geomap wrote
MOST_PROBLEMS = 1000  # of a file: nobody reads more, and a hopeless one is to end soon
MOST_ROWS = 5  # of a table that a message names
LONGEST_QUOTE = 60  # characters of a value that a message repeats
LONGEST_PARTS = {  # characters of the parts of a message: the longest lists of keys take half of them
    "path": 200, "got": 200, "expected": 400, "text": 400, "hint": 600, "file": 4096,  # as long as systems have paths
    "sheet": 200, "heading": 200,
}  # fmt: skip

_LONGEST_SAYING = 120  # characters of a library's message
_SPACES = str.maketrans("\u00a0\u202f", "  ")  # at which no line may end


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in the user's data, with the place it stands at.

    `line` and `column` count from 1. `path` names the value as the user would, e.g. `units[3].troops`.
    Of a table it has the `row`, as its user numbers them, the `heading` of the column, and the `sheet` if one is named.
    A problem either has `got` and `expected` (a value that does not fit) or a free `text`. Of a part that is longer
    than anybody reads, as a name in it may be, the middle is left out.
    """

    path: str = ""
    file: str = ""
    line: int | None = None
    column: int | None = None
    got: str = ""
    expected: str = ""
    text: str = ""
    hint: str = ""
    severity: Literal["error", "warning"] = "error"
    sheet: str = ""
    row: int | None = None
    heading: str = ""

    def __post_init__(self) -> None:
        """The one place where what a message repeats of a file is kept short, whoever writes the message."""
        for name, longest in LONGEST_PARTS.items():
            part: str = getattr(self, name)
            if len(part) > longest and not part.startswith(PASTE):
                object.__setattr__(self, name, shortened(part, longest))

    @property
    def message(self) -> str:
        """What is wrong, without place or hint."""
        if self.text:
            return self.text
        return ", ".join(
            part for part in (self.got and f"got {self.got}", self.expected and f"expected {self.expected}") if part
        )

    @property
    def place(self) -> str:
        """Where it stands: file:line:column, as far as they are known."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)

    def __str__(self) -> str:
        """One line of characters that can be seen, whatever the files say; only lines to paste stand below it."""
        warning = "warning" if self.severity == "warning" else ""
        head = ": ".join(part for part in (self.place, warning, self.path, self.message) if part)
        if self.hint.startswith(PASTE):
            return f"{one_line(head)}; {self.hint}"
        return one_line(f"{head}; {self.hint}" if self.hint else head)

    def as_dict(self) -> dict[str, Any]:
        """The problem as `--json` prints it; of a table with sheet, row, and the heading of the column as `column`."""
        found = {
            "severity": self.severity,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "path": self.path,
            "message": self.message,
            "hint": self.hint,
        }
        cell = {"sheet": self.sheet, "row": self.row, "column": self.heading or None}
        return found if self.row is None else {**found, **cell}


def grouped(problems: Iterable[Problem]) -> list[Problem]:
    """Problems, those of tables that say the same of the same column as one, with how many rows it is and the first of
    them; the most frequent first, behind all that is not of tables.
    """
    found: dict[tuple[str, ...], list[Problem]] = {}
    others: list[Problem] = []
    every = [*problems]
    for one in every:
        if one.row is None:
            others.append(one)
        else:
            key = (one.file, one.sheet, one.heading, one.severity, one.message, one.hint)
            found.setdefault(key, []).append(one)
    groups = sorted(found.values(), key=lambda group: -len(group))
    # Where no more were looked for, nobody knows how many there are.
    return [*others, *(_as_one(group, is_cut=len(every) >= MOST_PROBLEMS) for group in groups)]


def _as_one(group: list[Problem], *, is_cut: bool) -> Problem:
    """What several rows have in common."""
    if len(group) == 1:
        return group[0]
    first = ", ".join(str(one.row) for one in group[:MOST_ROWS])
    more = f" and {len(group) - MOST_ROWS:,} more" if len(group) > MOST_ROWS else ""
    said = f"{group[0].message} ({'at least ' * is_cut}{len(group):,} rows: {first}{more})"
    return replace(group[0], got="", expected="", text=said)


class GeomapError(Exception):
    """The user's data or files are at fault; carries every problem found, not the first."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, grouped(self.problems))))

    def __reduce__(self) -> tuple[type[GeomapError], tuple[tuple[Problem, ...]]]:
        """Sent from one process to another it still has its problems."""
        return type(self), (self.problems,)


class ConfigError(GeomapError):
    """The configuration cannot be read or does not fit the schema."""


class PlaceError(GeomapError):
    """A place name has no position, or more than one."""


class LayerError(GeomapError):
    """A layer file cannot be read or does not hold what its kind needs."""


class LayoutError(GeomapError):
    """An artboard cannot hold what it must show."""


class EarlierError(GeomapError):
    """The config of an earlier commit is at fault, so that nothing can be compared with it."""


class OutputError(GeomapError):
    """An output cannot be written."""


def install(extra: str) -> str:
    """The hint where an optional part of geomap is not installed."""
    return f"pip install '{DISTRIBUTION}[{extra}]'"


def said_by(error: Exception, path: Path) -> str:
    """What a library says of a file, in a line: without the folder, the query that failed, and more than a sentence."""
    text = str(error).replace(str(path), path.name).replace(f"{path.parent}/", "")
    text = text.rpartition(" failed: ")[2].partition("; ")[0]
    short = " ".join(text.split()).rstrip(".")
    return short if len(short) <= _LONGEST_SAYING else f"{short[: _LONGEST_SAYING - 1]}…"


def shortened(text: str, longest: int) -> str:
    """The text without its middle where it has more characters than that: what stands at its ends says what it is."""
    end = longest // 3
    return text if len(text) <= longest else f"{text[: longest - end - 1]}…{text[-end:]}"


def one_line(text: str) -> str:
    """The text with the codes of what breaks lines or cannot be seen, as `\\u000a`.

    A space at which no line may end, as in 5 300, is a space. Without the marks around parts of it that begin and end:
    those turn nothing about but what is between them.
    """
    seen = _without_pairs(text) if "\u2069" in text else text
    return coded(seen)


def coded(text: str, kept: Container[str] = ()) -> str:
    """The text with the codes of what cannot be seen and is not `kept`; a no-break space is a space."""
    seen = text.translate(_SPACES)
    return "".join(letter if letter in kept or letter.isprintable() else f"\\u{ord(letter):04x}" for letter in seen)


def _without_pairs(text: str) -> str:
    """`text` without the marks of isolates that begin and end."""
    opened: list[int] = []
    paired: set[int] = set()
    for place, letter in enumerate(text):
        if letter in "\u2066\u2067\u2068":
            opened.append(place)
        elif letter == "\u2069" and opened:
            paired |= {opened.pop(), place}
    return "".join(letter for place, letter in enumerate(text) if place not in paired)


def quote(text: str) -> str:
    """The text in double quotes, on one line, with control characters made visible and its length bounded."""
    short = text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
    quoted = json.dumps(short, ensure_ascii=False)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in quoted)
