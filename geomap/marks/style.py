"""How things look on a page: widths, dashes and type sizes by role. Colours are names of `geomap.scene.styles.Style`.

No default is repeated elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log, log2, sqrt
from typing import Literal

from geomap.fonts import Face
from geomap.scene import Pen
from geomap.scene.change import ChangeKind
from geomap.scene.styles import Style, mixed

OLD_STRENGTH = 0.45  # of a symbol's colour where the observation is old
SYMBOL_EDGE = 1.0  # px, of paper, drawn outside the circle so that the filled area stays the number
ABOUT_WIDTH = 2.0  # px of the light ring that says "about", outside the edge of its circle
ABOUT_STRENGTH = 0.6  # of the circle's colour in that ring, the rest is paper
SAMPLE_SIZE = 17.0  # px of a sample in the key; its rows lie as far apart whatever the samples are
PICTOGRAM_GAP = 4.0
FRAME_TINT = 0.4  # of its side's colour in a frame, so that the icon upon it is read
PANEL_OPACITY = 0.88  # of the paper under a key that stands on the map

_DASH = (6.0, 4.0)


@dataclass(frozen=True, slots=True)
class LineStyle:
    """Stroke of a line on the map, in px. An `unsettled` one is dashed however exactly it is drawn."""

    colour: str
    width: float
    dash: tuple[float, ...] = _DASH
    unsettled: bool = False

    def dashes(self, approximate: bool) -> tuple[float, ...]:
        """Approximate, claimed or disputed is dashed; settled is solid."""
        return self.dash if approximate or self.unsettled else ()

    def with_pen(self, pen: Pen) -> LineStyle:
        """The same with what a layer states of its own. Its dashes change what is dashed, not what is solid."""
        return replace(self, width=pen.width or self.width, dash=pen.dash or self.dash)


# State border, disputed border, contact line and front are told apart by colour, width and dash together.
LINES = {
    "graticule": LineStyle("graticule", 0.6),
    "region_border": LineStyle("border", 0.5),
    "coast": LineStyle("coast", 0.7),
    "river": LineStyle("river", 0.75),
    "border": LineStyle("border", 1.1),
    "disputed_border": LineStyle("border", 1.1, (4.0, 3.0), unsettled=True),
    "stated_border": LineStyle("border", 1.1),
    "stated_disputed_border": LineStyle("border", 1.1, (4.0, 3.0), unsettled=True),
    "contact_line": LineStyle("contact_line", 1.9, (6.5, 4.0)),
    "front_line": LineStyle("contact_line", 2.6, (9.0, 4.0)),
    "assessed": LineStyle("contact_line", 1.5, (8.0, 3.0, 1.5, 3.0)),
    "claimed": LineStyle("contact_line", 1.7, (1.8, 2.8), unsettled=True),
    "route": LineStyle("muted", 1.3),
    "arrow": LineStyle("movement", 3.2, (7.0, 3.5)),
    "ring": LineStyle("muted", 1.1, (5.0, 3.5)),
    "other": LineStyle("muted", 1.1),
}


COMPUTED = ("ring",)  # lines whose bends nobody drew, so that none is too fine to be sure of
STRONG_UNTIL, FAINT_FROM = 3.0, 45.0  # km a px of the map, from where to where the lines grow weaker
LEAST_STRENGTH = 0.55  # share of a line's strength
_KM_PER_PX = 156.543  # of a map of the web of zoom 0, at the equator
_BEHIND = 1.0  # of zoom, by which a map shows rivers later than maps of the web: it is about something else
RIVERS_UNTIL = 19.5  # km a px; on a smaller scale there is none, as the greatest are shown from zoom 2 on
_WIDER, _WIDEST_RIVER = 1.27, 3.2  # times for each step of zoom since which a river is shown; px


def ground_strength(km_per_px: float) -> float:
    """The share of their width and colour that the basemap's lines keep: less where there are many on little paper."""
    share = log(max(km_per_px, STRONG_UNTIL) / STRONG_UNTIL) / log(FAINT_FROM / STRONG_UNTIL)
    return 1.0 - (1.0 - LEAST_STRENGTH) * min(share, 1.0)


def zoom_of(km_per_px: float) -> float:
    """The zoom of maps on the web that a map of this scale shows as much of the ground as."""
    return log2(_KM_PER_PX / km_per_px) - _BEHIND


def river_width(since: float, zoom: float) -> float:
    """Px of a river that maps show since one zoom, on one of another: the greater it is, the wider."""
    wider: float = _WIDER ** max(zoom - since, 0.0)
    return round(min(LINES["river"].width * wider, _WIDEST_RIVER), 2)


@dataclass(frozen=True, slots=True)
class RoadStyle:
    """A road of the user's own ground: px wide at the smallest scale that shows it, and wider from there on."""

    colour: str
    width: float
    dash: tuple[float, ...] = ()


ROADS = {  # by role, as `geomap.ground.schemas` has them
    "motorway": RoadStyle("road", 1.5),
    "trunk": RoadStyle("road", 1.2),
    "primary": RoadStyle("road", 0.95),
    "secondary": RoadStyle("road", 0.75),
    "tertiary": RoadStyle("road", 0.6),
    "minor": RoadStyle("road", 0.4),
    "railway": RoadStyle("railway", 0.8, (4.0, 2.2)),
}
_ROAD_GROWTH, _WIDEST_ROAD = 1.16, 1.9  # times for each doubling of the scale; at most


def road_width(role: str, km_per_px: float, until: float) -> float:
    """Px of a road on a map of a scale, of those that show it `until` so many km a px."""
    wider = _ROAD_GROWTH ** log2(max(until / km_per_px, 1.0)) if role != "railway" else 1.0
    return round(ROADS[role].width * min(wider, _WIDEST_ROAD), 2)


@dataclass(frozen=True, slots=True)
class AreaStyle:
    """A tint and an outline, and strokes across the area every `hatch` px. An outline without width is not drawn."""

    colour: str
    opacity: float
    width: float
    hatch: float = 0.0
    unsettled: bool = False
    dash: tuple[float, ...] = (4.5, 3.0)

    def dashes(self, approximate: bool) -> tuple[float, ...]:
        """As for lines: only what is settled has a solid outline."""
        return self.dash if approximate or self.unsettled else ()

    def with_pen(self, pen: Pen) -> AreaStyle:
        """The same with what a layer states of its own, as for lines."""
        return replace(self, width=pen.width or self.width, dash=pen.dash or self.dash)

    def over(self, ground: str, style: Style, colour: str = "") -> str:
        """The colour that the tint, in a side's `colour` if it has one, makes of a ground."""
        tint = colour or style.colour(self.colour)
        return mixed(tint, ground, self.opacity * style.tint) if self.opacity else ground


# Held is tinted, claimed is hatched: the two differ without colour too.
AREAS = {
    "disputed": AreaStyle("border", 0.0, 0.0, hatch=6.0),  # of the basemap, which has its borders
    "disputed_area": AreaStyle("border", 0.0, 1.0, hatch=6.0, unsettled=True),
    "control": AreaStyle("control", 0.2, 1.3),
    "assessed_control": AreaStyle("control", 0.1, 1.3),
    "claimed_control": AreaStyle("control", 0.0, 1.3, hatch=8.5, unsettled=True),
    "zone": AreaStyle("zone", 0.13, 1.1),
    "other": AreaStyle("muted", 0.08, 0.9),
}
HATCH_WIDTH = 0.8  # px
HATCH_STRENGTH = 0.62  # of the colour, the rest is land: strokes across an area stay behind its outline

ARROW_HEAD = 13.0  # px from its base to its point
ARROW_SHARE = 0.5  # of an arrow's length, which a head does not exceed
ARROW_HALF_WIDTH = 6.0  # px of the head, to each side
ARROW_TAIL = 0.35  # of the shaft's width, where a tapered one begins

WAS_WIDTH = 1.3  # px of a ring for an earlier count
WAS_DASH = (1.4, 2.2)  # of one for the most of a range
WAS_LEAST = 9.0  # px across, where the earlier count was not known
CHANGE_WIDTH = 1.6  # px of the strokes on a unit that came or is gone
CHANGE_CROSS = 9.0  # px across
CHANGE_TICK = (1.5, 6.0)  # px from the edge of a unit that is new, where its four ticks begin and end
# In the key: the count now and before, None where there is none; 4 is the largest circle of a sample.
CHANGE_SAMPLES: dict[ChangeKind, tuple[int | None, int | None]] = {
    "added": (1, None),
    "removed": (None, 2),
    "grown": (4, 2),
    "shrunk": (1, 4),
    "restated": (2, 4),
    "steady": (2, 2),
}


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """Type of a role. Sizes are px at the narrowest (335) and the widest (1050) artboard; never under 11."""

    narrow: float
    wide: float
    colour: str = "text"
    weight: Literal["regular", "semibold", "bold"] = "regular"
    italic: bool = False
    tracking: float = 0.0  # em between letters

    def size(self, width: float) -> float:
        """Px at an artboard of `width` px, between the two by the logarithm of the width."""
        share = log(width / 335) / log(1050 / 335)
        return round(self.narrow + (self.wide - self.narrow) * min(max(share, 0.0), 1.0), 1)

    @property
    def face(self) -> Face:
        return Face(self.weight, self.italic)


TYPE = {
    "title": TypeStyle(18, 27, weight="bold"),
    "subtitle": TypeStyle(13, 16, "muted"),
    "as_of": TypeStyle(12, 13, "muted"),
    "place": TypeStyle(13.5, 16, weight="bold"),
    "place_dense": TypeStyle(11.5, 12.5, weight="semibold"),
    "formations": TypeStyle(11.5, 13, "detail_text"),
    "country": TypeStyle(12, 17, "name_text", weight="semibold", tracking=0.24),
    "country_small": TypeStyle(11, 12.5, "name_text", weight="semibold", tracking=0.12),
    "region": TypeStyle(11, 11.5, "name_text", tracking=0.22),
    "water": TypeStyle(11.5, 14.5, "water_text", italic=True, tracking=0.08),
    "river": TypeStyle(11, 12, "water_text", italic=True, tracking=0.03),
    "note": TypeStyle(12, 14),
    "total": TypeStyle(13, 16, weight="semibold"),
    "callout": TypeStyle(11.5, 13, italic=True),
    "inset_title": TypeStyle(12, 13.5, weight="bold"),
    "locator": TypeStyle(11, 11.5, "name_text"),
    "locator_water": TypeStyle(11, 11.5, "water_text", italic=True),
    "town": TypeStyle(11, 12.5, "muted"),
    "city": TypeStyle(12, 15, "detail_text", weight="semibold"),
    "graticule": TypeStyle(11, 11, "muted"),
    "key": TypeStyle(11.5, 13),
    "key_title": TypeStyle(12, 13.5, weight="bold"),
    "scale": TypeStyle(11, 11.5, "muted"),
    "note_line": TypeStyle(11, 12, "muted"),
    "source": TypeStyle(11, 12, "muted"),
    "credit": TypeStyle(11, 12, "muted"),
}


_MOST_OF_WIDTH = 0.4  # of a narrower artboard's width, for its largest circle


def symbol_factor(width: float, widest: float, max_diameter: float) -> float:
    """By how much circles shrink on an artboard of `width` px, so that they keep their share of the map.

    `max_diameter` is that of the largest on the widest, whose size is the config's own.
    """
    factor = min(max(sqrt(width / widest), 0.5), 1.0)
    return factor if factor == 1 else min(factor, _MOST_OF_WIDTH * width / max_diameter)
