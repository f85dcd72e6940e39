"""A read YAML document that remembers where each value stands, so that a problem can name line and column."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, Literal
from unicodedata import normalize

from geomap.errors import LONGEST_QUOTE, Problem, quote
from geomap.relocations import LeftOut, Remark
from geomap.tables.plain.readings import TableReadings
from geomap.values.stated import Stated

if TYPE_CHECKING:
    from geomap.facts.columns import Alike
    from geomap.tables.withheld import Told
    from geomap.values.unit import UnitRow

Path = tuple[str | int, ...]

_AS_TYPED = re.compile(r"[^\s,\[\]{}]*")  # a number or word, from its first character
_PLAIN_KEY = re.compile(r"[\w -]+")
# What stands before a value that nothing else of its line stands before.
_OWN_KEYS = re.compile(r"""(?:[\s?{\[-]|(?:[^\s,:"'{}\[\]#]+|"[^"\\]*"|'[^']*'):(?=\s))*+""")
_LINE_END = re.compile(r"\r\n|\r|\n")  # of any system


# id of a list -> where its items start; id of a dict -> where each key and its value start; in characters of the text
Marks = dict[int, list[int] | dict[str, tuple[int, int]]]


def print_path(path: Path) -> str:
    """The path as a user would write it, e.g. `units[3].troops`; items count from 0."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        elif _PLAIN_KEY.fullmatch(step):
            parts.append(f".{step}" if parts else step)
        else:
            parts.append(f"[{quote(step)}]")
    return "".join(parts)


class Lines:
    """Where the lines of a text start, found when first asked for: a file without problems needs no line numbers."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(end.end() for end in _LINE_END.finditer(self._text))]

    def place(self, index: int) -> tuple[int, int]:
        """Line and column of a character, from 1."""
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data (dict, list, str, int, float, bool, None) with the place of every key and value.

    `problems` are faults of the YAML itself that left something to go on with, e.g. a duplicate key; `empty` are the
    keys and items without a value. `tables` are the files whose rows are among its units, but for those `left_out`,
    `remarks` and `readings` what they and their cells were read as, and `warnings` what they say; `passed` is what
    rows hold back that are none of its units, and it `holds_back` where any row may hold something back. Where the rows
    are read by column, they are the `crowd`, and follow the units of the value; `unsaid` are ids of those under embargo
    that none of them states.
    """

    value: Any
    file: str
    text: str = field(repr=False)
    lines: Lines = field(repr=False)
    root: int = field(repr=False)
    marks: Marks = field(repr=False)
    problems: tuple[Problem, ...] = ()
    empty: tuple[Path, ...] = ()
    tables: tuple[FilePath, ...] = ()
    crowd: Alike[UnitRow] | None = field(default=None, repr=False)
    warnings: tuple[Problem, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[Remark, ...] = ()
    readings: tuple[TableReadings, ...] = ()
    passed: tuple[Told, ...] = ()
    holds_back: bool = False
    unsaid: frozenset[str] = frozenset()

    def mark(self, path: Path, *, key: bool = False) -> int:
        """Where the value at `path` starts (its key with `key`), or the nearest thing around it that exists."""
        node, mark = self.value, self.root
        for depth, step in enumerate(path):
            if not _holds(node, step):
                break
            places: Any = self.marks[id(node)]
            is_key = key and depth == len(path) - 1
            mark = places[step][0 if is_key else 1] if isinstance(node, dict) else places[step]
            node = node[step]
        return mark

    def at(self, path: Path) -> Any:
        """The value at `path`; None when there is none."""
        node = self.value
        for step in path:
            if not _holds(node, step):
                return None
            node = node[step]
        return node

    def holding(self, characters: str, shown: Callable[[Path], bool] = lambda path: True) -> Path:
        """The first text of the file that holds one of `characters`, in either letter case; empty where none does.

        What is not `shown` is passed over.
        """
        return holding(self.value, characters, shown)

    def where(self, path: Path) -> str:
        """Where the value at `path` stands, as a sentence names it."""
        return f"line {self.lines.place(self.mark(path))[0]}"

    def got(self, path: Path) -> str:
        """The value at `path` as a message repeats it: a text in quotes, a number as it was typed."""
        value = self.at(path)
        if isinstance(value, str):
            return quote(value)
        if isinstance(value, dict):
            return self._short("{}", path, [(key, f"{key}: ") for key in value]) or "a mapping"
        if isinstance(value, list):
            return self._short("[]", path, [(number, "") for number in range(len(value))]) or "a list"
        typed = _AS_TYPED.match(self.text, self.mark(path))
        if value is None and (not typed or not typed[0].strip("~")):
            return "nothing"
        return typed[0][:LONGEST_QUOTE] if typed else str(value)

    def _short(self, brackets: str, path: Path, steps: list[tuple[Any, str]]) -> str:
        """A list or mapping of a few scalars as it was typed; nothing for a longer one."""
        if len(steps) > 4 or any(isinstance(self.at((*path, step)), dict | list) for step, _ in steps):
            return ""
        inside = ", ".join(head + self.got((*path, step)) for step, head in steps)
        return f"{brackets[0]}{inside}{brackets[1]}" if len(inside) <= LONGEST_QUOTE else ""

    def is_of_table(self, path: Path) -> bool:
        """Whether what stands at a path is of a row of a table."""
        return False

    def statements(self, path: Path) -> Iterator[Stated]:
        """Each value of the row at `path`, as it is written, and where."""
        row = self.at(path)
        for key in row if isinstance(row, dict) else ():
            line, _ = self.lines.place(self.mark((*path, key), key=True))
            yield Stated(str(key), str(key), self.got((*path, key)), self.file, line)

    def problem(  # noqa: PLR0913 - the fields of a Problem
        self,
        path: Path,
        *,
        got: str = "",
        expected: str = "",
        text: str = "",
        hint: str = "",
        severity: Literal["error", "warning"] = "error",
        key: bool = False,
    ) -> Problem:
        """A problem with the value at `path`, or with its key; it stands where that stands in the file.

        Its column would tell how long what is held back is that may stand before it.
        """
        mark = self.mark(path, key=key)
        line, column = self.lines.place(mark)
        is_told = not self.holds_back or _OWN_KEYS.fullmatch(self.text, mark - column + 1, mark)
        return Problem(
            path=print_path(path),
            file=self.file,
            line=line,
            column=column if is_told else None,
            got=got,
            expected=expected,
            text=text,
            hint=hint,
            severity=severity,
        )


def holding(value: Any, characters: str, shown: Callable[[Path], bool]) -> Path:
    """The way to the first text in plain data, as far as it is shown, that holds one of some characters."""
    wanted = {*characters.lower(), *characters.upper()}
    left: list[tuple[Path, Any]] = [((), value)]
    while left:
        path, node = left.pop()
        if not shown(path):
            continue
        if isinstance(node, str) and wanted & {*normalize("NFC", node)}:
            return path
        steps = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        left += reversed([((*path, step), inside) for step, inside in steps])
    return ()


def shown_among(numbers: Mapping[str, Sequence[int]]) -> Callable[[Path], bool]:
    """What tells whether a value of the file is none of a row that was taken out; `numbers` are those of the others."""
    shown = {key: frozenset(rows) for key, rows in numbers.items()}

    def is_shown(path: Path) -> bool:
        match path:
            case (str(key), int(number), *_) if key in shown:
                return number in shown[key]
        return True

    return is_shown


def _holds(node: Any, step: str | int) -> bool:
    """Whether a list or dict has something at `step`."""
    if isinstance(node, dict):
        return step in node
    return isinstance(node, list) and isinstance(step, int) and 0 <= step < len(node)
