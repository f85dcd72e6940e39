"""What rows under embargo say decides nothing of how a file is read, warned of or refused.

Where each row has headings of its own, those that no other row has are as none: no key of the config finds them, and
nobody is told of them. Rows under embargo are read all the same, so that they are there on the day.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from geomap.clock import build_day
from geomap.facts.fields import plain
from geomap.tables.columns import COLUMNS, REGIONS, name_regions, numbers_of
from geomap.tables.headings import WITHHOLDING
from geomap.tables.options import Grid, Options
from geomap.tables.plain.day_columns import days_like
from geomap.tables.units import cleaned
from geomap.tables.withheld import NAMES, Named
from geomap.values.unit import same_id
from geomap.values.where import text_of


class Apart(NamedTuple):
    """A column that only rows under embargo fill: the number of that of the file, and its cells."""

    number: int
    cells: Sequence[Any]


class Published(NamedTuple):
    """A file as its published rows have it read, how the config fits it, and by our names what others have beside."""

    grid: Grid
    options: Options
    apart: Mapping[str, Apart]

    def columns(self, found: Mapping[str, int]) -> dict[str, tuple[int, Sequence[Any]]]:
        """The columns by our names, each with its number in the file: those that were found, and those apart."""
        own = {name: (number, self.grid.columns[number]) for name, number in found.items()}
        return {**{name: (column.number, column.cells) for name, column in self.apart.items()}, **own}


def depends_on_rows(grid: Grid) -> bool:
    """Whether what some rows say can decide how others are read."""
    return grid.stated is not None or not REGIONS.keys().isdisjoint(map(plain, grid.headings))


def embargoed_ids(grid: Grid, options: Options, empty: Container[int]) -> set[str]:
    """The ids of units that rows of a file have under embargo, as `same_id` writes them."""
    named = _named(grid, options, empty)
    return {same_id(name) for name in named.ids(named.embargoed(build_day())) if name}


def as_published(grid: Grid, options: Options, empty: Container[int], held: Collection[str]) -> Published:
    """A file as it is read; `held` are the ids under embargo, of all tables."""
    if not depends_on_rows(grid):
        return Published(grid, options, {})
    named = _named(grid, options, empty)
    withheld = {*named.embargoed(build_day())}
    withheld |= {row for row, name in enumerate(named.ids()) if same_id(name) in held} if held else set()
    shown = [row for row in range(len(grid.numbers)) if row not in withheld]
    grid = replace(grid, withheld=withheld, columns=[*grid.columns])
    if grid.stated is not None and not shown:  # nobody knows which headings it has
        return Published(grid, _as_far_as_there(grid, options), {})
    untold = _untold(grid, shown)
    always = {plain(options.columns.get(name, name)) for name in WITHHOLDING}  # or nothing would be held back
    gone = [number for number in untold if plain(grid.headings[number]) not in always]
    headings = ["" if number in gone else name for number, name in enumerate(grid.headings)]
    view = replace(grid, headings=headings, untold=untold)
    apart = dict(_moved(grid, view, options, gone))
    _fill_from_format(view, options)
    return Published(view, options, apart)


def filled_down(grid: Grid, number: int, empty: Container[int], skipped: Container[int]) -> list[Any]:
    """A column whose blank cells repeat what stands above; not what stands in rows that are skipped."""
    cells, above = list(grid.columns[number]), None
    for index, row in enumerate(grid.numbers):
        if index in empty:
            continue
        cells[index] = cells[index] if text_of(cells[index]) else above
        above = above if row in skipped else cells[index]
    return cells


def _named(grid: Grid, options: Options, empty: Container[int]) -> Named:
    """What names the rows and holds them back, in whatever headings these have it."""
    numbers = numbers_of(grid.headings)
    down = {*map(plain, options.fill_down)}
    cells: dict[str, Sequence[Any]] = {}
    for name in (*NAMES, *WITHHOLDING):
        for heading in _headings_for(name, grid, options):
            if (number := numbers.get(heading)) is None:
                continue
            skipped = () if name in WITHHOLDING else options.skip_rows
            is_down = not down.isdisjoint((heading, name))
            column = filled_down(grid, number, empty, skipped) if is_down else grid.columns[number]
            cells[name] = _either(cells[name], column) if name in cells else column
    plainly = {name: cleaned(column) for name, column in cells.items()}
    if "embargo_until" in plainly:  # a day in words, as rows are read later
        plainly["embargo_until"] = days_like(plainly["embargo_until"], None)
    return Named(grid.numbers, plainly, options.defaults)


def _headings_for(name: str, grid: Grid, options: Options) -> list[str]:
    """The headings, plain, in which a column of ours may stand, the first that is filled."""
    if name in options.columns:
        return [plain(options.columns[name])]
    ignored = {*map(plain, options.ignore)}
    others = [heading for heading, ours in {**grid.meanings, **REGIONS}.items() if ours == name]
    own = [] if name in ignored and name not in WITHHOLDING else [name]
    return [*own, *(heading for heading in others if heading not in ignored)]


def _either(first: Sequence[Any], other: Sequence[Any]) -> list[Any]:
    """The cells of a column, or where one is empty those of another."""
    return [cell if text_of(cell) else instead for cell, instead in zip(first, other, strict=True)]


def _untold(grid: Grid, shown: Sequence[int]) -> list[int]:
    """The columns with headings that no published row has."""
    if grid.stated is None:
        return []
    there = frozenset[str]().union(*{frozenset(grid.stated[row]) for row in shown})
    return [number for number, name in enumerate(grid.headings) if name and name not in there]


def _moved(grid: Grid, view: Grid, options: Options, gone: Sequence[int]) -> Iterator[tuple[str, Apart]]:
    """What rows under embargo say under headings of their own: in the column where the others have it, or apart."""
    numbers, others = numbers_of(view.headings), numbers_of(grid.headings)
    has_regions = name_regions(view, numbers, options)
    ignored = {*map(plain, (*options.ignore, *options.carry))}
    for name in COLUMNS:
        if name in options.columns or name in ignored or name in numbers:
            continue
        headings = [heading for heading in _headings_for(name, grid, options) if heading in others]
        own = [others[heading] for heading in headings if others[heading] in gone]
        if "region" in headings and name not in numbers and not has_regions and others["region"] not in own:
            own += [others["region"]] if "region" not in ignored else []
        if not own:
            continue
        cells: Sequence[Any] = [None] * len(grid.numbers)
        for number in own:
            some = grid.columns[number]
            cells = _either(cells, [some[row] if row in grid.withheld else None for row in range(len(cells))])
        read = next((h for h in headings if h in numbers and (h not in REGIONS or has_regions)), "")
        if read:
            view.columns[numbers[read]] = _either(cells, view.columns[numbers[read]])
        else:
            yield name, Apart(own[0], cells)


def _fill_from_format(grid: Grid, options: Options) -> None:
    """A row that states nothing in a column of ours says it as its format does, whatever other rows state."""
    numbers = numbers_of(grid.headings)
    for heading, name in grid.meanings.items():
        if heading in numbers and name in numbers and len(_headings_for(name, grid, options)) > 1:
            grid.columns[numbers[name]] = _either(grid.columns[numbers[name]], grid.columns[numbers[heading]])


def _as_far_as_there(grid: Grid, options: Options) -> Options:
    """The config without what it says of headings that are not there."""
    there = numbers_of(grid.headings)

    def known(names: Sequence[str]) -> list[str]:
        return [name for name in names if plain(name) in there or name in options.columns]

    columns = {name: heading for name, heading in options.columns.items() if plain(heading) in there}
    options = replace(options, columns=columns)
    where = {name: values for name, values in options.where.items() if known([name])}
    return replace(options, where=where, fill_down=known(options.fill_down), carry=known(options.carry))
