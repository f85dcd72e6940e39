"""What `geomap explain` says, step by step, and where in geomap the rules of each step are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

RULES = {  # step -> where the rules of it are
    "claim": "geomap/config, geomap/tables, geomap/facts",
    "held back": "geomap/gate.py",
    "place": "geomap/places",
    "scene": "geomap/compose",
    "mark": "geomap/marks/unit.py, geomap/marks/size.py",
    "artboard": "geomap/layout",
    "file": "geomap/players",
    "day": "geomap/compose/observations.py",
    "page": "geomap/compose/variants.py",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing about the unit: what it is, how it is said, where it stands; and its numbers, for `--json`."""

    what: str
    said: str
    where: str = ""
    numbers: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """As `--json` prints it."""
        return {"what": self.what, "said": self.said, **({"where": self.where} if self.where else {}), **self.numbers}


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the walk, `of` one artboard, file or day where there are several."""

    name: str
    facts: tuple[Fact, ...]
    of: str = ""

    def as_dict(self) -> dict[str, Any]:
        """As `--json` prints it."""
        of = {"of": self.of} if self.of else {}
        return {"step": self.name, **of, "rules": RULES[self.name], "facts": [fact.as_dict() for fact in self.facts]}


@dataclass(frozen=True, slots=True)
class Walk:
    """The way of a unit through geomap."""

    unit: str
    label: str
    steps: tuple[Step, ...]

    def as_dict(self) -> dict[str, Any]:
        """As `--json` prints it."""
        return {"unit": self.unit, "label": self.label, "steps": [step.as_dict() for step in self.steps]}
