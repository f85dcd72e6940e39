"""The order in which characters are drawn: what is read, and what stands from left to right."""

from __future__ import annotations

import pytest

from geomap.fonts.bidi import runs_right_to_left, visual_runs


def drawn(text: str, *, rtl: bool) -> str:
    parts = [(text[run.start : run.end], run.rtl) for run in visual_runs(text, rtl=rtl)]
    return "".join(part[::-1] if turned else part for part, turned in parts)


@pytest.mark.parametrize(
    ("read", "rtl", "expected"),
    [
        ("abc", False, "abc"),
        ("אבג", True, "גבא"),
        ("אבג abc", True, "abc גבא"),
        ("abc אבג", False, "abc גבא"),
        ("אבג 12 דה", True, "הד 12 גבא"),
        ("2022-01-12", True, "2022-01-12"),
        ("אבג abc (def) דהו", True, "והד abc (def) גבא"),  # rule N0: the brackets stay with their word
        ("\u2067אב\u2069 c", False, "בא c"),
        ("", True, ""),
    ],
)
def test_order(read: str, rtl: bool, expected: str) -> None:
    shown = "".join(character for character in drawn(read, rtl=rtl) if character not in "\u2067\u2069")
    assert shown == expected


def test_direction_is_that_of_the_first_letter() -> None:
    assert runs_right_to_left("12 (ابج) abc")
    assert not runs_right_to_left("12 abc ابج")
    assert not runs_right_to_left("\u0301 12 $")
