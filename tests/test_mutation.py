"""What `make mutate` changes in the code, and that a change goes into what is loaded."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scripts.mutation import changes as made
from scripts.mutation.__main__ import EQUIVALENT, GROUPS
from scripts.mutation.changes import Change, changes
from scripts.mutation.loaded import place_of, put

MODULE = '''
"""A module."""
from functools import cached_property
from typing import Literal

Kind = Literal["a", "b"]
LEAST = 3
MANY = [LEAST, 2 * LEAST]


def grown(number: int, by: int = 1) -> int:
    """Not this text."""
    if number < LEAST:
        return number + by
    return next((n for n in MANY if n > number), 0)


class Thing:
    """A thing."""

    @cached_property
    def name(self) -> str:
        return "thing"
'''


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    name = f"geomap_changed_{tmp_path.name}"
    (tmp_path / f"{name}.py").write_text(MODULE, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(made, "ROOT", tmp_path)
    return name


def test_changes_are_those_of_what_runs_and_neither_of_types_nor_of_docstrings(module: str) -> None:
    told = [str(change).partition(":")[2] for change in changes(module)]
    assert [text for text in told if "\n" not in text] == [
        "grown: number < LEAST -> number <= LEAST",
        "grown: return number + by -> return None",
        "grown: number + by -> number - by",
        "grown: return next((n for n in MANY if n > number), 0) -> return None",
        "grown:  for n in MANY if n > number ->  for n in MANY",
        "grown: n > number -> n >= number",
        "grown: 0 -> 1",
        "Thing.name: return 'thing' -> return None",
        "Thing.name: 'thing' -> 'XXthing'",
        "LEAST: 3 -> 4",
        "MANY: 2 * LEAST -> 2 / LEAST",
        "MANY: 2 -> 3",
    ]


def _after(change: Change) -> int:
    """What the module reckons in a fork with the change, in one number; 41 without."""
    place = place_of(change)
    loaded = __import__(change.module)
    child = os.fork()
    if not child:
        assert put(change, place)
        os._exit(loaded.grown(2) * 10 + loaded.grown(4) + len(loaded.Thing().name))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("number + by -> number - by", 21),
        ("'thing' -> 'XXthing'", 43),
        ("LEAST: 3 -> 4", 43),  # 4 and 8, of which MANY is made
        ("2 -> 3", 44),
    ],
)
def test_a_change_goes_into_functions_and_into_constants_made_of_others(module: str, said: str, found: int) -> None:
    assert _after(next(change for change in changes(module) if str(change).endswith(said))) == found


def test_changes_that_make_no_difference_are_there_and_each_has_its_reason() -> None:
    lines = EQUIVALENT.read_text("utf-8").split("\n\n")[1:]
    told = {line for block in lines for line in block.strip().splitlines() if not line.startswith("#")}
    assert all(block.startswith("# ") for block in lines)
    modules = {line.partition(":")[0] for line in told}
    assert modules <= {module for group in GROUPS.values() for module in group}
    assert told <= {str(change) for module in modules for change in changes(module)}
