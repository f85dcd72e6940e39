"""The pages of an atlas on a Dask cluster. Its workers need geomap and no files: what they draw from is sent to them.

Dask gives a lost worker's pages to the others. What a worker draws comes back as bytes and is written here, so that
nothing is half-written.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from geomap.compose.variants import Variant
from geomap.errors import GeomapError, OutputError, Problem
from geomap.files.writing import alone_in, output_folder, write_whole
from geomap.pipeline.atlas.pages import PageResult, PageTask, build_page, pages_of
from geomap.pipeline.build import build_page_into, planned
from geomap.pipeline.cluster.client import came_back, connected, other_version
from geomap.pipeline.freshness.inputs import input_files
from geomap.pipeline.freshness.keys import machine_parts
from geomap.pipeline.freshness.listing import MANIFEST, listing_in, read_listing
from geomap.pipeline.freshness.own import Asked, obsolete_in, require_own, with_older

Files = Mapping[str, bytes]

_PAGES_AT_ONCE = 4  # that a worker is given: each journey through the scheduler costs some milliseconds


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A page as a worker has drawn it: its files by name and why they were, or what kept it from being drawn."""

    files: Files
    why: Mapping[str, str] = field(default_factory=dict)
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
        batches: list[_Batch] = []
        every = [*zip(tasks, pages, strict=True)]
        for start in range(0, len(every), _PAGES_AT_ONCE):  # workers draw the first while the last are looked at
            asked = [_asked(task, page) for task, page in every[start : start + _PAGES_AT_ONCE]]
            sent = [page.sent for page in asked if page.sent]
            batches.append(_Batch(asked, client.submit(_draw_all, project, sent, pure=False) if sent else None))
        for batch in batches:
            yield from batch.results()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A page, what is sent to a worker unless all of it is up to date, and why it is made where that is known here."""

    task: PageTask
    page: Variant
    sent: PageTask | None
    why: Mapping[str, str] | None


@dataclass(slots=True)
class _Batch:
    """Pages that travel together, and a future of what a worker makes of those that are sent."""

    pages: Sequence[_Asked]
    drawn: Any

    def results(self) -> Iterator[PageResult]:
        """What became of the pages, as soon as all are drawn; the bytes of each are let go once it is written."""
        future, self.drawn = self.drawn, None
        try:
            drawn = came_back(future)[::-1] if future else []
        except OutputError as error:  # by one of these pages, or by none of them
            drawn = [_Drawn({}, problems=tuple(error.problems)) for page in self.pages if page.sent]
        for page in self.pages:
            yield _written(page, _as_here(drawn.pop(), page.page)) if page.sent else build_page(page.task)


def _asked(task: PageTask, page: Variant) -> _Asked:
    """What to have made of a page. Why, the worker says of one of which nothing is here yet or that cannot be planned.

    Where formats are named, those of the page that are up to date are made as well, as its manifest lists them.
    """
    there = replace(task, config=Path(task.config).name)
    try:
        folder = output_folder(f"{task.out}/{page.id}", Path())
        earlier = listing_in(folder)
        plans = planned(page.config, folder, earlier, only=task.only, force=task.force) if earlier else ()
    except GeomapError:
        plans = ()
    if not plans:
        return _Asked(task, page, there, None)
    why = {file: reason for plan in plans for file, reason in plan.why.items()}
    if task.only:
        there = replace(there, only=tuple(dict.fromkeys(output.format for plan in plans for output in plan.outputs)))
    return _Asked(task, page, there if why else None, why)


def _written(asked: _Asked, drawn: _Drawn) -> PageResult:
    """Write what a worker has drawn, the manifest last."""
    task = asked.task
    if drawn.problems:
        return PageResult(task.id, problems=drawn.problems)
    folder = output_folder(f"{task.out}/{task.id}", Path())
    with alone_in(folder):
        try:
            return _in_place(folder, asked, drawn, drawn.why if asked.why is None else asked.why)
        except OutputError as error:
            return PageResult(task.id, problems=tuple(error.problems))


def _in_place(folder: Path, asked: _Asked, drawn: _Drawn, why: Mapping[str, str]) -> PageResult:
    task, config = asked.task, asked.page.config
    earlier = listing_in(folder)
    files = {name: drawn.files[name] for name in sorted(drawn.files, key=lambda name: (name == MANIFEST, name))}
    own = Asked(tuple(input_files(config).values()), task.overwrite)
    obsolete = obsolete_in(folder, earlier, files, config.name, own.inputs) if not task.only else []
    files[MANIFEST] = with_older(folder, earlier, files[MANIFEST], {*files, *obsolete})
    require_own(folder, files, own, earlier)
    write_whole(folder, files, obsolete)
    return PageResult(task.id, tuple(f"{task.id}/{file}" for file in files), why)


def _draw_all(project: Files, tasks: Sequence[PageTask]) -> list[_Drawn]:
    """On a worker: draw some pages."""
    place = _unpacked(tasks[0].version)
    for name, data in project.items():
        if not (place / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(data)
    return [_draw(place, task) for task in tasks]


def _draw(place: Path, task: PageTask) -> _Drawn:
    """Build one page whole in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="geomap-") as folder:
        try:
            page = pages_of(str(place / task.config), task.version, allow_outside=False)[task.number]
            made = build_page_into(folder, page.config, only=task.only)
        except GeomapError as error:
            return _Drawn({}, problems=tuple(error.problems))
        except Exception as error:  # a fault of geomap in one page of many
            return _Drawn({}, problems=(Problem(text=f"could not be built: {error!r}"),))
        files = {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}
        return _Drawn(files, made.why)


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
    return _Drawn({}, problems=(problem,))
