"""Small fonts of known widths in a folder of their own, so that these tests need no font of the machine."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

REMEDY = "; pip install 'geomap-yaml[fonts]', or in a copy of the repository: pip install ./packages/fonts"

MakeFont = Callable[..., Path]


def _box(width: int, height: int) -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for point in ((50, height), (width - 50, height), (width - 50, 0)):
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()


def write_font(
    folder: Path, family: str, characters: str, *, widths: dict[str, int] | None = None, weight: int = 400,
    licence: int = 0, features: str = "", extra: dict[str, int] | None = None,
) -> Path:  # fmt: skip
    """A font of boxes, 0.6 em wide or as `widths` say."""
    names = {ord(character): f"u{ord(character):04X}" for character in characters}
    advances = {names[ord(character)]: width for character, width in (widths or {}).items()} | (extra or {})
    order = [".notdef", *names.values(), *(extra or {})]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf({name: _box(advances.get(name, 600), 700) for name in order})
    builder.setupHorizontalMetrics({name: (advances.get(name, 600), 50) for name in order})
    builder.setupHorizontalHeader(ascent=900, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2(usWeightClass=weight, usWidthClass=5, fsType=licence, sTypoAscender=900, usWinAscent=900)
    builder.setupPost()
    if features:
        addOpenTypeFeaturesFromString(builder.font, features)
    path = folder / f"{family.replace(' ', '')}-{weight}.ttf"
    builder.save(path)
    return path


@pytest.fixture
def make_font(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeFont:
    """Write fonts into the only folder that is searched; those that pip installs with geomap are not there."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    monkeypatch.setenv("GEOMAP_FONTS", str(folder))
    monkeypatch.setattr("geomap.fonts.installed._extra_folder", lambda: "")
    return partial(write_font, folder)
