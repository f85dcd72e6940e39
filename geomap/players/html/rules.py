"""What one artboard shows of a scene, as the page's data: the rules themselves are those of the static maps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import asinh, pi, radians, tan
from typing import Any

from geomap.facts.columns import Rows
from geomap.layout.frame import artboard_scale, circle_room
from geomap.layout.key.box import key_colour, shows_sizes, unexplained
from geomap.marks import style
from geomap.marks.size import SizeScale
from geomap.marks.unit import faded
from geomap.players.html.geometry import looks, unwrapped
from geomap.scene import Area, Artboard, Bounds, Label, Placement, Scene, Symbol
from geomap.wording.shorter import abbreviated
from geomap.wording.whole import whole

MERCATOR_LIMIT = 85.0511  # degrees of latitude; the square world of Web Mercator ends here

_BANDS = ("title", "subtitle", "credit")


def artboard_data(scene: Scene, artboard: Artboard, kept: Scene) -> dict[str, Any]:
    """The rule of one width: its circles, its type, and what it leaves out. `kept` is what it shows of the scene."""
    widest = max(other.width for other in scene.artboards)
    scale = artboard_scale(SizeScale(scene.largest_value, scene.max_diameter), artboard.width, widest)
    bounds = _limited(unwrapped(artboard.bounds or scene.bounds))
    return {
        "id": artboard.id,
        "width": artboard.width,
        "max_diameter": round(scale.max_diameter, 3),
        "key": artboard.key,
        "key_sizes": shows_sizes(kept, kept.symbols),
        "key_colour": key_colour(kept),
        "old_colour": faded(key_colour(kept), scene.style),
        "left_out": left_out(scene, kept),
        "set": set_texts(scene, artboard),
        "abbreviate": artboard.abbreviate,
        "crowds": artboard.crowds,
        **({"apart": apart} if (apart := _kept_units(scene, artboard)) else {}),
        "room": round(circle_room(artboard, scene.artboards, scene.max_diameter), 3) if scene.fits_units else 0,
        "bounds": list(bounds),
        "aspect": round(_aspect(bounds), 4),
        "type": {role: look.size(artboard.width) for role, look in style.TYPE.items()},
    }


def _kept_units(scene: Scene, artboard: Artboard) -> list[int]:
    """The symbols that are never added up with others, as `keep` names them or all units."""
    if not any(rule.partition(".")[0] == "units" for rule in artboard.keep):
        return []
    return [number for number, symbol in enumerate(scene.symbols) if artboard.keeps("units", symbol.unit)]


def _limited(bounds: Bounds) -> Bounds:
    west, south, east, north = bounds
    return west, max(south, -MERCATOR_LIMIT), east, min(north, MERCATOR_LIMIT)


def _aspect(bounds: Bounds) -> float:
    """Width over height in Web Mercator."""
    west, south, east, north = bounds
    return (east - west) * pi / 180 / (asinh(tan(radians(north))) - asinh(tan(radians(south))))


def key_rows(scene: Scene, artboard: Artboard, kept: Scene, shown: dict[str, list[dict[str, Any]]]) -> list[int]:
    """Which rows of the key an artboard needs: of areas and lines only what the page shows and no text names."""
    seen = looks(shown)
    bounds = unwrapped(artboard.bounds or scene.bounds)
    return [
        scene.key.rows.index(row)
        for row in unexplained(kept, _within(kept.symbols, bounds))
        if row.kind not in ("area", "line") or (row.kind, row.sample, row.approximate, row.side) in seen
    ]


def _within(symbols: Rows[Symbol], bounds: Bounds) -> Rows[Symbol]:
    west, south, east, north = bounds
    lat, lon = symbols.lat_lon
    is_between = ((west <= lon) & (lon <= east)) | ((west <= lon + 360) & (lon + 360 <= east))
    return symbols.kept((south <= lat) & (lat <= north) & is_between)


def left_out(scene: Scene, shown: Scene) -> dict[str, Any]:
    """What an artboard does not show: symbols by index, or true for all; marks and texts by id; bands by name."""
    are_all_shown = shown.symbols is scene.symbols
    drawn = {} if are_all_shown else {symbol.unit: symbol for symbol in shown.symbols}
    pairs = [] if are_all_shown else [(symbol, drawn.get(symbol.unit)) for symbol in scene.symbols]
    callouts = [line for line in scene.lines if line.callout]
    rules = {
        "bands": [name for name in _BANDS if getattr(scene, name) and not getattr(shown, name)],
        "units": _all_or(
            [number for number, (_, kept) in enumerate(pairs) if not kept],
            len(pairs),
        ),
        "formations": _all_or(
            [number for number, (own, kept) in enumerate(pairs) if own.formations and not (kept and kept.formations)],
            sum(bool(own.formations) for own, _ in pairs),
        ),
        "pictograms": _all_or(
            [number for number, (own, kept) in enumerate(pairs) if own.pictograms and not (kept and kept.pictograms)],
            sum(bool(own.pictograms) for own, _ in pairs),
        ),
        "lines": _missing((*scene.lines, *_outlined(scene)), (*shown.lines, *_outlined(shown))),
        "areas": _missing(scene.areas, shown.areas),
        "callouts": _missing(callouts, [line for line in shown.lines if line.callout]),
        "labels": _missing((*scene.labels, *scene.beneath.labels), (*shown.labels, *shown.beneath.labels)),
    }
    return {name: out for name, out in rules.items() if out}


def _outlined(scene: Scene) -> list[Area]:
    """The areas whose lines are shapes of their own on the page."""
    return [area for area in scene.areas if area.outline is not None]


def _all_or(dropped: list[int], total: int) -> list[int] | bool:
    return dropped if len(dropped) < total else bool(dropped)


def _missing(marks: Iterable[Any], shown: Iterable[Any]) -> list[str]:
    kept = {mark.id for mark in shown}
    return sorted({mark.id for mark in marks} - kept)


def set_texts(scene: Scene, artboard: Artboard) -> dict[str, dict[str, dict[str, Any]]]:
    """The texts that the config sets by hand on this artboard: units by index, call-outs and labels by id."""
    units = (
        (str(index), artboard.placement_of(symbol.unit, symbol.placement))
        for index, symbol in scene.symbols.numbered(artboard.labels)
        if symbol.placement or symbol.unit in artboard.labels
    )
    callouts = ((line.id, artboard.placement_of(line.id, line.placement)) for line in scene.lines if line.callout)
    labels = (
        (label.id, artboard.placement_of(label.layer, label.placement), label) for label in scene.labels if label.layer
    )
    found = {
        "units": {id_: _entry(placement) for id_, placement in units},
        "callouts": {id_: _entry(placement) for id_, placement in callouts},
        "labels": {id_: _entry(placement, label) for id_, placement, label in labels},
    }
    stated = {kind: {id_: entry for id_, entry in entries.items() if entry} for kind, entries in found.items()}
    return {kind: entries for kind, entries in stated.items() if entries}


def _entry(placement: Placement, label: Label | None = None) -> dict[str, Any]:
    """What a placement says; nothing for one that says nothing."""
    if placement.hide:
        return {"hide": True}
    entry: dict[str, Any] = {}
    if placement.text:
        entry["text"] = printed(placement.text, label)
    if placement.is_set:
        entry["anchor"] = placement.end
    if placement.is_fixed:
        entry |= {"dx": placement.dx or 0, "dy": placement.dy or 0}
    return entry


def printed(text: str, label: Label | None) -> str:
    """A text as it is printed: countries in capitals, notes with no-break spaces in dates and short brackets."""
    if label and label.style == "note":
        return whole(text)
    return text.upper() if label and label.style == "country" else text


def short_texts(scene: Scene) -> dict[str, str]:
    """Each text on the map that the config's table shortens, and its short wording."""
    table = scene.abbreviations
    texts = ((printed(text, label), printed(abbreviated(text, table), label)) for text, label in _texts(scene))
    return {full: short for full, short in texts if full != short} if table else {}


def _texts(scene: Scene) -> Iterator[tuple[str, Label | None]]:
    boards = scene.artboards
    for symbol in scene.symbols:
        own = (board.placement_of(symbol.unit, symbol.placement).text for board in boards)
        yield from ((text, None) for text in (symbol.label, *symbol.formations, *own))
    for line in scene.lines:
        if line.callout:
            own = (board.placement_of(line.id, line.placement).text for board in boards)
            yield from ((text, None) for text in (line.callout, *own))
    for label in (*scene.labels, *scene.beneath.labels):
        own = (board.placement_of(label.layer, label.placement).text for board in boards if label.layer)
        yield from ((text, label) for text in (label.text, *own))
