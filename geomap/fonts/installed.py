"""The fonts of this computer: which there are, and which of them sets a piece of text best.

`GEOMAP_FONTS` names folders to search instead of the system's, so that a build can bring its fonts along.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import uharfbuzz as hb

from geomap.errors import OutputError, Problem
from geomap.fonts.face import WEIGHTS, Installed

VARIABLE = "GEOMAP_FONTS"
_SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}
_COLOUR_TABLES = {"CBDT", "COLR", "SVG ", "sbix"}  # their glyphs are pictures, not outlines
_NOT_FOR_READING = ("last resort", "lastresort", "adobe blank", "adobe notdef", "unifont")  # boxes and code points
_REGIONS = {"ja": "JP", "ko": "KR", "zh": "SC"}
_NO_EMBEDDING = 0x0002 | 0x0200  # OS/2 fsType: restricted licence; bitmaps only
_NOT_IN_LINES = (b"chws", b"halt", b"palt", b"vchw", b"vert", b"vhal", b"vkrn", b"vpal", b"vrt2")  # browsers add them


def font_for(characters: Iterable[str], script: str, language: str, weight: str) -> Installed | None:
    """The font that has all of `characters` and suits their script and `weight` best."""
    wanted = set(map(ord, characters))
    for font in _ranked(script, language, WEIGHTS[weight], os.environ.get(VARIABLE, "")):
        if all(code in _characters(font) for code in wanted):
            return font
    return None


@cache
def face(font: Installed) -> hb.Face:
    """The font as HarfBuzz reads it."""
    return hb.Face(hb.Blob.from_file_path(str(font.path)), font.index)


@cache
def _characters(font: Installed) -> hb.Set:
    return face(font).unicodes


@cache
def _ranked(script: str, language: str, weight: int, folders: str) -> list[Installed]:
    """All fonts, the best first: Noto Sans of the script, other Noto, other sans, then by weight, width and slant."""
    special = f" {_REGIONS[language]}" if language in _REGIONS else f" {script}"

    def rank(font: Installed) -> tuple[object, ...]:
        name = font.family
        distance = 0 if font.variable else abs(font.weight - weight)
        plain = not any(word in name for word in ("Serif", "Mono", "Kufi", "Naskh", "Nastaliq", "Math"))
        style = (distance, abs(font.width - 5), font.italic, name.endswith(" UI"))
        return (not name.endswith(special), "Noto" not in name, not plain, "Sans" not in name, *style, name)

    return sorted(_installed(folders), key=lambda font: (*rank(font), str(font.path), font.index))


@cache
def _installed(folders: str) -> tuple[Installed, ...]:
    paths = _below(folders.split(os.pathsep)) if folders else _system_files()
    return tuple(font for path in sorted(set(paths)) for font in _read(path))


def _system_files() -> list[Path]:
    """What fontconfig lists; without it, what lies in the usual folders."""
    program = shutil.which("fc-list")
    if program:
        listed = subprocess.run([program, "--format", "%{file}\n"], capture_output=True, check=False)
        paths = [Path(os.fsdecode(line)) for line in listed.stdout.splitlines()]
        if paths:
            return [path for path in paths if path.suffix.lower() in _SUFFIXES]
    return list(_below(_usual_folders()))


def _usual_folders() -> list[str]:
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", str(home))) / "Microsoft/Windows/Fonts"
        return [str(Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"), str(local)]
    if sys.platform == "darwin":
        return ["/System/Library/Fonts", "/Library/Fonts", str(home / "Library/Fonts")]
    return ["/usr/share/fonts", "/usr/local/share/fonts", str(home / ".local/share/fonts"), str(home / ".fonts")]


def _below(folders: Iterable[str]) -> Iterator[Path]:
    for folder in folders:
        if folder:
            found = (path for path in Path(folder).rglob("*") if path.suffix.lower() in _SUFFIXES)
            yield from (path for path in found if path.is_file())


def _read(path: Path) -> Iterator[Installed]:
    """The fonts of one file that have outlines; none where the file is broken."""
    with suppress(OSError, hb.HarfBuzzError, UnicodeDecodeError):  # the last of names and tags that are no text
        blob = hb.Blob.from_file_path(str(path))
        for index in range(hb.Face(blob).count):
            font = _described(path, index, hb.Face(blob, index))
            if font:
                yield font


def _described(path: Path, index: int, found: hb.Face) -> Installed | None:
    """What the choice of a font depends on; None where it has no outlines or is not for reading."""
    tables = set(found.table_tags)
    if not {"OS/2", "cmap", "head"} <= tables or not tables & {"glyf", "CFF ", "CFF2"} or tables & _COLOUR_TABLES:
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
    return Installed(path, index, family, weight, width, bool(selection & 1), variable, embeddable)


def subset(font: Installed, weight: str, characters: str) -> bytes:
    """An OpenType font of the characters and all that shaping makes of them, in one weight. Raises OutputError."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    wanted.layout_feature_tag_set.difference_update(hb.Set(map(int.from_bytes, _NOT_IN_LINES)))
    wanted.flags = hb.SubsetFlags.NO_HINTING
    if font.variable:
        wanted.pin_all_axes_to_default(face(font))
        wanted.pin_axis_location(face(font), "wght", WEIGHTS[weight])
    try:
        data: bytes = hb.subset(face(font), wanted).blob.data
    except RuntimeError as error:
        said = Problem(file=str(font.path), text="this font is broken", hint="install it again, or remove it")
        raise OutputError(said) from error
    return data


def listed() -> list[tuple[str, int]]:
    """Names and sizes of the fonts to choose from: whether two computers set a text alike."""
    folders = os.environ.get(VARIABLE, "")
    paths = _below(folders.split(os.pathsep)) if folders else _system_files()
    return sorted((path.name, path.stat().st_size) for path in set(paths) if path.is_file())
