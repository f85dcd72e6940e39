"""What a build says of its pictures: in the log, in the manifest, and as warnings at their place in the config."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from geomap.cli import main
from tests.examples import BARE

pytestmark = pytest.mark.lean(BARE)


def unit(id: str, lat: float, lon: float, troops: int) -> str:
    at = f"{{lat: {lat:.4f}, lon: {lon:.4f}}}"
    return f"  - {{id: {id.lower().replace(' ', '-')}, label: {id}, at: {at}, troops: {troops}}}\n"


def built(folder: Path, text: str) -> Result:
    (folder / "config.yaml").write_text(text, "utf-8")
    found = CliRunner().invoke(main, ["build", str(folder / "config.yaml"), "--only", "svg"])
    assert found.exit_code == 0, found.output
    return found


def said(result: Result) -> list[str]:
    return [re.sub(r"^\S+?config\.yaml:\d+:\d+: ", "", line) for line in result.stderr.splitlines()]


def board(folder: Path, name: str) -> dict[str, list[dict[str, str]]]:
    return json.loads((folder / "output" / "manifest.json").read_text("utf-8"))["artboards"][name]


def test_units_beyond_the_bounds_are_counted_listed_and_named_on_the_map(tmp_path: Path) -> None:
    units = unit("Edge", 48, 41.9, 9000) + unit("Far", 48, 45, 7000) + unit("Middle", 48, 39, 5000)
    large = "legend: {max_diameter: 260}\n"  # so that more than a fifth of more ground would be shown
    found = built(
        tmp_path, f"{large}view: {{bounds: [36, 46, 42, 50]}}\nartboards: [{{id: a, width: 500}}]\nunits:\n{units}"
    )
    assert said(found) == [
        "warning: view.bounds: 1 unit lies outside and not on the map: Far; widen the bounds",
        "warning: view.bounds: 1 circle is cut by the edge of the map on a: Edge; widen the bounds",
    ]
    assert "wrong: 1 on a: outside the map: Far\n" in found.stdout
    assert "wrong: 1 on a: its circle is cut by the edge of the map: Edge\n" in found.stdout
    page = board(tmp_path, "a")
    assert {"unit": "far", "text": "Far", "reason": "outside the map"} in page["dropped"]
    (notes,) = [text["text"] for text in page["texts"] if text["role"] == "note_line"]
    assert "Not shown on this map: Far." in notes


def test_circles_too_small_to_be_seen_are_ringed_and_the_key_says_so(tmp_path: Path) -> None:
    units = unit("Big", 55.75, 37.6, 1000000) + unit("Small", 54.2, 36.6, 30) + unit("Tiny", 56.8, 35.9, 1)
    found = built(tmp_path, f"artboards: [{{id: a, width: 600}}]\nunits:\n{units}")
    assert said(found) == [
        "warning: legend.max_diameter: 2 circles are too small to be seen on a, so each has a ring: Small and Tiny; "
        "raise max_diameter"
    ]
    page = board(tmp_path, "a")
    assert "Too few to draw to scale" in [text["text"] for text in page["texts"] if text["role"] == "key"]
    circles = {s["unit"]: s for s in page["symbols"] if s["kind"] == "circle"}
    assert (circles["big"]["diameter"] / circles["small"]["diameter"]) ** 2 == pytest.approx(1000000 / 30, rel=0.01)
    svg = (tmp_path / "output" / "config-a.svg").read_text("utf-8")
    assert 'id="small-tiny"' in svg and 'id="small-big"' not in svg


def test_a_detail_that_enlarges_nothing_is_left_out_with_a_warning(tmp_path: Path) -> None:
    units = unit("A", 48, 38, 900) + unit("B", 49, 37, 900)
    row = "{kind: detail, id: near, bounds: [36.1, 47.1, 38.9, 49.9], at: top-left}"
    found = built(
        tmp_path,
        f"view: {{bounds: [36, 47, 39, 50]}}\nartboards: [{{id: a, width: 600}}]\nunits:\n{units}insets:\n  - {row}\n",
    )
    assert said(found) == [
        "warning: insets[0].bounds: left out on a, where it would be no larger than the map itself; "
        "narrow the bounds, or raise share"
    ]
    assert board(tmp_path, "a").get("insets", {}) == {}


def test_a_detail_too_small_in_its_corner_gets_the_room_below_the_map(tmp_path: Path) -> None:
    units = unit("A", 48, 38, 900) + unit("B", 49.8, 36.2, 900)
    row = "{kind: detail, id: near, bounds: [37, 47.2, 38.9, 48.7], at: top-right, share: 0.3}"
    built(
        tmp_path,
        f"view: {{bounds: [36, 47, 39, 50]}}\nartboards: [{{id: a, width: 600}}]\nunits:\n{units}insets:\n  - {row}\n",
    )
    page = board(tmp_path, "a")
    assert page["insets"]["near"]["y"] >= page["map"]["y"] + page["map"]["height"]
    assert {"text": "inset near", "reason": "there is no room for it in its corner top-right"} in page["moved"]


def test_a_detail_below_a_wide_map_is_less_than_half_as_high_as_wide(tmp_path: Path) -> None:
    units = unit("A", 48, 38, 900) + unit("B", 49.8, 36.2, 900)
    row = "{kind: detail, id: near, bounds: [37.95, 47.8, 38.05, 48.2], at: below}"
    built(tmp_path, f"artboards: [{{id: a, width: 900}}]\nunits:\n{units}insets:\n  - {row}\n")
    box = board(tmp_path, "a")["insets"]["near"]["map"]
    assert box["height"] < box["width"] / 2


@pytest.mark.lean()
def test_a_unit_in_two_details_is_named_once(tmp_path: Path) -> None:
    units = unit("Alone", 48, 38, 900) + unit("Other", 45, 33, 900)
    rows = "".join(f"  - {{kind: detail, id: n{n}, bounds: [37.{n}, 47.{n}, 38.6, 48.6]}}\n" for n in (2, 4))
    built(tmp_path, f"view: {{bounds: [30, 44, 42, 52]}}\nunits:\n{units}insets:\n{rows}")
    for name in ("wide", "phone"):
        names = [text["text"] for text in board(tmp_path, name)["texts"] if text["role"] == "place"]
        assert sorted(names) == ["Alone", "Other"], name


def test_the_inset_that_a_crowd_wants_is_said_and_can_be_pasted(tmp_path: Path) -> None:
    crowd = "".join(unit(f"Camp {n}", 50 + n % 5 / 16, 36 + n // 5 / 12, 800) for n in range(25))
    text = (
        f"legend: {{max_diameter: 20}}\nartboards: [{{id: a, width: 335}}]\nunits:\n{crowd}{unit('Far', 56, 44, 900)}"
    )
    before = built(tmp_path, text)
    (hint,) = [line for line in said(before) if line.startswith("warning: insets: ")]
    found = re.fullmatch(
        r"warning: insets: \d+ units have no name, or are hidden, on a; to show them larger add (insets: \[.*\])", hint
    )
    assert found, hint
    (row,) = yaml.safe_load(found[1])["insets"]
    west, south, east, north = row["bounds"]
    assert 35.5 < west < 36 and 36.33 < east < 37 and 49.7 < south < 50 and 50.25 < north < 50.6
    built(tmp_path, text + found[1] + "\n")
    page = board(tmp_path, "a")
    unnamed = [entry for entry in page["dropped"] if "name" in entry["reason"]]
    assert list(page["insets"]) == ["crowd"] and len(unnamed) <= 6


def test_a_second_build_says_all_that_the_first_one_said(tmp_path: Path) -> None:
    rows = [unit(f"Camp {n}", 48 + n // 5 / 50, 39 + n % 5 / 50, 500) for n in range(20)]
    units = "".join([*rows, unit("Far", 48, 45, 7000)]).replace("troops: 500", "troops: 500, pictograms: [tanks]")
    first = built(tmp_path, f"view: {{bounds: [36, 46, 42, 50]}}\nartboards: [{{id: a, width: 500}}]\nunits:\n{units}")
    second = built(tmp_path, (tmp_path / "config.yaml").read_text("utf-8"))
    assert second.stdout == first.stdout[:-1] + ", all up to date\n"
    assert second.stderr == first.stderr
    assert "wrong: 1 on a: outside the map: Far\n" in second.stdout


def test_strict_refuses_what_the_pictures_warn_of_and_writes_nothing(tmp_path: Path) -> None:
    units = unit("Far", 48, 45, 7000) + unit("Near", 48, 39, 7000)
    units = units.replace("troops:", "basis: illustrative, troops:")
    head = "artboards: [{id: w, width: 720}]\nview: {bounds: [36, 46, 42, 50]}\n"
    (tmp_path / "config.yaml").write_text(f"{head}units:\n{units}", "utf-8")
    for _ in range(2):
        found = CliRunner().invoke(main, ["build", str(tmp_path / "config.yaml"), "--only", "svg", "--strict"])
        assert found.exit_code == 1
        assert "view.bounds: 1 unit lies outside and not on the map: Far; widen the bounds" in found.stderr
        assert not (tmp_path / "output").exists()


def test_crowds_too_large_for_the_map_ask_for_smaller_circles(tmp_path: Path) -> None:
    units = "".join(unit(f"Camp {n}", 48 + n % 10 / 60, 39 + n // 10 / 60, 4000) for n in range(90))
    stated = built(tmp_path, f"legend: {{max_diameter: 60}}\nartboards: [{{id: a, width: 335}}]\nunits:\n{units}")
    warned = [line for line in said(stated) if "max_diameter" in line]
    assert warned == [
        "warning: legend.max_diameter: 1 circle is too large for the map on a, so rings not to scale stand for them: "
        "90 units; lower max_diameter, or leave it out"
    ]
    assert any(row["text"] == "90 units" and "not to scale" in row["reason"] for row in board(tmp_path, "a")["moved"])
    assert not [
        line
        for line in said(built(tmp_path, f"artboards: [{{id: a, width: 335}}]\nunits:\n{units}"))
        if "max_diameter" in line
    ]


def test_very_many_circles_that_would_lie_in_a_pile_are_warned_of(tmp_path: Path) -> None:
    units = "".join(unit(f"Camp {n}", 48 + n % 30 / 60, 39 + n // 30 / 60, 4000) for n in range(600))
    config = "view: {{bounds: [38.9, 47.9, 39.5, 48.6]}}\nlegend: {{max_diameter: {0}}}\nunits:\n{1}"
    board = "artboards: [{id: a, width: 400, height: 600}]\n"
    warned = [line for line in said(built(tmp_path, board + config.format(40, units))) if "max_diameter" in line]
    assert warned == [
        "warning: legend.max_diameter: circles of that size would cover the map 3 times, so most of 600 lie hidden; "
        "lower max_diameter, leave it out, or sum units up with aggregate"
    ]
    assert not [line for line in said(built(tmp_path, board + config.format(12, units))) if "max_diameter" in line]
    asked = board.replace("height: 600", "height: 600, crowds: overlap")
    assert not [line for line in said(built(tmp_path, asked + config.format(40, units))) if "max_diameter" in line]
