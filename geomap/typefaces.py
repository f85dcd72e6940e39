"""Which fonts a map may be set in beyond Source Sans, and which texts need none of them. Loads no font.

Whatever sets or draws a text asks `chosen()`. What lays out a scene or draws a page chooses those of the scene or page
while it does so, by `in_own_typefaces`; so maps of several configs can be drawn in one process.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

VARIABLE = "GEOMAP_FONTS"  # folders or files of fonts
SYSTEM = "system"  # in place of a file: the fonts that are installed on this computer
_OWN = Path(__file__).parent / "fonts" / "own.txt"  # what Source Sans sets, by `python -m scripts.make_fonts`
_HAN = {"ja": "ja", "ko": "ko"}


def _but(ranges: Iterable[str]) -> str:
    """A pattern of all other characters; a range is two code points in hexadecimal, or one."""
    ends = (entry.partition("-") for entry in ranges)
    return "[^{}]".format("".join(f"\\U{low:>08}-\\U{high or low:>08}" for low, _, high in ends))


BEYOND_SOURCE_SANS = re.compile(_but(_OWN.read_text("ascii").split()))
# Languages of which geomap prints nothing, names of countries included, that Source Sans cannot set.
_PLAIN_LANGS = frozenset((
    "bg", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fi", "fr", "ga", "gl", "hr", "hu", "id",
    "is", "it", "lt", "lv", "mk", "ms", "mt", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr",
    "sv", "tr", "uk",
))  # fmt: skip


def is_plain_lang(lang: str) -> bool:
    """Whether Source Sans sets all that geomap itself says in a language."""
    return lang.split("-", maxsplit=1)[0].lower() in _PLAIN_LANGS


@dataclass(frozen=True, slots=True)
class FontFile:
    """A file of fonts as it is now: one that is changed is another."""

    path: str
    size: int
    changed: int  # ns

    @classmethod
    def at(cls, path: Path) -> FontFile:
        """The file of a path."""
        found = path.stat()
        return cls(str(path.absolute()), found.st_size, found.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Typefaces:
    """What a config says of fonts: its `files` come first, those of the `system` last, and only if it names them.

    `han` is the language whose forms Chinese characters have where the text does not tell.
    """

    files: tuple[FontFile, ...] = ()
    system: bool = False
    han: str = "zh"

    @classmethod
    def of(cls, folder: Path, names: tuple[str, ...], lang: str) -> Typefaces:
        """Those of a config in a folder. A file that has gone since the config was read is left out."""
        paths = (folder / name for name in names if name != SYSTEM)
        files = tuple(FontFile.at(path) for path in paths if path.is_file())
        return cls(files, SYSTEM in names, _HAN.get(lang.split("-", maxsplit=1)[0].lower(), "zh"))


@dataclass(frozen=True, slots=True)
class Chosen:
    """The typefaces of what is drawn now, and what GEOMAP_FONTS names."""

    typefaces: Typefaces
    folders: str


class _Set(Protocol):
    """What is set in typefaces."""

    @property
    def typefaces(self) -> Typefaces: ...


USUAL = Typefaces()  # of a config that says nothing
_TYPEFACES: ContextVar[Typefaces] = ContextVar("typefaces", default=USUAL)

_Make = TypeVar("_Make", bound=Callable[..., Any])


def chosen() -> Chosen:
    """The fonts that a text set now is set in: two that are equal set it alike."""
    return Chosen(_TYPEFACES.get(), os.environ.get(VARIABLE, ""))


@contextmanager
def set_in(typefaces: Typefaces) -> Iterator[None]:
    """Set texts in these meanwhile."""
    before = _TYPEFACES.set(typefaces)
    try:
        yield
    finally:
        _TYPEFACES.reset(before)


def in_own_typefaces(make: _Make) -> _Make:
    """A function that sets texts in the typefaces of its first argument, a scene or page."""

    @wraps(make)
    def made(of: _Set, *arguments: Any, **named: Any) -> Any:
        with set_in(of.typefaces):
            return make(of, *arguments, **named)

    return cast("_Make", made)
