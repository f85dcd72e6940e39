"""Maps for tests that are about something else: most of one is what names its ground, at four widths.

With `pytest.mark.lean(BARE, ONE)`, of tests.examples, on a test or as the `pytestmark` of a file, configs are read
as if they ended with these lines, but for the keys that they state themselves; `lean()` on a test of such a file leaves
them as they are. Processes that a test starts read them as they are in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from geomap.config import loader, yaml_io
from geomap.config.document import Document


@contextmanager
def ending_with(*lines: str) -> Iterator[None]:
    """Within it each config that this process reads is as if it ended with those of these lines whose key it lacks."""

    def read(text: str, file: str) -> Document:
        own = {*re.findall(r"(?m)^(\w+):", text)}
        more = [line for line in lines if own and line.partition(":")[0] not in own]
        return yaml_io.parse_yaml("\n".join((text, *more)), file)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(loader, "parse_yaml", read)
        yield


@pytest.fixture(scope="module", autouse=True)
def lean_file(request: pytest.FixtureRequest) -> Iterator[None]:
    """What the `pytestmark` of a file asks for."""
    yield from _asked(request)


@pytest.fixture(autouse=True)
def lean_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """What the mark of a test asks for, in place of that of its file."""
    yield from _asked(request)


def _asked(request: pytest.FixtureRequest) -> Iterator[None]:
    asked = [mark.args for mark in request.node.own_markers if mark.name == "lean"]
    if not asked:
        yield
        return
    with ending_with(*asked[0]):
        yield
