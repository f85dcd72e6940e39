"""Tries every change and keeps the score: legend, estimates, geocoding and diff.

usage: python -m scripts.mutation [MODULE ...]     without any: all of them, and the result in docs/robustness.md

Changes that make no difference are listed in scripts/mutate_equivalent.txt, each after its reason, and not counted.
What survived is in build/survivors.txt.
"""

from __future__ import annotations

import sys
import time

import pytest
from hypothesis import settings

from scripts.mutation.changes import ROOT
from scripts.mutation.tried import Trial
from scripts.record import record

LEAST = 0.85
EQUIVALENT = ROOT / "scripts" / "mutate_equivalent.txt"
SURVIVORS = ROOT / "build" / "survivors.txt"
GROUPS = {
    "legend": ("geomap.marks.size", "geomap.config.legend"),
    "estimates": ("geomap.facts", "geomap.facts.sums", "geomap.values.counts", "geomap.compose.totals"),
    "geocoding": tuple(
        f"geomap.places.{name}"
        for name in (
            *("choose", "close_spellings", "fold", "gazetteer", "hints"),
            *("locate", "lock", "paste", "rounding", "store"),
        )
    ),
    "diff": (
        *("geomap.scene.change", "geomap.pipeline.changes"),
        *(
            f"geomap.diff.{name}"
            for name in (
                *("as_json", "change_map", "compare", "distance", "markdown"),
                *("records", "summary", "text", "words"),
            )
        ),
    ),
}
OPTIONS = ("-p", "no:cacheprovider", "-p", "no:randomly", "--hypothesis-profile=mutation")
TESTS = (  # those that go through the modules in less than a second or two
    *(
        "tests/test_facts.py",
        "tests/test_counts.py",
        "tests/test_totals.py",
        "tests/test_legend.py",
        "tests/geocode",
        "tests/diff",
        "tests/test_claims.py",
    ),
    *("tests/config/test_config_read.py", "tests/config/test_config_messages.py", "tests/tables/test_problems.py"),
    *("tests/test_wording.py", "tests/test_observations.py", "tests/layout/test_key.py", "tests/test_aggregate.py"),
    *("tests/test_no_silent_loss.py", "tests/test_bad.py", "tests/config/test_config_schema.py"),
)


def main(*modules: str) -> int:
    settings.register_profile("mutation", database=None, deadline=None, max_examples=20, derandomize=True)
    trial = Trial(modules or [module for group in GROUPS.values() for module in group], _equivalent())
    began = time.monotonic()
    if pytest.main([*OPTIONS, *TESTS], plugins=[trial]) not in (0, 5):
        return 1
    survived = sorted(f"{change.lines}: {change}\n" for change in trial.results["survived"])
    SURVIVORS.parent.mkdir(exist_ok=True)
    SURVIVORS.write_text("".join(survived), "utf-8")
    if modules:
        print("".join(survived), _score(trial, modules))
    else:
        record("make mutate", _rows(trial, time.monotonic() - began))
    tried = trial.results["noticed"] + trial.results["survived"]
    return int(len(trial.results["noticed"]) < LEAST * len(tried))


def _equivalent() -> frozenset[str]:
    lines = EQUIVALENT.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _score(trial: Trial, modules: tuple[str, ...]) -> str:
    noticed, survived = (
        sum(change.module in modules for change in trial.results[outcome]) for outcome in ("noticed", "survived")
    )
    return f"{noticed / max(noticed + survived, 1):.1%}, {noticed} of {noticed + survived} changes noticed"


def _rows(trial: Trial, seconds: float) -> dict[str, object]:
    every = tuple(module for group in GROUPS.values() for module in group)
    return {
        "score": _score(trial, every),
        **{name: _score(trial, modules) for name, modules in GROUPS.items()},
        "changes that make no difference, not counted": len(trial.results["makes no difference"]),
        "minutes": round(seconds / 60),
    }


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
