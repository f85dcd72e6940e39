"""The changes of a module: what a slip of the pen would make of each comparison, sum, condition, text and number."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import CodeType
from typing import Any

ROOT = Path(__file__).parents[2]
_COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_RECKONED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
_TYPES = ("Literal", "Annotated", "TypeAliasType", "cast")  # what only types say is for mypy to watch


@dataclass(frozen=True)
class Change:
    """What becomes of a function or constant of a module, and the module's code with it.

    `number` tells changes apart that read alike; `lines` are those at which tests go through it.
    """

    module: str
    owner: str
    lines: tuple[int, ...]
    before: str
    after: str
    code: CodeType
    number: int = 1

    def __str__(self) -> str:
        times = f" ({self.number})" if self.number > 1 else ""
        return f"{self.module}:{self.owner}: {self.before} -> {self.after}{times}"


def file_of(module: str) -> Path:
    return ROOT.joinpath(*module.split(".")).with_suffix(".py")


def changes(module: str) -> Iterator[Change]:
    """Every change of the module's functions and constants, in the order of its text."""
    tree = ast.parse(file_of(module).read_text("utf-8"))
    seen: Counter[str] = Counter()
    for owner, parts, lines in list(_owners(tree)):
        for part in parts:
            for change in _of(tree, part, Change(module, owner, lines, "", "", compile("", "", "exec"))):
                seen[str(change)] += 1
                yield replace(change, number=seen[str(change)])


def _owners(tree: ast.Module) -> Iterator[tuple[str, Sequence[ast.AST], tuple[int, ...]]]:
    """Functions and constants by name, with the parts of them that may change, and where a constant is used."""
    yield from _functions(tree.body, "")
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            uses = (use for use in ast.walk(tree) if isinstance(use, ast.Name) and isinstance(use.ctx, ast.Load))
            yield name, [node.value], tuple(use.lineno for use in uses if use.id == name)


def _functions(body: Sequence[ast.stmt], within: str) -> Iterator[tuple[str, Sequence[ast.AST], tuple[int, ...]]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{within}{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            start = 1 if ast.get_docstring(node) is not None else 0
            yield f"{within}{node.name}", node.body[start:], ()


def _of(tree: ast.Module, part: ast.AST, change: Change) -> Iterator[Change]:
    """Each edit is made in the one tree, and taken back when the code is compiled."""
    for node in _walk(part):
        for edit, undo in _edits(node):
            before = ast.unparse(node)
            edit()
            after = ast.unparse(ast.fix_missing_locations(node))
            code = compile(ast.fix_missing_locations(tree), str(file_of(change.module)), "exec")
            placed = node.target if isinstance(node, ast.comprehension) else node
            lines = change.lines or (getattr(placed, "lineno", 0),)
            yield replace(change, lines=lines, before=before, after=after, code=code)
            undo()


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node that are more than types and docstrings, in the order of the text."""
    name = getattr(node, "value" if isinstance(node, ast.Subscript) else "func", None)
    if isinstance(name, ast.Name) and name.id in _TYPES:
        return
    yield node
    for field, value in ast.iter_fields(node):
        if field not in ("annotation", "returns"):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from _walk(child)


_Step = Callable[[], None]


def _edits(node: ast.AST) -> Iterator[tuple[_Step, _Step]]:  # noqa: PLR0912 - one a kind of node
    """Ways to change a node, and back."""

    def put(name: str, value: Any) -> tuple[_Step, _Step]:
        old = getattr(node, name)
        return (lambda: setattr(node, name, value)), (lambda: setattr(node, name, old))

    match node:
        case ast.Compare(ops=ops):
            for index, op in enumerate(ops):
                yield put("ops", [*ops[:index], _COMPARED[type(op)](), *ops[index + 1 :]])
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in _RECKONED:
            yield put("op", _RECKONED[type(op)]())
        case ast.BoolOp(op=op):
            yield put("op", ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield put("operand", ast.UnaryOp(ast.Not(), operand))
        case ast.UnaryOp(op=ast.USub()):
            yield put("op", ast.UAdd())
        case ast.IfExp(test=test) | ast.If(test=test):
            yield put("test", ast.UnaryOp(ast.Not(), test))
        case ast.comprehension(ifs=[_, *_]):
            yield put("ifs", [])
        case ast.Return(value=value) if value is not None and ast.unparse(value) not in ("None", "False"):
            yield put("value", ast.Constant(None))
        case ast.Constant(value=bool() as value):
            yield put("value", not value)
        case ast.Constant(value=int() | float() as value):
            yield put("value", value + 1)
        case ast.Constant(value=str() as value):
            yield put("value", f"XX{value}")
        case ast.Continue() | ast.Break():
            yield put("__class__", ast.Break if isinstance(node, ast.Continue) else ast.Continue)
        case ast.Expr(value=ast.Call()):
            yield put("value", ast.Constant(None))
