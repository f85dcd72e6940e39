"""READ KML and KMZ: a row a placemark, with its name, folder, style, dates and data."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from geomap.files.regular import bytes_of, opened
from geomap.files.unfit import LARGEST
from geomap.tables.options import TOO_LARGE, Grid, Options, Position, headings_of, one_of, require_size, unreadable

_SHAPES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Model", "Track", "MultiTrack")
_OWN = ("name", "description", "folder", "begin", "end", "style")
_LOOKS = re.compile(r"(?:-(?:normal|highlight|nodesc|labelson))+$")  # what My Maps adds to an icon
_MEANINGS = {"name": "label", "begin": "as_of", "end": "until"}
_MOST_ELEMENTS = 3_000_000
_MOST_ATTRIBUTES = 100_000  # of one element
_LONG_TAG = re.compile(rb"<[^!?/<][^<]{100000,}+")  # with the text behind it; shorter ones have fewer
_UTF16 = (b"\xff\xfe", b"\xfe\xff")  # byte order marks


def read(path: Path, file: str, options: Options) -> Grid:
    """`layer` is the name of a folder; of nested ones, any. Placemarks count from 1 in the whole file."""
    data = _document(path, file) if path.suffix.lower() == ".kmz" else bytes_of(path, LARGEST)
    if data.startswith(_UTF16):
        raise unreadable(file, "is in UTF-16", "save it as UTF-8")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise unreadable(file, "declares entities, which KML does not need")
    root = _tree(data, file)
    try:
        found = list(enumerate(_placemarks(root, ()), 1))
    except RecursionError:
        raise unreadable(file, "is nested too deeply") from None
    if not found and (links := sum(_tag(element) == "NetworkLink" for element in root.iter())):
        text = f"holds no places, but {links} link{'s' * (links > 1)} to where they are"
        raise unreadable(file, text, "export it with its data: of My Maps without `Keep data up to date`")
    if options.layer:
        folders = dict.fromkeys(name for _, (_, names) in found for name in names)
        layer = one_of(options.layer, list(folders), "layer")
        found = [(number, (mark, names)) for number, (mark, names) in found if layer in names]
    rows = [_row(mark, names) for _, (mark, names) in found]
    headings = list(dict.fromkeys(name for row in rows for name in row))
    positions = [_position(mark) for _, (mark, _) in found]
    require_size(file, len(headings), len(rows))
    columns = [[row.get(name) for row in rows] for name in headings]
    numbers = [number for number, _ in found]
    return Grid(headings, list(columns), numbers, positions, _MEANINGS, _OWN, stated=headings_of(rows))


def _tree(data: bytes, file: str) -> Element:
    """The document, unless it has more elements than memory."""
    if data.count(b"<") - data.count(b"</") - data.count(b"<!") > _MOST_ELEMENTS:
        raise unreadable(file, f"has more than {_MOST_ELEMENTS:,} elements", TOO_LARGE)
    if any(tag[0].count(b"=") > _MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(data)):
        text = f"has an element of more than {_MOST_ATTRIBUTES:,} attributes"
        raise unreadable(file, text, "leave out what the map does not need")
    try:
        return ElementTree.fromstring(data)  # whole: in pieces the parser looks at a long tag again and again
    except (ElementTree.ParseError, LookupError, ValueError) as error:  # the latter two of its encoding
        raise unreadable(file, f"is not XML: {error}") from None


def _document(path: Path, file: str) -> bytes:
    """The first KML of the archive, as other readers take it."""
    try:
        with opened(path) as stream, zipfile.ZipFile(stream) as archive:
            entry = next(entry for entry in archive.infolist() if entry.filename.lower().endswith(".kml"))
            return archive.read(entry)
    except Exception as error:  # broken archives raise many kinds
        raise unreadable(file, "is not a KMZ archive with a .kml in it") from error


def _placemarks(element: Element, folders: tuple[str, ...]) -> Iterator[tuple[Element, tuple[str, ...]]]:
    """All placemarks with the names of the folders that they lie in, from the outermost."""
    for child in element:
        tag = _tag(child)
        if tag == "Placemark":
            yield child, folders
        elif tag in ("Document", "Folder"):
            name = _text(child, "name") if tag == "Folder" else ""
            yield from _placemarks(child, (*folders, name) if name else folders)


def _row(mark: Element, folders: tuple[str, ...]) -> dict[str, str]:
    stated = (_text(mark, "name"), _text(mark, "description"), "/".join(folders))
    begin = _text(mark, "TimeSpan", "begin") or _text(mark, "TimeStamp", "when")
    days = (begin[:10], _text(mark, "TimeSpan", "end")[:10])  # of a time the day
    style = _LOOKS.sub("", _text(mark, "styleUrl").rpartition("#")[2])
    row = dict(zip(_OWN, (*stated, *days, style), strict=True))
    for data in mark.iter():
        if _tag(data) in ("Data", "SimpleData") and (name := data.get("name")):
            row[name] = (_text(data, "value") if _tag(data) == "Data" else data.text or "").strip()
    return {name: value for name, value in row.items() if value}


def _position(mark: Element) -> Position | str | None:
    shape = next((child for child in mark if _tag(child) in _SHAPES), None)
    if shape is None:
        return None
    if _tag(shape) != "Point":
        return _tag(shape)
    try:
        lon, lat, *_ = (float(part) for part in _text(shape, "coordinates").split(","))
    except ValueError:
        return "Point without coordinates"
    return lat, lon


def _text(element: Element, *path: str) -> str:
    """The text of a descendant, whatever the version of KML that its namespace names; empty where there is none."""
    for name in path:
        found = next((child for child in element if _tag(child) == name), None)
        if found is None:
            return ""
        element = found
    return (element.text or "").strip()


def _tag(element: Element) -> str:
    return _local(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(1000)
def _local(tag: str) -> str:
    """A name without its namespace; a file has few, each very often."""
    return tag.rpartition("}")[2]
