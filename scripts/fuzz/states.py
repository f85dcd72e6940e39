"""Takes projects through edits, builds, kills and races in any order: outputs are whole, and `check` tells the truth.

usage: python -m scripts.fuzz.states [PROJECTS] [STEPS] [SEED]     so many, with at most so many steps each

Each step ends with `check`, and with a look at every file. What breaks is printed as the fewest steps that do it, to be
put into tests/fuzzing/test_states.py.
"""

from __future__ import annotations

import sys
import time
import traceback

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests import machine

machine.hide()  # also the folder in which geomap keeps what signs a set of outputs

from scripts.record import record  # noqa: E402
from tests.fuzzing.states import Project  # noqa: E402


def main(projects: int = 100, steps: int = 30, first: int = 17) -> int:
    began, broken = time.monotonic(), ""
    long = settings(
        max_examples=projects,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=[*HealthCheck],
    )
    try:
        run_state_machine_as_test(seed(first)(Project), settings=long)
    except Exception as error:
        traceback.print_exc()
        broken = str(error).partition("\n")[0]
    rows = {
        "projects taken through edits, builds, kills and races": f"{Project.begun:,}",
        "steps, each with `check` and a look at every file": f"{Project.steps:,}",
        "seed": first,
        "sets neither old nor new, files of others or inputs changed, `check` untrue, tracebacks": broken or 0,
        "minutes": round((time.monotonic() - began) / 60),
    }
    record("make fuzz, projects", rows)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
