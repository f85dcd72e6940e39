"""What a line must not end within: a short bracket, a date, and a count with what is said of it."""

from __future__ import annotations

import re

_SHORT = 24  # characters between brackets that stay on one line
_YEAR = r"[12]\d{3}"
_DATES = (
    rf"[^\W\d_]{{3,20}}\.? \d{{1,2}}, {_YEAR}",  # January 12, 2022
    rf"\d{{1,2}}\.? (?:de )?[^\W\d_]{{3,20}}\.? (?:de )?{_YEAR}(?: [рг]\.)?",  # 12. Januar 2022
    rf"{_YEAR}년 \d{{1,2}}월 \d{{1,2}}일",
)
_SAID = (  # before a number, in the tables of words
    "about|at least|at most|etwa|mindestens|höchstens|unos|al menos|como máximo|environ|au moins|au plus|około|"
    "co najmniej|co najwyżej|около|не менее|не более|близько|щонайменше|щонайбільше"
)
_ABOUT = rf"(?i:(?<!\w)(?:{_SAID}) )"
_DATE = rf"{_ABOUT}?(?<!\d)(?:{'|'.join(_DATES)})(?!\d)"
_COUNT = rf"{_ABOUT}\d+(?:[.,\u00a0\u202f]\d+)*"
WHOLE = rf"[(（][^()（）\n]{{1,{_SHORT}}}[)）]|{_DATE}|{_COUNT}"

_FOUND = re.compile(WHOLE)


def whole(text: str) -> str:
    """The text with no-break spaces where a line must not end, for who breaks its lines elsewhere."""
    return _FOUND.sub(lambda found: found[0].replace(" ", "\u00a0"), text)
