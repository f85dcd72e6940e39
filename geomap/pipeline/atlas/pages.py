"""One page of an atlas at a time, in this process or in several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from multiprocessing import get_context

from geomap.clock import build_day
from geomap.compose.observations import observations
from geomap.compose.variants import Variant, variants
from geomap.config import read_config
from geomap.errors import GeomapError, Problem
from geomap.gate import published
from geomap.pipeline.build import build_page_into
from geomap.places.locate import locate

_PAGES_AT_ONCE = 4  # that a process is given, so that the last ones end together


@dataclass(frozen=True, slots=True)
class PageTask:
    """One page to build; all that a process needs to know."""

    config: str
    allow_outside: bool
    version: str  # of the files that it is made from: what a process has read of earlier ones is not used
    out: str
    number: int
    id: str
    only: tuple[str, ...] | None
    force: bool
    overwrite: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageResult:
    """What became of a page: its files below the atlas's folder, why some were made, by their names in the page's own,
    and why it could not be built.
    """

    id: str
    files: tuple[str, ...] = ()
    why: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def build_pages(tasks: Sequence[PageTask], jobs: int) -> Iterator[PageResult]:
    """The results in the order of the tasks. A new process starts afresh, so that all draw alike on any system."""
    if jobs == 1:
        yield from map(build_page, tasks)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(build_page, tasks, chunksize=_PAGES_AT_ONCE)


def build_page(task: PageTask) -> PageResult:
    """Build one page whole. What goes wrong with it is in the result, whatever it is: others are to be built."""
    try:
        page = pages_of(task.config, task.version, allow_outside=task.allow_outside)[task.number]
        out = f"{task.out}/{page.id}"
        made = build_page_into(out, page.config, only=task.only, force=task.force, overwrite=task.overwrite)
    except GeomapError as error:
        return PageResult(task.id, problems=tuple(error.problems))
    except Exception as error:  # a fault of geomap in one page of many
        return PageResult(task.id, problems=(Problem(text=f"could not be built: {error!r}"),))
    return PageResult(page.id, tuple(f"{page.id}/{file}" for file in made.files), made.why)


@lru_cache(maxsize=1)
def pages_of(config_path: str, version: str, *, allow_outside: bool) -> list[Variant]:
    """The pages of a config, read once in each process."""
    config = published(read_config(config_path, allow_outside=allow_outside), build_day())
    return variants(config, observations(config, locate(config).rows))
