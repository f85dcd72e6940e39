"""The key `style`: one of the makes of a map's colours, with some of its own; and what could then not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field

from geomap.errors import Problem
from geomap.nearest import Nearest
from geomap.scene.styles import READABLE, STYLES, VISIBLE, Style, contrast
from geomap.values.plain import Colour, Row
from geomap.values.refusal import choices, refuse

StyleName = Literal["light", "dark", "print"]
DEFAULT_STYLE: StyleName = "light"


class StyleRow(Row):
    """The long form of `style`. Colours that are left out are those of the base."""

    base: StyleName = Field(DEFAULT_STYLE, description="light, dark for dark pages, or print: greys on white.")
    background: Literal["paper", "none"] = Field(
        "paper", description="What lies behind the texts around the map; none: nothing, as in a page of your own."
    )
    land: Colour = Field("", description='Colour of the land, e.g. "#f5f3ed".')
    water: Colour = Field("", description="Colour of seas and lakes.")
    text: Colour = Field("", description="Colour of titles, places, notes and the key.")
    symbol: Colour = Field("", description="Colour of circles whose side has none.")
    border: Colour = Field("", description="Colour of borders.")
    contact_line: Colour = Field("", description="Colour of contact lines and fronts.")

    @property
    def colours(self) -> dict[str, str]:
        """The colours that are given, by name."""
        return {name: value for name, value in self if name not in ("base", "background") and value}

    @property
    def style(self) -> Style:
        """Base and colours as one record."""
        return replace(STYLES[self.base].with_colours(self.colours), is_clear=self.background == "none")


def _long_form(value: Any) -> Any:
    if isinstance(value, dict | StyleRow):
        return value
    names = get_args(StyleName)
    if value not in names:
        hint = Nearest().hint(value, names, what="styles") if isinstance(value, str) else ""
        raise refuse(f"{choices(names)}, or a mapping with `base` and colours", hint=hint)
    return {"base": value}


StyleKey = Annotated[StyleRow, BeforeValidator(_long_form, json_schema_input_type=StyleName | StyleRow)]

_PAIRS = (  # colour, ground, least contrast, what the reader loses
    *(("text", ground, READABLE, "text") for ground in ("land", "water", "paper")),
    *(("muted", ground, READABLE, "small text") for ground in ("land", "water")),
    *(("contact_line", ground, VISIBLE, "a contact line") for ground in ("land", "water")),
    ("border", "land", VISIBLE, "a border"),
)


def style_warnings(row: StyleRow, problem: Callable[..., Problem]) -> Iterator[Problem]:
    """The colours of one's own that make texts unreadable or lines invisible; `problem` as in `Config.problem`."""
    style, own = row.style, row.colours
    for token, ground, least, what in _PAIRS:
        named = token if token in own else ground
        ratio = contrast(style.colour(token), style.colour(ground))
        if named in own and ratio < least:
            colour, under = style.colour(token), style.colour(ground)
            other = under if named == token else colour
            way = "lighter" if contrast(other, "#ffffff") > contrast(other, "#000000") else "darker"
            seen = f"{what} in {colour} on {ground} {under}"
            yield problem(
                ("style", named),
                text=f"{seen} has a contrast of {ratio:.1f} : 1, expected {least:g} : 1",
                hint=f"choose a {way} {named}",
                severity="warning",
            )
