"""The colours of a map: one record that every output draws with, in three makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache

READABLE = 4.5  # contrast of a text with what lies under it, WCAG 2.2 criterion 1.4.3
SYMBOL_OPACITY = 0.78
VISIBLE = 3.0  # contrast of a mark, WCAG 2.2 criterion 1.4.11


@dataclass(frozen=True, slots=True)
class Style:
    """Every colour of a map as #rrggbb. Sides have their own, which the config gives."""

    name: str
    # Grounds, from the page to what lies upon the land.
    paper: str
    land: str
    water: str
    wood: str
    built_up: str
    control: str  # tint of areas held; drawn thin, so that the ground shows through
    zone: str
    # Lines.
    graticule: str
    coast: str
    road: str  # of the user's own ground, so quiet that nothing claimed is taken for one
    railway: str
    river: str  # that is told from a border without its hue too
    border: str
    contact_line: str
    movement: str
    rule: str  # hair lines of the page
    # Texts.
    text: str
    muted: str
    detail_text: str
    name_text: str
    water_text: str
    link: str
    # Marks of units.
    symbol: str
    pictogram: str
    gain: str  # of units that came or grew, on a map of the change
    loss: str  # of units that left or shrank
    steady: str  # of all others; and of units whose side is not stated
    tint: float = 1.0  # by how much the tints of areas are thinned
    is_clear: bool = False  # no paper is drawn: pictures are seen through around the map
    patterns: tuple[tuple[str, str], ...] = ()  # of a map: colours of circles, and the pattern by which each is told

    @property
    def background(self) -> str:
        """The colour behind all that is drawn; empty where nothing is."""
        return "" if self.is_clear else self.paper

    def pattern(self, colour: str) -> str:
        """The pattern of circles of a colour; empty where they have none."""
        return next((pattern for tone, pattern in self.patterns if tone == colour), "")

    def colour(self, token: str) -> str:
        """The colour of a token."""
        return str(getattr(self, token))

    def ink(self, token: str, ground: str) -> str:
        """The colour of a text upon a ground: its own, or that of plain text where its own could not be read."""
        own = self.colour(token)
        return own if contrast(own, ground) >= READABLE else max(own, self.text, key=lambda ink: contrast(ink, ground))

    def with_colours(self, colours: Mapping[str, str]) -> Style:
        """The same style with some colours of its own."""
        return replace(self, **dict(colours))  # type: ignore[arg-type]  # names are tokens, checked by the caller


LIGHT = Style(
    name="light",
    paper="#ffffff",
    land="#f5f3ed",
    water="#dbe7ee",
    wood="#e8ecdd",
    built_up="#e8e4da",
    control="#8b78af",
    zone="#75705f",
    graticule="#c3cdd0",
    coast="#9db4c1",
    road="#cbc4b5",
    railway="#b7b1a6",
    river="#9db4c1",
    border="#8d8a84",
    contact_line="#2a2a2a",
    movement="#4a4a48",
    rule="#d6d4cf",
    text="#1f1f1f",
    muted="#5a5a57",
    detail_text="#3c3c3a",
    name_text="#686560",
    water_text="#3d6a85",
    link="#1d5c87",
    symbol="#b04c1a",  # burnt orange: neither of the colours that take sides
    pictogram="#333333",
    gain="#b04c1a",
    loss="#163f66",
    steady="#686661",
)
DARK = Style(
    name="dark",
    paper="#14171a",
    land="#343a40",
    water="#191f26",
    wood="#323d3a",
    built_up="#3e454c",
    control="#a692cc",
    zone="#c2bda8",
    graticule="#4b555e",
    coast="#566878",
    road="#59616a",
    railway="#666d74",
    river="#566878",
    border="#8f9296",
    contact_line="#f4f2ee",
    movement="#d6d3cc",
    rule="#3d4247",
    text="#f2f0ec",
    muted="#c8c6c1",
    detail_text="#d8d6d1",
    name_text="#b9b6b0",
    water_text="#9fc3dc",
    link="#8cc2e8",
    symbol="#ee8f50",
    pictogram="#e4e2dd",
    gain="#ee8f50",
    loss="#7ab8ea",
    steady="#989b9f",
)
# Greys only, so that colour and black-and-white printers give the same map.
PRINT = Style(
    name="print",
    paper="#ffffff",
    land="#fafafa",
    water="#e0e0e0",
    wood="#f0f0f0",
    built_up="#e9e9e9",
    control="#4a4a4a",
    zone="#6a6a6a",
    graticule="#c2c2c2",
    coast="#949494",
    road="#c6c6c6",
    railway="#b0b0b0",
    river="#bbbbbb",
    border="#808080",
    contact_line="#000000",
    movement="#333333",
    rule="#cccccc",
    text="#000000",
    muted="#4a4a4a",
    detail_text="#2b2b2b",
    name_text="#5c5c5c",
    water_text="#4a4a4a",
    link="#000000",
    symbol="#606060",
    pictogram="#1a1a1a",
    gain="#000000",
    loss="#373737",
    steady="#626262",
    tint=0.7,
)
STYLES = {style.name: style for style in (LIGHT, DARK, PRINT)}
COLOURS = tuple(field.name for field in fields(Style) if field.type == "str" and field.name != "name")


@lru_cache(4096)
def mixed(upper: str, lower: str, opacity: float) -> str:
    """What the eye sees where `upper` is painted over `lower`."""
    parts = zip(_parts(upper), _parts(lower), strict=True)
    return "#" + "".join(f"{round(opacity * above + (1 - opacity) * below):02x}" for above, below in parts)


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    red, green, blue = light_of(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def light_of(colour: str) -> tuple[float, float, float]:
    """Linear red, green and blue of a colour, 0 to 1."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return red, green, blue


def _linear(part: float) -> float:
    """A channel of sRGB as light (IEC 61966-2-1)."""
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
