"""How one layer is drawn, where that is not as its role is: widths and dashes in px."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypeAliasType

from geomap.values.checked import Checked, number
from geomap.values.plain import Colour
from geomap.values.refusal import refuse

_LEAST, _MOST = 1.0, 40.0  # px of a dash or a gap: a shorter one is a shade, a longer one a line
_LONGEST = 6  # dashes and gaps


def _parse_dash(value: Any) -> tuple[float, ...]:
    expected = f"dashes and gaps in px, each from {_LEAST:g} to {_MOST:g}, as [6, 3]"
    if not isinstance(value, list) or len(value) % 2 or not 2 <= len(value) <= _LONGEST:
        raise refuse(expected)
    if not all(type(one) in (int, float) and _LEAST <= one <= _MOST for one in value):
        raise refuse(expected)
    return tuple(map(float, value))


_DASH = {
    "type": "array",
    "items": {"type": "number", "minimum": _LEAST, "maximum": _MOST},
    "minItems": 2,
    "maxItems": _LONGEST,
}
Dash = TypeAliasType("Dash", Annotated[tuple[float, ...], Checked(_parse_dash, _DASH)])
StrokePx = Annotated[float, number(0.5, 8, "CSS px")]

OwnColour = Annotated[
    Colour, Field(description='Its own colour, e.g. "#7a4fa0"; default: that of its side, or of its role.')
]
OwnWidth = Annotated[StrokePx | None, Field(description="CSS px of its lines; default: those of its role.")]
OwnDash = Annotated[
    Dash, Field(description="CSS px of dashes and gaps, where lines are dashed: [6, 3]; default: those of its role.")
]
