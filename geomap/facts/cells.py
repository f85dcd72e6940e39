"""How lists and formations are written in one cell of a table, the same in and out.

The items of a list are joined by `;`. A formation is its type, with how many before it and its own name behind:
`2 tank brigade;headquarters: Army Corps`. A backslash takes its meaning from the `;`, `:` or `\\` behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from geomap.facts import Formation, Unit

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
    return [item for item in map(_plain, _parts(cell, ";")) if item]


def join_formations(formations: Iterable[Formation]) -> str:
    """Formations as one cell."""
    return ";".join(map(_formation_text, formations))


def split_formations(cell: str) -> list[dict[str, Any]]:
    """The formations of a cell, as mappings of the keys `type`, `count` and `label`."""
    return [_formation(part) for part in _parts(cell, ";") if part.strip()]


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
