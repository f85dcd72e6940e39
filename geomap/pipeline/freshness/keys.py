"""What an output is drawn from: a digest of each part of the published map, by name. Equal parts make equal bytes.

geomap                 the version that drew it
code                   its code and data, which may change without a new version
library.matplotlib     the version of a library that has a say in what is drawn
fonts, font.own.ttf    the fonts to choose from, and the config's own, where its texts need any
title                  a key of the config
units, places          what is seen of the units on any day of the map, and where
layer.front            a layer, with what is drawn of its file; `layers` is their order
artboard.phone         an artboard; `ground` is what all others depend on of it
towns                  the config's key `ground`: towns and places that are shown
ground.oblast.pmtiles  a file of the ground, which claims nothing: its SHA-256, also in full under `ground`
aggregate, day         how many rows were summed up; the day of the map where it is not that of the config

All of it is of what the gate lets pass: no digest is of a file that claims come from, nor of what no output may tell.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import Any

from geomap import __version__, plugins
from geomap.config import Config
from geomap.facts import Unit
from geomap.facts.columns import AMOUNTS, CLAIMS, Rows
from geomap.files.regular import sha256_of
from geomap.loading import code_digest, load, version_of
from geomap.typefaces import BEYOND_SOURCE_SANS, SYSTEM, Chosen, chosen, is_plain_lang, set_in

LIBRARIES = (
    "babel", "folium", "fonttools", "geopandas", "matplotlib", "numpy", "pillow", "pyproj", "python-bidi", "shapely",
    "uharfbuzz", "XStatic-Leaflet",
)  # fmt: skip
_LETTERS = 16  # of a digest
OF_TOOL, LIBRARY = ("geomap", "code", "fonts"), "library."  # the parts of the machine, and the start of their names
GROUND = "ground."  # the start of the names of files of mere ground
# Keys that are parts of another name, or of no output: which tables the units are from, which pages there are.
_APART = {"units", "units_from", "layers", "artboards", "aggregate", "pages", "fonts", "outputs", "ground"}
_OF_FILES = {"file", "layer", "where"}  # of a layer: where its lines are from, not what they are
_FIELDS = {  # of a unit, that most differ in; `age` is reckoned from others
    "id", "label", "query", "place", "troops", "age",
}  # fmt: skip
_FACETS = {"equipment": AMOUNTS, "claims": CLAIMS}  # that fields depend on which are called otherwise
_RESTS: tuple[tuple[Callable[[Unit], Any], tuple[str]], ...] = (
    *(
        (attrgetter(name), (_FACETS.get(name, name),))
        for name in (field.name for field in fields(Unit))
        if name not in _FIELDS
    ),
    (attrgetter("place.country"), ("country",)),
    (attrgetter("place.found_by"), ("found_by",)),
    (attrgetter("place.region"), ("admin",)),
)


def parts_of(config: Config, seen: Rows[Unit], day: date | None, layers: Mapping[str, str]) -> dict[str, str]:
    """The parts of all outputs of a published config, by name; but for the ground, which takes a map to know.

    `seen` are the observations that any output shows, `layers` digests of what the layer files hold.
    """
    values = config.model_dump(mode="json", exclude=_APART)
    summary, machine = config.summary, machine_parts(config)
    return {
        "geomap": __version__,
        **machine,
        **(_own_fonts(config) if "fonts" in machine else {}),
        **_own_ground(config),
        **{key: digest(value) for key, value in values.items()},
        "units": digest([*_told(seen)]),
        "places": _digest_of([_floats([point[axis] for point in seen.points]) for axis in (0, 1)]),
        "towns": digest(config.ground.model_dump(mode="json")),
        "layers": digest([layer.id for layer in config.layers]),
        **{
            f"layer.{layer.id}": digest([layer.model_dump(mode="json", exclude=_OF_FILES), layers.get(layer.id, "")])
            for layer in config.layers
        },
        **{f"artboard.{row.id}": digest(row.model_dump(mode="json")) for row in config.artboards},
        **({"aggregate": digest(_summed(config))} if summary else {}),
        **({"day": day.isoformat()} if day and day != config.as_of else {}),
    }


def _summed(config: Config) -> list[Any]:
    """What is said of the table that is summed up: by what, and how many of its rows."""
    row, summary = config.aggregate, config.summary
    return [row.by, row.cell, summary.rows, summary.lost] if row and summary else []


def _told(units: Rows[Unit]) -> Iterator[str]:
    """All facts of units but their positions, the same whether they are columns or records."""
    yield _digest_of([_texts_column(units.ids), _texts_column(units.labels), _texts_column(units.place_names)])
    yield _digest_of([_whole(column) for column in units.count_columns])
    follows, kinds = _kinds(units)
    yield _digest_of([_whole(follows)])
    yield from kinds


def _kinds(units: Rows[Unit]) -> tuple[Iterable[int], list[str]]:
    """Of each unit the number of what it has in common with others, and all of these in the order of their first."""
    which, kinds = units.combined([(partial(_json_of, of), facets) for of, facets in _RESTS])
    return which, [f"[{', '.join(texts)}]" for texts in kinds]


def _json_of(of: Callable[[Unit], Any], unit: Unit) -> str:
    return json.dumps(of(unit), ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    """A record as its values, a day as a text."""
    return [getattr(value, field.name) for field in fields(value)] if is_dataclass(value) else value.isoformat()


def _texts_column(texts: Iterable[str]) -> bytes:
    return "\x1f".join(texts).encode()  # which none has


def _floats(values: Iterable[float]) -> bytes:
    return _little(array("d", values))


def _whole(values: Iterable[int]) -> bytes:
    return _little(array("q", values))


def _little(values: array[Any]) -> bytes:
    """The bytes of numbers, the same on any machine."""
    if sys.byteorder == "big":
        values.byteswap()
    return values.tobytes()


def machine_parts(config: Config) -> dict[str, str]:
    """What of this computer has a say: geomap's code, versions of libraries, and fonts unless Source Sans can set all
    texts.
    """
    libraries = (*LIBRARIES, *(("pyarrow",) if "parquet" in config.outputs else ()))
    versions = {f"{LIBRARY}{name}": version_of(name) for name in libraries}
    parts = {"code": code_digest(), **versions, **_from_others(config)}
    if _is_plain(config):
        return parts
    return {**parts, "fonts": digest(load("geomap.fonts.installed:listed")(_fonts(config)))}


def _from_others(config: Config) -> dict[str, str]:
    """What other distributions have a part in: symbols, formats, kinds of layer, readers of tables."""
    asked = (
        (plugins.FAMILIES, [config.symbols]),
        (plugins.FORMATS, config.outputs),
        (plugins.KINDS, [layer.kind for layer in config.layers]),
        (plugins.READERS, [path.suffix.lower()[1:] for path in config.tables]),
    )
    found = {f"plugin.{name}": plugins.digest_of(group, name) for group, names in asked for name in names}
    return {name: digest for name, digest in found.items() if digest}


def _own_fonts(config: Config) -> dict[str, str]:
    """The fonts that the config names."""
    files = {name: config.folder / name for name in config.fonts if name != SYSTEM}
    return {f"font.{name}": digest(sha256_of(path)) for name, path in files.items() if path.is_file()}


def _own_ground(config: Config) -> dict[str, str]:
    """The files of the ground that the config names. Raises LayerError where one is none."""
    files = load("geomap.ground.heads:all_files")(config) if config.ground.all_files else ()
    return {f"{GROUND}{file.name}": file.sha256[:_LETTERS] for file in files}


def _is_plain(config: Config) -> bool:
    """Whether Source Sans sets all that the map says."""
    return is_plain_lang(config.lang) and not any(map(BEYOND_SOURCE_SANS.search, _texts(config)))


def _fonts(config: Config) -> Chosen:
    with set_in(config.typefaces):
        return chosen()


def lock_of_here() -> str | None:
    """The lock whose libraries draw here, as a digest of geomap/requirements.txt; None where any is another version."""
    lock = Path(__file__).parents[2].joinpath("requirements.txt").read_text("utf-8")
    same = all(f"\n{name.lower()}=={version_of(name)} " in lock for name in LIBRARIES)
    return sha256(lock.encode()).hexdigest()[:_LETTERS] if same else None


def _texts(config: Config) -> Iterator[str]:
    """All that a published config says."""
    units = config.units
    yield config.model_dump_json(exclude=_APART)
    yield from (row.model_dump_json(exclude=_OF_FILES) for row in config.layers)
    yield from (row.model_dump_json() for row in (*config.artboards, config.ground))
    yield from (row.model_dump_json() for row in units.telling)
    yield from ("\n".join(texts) for texts in (units.labels, units.place_names))


def drawn_from(parts: Mapping[str, str], artboard: str = "") -> str:
    """The SHA-256 of what is made of one artboard, or of all, is drawn from."""
    return sha256(_json(parts_for(parts, artboard)).encode()).hexdigest()


def parts_for(parts: Mapping[str, str], artboard: str) -> dict[str, str]:
    """The parts that an output of one artboard, or of all, is made from."""
    own = f"artboard.{artboard}"
    return {
        name: value
        for name, value in sorted(parts.items())
        if not artboard or name == own or not name.startswith("artboard.")
    }


def digest(value: Any) -> str:
    """A few letters that stand for plain data."""
    return _digest_of([_json(value).encode()])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _digest_of(columns: Iterable[bytes]) -> str:
    """A few letters that stand for pieces of bytes."""
    return sha256(b"".join(sha256(column).digest() for column in columns)).hexdigest()[:_LETTERS]
