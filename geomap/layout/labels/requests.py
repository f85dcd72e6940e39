"""What wants a label on an artboard, in which settings, and where each may stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf, isfinite

import numpy as np
import shapely

from geomap.layout.collide import Flags, Floats
from geomap.layout.ground import SMOOTHING
from geomap.layout.labels.abbreviations import wordings
from geomap.layout.labels.by_hand import set_by_hand
from geomap.layout.labels.candidates import Front, about_point, off_line, on_line, on_own_side
from geomap.layout.labels.countries import at_any_cost, on_own_ground, open_circle, subjects
from geomap.layout.labels.search import Request
from geomap.layout.labels.settings import Ways, joined
from geomap.layout.labels.unit import HIDDEN, KEPT_FIRST, MOST_NAMED, UnitLabels
from geomap.layout.labels.waters import on_ground
from geomap.layout.subject import is_named
from geomap.layout.units.positions import Spots
from geomap.layout.view.projection import View
from geomap.marks.style import TYPE, zoom_of
from geomap.marks.text import Anchor, Block, TextRow, balanced, line_width
from geomap.page import Box
from geomap.relocations import Likewise, Relocation
from geomap.scene import Artboard, Label, Line, Placement, Scene
from geomap.scene.beneath import Beneath

# Units come first; what describes the ground gives way.
_PRIORITY = {"callout": 800.0, "note": 700.0, "water": 300.0, "country": 200.0, "region": 100.0, "locator": 50.0}

_OF_SUBJECTS = 350.0  # countries that units of the map stand in: before seas, after notes
_HELD = frozenset(("control", "assessed_control", "claimed_control"))  # roles of areas
_SMALL = "country_small"
_SHORTER, _SMALLER, _AS_CODE = 2.0, 6.0, 30.0  # cost of a name in more lines, in smaller type, of a code in its place
_SEAS_SOONER = 1.0  # of zoom
_NO_ROOM = "no room for a name from the basemap"
_REACH = 0.3  # of the map's width: how far a text may be moved from where it was put ...
_REACH_OF_LOW = 0.6  # ... or of its height, if that is less
# Cost of the name of a unit across a border of countries: more than of one led a little way off; where rows stand below
# it, less than to leave any of them out.
_ABROAD, _ABROAD_WITH_ROWS = 20.0, 8.0
_OFF_FRONTS = 6.0  # px, where a unit tells on which side of one its side stands
_OFF_ITS_GROUND = 25.0  # cost of a label beside the area it names
_LABEL_AREA = 2600.0  # px^2 of a common label
_CROWDED = 0.25  # of the map under labels: from there on they are set smaller
_NOTE_CLEARANCE = 6.0  # px; more than within a block, or a note reads as part of the label beside it


def label_requests(  # noqa: PLR0913, PLR0917 - all that has a say in it
    scene: Scene,
    beneath: Beneath,
    artboard: Artboard,
    view: View,
    spots: Spots,
    lines: dict[str, shapely.Geometry],
    *,
    states: Sequence[shapely.Geometry] = (),
    figures: bool,
    without: frozenset[str] = frozenset(),
) -> tuple[list[Request], list[Relocation | Likewise]]:
    """Every label that the artboard wants, and those that the config hides.

    `lines` are overlay lines in px, by id, `states` the borders of countries; with `figures` the counts of units stand
    below their names, `without` rows of some roles none do.
    """
    style = "place_dense" if is_crowded(spots, view) else "place"
    fronts = _fronts(scene, view, lines)
    lines_between = shapely.multilinestrings(shapely.get_parts(shapely.get_parts(list(states))))
    borders = [] if lines_between.is_empty else [Front(lines_between, cost=_ABROAD, least=_ABROAD_WITH_ROWS)]
    units = UnitLabels(scene, artboard, style, [*fronts, *borders], figures, without, _allies(spots, fronts))
    wanted = list(_wanted(units, beneath, view, spots, lines, fronts))
    hidden = [entry for entry in wanted if not isinstance(entry, Request)]
    return [entry for entry in wanted if isinstance(entry, Request)], hidden


def _fronts(scene: Scene, view: View, lines: dict[str, shapely.Geometry]) -> list[Front]:
    """What may lie between sides: overlay lines in px, by id, and the edges of what is held."""
    firm = {line.id for line in scene.lines if line.is_front}
    blurred = {line.id for line in scene.lines if line.approximate}
    held = view.geometries([area.geometry for area in scene.areas if area.role in _HELD])
    edges = [Front(shapely.boundary(ground)) for ground in held if not shapely.is_empty(ground)]
    fronts = [Front(line, id_ in firm, blur=SMOOTHING if id_ in blurred else 0.0) for id_, line in lines.items()]
    return [*fronts, *edges]


def _allies(spots: Spots, fronts: Sequence[Front]) -> dict[str, Floats]:
    """Where units stand off all firm fronts, in px, by the colour of their side; nothing on a map without a front."""
    firm = [front.line for front in fronts if front.is_firm]
    if not firm:
        return {}
    points = spots.discs[:, :2]
    is_off = ~np.any([shapely.dwithin(line, shapely.points(points), _OFF_FRONTS) for line in firm], axis=0)
    colours = np.array([symbol.colour for symbol in spots.symbols], dtype=object)
    return {colour: points[is_off & (colours == colour)] for colour in dict.fromkeys(colours.tolist())}


def is_crowded(spots: Spots, view: View) -> bool:
    """Whether the names of units cover so much of a map that they are set smaller."""
    return len(spots) * _LABEL_AREA > _CROWDED * view.frame.width * view.frame.height


def _wanted(  # noqa: PLR0913, PLR0917 - as of `label_requests`
    units: UnitLabels,
    beneath: Beneath,
    view: View,
    spots: Spots,
    lines: dict[str, shapely.Geometry],
    fronts: Sequence[Front],
) -> Iterator[Request | Relocation | Likewise]:
    scene, artboard = units.scene, units.artboard
    for spot in spots[:MOST_NAMED]:
        yield from units.request(spot)
    yield from units.beyond(spots.take(range(MOST_NAMED, len(spots))))
    areas = {area.id: area.geometry for area in (*beneath.areas, *scene.areas)}
    countries = {area.id: area.geometry for area in beneath.areas if area.role == "land"}
    named = {label.area for label in beneath.labels if label.style == "country"}
    about = subjects(scene, {name: area for name, area in countries.items() if name in named})
    about |= {label.area for label in beneath.labels if label.area and is_named(label.text, scene.about)}
    crossed = [replace(front, is_firm=False) for front in fronts]  # by notes, which may speak of both sides
    are_drawn = np.ones(len(spots), dtype=bool)
    are_drawn[[number for number, spot in spots.aside.items() if spot.parts]] = False
    texts = _Texts(
        artboard, view, scene.abbreviations, areas, crossed, spots.discs, are_drawn, countries, about, scene.about
    )
    for line in scene.lines:
        if line.callout and line.id in lines:
            yield from texts.callout(line, lines[line.id])
    yield from texts.labels((*scene.labels, *beneath.labels))


def region_requests(scene: Scene, beneath: Beneath, artboard: Artboard, view: View) -> Iterator[Request]:
    """The names of first-level regions, each on its own ground; none is missed."""
    texts = _Texts(artboard, view, scene.abbreviations, {}, (), about=scene.about)
    for request in texts.labels(beneath.regions):
        if isinstance(request, Request):
            yield replace(request, if_lost="")


@dataclass(frozen=True, slots=True)
class _Texts:
    """Makes the requests of what is no unit's: call-outs, notes, names."""

    artboard: Artboard
    view: View
    abbreviations: Mapping[str, str]
    areas: Mapping[str, shapely.Geometry]
    fronts: Sequence[Front]
    discs: Floats = field(default_factory=lambda: np.zeros((0, 3)))
    are_drawn: Flags = field(default_factory=lambda: np.zeros(0, dtype=bool))  # which of those, not sides in a row
    countries: Mapping[str, shapely.Geometry] = field(default_factory=dict)
    subjects: frozenset[str] = frozenset()
    about: str = ""  # the texts that say what the map is about

    def callout(self, line: Line, geometry: shapely.Geometry) -> Iterator[Request | Relocation]:
        """A sentence with a leader that ends on the line."""
        placement = self.artboard.placement_of(line.id, line.placement)
        text = placement.text or line.callout
        if placement.hide:
            yield Relocation(text, HIDDEN, by_rule=True)
            return
        widths = [size * TYPE["callout"].size(self.artboard.width) for size in (12.5, 9.5, 16.0)]
        blocks = self._blocks(self._wrapped(text, "callout", widths, "callout"), f"callout-{line.id}")
        request = Request(
            id=f"callout:{line.id}",
            text=text,
            priority=_PRIORITY["callout"] + self._kept("callouts", line.id),
            candidates=off_line(blocks, geometry, self.view.frame),
            home=1000,
            clearance=_NOTE_CLEARANCE,
        )
        if placement.is_set and len(request.candidates):
            seen = _longest_part(shapely.intersection(geometry, _rectangle(self.view.frame)))
            x, y = shapely.get_coordinates(shapely.line_interpolate_point(seen, 0.5, normalized=True))[0].tolist()
            request = set_by_hand(request, placement, (x, y), 0.0, line=seen)
        yield request

    def labels(self, labels: Sequence[Label]) -> Iterator[Request | Relocation]:
        """Notes and names, what they name projected at once."""
        bound = [label for label in labels if label.within is not None and self._suits_the_scale(label)]
        seen = self.view.geometries([label.within for label in bound])
        grounds = {id(label): ground for label, ground in zip(bound, seen, strict=True)}
        for label in labels:
            yield from self._label(label, grounds.get(id(label)))

    def _label(self, label: Label, ground: shapely.Geometry | None) -> Iterator[Request | Relocation]:
        """A note, or a name; nothing for a name from the basemap that is wider than the ground it names.

        `ground` is what is seen, in px, of what a name must lie on.
        """
        placement = self.artboard.placement_of(label.layer, label.placement) if label.layer else Placement()
        if placement.hide:
            yield Relocation(placement.text or label.text, HIDDEN, by_rule=True)
            return
        if placement.text:
            label = replace(label, text=placement.text)
        if label.style == "country" and ground is not None:
            yield from self._country(label, ground)
            return
        extent = _extent(label, self.view)
        if not self._suits_the_scale(label) or not self._fits(label, extent):
            return
        x, y = self.view.point(label.lon, label.lat)
        rows = self._note_rows(label) if label.style == "note" else self._name_rows(label)
        anchor: Anchor = "start" if label.style == "note" and len(rows[0].lines) > 2 else "middle"
        blocks = self._blocks(rows, f"{label.style}-{label.id}")
        if label.along is not None:
            candidates = self._along(label, label.along)
        else:
            candidates = about_point(blocks, x, y, self._reach, placement.anchor or anchor)
        role = "notes" if label.style == "note" else "labels"
        if role == "notes":
            candidates = on_own_side((x, y), candidates, self.fronts)
        request = Request(
            id=f"{label.style}:{label.id}",
            text=label.text,
            priority=self._priority(label) + self._kept(role, label.layer, label.style) - label.zoom,
            candidates=self._on_its_ground(label, extent, ground, candidates),
            clearance=_NOTE_CLEARANCE,
            home=inf if label.within is not None else 10.0,
            optional=label.extent is not None,
            if_lost=self._reason_if_lost(label, x, y),
        )
        is_fixed = placement.is_fixed and isfinite(x) and isfinite(y)  # a pole is nowhere on some maps
        yield set_by_hand(request, placement, (x, y), 0.0) if is_fixed else request

    def _country(self, label: Label, ground: shapely.Geometry) -> Iterator[Request]:
        """The name of a country from the basemap: nothing where none of its wordings lies on its ground, but of those
        that the map is about.
        """
        point = self.view.point(label.lon, label.lat)
        large, small = self._name_rows(label), self._name_rows(label, _SMALL)
        costs = [_SHORTER * number for number in range(len(large))]
        costs += [_SMALLER + _SHORTER * number for number in range(len(small))]
        rows = [*large, *small]
        if label.code:
            rows.append(TextRow((label.code,), label.style, _SMALL))
            costs.append(_AS_CODE)
        settings = list(zip(self._blocks(rows, f"country-{label.id}"), costs, strict=True))
        is_subject = label.area in self.subjects
        frame = self.view.frame.grown(-3)
        ways = on_own_ground(settings, ground, point, frame)
        seen = shapely.clip_by_rect(ground, frame.x, frame.y, frame.right, frame.bottom)
        if is_subject and not seen.is_empty and isfinite(point[0]) and isfinite(point[1]):
            anywhere = about_point([block for block, _ in settings], *point, self._reach, "middle")
            middles = anywhere.middles
            anywhere = anywhere.take(shapely.intersects_xy(seen, middles[:, 0], middles[:, 1]))
            end = open_circle(seen, point, self.discs, self.are_drawn)
            ways = joined([ways, at_any_cost(settings, anywhere, end, self._others(label.area))])
        priority = _OF_SUBJECTS if is_subject else _PRIORITY["country"]
        priority += min(float(seen.area) / (frame.width * frame.height), 1.0)
        if len(ways):
            yield Request(
                id=f"{label.style}:{label.id}",
                text=label.text,
                priority=priority + self._kept("labels", label.layer, label.style),
                candidates=ways,
                clearance=_NOTE_CLEARANCE,
                home=inf,
                optional=True,
                if_lost=self._reason_if_lost(label, *point),
            )

    def _others(self, own: str) -> Callable[[Floats], Flags]:
        """What tells which of some points in px lie in another country than one."""
        others = [area for id_, area in self.countries.items() if id_ != own]
        shapely.prepare(others)
        reaches = shapely.bounds(others).tolist()

        def are_abroad(points: Floats) -> Flags:
            lon, lat = self.view.to_degrees(points[:, 0], points[:, 1]).T
            abroad = np.zeros(len(points), dtype=bool)
            for area, (west, south, east, north) in zip(others, reaches, strict=True):
                for at in (lon - 360.0, lon, lon + 360.0):
                    near = ~abroad & (west <= at) & (at <= east) & (south <= lat) & (lat <= north)
                    if near.any():
                        abroad[near] = shapely.intersects_xy(area, at[near], lat[near])
            return abroad

        return are_abroad

    def _along(self, label: Label, line: shapely.Geometry) -> Ways:
        """A text that stands on its line, which it would be false beside, set without a break."""
        block = Block(
            (TextRow((label.text,), label.style, "town"),), self.artboard.width, id=f"{label.style}-{label.id}"
        )
        on, off = self.view.geometries([line, label.apart or shapely.MultiLineString()])
        return on_line(block, on, off, self.view.frame)

    @property
    def _reach(self) -> float:
        """Px that a text may be moved."""
        return min(_REACH * self.view.frame.width, _REACH_OF_LOW * self.view.frame.height)

    def _kept(self, role: str, *names: str) -> float:
        return KEPT_FIRST if self.artboard.keeps(role, *names) else 0.0

    def _blocks(self, rows: Sequence[TextRow], id_: str) -> list[Block]:
        return [Block((row,), self.artboard.width, id=id_) for row in rows]

    def _wrapped(self, text: str, role: str, widths: Sequence[float], style: str) -> list[TextRow]:
        """The same text wrapped to several widths, in full and then abbreviated, each setting once."""
        settings = {
            balanced(said, style, self.artboard.width, width): text
            for said in wordings(text, self.abbreviations, self.artboard)
            for width in widths
        }
        return [TextRow(lines, role, style, full) for lines, full in settings.items()]

    def _note_rows(self, label: Label) -> list[TextRow]:
        style = "total" if label.properties.get("is_total") else "note"
        size = TYPE[style].size(self.artboard.width)
        own_width = label.properties.get("width")
        widths = [float(str(own_width))] if own_width else [size * factor for factor in (11.0, 14.0, 18.0, 8.0)]
        return self._wrapped(label.text, "note", widths, style)

    def _name_rows(self, label: Label, style: str = "") -> list[TextRow]:
        """A name on one line, on two of about equal length, or word by word; in full, or abbreviated."""
        said = self._names(label)
        settings = dict.fromkeys(
            lines
            for text in said
            for lines in (tuple(text.split("\n")), self._halved(text, style or label.style), tuple(text.split()))
        )
        return [TextRow(lines, label.style, style, full=said[0]) for lines in settings]

    def _reason_if_lost(self, label: Label, x: float, y: float) -> str:
        """What is said of a lost name from the basemap; nothing of waters, of one beside the map or in a locator."""
        is_seen = label.extent and label.style == "country" and self.view.frame.contains(Box(x, y, 0, 0))
        return _NO_ROOM if is_seen else ""

    def _halved(self, text: str, style: str) -> tuple[str, ...]:
        board = self.artboard.width
        longest = max(line_width(line, style, board) for line in text.split("\n"))
        return balanced(text, style, board, 0.75 * longest)

    def _names(self, label: Label) -> list[str]:
        """The wordings of a name, countries in capitals, and regions that are no layer's, as towns have their names."""
        said = wordings(label.text, self.abbreviations, self.artboard)
        in_capitals = label.style == "country" or (label.style == "region" and not label.layer)
        return [text.upper() if in_capitals else text for text in said]

    def _suits_the_scale(self, label: Label) -> bool:
        """Whether a water is named at this scale; seas sooner than lakes, as they are all there is of a map's half."""
        zoom = zoom_of(self.view.nominal_km_per_px) + (0.0 if label.is_lake else _SEAS_SOONER)
        return label.zoom <= zoom or is_named(label.text, self.about)

    def _priority(self, label: Label) -> float:
        """A name from the basemap that the map is about comes before others."""
        is_subject = label.extent is not None and is_named(label.text, self.about)
        return _OF_SUBJECTS if is_subject else _PRIORITY[label.style]

    def _fits(self, label: Label, extent: Box | None) -> bool:
        """Whether a name that comes from the basemap is no wider than the ground it names."""
        if extent is None:
            return True
        return line_width(self._names(label)[-1], label.style, self.artboard.width) < 1.1 * extent.width

    def _on_its_ground(
        self, label: Label, extent: Box | None, ground: shapely.Geometry | None, candidates: Ways
    ) -> Ways:
        """The candidates of a name whose middle lies in what it names.

        A name from the basemap has no others; a label of the config may stand beside its area at a cost.
        """
        area = self.areas.get(label.area)
        if extent is not None:
            reaches = candidates.reaches
            candidates = candidates.take(extent.holds(reaches[:, :2]) & extent.holds(reaches[:, 2:]))
        if ground is not None:
            return on_ground(ground, candidates)
        if area is None or not len(candidates):
            return candidates
        middles = candidates.middles
        lon, lat = self.view.to_degrees(middles[:, 0], middles[:, 1]).T
        inside = np.any([shapely.intersects_xy(area, lon + turn, lat) for turn in (-360.0, 0.0, 360.0)], axis=0)
        return candidates.dearer(np.where(inside, 0.0, _OFF_ITS_GROUND)) if extent is None else candidates.take(inside)


def _extent(label: Label, view: View) -> Box | None:
    """The box in px that a name from the basemap must not leave; None for a label of the config's own."""
    if label.extent is None:
        return None
    west, south, east, north = label.extent
    lon, lat = np.array([west, (west + east) / 2, east]).repeat(2), np.array([south, north] * 3)
    corners = view.to_px(lon, lat)
    (left, top), (right, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return Box(left, top, right - left, bottom - top).grown(6)


def _rectangle(box: Box) -> shapely.Geometry:
    return shapely.box(box.x, box.y, box.right, box.bottom)


def _longest_part(line: shapely.Geometry) -> shapely.Geometry:
    return max(shapely.get_parts(line), key=shapely.length)
