"""Artboards wider than a page on a desk are laid out in a larger px: type, icons and lines grow as the map does."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TypeVar

from geomap.marks.many import enlarged
from geomap.measure import px_of
from geomap.page import Box, Circle, DrawnInset, DrawnSymbol, Group, Image, Item, Page, Path, Stamp, Text
from geomap.scene import Artboard, Label, Line, Placement, Scene, Symbol

_Mark = TypeVar("_Mark", Symbol, Line, Label)


def in_larger_px(scene: Scene, artboard: Artboard) -> tuple[Scene, Artboard]:
    """The artboard, and all that is set by hand on it, measured in its own px."""
    px = px_of(artboard.width)

    def measured(placement: Placement) -> Placement:
        dx, dy = (None if value is None else value / px for value in (placement.dx, placement.dy))
        return replace(placement, dx=dx, dy=dy)

    def moved(mark: _Mark) -> _Mark:
        return replace(mark, placement=measured(mark.placement)) if mark.placement else mark

    scene = replace(
        scene,
        symbols=scene.symbols.mapped(moved),
        lines=tuple(map(moved, scene.lines)),
        labels=tuple(map(moved, scene.labels)),
    )
    return scene, replace(
        artboard,
        width=artboard.width / px,
        height=artboard.height / px if artboard.height else None,
        labels={name: measured(placement) for name, placement in artboard.labels.items()},
    )


def in_common_px(page: Page, artboard: Artboard) -> Page:
    """A page that was laid out in the larger px of its artboard, in common ones again."""
    px = px_of(artboard.width)
    return replace(
        page,
        width=artboard.width,
        height=artboard.height or float(ceil(page.height * px)),
        frame=_box(page.frame, px),
        groups=tuple(_group(group, px) for group in page.groups),
        symbols=enlarged(page.symbols, px, _symbol),
        furniture={name: _box(box, px) for name, box in page.furniture.items()},
        insets=tuple(_inset(inset, px) for inset in page.insets),
    )


def _box(box: Box, px: float) -> Box:
    return Box(box.x * px, box.y * px, box.width * px, box.height * px)


def _group(group: Group, px: float) -> Group:
    clip = _box(group.clip, px) if group.clip else None
    return replace(group, items=enlarged(group.items, px, _item), clip=clip)


def _symbol(symbol: DrawnSymbol, px: float) -> DrawnSymbol:
    return replace(symbol, x=symbol.x * px, y=symbol.y * px, diameter=symbol.diameter * px)


def _inset(inset: DrawnInset, px: float) -> DrawnInset:
    return replace(inset, box=_box(inset.box, px), frame=_box(inset.frame, px))


def _item(item: Item, px: float) -> Item:
    match item:
        case Path():
            dash = tuple(length * px for length in item.dash)
            rings = tuple(ring * px for ring in item.rings)
            return replace(item, rings=rings, stroke_width=item.stroke_width * px, dash=dash)
        case Circle():
            dash = tuple(length * px for length in item.dash)
            diameter, width = item.diameter * px, item.stroke_width * px
            return replace(item, x=item.x * px, y=item.y * px, diameter=diameter, stroke_width=width, dash=dash)
        case Image():
            box = _box(Box(item.x, item.y, item.width, item.height), px)
            return replace(item, x=box.x, y=box.y, width=box.width, height=box.height)
        case Stamp():
            return replace(item, x=item.x * px, y=item.y * px, size=item.size * px)
        case Text():
            return replace(
                item,
                x=item.x * px,
                y=item.y * px,
                size=item.size * px,
                box=_box(item.box, px),
                line_height=item.line_height * px,
                spacing=item.spacing * px,
            )
