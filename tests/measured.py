"""What a reader could take wrongly on a built map, told from its SVG, its manifest and its data alone.

Nothing of the layout is asked: what it believes of itself is not what is measured.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from math import dist, hypot
from typing import Any

from lxml import etree

from tests.conftest import SVG, Built

Row = Mapping[str, Any]

MISTAKEN = "px from it and"
_HAIR = 0.75  # px: nearer by less nobody sees
_SAME_SIZE = 0.01  # px
_ONE_PLACE = 25.0  # px


def faults(built: Built) -> list[str]:
    """Each fault on each artboard."""
    features = json.loads((built.output / f"{built.name}.geojson").read_text("utf-8"))["features"]
    units = {feature["id"] for feature in features if feature["properties"]["kind"] == "unit"}
    found = []
    for name, board in built.artboards.items():
        root = etree.parse(built.output / f"{built.name}-{name}.svg").getroot()
        led = {one.get("id", "").removeprefix("leader-label-") for one in root.iter(f"{SVG}path")}
        found += [f"{name}: {fault}" for fault in (*_mistaken(board, led), *_out_of_order(board), *_lost(board, units))]
        found += [f"{name}: {fault}" for fault in _twice(board)]
    return found


def _mistaken(board: Row, led: set[str]) -> Iterator[str]:
    """Names that are nearer to another's mark than to their own, without a leader."""
    marks = [mark for mark in board["symbols"] if mark["kind"] not in ("key", "pictogram")]
    for text in board["texts"]:
        unit = text.get("unit")
        if text["role"] != "place" or not unit or unit in led:
            continue
        here = [mark for mark in marks if mark.get("inset") == text.get("inset")]
        own = [_gap(text, mark) for mark in here if unit in (mark["unit"], mark.get("beside"))]
        foreign = [(_gap(text, mark), mark["unit"]) for mark in here if unit not in (mark["unit"], mark.get("beside"))]
        if own and foreign and min(foreign)[0] < min(own) - _HAIR:
            nearest, other = min(foreign)
            yield f"{text['text']!r} of {unit} is {min(own):.1f} {MISTAKEN} {nearest:.1f} from {other}"


def _gap(text: Row, mark: Row) -> float:
    """Px between a text's box and a circle; none where they touch."""
    x = max(text["x"] - mark["x"], 0.0, mark["x"] - text["x"] - text["width"])
    y = max(text["y"] - mark["y"], 0.0, mark["y"] - text["y"] - text["height"])
    return max(hypot(x, y) - mark["diameter"] / 2, 0.0)


def _out_of_order(board: Row) -> Iterator[str]:
    """Circles of a number that are smaller than one of a smaller number."""
    for inset in {mark.get("inset") for mark in board["symbols"]}:
        circles = sorted(
            (mark["value"], mark["diameter"], mark["unit"])
            for mark in board["symbols"]
            if mark["kind"] == "circle" and mark["value"] and mark.get("inset") == inset
        )
        for (_, size, unit), (_, larger, other) in pairwise(circles):
            if larger < size - _SAME_SIZE:
                yield f"{other} counts more than {unit} and is drawn smaller"


def _lost(board: Row, units: set[str]) -> Iterator[str]:
    """Units that are neither drawn nor told of."""
    drawn = {unit for mark in board["symbols"] for unit in mark.get("units", [mark["unit"]])}
    told = {entry.get("unit") for entry in (*board["moved"], *board["dropped"])}
    yield from (f"{unit} is neither drawn nor told of" for unit in sorted(units - drawn - told))


def _twice(board: Row) -> Iterator[str]:
    """Places that are named more than once on one map: names of marks that stand together."""
    at = {mark["unit"]: (mark["x"], mark["y"]) for mark in board["symbols"] if mark["kind"] not in ("key", "pictogram")}
    names = [text for text in board["texts"] if text["role"] == "place" and text.get("unit") in at]
    for one, other in combinations(names, 2):
        is_same = (one["text"], one.get("inset")) == (other["text"], other.get("inset"))
        if is_same and dist(at[one["unit"]], at[other["unit"]]) < _ONE_PLACE:
            yield f"{one['text']!r} stands twice"
