"""READ layer files: geometry in degrees, WGS 84, whatever the file's own reference system."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.config import Config
from geomap.errors import LayerError, Problem
from geomap.files.unfit import STATE_IT, UNSTATED, fault
from geomap.kinds import FileRow, reads, reads_file
from geomap.layer_files.antimeridian import continuous, leaps
from geomap.layer_files.asked import ALL_OF_IT, Asked, Found
from geomap.layer_files.bounds import require_bounded
from geomap.layer_files.chosen import chosen, single
from geomap.loading import Later, load

if TYPE_CHECKING:
    from shapely import Geometry

    Feature = tuple[Geometry, dict[str, Any]]

shapely = Later("shapely")

Mended = Mapping[str, Mapping[str, int]]  # by layer id: how many of its features, by what was wrong with them

# GeoJSON is always in degrees (RFC 7946), so it needs no GIS library; everything else goes through geopandas.
_GEOJSON = (".geojson", ".json")
LARGEST_TEXT = 50_000_000  # bytes of GeoJSON, whose positions take much memory
_WANTED = {"line": {"LineString"}, "polygon": {"Polygon"}, "outline": {"LineString", "Polygon"}}  # kinds of geometry
_SAID = {"line": "line", "polygon": "polygon", "outline": "line or polygon"}
# What is mended, or may be wrong.
_CROSSES, _HOLE, _NOTHING, _LEAPS, _CLOSED, _UNSTATED = "crosses", "hole", "nothing", "leaps", "closed", "unstated"
_MEND = "if that is not what is meant, mend it in a GIS program"
_MENDED = {  # one, and several
    _CROSSES: (
        "an area whose outline crosses itself or another, which is drawn as the ground that it encloses",
        "areas whose outlines cross themselves or others, which are drawn as the ground that they enclose",
    ),
    _HOLE: (
        "an area with a hole outside of it, which is left out",
        "areas with holes outside of them, which are left out",
    ),
    _NOTHING: (
        "a feature without a geometry, which is left out: was the file cut off?",
        "features without a geometry, which are left out: was the file cut off?",
    ),
    _CLOSED: (
        "a feature with a ring that is not closed, which is drawn closed: was the file cut off?",
        "features with rings that are not closed, which are drawn closed: was the file cut off?",
    ),
    _LEAPS: (
        "a feature with an edge of over 180 degrees of longitude, which is drawn the shorter way, across 180",
        "features with edges of over 180 degrees of longitude, which are drawn the shorter way, across 180",
    ),
}


def read_features(path: Path, asked: Asked) -> list[Feature]:
    """Geometries in degrees (lon, lat) and their properties. Raises LayerError, also where texts may be wrong."""
    found = _read(path, asked)
    if found.is_unstated:
        raise LayerError(Problem(file=str(path), text=UNSTATED, hint=STATE_IT))
    return [(shape, row) for shape, row in found.features if shape is not None]


def _read(path: Path, asked: Asked) -> Found:
    """The same with those that have no geometry, and what is to be said of the file."""
    is_geojson = path.suffix.lower() in _GEOJSON
    _check_fit(path)
    if is_geojson and asked.layer:
        raise LayerError(Problem("layer", str(path), text="is GeoJSON, which has no layers", hint="use where"))
    if is_geojson and asked.encoding:
        raise LayerError(Problem("encoding", str(path), text="is GeoJSON, which is in UTF-8", hint="remove `encoding`"))
    if is_geojson:
        found = Found(load("geomap.layer_files.geojson:read_features")(path))
    else:
        found = load("geomap.layer_files.gis:read_features")(path, asked)
    if not asked.where:
        return found
    try:
        return replace(found, features=chosen(found.features, asked.where, path))
    except LayerError as error:
        if not found.is_unstated:
            raise
        hint = f"it {UNSTATED}; {STATE_IT}"
        raise LayerError([replace(one, hint=f"{one.hint}; {hint}") for one in error.problems]) from error


def read_layers(config: Config) -> tuple[dict[str, tuple[Geometry, ...]], Mended]:
    """The geometries of every layer that has a file, by layer id, and how many of their areas were mended.
    Raises LayerError with all problems.
    """
    geometries: dict[str, tuple[Geometry, ...]] = {}
    mended: dict[str, list[str]] = {}

    def read(path: Path, layer: FileRow) -> set[str]:
        geometries[layer.id] = tuple(_geometries(path, layer, mended.setdefault(layer.id, [])))
        return _kinds(geometries[layer.id])

    _raise(_problems(config, read))
    return geometries, {name: Counter(kinds) for name, kinds in mended.items() if kinds}


def check_layers(config: Config) -> list[Problem]:
    """A warning for each layer whose areas are mended, and what `read_layers` raises; of lines in GeoJSON no geometries
    are made where all of it is asked for.
    """
    mended: dict[str, list[str]] = {}

    def read(path: Path, layer: FileRow) -> set[str]:
        if path.suffix.lower() in _GEOJSON and reads(layer) != "polygon" and Asked.of(layer) == ALL_OF_IT:
            _check_fit(path)
            kinds: set[str] | None = load("geomap.layer_files.geojson:read_kinds")(path)
            if kinds is not None:
                return kinds
        return _kinds(_geometries(path, layer, mended.setdefault(layer.id, [])))

    _raise(_problems(config, read))
    return mended_problems(config, {name: Counter(kinds) for name, kinds in mended.items()})


def _check_fit(path: Path) -> None:
    is_text = path.suffix.lower() in _GEOJSON
    less = "simplify it, cut it to what the map shows" if is_text else "simplify it, or cut it to what the map shows"
    if wrong := fault(path, f"{less}, or save it as a GeoPackage" if is_text else less, LARGEST_TEXT if is_text else 0):
        raise LayerError(Problem(file=str(path), text=wrong[0], hint=wrong[1]))


def _geometries(path: Path, layer: FileRow, mended: list[str]) -> Iterator[Geometry]:
    """What the layer asks for of its file; why some of it is not as it stands there is added to `mended`."""
    read = _read(path, Asked.of(layer))
    mended += [_UNSTATED] if read.is_unstated and layer.where else []
    mended += [_CLOSED] * read.closed
    shapes = [shape for shape, _ in read.features]
    mended += [_NOTHING for shape in shapes if shape is None]
    found = [part for shape in shapes if shape is not None for part in single(shape)]
    require_bounded(found, path)
    mended += [_LEAPS for part in found if leaps(part)]
    yield from (_valid(continuous(part), path, mended) for part in found)


def _problems(config: Config, read: Callable[[Path, FileRow], set[str]]) -> Iterator[Problem]:
    """What is wrong with the layer files; `read` gives the kinds of geometry in one."""
    for index, layer in enumerate(config.layers):
        if not reads_file(layer):
            continue
        at = ("layers", index)
        try:
            kinds = read(config.folder / layer.file, layer)
        except LayerError as error:
            for problem in error.problems:
                yield config.problem((*at, problem.path or "file"), **_said(layer.file, problem))
            continue
        wanted = reads(config.layers[index])
        if _WANTED[wanted].isdisjoint(kinds):
            yield config.problem((*at, "file"), text=f"{layer.file} holds no {_SAID[wanted] if kinds else 'geometry'}")


def _raise(problems: Iterator[Problem]) -> None:
    if found := list(problems):
        raise LayerError(found)


def _said(file: str, problem: Problem) -> dict[str, str]:
    """A problem of a layer file, to be told at the place of the config that names the file."""
    place = ":".join(str(part) for part in (file, problem.line, problem.column) if part)
    return {"text": f"{place} {problem.message}", "hint": problem.hint}


def _kinds(geometries: Iterator[Geometry] | tuple[Geometry, ...]) -> set[str]:
    return {part.geom_type for geometry in geometries for part in shapely.get_parts(geometry)}


def _valid(geometry: Geometry, path: Path, mended: list[str]) -> Geometry:
    """Rings that cross themselves cut into ones that do not; the area stays."""
    if shapely.is_valid(geometry):
        return geometry
    valid = shapely.make_valid(geometry, method="structure")
    if geometry.geom_type.endswith("Polygon"):
        if not valid.area:
            raise LayerError(Problem(file=str(path), text="holds a polygon without an area"))
        mended.append(_HOLE if "Hole lies outside" in shapely.is_valid_reason(geometry) else _CROSSES)
    return valid


def mended_problems(config: Config, mended: Mended) -> list[Problem]:
    """A warning for each thing that was changed in the files of layers before they are drawn, or may be wrong."""
    problems = []
    for index, layer in enumerate(config.layers):
        found = mended.get(layer.id, {}) if reads_file(layer) else {}
        said = [
            (f"holds {one if found[why] == 1 else f'{found[why]} {several}'}", _MEND)
            for why, (one, several) in _MENDED.items()
            if found.get(why)
        ]
        said += [(UNSTATED, STATE_IT)] if found.get(_UNSTATED) else []
        for text, hint in said:
            said_of = f"{getattr(layer, 'file', '')} {text}"
            problems.append(config.problem(("layers", index, "file"), text=said_of, hint=hint, severity="warning"))
    return problems
