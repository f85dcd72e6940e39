"""Puts a file where geomap reads it, and reads it as the commands do: nothing but a GeomapError may come of it.

Kinds of file: `config`; `units` and `chosen` are tables, the second with every option; `layer` and `part` are layers,
the second one by its columns; `rows` are summed up; `regions` have a page each; `lock`, `manifest`, `font`.
"""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

from geomap.atlas.pages import pages_of
from geomap.build import build
from geomap.check import freshness
from geomap.config import read_config
from geomap.errors import GeomapError, LayerError
from geomap.geocode.locate import locate
from geomap.typefaces import VARIABLE
from geomap.validate import validate
from tests.fonts.conftest import write_font
from tests.fuzzing.seeds import LETTERS, ROOT, write_files_of_configs

CORPUS = ROOT / "tests" / "corpus"
BUILT = ("svg", "geojson", "kml")  # quick to write; others share their stages
_HEAD = """\
view: {bounds: [36, 46, 39, 49]}
sources: {x: {publisher: X}, y: {publisher: Y}}
sides: {a: {label: A}, b: {label: B}}
artboards: [{id: w, width: 335, scale: 1}]
outputs: [svg, geojson]
"""
_UNIT = "units: [{id: a, place: Luhansk, country: UA, troops: 900}]\n"
_CONFIGS = {
    "units": "units_from: {file: FILE, defaults: {basis: estimate}}\n",
    "chosen": "units_from: {file: FILE, header_row: 2, skip_rows: [4], fill_down: [side], columns: {place: Name},"
    " where: {basis: [reported, illustrative]}, ignore: [Notes], defaults: {sources: x}}\n",
    "layer": "layers: [{kind: area, role: control, file: FILE, certainty: approximate}]\n",
    "part": "layers: [{kind: area, role: control, file: FILE, where: {class: [A, B]}}]\n",
    "rows": "aggregate: {file: FILE, by: grid, cell: 0.5, basis: estimate, sources: x}\n",
    "regions": f"{_UNIT}pages: {{regions: {{file: FILE, name: name}}}}\n",
    "lock": _UNIT,
    "manifest": _UNIT,
    "font": f"title: 戰 군 خريطة Карта\n{_UNIT}",
}
_PLACES = {"lock": "places.lock.yaml", "manifest": "output/manifest.json"}
KINDS = ("config", *_CONFIGS)


class Harness:
    """A folder with all files that configs of this repository name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        write_files_of_configs(folder)
        self.folders_of_fonts = 0
        self.fonts = self._with_font("Boxes.ttf", write_font(folder, "Boxes", LETTERS).read_bytes())

    def _with_font(self, name: str, data: bytes) -> Path:
        """A new folder with a font in it, since what was found in one is kept."""
        self.folders_of_fonts += 1
        fonts = self.folder / f"fonts-{self.folders_of_fonts}"
        fonts.mkdir()
        (fonts / name).write_bytes(data)
        return fonts

    def read(self, kind: str, suffix: str, data: bytes, *, drawn: bool = False) -> None:
        """Read a file of this kind; with `drawn` also build a map of what can be read."""
        file = self.folder / _PLACES.get(kind, f"file{suffix}")
        config = file if kind == "config" else self.folder / "config.yaml"
        if kind != "config":
            config.write_text(_HEAD + _CONFIGS[kind].replace("FILE", file.name), "utf-8")
        file.parent.mkdir(exist_ok=True)
        fonts = self.fonts
        if kind == "font":
            fonts = self._with_font("broken.ttf", data)
        else:
            file.write_bytes(data)
        try:
            with warnings.catch_warnings(), patch.dict(os.environ, {VARIABLE: str(fonts)}):
                warnings.simplefilter("ignore")
                _ACTS.get(kind, _validated)(config)
                if drawn and kind != "regions":
                    _drawn(config)
        finally:
            file.unlink(missing_ok=True)
            shutil.rmtree(self.folder / "output", ignore_errors=True)
            (self.folder / "places.lock.yaml").unlink(missing_ok=True)


def _validated(config: Path) -> None:
    validate(config)


def _drawn(config: Path) -> None:
    try:
        build(config, only=BUILT)
    except LayerError as error:
        raise AssertionError(f"validate took what build refuses: {error}") from error


def _paged(config: Path) -> None:
    validate(config)
    pages_of.cache_clear()
    pages_of(str(config), "", allow_outside=False)


def _located(config: Path) -> None:
    locate(read_config(config))


def _checked(config: Path) -> None:
    """The manifest may be wrong, but never in the way of the next build."""
    with suppress(GeomapError):
        freshness(config)
    build(config, only=["geojson"])


def _set(config: Path) -> None:
    build(config, only=["svg", "html"])


_ACTS: dict[str, Callable[[Path], None]] = {"regions": _paged, "lock": _located, "manifest": _checked, "font": _set}
