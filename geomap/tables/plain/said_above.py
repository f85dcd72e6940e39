"""What is said of cells and not in them: by brackets in a heading, that they are thousands or degrees west, or by a
column of its own, which way degrees count. It is asked about: who reads the cells alone is wrong by as much.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from geomap.errors import Problem, quote
from geomap.facts.fields import COUNTS, plain
from geomap.tables.options import Grid
from geomap.tables.plain import words
from geomap.tables.plain.sheet import Sheet, cell_of

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]|[,;:]\s*([^,;:()\[\]]+)$")
_THOUSANDS = re.compile(r"['’x×*]?\s*1?[ .,]?000s?|[x×*]\s*1000|%|‰")
_OTHER_UNITS = re.compile(r"deg(rees)?[ ,]*min|d+mm(ss)?|dms|gg?mm", re.IGNORECASE)
_TIMES = frozenset(map(words.folded, (*words.THOUSAND, *words.MILLION, "in thousands", "hundred", "hundreds")))
_OF_OTHERS = frozenset(  # that what is counted is no longer there, not yet, or is something else
    map(
        words.folded,
        (
            "killed", "dead", "wounded", "lost", "losses", "destroyed", "captured", "damaged", "planned", "authorized",
            "authorised", "target", "tué", "tués", "pertes", "détruits", "prévus", "getötet", "verluste", "zerstört",
            "geplant", "muertos", "bajas", "destruidos", "previstos", "zabici", "straty", "planowane", "загиблі",
            "втрати", "знищені", "погибшие", "потери", "уничтожены", "planlanan", "battalion", "battalions", "company",
            "companies", "brigade", "brigades", "division", "divisions", "regiment", "regiments", "units", "bataillone",
            "bataillons", "batallones", "bataliony", "батальйони", "батальоны", "tabur",
        ),
    )
)  # fmt: skip
_SIDES = {  # of a column that has but numbers, a side where these are negative
    "lat": frozenset(map(words.folded, words.SOUTH)),
    "lon": frozenset(map(words.folded, (*words.WEST, *words.EAST_OR_WEST))),
}


_APART = {  # headings, plain, of columns with nothing but a side -> our column, and the letters that make it negative
    **dict.fromkeys(("n/s", "ns", "n_s", "s/n", "lat_dir", "lat_hemisphere"), ("lat", words.SOUTH)),
    **dict.fromkeys(("e/w", "ew", "e_w", "w/e", "lon_dir", "lon_hemisphere"), ("lon", words.WEST)),
}


def sides_apart(
    grid: Grid, columns: Mapping[str, int], kept: Sequence[int], file: str, within: str
) -> Iterator[Problem]:
    """Rows whose side stands in a column of its own, as `S` under `N/S`, which their degrees do not say."""
    for number, heading in enumerate(grid.headings):
        name, negative = _APART.get(plain(heading), ("", ()))
        if name not in columns or number in columns.values():
            continue
        for row in kept:
            cell, degrees = (str(grid.columns[at][row] or "").strip() for at in (number, columns[name]))
            if words.folded(cell).rstrip(".") in negative and _is_bare(degrees) and not degrees.startswith(("-", "−")):
                text = f"says {quote(cell)}, which the degrees under {quote(grid.headings[columns[name]])} do not"
                hint = "write these with their letter or a minus, and ignore this column"
                path, line = f"{within}column {heading}", grid.numbers[row]
                yield Problem(path, file, line, text=text, hint=hint, **cell_of(within, line, heading))


def ask_of_headings(sheet: Sheet) -> None:
    """Ask about each column whose heading says what its figures are to be multiplied by, or which way degrees count."""
    for name in sheet.columns:
        count = name.removesuffix("_min").removesuffix("_max")
        said = _said_in(sheet.heading(name))
        if count in COUNTS:
            told = next((text for text in said if _is_other(text)), "")
        else:
            told = next((text for text in said if _is_elsewhere(text, name.removeprefix("near_"))), "")
        row = next((row for row, cell in enumerate(sheet.columns[name]) if _is_bare(cell)), None)
        if told and row is not None:
            text = f"its heading says {quote(told)}, which none of its cells does"
            if count in COUNTS:
                hint = "write the whole figures under a heading without it, or take another column, or ignore this one"
            else:
                hint = "write decimal degrees, negative in the south and west, under a heading without it"
            sheet.ask_of_column(name, row, text, hint)


def _is_bare(cell: object) -> bool:
    """Whether a cell holds a figure without a word."""
    return cell not in (None, "") and not (isinstance(cell, str) and re.search(r"[^\W\d_]", cell))


def _said_in(heading: str) -> list[str]:
    """What stands in brackets of a heading, or behind its last comma."""
    return [words.folded(one or other) for one, other in _BRACKETS.findall(heading)]


def _is_other(text: str) -> bool:
    parts = {text, *re.findall(r"[^\W\d_]+", text)}
    return bool(_THOUSANDS.fullmatch(text) or parts & _TIMES or parts & _OF_OTHERS)


def _is_elsewhere(text: str, name: str) -> bool:
    return text.rstrip(".") in _SIDES.get(name, ()) or (name in _SIDES and bool(_OTHER_UNITS.fullmatch(text)))
