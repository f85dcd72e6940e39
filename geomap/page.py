"""What lies on one artboard: records in CSS px from the top left, y downwards. Nothing here knows of degrees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from geomap.relocations import Relocations
from geomap.typefaces import USUAL, Typefaces

HALO_WIDTH = 1.8  # px of halo on each side of a letter or an outline

Ring = NDArray[np.float64]  # shape (n, 2): x, y in px


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in px."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def grown(self, by: float) -> Box:
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def holds(self, points: Ring) -> NDArray[np.bool_]:
        """Which of the points lie in it."""
        inside = (points >= (self.x, self.y)) & (points <= (self.right, self.bottom))
        return np.asarray(inside.all(axis=1))

    def overlaps(self, other: Box) -> bool:
        """Whether the two share area (touching edges do not count)."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def contains(self, other: Box) -> bool:
        return self.x <= other.x and self.y <= other.y and self.right >= other.right and self.bottom >= other.bottom


@dataclass(frozen=True, slots=True)
class Path:
    """Rings or lines in one style. Closed rings are filled even-odd, so holes need no winding."""

    rings: tuple[Ring, ...]
    closed: bool = True
    fill: str = ""
    stroke: str = ""
    stroke_width: float = 0.0
    dash: tuple[float, ...] = ()
    opacity: float = 1.0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle by centre and diameter; kept apart from Path so that every format can draw a true one."""

    x: float
    y: float
    diameter: float
    fill: str = ""
    stroke: str = ""
    stroke_width: float = 0.0
    dash: tuple[float, ...] = ()
    opacity: float = 1.0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A symbol's outline, named by its key in `geomap.symbols`, centred at x, y in a box of `size` px."""

    outline: str
    x: float
    y: float
    size: float
    fill: str
    halo: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one style, on one or more lines. `x` is where the lines start, centre or end, by `anchor`; `y` is the
    first baseline. `box` is what the letters cover, halo left out. `owner` is the unit that the text belongs to.
    """

    lines: tuple[str, ...]
    x: float
    y: float
    size: float
    box: Box
    role: str
    line_height: float = 0.0
    anchor: Literal["start", "middle", "end"] = "start"
    colour: str = "#222222"
    weight: Literal["regular", "semibold", "bold"] = "regular"
    italic: bool = False
    spacing: float = 0.0
    halo: str = ""
    owner: str = ""
    id: str = ""

    @property
    def text(self) -> str:
        """The text as one string."""
        return " ".join(self.lines)


@dataclass(frozen=True, slots=True, eq=False)
class Image:
    """A picture of greys, each with its opacity, in an upright box of the page: shape (rows, columns, 2), from the top
    left. It has no edge of its own; its group cuts it.
    """

    pixels: NDArray[np.uint8]
    x: float
    y: float
    width: float
    height: float
    id: str = ""


Item = Path | Circle | Stamp | Text | Image


@dataclass(frozen=True, slots=True)
class Group:
    """A named layer of the page, bottom to top in the order of `Page.groups`; `inset` is the inset that it is of."""

    id: str
    items: Sequence[Item]
    clip: Box | None = None
    inset: str = ""

    @property
    def texts(self) -> list[Text]:
        """The texts among the items; a crowd knows its own."""
        items: Iterable[Item] = getattr(self.items, "beside_circles", self.items)
        return [item for item in items if isinstance(item, Text)]


SymbolKind = Literal["circle", "ring", "pictogram", "unknown", "key"]


@dataclass(frozen=True, slots=True)
class DrawnSymbol:
    """A sized mark as it was drawn, for the manifest."""

    unit: str
    kind: SymbolKind
    x: float
    y: float
    diameter: float
    value: int | None
    inset: str = ""
    age: int = 0  # in days, where that is why it is fainter
    members: tuple[str, ...] = ()  # the units that it stands for, where they are several
    beside: str = ""  # the unit beside whose mark it stands at one place, and whose label is of both


@dataclass(frozen=True, slots=True)
class DrawnInset:
    """A smaller map on the page: its box with frame and title, and in it the map."""

    id: str
    kind: Literal["detail", "locator"]
    box: Box
    frame: Box


@dataclass(frozen=True, slots=True)
class Page:
    """One finished artboard. `unit` is what its width was stated in; all records are px."""

    id: str
    width: float
    height: float
    scale: float
    title: str
    description: str
    lang: str
    background: str  # empty for none: what lies around the map is seen through
    frame: Box
    groups: tuple[Group, ...]
    symbols: Sequence[DrawnSymbol] = ()
    moved: Relocations = field(default_factory=Relocations)
    dropped: Relocations = field(default_factory=Relocations)
    furniture: dict[str, Box] = field(default_factory=dict)
    insets: tuple[DrawnInset, ...] = ()
    slots: dict[str, int] = field(default_factory=dict)  # by unit: which of its places the label has taken
    unit: Literal["px", "mm"] = "px"
    typefaces: Typefaces = USUAL

    @property
    def texts(self) -> tuple[Text, ...]:
        """Every text on the page, in drawing order."""
        return tuple(text for group in self.groups for text in group.texts)
