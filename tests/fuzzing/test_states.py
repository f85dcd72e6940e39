"""A few projects through all that happens to one; `make fuzz` takes more, and longer ones."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.fuzzing.states import Project

QUICK = settings(
    stateful_step_count=8,
    deadline=None,
    phases=[Phase.generate],  # `make fuzz` makes small what is found
    suppress_health_check=[*HealthCheck],
)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.parametrize("projects", [2, pytest.param(8, marks=pytest.mark.long)])
def test_outputs_are_whole_and_what_others_made_is_left_alone(projects: int) -> None:
    run_state_machine_as_test(Project, settings=settings(QUICK, max_examples=projects))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.parametrize("stage", [1, 3, 8])
def test_check_is_not_content_with_a_build_during_which_an_input_changed(stage: int) -> None:
    project = Project()
    project.edit_while_it_builds(stage=stage, title=1, troops=1)
    project.inputs_and_what_others_made_are_as_they_were()
    project.check_is_content_only_with_what_a_build_would_make()
    project.build(())
    project.check_is_content_only_with_what_a_build_would_make()
    project.teardown()
