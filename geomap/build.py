"""The pipeline from top to bottom: read, locate, compose, lay out, render, write."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from geomap.basemap import read_basemap
from geomap.checks import check
from geomap.compose import artboards_of, compose
from geomap.config import Config, read_config
from geomap.config.styles import style_warnings
from geomap.errors import LayoutError, Problem
from geomap.files import write_changed, write_whole
from geomap.fonts import Face, require_glyphs
from geomap.geocode.locate import locate
from geomap.geocode.lock import LOCK_FILE
from geomap.inputs import input_files
from geomap.insets import insets_of, with_ground
from geomap.layout import inset_bounds, lay_out, needed_bounds
from geomap.manifest import MANIFEST, manifest, read_listing
from geomap.outputs import write_outputs
from geomap.page import Page
from geomap.scene import Inset, Scene
from geomap.sources import read_layers
from geomap.totals import units_of
from geomap.views import view_bounds


@dataclass(frozen=True, slots=True)
class Build:
    """What a build made: the scene, its pages, the files written, and what it warns of."""

    scene: Scene
    pages: tuple[Page, ...]
    folder: Path
    files: tuple[str, ...]
    warnings: tuple[Problem, ...]


def build(
    config_path: str | Path,
    *,
    out: str | Path | None = None,
    only: Sequence[str] | None = None,
    locked: bool = False,
) -> Build:
    """Build the outputs of a config into `out` (default: `output/` beside it): all of them, or raise GeomapError.

    `only` names formats; `locked` refuses places that `places.lock.yaml` does not hold.
    """
    config = read_config(config_path)
    folder = Path(out) if out is not None else config.folder / "output"
    located = locate(config, locked=locked)
    units = units_of(config, located.places)
    warnings = (*located.warnings, *check(config, units), *style_warnings(config.style, config.problem))
    fitted = config.legend.max_diameter if config.view.bounds is None else 0.0
    bounds = needed_bounds(view_bounds(config, units), artboards_of(config), fitted)
    basemap = read_basemap(bounds, config.worldview, margin=0.0)
    insets = [_with_ground(inset, config) for inset in insets_of(config, units)]
    scene = compose(config, units, read_layers(config), basemap, insets)
    pages = tuple(_laid_out(scene, config))
    require_glyphs((text.text, Face(text.weight, text.italic)) for page in pages for text in page.texts)
    files = write_outputs(scene, pages, only or config.outputs)
    inputs = _pin_and_list(config, "" if locked else located.lock)
    contents = {**files, MANIFEST: manifest(inputs, files, pages)}
    write_whole(folder, contents, _obsolete(folder, contents, config.name) if only is None else ())
    return Build(scene, pages, folder, tuple(contents), warnings)


def _with_ground(inset: Inset, config: Config) -> Inset:
    """The inset with what it shows of the basemap; a detail is read finer than the map where its extent wants it."""
    bounds = inset_bounds(inset, artboards_of(config))
    basemap = read_basemap(bounds, config.worldview, margin=0.0, coarse=inset.kind == "locator")
    return with_ground(inset, basemap, config.lang)


def _laid_out(scene: Scene, config: Config) -> Iterator[Page]:
    """The pages, widest first; one that cannot be laid out is a problem at its place in the config."""
    rows = {row.id: number for number, row in enumerate(config.artboards)}
    for artboard in scene.artboards:
        try:
            yield lay_out(scene, artboard)
        except LayoutError as error:
            path = ("artboards", rows[artboard.id])
            said = [
                config.problem((*path, problem.path.rpartition(".")[2]), text=problem.text, hint=problem.hint)
                for problem in error.problems
            ]
            raise LayoutError(said) from error


def _pin_and_list(config: Config, lock: str) -> dict[str, bytes]:
    """Write the lock file where it changed; all that the build read, by path from the config's folder."""
    if lock:
        write_changed(config.folder / LOCK_FILE, lock.encode("utf-8"))
    return {name: path.read_bytes() for name, path in input_files(config).items()}


def _obsolete(folder: Path, contents: Mapping[str, bytes], name: str) -> list[str]:
    """What an earlier build of this map left here and this one no longer makes; other maps' files stay."""
    old = folder / MANIFEST
    earlier = read_listing(old.read_bytes()) if old.is_file() else None
    listed = earlier.outputs if earlier else ()
    mine = [file for file in listed if file.startswith((f"{name}-", f"{name}.")) and Path(file).name == file]
    return [file for file in mine if file not in contents]


class _CallableModule(ModuleType):
    """Lets `geomap.build(...)` mean the function also after this module was imported under the same name."""

    def __call__(self, *args: Any, **kwargs: Any) -> Build:
        return build(*args, **kwargs)


sys.modules[__name__].__class__ = _CallableModule
