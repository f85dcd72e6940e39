"""The APP-6 family: NATO's symbols of land units, composed of a frame, an icon, an echelon's mark and an HQ's staff.

A name is `<affiliation>[-<icon>][-<echelon>][-hq]`, such as `hostile-tank-brigade-hq`. Drawn from the public standard.
Whatever is added, the frame keeps its size and place in the unit box. For the key, `<echelon>` alone is its mark, and
`<affiliation>-fill` what a frame encloses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import NamedTuple

from geomap.facts import Affiliation
from geomap.symbols.app6_frames import CENTRE, FRAMES, WEIGHT, Frame
from geomap.symbols.app6_icons import ICONS
from geomap.symbols.family import Family, Mark, Shown
from geomap.symbols.shapes import Outline, Polygon, area, circle, drawn, merged, rect, stroke, translate
from geomap.symbols.words import APP6_INSTALLATIONS, RANKS, app6_key

MARK_HEIGHT = 7.0
MARK_GAP = 1.5  # between the frame and the mark above it
STAFF_FOOT = 19.9  # below the centre
FILL = "fill"  # in an icon's place
_STAFF = "staff"
ALONE = 1.4  # how much larger a mark is drawn that stands alone


class Parts(NamedTuple):
    """What a symbol is composed of."""

    affiliation: str
    icon: str = ""
    echelon: str = ""
    is_headquarters: bool = False


def _dot() -> tuple[Polygon, ...]:
    return (circle(0, 0, 2.6),)


def _bar() -> tuple[Polygon, ...]:
    return (rect(-1.4, -3.5, 1.4, 3.5),)


def _cross() -> tuple[Polygon, ...]:
    arms = (stroke((-2.8, -2.8), (2.8, 2.8), width=1.9), stroke((-2.8, 2.8), (2.8, -2.8), width=1.9))
    return merged(*((arm,) for arm in arms))


def _slashed_circle() -> tuple[Polygon, ...]:
    return merged((circle(0, 0, 3.2), circle(0, 0, 1.5)), (stroke((-3.8, 2.8), (3.8, -2.8), width=1.4),))


MARKS = {  # echelon -> mark, how many of it, how far apart
    "team": (_slashed_circle, 1, 0.0),
    "squad": (_dot, 1, 0.0),
    "section": (_dot, 2, 7.4),
    "platoon": (_dot, 3, 7.4),
    "company": (_bar, 1, 0.0),
    "battalion": (_bar, 2, 5.6),
    "regiment": (_bar, 3, 5.6),
    "brigade": (_cross, 1, 0.0),
    "division": (_cross, 2, 8.6),
    "corps": (_cross, 3, 8.6),
    "army": (_cross, 4, 8.6),
}


class Composed(Mapping[str, Outline]):
    """Every name's outline, composed when it is asked for. Goes through the names of a sheet, not through all."""

    def __getitem__(self, name: str) -> Outline:
        return _compose(_parts()[name])

    def __iter__(self) -> Iterator[str]:
        return iter(_sheet())

    def __len__(self) -> int:
        return len(_sheet())


def _name(parts: Parts) -> str:
    return app6_key(*parts).removeprefix("app6/")


@cache
def _parts() -> dict[str, Parts]:
    """Every name that can be composed."""
    every = [Parts(*parts) for parts in product(FRAMES, ("", *ICONS), ("", *MARKS), (False, True))]
    every += [Parts("", echelon=echelon) for echelon in MARKS]
    every += [Parts(affiliation, FILL) for affiliation in FRAMES]
    return {_name(parts): parts for parts in every if not (parts.echelon and parts.icon in APP6_INSTALLATIONS)}


def _sheet() -> dict[str, Parts]:
    """Each icon in each frame, then each echelon once, then a headquarters in each frame."""
    shown = [
        *(Parts(affiliation, icon) for affiliation in FRAMES for icon in ICONS),
        *(Parts("friend", "infantry", echelon) for echelon in MARKS),
        *(Parts(affiliation, "infantry", "brigade", True) for affiliation in FRAMES),
    ]
    return {_name(parts): parts for parts in shown}


@cache
def _compose(parts: Parts) -> Outline:
    rings = _framed(parts) if parts.affiliation else _mark(parts.echelon, 0, ALONE)
    placed = [translate(ring, *CENTRE) for ring in rings]
    return drawn(*(ring for ring in placed if area(ring) > 0), holes=(ring for ring in placed if area(ring) < 0))


def _framed(parts: Parts) -> list[Polygon]:
    """The frame and all about it, about the origin of the grid."""
    frame, is_dashed = FRAMES[parts.affiliation]
    if parts.icon == FILL:
        return [frame.ring(0)]
    shapes = [*frame.line(is_dashed), *(ICONS[parts.icon](frame) if parts.icon else ())]
    if parts.is_headquarters or parts.icon == "headquarters":
        shapes.append((_staff(frame),))
    return [*merged(*shapes), *_mark(parts.echelon, frame.top - MARK_GAP - MARK_HEIGHT / 2)]


def _staff(frame: Frame) -> Polygon:
    """Down from the left end of the frame."""
    x, y = min(frame.ring(0), key=lambda point: (round(point[0], 6), -point[1]))
    return rect(x, y - WEIGHT, x + WEIGHT, STAFF_FOOT)


def _mark(echelon: str, y: float, scale: float = 1.0) -> list[Polygon]:
    """An echelon's mark, its middle at height `y`."""
    if not echelon:
        return []
    draw, count, step = MARKS[echelon]
    mark = [tuple((x * scale, down * scale) for x, down in ring) for ring in draw()]
    return [translate(ring, (place - (count - 1) / 2) * step * scale, y) for place in range(count) for ring in mark]


class _App6(Family):
    """Frames say whose a unit is; marks above them how large it is."""

    def outline_of(self, shown: Shown) -> str:
        """The symbol as a whole."""
        return app6_key(shown.affiliation, shown.icon, shown.echelon, shown.is_headquarters)

    def meaning(self, shown: Shown) -> str:
        """That of the icon."""
        return shown.meaning or shown.icon

    def about(self, shown: Shown) -> str:
        """The icon, whatever kind it is of."""
        return f"icon {shown.icon}"

    def fill_of(self, shown: Shown) -> str:
        """What the frame encloses."""
        return app6_key(shown.affiliation, FILL)

    def says(self, shown: Shown) -> tuple[str, ...]:
        """The icon, the frame, and what stands about it."""
        echelon = f"echelon {shown.echelon}" if shown.echelon and shown.icon not in APP6_INSTALLATIONS else ""
        staff = _STAFF if shown.is_headquarters else ""
        return (self.about(shown), f"frame {shown.affiliation}", *filter(None, (echelon, staff)))

    def frame_of(self, affiliation: Affiliation) -> str:
        """The empty frame."""
        return app6_key(affiliation, "")

    def marks(self, shown: Sequence[Shown]) -> Iterator[Mark]:
        """The marks of echelons, the largest first, and the staff."""
        echelons = {one.echelon for one in shown if one.icon not in APP6_INSTALLATIONS}
        for echelon in reversed(RANKS):
            if echelon in echelons:
                yield Mark(app6_key("", "", echelon), f"echelon.{echelon}", f"echelon {echelon}")
        kinds = {one.kind for one in shown}
        if any(one.is_headquarters for one in shown) and "headquarters" not in kinds:
            affiliation = next(one.affiliation for one in shown if one.is_headquarters)
            yield Mark(app6_key(affiliation, "headquarters"), "pictogram.headquarters", _STAFF)


# In the key without echelons, so that a row holds a frame.
FAMILY = _App6("app6", Composed(), size=28.0, key_size=24.0, fills_box=False, has_frames=True)
