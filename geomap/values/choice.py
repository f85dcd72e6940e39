"""Names of which the config takes one, where other distributions may offer more than geomap has of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic_core import PydanticCustomError

from geomap import plugins
from geomap.values.checked import Checked


def choice(own: Sequence[str], group: str) -> Checked:
    """One of geomap's own names, or of those that distributions offer in a group of `geomap.plugins`.

    It is refused as pydantic refuses a Literal.
    """

    def read(value: Any) -> str:
        if isinstance(value, str) and (value in own or plugins.plugin(group, value) is not None):
            return value
        names = [f"'{name}'" for name in (*own, *plugins.offered(group))]
        expected = " or ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
        raise PydanticCustomError("literal_error", "Input should be {expected}", {"expected": expected})

    return Checked(read, {"type": "string", "enum": list(own)})
