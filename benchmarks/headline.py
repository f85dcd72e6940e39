"""The figures of RESULTS.md that README.md tells, in one sentence between two comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

from benchmarks import again, cold, many

_START, _END = "<!-- figures of benchmarks/RESULTS.md -->", "<!-- end of the figures -->"
_BETWEEN = re.compile(f"(?s)(?<={_START}\n).*?(?={_END})")


def sentence(results: str) -> str:
    """What README.md says of a page of results."""
    (one,) = _cells(results, cold.TITLE, (cold.RIVAL, "CPU"))
    counts = [row for row in _rows(results, many.TITLE) if len(row) > 1 and row[1] == many.RIVAL]
    most = counts[-1]
    (idle,) = _cells(results, again.TITLE, (again.IDLE,), column=2)
    text = (
        f"One picture from a cold start takes {one} of the CPU time of a script with geopandas and matplotlib, and one "
        f"of {most[0]} bare positions and counts {most[4].strip('*')}; one with nothing to do takes {idle} of a whole "
        "one. [All figures](benchmarks/RESULTS.md)."
    )
    return fill(text, 120, break_long_words=False, break_on_hyphens=False)


def update(readme: Path, results: str) -> None:
    """Write the sentence into README.md."""
    text = readme.read_text(encoding="utf-8")
    readme.write_text(_BETWEEN.sub(lambda _: f"{sentence(results)}\n", text), encoding="utf-8")


def told(readme: str) -> str:
    """The sentence that README.md holds."""
    found = _BETWEEN.search(readme)
    return found[0].strip() if found else ""


def _cells(results: str, title: str, start: tuple[str, ...], column: int = 2) -> Iterator[str]:
    """The cell of the row that starts so."""
    for row in _rows(results, title):
        if tuple(row[: len(start)]) == start:
            yield row[column].strip("*")


def _rows(results: str, title: str) -> list[list[str]]:
    """The rows of all tables in a section."""
    section = results.partition(f"## {title}\n")[2].partition("\n## ")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if "|" in line]
