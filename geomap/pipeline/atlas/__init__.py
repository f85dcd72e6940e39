"""An atlas: many maps of one config, each built whole in a folder of its own, here, in processes or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from geomap.clock import build_day
from geomap.compose.claims import claims_of
from geomap.compose.strict import require
from geomap.compose.variants import Variant, variants
from geomap.config import Config, read_config
from geomap.config.said import with_used
from geomap.errors import OutputError, Problem
from geomap.files.regular import bytes_of, holds, sha256_of
from geomap.files.writing import alone_in, output_folder, require_no_link, write_changed, write_whole
from geomap.gate import published
from geomap.kinds.layers import is_below
from geomap.layer_files import check_layers
from geomap.pipeline.atlas.pages import PageResult, PageTask, build_pages
from geomap.pipeline.build import old_hashes
from geomap.pipeline.cluster import on_cluster
from geomap.pipeline.freshness.inputs import input_files
from geomap.pipeline.freshness.keys import digest, machine_parts
from geomap.pipeline.freshness.listing import MANIFEST, NOTHING, Listing, listing_in
from geomap.pipeline.freshness.own import Asked, is_manifest, obsolete_in, require_own, with_older
from geomap.pipeline.lock_file import lock_file
from geomap.pipeline.manifest import atlas_manifest
from geomap.places.lock import LOCK_FILE
from geomap.relocations import LeftOut, Remark
from geomap.tables.plain.readings import ReadAs
from geomap.wording import listing

_MOST_NAMED = 5  # units that a warning names


@dataclass(frozen=True, slots=True)
class Atlas:
    """What a build of an atlas made."""

    folder: Path
    pages: tuple[PageResult, ...]
    warnings: tuple[Problem, ...]
    left_out: tuple[LeftOut, ...]  # rows of tables that are no units of any page
    remarks: tuple[Remark, ...]  # how tables were read, where they leave that open
    readings: tuple[ReadAs, ...] = ()  # what cells of tables were read as

    @property
    def failed(self) -> tuple[PageResult, ...]:
        """The pages that could not be built."""
        return tuple(page for page in self.pages if page.problems)


def build_atlas(  # noqa: PLR0913 - one a flag
    config: str | Path | Config,
    *,
    out: str | Path | None = None,
    only: Sequence[str] | None = None,
    locked: bool = False,
    force: bool = False,
    strict: bool = False,
    jobs: int = 1,
    scheduler: str = "",
    allow_outside: bool = False,
    overwrite: Collection[str | Path] = (),
    done: Callable[[PageResult, int], None] = lambda page, total: None,
) -> Atlas:
    """Build all pages of a config, or of its file, into folders of `out`; those that fail are in the result
    and do not stop the others.

    `jobs` is the number of processes, `scheduler` the address of a Dask scheduler that takes their place; `done` is
    called for each page in their order, with the number of all. What is there and was not built so is refused, but for
    the files of `overwrite`.
    """
    read = config if isinstance(config, Config) else read_config(config, allow_outside=allow_outside)
    config = published(read, build_day())
    folder = output_folder(out, config.folder, allow_outside=allow_outside)
    pages, warnings = _checked(config, locked=locked, strict=strict)
    files = input_files(config)
    _require_reach(str(folder), files, jobs, scheduler)
    inputs = {name: bytes_of(path) for name, path in files.items()} if scheduler else {}
    for page in pages if not allow_outside else ():
        require_no_link(folder / page.id, folder)
    version = digest({name: sha256_of(path) for name, path in files.items()})
    formats = tuple(only) if only else None
    named = tuple(map(str, overwrite))
    tasks = [
        PageTask(str(config.path), allow_outside, version, str(folder), number, page.id, formats, force, named)
        for number, page in enumerate(pages)
    ]
    results = []
    with alone_in(folder):
        for result in _built(tasks, jobs, scheduler, inputs, pages):
            results.append(result)
            done(result, len(tasks))
        old = old_hashes(folder, listing_in(folder) or NOTHING)
        warnings = (*warnings, *old)
        _finish(folder, config, pages, results, named)
    return Atlas(folder, tuple(results), warnings, config.left_out, config.remarks, config.readings)


def _built(
    tasks: Sequence[PageTask], jobs: int, scheduler: str, inputs: Mapping[str, bytes], pages: Sequence[Variant]
) -> Iterator[PageResult]:
    """The results in the order of the tasks, by processes here or by the workers of a cluster."""
    if not scheduler:
        return build_pages(tasks, jobs)
    build_on_cluster: Callable[..., Iterator[PageResult]] = on_cluster(
        scheduler, "geomap.pipeline.atlas.cluster:build_on_cluster"
    )
    return build_on_cluster(scheduler, inputs, tasks, pages)


def _require_reach(folder: str, inputs: Iterable[str], jobs: int, scheduler: str) -> None:
    """What other processes write must land in the folder, and what other computers draw from must be sent to them."""
    if folder.startswith("memory:") and jobs > 1:
        text = "this memory is of one process, where --jobs asks for several"
        raise OutputError(Problem(file=folder, text=text, hint="leave --jobs out, or name a folder"))
    outside = [name for name in inputs if not is_below(name)]
    if scheduler and outside:
        text = f"--scheduler sends no files from outside the folder of the config, such as {outside[0]}"
        raise OutputError(Problem(text=text, hint="copy them there"))


def _checked(config: Config, *, locked: bool, strict: bool) -> tuple[list[Variant], tuple[Problem, ...]]:
    """The pages, and the warnings, which are told once; all that is wrong with the whole is raised before any page."""
    claims = claims_of(config, locked=locked)
    lock = lock_file(config, claims.located)
    if locked:
        lock.require_lean()
    mended = check_layers(config)
    pages = variants(config, claims.history)
    warnings = (*claims.warnings, *lock.warnings, *mended, *_on_no_page(config, pages))
    if strict:
        require(config, claims.history, warnings)
    if lock.text and not locked:
        write_changed(config.folder / LOCK_FILE, lock.text.encode("utf-8"))
    return pages, warnings


def _on_no_page(config: Config, pages: Sequence[Variant]) -> Iterator[Problem]:
    """The units that no region holds, or that state no side; sides that the config leaves out are its own choice."""
    assert config.pages  # asked before
    shown = {row.id for page in pages for row in page.config.units}
    others = {*config.sides} - {*config.pages.sides} if config.pages.sides else set()
    rows = (row for row in config.units if row.id not in shown and row.side not in others)
    names = {row.id: row.label.text or row.id for row in rows}
    if names:
        count = f"{len(names)} units are" if len(names) > 1 else "1 unit is"
        rest = [f"{len(names) - _MOST_NAMED} more"] * (len(names) > _MOST_NAMED)
        text = f"{count} on no page: {listing([*islice(names.values(), _MOST_NAMED), *rest], 'en')}"
        hint = "add a region that holds them, or raise pad" if config.pages.regions else "state their `side`"
        yield config.problem(("pages",), text=text, hint=hint, severity="warning")


def _finish(
    folder: Path,
    config: Config,
    pages: Sequence[Variant],
    results: Sequence[PageResult],
    overwrite: Collection[str],
) -> None:
    """List all pages in one manifest, and remove those of an earlier build that there are no more."""
    earlier = listing_in(folder)
    listings = {page.id: _listing(folder / page.id) for page in results if not page.problems}
    kept = {page.id: _listing(folder / page.id) for page in results if page.problems}  # their last good build
    data = atlas_manifest(machine_parts(with_used(config)), [(page, listings.get(page.id)) for page in pages])
    now = [f"{name}/{file}" for name, listing in {**listings, **kept}.items() for file in listing.outputs]
    asked = Asked(tuple(input_files(config).values()), overwrite)
    gone = obsolete_in(folder, earlier, {*now}, config.name, asked.inputs)
    data = with_older(folder, earlier, data, {*now, *gone})
    require_own(folder, {MANIFEST: data}, asked, earlier)
    if gone or not ((folder / MANIFEST).is_file() and holds(folder / MANIFEST, data)):
        write_whole(folder, {MANIFEST: data}, gone)
    for name in {Path(file).parts[0] for file in gone if "/" in file} - {page.id for page in pages}:
        if is_manifest(folder / name / MANIFEST):
            (folder / name / MANIFEST).unlink()
        if not any((folder / name).iterdir()):
            (folder / name).rmdir()


def _listing(folder: Path) -> Listing:
    """What a page's own manifest lists."""
    return listing_in(folder) or NOTHING
