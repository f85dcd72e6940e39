"""LOOK at a table that no config describes yet: where its headings are and what they seem to mean.

All of it is guessed, so all of it is listed; what a table holds back by its columns is heeded here too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from geomap.errors import quote
from geomap.facts.cells import split_list
from geomap.facts.fields import COUNTS, plain
from geomap.files.unfit import fault
from geomap.tables.columns import COLUMNS, find_columns, known_headings, read_day, row_of_headings
from geomap.tables.heading_words import folded, language_of, proposed
from geomap.tables.headings import WITHHOLDING, taken_for_withholding
from geomap.tables.layout import as_shown, titles
from geomap.tables.options import TOO_LARGE, Asked, Grid, OptionError, Options, TableError, unreadable
from geomap.tables.read import grid_from
from geomap.values.plain import is_id
from geomap.values.where import text_of

_MOST_UNREAD = 12  # headings that are named
_FEWEST = 2  # headings that a sheet is known by
_LOOKED_AT = 30  # rows of each sheet
_MOST_SIDES, _LONGEST_SIDE = 12, 40
_NAMES = ("label", "place", "country", "admin")  # what may stand alone in a row that is a unit
_LINE = 60  # characters, beyond which a text is no name
_DIGIT = re.compile(r"\d")
_LINKS = re.compile(r"https?://\S+(?:\s*[;\n|]\s*https?://\S+)*")
_TOTALS = frozenset((
    "total", "totals", "sum", "grand total", "итого", "всего", "всього", "разом", "усього", "summe", "gesamt",
    "insgesamt", "razem", "suma", "łącznie", "ogółem", "totale", "somme", "total général", "toplam", "المجموع",
))  # fmt: skip


@dataclass(slots=True)
class Look:
    """What a table seems to be. `columns` are headings by our names, of those that are not read by themselves; `read`
    are all. `guesses` are a sentence each, for the reader.
    """

    options: dict[str, Any] = field(default_factory=dict)  # keys of `units_from`
    columns: dict[str, str] = field(default_factory=dict)
    read: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    sides: list[str] = field(default_factory=list)  # those of most rows first
    sources: list[str] = field(default_factory=list)  # ids
    title: str = ""
    lang: str = ""
    as_of: str = ""
    guesses: list[str] = field(default_factory=list)


def look_at(path: Path, file: str) -> Look:
    """What a table seems to say. Raises TableError where it cannot be read, and OptionError where it has no rows."""
    if wrong := fault(path, TOO_LARGE):
        raise unreadable(file, *wrong)
    look = Look()
    options, grid = _opened(path, file, look)
    above = list[list[Any]]()
    if path.suffix.lower() in (".csv", ".tsv", ".txt", ".xlsx", ".xlsm"):
        options, grid, above = _headed(path, file, options, grid, look)
    grid = as_shown(grid, options)
    look.guesses += grid.remarks
    _find_columns(grid, look)
    _skip_rows(grid, look)
    rows = _rows(grid, look)
    look.title = next((text for row in above for cell in row if (text := text_of(cell))), "")
    _find_sides(grid, rows, look)
    named = [text for cell in _column(grid, look, "sources") if (text := text_of(cell))]
    look.sources = list(dict.fromkeys(one for text in named for one in split_list(text)))
    _find_day(grid, rows, look)
    langs = Counter(filter(None, map(language_of, grid.headings)))
    look.lang = next((lang for lang, count in langs.most_common() if lang != "en" and count > 1), "")
    return look


def _opened(path: Path, file: str, look: Look) -> tuple[Options, Grid]:
    """The table as the file has it; of several sheets, layers or encodings the likeliest."""
    options = Options()
    for _ in range(2):  # an encoding, and a layer
        try:
            return options, grid_from(path, file, options)
        except (TableError, OptionError) as error:
            if not error.asked:
                raise
            options = _answered(path, file, options, error.asked, look)
    return options, grid_from(path, file, options)


def _answered(path: Path, file: str, options: Options, asked: Asked, look: Look) -> Options:
    """The options with the likeliest answer: the first encoding, or the layer or sheet of most known headings."""

    faults: list[TableError] = []

    def worth(answer: str) -> int:
        try:
            found = grid_from(path, file, _with(options, asked.key, answer))
        except (TableError, OptionError) as error:
            faults.extend([error] if isinstance(error, TableError) else ())
            return -1
        rows = [[column[row] for column in found.columns] for row in range(min(len(found.numbers), _LOOKED_AT))]
        return max(map(known_headings, (found.headings, *rows)))

    best = asked.answers[0] if asked.key == "encoding" else max(asked.answers, key=worth)
    if faults and worth(best) < _FEWEST:
        raise faults[0]
    look.options[asked.key] = best
    others = ", ".join(quote(name) for name in asked.answers if name != best)
    look.guesses.append(f"{asked.key}: {quote(best)}, where {others} may be meant")
    return _with(options, asked.key, best)


def _with(options: Options, key: str, answer: str) -> Options:
    changes: dict[str, Any] = {key: answer}
    return replace(options, **changes)


def _headed(path: Path, file: str, options: Options, grid: Grid, look: Look) -> tuple[Options, Grid, list[list[Any]]]:
    """The table below the row that has most headings that mean something, and what stands above that."""
    row = row_of_headings(grid)
    if row is None:
        return options, grid, []
    options = replace(options, header_row=row)
    look.options["header_row"] = row
    look.guesses.append(f"header_row: {row}, the row with most headings that mean something")
    above = [[column[place] for column in grid.columns] for place in range(row - 2)]
    return options, grid_from(path, file, options), [list(grid.headings), *above]


def _find_columns(grid: Grid, look: Look) -> None:
    """Which heading is which column of ours: its own name first, then what it is called in other languages."""
    known = {plain(heading) for heading in grid.headings}
    taken = {name for name in COLUMNS if name in known} | {*grid.meanings.values()}
    if grid.positions:
        taken |= {"lat", "lon"}
    for number, heading in enumerate(grid.headings):
        name = proposed(heading) if heading and plain(heading) not in COLUMNS else ""
        if name == "sources" and not _fits(name, grid.columns[number]):
            name = "links"  # where its cells are addresses
        if name and name not in taken and heading not in grid.meanings and _fits(name, grid.columns[number]):
            look.columns[name] = heading
            taken.add(name)
    asking, classes = _withholding(grid, look)
    unfit = [name for name in ("sources", "side") if not _fits(name, _named(grid, name))]
    found = find_columns(grid, Options(columns=look.columns, ignore=[*asking, *classes, *unfit]))
    look.read = {name: grid.headings[number] for name, number in found.columns.items()}
    ours = [heading for heading in grid.headings if plain(heading) in unfit]
    look.unread = [*found.unread, *classes, *ours]
    look.guesses += [f"{name}: the column {quote(heading)}" for name, heading in look.read.items()]
    for heading in classes:
        look.guesses.append(f"the column {quote(heading)} looks as if it held rows back, which it does not do here")
    if look.unread:
        named = ", ".join(map(quote, look.unread[:_MOST_UNREAD]))
        more = f" and {len(look.unread) - _MOST_UNREAD} more" if len(look.unread) > _MOST_UNREAD else ""
        look.guesses.append(f"ignore: nothing is read of {named}{more}")
    if not any(name in found.columns for count in COUNTS for name in (count, f"{count}_min", f"{count}_max")):
        look.guesses.append("no column of numbers was found; name it, as columns: {troops: its heading}")


def _named(grid: Grid, name: str) -> Sequence[Any]:
    """The cells of the column of a heading."""
    return next((grid.columns[at] for at, heading in enumerate(grid.headings) if plain(heading) == name), ())


def _withholding(grid: Grid, look: Look) -> tuple[list[str], list[str]]:
    """Headings that seem to hold rows back and are not read so: those that the build has to ask about, and those whose
    cells are no days, as of a precision in classes.
    """
    read = {plain(heading) for heading in look.columns.values()}
    asking, classes = list[str](), list[str]()
    for number, heading in enumerate(grid.headings):
        if plain(heading) in {*WITHHOLDING, *read} or not taken_for_withholding([heading], ()):
            continue
        has_days = any(isinstance(cell, date | datetime) for cell in grid.columns[number])
        (asking if has_days or "embargo" in plain(heading) else classes).append(heading)
    return asking, classes


def _fits(name: str, column: Sequence[Any]) -> bool:
    """Whether the cells of a column are such as ours has."""
    cells = [cell for cell in column if text_of(cell)]
    texts = [text_of(cell) for cell in cells]
    with_digits = sum(bool(_DIGIT.search(text)) for text in texts)
    if name in ("lat", "lon", "as_of", "troops", "troops_min", "troops_max", "tanks", "artillery", "armored_vehicles"):
        return with_digits * 2 >= len(texts)
    if name == "id":
        return len({*texts}) == len(column) and all(map(is_id, texts))
    if name == "side":
        return 0 < len({*texts}) <= _MOST_SIDES and max(map(len, texts)) <= _LONGEST_SIDE
    if name in ("label", "place"):
        return sum(any(map(str.isalpha, text)) for text in texts) * 2 > len(texts)
    if name == "sources":
        return all(is_id(one) for text in texts for one in split_list(text))
    return bool(texts) and all(map(_LINKS.fullmatch, texts)) if name == "links" else True


def _skip_rows(grid: Grid, look: Look) -> None:
    """Rows that are no units: totals, titles among the rows, a line on sources below them."""
    headed = [grid.columns[number] for number, heading in enumerate(grid.headings) if heading]
    found = {*titles(grid)}
    for row, number in enumerate(grid.numbers):
        texts = [text for column in headed if (text := text_of(column[row]))]
        is_total = bool(texts) and folded(texts[0]) in _TOTALS
        if is_total or (len(texts) == 1 and len(look.read) > 1 and not _is_unit(grid, look, row)):
            found.add(number)
    found -= grid.hidden_rows
    if found:
        look.options["skip_rows"] = sorted(found)
        which = "row" if len(found) == 1 else "rows"
        said = ", ".join(map(str, look.options["skip_rows"]))
        look.guesses.append(f"skip_rows: the {which} {said}, of a total, a title or a line of text")


def _is_unit(grid: Grid, look: Look, row: int) -> bool:
    """Whether a row of one cell can be a unit: by its geometry, or by a name where units are found by names."""
    if grid.positions and grid.positions[row]:
        return True
    names = [text for name in _NAMES for cell in _column(grid, look, name)[row : row + 1] if (text := text_of(cell))]
    return "lat" not in look.read and bool(names) and len(names[0]) <= _LINE and ":" not in names[0]


def _rows(grid: Grid, look: Look) -> list[int]:
    """The places of the rows that a map may tell of today: not of those that are skipped, hidden or held back."""
    gone = {*look.options.get("skip_rows", ()), *grid.hidden_rows}
    held = _column(grid, look, "embargo_until")
    return [row for row, number in enumerate(grid.numbers) if number not in gone and not (held and text_of(held[row]))]


def _column(grid: Grid, look: Look, name: str) -> Sequence[Any]:
    """The cells of a column of ours."""
    heading = look.read.get(name)
    return () if heading is None else grid.columns[grid.headings.index(heading)]


def _find_sides(grid: Grid, rows: Sequence[int], look: Look) -> None:
    """The sides of the column that says whose units they are, those with most rows first."""
    column = _column(grid, look, "side")
    if not column:
        return
    gone = {*look.options.get("skip_rows", ()), *grid.hidden_rows}
    kept = (cell for number, cell in zip(grid.numbers, column, strict=True) if number not in gone)
    counts = Counter(text for cell in kept if (text := text_of(cell)))
    shown = Counter(text for row in rows if (text := text_of(column[row])))
    look.sides = sorted(counts, key=lambda text: (-shown[text], text))
    look.guesses.append(f"sides: {', '.join(map(quote, look.sides))}")


def _find_day(grid: Grid, rows: Sequence[int], look: Look) -> None:
    """The last day of the claims, where they are days that leave no doubt."""
    column = _column(grid, look, "as_of")
    days = [text for row in rows if column and re.fullmatch(r"\d{4}-\d\d-\d\d", text := text_of(read_day(column[row])))]
    if days:
        look.as_of = max(days)
        others = ", which rows without a day are taken to be of" if len(days) < len(rows) else ""
        look.guesses.append(f"as_of: {look.as_of}, the last day in the table{others}")
