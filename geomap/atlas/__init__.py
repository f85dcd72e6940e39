"""An atlas: many maps of one config, each built whole in a folder of its own, here, in processes or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from geomap.atlas.pages import PageResult, PageTask, build_pages
from geomap.clock import build_day
from geomap.compose.claims import claims_of
from geomap.compose.strict import require
from geomap.compose.variants import Variant, variants
from geomap.config import Config, read_config
from geomap.errors import OutputError, Problem, install
from geomap.files import output_folder, write_changed, write_whole
from geomap.freshness.inputs import input_files
from geomap.freshness.keys import digest
from geomap.freshness.listing import MANIFEST, Listing, read_listing
from geomap.geocode.lock import LOCK_FILE
from geomap.loading import load
from geomap.manifest import atlas_manifest
from geomap.sources import check_layers


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


def build_atlas(  # noqa: PLR0913 - one a flag
    config_path: str | Path,
    *,
    out: str | Path | None = None,
    only: Sequence[str] | None = None,
    locked: bool = False,
    force: bool = False,
    strict: bool = False,
    jobs: int = 1,
    scheduler: str = "",
    done: Callable[[PageResult, int], None] = lambda page, total: None,
) -> Atlas:
    """Build all pages of a config into folders of `out`; those that fail are in the result and do not stop the others.

    `jobs` is the number of processes, `scheduler` the address of a Dask scheduler that takes their place; `done` is
    called for each page in their order, with the number of all.
    """
    config = read_config(config_path).published(build_day())
    folder = output_folder(out, config.folder)
    pages, warnings = _checked(config, locked=locked, strict=strict)
    inputs = {name: path.read_bytes() for name, path in input_files(config).items()}
    version = digest({name: sha256(data).hexdigest() for name, data in inputs.items()})
    tasks = [
        PageTask(str(config_path), version, str(folder), number, page.id, tuple(only) if only else None, force)
        for number, page in enumerate(pages)
    ]
    results = []
    for result in _on_cluster(scheduler)(scheduler, inputs, tasks, pages) if scheduler else build_pages(tasks, jobs):
        results.append(result)
        done(result, len(tasks))
    _finish(folder, inputs, pages, results)
    return Atlas(folder, tuple(results), warnings)


def _checked(config: Config, *, locked: bool, strict: bool) -> tuple[list[Variant], tuple[Problem, ...]]:
    """The pages, and the warnings, which are told once; all that is wrong with the whole is raised before any page."""
    claims = claims_of(config, locked=locked)
    if strict:
        require(config, claims.history, claims.warnings)
    check_layers(config)
    pages = variants(config, claims.history)
    if claims.located.lock and not locked:
        write_changed(config.folder / LOCK_FILE, claims.located.lock.encode("utf-8"))
    return pages, claims.warnings


def _on_cluster(scheduler: str) -> Callable[..., Iterator[PageResult]]:
    if "://" not in scheduler:
        raise OutputError(Problem(text=f"--scheduler: {scheduler} is no address, expected as tcp://HOST:8786"))
    try:
        build_on_cluster: Callable[..., Iterator[PageResult]] = load("geomap.atlas.cluster:build_on_cluster")
    except ImportError as error:
        text = "--scheduler needs Dask"
        raise OutputError(Problem(text=text, hint=install("cluster"))) from error
    return build_on_cluster


def _finish(folder: Path, inputs: Mapping[str, bytes], pages: Sequence[Variant], results: Sequence[PageResult]) -> None:
    """List all pages in one manifest, and remove those of an earlier build that there are no more."""
    manifest = folder / MANIFEST
    earlier = read_listing(manifest.read_bytes()) if manifest.is_file() else None
    listings = {page.id: _listing(folder / page.id) for page in results if not page.problems}
    kept = {page.id: _listing(folder / page.id) for page in results if page.problems}  # their last good build
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
