"""What GitHub's workflows make of lines that are printed: problems shown at file and line, and nothing else.

A workflow takes a line that begins with `::` and a line that has `##[` in it as a command. So texts of the user's files
lose both, and only the lines made here are commands.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from geomap.errors import Problem, coded

MOST = 10  # of errors, and of warnings, that a step may show
_COMMANDS = re.compile(r"^(\s*):(?=:)|(?<=#)#(?=\[)", re.MULTILINE)
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}
_SHOWN = "geomap-annotations"  # lists what the job shows already: `validate` and `build` warn of the same


def harmless(text: str) -> str:
    """In a workflow the text with the codes of what would be a command, as `\\u003a` and `\\u0023`."""
    if not _is_workflow():
        return text
    return _COMMANDS.sub(lambda found: f"{found[1]}\\u003a" if found[1] is not None else "\\u0023", text)


def annotated(problems: Iterable[Problem]) -> list[str]:
    """In a workflow the commands that show problems where they stand, each once a job; nothing elsewhere."""
    if not _is_workflow():
        return []
    kinds: dict[str, list[str]] = {"error": [], "warning": []}
    shown = set(_shown_before())
    for problem in problems:
        line = _command(problem)
        if line not in shown and len(kinds[problem.severity]) < MOST:
            kinds[problem.severity].append(line)
            shown.add(line)
    lines = [*kinds["error"], *kinds["warning"]]
    _note(lines)
    return lines


def _is_workflow() -> bool:
    return os.environ.get("GITHUB_ACTIONS") == "true"


def _command(problem: Problem) -> str:
    file = _in_repository(problem.file)
    at = {"file": file, "line": problem.line, "col": problem.column} if file else {}
    placed = replace(problem, file="", line=None, column=None) if file else problem
    text = harmless(str(replace(placed, severity="error")))  # the kind of the command says what is a warning
    shown = {name: _escaped(str(value), _PROPERTY) for name, value in {**at, "title": "geomap"}.items() if value}
    properties = ",".join(f"{name}={value}" for name, value in shown.items())
    return f"::{harmless(f'{problem.severity} {properties}::{_escaped(text, _DATA)}')}"  # a file may be called as one


def _escaped(text: str, codes: dict[str, str]) -> str:
    """The text as a command carries it, without a character that ends or hides it."""
    return "".join(codes.get(letter, letter) for letter in coded(text, codes))


def _in_repository(file: str) -> str:
    """A file's path from the root of the repository; empty for one that is not there or lies elsewhere."""
    root = os.environ.get("GITHUB_WORKSPACE") or str(Path.cwd())
    path = Path(os.path.relpath(file, root)) if file and Path(file).is_file() else None
    return path.as_posix() if path and ".." not in path.parts else ""


def _shown_before() -> Iterator[str]:
    path = _list()
    with suppress(OSError, ValueError):
        if path:
            yield from path.read_text("utf-8").split("\n")


def _note(lines: list[str]) -> None:
    path = _list()
    with suppress(OSError):
        if path and lines:
            with path.open("a", encoding="utf-8", newline="\n") as stream:
                stream.writelines(f"{line}\n" for line in lines)


def _list() -> Path | None:
    """A file of this job alone, in the folder that the service empties before and after it."""
    folder = os.environ.get("RUNNER_TEMP", "")
    return Path(folder) / _SHOWN if folder else None
