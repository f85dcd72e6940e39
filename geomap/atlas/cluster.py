"""The pages of an atlas on a Dask cluster. Its workers need geomap and no files: what they draw from is sent to them.

Dask gives a lost worker's pages to the others. What a worker draws comes back as bytes and is written here, so that
nothing is half-written.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from geomap.atlas.pages import PageResult, PageTask, build_page, pages_of
from geomap.build import build, planned
from geomap.cluster.client import connected, other_version
from geomap.compose.variants import Variant
from geomap.errors import GeomapError, Problem
from geomap.files import alone_in, output_folder, write_whole
from geomap.freshness.keys import machine_parts
from geomap.freshness.listing import MANIFEST, listing_in, read_listing

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A page as a worker has drawn it: its files by name, or what kept it from being drawn."""

    files: Files
    problems: tuple[Problem, ...] = ()


def build_on_cluster(
    scheduler: str, inputs: Files, tasks: Sequence[PageTask], pages: Sequence[Variant]
) -> Iterator[PageResult]:
    """The results in the order of the tasks. `inputs` are the files of the config's folder that pages are made from; of
    pages that are up to date nothing is sent.
    """
    with connected(scheduler) as client:
        # A task of its own and no argument of the others: it travels once, and is done again where it is lost.
        project: Any = client.submit(dict, inputs, pure=False)
        whys, futures = [], {}
        for task, page in zip(tasks, pages, strict=True):  # workers draw the first while the last are looked at
            whys.append(_why(task, page))
            if whys[-1]:
                there = replace(task, config=Path(task.config).name)
                futures[task.id] = client.submit(_draw, project, there, pure=False)
        for task, page, why in zip(tasks, pages, whys, strict=True):
            if task.id not in futures:
                yield build_page(task)
            else:
                yield _written(task, _as_here(futures.pop(task.id).result(), page), tuple(why.values()))


def _why(task: PageTask, page: Variant) -> Mapping[str, str]:
    """Why outputs of the page have to be made; of a page that cannot be planned the worker says what is wrong."""
    try:
        folder = output_folder(f"{task.out}/{page.id}", Path())
        return planned(page.config, folder, only=task.only, force=task.force)
    except GeomapError:
        return {page.id: "new"}


def _written(task: PageTask, drawn: _Drawn, why: tuple[str, ...]) -> PageResult:
    """Write what a worker has drawn, the manifest last."""
    if drawn.problems:
        return PageResult(task.id, problems=drawn.problems)
    folder = output_folder(f"{task.out}/{task.id}", Path())
    with alone_in(folder):
        return _in_place(folder, task, drawn, why)


def _in_place(folder: Path, task: PageTask, drawn: _Drawn, why: tuple[str, ...]) -> PageResult:
    earlier = listing_in(folder)
    files = {name: drawn.files[name] for name in sorted(drawn.files, key=lambda name: (name == MANIFEST, name))}
    write_whole(folder, files, [file for file in (earlier.outputs if earlier else ()) if file not in files])
    return PageResult(task.id, tuple(f"{task.id}/{file}" for file in files), why)


def _draw(project: Files, task: PageTask) -> _Drawn:
    """On a worker: build one page whole in a folder of its own."""
    place = _unpacked(task.version)
    for name, data in project.items():
        if not (place / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(data)
    with tempfile.TemporaryDirectory(prefix="geomap-") as folder:
        try:
            page = pages_of(str(place / task.config), task.version, allow_outside=False)[task.number]
            build(page.config, out=folder, only=task.only, locked=True)
        except GeomapError as error:
            return _Drawn({}, tuple(error.problems))
        except Exception as error:  # a fault of geomap in one page of many
            return _Drawn({}, (Problem(text=f"could not be built: {error!r}"),))
        return _Drawn({path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())})


@cache
def _unpacked(version: str) -> Path:
    """Where a worker keeps a project's files; it lasts as long as the worker."""
    return Path(tempfile.mkdtemp(prefix="geomap-"))


def _as_here(drawn: _Drawn, page: Variant) -> _Drawn:
    """The page, if the worker has the versions and fonts that this computer would have drawn it with."""
    listing = read_listing(drawn.files[MANIFEST]) if drawn.files else None
    if listing is None:
        return drawn
    here = machine_parts(page.config)
    other = next((name for name, value in here.items() if listing.parts.get(name) != value), "")
    if not other:
        return drawn
    problem = other_version(other.removeprefix("library."), "drawn", listing.parts.get(other, ""), here[other])
    return _Drawn({}, (problem,))
