"""Makes a change in a module that is loaded already, in everything that has its function or constant."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import CodeType, FunctionType
from typing import Any

from scripts.mutation.changes import Change, file_of

_OURS = ("geomap", "tests")


@dataclass(frozen=True)
class Place:
    """Where a change goes: the function, none for a constant, and the module's constants as they are."""

    function: FunctionType | None
    constants: dict[str, Any]


def place_of(change: Change) -> Place:
    """Found before anything is changed: what cannot be changed so is a fault of this program."""
    module = import_module(change.module)
    held = vars(module).get(change.owner)
    is_constant = "." not in change.owner and not hasattr(held, "__code__") and not hasattr(held, "__wrapped__")
    return Place(None if is_constant else _function(vars(module), change.owner), _constants(change.module))


@cache
def _constants(module: str) -> dict[str, Any]:
    """Those that are the same whenever the module is run."""
    code = compile(file_of(module).read_text("utf-8"), module, "exec")
    held = vars(import_module(module))
    return {
        name: value
        for name, value in _run(code, module).items()
        if not name.startswith("__") and not callable(value) and name in held and held[name] == value
    }


def put(change: Change, place: Place) -> bool:
    """Make the change; whether the module can be loaded with it.

    Constants that are reckoned with a function when the module is loaded change with it.
    """
    try:
        fresh = _run(change.code, change.module)
    except Exception:
        return False
    module = import_module(change.module)
    for name, value in place.constants.items():
        if name in fresh and fresh[name] != value:
            _put_constant(name, vars(module)[name], fresh[name])
    if place.function is not None:
        place.function.__code__ = next(code for code in _codes(change.code) if code.co_qualname == change.owner)
    return True


def _run(code: CodeType, module: str) -> dict[str, Any]:
    fresh: dict[str, Any] = {"__name__": module, "__file__": str(file_of(module))}
    exec(code, fresh)
    return fresh


def _put_constant(name: str, old: Any, new: Any) -> None:
    for module in [loaded for key, loaded in sys.modules.items() if key.startswith(_OURS)]:
        if vars(module).get(name) is old:
            setattr(module, name, new)
    if isinstance(old, dict) and isinstance(new, dict):  # others hold it under names of their own
        old.clear()
        old.update(new)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _function(names: Any, owner: str) -> FunctionType:
    found: Any = None
    for name in owner.split("."):
        found = names[name]
        names = getattr(found, "__dict__", {})
    while not isinstance(found, FunctionType):
        found = next(
            getattr(found, name) for name in ("fget", "func", "__func__", "__wrapped__") if hasattr(found, name)
        )
    return getattr(found, "__wrapped__", found)


def caches() -> list[Any]:
    """The caches of geomap, in which answers from before a change would last."""
    return [
        held
        for held in gc.get_objects()
        if hasattr(type(held), "cache_clear") and (getattr(held, "__module__", None) or "").startswith("geomap")
    ]
