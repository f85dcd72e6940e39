"""An atlas: many maps of one config, each built whole in a folder of its own, here, in processes or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

from geomap.build import build
from geomap.checks import check
from geomap.clock import build_day
from geomap.config import Config, read_config
from geomap.config.styles import style_warnings
from geomap.errors import GeomapError, Problem
from geomap.files import write_changed, write_whole
from geomap.geocode.locate import locate
from geomap.geocode.lock import LOCK_FILE
from geomap.inputs import input_files
from geomap.keys import digest
from geomap.listing import MANIFEST, Listing, read_listing
from geomap.manifest import atlas_manifest
from geomap.observations import map_day, observations, units_on
from geomap.sources import check_layers
from geomap.strict import require
from geomap.variants import Variant, variants

_PAGES_AT_ONCE = 4  # that a process is given, so that the last ones end together


@dataclass(frozen=True, slots=True)
class PageResult:
    """What became of a page: its files below the atlas's folder, why some were made, and why it could not be built."""

    id: str
    files: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Atlas:
    """What a build of an atlas made."""

    folder: Path
    pages: tuple[PageResult, ...]
    warnings: tuple[Problem, ...]

    @property
    def failed(self) -> tuple[PageResult, ...]:
        """The pages that could not be built."""
        return tuple(page for page in self.pages if page.problems)


@dataclass(frozen=True, slots=True)
class PageTask:
    """One page to build; all that a process needs to know."""

    config: str
    version: str  # of the files that it is made from: what a process has read of earlier ones is not used
    out: str
    number: int
    id: str
    only: tuple[str, ...] | None
    force: bool


def build_atlas(  # noqa: PLR0913 - one a flag
    config_path: str | Path,
    *,
    out: str | Path | None = None,
    only: Sequence[str] | None = None,
    locked: bool = False,
    force: bool = False,
    strict: bool = False,
    jobs: int = 1,
    done: Callable[[PageResult, int], None] = lambda page, total: None,
) -> Atlas:
    """Build all pages of a config into folders of `out`; those that fail are in the result and do not stop the others.

    `jobs` is the number of processes; `done` is called for each page in their order, with the number of all.
    """
    config = read_config(config_path).published(build_day())
    folder = Path(out) if out is not None else config.folder / "output"
    pages, warnings = _checked(config, locked=locked, strict=strict)
    version = digest({name: sha256(path.read_bytes()).hexdigest() for name, path in input_files(config).items()})
    tasks = [
        PageTask(str(config_path), version, str(folder), number, page.id, tuple(only) if only else None, force)
        for number, page in enumerate(pages)
    ]
    results = []
    for result in _in_processes(tasks, jobs) if jobs > 1 else map(build_page, tasks):
        results.append(result)
        done(result, len(tasks))
    _finish(folder, config, pages, results)
    return Atlas(folder, tuple(results), warnings)


def build_page(task: PageTask) -> PageResult:
    """Build one page whole. What goes wrong with it is in the result, whatever it is: others are to be built."""
    try:
        page = _pages(task.config, task.version)[task.number]
        made = build(page.config, out=Path(task.out) / page.id, only=task.only, locked=True, force=task.force)
    except GeomapError as error:
        return PageResult(task.id, problems=tuple(error.problems))
    except Exception as error:  # a fault of geomap in one page of many
        return PageResult(task.id, problems=(Problem(text=f"could not be built: {error!r}"),))
    return PageResult(page.id, tuple(f"{page.id}/{file}" for file in made.files), tuple(made.why.values()))


def _checked(config: Config, *, locked: bool, strict: bool) -> tuple[list[Variant], tuple[Problem, ...]]:
    """The pages, and the warnings, which are told once; all that is wrong with the whole is raised before any page."""
    located = locate(config, locked=locked)
    history = observations(config, located.places)
    day = map_day(config, history)
    checked = check(config, history, units_on(history, day), day)
    warnings = (*located.warnings, *checked, *style_warnings(config.style, config.problem))
    if strict:
        require(config, history, warnings)
    check_layers(config)
    pages = variants(config, history)
    if located.lock and not locked:
        write_changed(config.folder / LOCK_FILE, located.lock.encode("utf-8"))
    return pages, warnings


@lru_cache(maxsize=1)
def _pages(config_path: str, version: str) -> list[Variant]:
    """The pages of a config, read once in each process."""
    config = read_config(config_path).published(build_day())
    return variants(config, observations(config, locate(config).places))


def _in_processes(tasks: Sequence[PageTask], jobs: int) -> Iterator[PageResult]:
    """The results in the order of the tasks. A new process starts afresh, so that all draw alike on any system."""
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(build_page, tasks, chunksize=_PAGES_AT_ONCE)


def _finish(folder: Path, config: Config, pages: Sequence[Variant], results: Sequence[PageResult]) -> None:
    """List all pages in one manifest, and remove those of an earlier build that there are no more."""
    manifest = folder / MANIFEST
    earlier = read_listing(manifest.read_bytes()) if manifest.is_file() else None
    listings = {page.id: _listing(folder / page.id) for page in results if not page.problems}
    kept = {page.id: _listing(folder / page.id) for page in results if page.problems}  # their last good build
    inputs = {name: path.read_bytes() for name, path in input_files(config).items()}
    data = atlas_manifest(inputs, [(page, listings.get(page.id)) for page in pages])
    now = {f"{name}/{file}" for name, listing in {**listings, **kept}.items() for file in listing.outputs}
    gone = [file for file in (earlier.outputs if earlier else ()) if file not in now and (folder / file).is_file()]
    write_whole(folder, {MANIFEST: data}, gone)
    for name in {Path(file).parts[0] for file in gone if "/" in file} - {page.id for page in pages}:
        (folder / name / MANIFEST).unlink(missing_ok=True)
        if not any((folder / name).iterdir()):
            (folder / name).rmdir()


def _listing(folder: Path) -> Listing:
    """What a page's own manifest lists."""
    path = folder / MANIFEST
    return (read_listing(path.read_bytes()) if path.is_file() else None) or Listing("", {}, {})
