"""Sides that are made of the columns of tables: each text that stands there is one, under an id made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from geomap.errors import Problem, quote
from geomap.tables.plain.readings import Reading, Readings
from geomap.tables.plain.sheet import WITH_TABLE, cell_of
from geomap.tables.table import Table
from geomap.values.plain import slug
from geomap.values.where import text_of

FROM_COLUMN = "from column"


def sides_from(tables: Sequence[Table], stated: Iterable[str] = ()) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """The sides that tables name, as a config would state them, in the order of their ids, and what has to be asked.

    The cells of the tables become the ids. `stated` are sides of units that are no rows of tables, or of defaults.
    """
    labels = dict.fromkeys(stated, "")
    problems: list[Problem] = []
    for table in tables:
        if "side" in table.columns:
            _take(table, labels, problems)
    return {name: {"label": labels[name] or name} for name in sorted(labels)}, problems


def _take(table: Table, labels: dict[str, str], problems: list[Problem]) -> None:
    """Add the sides of a table, and put their ids in place of its texts."""
    texts = [text_of(cell) for cell in table.columns["side"]]
    ids = {text: slug(text) for text in dict.fromkeys(texts) if text}
    for text, name in ids.items():
        other = labels.get(name, "") if name else text
        if not name or (other and other != text):
            problems.append(_question(table, texts.index(text), text, other if name else ""))
        else:
            labels[name] = text
    table.columns = {**table.columns, "side": [ids[text] or None if text else None for text in texts]}
    table.written = {**table.written, "side": {**_changed(texts, ids), **table.written.get("side", {})}}
    table.readings = [*table.readings, *_told(table, texts, ids)]


def _changed(texts: Sequence[str], ids: Mapping[str, str]) -> dict[int, Any]:
    return {row: text for row, text in enumerate(texts) if text and ids[text] != text}


def _told(table: Table, texts: Sequence[str], ids: Mapping[str, str]) -> list[Readings]:
    """How many rows each side has, for those that may be told."""
    heading = table.headings.get("side", "side")
    found = {text: Readings(heading, f"the side {name}") for text, name in ids.items()}
    readings = {text: Reading(text, "") for text in ids}
    for row, text in enumerate(texts):
        if text:
            found[text].cells[row] = readings[text]
    return sorted(found.values(), key=lambda one: one.form)


def _question(table: Table, row: int, text: str, other: str) -> Problem:
    heading, line = table.headings.get("side", "side"), table.numbers[row]
    said = f"{quote(text)} makes no id of a side"
    hint = f"write values: {{side: {{{quote(text)}: ...}}}} {WITH_TABLE}, with a name of letters, or '' for no side"
    if other:
        said = f"{quote(other)} and {quote(text)} would be sides with one id"
        hint = f"write values: {{side: {{{quote(text)}: {quote(other)}}}}} {WITH_TABLE}, or another name"
    cell = cell_of(table.within, line, heading)
    return Problem(f"{table.within}column {heading}", table.file, line, text=said, hint=hint, **cell)
