"""Units under embargo whose ids are made of their places or labels: nothing can name them, and they take no other
unit's id, so that a config is read as though they were not in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

from geomap.clock import build_day
from geomap.tables.columns import read_text
from geomap.tables.withheld import Named, is_to_come
from geomap.values.unit import same_id, unit_id
from geomap.values.where import text_of

if TYPE_CHECKING:
    from datetime import date

    from geomap.config.document import Document

_APART = "under-embargo-{}"


class _Unsaid(str):
    """An id that no row states."""

    __slots__ = ()


def set_apart(rows: Sequence[Any]) -> list[Any]:
    """The plain rows of `units`. One under embargo that states no id, and is no further observation of the unit whose
    id is made of the same name, is a unit by itself under another id.
    """
    today = build_day()
    apart = {number for number, row in enumerate(rows) if _is_unsaid(row, today)}
    found = list(rows)
    if not apart:
        return found
    alike: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if isinstance(row, dict) and (name := same_id(unit_id(row))):
            alike[name].append(number)
    free = (name for number in count(1) if (name := _APART.format(number)) not in alike)
    for numbers in alike.values():
        rest = _others(rows, numbers, apart)
        while rest:
            name, others = next(free), _others(rows, rest, apart)
            for number in {*rest} - {*others}:
                found[number] = {**rows[number], "id": _Unsaid(name)}
            rest = others
    return found


def _is_unsaid(row: Any, today: date) -> bool:
    return isinstance(row, dict) and "id" not in row and is_to_come(row.get("embargo_until"), today)


def _others(rows: Sequence[Any], numbers: Sequence[int], apart: set[int]) -> list[int]:
    """Of rows of one name those to be set apart that are no observations, on days of their own, of its unit."""
    told = [number for number in numbers if number not in apart]
    first = (told or numbers)[0]
    days = {rows[number].get("as_of") for number in (told or [first])}
    others = []
    for number in numbers:
        day = rows[number].get("as_of")
        if number in apart and number != first:
            if "as_of" in rows[first] and day is not None and day not in days:
                days.add(day)
            else:
                others.append(number)
    return others


def unsaid_ids(document: Document) -> frozenset[str]:
    """The ids of units under embargo that no row of theirs states."""
    if not document.holds_back:
        return frozenset()
    today = build_day()
    held = {same_id(told.id) for told in document.passed if told.embargo_until and today < told.embargo_until}
    made, said = set[str](), set[str]()
    units = document.at(("units",))
    for row in set_apart(units if isinstance(units, list) else []):
        if isinstance(row, dict):
            name = unit_id(row)
            if "id" in row and not isinstance(row["id"], _Unsaid):
                said.add(same_id(name))
            else:
                made.add(name)
            if is_to_come(row.get("embargo_until"), today):
                held.add(same_id(name))
    return document.unsaid | {name for name in made if same_id(name) in held - said}


def unsaid_in(table: Named) -> Iterator[str]:
    """The same of a table each of whose rows is a unit."""
    own = table.embargoed(build_day())
    stated = table.cells.get("id", [None] * len(table.numbers))
    return (name for name, row in zip(table.ids(own), own, strict=True) if not text_of(read_text(stated[row])))
