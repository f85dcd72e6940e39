"""The second half of the walk: the unit in the scene, as a mark, on each artboard and in each file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from geomap.compose.absent import absent_on
from geomap.compose.claims import Claims
from geomap.config import Config
from geomap.errors import quote
from geomap.facts import Estimate, Unit, count_mark
from geomap.page import DrawnSymbol, Group, Page, Text
from geomap.pipeline.explain.walk import Fact, Step
from geomap.pipeline.map import Map
from geomap.players.registry import Output, outputs_of, snapshot_outputs
from geomap.scene import Scene, Symbol
from geomap.wording import estimate

_MARKS = {  # what stands for a count
    "exact": "a filled circle for {low}",
    "about": "a filled circle for {low} in a soft ring: about so many",
    "range": "a filled circle for {low} and a dashed ring for {high}",
    "at_least": "a filled circle for {low} with an open ring around it",
    "at_most": "a dashed ring for {high} alone",
    "unknown": "a ring with a question mark: how many is not known",
    "zero": "a small open dot: none are there",
    "absent": "a small dot: no count is claimed",
}
_DRAWN = {  # what the ids of a unit's items begin with
    *("circle", "about", "ring", "open", "unknown", "point", "small", "crowd", "crowd-inner"),
    *("label", "leader-label", "tick", "true-point"),
}
_PT = 0.75  # of a PDF in a px
_SAID = 60  # characters of a label that are told


def drawn(config: Config, claims: Claims, map_: Map, name: str, folder: str) -> Iterator[Step]:
    """The steps from the scene to the files, which are in `folder`."""
    scene = map_.scene
    ids = scene.units.ids
    if name not in ids:
        gone = next((entry.reason for entry in absent_on(claims.history, claims.day) if entry.unit == name), "")
        of_day = f" of {claims.day.isoformat()}" if claims.day else ""
        reason = gone or "it is not of this page"
        yield Step("scene", (Fact("absent", f"not on the map{of_day}: {reason}"),))
        return
    number = ids.index(name)
    symbol = scene.symbols[number]
    yield Step("scene", (*_seen(scene, scene.units[number], symbol), *_summed(config, name)))
    yield Step("mark", tuple(_marked(scene, symbol)))
    pages = {page.id: page for page in map_.pages}
    for page in pages.values():
        yield Step("artboard", tuple(_laid_out(page, name)), f"{page.id}, {page.width:g} px")
    for output in outputs_of(config.name, [*pages], config.outputs, len(ids)):
        yield Step("file", (_written(output, pages.get(output.artboard), scene, number),), f"{folder}{output.file}")


def on_other_days(config: Config, claims: Claims, maps: Mapping[str, Map], name: str) -> Iterator[Step]:
    """The unit on the snapshots."""
    for day, map_ in maps.items():
        if not day:
            continue
        found = next((unit for unit in map_.scene.units if unit.id == name), None)
        if found is None:
            gone = (entry for entry in absent_on(claims.history, date.fromisoformat(day)) if entry.unit == name)
            yield Step("day", (Fact("absent", next(gone).reason),), day)
            continue
        count = estimate(found.troops, "en") if found.troops else "no count is claimed"
        boards = [artboard.id for artboard in map_.scene.artboards]
        files = ", ".join(output.file for output in snapshot_outputs(config.name, day, boards, config.outputs))
        yield Step("day", (Fact("observation", f"{dated(found)}: {count}"), Fact("files", files)), day)


def dated(unit: Unit) -> str:
    """Of which day an observation is."""
    return f"of {unit.as_of.isoformat()}" if unit.as_of else "without a day"


def _seen(scene: Scene, unit: Unit, symbol: Symbol) -> Iterator[Fact]:
    """What the map has of the unit, before anyone decides how wide it is."""
    yield Fact("label", quote(symbol.label) if symbol.label else "none: it has no label and no place")
    if unit.side:
        colour = symbol.colour or scene.style.symbol
        yield Fact("side", f"{scene.sides[unit.side].label}, in {colour}", f"sides.{unit.side}")
    if symbol.formations:
        yield Fact("formations", ", ".join(symbol.formations))
    if symbol.pictograms:
        yield Fact("pictograms", ", ".join(pictogram.kind for pictogram in symbol.pictograms))
    if symbol.age:
        yield Fact("age", f"{symbol.age} days on the day of the map, so it is drawn fainter")
    if symbol.placement and symbol.placement.hide:
        yield Fact("by hand", "the config hides its label")
    elif symbol.placement and symbol.placement.is_set:
        yield Fact("by hand", "the config says where its label stands")


def _summed(config: Config, name: str) -> Iterator[Fact]:
    """The notes that the unit is counted in."""
    for layer in config.layers:
        if name in getattr(layer, "sums", ()):
            yield Fact("summed up", f"by the note {layer.id}")


def _marked(scene: Scene, symbol: Symbol) -> Iterator[Fact]:
    """What stands for its count, and how large."""
    troops = symbol.troops
    kind = count_mark(troops)
    yield Fact("count", estimate(troops, "en") if troops else "none is claimed", numbers={"kind": kind})
    yield Fact("drawn as", _MARKS[kind].format(low=_end(troops, "minimum"), high=_end(troops, "maximum")))
    if troops and (troops.minimum or troops.maximum):
        across = f"{scene.max_diameter:g} px across for {scene.largest_value:,.0f} on the widest artboard"
        numbers = {"largest_value": scene.largest_value, "max_diameter": scene.max_diameter}
        yield Fact("size", f"its area is the number: {across}", numbers=numbers)


def _end(troops: Estimate | None, end: str) -> str:
    value = getattr(troops, end) if troops else None
    return "" if value is None else f"{value:,}"


def _laid_out(page: Page, name: str) -> Iterator[Fact]:
    """The unit on an artboard: its marks, its label, and why either is not where it would be by itself."""
    marks = [mark for mark in page.symbols if name in (mark.unit, *mark.members) and mark.kind != "key"]
    names = {name, *(mark.unit for mark in marks), *(mark.beside for mark in marks if mark.beside)}
    yield from map(_mark, marks)
    texts: dict[str, list[Text]] = {}
    for group in page.groups:
        for text in group.texts:
            if text.owner in names and text.role != "unknown":  # the mark of a count that is not known
                texts.setdefault(group.inset, []).append(text)
    yield from (_label(inset, own) for inset, own in texts.items())
    for what, entries in (("moved", page.moved), ("dropped", page.dropped)):
        for entry in entries:
            if entry.unit in names:
                yield Fact(what, f"{quote(entry.text[:_SAID])}: {entry.reason}", numbers={"by_rule": entry.by_rule})
    if not marks:
        yield Fact("not drawn", "no mark of it is on this artboard")


def _mark(mark: DrawnSymbol) -> Fact:
    value = f", for {mark.value:,}" if mark.value else ""
    crowd = f", which stands for {len(mark.members)} units" if mark.members else ""
    where = f" in the inset {mark.inset}" if mark.inset else ""
    said = f"{mark.diameter:.1f} px across at x {mark.x:.1f}, y {mark.y:.1f}{value}{crowd}{where}"
    numbers = {"x": round(mark.x, 2), "y": round(mark.y, 2), "diameter": round(mark.diameter, 4)}
    return Fact(mark.kind, said, numbers=numbers | ({"units": [*mark.members]} if mark.members else {}))


def _label(inset: str, texts: Sequence[Text]) -> Fact:
    left, top = min(text.box.x for text in texts), min(text.box.y for text in texts)
    width, height = max(text.box.right for text in texts) - left, max(text.box.bottom for text in texts) - top
    said = ", ".join(quote(text.text[:_SAID]) for text in texts)
    place = f"{said}: {width:.1f} by {height:.1f} px at x {left:.1f}, y {top:.1f}"
    box = {"x": round(left, 2), "y": round(top, 2), "width": round(width, 2), "height": round(height, 2)}
    return Fact("label", place + (f" in the inset {inset}" if inset else ""), numbers=box)


def _written(output: Output, page: Page | None, scene: Scene, number: int) -> Fact:
    """Where a file has the unit."""
    unit = scene.units[number]
    if page is None:
        return _DATA.get(output.format, _by_id)(unit, number)
    found = [mark for mark in page.symbols if unit.id in (mark.unit, *mark.members)]
    marks = [mark for mark in found if mark.kind not in ("key", "pictogram")]
    if not marks:
        return Fact("not in it", "the artboard does not show it")
    mark = next((mark for mark in marks if mark.unit == unit.id), marks[0])  # its own before that of a crowd
    if output.format == "svg":
        names = dict.fromkeys(mark.unit for mark in marks)
        named = dict.fromkeys(id_ for name in names for group in page.groups for id_ in _ids(group, name))
        return Fact("elements", ", ".join(f"#{id_}" for id_ in named), numbers={"ids": [*named]})
    scale, what, length = {"png": (page.scale, "pixel", ""), "pdf": (_PT, "point", " pt")}.get(
        output.format, (1.0, "point", " px")
    )
    x, y = round(mark.x * scale, 1), round(mark.y * scale, 1)
    return Fact(what, f"{x:g}, {y:g}{length} from the top left", numbers={"x": x, "y": y})


def _ids(group: Group, unit: str) -> Iterator[str]:
    """The ids of what a group has of a unit."""
    within = f"inset-{group.inset}-" if group.inset else ""
    for item in group.items:
        if item.id.endswith(f"-{unit}") and item.id.removeprefix(within).removesuffix(f"-{unit}") in _DRAWN:
            yield item.id


def _by_id(unit: Unit, _: int) -> Fact:
    return Fact("unit", f"with the id {quote(unit.id)}")


def _placemark(unit: Unit, _: int) -> Fact:
    return Fact("placemark", f"{quote(unit.label)}, with the id {quote(unit.id)} in its data")


_DATA: dict[str, Callable[[Unit, int], Fact]] = {  # format -> where it has the unit of a number in the scene
    "html": lambda unit, number: Fact("address", f"#unit={unit.id} opens its card"),
    "geojson": lambda unit, number: Fact("feature", f"with the id {quote(unit.id)}"),
    "gpkg": lambda unit, number: Fact("row", f"of the table units, with the id {quote(unit.id)}"),
    "kml": _placemark,
    "kmz": _placemark,
    "csv": lambda unit, number: Fact("row", f"{number + 2}, where the headings are row 1", numbers={"row": number + 2}),
    "parquet": lambda unit, number: Fact("row", f"{number + 1}", numbers={"row": number + 1}),
}
