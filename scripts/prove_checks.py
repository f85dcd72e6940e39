"""Shows that no check is idle: without its check no message on a broken input of tests/bad/ is said.

usage: python -m scripts.prove_checks

A check is a statement of geomap that made the message, or the condition that it stands under, found by looking at the
calls while the config is checked, its tables, layers and lock file included; or a rule that a model declares, as a key
that has to be there. Each is taken out, one at a time in a process of its own, and the config is checked again: the
test of its exact message has to fail then.
"""

from __future__ import annotations

import ast
import gc
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from inspect import currentframe
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

from geomap.config import loader
from geomap.errors import GeomapError, Problem
from geomap.pipeline.validate import validate
from geomap.values import refusal
from scripts.record import record

ROOT = Path(__file__).parents[1]
BAD = ROOT / "tests" / "bad"
_HELPERS = ("errors.py", "document.py", "refusal.py")  # make every message, and are no check
_INNER = re.compile(r"(\.<locals>\.<\w+>)+$")  # of comprehensions and lambdas, which are part of their function
_PACKAGE = str(ROOT / "geomap")


@dataclass(frozen=True, slots=True)
class Check:
    """A statement of a function; without a line a rule of the models: the type of their error, and its place."""

    file: str
    line: int
    function: str = ""
    rule: str = ""

    def __str__(self) -> str:
        return self.rule or f"{Path(self.file).relative_to(ROOT)}:{self.line}"


def messages(path: Path) -> list[str]:
    """What a check of the config says, one line a problem."""
    try:
        validate(path.name)
    except GeomapError as error:
        return str(error).split("\n")
    return []


def cases() -> list[Path]:
    """The broken configs, each with its messages beside it; those of lock files have folders of their own."""
    return sorted(text.with_suffix(".yaml") for text in BAD.rglob("*.txt"))


def proved(path: Path) -> dict[str, Check | None]:
    """The messages that stand beside a broken config, each with a check without which it is not said."""
    os.chdir(path.parent)
    checks, said_now = list(dict.fromkeys(_checks(path))), messages(path)
    found: dict[str, Check | None] = dict.fromkeys(path.with_suffix(".txt").read_text("utf-8").splitlines())
    for check in checks:
        if None not in found.values():
            break
        said = _without(check, path)
        for message, known in found.items():
            if known is None and message in said_now and message not in said:
                found[message] = check
    return found


def _checks(path: Path) -> list[Check]:
    """All that had a say when the config was checked: the innermost statements first."""
    seen: list[tuple[int, Check]] = []

    def note(*_: object, **__: object) -> None:
        seen.extend(_callers(currentframe()))

    plain_problem, plain_error, plain_problems_of = Problem.__init__, refusal.PydanticCustomError, loader.problems_of

    def init(self: Problem, *args: Any, **said: Any) -> None:
        note()
        plain_problem(self, *args, **said)

    def error(*args: Any) -> Any:
        note()
        return plain_error(*args)

    def problems_of(errors: Any, document: Any) -> Iterator[Problem]:
        kept = list(errors)
        seen.extend((0, Check("", 0, rule=_rule(one))) for one in kept if one["type"] != refusal.REFUSED)
        return plain_problems_of(kept, document)

    Problem.__init__, refusal.PydanticCustomError, loader.problems_of = init, error, problems_of  # type: ignore[method-assign]
    try:
        messages(path)
    finally:
        Problem.__init__, refusal.PydanticCustomError = plain_problem, plain_error  # type: ignore[method-assign]
        loader.problems_of = plain_problems_of
    return [check for _, check in sorted(seen, key=lambda one: one[0])]


def _rule(error: Any) -> str:
    return f"{error['type']} at {error['loc']}"


def _callers(frame: FrameType | None) -> Iterator[tuple[int, Check]]:
    """The statements of geomap that lead here, and how far away they are."""
    depth = 0
    while frame:
        code = frame.f_code
        if code.co_filename.startswith(_PACKAGE) and not code.co_filename.endswith(_HELPERS):
            depth += 1
            yield depth, Check(code.co_filename, frame.f_lineno, _INNER.sub("", code.co_qualname))
        frame = frame.f_back


def _without(check: Check, path: Path) -> list[str]:
    """What is said of the config without the check; in a process of its own, which the change dies with."""
    readable, writable = os.pipe()
    child = os.fork()
    if not child:
        try:
            said = "\n".join(messages(path)) if _taken_out(check) else path.with_suffix(".txt").read_text("utf-8")
        except BaseException as error:  # without the check what comes next fails
            said = f"{type(error).__name__}"
        with os.fdopen(writable, "w") as end:
            end.write(said)
        os._exit(0)
    os.close(writable)
    with os.fdopen(readable) as end:
        said = end.read()
    os.waitpid(child, 0)
    return said.splitlines()


def _taken_out(check: Check) -> bool:
    """Whether the check could be taken out."""
    if check.rule:
        plain = loader.problems_of
        loader.problems_of = lambda errors, document: plain(
            (one for one in errors if _rule(one) != check.rule), document
        )
        return True
    tree = ast.parse(Path(check.file).read_text("utf-8"))
    if not _cut(tree, check.line):
        return False
    codes = _codes(compile(ast.fix_missing_locations(tree), check.file, "exec"))
    new = next(code for code in codes if code.co_qualname == check.function)
    for function in [held for held in gc.get_objects() if isinstance(held, FunctionType)]:
        old = function.__code__
        if (old.co_filename, old.co_qualname) == (check.file, check.function):  # also of those made by a function
            function.__code__ = new
    return True


def _cut(tree: ast.Module, line: int) -> bool:
    """Replace the innermost statement of a line that raises or yields; of others make the condition above false."""
    within = [node for node in ast.walk(tree) if isinstance(node, ast.stmt) and node.lineno <= line <= node.end_lineno]
    inner = min(within, key=lambda node: node.end_lineno - node.lineno)
    above = [node for node in within if isinstance(node, ast.If) and _holds(node.body, line)]
    if isinstance(inner, ast.Raise | ast.Expr):
        _replace(tree, inner, ast.Pass(lineno=inner.lineno, col_offset=inner.col_offset))
    elif above:
        min(above, key=lambda node: node.end_lineno - node.lineno).test = ast.Constant(False)
    else:
        return False
    return True


def _holds(body: list[ast.stmt], line: int) -> bool:
    return any(node.lineno <= line <= (node.end_lineno or 0) for node in body)


def _replace(tree: ast.Module, old: ast.stmt, new: ast.stmt) -> None:
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            body = getattr(node, name, None)
            if isinstance(body, list) and old in body:
                body[body.index(old)] = new


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def main() -> int:
    results = {str(path.relative_to(BAD)): proved(path) for path in cases()}
    idle = [f"{name}: {message}" for name, found in results.items() for message, check in found.items() if not check]
    checks = {check for found in results.values() for check in found.values() if check}
    rows = {
        "broken configs, tables, layers and lock files": len(results),
        "messages on them": sum(map(len, results.values())),
        "checks that they need": len(checks),
        "messages that no check is needed for": len(idle),
    }
    record("make prove", rows)
    print(*idle, sep="\n", file=sys.stderr)
    return 1 if idle else 0


if __name__ == "__main__":
    sys.exit(main())
