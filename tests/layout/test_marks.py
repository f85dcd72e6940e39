"""Every way to claim a count has a mark of its own, and the key explains each that is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.pipeline.build import build
from tests.examples import BARE

CLAIMS = {
    "14000": ("circle", "circle", 14000, ""),
    "{about: 9000}": ("circle", "circle", 9000, ""),
    "{min: 4000, max: 9000}": ("ring", "ring", 9000, "Range: least and most"),
    "{at_least: 3000}": ("open", "ring", None, "At least"),
    "{at_most: 500}": ("ring", "ring", 500, "At most"),
    "unknown": ("unknown", "unknown", None, "Strength not known"),
    "0": ("point", "circle", 0, "None left"),
    "": ("point", "circle", None, "Present, strength not stated"),
}


BOARDS = f"{BARE}artboards: [{{id: wide, width: 1050}}, {{id: phone, width: 335}}]\n"


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_is_drawn_and_explained(tmp_path: Path, claim: str) -> None:
    mark, kind, value, wording = CLAIMS[claim]
    troops = f", troops: {claim}" if claim else ""
    (tmp_path / "config.yaml").write_text(
        f"{BOARDS}units:\n  - {{id: a, at: {{lat: 50, lon: 30}}, label: Camp{troops}}}\n", "utf-8"
    )
    for page in build(tmp_path / "config.yaml", only=["svg"]).pages:
        assert any(item.id == f"{mark}-a" for group in page.groups if group.id == "circles" for item in group.items)
        assert any(s.unit == "a" and (s.kind, s.value) == (kind, value) for s in page.symbols)
        assert {text.text for text in page.texts if text.role == "key"} >= ({wording} if wording else set())


def test_unknown_zero_and_no_claim_look_different(tmp_path: Path) -> None:
    pictures = set()
    for claim in ("", ", troops: 0", ", troops: unknown", ", troops: 1"):
        (tmp_path / "config.yaml").write_text(
            f"units:\n  - {{id: a, at: {{lat: 50, lon: 30}}, label: Camp{claim}}}\n"
            "artboards: [{id: w, width: 400, key: none}]\n",
            "utf-8",
        )
        (page,) = build(tmp_path / "config.yaml", only=["svg"]).pages
        circles = next(group for group in page.groups if group.id == "circles")
        pictures.add(
            repr([(item.fill, getattr(item, "diameter", 0)) for item in circles.items if hasattr(item, "fill")])
        )
    assert len(pictures) == 4
