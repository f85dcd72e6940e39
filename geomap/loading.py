"""Load a part only when it is used: registries name modules as text, and this is the one place that imports them."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any


def load(target: str) -> Any:
    """The object that `package.module:name` stands for."""
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)


_NOT_CODE = (".pyc", ".md")


class Later:
    """A library that is imported when something of it is first used, for modules that often need nothing of it."""

    def __init__(self, module: str) -> None:
        self.__dict__["_module"] = module

    def __getattr__(self, name: str) -> Any:
        found = getattr(import_module(self.__dict__["_module"]), name)
        self.__dict__[name] = found
        return found


def package_changed_after(path: Path) -> bool:
    """Whether geomap runs from its repository, where code changes without a new version, and is newer than `path`."""
    package = Path(__file__).parent
    if not isinstance(path, Path) or not path.is_file() or not (package.parent / "pyproject.toml").is_file():
        return False
    made = path.stat().st_mtime_ns
    files = (file for file in package.rglob("*") if file.suffix not in _NOT_CODE)
    return any(file.stat().st_mtime_ns > made for file in files if file.is_file())


_METADATA = Later("importlib.metadata")


@cache
def version_of(library: str) -> str:
    """The version of an installed library; empty where it is not there."""
    try:
        installed = _METADATA.distribution(library)
    except _METADATA.PackageNotFoundError:
        return ""
    stated = re.search(r"(?m)^Version: (.+)$", installed.read_text("METADATA") or "")  # to parse it all takes long
    return stated[1].strip() if stated else str(installed.version)


def origin_of(library: str) -> dict[str, Any]:
    """Where pip was told to install a library from, as PEP 610 has it; empty where that was an index."""
    try:
        stated = json.loads(_METADATA.distribution(library).read_text("direct_url.json") or "{}")
    except (_METADATA.PackageNotFoundError, ValueError):
        return {}
    return stated if isinstance(stated, dict) else {}
