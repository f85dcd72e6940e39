"""Tests of what hypothesis makes up: with a few examples each time, with many in the long run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

# For a map that is about something else: what the ground names takes as long as all the rest of a small map.
BARE = "ground: {towns: none, regions: none, rivers: none, water_names: none}\n"
ONE = "artboards: [{id: wide, width: 1050}]\n"  # the widest of the default's four


def tried(
    few: int, many: int, *strategies: st.SearchStrategy[Any]
) -> Callable[[Callable[..., None]], Callable[[int], None]]:
    """As `given` of the strategies, in two tests, of which the one with many examples is long."""

    def of(test: Callable[..., None]) -> Callable[[int], None]:
        @pytest.mark.parametrize("examples", [few, pytest.param(many, marks=pytest.mark.long)])
        def test_of_examples(examples: int) -> None:
            settings(max_examples=examples)(given(*strategies)(test))()

        test_of_examples.__doc__ = test.__doc__
        return test_of_examples

    return of


def mostly_long(values: Sequence[Any], kept: Collection[Any]) -> list[Any]:
    """All of these as parameters of a test, those that are not kept in the long run alone."""
    return [value if value in kept else pytest.param(value, marks=pytest.mark.long) for value in values]
