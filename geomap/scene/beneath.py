"""What lies beneath a map and is no claim of it, and who is asked for it. Degrees, WGS 84."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely import Geometry

    from geomap.scene import Area, Bounds, Label, Line


@dataclass(frozen=True, slots=True)
class Town:
    """A town for orientation. The lower its rank, the sooner a map shows it; `known_as` is its name in GeoNames. One
    that is a city, as a file of the user's has it, is set larger than others.
    """

    name: str
    lon: float
    lat: float
    rank: int
    is_capital: bool
    known_as: str
    is_city: bool = False


@dataclass(frozen=True, slots=True)
class River:
    """Rivers of a name and a rank, or of a rank and without a name.

    Maps show them from a `zoom` on, which is that of maps on the web: each step is twice the scale.
    """

    name: str
    zoom: float
    geometry: Geometry


@dataclass(frozen=True, slots=True)
class Detail:
    """What the user's own files show of the ground, in place of what is known of it by itself where they cover it.

    Areas have the roles `water`, `wood`, `built_up`; lines are `railway` and roads by class, from `minor` to
    `motorway`, in the order of drawing. An artboard shows those that suit its scale. `covered` are degrees.
    """

    covered: Geometry
    areas: tuple[Area, ...] = ()
    lines: tuple[Line, ...] = ()
    rivers: tuple[River, ...] = ()
    towns: tuple[Town, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Relief:
    """Heights in m at the nodes of a grid, rows from the north; no number where nothing is known. `bounds` are the
    degrees of its corners, east > west.
    """

    heights: NDArray[np.float32]
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Beneath:
    """What lies beneath a map, and is no claim of it.

    Areas have the roles `land`, `lake`, `disputed`, which is land too; lines `graticule`, `region_border`, `coast`,
    `border`, `disputed_border`; labels are names, which give way to all else. Of the towns, by rank, and of the rivers
    an artboard shows some; `regions` are names that give way to these as well. `detail` and `relief` are of the
    user's own files. In a locator `subject` is the country of the map, `seas` are those around it, the nearest first.
    """

    areas: tuple[Area, ...] = ()
    lines: tuple[Line, ...] = ()
    labels: tuple[Label, ...] = ()
    towns: tuple[Town, ...] = ()
    regions: tuple[Label, ...] = ()
    rivers: tuple[River, ...] = ()
    detail: Detail | None = None
    relief: Relief | None = None
    subject: Label | None = None
    seas: tuple[Label, ...] = ()


class Ground(Protocol):
    """What is asked for the ground once a map knows what it shows."""

    @property
    def bounds(self) -> Bounds:
        """Degrees that it is made for."""

    def window(self, bounds: Bounds | None = None) -> Beneath:
        """What lies within bounds in degrees (WGS 84), west > east across the antimeridian; by default its own."""

    def holder_of(self, lon: float, lat: float) -> Holder:
        """Whose ground a position in degrees is."""


class Holder(NamedTuple):
    """Whose ground a position is: the id of the country, and the region of it as the map names it, where both are
    known.
    """

    country: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class StillGround:
    """Ground that is the same whatever a map shows of it."""

    beneath: Beneath = Beneath()
    bounds: Bounds = (-180.0, -90.0, 180.0, 90.0)

    def window(self, bounds: Bounds | None = None) -> Beneath:
        """The same for all bounds."""
        return self.beneath

    def holder_of(self, lon: float, lat: float) -> Holder:
        """Nobody's in particular."""
        return Holder()


NO_GROUND = StillGround()
