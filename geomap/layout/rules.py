"""What an artboard's `drop` and `keep` leave of a scene."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from geomap.facts.columns import LOOKS, NO_ROWS, Rows
from geomap.layout.subject import is_named
from geomap.relocations import Relocation
from geomap.scene import Area, Artboard, Bounds, Label, Line, Place, Scene, Symbol
from geomap.scene.beneath import Beneath, Ground, Holder

_RULE = "left out by `drop`"
_BY_ITSELF = "left out, as by itself an artboard of its width has none; state `artboards` to have it"
_OF_UNITS = ("units", "formations", "figures", "pictograms")


def without_dropped(scene: Scene, artboard: Artboard) -> tuple[Scene, tuple[Relocation, ...]]:
    """The scene as this artboard shows it, and what its rules leave out of it."""
    shown = replace(
        scene,
        title="" if artboard.drops("title") else scene.title,
        subtitle="" if artboard.drops("subtitle") else scene.subtitle,
        credit="" if artboard.drops("credit") else scene.credit,
        symbols=_symbols(scene, artboard),
        lines=tuple(_line(line, artboard) for line in scene.lines if not _drops_layer(line, artboard)),
        areas=tuple(_area(area, artboard) for area in scene.areas if not _drops_layer(area, artboard)),
        labels=tuple(label for label in scene.labels if not _drops_label(label, artboard)),
        places=tuple(_place(place, artboard) for place in scene.places if not _drops_place(place, artboard)),
        ground=_Ruled(scene.ground, artboard, scene.about) if any(map(_names_labels, artboard.drop)) else scene.ground,
    )
    reason = _BY_ITSELF if artboard.by_itself else _RULE
    return shown, tuple(Relocation(text, reason, unit, by_rule=True) for text, unit in _left_out(scene, artboard))


def without_texts(scene: Scene, ids: Collection[str]) -> Scene:
    """The scene without the own texts of some lines and areas, so that the key explains them."""
    return replace(
        scene,
        lines=tuple(replace(line, callout="") if line.id in ids else line for line in scene.lines),
        areas=tuple(replace(area, label="") if area.id in ids else area for area in scene.areas),
        labels=tuple(label for label in scene.labels if label.area not in ids),
    )


@dataclass(frozen=True, slots=True)
class _Ruled:
    """Ground whose names an artboard's rules leave out, but for what the map is `about` where the rules are its own."""

    ground: Ground
    artboard: Artboard
    about: str

    @property
    def bounds(self) -> Bounds:
        return self.ground.bounds

    def holder_of(self, lon: float, lat: float) -> Holder:
        """Whose ground a position is."""
        return self.ground.holder_of(lon, lat)

    def window(self, bounds: Bounds | None = None) -> Beneath:
        """What lies within bounds, with the names that the rules leave."""
        beneath = self.ground.window(bounds)
        labels, regions = (
            tuple(label for label in names if self._stays(label)) for names in (beneath.labels, beneath.regions)
        )
        return replace(beneath, labels=labels, regions=regions)

    def _stays(self, label: Label) -> bool:
        is_subject = self.artboard.by_itself and is_named(label.text, self.about)
        return is_subject or not _drops_label(label, self.artboard)


def _names_labels(rule: str) -> bool:
    return rule.partition(".")[0] == "labels"


def _symbols(scene: Scene, artboard: Artboard) -> Rows[Symbol]:
    symbols = scene.symbols
    if not _speaks_of_units(artboard):
        return symbols
    if not _names_units(artboard):
        return NO_ROWS if artboard.drops("units") else symbols.mapped(lambda symbol: _symbol(symbol, artboard))
    kept = [number for number, unit in enumerate(symbols.ids) if not artboard.drops("units", unit)]
    return symbols.take(kept).each(lambda symbol: _symbol(symbol, artboard))


def _speaks_of_units(artboard: Artboard) -> bool:
    """Whether any rule is of units or of their rows; of thousands of units none need be asked otherwise."""
    return any(rule.partition(".")[0] in _OF_UNITS for rule in artboard.drop)


def _names_units(artboard: Artboard) -> bool:
    """Whether any rule is of one unit alone."""
    return any(rule.startswith(tuple(f"{role}." for role in _OF_UNITS)) for rule in (*artboard.drop, *artboard.keep))


def _is_dropped(symbol: Symbol, artboard: Artboard) -> bool:
    return artboard.drops("units", symbol.unit)


def _symbol(symbol: Symbol, artboard: Artboard) -> Symbol:
    formations = () if artboard.drops("formations", symbol.unit) else symbol.formations
    pictograms = () if artboard.drops("pictograms", symbol.unit) else symbol.pictograms
    figure = "" if artboard.drops("figures", symbol.unit) else symbol.figure
    if (formations, pictograms, figure) == (symbol.formations, symbol.pictograms, symbol.figure):
        return symbol
    figures = symbol.figures if figure else ()
    return replace(symbol, formations=formations, pictograms=pictograms, figure=figure, figures=figures)


def _told_of(scene: Scene, artboard: Artboard) -> Iterable[Symbol]:
    """The symbols of which a rule may leave something out."""
    if not _speaks_of_units(artboard):
        return ()
    if _names_units(artboard) or artboard.drops("units"):
        return scene.symbols
    return scene.symbols.where(lambda symbol: bool(symbol.formations or symbol.pictograms), *LOOKS)


def _drops_layer(mark: Line | Area, artboard: Artboard) -> bool:
    return artboard.drops("layers", mark.id)


def _line(line: Line, artboard: Artboard) -> Line:
    return replace(line, callout="") if line.callout and artboard.drops("callouts", line.id) else line


def _area(area: Area, artboard: Artboard) -> Area:
    return replace(area, label="") if area.label and artboard.drops("labels", area.id, "region") else area


def _drops_label(label: Label, artboard: Artboard) -> bool:
    role = "notes" if label.style == "note" else "labels"
    of_layer = bool(label.layer) and artboard.drops("layers", label.layer)
    return of_layer or artboard.drops(role, label.layer, label.style)


def _drops_place(place: Place, artboard: Artboard) -> bool:
    return artboard.drops("layers", place.layer) if place.layer else artboard.drops("towns", place.id)


def _place(place: Place, artboard: Artboard) -> Place:
    return replace(place, name="") if place.layer and artboard.drops("labels", place.layer) else place


def _left_out(scene: Scene, artboard: Artboard) -> Iterator[tuple[str, str]]:
    """Every text that the rules take away, with its unit. Names that geomap adds by itself go without a word."""
    for role in ("title", "subtitle", "credit"):
        if getattr(scene, role) and artboard.drops(role):
            yield getattr(scene, role), ""
    for symbol in _told_of(scene, artboard):
        if _is_dropped(symbol, artboard):
            yield symbol.label or symbol.unit, symbol.unit
            continue
        kept = _symbol(symbol, artboard)
        yield from ((text, symbol.unit) for text in symbol.formations if not kept.formations)
        if symbol.pictograms and not kept.pictograms:
            yield ", ".join(pictogram.kind for pictogram in symbol.pictograms), symbol.unit
    marks: tuple[Line | Area, ...] = (*scene.lines, *scene.areas)
    yield from ((mark.id, "") for mark in marks if _drops_layer(mark, artboard))
    yield from ((line.callout, "") for line in scene.lines if line.callout and artboard.drops("callouts", line.id))
    yield from ((label.text, "") for label in scene.labels if label.layer and _drops_label(label, artboard))
    for place in scene.places:
        if _drops_place(place, artboard) or not _place(place, artboard).name:
            yield place.name, ""
