"""A connection to a Dask scheduler, and what became of work that its workers did not bring back."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from distributed import Client, Future, KilledWorker
from distributed.client import FutureCancelledError

from geomap.errors import OutputError, Problem

_PATIENCE = 30  # s until a scheduler must have answered


@contextmanager
def connected(scheduler: str) -> Iterator[Client]:
    """A client of the scheduler. Raises OutputError where none answers, and where it is lost."""
    try:
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        text = f"--scheduler: no Dask scheduler answers at {scheduler}"
        raise OutputError(Problem(text=text, hint="start one with `dask scheduler`")) from error
    with client, _told_once():
        try:
            yield client
        except FutureCancelledError as error:
            text = f"--scheduler: the Dask scheduler at {scheduler} was lost"
            raise OutputError(
                Problem(text=text, hint="start it again and build again; what is done is kept")
            ) from error


def came_back(future: Future[Any]) -> Any:
    """What a worker has made. Raises OutputError where each worker that began with it was lost."""
    try:
        return future.result()
    except KilledWorker as error:
        text = f"was given up: {error.allowed_failures + 1} workers were lost while they did it"
        hint = "see the logs of the workers; do they have enough memory?"
        raise OutputError(Problem(text=text, hint=hint)) from error


@contextmanager
def _told_once() -> Iterator[None]:
    """Without what Dask logs of a lost scheduler, trace by trace, until it is closed."""
    log = logging.getLogger("distributed")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(level)


def other_version(worker: str, done: str, theirs: str, here: str) -> Problem:
    """What is wrong with work that was done with another version: its bytes may be others."""
    text = f"{done} by a worker with {worker} {theirs or 'none'}, here it is {here}"
    return Problem(text=text, hint="have the same versions and fonts on all computers")
