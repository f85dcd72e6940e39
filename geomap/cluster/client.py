"""A connection to a Dask scheduler."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from distributed import Client

from geomap.errors import OutputError, Problem

_PATIENCE = 30  # s until a scheduler must have answered


@contextmanager
def connected(scheduler: str) -> Iterator[Client]:
    """A client of the scheduler. Raises OutputError where none answers."""
    try:
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        text = f"--scheduler: no Dask scheduler answers at {scheduler}"
        raise OutputError(Problem(text=text, hint="start one with `dask scheduler`")) from error
    with client:
        yield client


def other_version(worker: str, done: str, theirs: str, here: str) -> Problem:
    """What is wrong with work that was done with another version: its bytes may be others."""
    text = f"{done} by a worker with {worker} {theirs or 'none'}, here it is {here}"
    return Problem(text=text, hint="have the same versions and fonts on all computers")
