"""Reading config.yaml: every problem at once, in the order of the file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from geomap.config.aggregate import with_summary
from geomap.config.crowd import with_crowd
from geomap.config.document import Document
from geomap.config.document import Path as KeyPath
from geomap.config.files import file_problems
from geomap.config.folders import config_in
from geomap.config.json_schema import forget_schema
from geomap.config.messages import FILL_IN, problems_of
from geomap.config.nameless import set_apart
from geomap.config.observations import Filled, strictest, with_inherited
from geomap.config.references import reference_problems
from geomap.config.schema import Config
from geomap.config.tabled import with_rows, with_tables
from geomap.config.yaml_io import parse_yaml, read_text
from geomap.errors import MOST_PROBLEMS, ConfigError, Problem
from geomap.kinds import know
from geomap.tables import Table
from geomap.values.plain import is_device, slug
from geomap.values.unit import UnitRow

if TYPE_CHECKING:
    from geomap.tables.aggregation import Mapper

_FEW = 1000  # rows of units: of so many all that is wrong is looked for at once


def read_config(path: str | os.PathLike[str], *, allow_outside: bool = False, mapper: Mapper = map) -> Config:
    """The config in a file, or in a folder. A ConfigError carries all problems, which name the file as `path` does.

    Files that it names lie beside or below it, unless `allow_outside` says that it is trusted to read others. `mapper`
    goes through the batches of a table that is summed up, as `map` does.
    """
    file = config_in(path)
    return config_from_text(read_text(file), file, allow_outside=allow_outside, mapper=mapper)


def config_from_text(text: str, file: str, *, allow_outside: bool = False, mapper: Mapper = map) -> Config:
    """The config in a text that was read from `file`; files that it names are looked for beside that."""
    path = Path(file)
    document, of_tables = with_tables(parse_yaml(text, file), path.parent, allow_outside=allow_outside)
    return _read_from(document, path, of_tables, allow_outside=allow_outside, mapper=mapper)


def config_with_rows(text: str, table: Table) -> Config | None:
    """The config in a text, with the rows of a table as its units; None where these have to be stated one by one."""
    document = with_rows(parse_yaml(text, ""), table)
    return None if document is None else _read_from(document, Path(), (), allow_outside=False, mapper=map)


def _read_from(
    document: Document, path: Path, of_tables: Iterable[Problem], *, allow_outside: bool, mapper: Mapper
) -> Config:
    """The config of a document; all that is wrong with it is one ConfigError."""
    if isinstance(document.value, dict):
        _know_kinds(document.value.get("layers"))
    beyond = list(islice(_beyond_models(document, path, allow_outside=allow_outside), MOST_PROBLEMS))
    is_hopeless = len(beyond) == MOST_PROBLEMS  # so that nobody misses what the models say, which takes longest
    config, faults = (None, []) if is_hopeless else _validate(document, path)
    groups = (document.problems, of_tables, faults, _empty_values(document), beyond)
    problems = _in_order(document.file, groups)
    if config is None or problems:
        raise ConfigError(problems)
    return with_summary(config.read_from(path, document), mapper)


def _validate(document: Document, path: Path) -> tuple[Config | None, list[Problem]]:
    """The models' view of the file; the file's own name is the default of `name`."""
    value: Any = document.value
    name = "" if is_device(slug(path.stem)) else slug(path.stem)
    inherited: Filled = set()
    if isinstance(value, dict):
        value = {**({"name": name} if name else {}), **value}
    if isinstance(value, dict) and isinstance(value.get("units"), list):
        value["units"], inherited = with_inherited(set_apart(value["units"]))
        if len(value["units"]) > _FEW:
            value["units"], wrong = _models(value["units"], inherited)
            if len(wrong) >= MOST_PROBLEMS:
                return None, list(islice(problems_of(wrong, document), MOST_PROBLEMS))
    try:
        config = Config.model_validate(value)
        units = with_crowd(strictest(config.units, document.passed), document.crowd)
        return config.model_copy(update={"units": units}), []
    except ValidationError as error:
        return None, list(islice(problems_of(_faults(error, inherited), document), MOST_PROBLEMS))


def _models(rows: Sequence[Any], inherited: Filled) -> tuple[list[Any], list[Any]]:
    """The rows as models, those that are wrong as they are, and what is wrong with them. Where that is more than is
    told, no more of them are read.
    """
    models, wrong = list[Any](), list[Any]()
    for number, row in enumerate(rows):
        try:
            models.append(UnitRow.model_validate(row))
        except ValidationError as error:
            models.append(row)
            wrong += _faults(error, inherited, ("units", number))
            if len(wrong) >= MOST_PROBLEMS:
                break
    return models, wrong


def _faults(error: ValidationError, inherited: Filled, within: KeyPath = ()) -> Iterator[Any]:
    """The models' errors, by their places in the file; what a row inherits is told where it is stated."""
    for fault in error.errors(include_url=False, include_input=False):
        fault["loc"] = (*within, *fault["loc"])
        if fault["loc"][1:3] not in inherited:
            yield fault


def _know_kinds(layers: Any) -> None:
    """Has the models know the kinds of layer that other distributions offer, where the config has one of these."""
    rows = [row for row in layers if isinstance(row, dict)] if isinstance(layers, list) else []
    if [kind for kind in dict.fromkeys(str(row.get("kind")) for row in rows) if know(kind)]:
        Config.model_rebuild(force=True)
        forget_schema()


def _beyond_models(document: Document, path: Path, *, allow_outside: bool) -> Iterator[Problem]:
    yield from reference_problems(document)
    yield from file_problems(document, path.parent, allow_outside=allow_outside)


def _empty_values(document: Document) -> Iterator[Problem]:
    """Keys with nothing behind them: was a value forgotten, or is there none?"""
    for path in document.empty:
        yield document.problem(path, got="nothing", expected="a value", hint=FILL_IN)


def _in_order(file: str, groups: Iterable[Iterable[Problem]]) -> list[Problem]:
    """In the order of the file, then of its tables. Where a group has a problem, those of later ones follow from it."""
    problems: list[Problem] = []
    taken: set[tuple[str, int | None, int | None, str]] = set()
    for group in groups:
        new = [problem for problem in dict.fromkeys(islice(group, MOST_PROBLEMS)) if _place(problem) not in taken]
        taken |= {_place(problem) for problem in new}
        problems += new
    order = {name: index for index, name in enumerate(dict.fromkeys((file, *(one.file for one in problems))))}
    return sorted(problems, key=lambda one: (order[one.file], one.line or 0, one.column or 0))[:MOST_PROBLEMS]


def _place(problem: Problem) -> tuple[str, int | None, int | None, str]:
    return problem.file, problem.line, problem.column, problem.path
