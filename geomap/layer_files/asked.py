"""What the config asks for of a layer file, and what is found there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geomap.kinds import FileRow

if TYPE_CHECKING:
    from shapely import Geometry


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for of a layer file: one of its layers, those of the features that have one of the values in each
    column, and how its texts are encoded.
    """

    layer: str = ""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    encoding: str = ""

    @classmethod
    def of(cls, row: FileRow) -> Asked:
        """What a row of the config asks for; one of another distribution may lack an encoding."""
        return cls(row.layer, row.where, getattr(row, "encoding", ""))


ALL_OF_IT = Asked()


@dataclass(frozen=True, slots=True)
class Found:
    """Geometries in degrees, None where a feature has none, and their properties; what is to be said of the file."""

    features: Sequence[tuple[Geometry | None, dict[str, Any]]]
    is_unstated: bool = False  # the encoding of its texts, which so may be wrong
    closed: int = 0  # features with rings that are not closed in the file
