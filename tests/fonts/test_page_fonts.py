"""The typeface of the page: what most pages have is kept ready, and is what would be made."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from geomap.fonts.embed import typeface
from geomap.fonts.face import Face
from geomap.fonts.page import FACES, KEPT, kept, page_fonts


def opened(data: str) -> TTFont:
    return TTFont(BytesIO(b64decode(data)))


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.path.stem)
def test_what_is_kept_is_what_would_be_made(face: Face) -> None:
    """Table by table: how they are packed changes with zlib."""
    own, made = TTFont(kept(face)), opened(typeface(face, KEPT))
    tables = [name for name in own.keys() if name not in ("GlyphOrder", "head", "name")]  # noqa: SIM118 - no dict
    assert tables == [name for name in made.keys() if name not in ("GlyphOrder", "head", "name")]  # noqa: SIM118
    assert all(own.reader[name] == made.reader[name] for name in tables)
    assert own.getBestCmap().keys() == {*map(ord, KEPT)}


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.path.stem)
def test_what_is_kept_goes_by_a_name_of_its_own(face: Face) -> None:
    """Source is a name that the licence reserves for the typeface as published, whose copyright it keeps to state."""
    names = {record.nameID: record.toUnicode() for record in TTFont(kept(face))["name"].names}
    assert "Adobe" in names.pop(0)
    assert not [name for name in names.values() if "Source" in name]
    assert "Source" not in kept(face).name


def test_a_page_with_other_letters_has_them_and_what_all_have() -> None:
    plain, foreign = page_fonts("Kyiv – 32,000"), page_fonts("Київ, Besançon, 서울")
    assert [font["data"] for font in plain] == [font["data"] for font in page_fonts(KEPT)]
    for font, own in zip(foreign, plain, strict=True):
        letters = opened(font["data"]).getBestCmap().keys()
        assert letters == opened(own["data"]).getBestCmap().keys() | {*map(ord, "Київç")}
