"""Sides that have no colour are told apart: on the map, in the key, and by readers who do not see all colours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import combinations
from math import dist, hypot
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.page import Page, Text
from geomap.page import Path as Drawn
from geomap.pipeline.build import build
from geomap.scene.sight import TOLD_APART, difference, seen_as
from geomap.scene.styles import STYLES, SYMBOL_OPACITY, VISIBLE, contrast, mixed
from tests.examples import BARE
from tests.layout.colour_vision import VISIONS, cie76, seen

BOARD = f"{BARE}artboards: [{{id: a, width: 500}}]\n"


def config(sides: dict[str, str], more: str = "", unsided: bool = False) -> str:
    rows = "".join(f"  {name}: {{label: Side {name}{own}}}\n" for name, own in sides.items())
    units = "".join(
        f"  - {{id: u{name}, label: Camp {name}, at: {{lat: {48 + number}, lon: 30}}, troops: 900, side: {name}}}\n"
        for number, name in enumerate(sides)
    )
    units += "  - {id: none, label: Camp of none, at: {lat: 47, lon: 33}, troops: 900}\n" if unsided else ""
    return f"{more}{BOARD}sides:\n{rows}units:\n{units}"


def page_of(folder: Path, text: str) -> Page:
    (folder / "config.yaml").write_text(text, "utf-8")
    return build(folder / "config.yaml", only=["svg"]).pages[0]


def fills(page: Page) -> dict[str, str]:
    items = {item.id: item for group in page.groups for item in group.items}
    circles = [name for name in items if re.match("circle-.*(?<!-edge)(?<!-pattern)(?<!-rim)$", name)]
    return {name.removeprefix("circle-"): items[name].fill for name in circles}


def strokes(page: Page, name: str) -> frozenset[tuple[float, float]]:
    """The directions of the strokes across a circle, each by its slope."""
    items = {item.id: item for group in page.groups for item in group.items}
    item = items.get(f"{name}-pattern")
    rings = item.rings if isinstance(item, Drawn) else ()
    ahead = [(end - start) / hypot(*(end - start)) for start, end in rings]
    return frozenset((round(abs(float(x)), 3), round(float(y) * (1 if x > 0 else -1), 3)) for x, y in ahead)


def key_of(page: Page) -> set[str]:
    return {item.text for group in page.groups if group.id == "key" for item in group.items if isinstance(item, Text)}


def are_told_apart(colours: Iterable[str], style: str) -> None:
    """As the circles are seen, over land and water, by each reader; in greys only on a map that is printed so."""
    for ground in (STYLES[style].land, STYLES[style].water):
        drawn = [mixed(colour, ground, SYMBOL_OPACITY) for colour in colours]
        assert all(contrast(colour, ground) >= VISIBLE for colour in drawn)
        for vision in VISIONS if style != "print" else ["greys"]:
            if vision != "greys" or style == "print":
                assert min(cie76(one, other, vision) for one, other in combinations(drawn, 2)) > 9, vision


@pytest.mark.parametrize("style", STYLES)
def test_sides_without_a_colour_have_one_each_that_all_readers_tell_apart(tmp_path: Path, style: str) -> None:
    page = page_of(tmp_path, config({"a": "", "b": "", "c": ""}, f"style: {style}\n"))
    assert {"Side a", "Side b", "Side c"} <= key_of(page)
    are_told_apart(fills(page).values(), style)


@pytest.mark.parametrize("style", ["light", "dark"])
def test_what_is_of_no_side_is_a_grey_that_all_readers_tell_from_sides(tmp_path: Path, style: str) -> None:
    page = page_of(tmp_path, config(dict.fromkeys("abcd", ""), f"style: {style}\n", unsided=True))
    colours = fills(page)
    _, across, down = seen(colours["none"], "normal")
    assert abs(across) < 4 and abs(down) < 4
    are_told_apart(colours.values(), style)


def test_sides_in_greys_differ_by_strokes_which_the_key_shows(tmp_path: Path) -> None:
    """On a map that was judged, two sides had one grey: tones alone are not told apart across a map."""
    sides = dict.fromkeys("abcde", "") | {"b": ", colour: '#8a1f1f'", "c": ", colour: '#1f4f9a'"}
    page = page_of(tmp_path, config(sides, "style: print\n"))
    found = {name: strokes(page, f"circle-u{name}") for name in sides}
    assert len({*found.values()}) == len(sides)
    colours = fills(page)
    assert {name: strokes(page, f"key-side-{colours[f'u{name}'].lstrip('#')}") for name in sides} == found
    svg = (tmp_path / "output" / "config-a.svg").read_text("utf-8")
    assert svg.count('-pattern"') == 2 * (len(sides) - 1), "the darkest is plain"
    assert not warnings(tmp_path, config(sides, "style: print\n"))


def test_one_side_alone_has_no_strokes_and_nor_have_maps_in_colour(tmp_path: Path) -> None:
    for text in (config({"a": ""}, "style: print\n"), config({"a": "", "b": ""})):
        assert not any(item.id.endswith("-pattern") for group in page_of(tmp_path, text).groups for item in group.items)


def test_very_many_circles_have_the_strokes_of_their_sides(tmp_path: Path) -> None:
    numbers = range(550)
    rows = "".join(
        f"{number},{number % 25},{number // 25},{'ab'[number % 2]},{900 + number % 3}\n" for number in numbers
    )
    (tmp_path / "t.csv").write_text(f"id,lat,lon,side,troops\n{rows}", "utf-8")
    page = page_of(tmp_path, f"style: print\n{BOARD}sides: {{a: {{label: A}}, b: {{label: B}}}}\nunits_from: t.csv\n")
    (circles,) = [group.items for group in page.groups if group.id == "circles"]
    striped = {item.id for item in circles if item.id.endswith("-pattern")}
    assert striped == {f"circle-{number}-pattern" for number in range(0, 550, 2)}


def test_one_side_alone_looks_as_ever(tmp_path: Path) -> None:
    assert fills(page_of(tmp_path, config({"a": ""}))) == {"ua": STYLES["light"].symbol}


def test_colours_of_ones_own_stand_and_are_not_taken_again(tmp_path: Path) -> None:
    own = {"a": ", colour: '#b04c1a'", "b": "", "c": ", colour: '#46327e'", "d": ""}
    page = page_of(tmp_path, config(own))
    colours = fills(page)
    assert colours["ua"] == "#b04c1a" and colours["uc"] == "#46327e"
    are_told_apart(colours.values(), "light")


def test_a_side_is_told_from_units_of_none(tmp_path: Path) -> None:
    page = page_of(tmp_path, config({"a": ""}, unsided=True))
    colours = fills(page)
    assert colours["none"] == STYLES["light"].steady != colours["ua"] == STYLES["light"].symbol
    assert {"Side a", "Side not stated"} <= key_of(page)


@pytest.mark.parametrize("shown", ["formations: [tank], troops", "troops"])
@pytest.mark.parametrize("affiliation", ["hostile", "friend"])
def test_sides_differ_in_colour_whatever_frames_they_have(tmp_path: Path, affiliation: str, shown: str) -> None:
    """Circles are seen from further off than frames, and a unit without a pictogram has none."""
    sides = {"a": ", affiliation: friend", "b": f", affiliation: {affiliation}"}
    page = page_of(tmp_path, config(sides, "symbols: app6\n").replace("troops", shown, 1))
    assert len(set(fills(page).values())) == 2
    assert {"Side a", "Side b"} <= key_of(page)


def test_a_side_has_one_colour_in_circles_areas_and_key(tmp_path: Path) -> None:
    square = [[29, 47], [31, 47], [31, 49], [29, 49], [29, 47]]
    (tmp_path / "a.geojson").write_text(json.dumps({"type": "Polygon", "coordinates": [square]}), "utf-8")
    area = "layers: [{kind: area, id: z, role: control, file: a.geojson, side: %s}]\n"
    for sides, name in (({"a": ""}, "a"), ({"a": "", "b": ""}, "b"), ({"a": ", colour: '#24557f'", "b": ""}, "a")):
        page = page_of(tmp_path, config(sides, area % name))
        items = [item for group in page.groups for item in group.items if isinstance(item, Drawn)]
        strokes = {
            item.stroke for item in items if re.fullmatch(f"area-z-outline|key-area-control-{name}-.*outline", item.id)
        }
        assert strokes == {fills(page)[f"u{name}"]}


def warnings(folder: Path, text: str) -> list[str]:
    (folder / "config.yaml").write_text(text, "utf-8")
    said = CliRunner().invoke(main, ["validate", str(folder / "config.yaml")]).stderr
    return [line.partition("warning: ")[2] for line in said.splitlines() if "warning" in line]


@pytest.mark.parametrize(
    ("style", "one", "other", "whom"),
    [
        ("light", "#7a4fa0", "#7d509e", "to everyone"),
        ("light", "#a52a2a", "#1f5f4f", "to those who see no red (protanopia)"),
        ("light", "#a52a2a", "#38601c", "to those who see no green (deuteranopia)"),
        ("light", "#1d5fa8", "#0c6b62", "to those who see no blue (tritanopia)"),
        ("dark", "#7fb4ff", "#8fe0d0", "to those who see no blue (tritanopia) on the dark ground"),
    ],
)
def test_stated_colours_that_some_do_not_tell_apart_are_warned_of(
    tmp_path: Path, style: str, one: str, other: str, whom: str
) -> None:
    def text(colour: str) -> str:
        sides = {"a": f", colour: '{one}'", "b": f", colour: '{colour}'"}
        return config(sides, f"style: {style}\n")

    (said,) = warnings(tmp_path, text(other))
    found = re.fullmatch(
        f'sides.b.colour: "Side b" in {other} looks like "Side a" in {one} (.+); try `colour: "(#[0-9a-f]{{6}})"`', said
    )
    assert found and found[1] == whom
    assert warnings(tmp_path, text(found[2])) == []
    are_told_apart([one, found[2]], style)


def test_colours_that_differ_enough_and_those_that_are_meant_to_be_one_are_not_warned_of(tmp_path: Path) -> None:
    assert warnings(tmp_path, config({"a": ", colour: '#a33b3b'", "b": ", colour: '#24557f'"}, "")) == []
    assert warnings(tmp_path, config({"a": ", colour: '#a33b3b'", "b": ", colour: '#a33b3b'"}, "")) == []


@pytest.mark.parametrize(
    ("style", "colour", "ground"),
    [("light", "#e0b040", "water #dbe7ee"), ("dark", "#24406a", "land #343a40"), ("print", "#9a9a9a", "water #e0e0e0")],
)
def test_circles_that_do_not_stand_out_from_the_ground_are_warned_of(
    tmp_path: Path, style: str, colour: str, ground: str
) -> None:
    text = config({"a": f", colour: '{colour}'"}, f"style: {style}\n")
    text = text.replace("{lat: 48, lon: 30}", "{lat: 44, lon: 32}") if "water" in ground else text
    (said,) = warnings(tmp_path, text)
    found = re.fullmatch(
        f'sides.a.colour: circles of "Side a" in {colour} on {ground} have a contrast of [12].\\d : 1, expected 3 : 1; '
        'try `colour: "(.+)"`',
        said,
    )
    assert found and warnings(tmp_path, config({"a": f", colour: '{found[1]}'"}, f"style: {style}\n")) == []


MIDDLE = ", colour: '#3a6ea5'"  # 3 : 1 on land, 2.9 : 1 on water


@pytest.mark.parametrize(
    ("more", "at", "warns"),
    [
        ("", "{lat: 48, lon: 30}", False),
        ("", "{lat: 44, lon: 32}", True),  # in the Black Sea
        ("", "{lat: 46.48, lon: 30.7}", True),  # on its shore, which the circle reaches over
        ("view: {bounds: [20, 40, 40, 52]}\n", "{lat: 48, lon: 30}", False),  # which shows that sea, but far off
        ("", "{lat: 0.3, lon: 32.9}", True),  # in Lake Victoria
    ],
)
def test_a_contrast_on_water_is_warned_of_where_circles_lie_on_water(
    tmp_path: Path, more: str, at: str, warns: bool
) -> None:
    text = config({"a": MIDDLE}, more).replace("{lat: 48, lon: 30}", at)
    said = warnings(tmp_path, text)
    assert [line.partition(" in ")[0] for line in said] == ['sides.a.colour: circles of "Side a"'] * warns
    strict = CliRunner().invoke(main, ["validate", "--strict", str(tmp_path / "config.yaml")])
    assert ("on water #dbe7ee have a contrast of 2.9 : 1" in strict.stderr) is warns


def test_only_the_waters_near_circles_of_the_side_itself_count(tmp_path: Path) -> None:
    text = config({"a": MIDDLE, "b": ""}).replace("{lat: 49, lon: 30}", "{lat: 44, lon: 32}")
    assert warnings(tmp_path, text) == []


def test_all_proposals_together_leave_nothing_to_warn_of(tmp_path: Path) -> None:
    colours = {"a": "#2ca02c", "b": "#d62728", "c": "#d42a2a", "d": "#ffdd00"}
    for _ in range(2):
        text = config({name: f", colour: '{colour}'" for name, colour in colours.items()}, unsided=True)
        said = warnings(tmp_path, text)
        for line in said:
            colours[line[len("sides.")]] = line.rpartition('"')[0][-7:]
    assert said == []


def test_a_colour_of_all_symbols_that_is_not_seen_is_warned_of(tmp_path: Path) -> None:
    text = "style: {symbol: '#9fb8c8'}\nunits: [{id: a, label: A, at: {lat: 47, lon: 33}, troops: 900}]\n"
    (said,) = warnings(tmp_path, text)
    assert said.startswith("style.symbol: circles of units of no side in #9fb8c8 on land #f5f3ed have a contrast of ")


def test_a_side_beyond_the_colours_is_warned_of(tmp_path: Path) -> None:
    many = warnings(tmp_path, config(dict.fromkeys("abcdef", "")))
    assert many == ['sides.f: "Side f" has no colour, and looks like another side; give it one, as `colour`']
    assert warnings(tmp_path, config(dict.fromkeys("abcde", ""))) == []


@pytest.mark.parametrize("sight", VISIONS)
def test_greys_look_the_same_to_all(sight: str) -> None:
    for grey in ("#000000", "#333333", "#87847e", "#ffffff"):
        assert dist(seen_as(grey, sight), seen(grey, "normal")) < 4.5


def test_who_takes_which_colours_for_one(tmp_path: Path) -> None:
    """Pairs along the lines of confusion: reds and greens, blues and greens."""
    pairs = {
        "protanopia": ("#9a6a4a", "#74724a"),
        "deuteranopia": ("#a8604a", "#7f7646"),
        "tritanopia": ("#5f7f9f", "#4f8878"),
    }
    for sight, (one, other) in pairs.items():
        assert difference(seen_as(one, sight), seen_as(other, sight)) < TOLD_APART
        assert difference(seen_as(one), seen_as(other)) > 1.5 * TOLD_APART
