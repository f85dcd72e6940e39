"""Load a part only when it is used: registries name modules as text, and this is the one place that imports them."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def load(target: str) -> Any:
    """The object that `package.module:name` stands for."""
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)


class Later:
    """A library that is imported when something of it is first used, for modules that often need nothing of it."""

    def __init__(self, module: str) -> None:
        self.__dict__["_module"] = module

    def __getattr__(self, name: str) -> Any:
        found = getattr(import_module(self.__dict__["_module"]), name)
        self.__dict__[name] = found
        return found
