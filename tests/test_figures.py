"""Counts below the names of units: in their own form, for all or for none, and only those that somebody states."""

from __future__ import annotations

from math import hypot
from pathlib import Path

import pytest

from geomap.ground.reader import country_at
from geomap.layout.view.projection import fit
from geomap.page import Circle, Page
from geomap.pipeline.build import build

HEAD = "sources: {a: {publisher: The Daily Example}}\nground: {towns: none, regions: none, rivers: none}\n"
SIDES = "sides: {red: {label: Red}, blue: {label: Blue}}\n"


def page_of(folder: Path, units: str, more: str = "", width: int = 700) -> Page:
    text = f"{more}{HEAD}artboards: [{{id: a, width: {width}, crowds: overlap}}]\nunits:\n{units}"
    (folder / "config.yaml").write_text(text, "utf-8")
    return build(folder / "config.yaml", only=["svg"]).pages[0]


def unit(number: int, more: str, sources: str = ", sources: a") -> str:
    at = f"at: {{lat: {50 + number % 5}, lon: {30 + number // 5}}}"
    return f"  - {{id: u{number}, label: Camp {number}, {at}, {more}{sources}}}\n"


def figures(page: Page) -> dict[str, str]:
    said: dict[str, list[str]] = {}
    for text in page.texts:
        if text.role == "figure":
            said.setdefault(text.owner, []).append(text.text)
    return {owner: " · ".join(texts) for owner, texts in said.items()}


@pytest.mark.parametrize(
    ("troops", "said"),
    [
        ("2100", "2,100"),
        ("{min: 8000, max: 12000}", "8,000–12,000"),
        ("{about: 9000}", "about 9,000"),
        ("{at_least: 900}", "at least 900"),
        ("{at_most: 900}", "at most 900"),
        ("0", "0"),
        ("unknown", ""),
    ],
)
def test_a_count_stands_in_its_own_form(tmp_path: Path, troops: str, said: str) -> None:
    found = figures(page_of(tmp_path, unit(0, f"troops: {troops}") + unit(1, "troops: 500")))
    assert found == {"u1": "500", **({"u0": said} if said else {})}


def test_what_is_made_up_or_has_no_source_is_not_printed(tmp_path: Path) -> None:
    units = unit(0, "troops: 700, basis: illustrative") + unit(1, "troops: 500", "") + unit(2, "formations: [infantry]")
    for more in ("", "figures: always\n"):
        assert figures(page_of(tmp_path, units, more)) == {}
    own = "troops: {exact: 40, sources: a}"
    assert figures(page_of(tmp_path, units + unit(3, own, ""))) == {"u3": "40"}


def test_all_have_their_figures_or_none(tmp_path: Path) -> None:
    few = "".join(unit(n, f"troops: {100 + n}") for n in range(4))
    many = few + "".join(
        f"  - {{id: m{n}, label: A post {n}, at: {{lat: {50 + n % 9 / 40}, lon: {30 + n // 9 / 40}}}, troops: 90, "
        "sources: a}\n"
        for n in range(60)
    )
    assert len(figures(page_of(tmp_path, few))) == 4
    assert figures(page_of(tmp_path, few, "figures: never\n")) == {}
    assert figures(page_of(tmp_path, many)) == {}
    assert len(figures(page_of(tmp_path, many, "figures: always\n"))) >= 4


def test_an_artboard_leaves_them_out(tmp_path: Path) -> None:
    text = f"{HEAD}artboards: [{{id: a, width: 700, drop: [figures.u0]}}, {{id: b, width: 690, drop: [figures]}}]\n"
    (tmp_path / "config.yaml").write_text(f"{text}units:\n{unit(0, 'troops: 7')}{unit(1, 'troops: 8')}", "utf-8")
    first, second = build(tmp_path / "config.yaml", only=["svg"]).pages
    assert figures(first) == {"u1": "8"} and figures(second) == {}


def test_a_sum_has_a_figure_if_all_that_it_adds_up_may(tmp_path: Path) -> None:
    at = "place: Kursk, at: {lat: 51.73, lon: 36.19}"
    first = f"  - {{id: k1, {at}, troops: 1000, side: red, sources: a}}\n"
    second = f"  - {{id: k2, {at}, troops: 500, side: red"
    assert figures(page_of(tmp_path, f"{first}{second}, sources: a}}\n", SIDES)) == {"k1": "1,500"}
    assert figures(page_of(tmp_path, f"{first}{second}}}\n", SIDES)) == {}
    assert figures(page_of(tmp_path, f"{first}{second}, basis: illustrative, sources: a}}\n", SIDES)) == {}
    other = f"  - {{id: k3, {at}, troops: {{about: 300}}, side: blue, sources: a}}\n"
    assert figures(page_of(tmp_path, f"{first}{other}", SIDES)) == {"k1": "1,000 · about 300"}


def test_a_label_may_say_how_many(tmp_path: Path) -> None:
    units = "  - {id: a, label: '{troops} at Gao', at: {lat: 16.3, lon: 0}, troops: {about: 1500}, sources: a}\n"
    units += "  - {id: b, label: 'Kidal: {troops}', at: {lat: 18.4, lon: 1.4}, troops: unknown}\n"
    said = [text.text for text in page_of(tmp_path, units, "figures: never\n").texts if text.role == "place"]
    assert sorted(said) == ["Kidal: number not known", "about 1,500 at Gao"]
    (tmp_path / "config.yaml").write_text(f"{HEAD}units:\n{units}", "utf-8")
    build(tmp_path / "config.yaml", only=["csv"])
    assert "{troops}" not in (tmp_path / "output" / "config.csv").read_text("utf-8")


def test_in_the_language_of_the_map(tmp_path: Path) -> None:
    assert figures(page_of(tmp_path, unit(0, "troops: {about: 9000}"), "lang: de\n")) == {"u0": "etwa 9.000"}


def test_of_sides_at_a_place_one_may_be_unknown(tmp_path: Path) -> None:
    at = "place: Kursk, at: {lat: 51.73, lon: 36.19}, sources: a"
    units = f"  - {{id: k1, {at}, troops: 1000, side: red}}\n  - {{id: k2, {at}, troops: unknown, side: blue}}\n"
    assert figures(page_of(tmp_path, units, SIDES)) == {"k1": "1,000 · ?"}


def test_the_figures_of_several_sides_tell_whose_they_are(tmp_path: Path) -> None:
    """Two numbers with a point between them were anybody's. Each stands behind a dot in the colour of its side."""
    at = "place: Kursk, at: {lat: 51.73, lon: 36.19}, sources: a"
    units = f"  - {{id: k1, {at}, troops: 1000, side: red}}\n  - {{id: k2, {at}, troops: 700, side: blue}}\n"
    page = page_of(tmp_path, units, SIDES)
    items = {getattr(item, "id", ""): item for group in page.groups for item in group.items}
    texts = {text.text: text for text in page.texts if text.role == "figure"}
    for unit, said in (("k1", "1,000"), ("k2", "700")):
        dot, box = items[f"{texts[said].id}-side"], texts[said].box
        assert isinstance(dot, Circle) and dot.fill == getattr(items[f"circle-{unit}"], "fill", "")
        assert 0 < box.x - dot.x < 12 and box.y < dot.y < box.bottom
    assert texts["700"].box.x - texts["1,000"].box.right > 10


def test_several_sides_at_a_place_near_a_border_all_stand_in_its_country(tmp_path: Path) -> None:
    """Of two in a level row one stood across the border."""
    at = "label: Post, at: {lat: 50.45, lon: 24.06}, sources: a"  # Poland ends 4 km to the west
    units = f"  - {{id: k1, {at}, troops: 1000, side: red}}\n  - {{id: k2, {at}, troops: 900, side: blue}}\n"
    view = "view: {bounds: [22, 48.9, 26.4, 52]}\nlegend: {max_diameter: 26}\n"
    text = f"{HEAD}{SIDES}{view}artboards: [{{id: a, width: 700}}]\nunits:\n{units}"
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    made = build(tmp_path / "config.yaml", only=["svg"])
    (page,) = made.pages
    seen = fit(made.scene.bounds, page.frame)
    marks = [mark for mark in page.symbols if mark.kind == "circle"]
    assert len(marks) == 2
    for mark in marks:
        lon, lat = seen.degrees(mark.x, mark.y)
        assert country_at(lon, lat, "un") == "UA"
    apart = hypot(marks[0].x - marks[1].x, marks[0].y - marks[1].y)
    assert apart == pytest.approx((marks[0].diameter + marks[1].diameter) / 2, abs=6)


def test_with_always_no_name_stands_without_its_figure(tmp_path: Path) -> None:
    units = "".join(
        f"  - {{id: m{n}, label: A longer name {n}, at: {{lat: {50 + n % 4 / 3}, lon: {30 + n // 4}}}, troops: 90, "
        "sources: a}\n"
        for n in range(12)
    )
    page = page_of(tmp_path, units, "figures: always\n", width=500)
    named = {text.owner for text in page.texts if text.role == "place"}
    assert named and named == figures(page).keys()


def test_estimates_are_told_below_the_map(tmp_path: Path) -> None:
    some = unit(0, "troops: 700, basis: estimate") + unit(1, "troops: 500")
    every = unit(0, "troops: 700, basis: estimate") + unit(1, "troops: 500, basis: estimate")
    notes = [
        " ".join(text.text for text in page_of(tmp_path, units).texts if text.role == "note_line")
        for units in (some, every)
    ]
    assert "Figures for Camp 0 are estimates." in notes[0] and "All figures are estimates." in notes[1]


@pytest.mark.parametrize(("width", "have"), [(700, 12), (300, 0)])
def test_pictograms_stand_below_all_names_or_below_none(tmp_path: Path, width: int, have: int) -> None:
    """Where there was room for the pictograms of some, these said of the others that they had no tanks."""
    units = "".join(
        f"  - {{id: u{n}, label: Camp number {n}, at: {{lat: {50 + n % 4 * 0.55}, lon: {30 + n // 4 * 1.8}}}, "
        "formations: [tank battalion, artillery battalion], troops: 90}\n"
        for n in range(12)
    )
    board = f"artboards: [{{id: a, width: {width}, drop: [formations]}}]\nlegend: {{max_diameter: 12}}\n"
    text = f"{HEAD}{board}units:\n{units}"
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    (page,) = build(tmp_path / "config.yaml", only=["svg"]).pages
    assert len({mark.unit for mark in page.symbols if mark.kind == "pictogram"}) == have
    assert len({text.owner for text in page.texts if text.role == "place"}) > 8
    said = {entry.unit for entry in page.dropped if "pictogram" in entry.text and "all names" in entry.reason}
    assert len(said) == 12 - have
