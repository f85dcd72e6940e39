"""Sides that have no colour are told apart: on the map, in the key, and by readers who do not see all colours."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.page import Page, Text
from geomap.pipeline.build import build
from geomap.scene.styles import STYLES, VISIBLE, contrast, mixed
from tests.layout.colour_vision import DEFICIENCIES, ciede2000, seen

BOARD = "artboards: [{id: a, width: 500}]\n"


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
    return {name.removeprefix("circle-"): items[name].fill for name in items if re.match("circle-.*(?<!-edge)$", name)}


def key_of(page: Page) -> set[str]:
    return {item.text for group in page.groups if group.id == "key" for item in group.items if isinstance(item, Text)}


@pytest.mark.parametrize("style", STYLES)
def test_sides_without_a_colour_have_one_each_that_all_readers_tell_apart(tmp_path: Path, style: str) -> None:
    page = page_of(tmp_path, config({"a": "", "b": "", "c": ""}, f"style: {style}\n"))
    colours, land = fills(page), STYLES[style].land
    assert {"Side a", "Side b", "Side c"} <= key_of(page)
    # greys cannot all stand far from the land and from each other
    assert all(contrast(colour, land) >= (VISIBLE if style != "print" else 2.8) for colour in colours.values())
    drawn = [mixed(colour, land, 0.8) for colour in colours.values()]
    for vision in DEFICIENCIES:
        if vision != "greyscale" or style == "print":
            assert min(ciede2000(seen(one, vision), seen(other, vision)) for one, other in combinations(drawn, 2)) > 12


def test_one_side_alone_looks_as_ever(tmp_path: Path) -> None:
    assert fills(page_of(tmp_path, config({"a": ""}))) == {"ua": STYLES["light"].symbol}


def test_colours_of_ones_own_stand_and_are_not_taken_again(tmp_path: Path) -> None:
    own = {"a": ", colour: '#c8622d'", "b": "", "c": ", colour: '#46327e'", "d": ""}
    page = page_of(tmp_path, config(own))
    colours = fills(page)
    assert colours["ua"] == "#c8622d" and colours["uc"] == "#46327e"
    assert colours["ub"] == "#26897e"


def test_a_side_is_told_from_units_of_none(tmp_path: Path) -> None:
    page = page_of(tmp_path, config({"a": ""}, unsided=True))
    colours = fills(page)
    assert colours["none"] == STYLES["light"].steady != colours["ua"] == STYLES["light"].symbol
    assert {"Side a", "Side not stated"} <= key_of(page)


def test_frames_tell_sides_apart_where_there_are_some(tmp_path: Path) -> None:
    def colours(text: str) -> set[str]:
        return set(fills(page_of(tmp_path, text)).values())

    sides = {"a": ", affiliation: friend", "b": ", affiliation: hostile"}
    framed = config(sides, "symbols: app6\n").replace("troops", "formations: [tank], troops")
    assert len(colours(framed)) == 1
    assert len(colours(framed.replace("formations: [tank], ", "", 1))) == 2
    assert len(colours(framed.replace("hostile", "friend"))) == 2


def test_a_fourth_side_is_warned_of(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(config({"a": "", "b": "", "c": "", "d": ""}), "utf-8")
    said = CliRunner().invoke(main, ["validate", str(tmp_path / "config.yaml")]).stderr
    assert said.strip().endswith(
        'config.yaml:6:6: warning: sides.d: "Side d" has no colour, and looks like another side; '
        'give it one, as `colour: "#7a4fa0"`'
    )
