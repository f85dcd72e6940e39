"""What is to be seen, before anyone decides how wide: records in degrees (WGS 84) and px.

A scene has four kinds of mark (Symbol, Line, Area, Label) and the facts behind them. Every output is drawn from one
scene, so a number, colour or label cannot differ between them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from shapely import Geometry

from geomap.facts import Estimate, Side, Source, Unit
from geomap.styles import LIGHT, Style

BASEMAP_ROLES = ("land", "lake", "disputed", "graticule", "coast", "river", "border", "disputed_border")

Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees


@dataclass(frozen=True, slots=True)
class Symbol:
    """A unit on the map. Its sizes follow from `troops` by the scene's SizeScale; pictograms have one fixed size."""

    unit: str
    lon: float
    lat: float
    label: str
    formations: tuple[str, ...] = ()
    troops: Estimate | None = None
    pictograms: tuple[str, ...] = ()
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with a role: `border`, `disputed_border`, `coast`, `contact_line` ...; an `arrow` has a head."""

    id: str
    role: str
    geometry: Geometry
    approximate: bool = False
    callout: str = ""
    properties: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Area:
    """A polygon with a role: `land`, `lake`, `disputed`, `control` ..."""

    id: str
    role: str
    geometry: Geometry
    properties: dict[str, object] = field(default_factory=dict)
    approximate: bool = False
    label: str = ""  # the text of the Label that names it, if any


@dataclass(frozen=True, slots=True)
class Label:
    """A text on the map that is no unit's. `style` is `country`, `water`, `region` or `note`; `locator` is a country
    in a locator.

    `extent` is the ground that a name from the basemap stands for, in degrees; the name must not leave it. `area` is
    the id of the area that it names, in which its middle should lie.
    """

    id: str
    text: str
    lon: float
    lat: float
    style: Literal["country", "water", "region", "note", "locator"]
    properties: dict[str, object] = field(default_factory=dict)
    extent: Bounds | None = None
    area: str = ""


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A sample and its wording, in a long and a short key.

    `sample` is an outline's key for a `pictogram`, a colour for a `side`, a kind of count for a `mark`, a role for a
    `line` or an `area`, which may be drawn as `approximate`.
    """

    kind: Literal["pictogram", "side", "mark", "line", "area"]
    sample: str
    long: str
    short: str
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """The key's content: circles of these values, then rows. Sizes come from the scene's scale, as the map's do."""

    measure: str
    values: tuple[int, ...]
    rows: tuple[KeyRow, ...]


InsetPlace = Literal["auto", "top-left", "top-right", "bottom-left", "bottom-right", "below"]


@dataclass(frozen=True, slots=True)
class Inset:
    """A smaller map beside the map: a `detail` shows a part enlarged, a `locator` shows what lies around.

    It has a basemap and names of its own; overlays and symbols are the scene's. `share` is its part of the map's width.
    """

    id: str
    kind: Literal["detail", "locator"]
    bounds: Bounds
    title: str = ""
    at: InsetPlace = "auto"
    share: float = 0.4
    areas: tuple[Area, ...] = ()
    lines: tuple[Line, ...] = ()
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Artboard:
    """One width at which the map is shown, from `width` up to the next wider one's. CSS px."""

    id: str
    width: int
    height: int | None = None
    scale: float = 2.0
    drop: tuple[str, ...] = ()
    key: Literal["long", "short", "none"] = "long"
    bounds: Bounds | None = None

    def drops(self, role: str, *names: str) -> bool:
        """Whether `drop` names the role, or one of `role.name`."""
        return role in self.drop or any(f"{role}.{name}" in self.drop for name in names if name)


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that any output may show."""

    name: str
    title: str
    subtitle: str
    as_of: date | None
    lang: str
    credit: str
    worldview: str
    notes: tuple[str, ...]
    source_line: str
    bounds: Bounds
    largest_value: float
    max_diameter: float
    key: Key
    areas: tuple[Area, ...]
    lines: tuple[Line, ...]
    symbols: tuple[Symbol, ...]
    labels: tuple[Label, ...]
    units: tuple[Unit, ...]
    sides: dict[str, Side]
    sources: dict[str, Source]
    artboards: tuple[Artboard, ...]
    alt: str = ""
    fits_units: bool = False
    insets: tuple[Inset, ...] = ()
    style: Style = LIGHT
