"""What a line must not end within: a short bracket, and a date."""

from __future__ import annotations

import re

_SHORT = 24  # characters between brackets that stay on one line
_YEAR = r"[12]\d{3}"
_DATES = (
    rf"[^\W\d_]{{3,20}}\.? \d{{1,2}}, {_YEAR}",  # January 12, 2022
    rf"\d{{1,2}}\.? (?:de )?[^\W\d_]{{3,20}}\.? (?:de )?{_YEAR}(?: [рг]\.)?",  # 12. Januar 2022
    rf"{_YEAR}년 \d{{1,2}}월 \d{{1,2}}일",
)
WHOLE = rf"[(（][^()（）\n]{{1,{_SHORT}}}[)）]|(?<!\d)(?:{'|'.join(_DATES)})(?!\d)"

_FOUND = re.compile(WHOLE)


def whole(text: str) -> str:
    """The text with no-break spaces where a line must not end, for who breaks its lines elsewhere."""
    return _FOUND.sub(lambda found: found[0].replace(" ", "\u00a0"), text)
