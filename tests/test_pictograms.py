"""Which pictograms a unit shows, and that a family changes their looks alone."""

from __future__ import annotations

import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from geomap.facts import Formation
from geomap.marks.style import FRAME_TINT
from geomap.page import Circle, Page, Stamp, Text
from geomap.pipeline.build import Build, build
from geomap.scene.styles import LIGHT, READABLE, contrast, mixed
from geomap.symbols import KINDS, TypeWords, family, outline, read_type
from geomap.wording import formation, phrase
from tests.conftest import ROOT, copy_example
from tests.examples import BARE, mostly_long

SCENES = ROOT / "tests" / "scenes"
UNITS = """
sides: {ours: {label: Ours, affiliation: friend}, theirs: {label: Theirs, affiliation: suspect}}
view: {bounds: [30, 45, 40, 50]}
units:
"""


NAMES = ("country", "water", "town", "region")  # of the ground, which give way to what the units need


def made(folder: Path, rows: str, family: str = "news", formats: tuple[str, ...] = ("geojson",)) -> Build:
    (folder / "config.yaml").write_text(f"symbols: {family}\n{UNITS}{rows}\n{BARE}", "utf-8")
    return build(folder / "config.yaml", only=formats)


def shown(folder: Path, said: str, family: str = "news") -> list[str]:
    """The outlines of one unit of which `said` is said."""
    result = made(folder, f"  - {{id: a, at: {{lat: 47, lon: 35}}, {said}}}\n", family)
    return [pictogram.outline for pictogram in result.scene.symbols[0].pictograms]


@pytest.mark.parametrize(
    ("text", "word", "echelon", "staff"),
    [
        ("tank brigade", "tank", "brigade", False),
        ("Motorized infantry battalion", "motorized infantry", "battalion", False),
        ("motor-rifle regiment", "motor rifle", "regiment", False),
        ("tank army", "tank", "army", False),
        ("army corps", "army corps", "corps", False),
        ("artillery battery", "artillery", "company", False),
        ("infantry battalion tactical group", "infantry", "battalion", False),
        ("tank brigade headquarters", "tank", "brigade", True),
        ("division staff", "headquarters", "division", True),
        ("headquarters", "headquarters", "", True),
        ("balloon brigade", "", "brigade", False),
        ("unknown", "unknown", "", False),
    ],
)
def test_words_of_a_type(text: str, word: str, echelon: str, staff: bool) -> None:
    assert read_type(text) == TypeWords(word, echelon, staff)


@pytest.mark.parametrize(
    ("said", "outlines"),
    [
        ("formations: [tank brigade, motorized infantry]", ["motorized-infantry", "tank"]),
        ("formations: [tank brigade, armor, tank], troops: 5", ["tank"]),
        ("formations: [balloon brigade, brigade]", []),
        ("formations: [tank], equipment: {artillery: 3, tanks: 0}", ["artillery"]),
        ("formations: [tank], equipment: {tanks: 0}", []),
        ("formations: [tank], pictograms: none", []),
        ("equipment: {artillery: 3}, pictograms: [tanks, air defence, tank]", ["tank", "air-defence"]),
    ],
)
def test_stated_before_equipment_before_formations(tmp_path: Path, said: str, outlines: list[str]) -> None:
    assert shown(tmp_path, said) == [f"news/{name}" for name in outlines]


@pytest.mark.parametrize(
    ("said", "outlines"),
    [
        ("formations: [tank battalion, tank brigade]", ["unknown-tank-brigade"]),
        ("side: ours, formations: [{type: tank, echelon: division}]", ["friend-tank-division"]),
        ("side: theirs, formations: [reconnaissance company]", ["suspect-reconnaissance-company"]),
        ("side: ours, formations: [tank brigade headquarters, tank]", ["friend-tank-brigade-hq"]),
        ("side: ours, formations: [tank regiment], equipment: {tanks: 3}", ["friend-tank-regiment"]),
        ("formations: [{type: headquarters, echelon: army}]", ["unknown-headquarters-army"]),
        ("pictograms: [air base]", ["unknown-air-base"]),
    ],
)
def test_app6_shows_affiliation_echelon_and_staff(tmp_path: Path, said: str, outlines: list[str]) -> None:
    assert shown(tmp_path, said, "app6") == [f"app6/{name}" for name in outlines]


def test_the_key_of_app6_explains_what_its_frames_show(tmp_path: Path) -> None:
    rows = """
  - {id: a, at: {lat: 47, lon: 35}, side: ours, formations: [tank brigade headquarters, infantry]}
  - {id: b, at: {lat: 48, lon: 35}, side: ours, formations: [tank battalion]}
  - {id: c, at: {lat: 49, lon: 35}, side: theirs, formations: [tank]}
  - {id: d, at: {lat: 49, lon: 33}, side: theirs, formations: [balloon brigade]}
  - {id: e, at: {lat: 46, lon: 33}, formations: [infantry]}
"""
    key = {row.frame or row.sample: row.long for row in made(tmp_path, rows, "app6").scene.key.rows}
    key = {sample: said for sample, said in key.items() if sample.startswith("app6/")}
    assert key == {
        "app6/friend-infantry": "Infantry", "app6/friend-tank": "Tanks", "app6/friend": "Ours",
        "app6/suspect": "Theirs", "app6/brigade": "Brigade", "app6/battalion": "Battalion",
        "app6/friend-headquarters": "Headquarters", "app6/unknown": "Side not stated",
    }  # fmt: skip
    news = [row.long for row in made(tmp_path, rows).scene.key.rows if row.kind == "pictogram"]
    assert news == ["Infantry", "Tanks"]


TWO_SIDES = """
name: sides
symbols: app6
sides:
  ours: {label: Ours, colour: "#3b6ea5", affiliation: friend}
  theirs: {label: Theirs, colour: "#c0392b", affiliation: suspect}
units:
  - {id: a, label: A, at: {lat: 47, lon: 35}, side: ours, troops: 900, formations: [tank brigade]}
  - {id: b, label: B, at: {lat: 49, lon: 37}, side: theirs, troops: 500, formations: [tank]}
artboards: [{id: wide, width: 700}, {id: phone, width: 335, drop: [pictograms]}]
"""


def test_a_side_with_colour_and_frame_has_one_row(tmp_path: Path) -> None:
    """Its frame in its colour; the colour alone where pictograms are dropped."""
    (tmp_path / "config.yaml").write_text(TWO_SIDES, "utf-8")
    built = build(tmp_path / "config.yaml", only=["html"])
    for page in built.pages:
        key = next(group.items for group in page.groups if group.id == "key")
        texts = [item.text for item in key if isinstance(item, Text)]
        assert (texts.count("Ours"), texts.count("Theirs")) == (1, 1)
        frames = [item.outline for item in key if isinstance(item, Stamp) and "tank" not in item.outline]
        discs = {item.id.removesuffix("-edge") for item in key if isinstance(item, Circle) and "side" in item.id}
        if page.id == "phone":
            assert (frames, len(discs)) == ([], 2)
        else:
            framed = ["app6/friend-fill", "app6/friend", "app6/suspect-fill", "app6/suspect"]
            assert (frames, discs) == ([*framed, "app6/brigade"], set())
    html = (built.folder / "sides.html").read_text("utf-8")
    assert all(f'id="outline-{name.replace("/", "-")}"' in html for name in framed)


def test_each_symbol_of_app6_is_explained_by_its_own_meaning_in_a_frame_that_the_map_has(tmp_path: Path) -> None:
    rows = """
  - {id: a, at: {lat: 47, lon: 35}, formations: [reconnaissance battalion]}
  - {id: b, at: {lat: 48, lon: 35}, equipment: {armored vehicles: 30}}
  - {id: c, at: {lat: 49, lon: 35}, side: ours, formations: [airborne brigade]}
  - {id: d, at: {lat: 49, lon: 33}, side: theirs, formations: [infantry brigade]}
  - {id: e, at: {lat: 46, lon: 33}, side: theirs, formations: [tank brigade headquarters]}
"""
    key = {row.sample: row.long for row in made(tmp_path, rows, "app6").scene.key.rows if row.kind == "pictogram"}
    assert key == {
        "app6/unknown-reconnaissance": "Reconnaissance", "app6/unknown-mechanized-infantry": "Armored vehicles",
        "app6/friend-airborne": "Airborne troops", "app6/suspect-infantry": "Infantry", "app6/suspect-tank": "Tanks",
        "app6/suspect-headquarters": "Headquarters", "app6/brigade": "Brigade", "app6/battalion": "Battalion",
    }  # fmt: skip
    mechanized = rows.replace("reconnaissance", "mechanized infantry")
    key = {row.sample: row.long for row in made(tmp_path, mechanized, "app6").scene.key.rows}
    assert key["app6/unknown-mechanized-infantry"] == "Mechanized infantry, Armored vehicles"


def test_frames_on_the_map_are_filled_in_the_colour_of_their_side(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(TWO_SIDES, "utf-8")
    page = build(tmp_path / "config.yaml", only=["svg"]).pages[0]
    stamps = [item for group in page.groups if group.id != "key" for item in group.items if isinstance(item, Stamp)]
    halo, fill, ink = (item for item in stamps if "-a-" in item.id)
    assert [stamp.outline for stamp in (halo, fill, ink)] == [
        ink.outline,
        "app6/friend-fill",
        "app6/friend-tank-brigade",
    ]
    assert (fill.x, fill.y, fill.size) == (ink.x, ink.y, ink.size) == (halo.x, halo.y, halo.size)
    assert fill.fill == mixed("#3b6ea5", LIGHT.paper, FRAME_TINT) and contrast(ink.fill, fill.fill) > READABLE


def test_every_kind_has_a_wording_of_its_own() -> None:
    assert len({phrase(f"pictogram.{kind}", "en") for kind in KINDS}) == len(KINDS) == 14


@pytest.mark.parametrize(
    ("entry", "text", "data"),
    [
        (Formation("tank", echelon="brigade"), "Tank brigade", "tank brigade"),
        (Formation("tank", 2, echelon="brigade"), "Two tank brigades", "2 tank brigade"),
        (Formation("headquarters", echelon="corps"), "Corps headquarters", "corps headquarters"),
        (Formation("army corps", 2), "Two army corps", "2 army corps"),
        (Formation("artillery battery", 3), "Three artillery batteries", "3 artillery battery"),
        (Formation("tank", echelon="brigade", label="1st Guards"), "1st Guards", "1st Guards"),
    ],
)
def test_an_echelon_is_printed(entry: Formation, text: str, data: str) -> None:
    assert (formation(entry, "en"), entry.text) == (text, data)


def test_an_echelon_that_the_type_says_is_printed_once(tmp_path: Path) -> None:
    rows = "  - {id: a, at: {lat: 47, lon: 35}, formations: [{type: tank brigade, echelon: brigade, count: 2}]}\n"
    assert made(tmp_path, rows).scene.symbols[0].formations == ("Two tank brigades",)


def in_families(source: Path, folder: Path) -> tuple[Build, Build]:
    """A map in each family."""
    results = []
    for name in ("news", "app6"):
        if source == ROOT:
            copy_example(folder / name)
        else:
            shutil.copytree(source, folder / name)
        file = folder / name / "config.yaml"
        stated = re.sub(r"(?m)^symbols: .*\n", "", file.read_text("utf-8"))
        file.write_text(f"{stated}\nsymbols: {name}\n", "utf-8")
        results.append(build(file, only=["geojson"]))
    return results[0], results[1]


def sized(page: Page) -> list[tuple[str, str, float, float, float]]:
    """Circles, their places relative to the frame."""
    marks = [mark for mark in page.symbols if mark.kind not in ("pictogram", "key")]
    return [
        (m.unit, m.kind, *(round(v, 2) for v in (m.x - page.frame.x, m.y - page.frame.y, m.diameter))) for m in marks
    ]


def stamps(page: Page, group: str) -> list[Stamp]:
    return [item for part in page.groups if part.id == group for item in part.items if isinstance(item, Stamp)]


@pytest.mark.parametrize(
    "source",
    mostly_long([ROOT, *(SCENES / name for name in ("cluster", "korea", "sahel"))], (ROOT,)),
    ids=lambda path: path.name,
)
def test_a_family_changes_pictograms_alone(tmp_path: Path, source: Path) -> None:
    news, app6 = in_families(source, tmp_path)
    assert [s.pictograms for s in news.scene.symbols] != [s.pictograms for s in app6.scene.symbols]
    for one, other in zip(news.scene.symbols, app6.scene.symbols, strict=True):
        assert [p.kind for p in one.pictograms] == [p.kind for p in other.pictograms]
    said = {row.long for row in app6.scene.key.rows} - {row.long for row in news.scene.key.rows}
    for page, same in zip(news.pages, app6.pages, strict=True):
        assert sized(page) == sized(same)
        left_out = {entry.text for entry in (*page.dropped, *same.dropped)}
        texts, others = ({text.text for text in one.texts if text.role not in NAMES} for one in (page, same))
        assert texts ^ others <= left_out | said
        assert {stamp.size for stamp in stamps(page, "labels")} == {family("news").size}
        assert {stamp.size for stamp in stamps(same, "labels")} == {family("app6").size}
        if not said:
            assert page.furniture == same.furniture


def test_frames_in_the_key_keep_off_each_other(tmp_path: Path) -> None:
    """Samples of the tallest frame, one under another, do not touch."""
    kinds = "[infantry, tank, artillery, air base]"
    rows = f"  - {{id: a, label: A, at: {{lat: 47, lon: 35}}, side: theirs, pictograms: {kinds}}}\n"
    for page in made(tmp_path, rows, "app6").pages:
        edges = []
        for stamp in stamps(page, "key"):
            _, top, _, bottom = outline(stamp.outline).bounds
            edges.append([stamp.y + (edge - 0.5) * stamp.size for edge in (top, bottom)])
        assert len(edges) == 4
        assert all(above[1] + 1 < below[0] for above, below in pairwise(sorted(edges)) if above[0] + 10 < below[0])
