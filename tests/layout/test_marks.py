"""Every way to claim a count has a mark of its own, and the key explains each that is used."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.facts import Estimate
from geomap.marks.size import SizeScale
from geomap.marks.unit import unit_marks
from geomap.page import Circle
from geomap.pipeline.build import build
from geomap.scene import Symbol
from geomap.scene.styles import STYLES, Style, contrast
from tests.examples import BARE

CLAIMS = {
    "14000": ("circle", "circle", 14000, ""),
    "{about: 9000}": ("about", "circle", 9000, "About"),
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


@pytest.mark.parametrize("look", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("count", [36, 900, 3600])  # of 6, 30 and 60 px
def test_about_is_the_same_circle_in_a_light_ring_that_is_no_other_mark(look: Style, count: int) -> None:
    """In greys, too: the ring is seen on land and water, and is lighter than the lines of other marks."""
    scale = SizeScale(3600, 60)
    exact, about = (
        unit_marks(Symbol("a", 0, 0, "", troops=troops), 0, 0, scale, 1050, look)[0]
        for troops in (Estimate.exact(count), Estimate.about(count))
    )
    edge, ring = exact[0], about[-1]
    assert about[:-1] == exact
    assert isinstance(edge, Circle)
    assert isinstance(ring, Circle)
    assert (ring.fill, ring.dash, ring.opacity) == ("", (), 1.0)
    assert ring.diameter - ring.stroke_width == edge.diameter + edge.stroke_width  # they touch
    for ground in (look.land, look.water, look.paper):
        assert 1.5 < contrast(ring.stroke, ground) < contrast(look.symbol, ground)


def test_a_sum_of_about_is_about_for_a_place_and_a_crowd(tmp_path: Path) -> None:
    at_place = [f"  - {{id: p{n}, label: Camp, at: {{lat: 50, lon: 30}}, troops: {{about: 900}}}}\n" for n in range(3)]
    crowd = [
        f"  - {{id: c{n}, at: {{lat: {48 + n % 6 / 60:.4f}, lon: {34 + n // 6 / 40:.4f}}}, troops: {{about: 500}}}}\n"
        for n in range(30)
    ]
    for units, members in ((at_place, 3), (crowd, 30)):
        (tmp_path / "config.yaml").write_text(
            f"{BOARDS}units:\n  - {{id: far, at: {{lat: 46, lon: 40}}}}\n{''.join(units)}", "utf-8"
        )
        page = build(tmp_path / "config.yaml", only=["svg"]).pages[0]
        (mark,) = [symbol for symbol in page.symbols if len(symbol.members) == members]
        items = [item for group in page.groups if group.id == "circles" for item in group.items]
        (ring,) = [item for item in items if item.id == f"about-{mark.unit}"]
        assert isinstance(ring, Circle)
        assert ring.diameter > mark.diameter
        assert "About" in {text.text for text in page.texts if text.role == "key"}


def test_explain_says_how_about_is_drawn(tmp_path: Path) -> None:
    text = f"{BOARDS}units:\n  - {{id: a, at: {{lat: 50, lon: 30}}, label: Camp, troops: {{about: 9000}}}}\n"
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    said = CliRunner().invoke(main, ["explain", "a", str(tmp_path / "config.yaml")]).output
    assert "\n  drawn as: a filled circle for 9,000 in a soft ring: about so many\n" in said
    assert "elements: #circle-a, #about-a, #label-a\n" in said


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
