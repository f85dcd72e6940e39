"""What wants a label on an artboard, in which settings, and where each may stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from geomap.layout.candidates import about_point, around_circle, off_line
from geomap.layout.labels import Candidate, Request
from geomap.layout.projection import View
from geomap.layout.style import TYPE
from geomap.layout.text import Anchor, Block, PictogramRow, TextRow, balanced, line_width
from geomap.page import Box
from geomap.scene import Artboard, Label, Line, Scene, Symbol

# Units come first, and among them the larger; what describes the ground gives way.
_PRIORITY = {
    "unit": 1000.0,
    "callout": 800.0,
    "note": 700.0,
    "water": 300.0,
    "country": 200.0,
    "region": 100.0,
    "locator": 50.0,
}

_REACH = 0.3  # of the map's width: how far a text may be moved from where it was put
_WITHOUT_FORMATIONS = 9.0  # cost of a label that leaves them out
_WITHOUT_PICTOGRAMS = 30.0
_OFF_ITS_GROUND = 25.0  # cost of a label beside the area it names
_OTHER_SIDE = 12.0  # cost of a label across a front from its symbol
_LABEL_AREA = 2600.0  # px^2 of a common label
_CROWDED = 0.25  # of the map under labels: from there on they are set smaller
_NOTE_CLEARANCE = 6.0  # px; more than within a block, or a note reads as part of the label beside it


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a unit's symbol lies on the page, and how far its marks reach.

    `true_point` is where the unit is, for a symbol that was moved aside.
    """

    symbol: Symbol
    x: float
    y: float
    radius: float
    true_point: tuple[float, float] | None = None


def label_requests(
    scene: Scene, artboard: Artboard, view: View, spots: Sequence[Spot], lines: dict[str, shapely.Geometry]
) -> list[Request]:
    """Every label of the artboard. `lines` are the scene's overlay lines in px, by id."""
    crowded = len(spots) * _LABEL_AREA > _CROWDED * view.frame.width * view.frame.height
    areas = {area.id: area.geometry for area in scene.areas}
    style = "place_dense" if crowded else "place"
    fronts = list(lines.values())
    requests = [_unit(spot, artboard, style, fronts) for spot in spots if spot.symbol.label]
    for line in scene.lines:
        if line.callout and line.id in lines and not artboard.drops("callouts", line.id):
            requests.append(_callout(line, artboard, lines[line.id], view.frame))
    for label in scene.labels:
        role = "notes" if label.style == "note" else "labels"
        if not artboard.drops(role, label.id, label.style) and _fits_its_ground(label, artboard, view):
            requests.append(_text(label, artboard, view, areas))
    return requests


def _fits_its_ground(label: Label, artboard: Artboard, view: View) -> bool:
    """Whether a name that comes from the basemap is no wider than the ground it names."""
    ground = _ground(label, view)
    return ground is None or line_width(_printed(label), label.style, artboard.width) < 1.1 * ground.width


def _ground(label: Label, view: View) -> Box | None:
    """The box in px that a name from the basemap must not leave; None for a label of the config's own."""
    if label.extent is None:
        return None
    west, south, east, north = label.extent
    corners = [view.point(lon, lat) for lon in (west, (west + east) / 2, east) for lat in (south, north)]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    return Box(left, top, right - left, bottom - top).grown(6)


def _unit(spot: Spot, artboard: Artboard, style: str, fronts: Sequence[shapely.Geometry]) -> Request:
    symbol = spot.symbol
    name = TextRow((symbol.label,), "place", style)
    pictograms = () if artboard.drops("pictograms") else symbol.pictograms
    icons = (PictogramRow(pictograms),) if pictograms else ()
    formations = () if artboard.drops("formations") else symbol.formations
    described = tuple(TextRow((text,), "formations") for text in formations)
    losses = {
        (name, *icons, *described): 0.0,
        (name, *icons): _WITHOUT_FORMATIONS,
        (name,): _WITHOUT_PICTOGRAMS,
    }
    settings = [
        (Block(rows, artboard.width, owner=symbol.unit, id=f"label-{symbol.unit}"), 0.0 if not index else loss)
        for index, (rows, loss) in enumerate(losses.items())
    ]
    beside = around_circle(settings, spot.x, spot.y, spot.radius)
    return Request(
        id=f"unit:{symbol.unit}",
        text=symbol.label,
        priority=_PRIORITY["unit"] + spot.radius,
        candidates=_on_own_side(*(spot.true_point or (spot.x, spot.y)), tuple(beside), fronts),
        unit=symbol.unit,
    )


def _on_own_side(
    x: float, y: float, candidates: tuple[Candidate, ...], fronts: Sequence[shapely.Geometry]
) -> tuple[Candidate, ...]:
    """The candidates, dearer where a line such as a front lies between a point and the label that speaks of it."""
    if not candidates or not fronts:
        return candidates
    sight = shapely.linestrings([[(x, y), candidate.box.centre] for candidate in candidates])
    crossed = np.any([shapely.intersects(front, sight) for front in fronts], axis=0)
    return tuple(
        replace(candidate, cost=candidate.cost + _OTHER_SIDE) if across else candidate
        for candidate, across in zip(candidates, crossed.tolist(), strict=True)
    )


def _settings(text: str, role: str, artboard: Artboard, widths: Sequence[float], style: str) -> Iterator[TextRow]:
    """The same text wrapped to several widths, each setting once."""
    seen = set()
    for width in widths:
        lines = balanced(text, style, artboard.width, width)
        if lines not in seen:
            seen.add(lines)
            yield TextRow(lines, role, style)


def _callout(line: Line, artboard: Artboard, geometry: shapely.Geometry, frame: Box) -> Request:
    widths = [size * TYPE["callout"].size(artboard.width) for size in (12.5, 9.5, 16.0)]
    rows = _settings(line.callout, "callout", artboard, widths, "callout")
    blocks = [Block((row,), artboard.width, id=f"callout-{line.id}") for row in rows]
    candidates = tuple(off_line(blocks, geometry, frame))
    return Request(
        f"callout:{line.id}", line.callout, _PRIORITY["callout"], candidates, home=1000, clearance=_NOTE_CLEARANCE
    )


def _text(label: Label, artboard: Artboard, view: View, areas: Mapping[str, shapely.Geometry]) -> Request:
    x, y = view.point(label.lon, label.lat)
    rows = _note_rows(label, artboard) if label.style == "note" else _name_rows(label)
    anchor: Anchor = "start" if label.style == "note" and len(rows[0].lines) > 2 else "middle"
    blocks = [Block((row,), artboard.width, id=f"{label.style}-{label.id}") for row in rows]
    candidates = tuple(about_point(blocks, x, y, _REACH * view.frame.width, anchor))
    candidates = _on_its_ground(label, candidates, areas.get(label.area), view)
    priority = _PRIORITY[label.style]
    return Request(
        f"{label.style}:{label.id}",
        label.text,
        priority,
        candidates,
        clearance=_NOTE_CLEARANCE,
        optional=label.extent is not None,
    )


def _on_its_ground(
    label: Label, candidates: tuple[Candidate, ...], area: shapely.Geometry | None, view: View
) -> tuple[Candidate, ...]:
    """The candidates of a name whose middle lies in what it names.

    A name from the basemap has no others; a label of the config may stand beside its area at a cost.
    """
    ground = _ground(label, view)
    if ground is not None:
        candidates = tuple(candidate for candidate in candidates if ground.contains(candidate.box))
    if area is None or not candidates:
        return candidates
    middles = np.array([candidate.box.centre for candidate in candidates])
    lon, lat = view.to_degrees(middles[:, 0], middles[:, 1]).T
    inside = np.any([shapely.intersects_xy(area, lon + turn, lat) for turn in (-360.0, 0.0, 360.0)], axis=0).tolist()
    if ground is not None:
        return tuple(candidate for candidate, within in zip(candidates, inside, strict=True) if within)
    return tuple(
        candidate if within else replace(candidate, cost=candidate.cost + _OFF_ITS_GROUND)
        for candidate, within in zip(candidates, inside, strict=True)
    )


def _note_rows(label: Label, artboard: Artboard) -> list[TextRow]:
    style = "total" if label.properties.get("is_total") else "note"
    size = TYPE[style].size(artboard.width)
    own_width = label.properties.get("width")
    widths = [float(str(own_width))] if own_width else [size * factor for factor in (11.0, 8.0, 14.0, 18.0)]
    return list(_settings(label.text, "note", artboard, widths, style))


def _name_rows(label: Label) -> list[TextRow]:
    """A name on one line, or word by word."""
    text = _printed(label)
    return [TextRow(lines, label.style) for lines in dict.fromkeys(((text,), tuple(text.split())))]


def _printed(label: Label) -> str:
    """Countries in capitals."""
    return label.text.upper() if label.style == "country" else label.text
