"""Which files and folders this process has looked into, as Python itself tells it: no reader can forget to say so.

The events are those of PEP 578. What another process reads for this one, as GDAL's does, it is told by its name.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_EVENTS = frozenset({"open", "os.scandir", "os.listdir"})
_listening: list[set[str]] = []
_is_hooked = False


@contextmanager
def recorded() -> Iterator[set[str]]:
    """The paths of what is opened and listed meanwhile, as they are asked for."""
    global _is_hooked  # noqa: PLW0603 - a hook cannot be taken away again
    if not _is_hooked:
        sys.addaudithook(_hook)
        _is_hooked = True
    found: set[str] = set()
    _listening.append(found)
    try:
        yield found
    finally:
        _listening.remove(found)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _listening and event in _EVENTS:
        path = arguments[0] if arguments[0] is not None else "."
        if isinstance(path, str | bytes | os.PathLike):
            for found in _listening:
                found.add(os.fsdecode(path))
