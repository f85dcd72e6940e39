"""Maps that the tool was not made for build without touching code, and nothing on them overlaps."""

from __future__ import annotations

import shutil
from itertools import combinations
from pathlib import Path

import pytest

from geomap.build import build
from tests.conftest import Built
from tests.test_example import on_circle, overlap

SCENES = Path(__file__).parent / "scenes"
NAMES = sorted(path.parent.name for path in SCENES.glob("*/config.yaml"))


@pytest.fixture(scope="module", params=NAMES)
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp(request.param) / request.param
    shutil.copytree(SCENES / request.param, folder)
    build(folder / "config.yaml", locked=True)
    return Built(folder, request.param)


def test_it_builds_every_format(scene: Built) -> None:
    suffixes = {path.suffix for path in scene.output.iterdir()}
    assert suffixes == {".png", ".svg", ".pdf", ".html", ".geojson", ".json"}


def test_nothing_overlaps(scene: Built) -> None:
    for board in scene.artboards.values():
        for first, second in combinations(board["texts"], 2):
            assert not overlap(first, second), (first["text"], second["text"])
        for text in board["texts"]:
            assert text["x"] >= 0 and text["x"] + text["width"] <= board["width"], text
            assert text["y"] >= 0 and text["y"] + text["height"] <= board["height"], text
            for symbol in board["symbols"]:
                own = symbol["unit"] == text.get("unit") and symbol["kind"] == "unknown"
                assert own or not on_circle(text, symbol), (text["text"], symbol)


def test_every_unit_is_drawn_or_said_to_be_dropped(scene: Built) -> None:
    for board in scene.artboards.values():
        drawn = {symbol["unit"] for symbol in board["symbols"]} | {entry.get("unit") for entry in board["dropped"]}
        assert {"gao", "tombouctou", "kidal"} <= drawn or scene.name != "sahel"


def test_ranges_and_unknowns_are_drawn_apart(scene: Built) -> None:
    if scene.name != "sahel":
        return
    for board in scene.artboards.values():
        kinds = {(symbol["unit"], symbol["kind"]) for symbol in board["symbols"]}
        assert {("gao", "circle"), ("gao", "ring"), ("tombouctou", "circle"), ("kidal", "unknown")} <= kinds
        sizes = {symbol["kind"]: symbol for symbol in board["symbols"] if symbol["unit"] == "gao"}
        assert (sizes["ring"]["diameter"] / sizes["circle"]["diameter"]) ** 2 == pytest.approx(1400 / 900, rel=0.01)
