"""What a kind of layer is: the model of its rows, what makes their marks, and what it reads of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol, get_args

from geomap.kinds.context import LayerContext
from geomap.kinds.layers import LayerBase
from geomap.scene import Area, Label, Line, Place

Mark = Line | Area | Label | Place


class FileRow(Protocol):
    """A row whose `file` is read."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def file(self) -> str: ...
    @property
    def layer(self) -> str: ...
    @property
    def where(self) -> Mapping[str, tuple[str, ...]]: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of layer; `row` has a `kind` that is a Literal of its name.

    Where it `reads` lines, polygons, or lines and the outlines of polygons, `row` has `file`, `layer` and `where` as
    those of `FileRow`, and the geometries are in the context that `marks` is called with.
    """

    row: type[LayerBase]
    marks: Callable[[Any, LayerContext], Iterator[Mark]]
    reads: Literal["", "line", "polygon", "outline"] = ""

    @property
    def name(self) -> str:
        """The value of `kind` in the config."""
        return str(get_args(self.row.model_fields["kind"].annotation)[0])
