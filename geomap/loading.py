"""Load a part only when it is used: registries name modules as text, and this is the one place that imports them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zlib import crc32


def load(target: str) -> Any:
    """The object that `package.module:name` stands for."""
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)


_NOT_CODE = (".pyc", ".md")
_LARGE = 200_000  # bytes


class Later:
    """A library that is imported when something of it is first used, for modules that often need nothing of it."""

    def __init__(self, module: str) -> None:
        self.__dict__["_module"] = module

    def __getattr__(self, name: str) -> Any:
        found = getattr(import_module(self.__dict__["_module"]), name)
        self.__dict__[name] = found
        return found


@cache
def code_digest() -> str:
    """A few letters that stand for geomap itself: the names and contents of the files of its package.

    Of a large file, as of ground, it is a checksum, which is quicker and misses no slip. Notes on sources, hidden files
    and what Python compiled are no part of it.
    """
    package = Path(__file__).parent
    names = sorted(_files_of(str(package), ""))
    return sha256(
        b"".join(sha256(b"%b\0%b" % (name.encode(), _told(package / name))).digest() for name in names)
    ).hexdigest()[:16]


def _files_of(folder: str, within: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir() and entry.name != "__pycache__":
                yield from _files_of(entry.path, f"{within}{entry.name}/")
            elif entry.is_file() and not entry.name.endswith(_NOT_CODE) and not entry.name.startswith("."):
                yield within + entry.name


def _told(path: Path) -> bytes:
    data = path.read_bytes()
    return b"%d %d" % (len(data), crc32(data)) if len(data) > _LARGE else data


@cache
def folder_of(package: str) -> str:
    """The folder of a package, which is not loaded for it; empty where it is not installed."""
    found = find_spec(package)
    return str(next(iter(found.submodule_search_locations or ()), "")) if found else ""


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
