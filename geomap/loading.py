"""Load a part only when it is used: registries name modules as text, and this is the one place that imports them."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def load(target: str) -> Any:
    """The object that `package.module:name` stands for."""
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)
