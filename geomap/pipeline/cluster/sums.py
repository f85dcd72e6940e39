"""Batches of a table of very many rows, summed up by the workers of a Dask cluster.

This computer reads the columns and sends them, so that workers need no file of it; what they send back is added up here
in the order of the table, which gives the same sums to the last digit as one process does.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from geomap import __version__
from geomap.errors import OutputError
from geomap.loading import version_of
from geomap.pipeline.cluster.client import came_back, connected, other_version

_AHEAD = 2  # batches that each thread of the cluster is sent before the first comes back


def summed_by(scheduler: str, function: Callable[[Any], Any], batches: Iterable[Any]) -> Iterator[Any]:
    """What `map(function, batches)` gives, by the workers of a scheduler; few batches are here at once."""
    with connected(scheduler) as client:
        most = _AHEAD * max(1, sum(client.nthreads().values()))
        waiting: deque[Any] = deque()
        for batch in batches:
            waiting.append(client.submit(_summed, function, batch, pure=False))
            if len(waiting) >= most:
                yield _checked(*came_back(waiting.popleft()))
        while waiting:
            yield _checked(*came_back(waiting.popleft()))


def _summed(function: Callable[[Any], Any], batch: Any) -> tuple[dict[str, str], Any]:
    """On a worker: the batch's sums, and what they were made with."""
    return _versions(), function(batch)


def _versions() -> dict[str, str]:
    return {"geomap": __version__, "numpy": version_of("numpy")}


def _checked(versions: dict[str, str], result: Any) -> Any:
    """The result, if it was made with the versions that are here."""
    for name, here in _versions().items():
        if versions.get(name) != here:
            raise OutputError(other_version(name, "summed up", versions.get(name, ""), here))
    return result
