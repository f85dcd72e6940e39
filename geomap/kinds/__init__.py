"""COMPOSE: one file a kind of layer: its YAML fields and the marks that it makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Annotated, Any, TypeGuard

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema

from geomap.kinds import area, arrow, label, line, note, place, ring
from geomap.kinds.context import LayerContext
from geomap.kinds.kind import FileRow, Kind, Mark
from geomap.kinds.layers import LayerBase
from geomap.plugins import KINDS, plugin

__all__ = ["FileRow", "Kind", "LayerBase", "LayerContext", "LayerRow", "Mark"]

_KINDS = {kind.name: kind for kind in (line.KIND, area.KIND, arrow.KIND, note.KIND, label.KIND, place.KIND, ring.KIND)}


def kind_names() -> tuple[str, ...]:
    """The kinds of layer that a config may have: geomap's own, and those of other distributions that were asked for."""
    return tuple(_KINDS)


def row_of(name: str) -> type[LayerBase]:
    """The model of a kind's rows."""
    return _KINDS[name].row


def default_layer_id(row: Mapping[str, Any]) -> str:
    """The id of a layer that states none."""
    kind = row.get("kind")
    return (_KINDS[kind].row if kind in kind_names() else LayerBase).default_id(row)


def know(name: str) -> bool:
    """Whether there is another kind now than before: one of this name, which another distribution offers."""
    kind: Kind | None = plugin(KINDS, name) if name not in _KINDS else None
    if kind is not None:
        _KINDS[kind.name] = kind
    return kind is not None


def layer_marks(row: LayerBase, context: LayerContext) -> Iterator[Mark]:
    """The marks of one layer, by its kind."""
    yield from _KINDS[row.kind].marks(row, context)


def reads(row: LayerBase | FileRow) -> str:
    """What a layer reads of a file: lines, polygons, outlines (of both) or nothing."""
    return _KINDS[row.kind].reads


def reads_file(row: LayerBase) -> TypeGuard[FileRow]:
    """Whether a layer names a file that is read."""
    return bool(reads(row) and getattr(row, "file", ""))


class _AnyKind:
    """The rows of all kinds that are known as the model is made."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        rows: Any = reduce(or_, (kind.row for kind in _KINDS.values()))
        return handler(Annotated[rows, Field(discriminator="kind")])


LayerRow = Annotated[LayerBase, _AnyKind()]
