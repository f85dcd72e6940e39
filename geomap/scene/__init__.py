"""What is to be seen, before anyone decides how wide: records in degrees (WGS 84) and px.

A scene has four kinds of mark (Symbol, Line, Area, Label) and the facts behind them. Every output is drawn from one
scene, so a number, colour or label cannot differ between them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from geomap.facts import Coverage, Estimate, Particulars, Side, Source, Unit
from geomap.facts.columns import NO_ROWS, Rows
from geomap.scene.beneath import NO_GROUND, Beneath, Ground
from geomap.scene.change import Change, ChangeKind, Timeline
from geomap.scene.styles import LIGHT, Style
from geomap.scene.tiles import Tiles
from geomap.typefaces import USUAL, Typefaces

if TYPE_CHECKING:
    from shapely import Geometry

Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees
Corner = Literal["auto", "top-left", "top-right", "bottom-left", "bottom-right"]
KeyPosition = Literal["auto", "top-left", "top-right", "bottom-left", "bottom-right", "above"]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a text is set by hand: px right of and below its point, and which end stands there.

    Its point is a symbol's centre, a label's position or the middle of a line's seen part. An anchor alone is a side.
    """

    dx: float | None = None
    dy: float | None = None
    anchor: Literal["start", "middle", "end", ""] = ""
    hide: bool = False
    text: str = ""  # printed in place of the text, on one artboard

    @property
    def is_fixed(self) -> bool:
        """Whether it names a position, not only a side."""
        return self.dx is not None or self.dy is not None

    @property
    def is_set(self) -> bool:
        """Whether it says where the text stands."""
        return self.is_fixed or bool(self.anchor)

    @property
    def end(self) -> Literal["start", "middle", "end"]:
        """The end of the text that stands at its position: unless stated, the one towards what it speaks of."""
        dx = self.dx or 0.0
        return self.anchor or ("start" if dx > 0 else "end" if dx < 0 else "middle")


@dataclass(frozen=True, slots=True)
class Pictogram:
    """What it says, one of `geomap.symbols.KINDS` in every family, and the key of the outline that says it.

    `says` is all that the key explains of it: the kind, and what a family's frames and marks add. `fill` is the key of
    what lies beneath it in the `colour` of its side, thinned; empty for nothing.
    """

    kind: str
    outline: str
    says: tuple[str, ...] = ()
    fill: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A unit on the map. Its sizes follow from `troops` by the scene's SizeScale; pictograms have one fixed size."""

    unit: str
    lon: float
    lat: float
    label: str
    formations: tuple[str, ...] = ()
    troops: Estimate | None = None
    pictograms: tuple[Pictogram, ...] = ()
    figure: str = ""  # its count, where it is printed ...
    figures: tuple[tuple[str, str], ...] = ()  # ... of several sides at one place the colour and the count of each
    colour: str = ""
    placement: Placement | None = None
    change: Change | None = None
    slot: int | None = None  # of the places of its label, the one it takes if it can
    age: int = 0  # in days, where its observation is older than the map calls recent
    members: tuple[str, ...] = ()  # the units of a crowd, for which one symbol stands on an artboard ...
    said: tuple[str, ...] = ()  # ... and what is then said below its label
    units: tuple[str, ...] = ()  # all that it stands for at one place, where they are several ...
    earlier: tuple[str, ...] = ()  # ... those of them that are earlier sightings of the same, and count no more ...
    site: tuple[str, int] | None = None  # ... and, of several sides there, the first of them and which of them it is

    @property
    def particulars(self) -> Particulars:
        return Particulars(self.unit, self.label, "", self.lat, self.lon, self.troops)

    @property
    def beside(self) -> str:
        """The unit of the mark beside which it stands, whose label is of both; empty for the first, and for most."""
        return self.site[0] if self.site and self.site[1] else ""

    @property
    def is_gone(self) -> bool:
        """Whether it stands for a unit that is no longer reported."""
        return self.change is not None and self.change.kind == "removed"


@dataclass(frozen=True, slots=True)
class Pen:
    """What a mark is drawn with in place of what its role is: a colour, a width and dashes in px; empty for those."""

    colour: str = ""
    width: float = 0.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line with a role: `contact_line`, `route` ..., of the ground `coast`, `border` ...; an `arrow` has a head."""

    id: str
    role: str
    geometry: Geometry
    approximate: bool = False
    callout: str = ""
    properties: dict[str, object] = field(default_factory=dict)
    side: str = ""
    colour: str = ""  # its own or that of the side; without one the role has its own
    placement: Placement | None = None
    width: float = 0.0  # px; 0 for that of the role
    dash: tuple[float, ...] = ()  # px; none for those of the role

    @property
    def is_front(self) -> bool:
        """Whether two sides face each other across it."""
        return self.role in {"contact_line", "front_line"}

    @property
    def pen(self) -> Pen:
        """What it is drawn with in place of what its role is."""
        return Pen(self.colour, self.width, self.dash)


@dataclass(frozen=True, slots=True)
class Area:
    """A polygon with a role: `control`, `zone` ..., of the ground `land`, `lake`, `disputed`.

    Of several features `geometry` is the ground that they cover, `parts` are they, which may touch, overlap or lie in
    one another. `outline` is where its lines are, if that is not the edge of `geometry`.
    """

    id: str
    role: str
    geometry: Geometry
    properties: dict[str, object] = field(default_factory=dict)
    approximate: bool = False
    label: str = ""  # the text of the Label that names it, if any
    side: str = ""
    colour: str = ""  # its own or that of the side; without one the role has its own
    width: float = 0.0  # px of the outline; 0 for that of the role
    dash: tuple[float, ...] = ()  # px; none for those of the role
    parts: tuple[Geometry, ...] = ()
    outline: Geometry | None = None

    @property
    def pen(self) -> Pen:
        """What it is drawn with in place of what its role is."""
        return Pen(self.colour, self.width, self.dash)


@dataclass(frozen=True, slots=True)
class Label:
    """A text on the map that is no unit's. The style `locator` is that of a country in a locator.

    `extent` is the ground that a name from the basemap stands for, in degrees; the name must not leave it. `area` is
    the id of the area that it names, in which its middle should lie. `within` is what is seen of the water, region
    or country that it names, which it keeps to from end to end; the name of a lake may stand beside it. One that is
    `along` a line stands on it, and off the lines `apart`, or else nowhere. `code` stands for a country's name where
    that has no room.
    """

    id: str
    text: str
    lon: float
    lat: float
    style: Literal["country", "water", "region", "note", "locator"]
    properties: dict[str, object] = field(default_factory=dict)
    extent: Bounds | None = None
    area: str = ""
    layer: str = ""  # id of the layer that states it
    placement: Placement | None = None
    within: Geometry | None = None
    along: Geometry | None = None
    apart: Geometry | None = None
    is_lake: bool = False
    code: str = ""
    zoom: float = 0.0  # of maps on the web, from which on a name from the basemap is shown


PlaceKind = Literal["town", "capital", "airport", "port", "bridge", "crossing", "peak"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place that the config shows and claims nothing of. One without a name is a symbol alone."""

    id: str
    name: str
    lon: float
    lat: float
    kind: PlaceKind
    layer: str = ""  # id of the layer that states it
    placement: Placement | None = None


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A sample and its wording, in a long and a short key.

    `sample` is an outline's key for a `pictogram`, a colour for a `side`, which may show its `frame`, a kind of count
    for a `mark`, a `change`, a role for a `line` or an `area`, `approximate` or not, maybe in the `colour` of a side.
    """

    kind: Literal["pictogram", "side", "mark", "change", "line", "area"]
    sample: str
    long: str
    short: str
    approximate: bool = False
    side: str = ""
    colour: str = ""
    about: str = ""
    frame: str = ""  # key of its outline
    change: ChangeKind = "steady"  # what a `change` is a sample of
    width: float = 0.0  # px, of a `line` or an `area`; 0 for that of the role
    dash: tuple[float, ...] = ()

    @property
    def pen(self) -> Pen:
        """What a line or an area is drawn with in place of what its role is."""
        return Pen(self.colour, self.width, self.dash)


@dataclass(frozen=True, slots=True)
class Key:
    """The key's content: circles of these values, then rows. Sizes come from the scene's scale, as the map's do.

    Circles of less than `least` px are left out.
    """

    measure: str
    values: tuple[int, ...]
    rows: tuple[KeyRow, ...]
    least: float = 0.0


InsetPlace = Literal["auto", "top-left", "top-right", "bottom-left", "bottom-right", "beside", "below"]


@dataclass(frozen=True, slots=True)
class Inset:
    """A smaller map beside the map: a `detail` shows a part enlarged, a `locator` shows what lies around.

    Marks and symbols are the scene's, the ground its own. `share` is its part of the map's width.
    """

    id: str
    kind: Literal["detail", "locator"]
    bounds: Bounds
    title: str = ""
    at: InsetPlace = "auto"
    share: float = 0.4
    ground: Ground = NO_GROUND


@dataclass(frozen=True, slots=True)
class Artboard:
    """A width at which the map is shown, up to the next wider one's. CSS px. `labels`, by unit or layer, win."""

    id: str
    width: float
    height: float | None = None
    scale: float = 2.0
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    key: Literal["long", "short", "none"] = "long"
    bounds: Bounds | None = None
    labels: dict[str, Placement] = field(default_factory=dict)
    abbreviate: Literal["fit", "always", "never"] = "fit"
    key_at: KeyPosition = "auto"
    scale_at: Corner = "auto"
    crowds: Literal["sum", "spread", "overlap"] = "sum"
    unit: Literal["px", "mm"] = "px"  # of a printed page's size; width and height are px all the same
    by_itself: bool = False  # whether `drop` is geomap's, for its width, and no wish of the config

    def drops(self, role: str, *names: str) -> bool:
        """Whether `drop` names the role, or one of `role.name`, and `keep` does not."""
        return _names(self.drop, role, names) and not self.keeps(role, *names)

    def placement_of(self, id_: str, own: Placement | None) -> Placement:
        """Where the config has the text of a unit or layer stand; the entry of the artboard wins over its `own`."""
        return self.labels.get(id_, own or Placement())

    def keeps(self, role: str, *names: str) -> bool:
        """Whether `keep` names the role, or one of `role.name`."""
        return _names(self.keep, role, names)


def _names(rules: tuple[str, ...], role: str, names: tuple[str, ...]) -> bool:
    return role in rules or any(f"{role}.{name}" in rules for name in names if name)


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that any output may show, upon a ground that each output asks for the part that it shows.

    `symbols` are of the units, one each; `at_places` is what pictures show of them, one for all of a side at a place.
    """

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
    symbols: Rows[Symbol]
    at_places: Rows[Symbol]
    labels: tuple[Label, ...]
    units: Rows[Unit]
    sides: dict[str, Side]
    sources: dict[str, Source]
    artboards: tuple[Artboard, ...]
    alt: str = ""
    fits_units: bool = False
    reach: Bounds | None = None  # of what the view is fitted to beside the units, west <= east
    abbreviations: dict[str, str] = field(default_factory=dict)
    insets: tuple[Inset, ...] = ()
    figures: Literal["auto", "always", "never"] = "never"  # auto: on an artboard that has room for all
    style: Style = LIGHT
    unstated: str = ""  # colour of units without a side; empty for that of all symbols
    coverage: Coverage = field(default_factory=Coverage)
    seen: Rows[Unit] = NO_ROWS  # with `others`, their symbols: what is on other maps that share view, scale and key
    others: Rows[Symbol] = NO_ROWS
    tiles: Tiles | None = None
    timeline: Timeline | None = None
    typefaces: Typefaces = USUAL
    ground: Ground = NO_GROUND
    places: tuple[Place, ...] = ()
    most_towns: int | None = None  # on an artboard; None for as many as suit its size
    about: str = ""  # title and subtitle, also where an artboard prints none: what they name the map is about

    @property
    def beneath(self) -> Beneath:
        """The ground that all artboards show parts of."""
        return self.ground.window()
