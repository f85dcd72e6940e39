"""A document with the rows of its tables among its units: whatever is said of one of them stands in its file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from geomap.clock import build_day
from geomap.config.document import Document, Marks, Path, holding
from geomap.config.globs import MOST_LOOKED_AT, Matching, TooManyError
from geomap.config.nameless import unsaid_in
from geomap.config.observations import Rows
from geomap.config.passed import may_hold_back, rows_left_out, stricter, told_of
from geomap.config.references import rows, unit_problems
from geomap.config.sides import with_sides
from geomap.config.units_from import TableRow, entries_of
from geomap.errors import Problem
from geomap.facts.columns import Alike, stacked
from geomap.kinds.layers import OUTSIDE_HINT, is_below
from geomap.relocations import Remark
from geomap.tables import Opened, OptionError, Options, Table, TableError, by_column, open_table
from geomap.tables.plain.readings import TableReadings
from geomap.tables.withheld import is_to_come
from geomap.values.row_columns import STATED, row_of
from geomap.values.stated import Stated
from geomap.values.unit import UnitRow, same_id, unit_id

_KEY = "units_from"
_GLOB = frozenset("*?[")
MOST_TABLES, MOST_BYTES = 10_000, 1_000_000_000  # that are read, each as often as it is
MOST_ONE_BY_ONE = 300_000  # rows; each takes some kilobytes


@dataclass(frozen=True, slots=True)
class _Part:
    """A table, the place of its entry in the config, and the number of its first row among the units."""

    table: Table
    entry: Path
    first: int


@dataclass(frozen=True, slots=True)
class TabledDocument(Document):
    """A document whose last units come from tables."""

    parts: tuple[_Part, ...] = ()

    def mark(self, path: Path, *, key: bool = False) -> int:
        """Of a row of a table the entry that names the table."""
        found = self._row(path)
        return Document.mark(self, found[0].entry if found else path, key=key)

    def got(self, path: Path) -> str:
        """Of a row of a table its cell."""
        found = self._row(path)
        if found and not found[0].table.defaulted(found[1], path[2:]):
            return found[0].table.got(found[1], path[2:])
        return Document.got(self, self._default(found, path))

    def where(self, path: Path) -> str:
        """Of a row of a table its number there."""
        found = self._row(path)
        return found[0].table.where(found[1]) if found else Document.where(self, path)

    def is_of_table(self, path: Path) -> bool:
        return self._row(path) is not None

    def statements(self, path: Path) -> Iterator[Stated]:
        """Of a row of a table its cells, and the defaults that hold for it."""
        found = self._row(path)
        if found is None:
            yield from Document.statements(self, path)
            return
        part, number = found
        own = [*part.table.statements(number)]
        fields = {stated.field for stated in own}
        defaults = Document.statements(self, (*part.entry, "defaults"))
        yield from (*own, *(stated for stated in defaults if stated.field not in fields))

    def holding(self, characters: str, shown: Callable[[Path], bool] = lambda path: True) -> Path:
        """Texts of tables come last."""
        path = Document.holding(self, characters, shown)
        for part in self.parts if self.crowd and not path else ():
            for number, row in enumerate(part.table.rows):
                in_file = ("units", part.first + number)
                if shown(in_file) and (found := holding(row, characters, lambda path: True)):
                    return (*in_file, *found)
        return path

    def problem(self, path: Path, **said: Any) -> Problem:
        """Of a row of a table at its row and column; of a default where the config states it."""
        found = self._row(path)
        if found and not found[0].table.defaulted(found[1], path[2:]):
            said.pop("key", None)
            return found[0].table.problem(found[1], path[2:], **said)
        return Document.problem(self, self._default(found, path), **said)

    def _row(self, path: Path) -> tuple[_Part, int] | None:
        """The table and row of a path that leads into one."""
        if len(path) < 2 or path[0] != "units" or not isinstance(path[1], int):
            return None
        part = next((part for part in reversed(self.parts) if part.first <= path[1]), None)
        return (part, path[1] - part.first) if part else None

    def _default(self, found: tuple[_Part, int] | None, path: Path) -> Path:
        return (*found[0].entry, "defaults", *path[2:]) if found else path


def with_tables(document: Document, folder: FilePath, *, allow_outside: bool) -> tuple[Document, list[Problem]]:
    """The document with the units of its tables behind its own, and the problems of the tables' files.

    Files outside the folder are passed over unless allowed; whoever names one is told elsewhere.
    """
    value = document.value
    document = replace(document, holds_back=may_hold_back(value))
    if not isinstance(value, dict) or _KEY not in value or not isinstance(value.get("units", []), list):
        return document, []
    units = list(value.get("units", []))
    reading = _Reading(document, folder, allow_outside=allow_outside)
    for index, row in _entries(document):
        reading.entry(index, row)
    own = rows(document, "units")
    reading.settle({unit_id(row) for _, row in own if is_to_come(row.get("embargo_until"), build_day())})
    parts, problems = reading.parts, reading.problems
    document, asked = with_sides(document, [part.table for part in parts])
    problems += asked
    size = len(units) + sum(len(part.table.numbers) for part in parts)
    tables = [part.table for part in parts]
    passed, unread = told_of(tables, own)
    problems += unread
    document = replace(document, holds_back=bool(passed) or may_hold_back(value, tables))
    crowd = _crowd(document, own, parts)
    crowd = stricter(crowd, tables, passed) if crowd is not None and passed else crowd
    if crowd is None and size > MOST_ONE_BY_ONE:
        return document, [*(one for one in problems if one.severity == "error"), _too_many(document, parts, size)]
    for part in parts if crowd is None else ():
        problems += part.table.faults()
        units += part.table.rows
    errors = [problem for problem in problems if problem.severity == "error"]
    warnings = tuple(problem for problem in problems if problem.severity == "warning")
    if not units and not crowd and (errors or not parts):
        return document, errors
    left_out = tuple(rows_left_out(tables, own, passed))
    crowds = tables if crowd is not None else ()
    unsaid = frozenset(name for table in crowds for name in unsaid_in(table.named))
    merged = replace(_merged(document, units, crowd, parts), unsaid=unsaid)
    told = tuple(
        TableReadings(part.table.file, part.first, tuple(part.table.readings)) for part in parts if part.table.readings
    )
    merged = replace(merged, tables=tuple(reading.read), warnings=warnings, left_out=left_out, readings=told)
    return replace(merged, passed=passed, remarks=tuple(_remarks(tables))), errors


def _remarks(tables: Sequence[Table]) -> Iterator[Remark]:
    return (Remark(table.file, text) for table in tables for text in table.remarks)


class _Reading:
    """The tables of a config that are read, entry after entry, and what is wrong with them."""

    def __init__(self, document: Document, folder: FilePath, *, allow_outside: bool) -> None:
        self.parts: list[_Part] = []
        self.problems: list[Problem] = []
        self.read: list[FilePath] = []
        self._document, self._folder, self._allow_outside = document, folder, allow_outside
        self._size = len(document.at(("units",)) or [])
        self._bytes = self._looked_at = 0
        self._ways: set[tuple[FilePath, str]] = set()  # in which files were read
        self._meant: dict[str, tuple[list[FilePath], str, str]] = {}
        self._opened: list[tuple[int, TableRow, FilePath, Opened]] = []

    def entry(self, index: int, row: TableRow) -> None:
        """Read the tables that an entry names; none twice in the same way."""
        files, expected, hint = self._files(row.file)
        place, document = place_of(self._document, index, ("file",)), self._document
        if expected:
            self.problems.append(document.problem(place, got=document.got(place), expected=expected, hint=hint))
        options = row.options(_defaults(document, index))
        for file in files:
            way = file.resolve(), repr(options)
            with suppress(OSError):  # one that has gone is told where it is read
                self._bytes += file.stat().st_size
            text = f"{file.name} is read by an entry before, in the same way" if way in self._ways else ""
            if len(self._ways) >= MOST_TABLES or self._bytes > MOST_BYTES:
                text = f"more than {MOST_TABLES:,} tables, or {MOST_BYTES // 1_000_000:,} MB of them, with those before"
            if text:
                self.problems.append(document.problem(place, text=text, hint="remove one of the entries"))
                return
            self._ways.add(way)
            self.read.append(file)
            self._table(index, row, file, options)

    def _table(self, index: int, row: TableRow, file: FilePath, options: Options) -> None:
        try:
            opened = open_table(file, _shown(self._document, self._folder, file), options)
        except TableError as error:
            self.problems += error.problems
        except OptionError as error:
            self._refused(index, row, file, error)
        else:
            self._opened.append((index, row, file, opened))

    def settle(self, own: Collection[str]) -> None:
        """Have the rows of all tables as units, where these ids are under embargo: with those of the tables they say
        which rows are published, and these alone decide how a table is read.
        """
        held: set[str] = set()
        if any(opened.depends_on_rows for *_, opened in self._opened):
            held = {*map(same_id, own)}.union(*(opened.embargoed for *_, opened in self._opened))
        while self._opened:
            index, row, file, opened = self._opened.pop(0)
            try:
                table = opened.table(held)
            except OptionError as error:
                self._refused(index, row, file, error)
            else:
                self.problems += table.problems
                self.parts.append(_Part(table, place_of(self._document, index), self._size))
                self._size += len(table.numbers)

    def _refused(self, index: int, row: TableRow, file: FilePath, error: OptionError) -> None:
        text = f"{file.name}: {error.text}" if _is_glob(row.file) else error.text
        place = place_of(self._document, index, error.key)
        self.problems.append(self._document.problem(place, text=text, hint=error.hint))

    def _files(self, name: str) -> tuple[list[FilePath], str, str]:
        """The files of an entry that are there and may be read, and what is wrong with a pattern: expected, a hint."""
        if _is_glob(name):
            if name not in self._meant:
                self._meant[name] = self._matching(name)
            return self._meant[name]
        file = self._folder / name
        with suppress(OSError):  # a name that is too long
            if file.is_file() and (self._allow_outside or _is_below(file, name, self._folder)):
                return [file], "", ""
        return [], "", ""

    def _matching(self, pattern: str) -> tuple[list[FilePath], str, str]:
        """The same of a pattern. What is wrong names no file that it may not mean."""
        if any("**" in part and part != "**" for part in pattern.split("/")):  # some versions of Python take it for a *
            return [], "a pattern in which ** stands for folders, as reports/**/*.csv", ""
        if not (self._allow_outside or is_below(pattern)):
            return [], "files beside or below the config", OUTSIDE_HINT
        folder = self._folder
        root = FilePath(FilePath(pattern).anchor) if FilePath(pattern).is_absolute() else folder
        within = None if self._allow_outside else folder
        try:
            matching = Matching(root, pattern.removeprefix(root.anchor), within, self._looked_at)
        except TooManyError:
            return [], f"a pattern with fewer than {MOST_LOOKED_AT:,} files and folders to look at", "name a folder"
        self._looked_at += matching.looked_at
        found = matching.files
        if within and (outside := [file for file in found if not _is_below(file, pattern, folder)]):
            return [], f"files beside or below the config, which {outside[0].name} is not", OUTSIDE_HINT
        return found, "" if found else "the name of files that exist", ""


def with_rows(document: Document, table: Table) -> Document | None:
    """The document, which states no units, with those of a table by column; None where these need to be rows."""
    part = _Part(table, ("units",), 0)
    crowd = _crowd(document, [], [part])
    whole = {field.name: getattr(document, field.name) for field in fields(Document)}
    return None if crowd is None else TabledDocument(**(whole | {"parts": (part,), "crowd": crowd}))


def _too_many(document: Document, parts: Sequence[_Part], size: int) -> Problem:
    text = f"{size:,} units have to be read one by one, expected at most {MOST_ONE_BY_ONE:,}"
    hint = (
        "give each row an `id` of its own, `lat` and `lon`, and mend what does not fit; or sum them up with `aggregate`"
    )
    return document.problem(parts[0].entry if parts else ("units",), text=text, hint=hint)


def _crowd(document: Document, own: Rows, parts: Sequence[_Part]) -> Alike[UnitRow] | None:
    """The rows of all tables by column; None where any of them has to be read, or refused, as a row."""
    found = [by_column(part.table) for part in parts]
    crowds = [crowd for crowd in found if crowd is not None]
    if not parts or len(crowds) < len(parts):
        return None
    for part, crowd in zip(parts, crowds, strict=True):
        samples: Rows = [(("units", part.first + row), part.table.unit(row)[0]) for row in _to_check(crowd)]
        if any(True for _ in unit_problems(document, samples)):
            return None
    if len(crowds) == 1 and not own:
        return crowds[0]
    crowd = Alike(stacked([crowd.columns for crowd in crowds]), row_of)
    taken = {same_id(unit_id(row)) for _, row in own}
    ids = {same_id(name) for name in crowd.columns.ids.tolist()}
    return crowd if len(ids) == len(crowd) and taken.isdisjoint(ids) else None


def _to_check(crowd: Alike[UnitRow]) -> list[int]:
    """Numbers of rows that say all that any of them says, and all that is checked of two things together."""
    pairs = (("as_of", "until"), ("precision", STATED))
    return sorted({*crowd.all_sorts, *(row for pair in pairs for row in crowd.sorts(*pair).firsts.tolist())})


def _merged(
    document: Document, units: list[Any], crowd: Alike[UnitRow] | None, parts: Sequence[_Part]
) -> TabledDocument:
    """The document with these units; the places of all else stay."""
    stated: Any = document.value
    value = {**stated, "units": units}
    marks = document.marks[id(stated)]
    own = document.marks[id(stated["units"])] if "units" in stated else []
    entries = [document.mark(part.entry) for part in parts for _ in part.table.rows] if crowd is None else []
    here = {"units": marks[_KEY], **marks} if isinstance(marks, dict) else {}
    added: Marks = {id(value): here, id(units): [*own, *entries]}
    return TabledDocument(
        value=value,
        file=document.file,
        text=document.text,
        lines=document.lines,
        root=document.root,
        marks={**document.marks, **added},
        problems=document.problems,
        empty=document.empty,
        parts=tuple(parts),
        crowd=crowd,
        holds_back=document.holds_back,
    )


def place_of(document: Document, index: int, key: Sequence[str | int] = ()) -> Path:
    """Where a value of an entry stands in the file, which may have a shorter form."""
    entry: Path = (_KEY, index) if isinstance(document.at((_KEY,)), list) else (_KEY,)
    return entry if isinstance(document.at(entry), str) else (*entry, *key)


def named_tables(document: Document) -> Iterator[tuple[Path, str]]:
    """The files that entries name one by one, and where."""
    return ((place, name) for place, name in _named(document) if not _is_glob(name))


def patterns_of(document: Document) -> Iterator[str]:
    """The patterns by which entries name files."""
    return (name for _, name in _named(document) if _is_glob(name))


def _named(document: Document) -> Iterator[tuple[Path, str]]:
    value = document.at((_KEY,))
    for index, entry in enumerate(entries_of(value) if value else []):
        name = entry.get("file") if isinstance(entry, dict) else None
        if isinstance(name, str):
            yield place_of(document, index, ("file",)), name


def _entries(document: Document) -> Iterator[tuple[int, TableRow]]:
    """The entries that fit their schema; what is wrong with others is told with the rest of the config."""
    value = document.at((_KEY,))
    for index, entry in enumerate(entries_of(value) if value else []):
        try:
            yield index, TableRow.model_validate(entry)
        except ValidationError:
            continue


def _is_below(file: FilePath, name: str, folder: FilePath) -> bool:
    """Whether a file lies in the folder, also behind links, and is named so."""
    return is_below(name) and file.resolve().is_relative_to(folder.resolve())


def _is_glob(name: str) -> bool:
    return bool(_GLOB & set(name))


def _shown(document: Document, folder: FilePath, file: FilePath) -> str:
    """The file as its user can open it from where the config was named."""
    return str(FilePath(document.file).parent / (file.relative_to(folder) if file.is_relative_to(folder) else file))


def _defaults(document: Document, index: int) -> dict[str, Any]:
    defaults = document.at(place_of(document, index, ("defaults",)))
    return defaults if isinstance(defaults, dict) else {}
