"""Rows of one id are dated observations of one unit: what a later one may leave out, and what holds for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from geomap.config.document import Document, Path
from geomap.errors import Problem
from geomap.facts.columns import Records
from geomap.facts.fields import named
from geomap.tables.headings import WITHHOLDING
from geomap.tables.withheld import Told
from geomap.values.areas import stated_area
from geomap.values.placement import stated_text
from geomap.values.unit import POSITION_KEYS, UnitRow, same_id, unit_id

_KEPT = named(lambda field: field.inherited == "alone")
_NAMES = {"id": "id: post-1", "label": "label: Post 1"}  # of a unit, as an example

Rows = list[tuple[Path, dict[str, Any]]]
Filled = set[tuple[int, str]]  # number of a row, and a key that it has from the row before


def with_inherited(rows: list[Any]) -> tuple[list[Any], Filled]:
    """The plain rows, each with what is inherited of the observation before it, as its label, side and position, where
    it states none.
    """
    filled, keys = list(rows), set()
    for history in _histories(rows):
        for before, number in pairwise(history):
            kept = _left_out(rows[number], filled[before])
            filled[number] = kept | rows[number]
            keys |= {(number, key) for key in kept}
    return filled, keys


def _histories(rows: Sequence[Any]) -> Iterator[list[int]]:
    """The numbers of the rows of each unit that has several with a day, in the order of these days."""
    histories: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if isinstance(row, dict) and isinstance(row.get("as_of"), str) and (name := unit_id(row)):
            histories[name].append(number)
    return (sorted(numbers, key=lambda n: str(rows[n]["as_of"])) for numbers in histories.values() if numbers[1:])


def _left_out(row: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    keys = _KEPT if _is_elsewhere(row, before) else (*_KEPT, *POSITION_KEYS)  # these are kept together
    return {key: before[key] for key in keys if key in before and key not in row}


def _is_elsewhere(row: dict[str, Any], before: dict[str, Any]) -> bool:
    """Whether a row states where its unit is: a place or position, or a country or region that is not as before."""
    if "place" in row or "at" in row:
        return True
    place = before.get("place")
    known = {"country": place.get("country"), "admin": place.get("region")} if isinstance(place, dict) else before
    return any(key in row and row[key] != known.get(key) for key in ("country", "admin"))


def but_observations(rows: Rows) -> Rows:
    """The rows without those that are, by their days, further observations of the unit of an earlier row."""
    first: dict[str, dict[str, Any]] = {}
    return [(path, row) for path, row in rows if not _continues(first.setdefault(unit_id(row), row), row)]


def _continues(first: dict[str, Any], row: dict[str, Any]) -> bool:
    return first is not row and "as_of" in first and "as_of" in row


def observation_problems(document: Document, rows: Rows) -> Iterator[Problem]:
    """Two observations of one unit on one day, and ends before beginnings."""
    taken: dict[tuple[str, str], Path] = {}
    for path, row in rows:
        as_of, until = row.get("as_of"), row.get("until")
        if unit_id(row) and isinstance(as_of, str):
            first = taken.setdefault((unit_id(row), as_of), path)
            if first != path:
                text = f"there is an observation of {unit_id(row)} on that day in {document.where(first)}"
                hint = "change one of the days, or give one of them another `id`"
                yield document.problem((*path, "as_of"), text=text, hint=hint)
        begins = as_of or document.at(("as_of",))
        if isinstance(until, str) and isinstance(begins, str) and until < begins:
            where = "`as_of`" if as_of else "the map's `as_of`"
            expected = f"a day not before {where}, {begins}"
            yield document.problem((*path, "until"), got=document.got((*path, "until")), expected=expected)


def name_problems(document: Document, rows: Rows) -> Iterator[Problem]:
    """Units with a `precision` whose id or label would be made of their place, which tells where they are."""
    passed = {same_id(told.id) for told in document.passed if told.precision}
    rounded = {unit_id(row) for _, row in rows if "precision" in row or same_id(unit_id(row)) in passed}
    filled = with_inherited([row for _, row in rows])[0] if rounded else ()
    for (path, row), whole in zip(rows if rounded else (), filled, strict=True):
        made = made_of_place({**row, "label": whole.get("label")}) if unit_id(row) in rounded else []
        if made:
            own = f"its {' and '.join(made)} {'are' if made[1:] else 'is'} made of it"
            text = f"would tell where the unit is, which its `precision` hides: {own}"
            hint = f"add {', '.join(_NAMES[key] for key in made)}, in words that do not tell"
            yield document.problem((*path, "place"), text=text, hint=hint)


def made_of_place(row: Mapping[str, Any]) -> list[str]:
    """What a row with a place, or a region, does not state, so that it is made of the place: `id`, `label` or both."""
    label = stated_text(row.get("label"))
    stated = {"id": row.get("id"), "label": isinstance(label, str) and label.strip()}
    area = stated_area(row)
    tells = area.region if area else "place" in row
    return [key for key, value in stated.items() if not value] if tells else []


def strictest(units: Sequence[UnitRow], passed: Iterable[Told] = ()) -> Records[UnitRow]:
    """The rows with the coarsest `precision` and the last `embargo_until` of their unit: none gives another away. Rows
    that are `passed` over count too.
    """
    rows: dict[str, list[UnitRow]] = defaultdict(list)
    for unit in units:
        rows[unit.id].append(unit)
    others = held_together(passed)
    held = {
        name: strictest_of([*history, *others.get(same_id(name), ())])
        for name, history in rows.items()
        if history[1:] or same_id(name) in others
    }
    return Records(unit.model_copy(update=held[unit.id]) if unit.id in held else unit for unit in units)


def held_together(passed: Iterable[Told]) -> dict[str, list[Told]]:
    """What rows that are passed over hold back, by ids without their letter case."""
    found: dict[str, list[Told]] = defaultdict(list)
    for told in passed:
        found[same_id(told.id)].append(told)
    return found


def strictest_of(history: Sequence[UnitRow | Told]) -> dict[str, Any]:
    """What some rows of a unit come to that hold it back."""
    return {
        name: max((value for row in history if (value := getattr(row, name))), default=None) for name in WITHHOLDING
    }
