"""Where the symbols lie on a page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from math import sqrt

import numpy as np
import shapely

from geomap.facts.columns import Floats, Numbers, Records, Rows
from geomap.layout.view.projection import View
from geomap.marks.change import changed_diameter, was_diameter
from geomap.marks.size import SizeScale
from geomap.marks.unit import drawn_diameter
from geomap.on_demand import OnDemand
from geomap.relocations import Likewise
from geomap.scene import Scene, Symbol

_WAYS = ((1.0, 0.0), (0.0, 1.0), (sqrt(0.5), sqrt(0.5)), (sqrt(0.5), -sqrt(0.5)))  # of a row: right, down
_MOST_TURNED = 60  # places of several sides; of more all rows are level, as there is no room to turn them
_BETWEEN, _UNKNOWN = " · ", "?"  # the figures of several sides, and of one that is not known
MOST = 500  # symbols that are set apart; of more the smaller simply lie on top of the larger


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a unit's symbol lies on the page, and how far its marks reach.

    `true_point` is where the unit is, for a symbol that was moved aside; `origin` is where a unit was that has moved,
    with the radius of its marks there. `members` are the spots of the units that it stands for; within `room` px
    of it a text has no line below it. An `unsized` one stands for too many to be drawn to scale. `parts` are those of
    several sides at one place, which stand side by side; its symbol is then what they are called together.
    """

    symbol: Symbol
    x: float
    y: float
    radius: float
    true_point: tuple[float, float] | None = None
    origin: tuple[float, float, float] | None = None
    members: tuple[Spot, ...] = ()
    room: float = 0.0
    unsized: bool = False
    parts: tuple[Spot, ...] = ()

    @property
    def says_more(self) -> bool:
        """Whether it says more than where a unit is and how far its marks reach."""
        return bool(self.true_point or self.origin or self.members or self.room or self.unsized or self.parts)

    @property
    def height(self) -> float:
        """How far it reaches up and down; less than to both sides where several stand in a row."""
        return max((abs(part.y - self.y) + part.radius for part in self.parts), default=self.radius)

    @property
    def each(self) -> tuple[Spot, ...]:
        """The spots that it is made of: those of a crowd, of the sides at a place, or itself."""
        return self.members or self.parts or (self,)

    @property
    def units(self) -> Iterator[str]:
        """The ids of all units that it stands for."""
        for spot in self.each:
            yield from spot.symbol.units or (spot.symbol.unit,)

    def at(self, x: float, y: float) -> Spot:
        """The same elsewhere."""
        parts = tuple(part.at(part.x + x - self.x, part.y + y - self.y) for part in self.parts)
        return replace(self, x=x, y=y, parts=parts)


@dataclass(frozen=True, slots=True, eq=False)
class Spots(OnDemand[Spot]):
    """Symbols with their places: `discs` are x, y, radius, a row each. Of those that say more than that, as where they
    have come from, `aside` holds the spots, by their numbers.
    """

    symbols: Rows[Symbol]
    discs: Floats
    aside: Mapping[int, Spot] = field(default_factory=dict)

    @classmethod
    def of(cls, spots: Sequence[Spot]) -> Spots:
        """Spots that are there already."""
        aside = {number: spot for number, spot in enumerate(spots) if spot.says_more}
        return cls(Records(spot.symbol for spot in spots), discs_of(spots), aside)

    def __len__(self) -> int:
        return len(self.discs)

    def _make(self, number: int) -> Spot:
        return self.aside.get(number) or Spot(self.symbols[number], *self.discs[number].tolist())

    def _some(self, numbers: range) -> Spots:
        return self.take(numbers)

    def take(self, numbers: Numbers) -> Spots:
        """Some of the spots, by their numbers."""
        rows = np.asarray(numbers, dtype=np.int64)
        aside = {place: self.aside[row] for place, row in enumerate(rows.tolist()) if row in self.aside}
        return Spots(self.symbols.take(rows), self.discs[rows], aside)

    def without(self, units: Collection[str]) -> Spots:
        """The spots but for those of some units."""
        if not units:
            return self
        return self.take([number for number, unit in enumerate(self.symbols.ids) if unit not in units])

    def before(self, others: Spots) -> Spots:
        """These and then others."""
        if not others:
            return self
        aside = {number + len(self): spot for number, spot in others.aside.items()}
        symbols = Records((*self.symbols, *others.symbols))
        return Spots(symbols, np.concatenate([self.discs, others.discs]), {**self.aside, **aside})

    @property
    def marked(self) -> Rows[Symbol]:
        """The symbols that are drawn: of several sides at one place each."""
        if not any(spot.parts for spot in self.aside.values()):
            return self.symbols
        return Records(part.symbol for spot in self for part in spot.parts or (spot,))

    @property
    def are_plain(self) -> bool:
        """Whether each is a unit where it is: none has changed, was moved aside or is a crowd."""
        return not (self.aside or any(symbol.change for symbol in self.symbols.samples()))


def spots_in(scene: Scene, view: View, scale: SizeScale) -> Spots:
    """Where the symbols lie on the page, those outside the frame left out, the largest first."""
    symbols = scene.symbols
    if not symbols:
        return Spots.of(())
    lat, lon = symbols.lat_lon
    points = view.to_px(lon, lat)
    radius = symbols.by_count(lambda troops: drawn_diameter(troops, scale) / 2)
    changed = symbols.numbers_where(lambda symbol: symbol.change is not None)
    for number in changed:
        radius[number] = changed_diameter(symbols[number], scale) / 2
    came = {number: _come(symbols[number], (*points[number], radius[number]), view, scale) for number in changed}
    order = symbols.in_order
    order = order[view.frame.holds(points)[order]]
    order = order[np.argsort(-radius[order], kind="stable")]
    aside = {place: spot for place, row in enumerate(order.tolist()) if (spot := came.get(row))} if came else {}
    spots = Spots(symbols.take(order), np.column_stack([points, radius])[order], aside)

    return _side_by_side(spots, partial(_country_at, scene, view))


def radii(symbols: Rows[Symbol], scale: SizeScale) -> Floats:
    """How far the marks of symbols reach to both sides, in px; those of several sides at a place together."""
    reach = symbols.by_count(lambda troops: drawn_diameter(troops, scale) / 2)
    for numbers in _rows_of_sites(symbols):
        reach[numbers] = reach[numbers].sum()
    return reach


def _rows_of_sites(symbols: Rows[Symbol]) -> list[list[int]]:
    """The numbers of the symbols of several sides at one place, in their order there."""
    sites: dict[str, dict[int, int]] = {}
    for number in symbols.numbers_where(lambda symbol: symbol.site is not None):
        if site := symbols[number].site:
            sites.setdefault(site[0], {})[site[1]] = number
    return [[sides[which] for which in sorted(sides)] for sides in sites.values() if len(sides) > 1]


def _country_at(scene: Scene, view: View, x: float, y: float) -> str:
    """In which country a px lies; empty for none."""
    lon, lat = view.degrees(x, y)
    for area in scene.beneath.areas:
        shapely.prepare(area.geometry)
        if area.role == "land" and shapely.intersects_xy(area.geometry, [lon, lon + 360.0, lon - 360.0], lat).any():
            return area.id
    return ""


def _side_by_side(spots: Spots, whose: Callable[[float, float], str]) -> Spots:
    """The spots, those of several sides at one place in a row that is centred there, each touching the next.

    Of many each stands for itself, the first with the name of the place. `whose` tells in which country a px is.
    """
    rows = _rows_of_sites(spots.symbols)
    if not rows:
        return spots
    together = [[spots[number] for number in numbers] for numbers in rows]
    if len(rows) > _MOST_TURNED:
        in_rows = [_in_a_row(some, *_WAYS[0]) for some in together]
    else:
        in_rows = [_on_own_ground(some, whose) for some in together]
    if len(spots) > MOST:
        discs = spots.discs.copy()
        for numbers, parts in zip(rows, in_rows, strict=True):
            discs[numbers] = discs_of(parts)
        unnamed = {n: replace(spots.symbols[n], label="") for numbers in rows for n in numbers[1:]}
        return Spots(spots.symbols.replaced(unnamed), discs, spots.aside)
    gone = {number for numbers in rows for number in numbers}
    alone = (spot for number, spot in enumerate(spots) if number not in gone)
    return Spots.of(sorted((*alone, *map(_together, in_rows)), key=lambda spot: -spot.radius))


def _on_own_ground(spots: Sequence[Spot], whose: Callable[[float, float], str]) -> list[Spot]:
    """Spots of one place in a row: level, or so turned that none has its middle in another country than the place."""
    own = whose(spots[0].x, spots[0].y)
    rows = [_in_a_row(spots, *way) for way in _WAYS]
    return next((row for row in rows if all(whose(spot.x, spot.y) in ("", own) for spot in row)), rows[0])


def _in_a_row(spots: Sequence[Spot], right: float, down: float) -> list[Spot]:
    """Spots of one place, each touching the next, their row centred there, in a direction on the page."""
    away = -sum(spot.radius for spot in spots)
    found = []
    for spot in spots:
        away += spot.radius
        found.append(spot.at(spot.x + away * right, spot.y + away * down))
        away += spot.radius
    return found


def _together(parts: Sequence[Spot]) -> Spot:
    """A row of spots as one, whose symbol says what is at the place."""
    first, last, radius = parts[0], parts[-1], sum(spot.radius for spot in parts)
    symbols = [spot.symbol for spot in parts]
    counted = [symbol for symbol in symbols if symbol.troops is not None]
    figures = [symbol.figure or ("" if symbol.troops and symbol.troops.is_known else _UNKNOWN) for symbol in counted]
    is_said = all(figures) and {*figures} != {_UNKNOWN}
    symbol = replace(
        first.symbol,
        formations=tuple(dict.fromkeys(text for symbol in symbols for text in symbol.formations)),
        pictograms=tuple(dict.fromkeys(pictogram for symbol in symbols for pictogram in symbol.pictograms)),
        figure=_BETWEEN.join(figures) if is_said else "",
        figures=tuple(zip((symbol.colour for symbol in counted), figures, strict=True)) if is_said else (),
        placement=next((symbol.placement for symbol in symbols if symbol.placement), None),
        slot=next((symbol.slot for symbol in symbols if symbol.slot is not None), None),
    )
    # of the way between the outer middles, so that both ends of the row are as far off
    share = (radius - first.radius) / max(2 * radius - first.radius - last.radius, 1e-9)
    middle = first.x + (last.x - first.x) * share, first.y + (last.y - first.y) * share
    return Spot(symbol, *middle, radius, parts=tuple(parts))


def told(symbols: Rows[Symbol], numbers: Sequence[int], reason: str) -> Likewise:
    """What became of some symbols, by their numbers; units without a name are called by their id."""
    ids, labels = symbols.ids, symbols.labels
    return Likewise([ids[row] for row in numbers], [labels[row] or ids[row] for row in numbers], reason)


def discs_of(spots: Iterable[Spot]) -> Floats:
    """What single spots cover, as rows of x, y, radius."""
    return np.array([(spot.x, spot.y, spot.radius) for spot in spots], dtype=float).reshape(-1, 3)


def _come(symbol: Symbol, disc: Sequence[float], view: View, scale: SizeScale) -> Spot | None:
    """The spot of a unit that has come from elsewhere."""
    origin = _origin(symbol, view, scale)
    x, y, radius = map(float, disc)
    return Spot(symbol, x, y, radius, origin=origin) if origin else None


def _origin(symbol: Symbol, view: View, scale: SizeScale) -> tuple[float, float, float] | None:
    if symbol.change is None or symbol.change.origin is None:
        return None
    return *view.point(*symbol.change.origin), was_diameter(symbol.change.before, scale) / 2
