"""What other distributions add to geomap: a symbol family, a kind of layer, a format, a reader of tables.

Each states it as an entry point of one of these groups. They are looked for when a config names what geomap has not of
its own; a config can name them, and cannot bring them.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import GeomapError, Problem
from geomap.loading import Later

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

metadata = Later("importlib.metadata")  # most maps have nothing of others

FAMILIES, KINDS, FORMATS, READERS = "geomap.families", "geomap.kinds", "geomap.formats", "geomap.readers"
_LETTERS = 16
_LOADED: set[tuple[str, str]] = set()


def offered(group: str) -> tuple[str, ...]:
    """The names that installed distributions offer in a group, in their order."""
    return tuple(sorted(_found(group)))


@cache
def plugin(group: str, name: str) -> Any:
    """What stands for a name in a group, loaded; None where no distribution offers it.

    Raises GeomapError where it cannot be loaded.
    """
    entry = _found(group).get(name)
    if entry is None:
        return None
    try:
        found = entry.load()
    except Exception as error:  # whatever a stranger's code raises
        text = f"{name} of {_of(entry)} cannot be loaded: {type(error).__name__}: {error}"
        raise GeomapError(Problem(text=text, hint="remove it, or install another version of it")) from error
    _LOADED.add((group, name))
    return found


def digest_of(group: str, name: str) -> str:
    """A few letters that stand for what a distribution offers and `plugin` has loaded: its version, and the code of its
    module. Else empty; geomap's own names are not looked for.
    """
    entry = _found(group).get(name) if (group, name) in _LOADED else None
    if entry is None:
        return ""
    spec = find_spec(entry.module)
    origin = Path(spec.origin) if spec and spec.origin else None
    code = origin.read_bytes() if origin and origin.is_file() else b""
    return sha256(f"{_of(entry)}\0".encode() + code).hexdigest()[:_LETTERS]


@cache
def _found(group: str) -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in metadata.entry_points(group=group)}


def _of(entry: EntryPoint) -> str:
    """The distribution that offers it, and its version."""
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.module
