"""How a value of the config is refused: with what is expected there and the likely fix."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic_core import PydanticCustomError

REFUSED = "refused"  # the type of all our errors; their context holds `expected`, `text` and `hint`


def refuse(expected: str = "", *, text: str = "", hint: str = "") -> PydanticCustomError:
    """The error to raise; either `expected`, or a `text` that says what is wrong in other words."""
    return PydanticCustomError(REFUSED, "{expected}{text}", {"expected": expected, "text": text, "hint": hint})


def choices(names: Sequence[str]) -> str:
    """The names as a sentence lists them: `a, b or c`."""
    return " or ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
