"""How the fields of a unit are written in the cells of a table, the same in and out.

The items of a list are joined by `;`. A formation is its type, with how many before it and its own name behind:
`2 tank brigade;headquarters: Army Corps`. A link is its address, and behind a blank its title. A backslash takes its
meaning from the `;`, `:` or `\\` behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, get_args

from geomap.facts import Estimate, Formation, Link, Unit
from geomap.facts.fields import CellForm, EquipmentKind, Field

Value = str | int | float | None

_MOST_ITEMS = 10_000  # of one cell; the last is the rest of it, and lists that long are refused
_COUNTED = re.compile(r"([1-9]\d*) +(\S.*)")
# What starts a formula, in East Asian widths too, also behind what some spreadsheets pass over. After `;` as well: some
# part cells there.
_FORMULA = "([\\s'\"\u00ad\u200b-\u200f\u2060\ufeff]*[=+\\-@\t\r＝＋－＠])"
_RISKY = re.compile(f"(^|;){_FORMULA}")
_GUARDED = re.compile(f"(^|;)'{_FORMULA}")


def join_list(items: Iterable[str]) -> str:
    """A list as one cell."""
    return ";".join(_escaped(item, ";") for item in items)


def split_list(cell: str) -> list[str]:
    """The items of a cell, without blanks around them and without empty ones."""
    return [item for item in map(_plain, _parts(cell, ";", _MOST_ITEMS)) if item]


def join_formations(formations: Iterable[Formation]) -> str:
    """Formations as one cell."""
    return ";".join(map(_formation_text, formations))


def split_formations(cell: str) -> list[dict[str, Any]]:
    """The formations of a cell, as mappings of the keys `type`, `count` and `label`."""
    return [_formation(part) for part in _parts(cell, ";") if part.strip()]


def join_links(links: Iterable[Link]) -> str:
    """Addresses as one cell."""
    return ";".join(_escaped(" ".join(filter(None, (link.url, link.title))), ";") for link in links)


def split_links(cell: str) -> list[dict[str, str]]:
    """The addresses of a cell, as mappings of the keys `url` and `title`: no address has a blank in it."""
    parted = (item.split(None, 1) for item in split_list(cell))
    return [dict(zip(("url", "title"), parts, strict=False)) for parts in parted]


def guarded(text: str) -> str:
    """The text so that no spreadsheet takes it, or an item of it, for a formula; `'` stands before what would be."""
    return _RISKY.sub(r"\1'\2", text)


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return _GUARDED.sub(r"\1\2", text) if "'" in text else text


def _formation_text(formation: Formation) -> str:
    kind = formation.full_type
    counted = formation.count > 1 or _COUNTED.fullmatch(kind)
    text = _escaped(f"{formation.count} {kind}" if counted else kind, ";:")
    return f"{text}: {_escaped(formation.label, ';')}" if formation.label else text


def _formation(text: str) -> dict[str, Any]:
    kind, *label = _parts(text, ":", most=2)
    counted = _COUNTED.fullmatch(_plain(kind))
    row: dict[str, Any] = {"type": counted[2], "count": int(counted[1])} if counted else {"type": _plain(kind)}
    return row | ({"label": _plain(label[0])} if label and label[0].strip() else {})


def _escaped(text: str, marks: str) -> str:
    return re.sub(rf"[{marks}\\]", r"\\\g<0>", text)


def _plain(text: str) -> str:
    """Without blanks around it and without the backslashes that only escape."""
    return re.sub(r"\\([;:\\])", r"\1", text.strip()) if "\\" in text else text.strip()


def _parts(text: str, mark: str, most: int = 0) -> list[str]:
    """The text cut at each `mark` that no backslash stands before, into at most so many parts; still escaped."""
    if "\\" not in text:
        return text.split(mark, most - 1)
    parts = [""]
    for piece in re.findall(r"\\.|[^\\]|\\$", text, flags=re.DOTALL):
        if piece == mark and len(parts) != most:
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def claim_columns(unit: Unit) -> dict[str, str]:
    """The sources and grades of single figures that are not the unit's, as `troops_sources`, `tanks_grade` ..."""
    columns: dict[str, str] = {}
    for figure, claim in unit.claims.items():
        name = figure.replace(" ", "_")
        columns |= {f"{name}_sources": join_list(claim.sources), f"{name}_grade": claim.grade}
    return {name: value for name, value in columns.items() if value}


def count_columns(name: str, count: Estimate | None) -> dict[str, Value]:
    """A count as four columns: the one number claimed, both ends, and the kind of claim."""
    if count is None:
        return {name: None, f"{name}_min": None, f"{name}_max": None, f"{name}_kind": None}
    return {
        name: count.value,
        f"{name}_min": count.minimum,
        f"{name}_max": count.maximum,
        f"{name}_kind": count.kind.value,
    }


def day_cell(value: date | None) -> str | None:
    """A day as YYYY-MM-DD."""
    return value.isoformat() if value else None


Writer = Callable[[Unit], Mapping[str, Value]]  # the cells of a unit by the names of their columns

_WRITTEN: dict[CellForm, Callable[[Any], Value]] = {
    "text": lambda text: text or None,
    "list": lambda items: join_list(items) or None,
    "links": lambda links: join_links(links) or None,
    "formations": lambda formations: join_formations(formations) or None,
    "day": day_cell,
}


def writer(field: Field) -> Writer:  # noqa: PLR0911 - one a form
    """What makes the cells of a field, of a unit; there may be very many. Positions in degrees, WGS 84."""
    value = field.value
    match field.form:
        case "position":
            return lambda unit: {"lat": (place := value(unit)).lat, "lon": place.lon}
        case "count":
            return lambda unit: count_columns(field.name, value(unit))
        case "counts":
            return _equipment_writer(value)
        case "claims":
            return claim_columns
        case "carried":
            return value
    (column,) = field.columns
    name, written = column.name, _WRITTEN.get(column.form)
    if written is None:  # a number
        return lambda unit: {name: value(unit)}
    return lambda unit: {name: written(value(unit))}


def _equipment_writer(value: Callable[[Unit], Mapping[str, Estimate]]) -> Writer:
    names = {kind: kind.replace(" ", "_") for kind in get_args(EquipmentKind)}
    nothing = {column: None for name in names.values() for column in count_columns(name, None)}

    def write(unit: Unit) -> Mapping[str, Value]:
        counts = value(unit)
        if not counts:
            return nothing
        columns = (count_columns(name, counts.get(kind)) for kind, name in names.items())
        return {column: cell for cells in columns for column, cell in cells.items()}

    return write
