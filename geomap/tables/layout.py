"""What a sheet shows rather than says: rows and columns that it hides, cells that are merged over several."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from geomap.errors import Problem, quote
from geomap.facts.fields import COUNTS, plain
from geomap.tables.headings import WITHHOLDING, taken_for_withholding
from geomap.tables.options import Grid, Merged, Options
from geomap.values.where import text_of

_ALWAYS = {"id", *WITHHOLDING}  # what these say of a row holds for others of its id
_COUNTED = {f"{name}{end}" for name in COUNTS for end in ("", "_min", "_max")}
_MOST_NAMED = 20  # columns
_FEWEST = 3  # columns that a title reaches across


def as_shown(grid: Grid, options: Options) -> Grid:
    """The grid without the columns that the file hides; those stay that the config names, or that hold rows back."""
    if options.hidden == "read":
        return replace(grid, hidden_rows=frozenset(), hidden_columns=frozenset())
    named = {plain(name) for name in (*options.columns.values(), *options.where, *options.fill_down, *options.carry)}
    kept = {
        number
        for number, heading in enumerate(grid.headings)
        if plain(heading) in named | _ALWAYS or taken_for_withholding([heading], ())
    }
    gone = [number for number in sorted(grid.hidden_columns - kept) if grid.headings[number : number + 1] != [""]]
    gone = [number for number in gone if number < len(grid.headings)]
    if not gone:
        return grid
    headings = ["" if number in gone else heading for number, heading in enumerate(grid.headings)]
    return replace(grid, headings=headings, remarks=[*grid.remarks, _said(gone)])


def _said(columns: Sequence[int]) -> str:
    letters = [column_letter(number) for number in columns]
    more = f" and {len(letters) - _MOST_NAMED} more" if len(letters) > _MOST_NAMED else ""
    which = "the hidden column" if len(letters) == 1 else "the hidden columns"
    return f"{which} {', '.join(letters[:_MOST_NAMED])}{more} left out; `hidden: read` reads what is hidden"


def titles(grid: Grid) -> frozenset[int]:
    """The numbers of rows that are one merged cell across all columns, as a title within a table is."""
    headed = [number for number, heading in enumerate(grid.headings) if heading]
    if len(headed) < _FEWEST:
        return frozenset()
    return frozenset(
        top
        for left, top, right, bottom in grid.merged
        if top == bottom and left <= headed[0] and right >= headed[-1] and top in grid.numbers
    )


def title_problems(numbers: Collection[int], file: str, within: str) -> Iterator[Problem]:
    """What is asked of rows that look like titles."""
    for number in sorted(numbers):
        text = "is one cell across all columns, which looks like a title"
        hint = f"write skip_rows: [{', '.join(map(str, sorted(numbers)))}]"
        yield Problem(within.rstrip(", "), file, number, text=text, hint=hint)


def merged_counts(
    grid: Grid, columns: Mapping[str, int], kept: Collection[int], file: str, within: str
) -> Iterator[Problem]:
    """What is asked of a count that is one cell over several rows: whether it is that of each."""
    counted = {number: name for name, number in columns.items() if name in _COUNTED}
    if not counted or not grid.merged:
        return
    numbers = {grid.numbers[index]: index for index in kept}
    for area in grid.merged:
        for column in sorted(counted.keys() & {*range(area[0], area[2] + 1)}):
            rows = [number for number in range(area[1], area[3] + 1) if number in numbers]
            if len(rows) > 1 and text_of(grid.columns[column][numbers[rows[0]]]):
                yield _asked(grid, column, area, numbers[rows[0]], file, within)


def _asked(grid: Grid, column: int, area: Merged, row: int, file: str, within: str) -> Problem:  # noqa: PLR0913, PLR0917
    said = quote(text_of(grid.columns[column][row]))
    return Problem(
        f"{within}column {grid.headings[column]}",
        file,
        grid.numbers[row],
        text=f"{said} is one cell for rows {area[1]} to {area[3]}: of each of them, or of all together?",
        hint="write merged: each, or split the cell and write what is known of each row",
    )


def column_letter(number: int) -> str:
    """What a spreadsheet calls a column, by its number from 0: A, Z, AA."""
    above, place = divmod(number, 26)
    return f"{column_letter(above - 1) if above else ''}{chr(ord('A') + place)}"
