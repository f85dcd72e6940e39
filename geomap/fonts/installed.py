"""The fonts beyond Source Sans: which there are, and which of them sets a piece of text best.

In this order: the files of the config, what GEOMAP_FONTS names, the fonts that `geomap-yaml[fonts]` brings, and those
of this computer where the config asks for them. The first three are the same wherever a map is drawn.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

import uharfbuzz as hb

from geomap.errors import OutputError, Problem
from geomap.files.regular import bytes_of, opened
from geomap.files.unfit import POINTER, POINTER_HINT, POINTER_SAID
from geomap.fonts import woff
from geomap.fonts.face import WEIGHTS, Installed
from geomap.loading import folder_of
from geomap.typefaces import Chosen, FontFile

_EXTRA = "geomap_fonts"  # the package; what it holds is read, it is not imported
_SUFFIXES = {".ttf", ".otf", ".ttc", ".otc", ".woff"}
_MOST_FACES = 256  # of one file; large collections have some forty
_COLOUR_TABLES = {"CBDT", "COLR", "SVG ", "sbix"}  # their glyphs are pictures, not outlines
_DESCRIBING = {"OS/2", "cmap", "fvar", "head", "hhea", "maxp", "name"}  # tables that a choice looks at
_NOT_FOR_READING = ("last resort", "lastresort", "adobe blank", "adobe notdef", "unifont")  # boxes and code points
_REGIONS = {"ja": "JP", "ko": "KR", "zh": "SC"}
_OF_SYSTEM = ""  # in place of folders
_NO_EMBEDDING = 0x0002 | 0x0200  # OS/2 fsType: restricted licence; bitmaps only
_NOT_IN_LINES = (b"chws", b"halt", b"palt", b"vchw", b"vert", b"vhal", b"vkrn", b"vpal", b"vrt2")  # browsers add them
_NO_FONTS = {
    b"wOF2": "this is a WOFF2: name the .ttf or .otf that it was made from",
    POINTER: f"this {POINTER_SAID}; {POINTER_HINT}",
}
_BROKEN = (OSError, hb.HarfBuzzError, UnicodeDecodeError, woff.WoffError)  # names and tags may be no text


def font_for(letters: Iterable[str], script: str, language: str, weight: str, of: Chosen) -> Installed | None:
    """The font that has all of `letters`: of the first place that has one, the one that suits script and weight."""
    wanted = set(map(ord, letters))
    for ranked in _tiers(script, language, WEIGHTS[weight], of):
        for font in ranked:
            if wanted <= characters(font):
                return font
    return None


def _tiers(script: str, language: str, weight: int, of: Chosen) -> Iterator[list[Installed]]:
    """The fonts place by place, each looked at only if there is none in those before."""
    if of.typefaces.files:
        yield _stated(of.typefaces.files, weight)
    for folders in filter(None, (of.folders, _extra_folder())):
        yield _ranked(folders, script, language, weight)
    if of.typefaces.system:
        yield _ranked(_OF_SYSTEM, script, language, weight)


def extra_is_there() -> bool:
    """Whether the fonts that pip installs with geomap are."""
    return bool(_extra_folder())


def _extra_folder() -> str:
    return folder_of(_EXTRA)


@cache
def face(font: Installed) -> hb.Face:
    """The font as HarfBuzz reads it. Raises OutputError."""
    try:
        return hb.Face(_blob(font.path), font.index)
    except _BROKEN as error:
        raise _is_broken(font) from error


@cache
def characters(font: Installed) -> frozenset[int]:
    """The code points that the font has."""
    return frozenset(hb.Face(_blob(font.path, _DESCRIBING), font.index).unicodes)


def _blob(path: Path, only: set[str] | None = None) -> hb.Blob:
    """A file of fonts; of a WOFF these tables, as unpacking takes time."""
    data = bytes_of(path, woff.MOST)
    return hb.Blob(woff.sfnt(data, only) if data[:4] == woff.SIGNATURE else data)


@lru_cache(maxsize=256)
def _stated(files: tuple[FontFile, ...], weight: int) -> list[Installed]:
    """The fonts of the config: the families in its order, of each the nearest weight first."""
    fonts = [font for file in files for font in _read(Path(file.path), (file.size, file.changed))]
    families = list(dict.fromkeys(font.family for font in fonts))
    return sorted(fonts, key=lambda font: (families.index(font.family), *_style(font, weight)))


def _style(font: Installed, weight: int) -> tuple[int, int, bool]:
    return 0 if font.variable else abs(font.weight - weight), abs(font.width - 5), font.italic


@lru_cache(maxsize=1024)
def _ranked(folders: str, script: str, language: str, weight: int) -> list[Installed]:
    """The fonts of some folders, the best first: Noto Sans of the script, other Noto, other sans, then by style."""
    special = f" {_REGIONS[language]}" if language in _REGIONS else f" {script}"

    def rank(font: Installed) -> tuple[object, ...]:
        name = font.family
        plain = not any(word in name for word in ("Serif", "Mono", "Kufi", "Naskh", "Nastaliq", "Math"))
        style = (*_style(font, weight), name.endswith(" UI"))
        return (not name.endswith(special), "Noto" not in name, not plain, "Sans" not in name, *style, name)

    return sorted(_in(folders), key=lambda font: (*rank(font), str(font.path), font.index))


@cache
def _in(folders: str) -> tuple[Installed, ...]:
    """The fonts below folders, or the files themselves; or those of this computer."""
    of_system = folders == _OF_SYSTEM
    paths = _system_files() if of_system else _below(folders.split(os.pathsep))
    found = (font for path in sorted(set(paths)) for font in _read(path, _stamp(path)))
    return tuple(replace(font, of_system=of_system) for font in found)


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def _system_files() -> list[Path]:
    """What fontconfig lists; without it, what lies in the usual folders."""
    program = shutil.which("fc-list")
    if program:
        listed = subprocess.run([program, "--format", "%{file}\n"], capture_output=True, check=False)
        paths = [Path(os.fsdecode(line)) for line in listed.stdout.splitlines()]
        if paths:
            return [path for path in paths if path.suffix.lower() in _SUFFIXES and path.is_file()]
    return list(_below(_usual_folders()))


def _usual_folders() -> list[str]:
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", str(home))) / "Microsoft/Windows/Fonts"
        return [str(Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"), str(local)]
    if sys.platform == "darwin":
        return ["/System/Library/Fonts", "/Library/Fonts", str(home / "Library/Fonts")]
    return ["/usr/share/fonts", "/usr/local/share/fonts", str(home / ".local/share/fonts"), str(home / ".fonts")]


def _below(places: Iterable[str]) -> Iterator[Path]:
    for place in filter(None, places):
        path = Path(place)
        found = [path] if path.is_file() else path.rglob("*")
        yield from (file for file in found if file.suffix.lower() in _SUFFIXES and file.is_file())


def _read(path: Path, stamp: tuple[int, int]) -> Iterator[Installed]:
    """The fonts of one file that have outlines; none where the file is broken."""
    with suppress(*_BROKEN):
        for index, found, tags in _faces(path):
            font = _described(path, stamp, index, found, tags)
            if font:
                yield font


def _faces(path: Path) -> Iterator[tuple[int, hb.Face, set[str]]]:
    """Each face of a file with the names of its tables, of which those that describe it are there to be read."""
    blob = _blob(path, _DESCRIBING)
    with opened(path) as file:
        head = file.read(4)
    of_woff = woff.table_tags(bytes_of(path, woff.MOST)) if head == woff.SIGNATURE else set()
    for index in range(min(hb.Face(blob).count, _MOST_FACES)):
        found = hb.Face(blob, index)
        yield index, found, of_woff or set(found.table_tags)


def _described(path: Path, stamp: tuple[int, int], index: int, found: hb.Face, tables: set[str]) -> Installed | None:
    """What the choice of a font depends on; None where it has no outlines or is not for reading."""
    if not _has_outlines(tables):
        return None
    names = hb.OTNameIdPredefined
    family = found.get_name(names.TYPOGRAPHIC_FAMILY) or found.get_name(names.FONT_FAMILY) or path.stem
    style = found.reference_table("OS/2").data
    if family.lower().startswith((*_NOT_FOR_READING, ".")) or len(style) < 64:
        return None
    weight, width, licence = struct.unpack_from(">HHH", style, 4)
    (selection,) = struct.unpack_from(">H", style, 62)
    variable = any(axis.tag == "wght" for axis in found.axis_infos) if "fvar" in tables else False
    embeddable = not licence & _NO_EMBEDDING
    return Installed(path, stamp, index, family, weight, width, bool(selection & 1), variable, embeddable)


def _has_outlines(tables: set[str]) -> bool:
    is_font = {"OS/2", "cmap", "head"} <= tables and bool(tables & {"glyf", "CFF ", "CFF2"})
    return is_font and not tables & _COLOUR_TABLES


def fault_of(path: Path) -> tuple[str, str]:
    """What is expected in place of a file that a config names as a font, with a hint; nothing where it is right."""
    expected = "a font: .ttf, .otf, .ttc or .woff"
    try:
        with opened(path) as file:
            start = file.read(len(POINTER))
        if hint := next((said for mark, said in _NO_FONTS.items() if start.startswith(mark)), ""):
            return expected, hint
        faces = list(_faces(path))
        tables = set().union(*(tags for _, _, tags in faces))
        _blob(path)  # what describes it may be whole where its letters are not
        fonts = list(_read(path, _stamp(path)))
    except _BROKEN:
        return expected, "this file is broken, or no font"
    if not fonts:
        if tables & _COLOUR_TABLES:
            return "a font with outlines", "its letters are pictures in colour"
        return expected, "this file is broken, or no font"
    if not all(font.embeddable for font in fonts):
        return "a font that may be embedded", "its own settings (fsType in OS/2) forbid it"
    return "", ""


def subset(font: Installed, weight: str, letters: str) -> bytes:
    """An OpenType font of the letters and all that shaping makes of them, in one weight. Raises OutputError."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, letters))
    wanted.layout_feature_tag_set.difference_update(hb.Set(map(int.from_bytes, _NOT_IN_LINES)))
    wanted.flags = hb.SubsetFlags.NO_HINTING
    if font.variable:
        wanted.pin_all_axes_to_default(face(font))
        wanted.pin_axis_location(face(font), "wght", WEIGHTS[weight])
    try:
        data: bytes = hb.subset(face(font), wanted).blob.data
    except RuntimeError as error:
        raise _is_broken(font) from error
    return data


def _is_broken(font: Installed) -> OutputError:
    return OutputError(Problem(file=str(font.path), text="this font is broken", hint="install it again, or remove it"))


def listed(of: Chosen) -> dict[str, list[tuple[str, int]]]:
    """The fonts to choose from but for the config's own files: whether two computers set a text alike."""
    return {
        "folders": _sizes(_below(of.folders.split(os.pathsep))),
        "extra": _sizes(_below([_extra_folder()])),
        **({"system": _sizes(_system_files())} if of.typefaces.system else {}),
    }


def _sizes(paths: Iterable[Path]) -> list[tuple[str, int]]:
    return sorted((path.name, path.stat().st_size) for path in set(paths))
