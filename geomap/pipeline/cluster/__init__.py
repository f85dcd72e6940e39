"""Work that a Dask cluster does in place of this process. Its workers need geomap and no files."""

from __future__ import annotations

from typing import Any

from geomap.errors import OutputError, Problem, install
from geomap.loading import load


def on_cluster(scheduler: str, target: str) -> Any:
    """The object that `package.module:name` stands for, of a module that needs Dask. Raises OutputError."""
    if "://" not in scheduler:
        raise OutputError(Problem(text=f"--scheduler: {scheduler} is no address, expected as tcp://HOST:8786"))
    try:
        return load(target)
    except ImportError as error:
        text = "--scheduler needs Dask"
        raise OutputError(Problem(text=text, hint=install("cluster"))) from error
