"""The glyphs in use as embedded web fonts, so that a picture looks the same where its fonts are not installed."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from io import BytesIO
from unicodedata import category

import uharfbuzz as hb
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from geomap.fonts import FAMILY, Face, Line, is_plain, set_line
from geomap.fonts.face import WEIGHTS, Installed
from geomap.loading import load

EM = 1000  # units of a square
_SHAPING = ("GDEF", "GPOS", "GSUB")  # tables that say more of a letter than what it looks like
_UNUSED = ("BASE", "DSIG", "STAT")
_MARKS = ("ccmp", "mark", "mkmk")  # features


def families(lines: Iterable[Line]) -> tuple[str, ...]:
    """The families that the lines need beside the typeface of the map."""
    fonts = [font for line in lines for font, _ in line.used()]
    return tuple(dict.fromkeys(font.family for font in fonts if isinstance(font, Installed)))


def font_faces(texts: Iterable[tuple[Sequence[str], Face]]) -> str:
    """CSS with a subset of every font that the texts are set in, but for fonts whose licence forbids it."""
    own: dict[Face, set[str]] = {}
    others: dict[tuple[Installed, Face], set[str]] = {}
    for lines, face in texts:
        whole = " ".join(lines)
        for text in (whole,) if is_plain(whole, face) else lines:
            for font, characters in set_line(text, face, within=whole).used():
                if isinstance(font, Face):
                    own.setdefault(face, set()).update(characters)
                elif font.embeddable:
                    others.setdefault((font, face), set()).update(characters)
    faces = sorted(own, key=_style)
    installed = sorted(others, key=lambda key: (key[0].family, *_style(key[1]), key[0].path, key[0].index))
    return "".join(
        [
            *(_css(FAMILY, face, typeface(face, "".join(sorted(own[face])))) for face in faces),
            *(_css(font.family, face, found(font, face.weight, others[font, face])) for font, face in installed),
        ]
    )


def _style(face: Face) -> tuple[bool, int]:
    return face.italic, WEIGHTS[face.weight]


def _css(family: str, face: Face, data: str) -> str:
    return (
        f"@font-face{{font-family:'{family}';font-weight:{WEIGHTS[face.weight]};"
        f"font-style:{'italic' if face.italic else 'normal'};"
        f"src:url(data:font/woff;base64,{data})}}"
    )


@lru_cache(maxsize=64)  # a preview asks for others with each change of a text
def typeface(face: Face, characters: str) -> str:
    """A WOFF of the characters' glyphs in base64. Only marks need tables of layout, to find their place on a letter."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    wanted.flags = hb.SubsetFlags.NOTDEF_OUTLINE
    wanted.layout_feature_tag_set.clear()
    if any(category(character)[0] == "M" for character in characters):
        wanted.layout_feature_tag_set.update(_tags(_MARKS))
    else:
        wanted.drop_table_tag_set.update(_tags(_SHAPING))
    wanted.drop_table_tag_set.update(_tags(_UNUSED))
    return _woff(hb.subset(hb.Face(hb.Blob.from_file_path(face.path)), wanted).blob.data)


def _tags(names: Iterable[str]) -> list[int]:
    """As HarfBuzz has them: four letters in four bytes."""
    return [int.from_bytes(name.encode("ascii")) for name in names]


@cache  # each artboard's PDF asks for the same few
def unshaped(face: Face) -> bytes:
    """The whole face without what shapes a line, so that its letters stand one after another by their widths."""
    buffer = BytesIO()
    with TTFont(face.path, lazy=True, recalcTimestamp=False, recalcBBoxes=False) as font:
        for table in {*_UNUSED, *_SHAPING} & {*font.keys()}:
            del font[table]
        font.save(buffer)
    return buffer.getvalue()


@cache
def square_font(family: str) -> bytes:
    """A TrueType font whose one glyph is a square of one em: PDFium takes one without an outline for nothing."""
    builder, buffer, pen = FontBuilder(EM), BytesIO(), TTGlyphPen(None)
    names = [".notdef", "character"]
    pen.moveTo((0, -200))
    for corner in ((0, 800), (EM, 800), (EM, -200)):
        pen.lineTo(corner)
    pen.closePath()
    builder.updateHead(created=0, modified=0)  # not those of the clock
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({})
    builder.setupGlyf(dict.fromkeys(names, pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (EM, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.font.save(buffer)
    return buffer.getvalue()


def found(font: Installed, weight: str, characters: Iterable[str]) -> str:
    """A WOFF of the characters' glyphs, and all that shaping makes of them, in base64."""
    return _woff(load("geomap.fonts.installed:subset")(font, weight, "".join(sorted(characters))))


def _woff(data: bytes) -> str:
    font, buffer = TTFont(BytesIO(data), lazy=True, recalcTimestamp=False, recalcBBoxes=False), BytesIO()
    font.flavor = "woff"
    font.save(buffer)
    return b64encode(buffer.getvalue()).decode("ascii")
