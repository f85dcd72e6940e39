"""The order in which characters are drawn: what is read, and what stands from left to right."""

from __future__ import annotations

import pytest

from geomap.fonts.bidi import resumed, runs_right_to_left, visual_runs

LRI, RLI, FSI, PDI = "\u2066\u2067\u2068\u2069"


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
        ("\u2067אב\u2069, 12", False, "בא, 12"),  # what is isolated turns nothing about that stands beside it
        ("אב \u2066c (d)\u2069 12", True, "12 c (d) בא"),
        ("a \u2068אב 12 ג\u2069 3", False, "a ג 12 בא 3"),
        ("", True, ""),
    ],
)
def test_order(read: str, rtl: bool, expected: str) -> None:
    shown = "".join(character for character in drawn(read, rtl=rtl) if character not in LRI + RLI + FSI + PDI)
    assert shown == expected


def test_direction_is_that_of_the_first_letter() -> None:
    assert runs_right_to_left("12 (ابج) abc")
    assert not runs_right_to_left("12 abc ابج")
    assert not runs_right_to_left("\u0301 12 $")
    assert not runs_right_to_left(f"{RLI}אב{PDI} abc"), "what is isolated has no say in it"
    assert runs_right_to_left(f"{LRI}abc{RLI}d{PDI}{PDI} אב")
    assert not runs_right_to_left(f"{RLI}אב"), "nor where nothing ends it"


def test_an_isolate_goes_on_in_the_next_line() -> None:
    assert resumed((f"a {RLI}אב", f"גד{PDI} b", "c")) == (f"a {RLI}אב{PDI}", f"{RLI}גד{PDI} b", "c")
    assert resumed((f"{FSI}12 אב", f"ab{PDI}")) == (f"{FSI}12 אב{PDI}", f"{RLI}ab{PDI}")
    assert resumed(("a", "אב")) == ("a", "אב")
