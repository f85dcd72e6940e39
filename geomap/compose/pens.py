"""COMPOSE: what is warned of where a layer is drawn with a colour, a width or dashes of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geomap.config import Config
from geomap.errors import Problem, quote
from geomap.kinds import LayerBase
from geomap.kinds.line import SCENE_ROLES
from geomap.loading import Later
from geomap.scene.styles import VISIBLE, contrast
from geomap.wording import mark_name

style = Later("geomap.marks.style")  # few layers have dashes of their own

_PEN = ("colour", "width", "dash")


def pen_warnings(config: Config) -> Iterator[Problem]:
    """Colours that cannot be seen, dashes that are not drawn, and looks that the key gives one name."""
    named: dict[tuple[object, ...], tuple[object, ...]] = {}
    for index, layer in enumerate(config.layers):
        if not all(hasattr(layer, name) for name in ("certainty", *_PEN)):
            continue
        found: Any = layer
        yield from _unseen(config, index, found.colour)
        if found.dash and found.certainty == "exact" and not _is_unsettled(layer):
            text = "exact lines are solid, so these dashes are not drawn"
            yield _warning(config, index, "dash", text, "write certainty: approximate, or leave `dash` out")
        pen, name = tuple(getattr(layer, key) for key in _PEN), _name(layer)
        if name and named.setdefault(name, pen) != pen:
            said = quote(_called(layer))
            own = next(key for key in _PEN if getattr(layer, key) != named[name][_PEN.index(key)])
            text = f"the key calls this {said} too, which looks otherwise on another layer"
            yield _warning(config, index, own, text, "give each a text on the map, as `label` or `callout`")


def _unseen(config: Config, index: int, colour: str) -> Iterator[Problem]:
    """A colour that is too like the land or the water."""
    look = config.style.style
    for ground in ("land", "water") if colour else ():
        ratio = contrast(colour, look.colour(ground))
        if ratio < VISIBLE:
            way = (
                "darker"
                if contrast(look.colour(ground), "#000000") > contrast(look.colour(ground), "#ffffff")
                else "lighter"
            )
            text = f"lines in {colour} on {ground} {look.colour(ground)} have a contrast of {ratio:.1f} : 1"
            yield _warning(config, index, "colour", f"{text}, expected {VISIBLE:g} : 1", f"choose a {way} one")
            return


def _words(layer: Any) -> tuple[str, str, bool]:
    kind = "area" if layer.kind == "area" else "line"
    role = getattr(layer, "role", layer.kind)
    role = SCENE_ROLES.get(role, role) if kind == "line" else role
    return kind, "disputed_area" if (kind, role) == ("area", "disputed") else role, layer.certainty == "approximate"


def _called(layer: LayerBase) -> str:
    kind, role, approximate = _words(layer)
    known = style.AREAS if kind == "area" else style.LINES
    return mark_name(kind, role if role in known else "other", approximate, "en")


def _is_unsettled(layer: LayerBase) -> bool:
    kind, role, _ = _words(layer)
    known = style.AREAS if kind == "area" else style.LINES
    return role in known and bool(known[role].unsettled)


def _name(layer: Any) -> tuple[object, ...]:
    """What the key would call it; nothing where a text on the map says it."""
    text = getattr(layer, "callout", None) or getattr(layer, "label", None)
    is_said = text is not None and text.text and not text.hide and layer.kind != "ring"
    return () if is_said else (*_words(layer), getattr(layer, "side", ""))


def _warning(config: Config, index: int, key: str, text: str, hint: str) -> Problem:
    return config.problem(("layers", index, key), text=text, hint=hint, severity="warning")
