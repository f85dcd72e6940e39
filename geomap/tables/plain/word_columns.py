"""Words of cells that the config says the meaning of: `values: {side: {РФ: russia}}`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from geomap.tables.columns import COLUMNS
from geomap.tables.plain.sheet import Sheet
from geomap.values.where import text_of

_LISTED = ("list", "formations", "pictograms")
_ITEM = re.compile(r"(\s*(?:[1-9][0-9]*\s+)?)([^:]*?)(\s*(?::.*)?)", re.DOTALL)  # how many, of what, its own name


def read_values(sheet: Sheet) -> None:
    """Have cells say what the config says that they mean; of a list each item. A meaning of nothing claims nothing."""
    for name, words in sheet.answers.values.items():
        is_listed = name in COLUMNS and COLUMNS[name].form in _LISTED
        for row, cell in enumerate(sheet.columns.get(name, ())):
            text = text_of(cell)
            meant = words.get(text, text)
            if text and meant is text and is_listed:
                meant = in_list(text, words)
            if meant != text:
                sheet.put(name, row, meant or None)


def in_list(text: str, words: Mapping[str, str]) -> str:
    """A list with other words for some of its items; how many of a formation there are stays, and what it is called."""
    return ";".join(filter(None, (_item(item, words) for item in re.split(r"(?<!\\)[;|\n]", text))))


def _item(text: str, words: Mapping[str, str]) -> str:
    if text.strip() in words:
        return words[text.strip()]
    found = _ITEM.fullmatch(text)
    if found and found[2] in words:
        return f"{found[1]}{words[found[2]]}{found[3]}"
    return text
