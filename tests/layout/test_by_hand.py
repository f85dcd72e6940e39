"""What a config sets by hand wins: places of labels, what artboards drop and keep, abbreviations, corners, sizes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geomap.errors import LayoutError
from geomap.page import Box, Page, Text
from geomap.pipeline.build import Build, build
from tests.examples import BARE

pytestmark = pytest.mark.lean(BARE)

UNITS = """
view: {bounds: [30, 48, 36, 51]}
as_of: 2024-05-01
sources: {a: {publisher: A}}
units:
  - {id: east, label: %s, at: {lat: 49.6, lon: 34.0}, troops: 3000, formations: [tank],
     equipment: {tanks: 3}, sources: a}
  - {id: west, label: Westport, at: {lat: 49.5, lon: 31.5}, troops: 2000, formations: [tank], sources: a}
  - {id: near, label: Nearby Camp, at: {lat: 49.62, lon: 34.35}, troops: 200, sources: a}
"""
BOARD = BARE + "artboards:\n  - {id: a, width: 800%s}\n"


def made(folder: Path, board: str = "", label: str = "Easton", more: str = "") -> Build:
    text = UNITS % label + more + BOARD % board
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    return build(folder / "config.yaml", only=["svg"])


def page_of(folder: Path, board: str = "", label: str = "Easton", more: str = "") -> Page:
    return made(folder, board, label, more).pages[0]


def name_of(page: Page, unit: str) -> Text:
    (text,) = [text for text in page.texts if text.role == "place" and text.owner == unit]
    return text


def circle(page: Page, unit: str) -> Any:
    (symbol,) = [symbol for symbol in page.symbols if symbol.kind == "circle" and symbol.unit == unit]
    return symbol


@pytest.mark.parametrize(
    ("placement", "anchor"),
    [
        ("dx: 60, dy: -40", "start"),
        ("dx: -70, dy: 10", "end"),
        ("dy: 50", "middle"),
        ("dx: 60, dy: -40, anchor: end", "end"),
    ],
)
def test_a_label_stands_where_the_config_says(tmp_path: Path, placement: str, anchor: str) -> None:
    page = page_of(tmp_path, label=f"{{text: Easton, {placement}}}")
    name, at = name_of(page, "east"), circle(page, "east")
    stated = dict(part.split(": ") for part in placement.split(", "))
    dx, dy = float(stated.get("dx", 0)), float(stated.get("dy", 0))
    end = {"start": name.box.x, "middle": name.box.centre[0], "end": name.box.right}[anchor]
    assert end == pytest.approx(at.x + dx, abs=0.6)
    assert name.box.centre[1] == pytest.approx(at.y + dy, abs=0.6)
    (reason,) = [entry.reason for entry in page.moved if entry.unit == "east"]
    assert reason == ("set by hand, stands on a circle" if anchor == "end" and dx > 0 else "set by hand")


def test_the_other_labels_make_room(tmp_path: Path) -> None:
    free = name_of(page_of(tmp_path), "near").box
    at = circle(page_of(tmp_path), "east")
    dx, dy = free.x + 4 - at.x, free.centre[1] - at.y
    page = page_of(tmp_path, label=f"{{text: Easton, dx: {dx:.1f}, dy: {dy:.1f}}}")
    assert not name_of(page, "near").box.overlaps(name_of(page, "east").box)


def test_a_label_set_far_off_has_a_leader_from_its_circle(tmp_path: Path) -> None:
    build_ = made(tmp_path, label="{text: Easton, dx: 90, dy: -60}")
    svg = (Path(build_.folder) / "config-a.svg").read_text("utf-8")
    assert 'id="leader-label-east"' in svg and 'id="leader-label-west"' not in svg


def test_an_anchor_alone_chooses_the_side(tmp_path: Path) -> None:
    page = page_of(tmp_path, label="{text: Easton, anchor: end}")
    assert name_of(page, "east").box.right < circle(page, "east").x


def test_a_hidden_label_is_listed_and_its_circle_stays(tmp_path: Path) -> None:
    page = page_of(tmp_path, label="{text: Easton, hide: true}")
    assert not [text for text in page.texts if text.owner == "east"]
    assert circle(page, "east").value == 3000
    assert [(entry.unit, entry.reason) for entry in page.dropped if entry.unit == "east"] == [
        ("east", "hidden by `label`")
    ]


def test_what_an_artboard_says_wins(tmp_path: Path) -> None:
    board = ", labels: {east: {text: E., dx: 40, dy: 40}, west: {hide: true}}"
    page = page_of(tmp_path, board, label="{text: Easton, hide: true}")
    name = name_of(page, "east")
    assert name.text == "E." and name.box.x == pytest.approx(circle(page, "east").x + 40, abs=0.6)
    assert "west" not in {text.owner for text in page.texts}


def test_a_label_set_over_the_edge_is_reported(tmp_path: Path) -> None:
    page = page_of(tmp_path, label="{text: Easton, dx: 900, dy: 0}")
    assert [entry.reason for entry in page.moved if entry.unit == "east"] == ["set by hand, runs over the map's edge"]


NOTES = """layers:
  - {kind: note, id: note, text: A note, at: {lat: 50.5, lon: 32}}
  - {kind: label, id: region, text: A Region, at: {lat: 48.5, lon: 32}, label: {dx: 30, dy: 0, anchor: start}}
  - {kind: arrow, id: push, from: {lat: 48.4, lon: 35.5}, to: {lat: 48.4, lon: 33.5}, label: A push west}
"""


def test_notes_names_and_callouts_too(tmp_path: Path) -> None:
    board = ", labels: {note: {dx: -50, dy: 20, anchor: start}, push: {dx: 0, dy: -70}}"
    before, page = page_of(tmp_path, more=NOTES), page_of(tmp_path, board, more=NOTES)
    texts = {text.role: text for text in page.texts}
    old = {text.role: text for text in before.texts}
    assert texts["region"].box == old["region"].box
    assert texts["note"].box.x == pytest.approx(old["note"].box.centre[0] - 50, abs=13)
    assert texts["callout"].box != old["callout"].box
    assert {"A note", "A push west"} <= {entry.text for entry in page.moved if entry.reason == "set by hand"}


def test_drop_and_keep_by_role_and_id(tmp_path: Path) -> None:
    page = page_of(tmp_path, ", drop: [formations, pictograms.east, notes, layers.push, title, units.near, scale],"
                   " keep: [formations.west]", more=f"title: A map\n{NOTES}")  # fmt: skip
    assert {text.owner for text in page.texts if text.role == "formations"} == {"west"}
    roles = {text.role for text in page.texts}
    assert roles.isdisjoint({"note", "callout", "title", "scale"}) and "region" in roles
    drawn = {symbol.unit for symbol in page.symbols}
    assert "near" not in drawn
    assert {symbol.unit for symbol in page.symbols if symbol.kind == "pictogram"} == {"west"}
    listed = {entry.text for entry in page.dropped if entry.reason == "left out by `drop`"}
    assert listed == {"A map", "Tank unit", "tank", "A note", "push", "Nearby Camp"}


def test_what_is_kept_is_placed_first(tmp_path: Path) -> None:
    units = "".join(
        f"  - {{id: u{n}, label: A rather long name {n}, at: {{lat: {50 + n / 200}, lon: 30}}, troops: {900 - n}}}\n"
        for n in range(30)
    )
    (tmp_path / "config.yaml").write_text(
        f"units:\n{units}artboards:\n  - {{id: a, width: 300, height: 400}}\n", "utf-8"
    )
    dropped = [entry.unit for entry in build(tmp_path / "config.yaml", only=["svg"]).pages[0].dropped]
    assert "u29" in dropped
    with (tmp_path / "config.yaml").open("a", encoding="utf-8") as file:
        file.write("  - {id: b, width: 301, height: 400, keep: [units.u29]}\n")
    pages = {page.id: page for page in build(tmp_path / "config.yaml", only=["svg"]).pages}
    assert "u29" not in [entry.unit for entry in pages["b"].dropped if not entry.by_rule]


TABLE = "abbreviations: {Fort Number: Ft., tank: tk., Poland: Pol.}\n"


def test_abbreviations_by_the_table(tmp_path: Path) -> None:
    full = page_of(tmp_path, label="Fort Number One", more=TABLE)
    assert name_of(full, "east").text == "Fort Number One"
    short = page_of(tmp_path, ", abbreviate: always", label="Fort Number One", more=TABLE)
    assert name_of(short, "east").text == "Ft. One"
    never = page_of(tmp_path, ", abbreviate: never", label="Fort Number One", more=TABLE)
    assert name_of(never, "east").text == "Fort Number One"


def test_a_name_that_has_no_room_is_abbreviated_and_reported(tmp_path: Path) -> None:
    config = (
        "abbreviations: {GenerouslyLongFortressName: Gen. Fort.}\nunits:\n"
        "  - {id: u, label: GenerouslyLongFortressName, at: {lat: 50, lon: 30}, troops: 900}\n"
        "view: {bounds: [29.9, 49.9, 30.1, 50.1]}\nartboards:\n  - {id: a, width: 200, height: 420, key: none}\n"
    )
    (tmp_path / "config.yaml").write_text(config, "utf-8")
    page = build(tmp_path / "config.yaml", only=["svg"]).pages[0]
    assert name_of(page, "u").text == "Gen. Fort."
    assert [entry.reason for entry in page.moved if "abbreviated" in entry.reason] == ["abbreviated to “Gen. Fort.”"]


@pytest.mark.parametrize("corner", ["top-left", "top-right", "bottom-left", "bottom-right"])
def test_key_and_scale_stand_in_the_corner_asked_for(tmp_path: Path, corner: str) -> None:
    upper, side = corner.split("-")
    opposite = {"top": "bottom", "bottom": "top"}[upper] + "-" + side
    page = page_of(tmp_path, f", key_at: {corner}, scale_at: {opposite}")
    for name, asked in (("key", corner), ("scale", opposite)):
        x, y = page.furniture[name].centre
        middle = page.frame.centre
        assert (y < middle[1]) == asked.startswith("top") and (x < middle[0]) == asked.endswith("left"), name


def test_the_key_above_the_map(tmp_path: Path) -> None:
    page = page_of(tmp_path, ", key_at: above")
    assert page.furniture["key"].bottom <= page.frame.y


def test_a_page_of_a_report_in_millimetres(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(
        f"{UNITS % 'Easton'}artboards:\n  - {{id: a, width: 170mm, height: 120mm}}\n", "utf-8"
    )
    build_ = build(tmp_path / "config.yaml", only=["svg", "pdf", "png"])
    page = build_.pages[0]
    assert (page.width, page.height) == (pytest.approx(642.52, abs=0.01), pytest.approx(453.54, abs=0.01))
    svg = (Path(build_.folder) / "config-a.svg").read_text("utf-8")
    assert 'width="170mm" height="120mm" viewBox="0 0 642.52 453.54"' in svg
    pdf = (Path(build_.folder) / "config-a.pdf").read_bytes()
    assert b"/MediaBox [ 0 0 481.88" in pdf and b"340.157" in pdf
    assert all(text.size >= 11 for text in page.texts)


def test_too_much_text_is_a_problem_and_no_ruined_picture(tmp_path: Path) -> None:
    title = " ".join(["A title that does not end"] * 38)
    with pytest.raises(LayoutError) as caught:
        made(tmp_path, more=f"title: {title}\n")
    (problem,) = caught.value.problems
    assert "shorten the title" in problem.hint and problem.path == "artboards[0].width" and problem.line


def test_boxes_of_a_label_by_hand_are_free_of_the_circle(tmp_path: Path) -> None:
    page = page_of(tmp_path, label="{text: Easton, dx: 30, dy: 0}")
    at = circle(page, "east")
    assert not name_of(page, "east").box.overlaps(Box(at.x, at.y, 0, 0).grown(at.diameter / 2 * 0.7))


def test_a_line_whose_callout_is_dropped_is_explained_in_the_key(tmp_path: Path) -> None:
    """What a text on the map says, the key does not; where an artboard drops that text, the key says it."""
    said = [text.text for text in page_of(tmp_path, more=NOTES).texts if text.role == "key"]
    without = [text.text for text in page_of(tmp_path, ", drop: [callouts]", more=NOTES).texts if text.role == "key"]
    assert "Movement, approximate" in without and "Movement, approximate" not in said
