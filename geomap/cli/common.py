"""What the commands share: their common arguments, how problems are printed, and the exit status."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

import click

from geomap.cli.annotations import annotated, harmless
from geomap.cli.voice import spoken
from geomap.errors import GeomapError, Problem, grouped, one_line
from geomap.loading import load
from geomap.relocations import LeftOut, Remark

# Commands to a terminal, and marks that turn the order of what follows around.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\u2028\u2029]")
_P = ParamSpec("_P")
_HUSH, _NOTED = "geomap.quiet", "geomap.noted"
_MOST_GROUPS = 12  # of problems with tables
MOST_TOLD = 20  # names in a line; the manifest has all
_WIDEST = 100  # columns; longer lines are hard to read


class ConfigPath(click.Path):
    """The path of a config; a folder means the config in it."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = os.fsdecode(super().convert(value, param, ctx))
        if not Path(path).is_dir():
            return path
        try:
            return load("geomap.config.folders:config_in")(path)
        except GeomapError:  # told where the config is read, as all that is wrong with it
            return path


CONFIG_PATH = ConfigPath(readable=False)
CONFIG = click.argument("config", default="config.yaml", type=CONFIG_PATH, metavar="[CONFIG]")
OUT = click.option(
    "--out", type=click.Path(file_okay=False), help="Folder of the outputs. [default: output/ beside CONFIG]"
)
STRICT = click.option("--strict", is_flag=True, help="Refuse figures without a source, and all that is warned of.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print the result and problems as JSON.")
OUTSIDE = click.option(
    "--allow-outside", is_flag=True, help="Read files, and follow links, that lead out of the folder of CONFIG."
)

OVERWRITE = click.option(
    "--overwrite",
    multiple=True,
    metavar="FILE",
    help="Replace this file of the outputs, which is not as geomap made it. May be repeated.",
)
HELD = click.option(
    "--held", is_flag=True, help="Count what an embargo holds back also where this is printed to no terminal."
)
QUIET = click.option(
    "-q",
    "--quiet",
    is_flag=True,
    expose_value=False,
    callback=lambda context, _parameter, value: context.meta.update({_HUSH: value}),
    help="Print problems only.",
)


def say(text: str, *, err: bool = False) -> None:
    """Print a line of the result, unless `--quiet`."""
    say_lines(one_line(text), err=err)


def say_lines(text: str, *, err: bool = False) -> None:
    """Print lines of the result, which no text of a file has broken, unless `--quiet`."""
    _note("say_lines", text, err=err)
    if not click.get_current_context().meta.get(_HUSH):
        click.echo(plain(text), err=err)


def tells_held(asked: bool) -> bool:
    """Whether to count what is held back: on a terminal, or where that is asked for. The log of a CI job is public."""
    return asked or sys.stdout.isatty()


@contextmanager
def progress(label: str, *, hidden: bool = False) -> Iterator[Callable[[int], None]]:
    """What is called for each step, with the number of all: moves a bar, on a terminal only and not with `--quiet`."""
    with ExitStack() as stack:
        bars: list[Any] = []

        def step(total: int) -> None:
            if not bars:
                bars.append(stack.enter_context(click.progressbar(length=total, label=label, file=sys.stderr)))
            bars[0].update(1)

        is_shown = sys.stderr.isatty() and not hidden and not click.get_current_context().meta.get(_HUSH)
        yield step if is_shown else lambda total: None


def plain(text: str) -> str:
    """The text, with the codes of what would command the terminal or turn a line around, as `\\u001b`; in a workflow
    of GitHub also of what would command that.
    """
    return harmless(_UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def report(problems: Iterable[Problem], *, as_json: bool, **result: Any) -> None:
    """Print the problems, one a line on standard error; with `--json` as an object that also holds the result."""
    told = tuple(problems)
    in_groups = grouped(told)
    _note("report", [asdict(problem) for problem in told], as_json=as_json, **result)
    if as_json:
        print_json({"problems": [problem.as_dict() for problem in told], **result})
    else:
        for line in spoken(_few(in_groups), everything()):
            click.echo(_shown(line), err=True, color=False if os.environ.get("NO_COLOR") else None)
    annotate(in_groups)


def _few(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Of what is wrong with tables no more than anybody reads at once."""
    of_tables = [problem for problem in problems if problem.row is not None]
    for problem in problems:
        if problem.row is None or problem in of_tables[:_MOST_GROUPS]:
            yield problem
    left = len(of_tables) - _MOST_GROUPS
    if left > 0:
        text = f"{left:,} more {'kind' if left == 1 else 'kinds'} of problems with tables; --json has all"
        yield Problem(text=text, severity=of_tables[-1].severity)


@contextmanager
def noted() -> Iterator[list[Any]]:
    """What is printed meanwhile, as plain data, for `say_again`."""
    told: list[Any] = []
    meta = click.get_current_context().meta
    meta[_NOTED] = told
    yield told
    del meta[_NOTED]


def _note(kind: str, what: Any, **more: Any) -> None:
    """Keep what is printed for who wants to say it again."""
    told: list[Any] | None = click.get_current_context().meta.get(_NOTED)
    if told is not None:
        told.append([kind, what, more])


def say_again(told: Iterable[Any]) -> None:
    """Print what was noted."""
    for kind, what, more in told:
        if kind == "report":
            report((Problem(**problem) for problem in what), **more)
        else:
            say_lines(what, **more)


def annotate(problems: Iterable[Problem]) -> None:
    """In a workflow of GitHub, have the problems shown at their lines; nothing elsewhere."""
    for line in annotated(problems):
        click.echo(line, err=True)


def rows_left_out(found: Iterable[LeftOut]) -> Iterator[str]:
    """What is said of the rows of tables that are no units of the map."""
    for left in found:
        numbers = left.named(MOST_TOLD)
        rows = "1 row" if left.count == 1 else f"{left.count} rows"
        yield f"{left.table}: {rows} left out {left.reason}{f': {numbers}' if numbers else ''}"


def tables_read(found: Iterable[Remark]) -> Iterator[str]:
    """What is said of how tables were read, once of those that were read alike."""
    alike: dict[str, list[str]] = {}
    for remark in dict.fromkeys(found):
        alike.setdefault(remark.text, []).append(remark.table)
    for text, tables in alike.items():
        more = f" and {len(tables) - MOST_TOLD} more" if len(tables) > MOST_TOLD else ""
        yield f"{', '.join(tables[:MOST_TOLD])}{more}: {text}"


def everything() -> str:
    """The command that tells all, where a line tells of many things at once."""
    command = click.get_current_context().command
    has_json = any(parameter.name == "as_json" for parameter in command.params)
    return f"geomap {command.name if has_json else 'validate'} --json"


def _shown(problem: Problem | str) -> str:
    """A problem, or many: one line for programs to read, on a terminal wrapped to its width and in colour."""
    if isinstance(problem, str):
        return plain(one_line(problem))
    if not sys.stderr.isatty():
        return plain(str(problem))
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    lines = [
        textwrap.fill(line, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
        for line in plain(str(problem)).splitlines()
    ]
    lines[0] = lines[0].removeprefix(plain(problem.place))
    colour = "yellow" if problem.severity == "warning" else "red"
    return click.style(plain(problem.place), fg=colour, bold=True) + "\n".join(lines)


def print_json(content: Mapping[str, Any]) -> None:
    """What `--json` prints."""
    click.echo(plain(json.dumps(content, ensure_ascii=False, indent=1)))


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
        except BrokenPipeError:
            raise  # whoever reads what is printed has had enough, as `head` has: click ends without a word
        except OSError as error:
            text = f"cannot be read or written: {error.strerror or error}"
            report([Problem(file=str(error.filename or ""), text=text)], as_json=bool(kwargs.get("as_json")))
            status = 1
        sys.exit(status)

    return run
