"""A few projects through all that happens to one; `make fuzz` takes more, and longer ones."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.fuzzing.states import Project

FEW = settings(
    max_examples=5,
    stateful_step_count=8,
    deadline=None,
    phases=[Phase.generate],  # `make fuzz` makes small what is found
    suppress_health_check=[*HealthCheck],
)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_outputs_are_whole_and_what_others_made_is_left_alone() -> None:
    run_state_machine_as_test(Project, settings=FEW)
