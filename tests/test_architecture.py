"""docs/architecture.md answers where a rule is: it names files that are there, and that hold what it says of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geomap.pipeline.explain.walk import RULES
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
RULE = re.compile(r"^\| (.+?) \| `(geomap/[\w/.]+)`(?:, `geomap/[\w/.]+`)* \|$", re.MULTILINE)

# "Where is the rule that ...", as they were written down before the page was: the words of the page that lead to the
# answer, the file, and what in it is the rule.
QUESTIONS = {
    "a circle four times the number is twice as wide?": ("as wide", "geomap/marks/size.py", "sqrt"),
    "a range is a solid circle with a dashed ring?": ("a range", "geomap/marks/unit.py", "RING_DASH"),
    "a sum with an unknown part is at least so many?": ("add up", "geomap/facts/__init__.py", "def __add__"),
    "a unit under embargo is in no output?": ("embargo", "geomap/gate.py", "_embargoed"),
    "typed coordinates win over a name that is looked up?": ("typed", "geomap/places/locate.py", "unit.at is not None"),
    "a label stands right of its circle rather than left of it?": (
        "stands right",
        "geomap/layout/labels/candidates.py",
        "right, above right",
    ),
    "many circles at one place become a crowd?": ("crowd", "geomap/layout/units/crowds.py", "_MOST_ASIDE"),
    "what is up to date is not drawn again?": ("up to date", "geomap/pipeline/freshness/stale.py", "def _why"),
    "a heading of a table is taken for a column of ours?": ("heading", "geomap/tables/columns.py", "def find_columns"),
    "a file that a hand has changed is not replaced?": ("by hand", "geomap/pipeline/freshness/own.py", "require_own"),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_where_is_the_rule_that(question: str) -> None:
    words, file, rule = QUESTIONS[question]
    rows = [match[0] for match in RULE.finditer(PAGE) if words in match[1]]
    assert rows, f"the page has no rule with the words {words}"
    assert any(f"`{file}`" in row for row in rows)
    assert rule in (ROOT / file).read_text("utf-8")


@pytest.mark.parametrize("page", ["docs/architecture.md", "CONTRIBUTING.md", "docs/decisions/index.md"])
def test_whatever_a_page_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    named = re.findall(r"`((?:geomap|tests|scripts|docs|web)/[\w/.*-]+)`", text)
    assert named or page.startswith("docs/decisions")
    missing = [name for name in named if not any(ROOT.glob(name.rstrip("/")))]
    assert missing == []


def test_every_room_of_the_house_is_on_the_page() -> None:
    rooms = {path.stem for path in (ROOT / "geomap").iterdir() if not path.name.startswith(("_", "."))}
    rooms -= {"requirements", "py"}
    assert [room for room in sorted(rooms) if f"`{room}" not in PAGE and f"`geomap/{room}" not in PAGE] == []


def test_the_walk_names_the_homes_of_the_rules() -> None:
    assert all(home.rstrip("/") in PAGE for homes in RULES.values() for home in homes.split(", "))


def test_every_decision_is_listed_and_says_what_it_cost() -> None:
    index = (ROOT / "docs" / "decisions" / "index.md").read_text("utf-8")
    for path in DECISIONS:
        if path.name != "index.md":
            assert f"]({path.name})" in index
            assert "**Cost.**" in path.read_text("utf-8")
            assert len(path.read_text("utf-8").splitlines()) < 30


def test_contributing_says_how_each_thing_is_added() -> None:
    headings = re.findall(r"(?m)^#+ (.+)$", CONTRIBUTING)
    for thing in ("field", "kind of layer", "format", "word"):
        assert any(heading.startswith("A ") and thing in heading for heading in headings), thing


def test_contributing_is_reached_from_the_readme() -> None:
    assert "(CONTRIBUTING.md)" in (ROOT / "README.md").read_text("utf-8")
    assert "architecture.md" in CONTRIBUTING
    assert Path(ROOT / "docs" / "architecture.md").exists()
