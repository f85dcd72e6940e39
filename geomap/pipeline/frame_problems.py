"""What is wrong with rows in memory, at the column and row that Python names: `rows[3]["n"]`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geomap.errors import Problem, quote
from geomap.tables.columns import COLUMNS, path_of
from geomap.tables.table import Table

_OF_UNIT = re.compile(r"units\[(\d+)\](?:\.(.+))?")


def of_rows(problem: Problem) -> Problem:
    """A problem of a cell as Python names it: rows[3]["n"]."""
    heading = problem.path.removeprefix("column ")
    path = f"rows[{problem.line}][{quote(heading)}]"
    return Problem(path, got=problem.got, expected=problem.expected, text=problem.text, hint=problem.hint)


def at_its_column(problem: Problem, table: Table) -> Problem:
    """A problem of `units[3].troops` with the column that this was read from, as Python names it: rows[3]["n"]."""
    found = _OF_UNIT.fullmatch(problem.path)
    if found is None:
        return problem
    number, key = int(found[1]), found[2] or ""
    heading = next((table.headings[name] for name in _read_from(key) if table.cells(number).get(name) is not None), "")
    path = f"rows[{number}]" + (f"[{quote(heading)}]" if heading else f".{key}" if key else "")
    return Problem(path, got=problem.got, expected=problem.expected, text=problem.text, hint=problem.hint)


def _read_from(key: str) -> Iterator[str]:
    """The columns of ours that a key of a unit may be read from, the likeliest first."""
    steps = re.findall(r"[^.\[\]]+", key)
    yield from (name for name in (key, steps[0] if steps else "") if name)
    for name in COLUMNS if steps else ():
        path = path_of(name)
        if [*path[: len(steps)]] == steps[: len(path)]:
            yield name
