"""A page is laid out once in a process, whichever tests ask for it: to lay out takes a third of all that tests do.

It is told by all that it is made of, byte by byte: the scene and the artboard. Where a test has put anything of its own
into a module of geomap the page is another; where one counts work, or sets text in fonts of its own, it is laid out in
any case. So it is with `pytest.mark.anew`, for tests of whether the same is drawn each time.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections import OrderedDict
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest

from geomap.layout import sheet
from geomap.layout.sheet import Settled
from geomap.scene import Artboard, Scene

_MOST = 64  # pages that are kept
_settle = sheet.settle
_pages: OrderedDict[tuple[bytes, tuple[Any, ...]], Settled] = OrderedDict()
_first: dict[str, dict[str, Any]] = {}  # what modules held when they were first seen
_anew = False


@pytest.fixture(scope="session", autouse=True)
def laid_out_once() -> Iterator[None]:
    """Pages are kept from one test to the next."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sheet, "settle", _once)
        yield


@pytest.fixture(autouse=True)
def laid_out_anew(request: pytest.FixtureRequest) -> Iterator[None]:
    """What the mark of a test or a file asks for."""
    global _anew  # noqa: PLW0603 - of this test
    _anew = request.node.get_closest_marker("anew") is not None
    yield
    _anew = False


def _once(scene: Scene, artboard: Artboard) -> Settled:
    fonts = scene.typefaces.files or scene.typefaces.system or "GEOMAP_FONTS" in os.environ
    if _anew or fonts or sys.getprofile():
        return _settle(scene, artboard)
    try:
        told = sha256(pickle.dumps((scene, artboard))).digest()
    except (AttributeError, TypeError, pickle.PicklingError):  # rows of tables, which functions make
        return _settle(scene, artboard)
    key = told, _changed()
    if key not in _pages:
        _pages[key] = _settle(scene, artboard)
        if len(_pages) > _MOST:
            _pages.popitem(last=False)
    _pages.move_to_end(key)
    return _pages[key]


def _changed() -> tuple[Any, ...]:
    """What tests have put in the place of anything of geomap's modules."""
    changed = list[Any]()
    for name in [name for name in sys.modules if name.startswith("geomap.")]:
        held = vars(sys.modules[name])
        first = _first.setdefault(name, dict(held))
        changed += [(name, key, _Itself(held.get(key))) for key in first if held.get(key) is not first[key]]
    return tuple(changed)


class _Itself:
    """An object that equals no other, which it keeps alive."""

    def __init__(self, held: Any) -> None:
        self._held = held

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self._held is other._held

    def __hash__(self) -> int:
        return id(self._held)
