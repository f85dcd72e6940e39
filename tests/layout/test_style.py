"""Colours: what must be read is readable, what must be told apart is, and tokens of one's own reach every output."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from geomap.config.styles import StyleRow, style_warnings
from geomap.errors import Problem
from geomap.marks.style import AREAS, PANEL_OPACITY, TYPE
from geomap.pipeline.build import build
from geomap.scene.sight import difference, seen_as
from geomap.scene.styles import READABLE, STYLES, SYMBOL_OPACITY, VISIBLE, Style, contrast, mixed

every_style = pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)


def grounds(style: Style) -> list[str]:
    """All that a label may stand on: land and water, each plain and under every tint."""
    return [area.over(ground, style) for area in AREAS.values() for ground in (style.land, style.water)]


@every_style
def test_every_text_can_be_read_on_every_ground(style: Style) -> None:
    for role, ground in product(TYPE, (style.paper, *grounds(style))):
        assert contrast(style.ink(TYPE[role].colour, ground), ground) >= READABLE, (role, ground)


@every_style
def test_names_keep_their_ink_where_they_belong(style: Style) -> None:
    assert style.ink("name_text", style.land) == style.name_text
    assert style.ink("water_text", style.water) == style.water_text
    assert style.ink("muted", style.paper) == style.muted


@every_style
def test_texts_without_a_halo_can_be_read(style: Style) -> None:
    for ground in grounds(style):  # the scale bar stands on the map as it is
        assert contrast(style.muted, ground) >= READABLE
    for under in (*grounds(style), style.contact_line, style.symbol):  # the key stands on a panel of paper
        panel = mixed(style.paper, under, PANEL_OPACITY)
        assert contrast(style.text, panel) >= READABLE
    assert contrast(style.link, style.paper) >= READABLE


@every_style
def test_marks_stand_out(style: Style) -> None:
    for ground in (style.land, style.water):
        assert contrast(style.contact_line, ground) >= VISIBLE
        assert contrast(style.movement, ground) >= VISIBLE
        assert contrast(style.control, ground) >= VISIBLE
        assert contrast(style.zone, ground) >= VISIBLE
        assert contrast(style.pictogram, ground) >= READABLE
    assert contrast(style.border, style.land) >= VISIBLE
    for ground in (style.land, style.water):  # as the circle is seen, through which the ground shows
        for mark in (style.symbol, style.gain, style.loss, style.steady):
            assert contrast(mixed(mark, ground, SYMBOL_OPACITY), ground) >= VISIBLE


APART = (  # what, and by how much in CIEDE2000; 2 to 3 is just seen side by side
    ("land", "water", 2.5),  # with a coast line between them
    ("coast", "land", 8.0),
    ("coast", "water", 8.0),
    ("river", "land", 8.0),
    ("river", "border", 10.0),
    ("circle", "land", 20.0),
    ("circle", "water", 20.0),
    ("pictogram", "land", 40.0),
    ("contact_line", "border", 20.0),
    ("contact_line", "land", 40.0),
    ("circle", "control", 10.0),
)


@every_style
@pytest.mark.parametrize("vision", ["normal", "deuteranopia", "protanopia", "tritanopia", "greys"])
def test_colours_survive_other_eyes(style: Style, vision: str) -> None:
    def colour(name: str) -> str:
        if name == "circle":
            return mixed(style.symbol, style.land, SYMBOL_OPACITY)
        return AREAS["control"].over(style.land, style) if name == "control" else style.colour(name)

    for first, second, least in APART:
        assert difference(seen_as(colour(first), vision), seen_as(colour(second), vision)) >= least, (first, second)


def test_the_measure_of_difference_is_the_published_one() -> None:
    assert difference((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert difference((50, 2.5, 0), (73, 25, -18)) == pytest.approx(27.1492, abs=1e-4)
    assert difference((50, 2.49, -0.001), (50, -2.49, 0.0009)) == pytest.approx(7.1792, abs=1e-4)


def test_print_is_grey() -> None:
    tokens = [STYLES["print"].colour(name) for name in ("land", "water", "symbol", "control", "text", "link", "rule")]
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in tokens)


def _said(**keys: str) -> list[str]:
    def problem(path: tuple[str, ...], **said: object) -> Problem:
        return Problem(path=".".join(path), **said)

    return [str(warning) for warning in style_warnings(StyleRow(**keys), problem)]


@every_style
def test_the_styles_as_they_are_warn_of_nothing(style: Style) -> None:
    assert _said(base=style.name) == []


@pytest.mark.parametrize(
    ("keys", "begins", "ends"),
    [
        (
            {"text": "#cccccc"},
            "style.text: text in #cccccc on land #f5f3ed has a contrast of 1.4 : 1, expected 4.5 : 1",
            "choose a darker text",
        ),
        (
            {"base": "dark", "land": "#dddddd"},
            "style.land: text in #f2f0ec on land #dddddd has a contrast of 1.2 : 1, expected 4.5 : 1",
            "choose a darker land",
        ),
        (
            {"contact_line": "#f0f0f0"},
            "style.contact_line: a contact line in #f0f0f0 on land #f5f3ed has a contrast of 1.0 : 1, expected 3 : 1",
            "choose a darker contact_line",
        ),
    ],
)
def test_unreadable_tokens_are_named_with_their_contrast(keys: dict[str, str], begins: str, ends: str) -> None:
    first = _said(**keys)[0]
    assert first.startswith(f"warning: {begins}")
    assert first.endswith(ends)


CONFIG = """
title: Tokens
style: {base: dark, land: "#123456", water: "#654321", text: "#fefefe", symbol: "#ff9922", contact_line: "#00ffee"}
view: {bounds: [31, 43.5, 40, 48]}
units: [{id: seva, at: {lat: 44.6, lon: 33.5}, label: Sevastopol, troops: 12000}]
layers: [{kind: line, role: front_line, certainty: exact, file: front.geojson}]
artboards: [{id: wide, width: 600, scale: 1}]
"""
FRONT = '{"type": "LineString", "coordinates": [[34, 46], [36, 47], [38, 47.5]]}'


def test_tokens_reach_every_output(tmp_path: Path) -> None:
    (tmp_path / "front.geojson").write_text(FRONT, "utf-8")
    (tmp_path / "config.yaml").write_text(CONFIG, "utf-8")
    made = build(tmp_path / "config.yaml", only=["png", "svg", "html"])
    assert not [warning for warning in made.warnings if "style" in warning.path]
    svg = (made.folder / "config-wide.svg").read_text("utf-8")
    page = (made.folder / "config.html").read_text("utf-8")
    for colour in ("#123456", "#654321", "#fefefe", "#ff9922", "#00ffee"):
        assert colour in svg
        assert colour in page
    pixels = np.asarray(Image.open(made.folder / "config-wide.png")).reshape(-1, 3)
    for colour, least in (((0x12, 0x34, 0x56), 20_000), ((0x65, 0x43, 0x21), 20_000), ((0x14, 0x17, 0x1A), 5_000)):
        assert (pixels == colour).all(axis=1).sum() > least


def test_a_style_warning_stands_in_the_file(tmp_path: Path) -> None:
    text = 'title: T\nstyle:\n  land: "#333333"\nview: {bounds: [31, 43.5, 40, 48]}\nartboards: [{id: a, width: 400}]\n'
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    warnings = build(tmp_path / "config.yaml", only=["svg"]).warnings
    assert {(warning.path, warning.line, warning.severity) for warning in warnings} == {("style.land", 3, "warning")}


def test_print_and_dark_move_nothing(tmp_path: Path) -> None:
    pages = []
    (tmp_path / "front.geojson").write_text(FRONT, "utf-8")
    for name in STYLES:
        text = CONFIG.replace(CONFIG[CONFIG.index("style:") : CONFIG.index("view:")], f"style: {name}\n")
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
        pages.append(build(tmp_path / f"{name}.yaml", only=["svg"]).pages[0])
    boxes = [[(text.lines, text.box) for text in page.texts] for page in pages]
    assert boxes[0] == boxes[1] == boxes[2]
    inks = [{text.colour for text in page.texts} for page in pages]
    assert all(not one & other for one, other in product(inks, inks) if one is not other)


@pytest.mark.parametrize("name", STYLES)
def test_names_have_one_ink_on_land_and_water(name: str) -> None:
    """A country whose name touches a lake must not look like another kind of country."""
    look = STYLES[name]
    assert look.ink("name_text", look.land) == look.ink("name_text", look.water) == look.colour("name_text")
