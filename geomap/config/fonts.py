"""The key `fonts`: files of fonts for what Source Sans cannot set, or those of the computer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator
from typing_extensions import TypeAliasType

from geomap.config.document import Document
from geomap.config.document import Path as KeyPath
from geomap.kinds.layers import FileName
from geomap.typefaces import SYSTEM
from geomap.values.refusal import refuse

_KEY = "fonts"


def _long_form(value: Any) -> Any:
    if not isinstance(value, str | list):
        raise refuse("a file of a font, a list of these, or system")
    return [value] if isinstance(value, str) else value


FontsKey = TypeAliasType(
    "FontsKey",
    Annotated[tuple[FileName, ...], BeforeValidator(_long_form, json_schema_input_type=FileName | list[FileName])],
)


def named_fonts(document: Document) -> Iterator[tuple[KeyPath, Any]]:
    """The files that the key names, and where."""
    value = document.at((_KEY,))
    named: list[tuple[KeyPath, Any]] = [((_KEY,), value)]
    if isinstance(value, list):
        named = [((_KEY, number), name) for number, name in enumerate(value)]
    yield from ((path, name) for path, name in named if name != SYSTEM)


def system_key(document: Document) -> KeyPath:
    """Where the key asks for the fonts of the computer."""
    value = document.at((_KEY,))
    return (_KEY, value.index(SYSTEM)) if isinstance(value, list) and SYSTEM in value else (_KEY,)
