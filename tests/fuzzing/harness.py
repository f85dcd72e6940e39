"""Puts a file where geomap reads it, and reads it as the commands do: nothing but a GeomapError may come of it.

Kinds of file: `config`, and `made`, which is built in all its formats where it is right; `units` and `chosen` are
tables, the second with every option; `layer` and `part` are layers, the second one by its columns; `rows` are summed
up; `regions` have a page each; `lock`, `manifest`, `font`; a `typeface` is a font that the config names. A `.shp` is
kept in an archive, with the files that belong to it.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import warnings
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

from geomap.cli.common import plain
from geomap.config import read_config
from geomap.errors import PASTE, ConfigError, GeomapError, LayerError, PlaceError, Problem
from geomap.pipeline.atlas import build_atlas
from geomap.pipeline.atlas.pages import pages_of
from geomap.pipeline.build import build
from geomap.pipeline.check import freshness
from geomap.pipeline.validate import validate
from geomap.places.locate import locate
from geomap.typefaces import VARIABLE
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
    "typeface": f"title: 戰 군 خريطة Карта\nfonts: FILE\n{_UNIT}",
}
_PLACES = {"lock": "places.lock.yaml", "manifest": "output/manifest.json"}
_COMMAND = re.compile(r"^\s*::|##\[", re.MULTILINE)  # of a workflow
_OWN_CONFIG = ("config", "made")
KINDS = (*_OWN_CONFIG, *_CONFIGS)


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
        config = file if kind in _OWN_CONFIG else self.folder / "config.yaml"
        if kind not in _OWN_CONFIG:
            config.write_text(_HEAD + _CONFIGS[kind].replace("FILE", file.name), "utf-8")
        file.parent.mkdir(exist_ok=True)
        fonts = self.fonts
        if kind == "font":
            fonts = self._with_font("broken.ttf", data)
        elif suffix == ".shp":
            for name, content in unpacked(data).items():
                (self.folder / f"file{Path(name).suffix}").write_bytes(content)
        else:
            file.write_bytes(data)
        try:
            with warnings.catch_warnings(), patch.dict(os.environ, {VARIABLE: str(fonts)}):
                warnings.simplefilter("ignore")
                _ACTS.get(kind, _validated)(config)
                if drawn and kind != "regions":
                    (_built if kind == "made" else _drawn)(config)
        finally:
            for left in self.folder.glob("file.*"):
                left.unlink()
            shutil.rmtree(self.folder / "output", ignore_errors=True)
            (self.folder / "places.lock.yaml").unlink(missing_ok=True)


def _validated(config: Path) -> None:
    validate(config)


def _drawn(config: Path) -> None:
    try:
        build(config, only=BUILT)
    except LayerError as error:
        raise AssertionError(f"validate took what build refuses: {error}") from error


def _built(config: Path) -> None:
    """In all formats, and then up to date; what is said of it is said well."""
    stated = read_config(config)
    try:
        warnings = build_atlas(config).warnings if stated.pages else build(config).warnings
    except (ConfigError, PlaceError, LayerError) as error:
        raise AssertionError(f"validate took what build refuses: {error}") from error
    if warnings:
        assert not (wrong := badly_said(warnings)), wrong
    if not stated.pages:
        assert not (stale := freshness(config).problems), f"not up to date after a build: {stale[0]}"


def badly_said(problems: Iterable[Problem]) -> str:
    """What is wrong with the lines of an error: each says where, and is one line that neither a terminal nor a workflow
    takes for a command.
    """
    told = tuple(problems)
    with patch.dict(os.environ, {"GITHUB_ACTIONS": "true"}):
        lines = [plain(str(problem)) for problem in told]
    for problem, line in zip(told, lines, strict=True):
        if not problem.message.strip() or not problem.file:
            return f"a line without a place, or that says nothing: {line!r}"
        most = line.count("\n") if problem.hint.startswith(PASTE) else 0
        if wrong := badly_printed(line, most):
            return wrong
    return "" if lines else "an error without a line"


def badly_printed(text: str, most_ends: int = 0) -> str:
    """What is wrong with what is printed, which may have so many ends of lines."""
    unseen = [letter for letter in text if not letter.isprintable()]
    if unseen != ["\n"] * len(unseen) or len(unseen) > most_ends:
        return f"a line that is more than one, or is not seen as it is: {text!r}"
    return f"a line that is a command: {text!r}" if _COMMAND.search(text) else ""


def unpacked(data: bytes) -> dict[str, bytes]:
    """The files of an archive that is ours; of one that is broken, as in a corpus that was made smaller, none."""
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {Path(name).name: archive.read(name) for name in archive.namelist()}
    return {}


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


_ACTS: dict[str, Callable[[Path], None]] = {
    **{"regions": _paged, "lock": _located, "manifest": _checked, "font": _set, "typeface": _set},
}
