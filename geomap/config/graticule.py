"""The key `view.graticule`: true for steps that suit the view, or degrees."""

from __future__ import annotations

from typing import Annotated, Any

from geomap.values.checked import Checked
from geomap.values.refusal import refuse

_LEAST, _MOST = 0.1, 90.0  # degrees


def _parse_step(value: Any) -> bool | float:
    if isinstance(value, bool):
        return value
    if not isinstance(value, int | float) or not _LEAST <= value <= _MOST:
        raise refuse(f"true, or a number from {_LEAST:g} to {_MOST:g} (degrees)")
    return float(value)


_SCHEMA = {"anyOf": [{"type": "boolean"}, {"type": "number", "minimum": _LEAST, "maximum": _MOST}]}
GraticuleKey = Annotated[bool | float, Checked(_parse_step, _SCHEMA)]
