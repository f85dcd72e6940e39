"""Reading config.yaml: every problem at once, in the order of the file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from geomap.config.document import Document
from geomap.config.files import file_problems
from geomap.config.messages import FILL_IN, problems_of
from geomap.config.observations import Filled, strictest, with_inherited
from geomap.config.references import reference_problems
from geomap.config.schema import Config
from geomap.config.yaml_io import parse_yaml, read_text
from geomap.errors import ConfigError, Problem
from geomap.layer_kinds.fields import slug

MOST_PROBLEMS = 1000  # nobody reads more, and a hopeless file is to end soon


def read_config(path: str | os.PathLike[str]) -> Config:
    """The config in a file. A ConfigError carries all problems, which name the file as `path` does."""
    file = os.fspath(path)
    return config_from_text(read_text(path), file)


def config_from_text(text: str, file: str) -> Config:
    """The config in a text that was read from `file`; files that it names are looked for beside that."""
    document = parse_yaml(text, file)
    path = Path(file)
    config, faults = _validate(document, path)
    problems = _in_order(document.problems, faults, _empty_values(document), _beyond_models(document, path))
    if config is None or problems:
        raise ConfigError(problems)
    return config.read_from(path, document)


def _validate(document: Document, path: Path) -> tuple[Config | None, list[Problem]]:
    """The models' view of the file; the file's own name is the default of `name`."""
    value: Any = document.value
    name = slug(path.stem)
    inherited: Filled = set()
    if isinstance(value, dict):
        value = {**({"name": name} if name else {}), **value}
    if isinstance(value, dict) and isinstance(value.get("units"), list):
        value["units"], inherited = with_inherited(value["units"])
    try:
        config = Config.model_validate(value)
        return config.model_copy(update={"units": strictest(config.units)}), []
    except ValidationError as error:
        own = (fault for fault in error.errors(include_url=False) if fault["loc"][1:3] not in inherited)
        return None, list(islice(problems_of(own, document), MOST_PROBLEMS))


def _beyond_models(document: Document, path: Path) -> Iterator[Problem]:
    yield from reference_problems(document)
    yield from file_problems(document, path.parent)


def _empty_values(document: Document) -> Iterator[Problem]:
    """Keys with nothing behind them: was a value forgotten, or is there none?"""
    for path in document.empty:
        yield document.problem(path, got="nothing", expected="a value", hint=FILL_IN)


def _in_order(*groups: Iterable[Problem]) -> list[Problem]:
    """In the order of the file. Where an earlier group has a problem, those of later ones follow from it."""
    problems: list[Problem] = []
    taken: set[tuple[int | None, int | None, str]] = set()
    for group in groups:
        some = islice(group, MOST_PROBLEMS)
        new = [problem for problem in some if (problem.line, problem.column, problem.path) not in taken]
        taken |= {(problem.line, problem.column, problem.path) for problem in new}
        problems += new
    return sorted(problems, key=lambda problem: (problem.line or 0, problem.column or 0))[:MOST_PROBLEMS]
