"""What an output cannot hold as it should, said by what writes it and heard by who has asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_HEARD: ContextVar[list[str] | None] = ContextVar("heard", default=None)


def remark(text: str) -> None:
    """Tell who is listening; a notebook that shows a page has nobody to."""
    heard = _HEARD.get()
    if heard is not None:
        heard.append(text)


@contextmanager
def heard() -> Iterator[list[str]]:
    """Whatever is remarked meanwhile."""
    said: list[str] = []
    before = _HEARD.set(said)
    try:
        yield said
    finally:
        _HEARD.reset(before)
