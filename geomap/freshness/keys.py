"""What an output is made from: a digest of each part, by name. Outputs of equal parts are equal to the byte.

geomap                 the version that drew it
code                   its code and data, which may change without a new version
library.matplotlib     the version of a library that has a say in what is drawn
config.title           a key of the config
artboard.phone         an artboard; `artboards` is what all others depend on of it
places, day            where the places were found; the day of the map where it is not that of the config
file.front.geojson     a file that the config names
fonts                  the fonts to choose from beside the config's own, where its texts need any
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from geomap import __version__
from geomap.columns import Alike
from geomap.config import Config
from geomap.freshness.inputs import input_files
from geomap.geocode.locate import Located
from geomap.geocode.lock import LOCK_FILE
from geomap.layer_kinds.units import UnitRow
from geomap.loading import code_digest, load, version_of
from geomap.typefaces import BEYOND_SOURCE_SANS, Chosen, chosen, is_plain_lang, set_in

LIBRARIES = (
    "babel", "folium", "fonttools", "geopandas", "matplotlib", "numpy", "pillow", "pyproj", "python-bidi", "shapely",
    "uharfbuzz", "XStatic-Leaflet",
)  # fmt: skip
_MANY = {"units"}  # rows, that are quicker printed than taken apart
_OF_NO_OUTPUT = {"outputs", "artboards"}  # which there are; artboards are parts of their own


def parts_of(config: Config, located: Located, day: date | None) -> dict[str, str]:
    """The parts of all outputs of a config, by name; but for the ground, which takes a map to know."""
    values = config.model_dump(mode="json", exclude=_MANY)
    files = {name: path for name, path in input_files(config).items() if path not in (config.path, _lock(config))}
    own = located.places.own if isinstance(located.places, Alike) else enumerate(located.places)
    found_places = [
        (located.units[number], place.name, place.lat, place.lon, place.country)
        for number, place in own
        if place.found_by == "gazetteer"
    ]
    return {
        "geomap": __version__,
        **machine_parts(config),
        **{f"config.{key}": digest(value) for key, value in values.items() if key not in _OF_NO_OUTPUT},
        "config.units": units_part(config),
        **{f"artboard.{row['id']}": digest(row) for row in values["artboards"]},
        "places": digest(found_places),
        **({"day": day.isoformat()} if day and day != config.as_of else {}),
        **{f"file.{name}": sha256(path.read_bytes()).hexdigest() for name, path in files.items()},
    }


def units_part(config: Config) -> str:
    """The part that changes also where a config does not, when an embargo ends.

    Of a crowd it is which rows there are: what they say stands in files that are parts themselves.
    """
    units: Sequence[UnitRow] = config.units
    if not isinstance(units, Alike):
        return _text_digest(config.model_dump_json(include={"units"}))
    own = [row.model_dump_json() for _, row in units.own]
    return digest([own, _text_digest("\n".join(units.columns.ids.tolist()))])


def machine_parts(config: Config) -> dict[str, str]:
    """What of this computer has a say: geomap's code, versions of libraries, and fonts unless Source Sans can set all
    texts.
    """
    libraries = (*LIBRARIES, *(("pyarrow",) if "parquet" in config.outputs else ()))
    parts = {"code": code_digest(), **{f"library.{name}": version_of(name) for name in libraries}}
    if is_plain_lang(config.lang) and not any(map(BEYOND_SOURCE_SANS.search, _texts(config))):
        return parts
    return {**parts, "fonts": digest(load("geomap.fonts.installed:listed")(_fonts(config)))}


def _fonts(config: Config) -> Chosen:
    with set_in(config.typefaces):
        return chosen()


def lock_of_here() -> str | None:
    """The lock whose libraries draw here, as a digest of geomap/requirements.txt; None where any is another version."""
    lock = Path(__file__).parents[1].joinpath("requirements.txt").read_text("utf-8")
    same = all(f"\n{name.lower()}=={version_of(name)} " in lock for name in LIBRARIES)
    return _text_digest(lock) if same else None


def _texts(config: Config) -> Iterator[str]:
    """All that a config says."""
    units: Sequence[UnitRow] = config.units
    if not isinstance(units, Alike):
        yield config.model_dump_json()
        return
    yield config.model_dump_json(exclude=_MANY)
    yield from (row.model_dump_json() for row in units.patterns)
    yield from ("\n".join(texts.tolist()) for texts in (units.columns.labels, units.columns.names))


def key_of(parts: Mapping[str, str], artboard: str = "") -> str:
    """The key of what is made of one artboard, or of all."""
    return digest(parts_for(parts, artboard))


def parts_for(parts: Mapping[str, str], artboard: str) -> dict[str, str]:
    """The parts that an output of one artboard, or of all, is made from."""
    own = f"artboard.{artboard}"
    return {
        name: value for name, value in parts.items() if not artboard or name == own or not name.startswith("artboard.")
    }


def _lock(config: Config) -> Path:
    return config.folder / LOCK_FILE


def digest(value: Any) -> str:
    """A few letters that stand for plain data."""
    return _text_digest(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _text_digest(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()[:16]
