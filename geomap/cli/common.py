"""What the commands share: their common arguments, how problems are printed, and the exit status."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import wraps
from typing import Any, ParamSpec

import click

from geomap.errors import GeomapError, Problem

_P = ParamSpec("_P")
CONFIG = click.argument("config", default="config.yaml", type=click.Path(dir_okay=False), metavar="[CONFIG]")
OUT = click.option(
    "--out", type=click.Path(file_okay=False), help="Folder of the outputs. [default: output/ beside CONFIG]"
)
STRICT = click.option(
    "--strict", is_flag=True, help="Refuse figures without a source, unused sources, and all that is warned of."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print the result and problems as JSON.")


def report(problems: Iterable[Problem], *, as_json: bool, **result: Any) -> None:
    """Print the problems, one a line on standard error; with `--json` as an object that also holds the result."""
    if as_json:
        print_json({"problems": [problem.as_dict() for problem in problems], **result})
        return
    for problem in problems:
        click.echo(str(problem), err=True)


def print_json(content: Mapping[str, Any]) -> None:
    """What `--json` prints."""
    click.echo(json.dumps(content, ensure_ascii=False, indent=1))


def day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    """A day that is written as in the config."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"{value} is not a day as YYYY-MM-DD") from error


def exits(command: Callable[_P, int]) -> Callable[_P, None]:
    """Exit with the command's number, or with 1 after printing what is wrong with the user's data."""

    @wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            status = command(*args, **kwargs)
        except GeomapError as error:
            report(error.problems, as_json=bool(kwargs.get("as_json")))
            status = 1
        sys.exit(status)

    return run
