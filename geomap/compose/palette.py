"""COMPOSE: the colours that geomap gives or proposes for sides, and what makes one of use: it is seen, and as no other.

Circles let the ground through, so what is asked of a colour is asked of what is seen of it, on land and on water.
"""

from __future__ import annotations

from collections.abc import Collection

from geomap.scene.sight import Sight, look_alike
from geomap.scene.styles import DARK, LIGHT, PRINT, SYMBOL_OPACITY, VISIBLE, Style, contrast, mixed

# In the order in which sides get them. Each is told from the others, and from `steady`, the grey of no side, by all;
# neither red nor blue, which take sides.
_COLOURS = {
    LIGHT.name: (LIGHT.symbol, "#46327e", "#114630", "#875180", "#480631"),
    DARK.name: (DARK.symbol, "#e3b0f5", "#a1f3cd", "#f6e27a"),
    PRINT.name: (PRINT.symbol, "#000000", "#2f2f2f", "#4a4a4a", "#1a1a1a"),  # which patterns tell apart
}
_GROUNDS = ("land", "water")
_OF_ALL: tuple[Sight, ...] = ("normal", "protanopia", "deuteranopia", "tritanopia")
_SHADES = (0.92, 0.84, 0.76, 0.68, 0.6, 0.52, 0.44, 0.36)  # shares of a colour, the rest is black, or white on dark


def palette(look: Style) -> tuple[str, ...]:
    """The colours of sides in their order; the first is that of all symbols."""
    return tuple(dict.fromkeys((look.symbol, *_COLOURS[look.name])))


def confused(first: str, second: str, look: Style) -> tuple[Sight, ...]:
    """Who takes circles of one colour for those of the other; a map in greys is looked at in greys."""
    sights: tuple[Sight, ...] = ("greys",) if look.name == PRINT.name else _OF_ALL
    return tuple(sight for sight in sights if _are_confused(first, second, look, sight))


def weakest(colour: str, look: Style, grounds: Collection[str] = _GROUNDS) -> tuple[float, str]:
    """The contrast of a circle with that of some grounds that it stands out from least, and which that is."""
    return min((contrast(_over(colour, look, ground), look.colour(ground)), ground) for ground in grounds)


def is_visible(colour: str, look: Style) -> bool:
    """Whether a circle stands out from land and from water."""
    return weakest(colour, look)[0] >= VISIBLE


def fits(colour: str, others: Collection[str], look: Style, striped: Collection[str] = ()) -> bool:
    """Whether a circle is seen, and taken for none of the others, of which those `striped` otherwise may look alike."""
    alike = (colour == other if other in striped else confused(colour, other, look) for other in others)
    return is_visible(colour, look) and not any(alike)


def proposed(colour: str, others: Collection[str], look: Style, striped: Collection[str] = ()) -> str:
    """A colour for one that does not fit among the others: a stronger shade of it, or else the first of the palette
    that fits; empty where none does.
    """
    end = "#ffffff" if look.name == DARK.name else "#000000"
    shades = (mixed(colour, end, share) for share in _SHADES)
    return next((one for one in (*shades, *palette(look)) if fits(one, others, look, striped)), "")


def _are_confused(first: str, second: str, look: Style, sight: Sight) -> bool:
    return any(look_alike(_over(first, look, ground), _over(second, look, ground), sight) for ground in _GROUNDS)


def _over(colour: str, look: Style, ground: str) -> str:
    return mixed(colour, look.colour(ground), SYMBOL_OPACITY)
