"""The typeface for a page that is set in the browser: a WOFF a style, of the characters that the page has.

Subsets of the characters that most pages keep to are kept as files, by `python -m scripts.make_page_fonts`: the library
that packs them takes longer to load than such a page to make. They have another name, as the licence wants it of files
that are not the typeface as published.
"""

from __future__ import annotations

import string
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path

from geomap.fonts import in_typeface
from geomap.fonts.face import WEIGHTS, Face
from geomap.loading import load

FACES = (Face(), Face("semibold"), Face("bold"), Face(italic=True))
KEPT = "".join(sorted(string.printable[:95] + "\u00a0°±·×–—‘’“”…↑↓↕−⌘"))  # what English pages say


def kept(face: Face) -> Path:
    """The subset of the KEPT characters."""
    return face.path.parent / "page" / f"{face.path.stem.replace('SourceSans3', 'GeomapSans')}.woff"


def page_fonts(characters: Iterable[str]) -> list[dict[str, object]]:
    """The styles that a page is set in, each a WOFF in base64 of those characters that it has."""
    wanted = set(characters)
    own = "" if wanted <= {*KEPT} else "".join(sorted({*KEPT, *filter(in_typeface, wanted)}))
    return [
        {
            "faces": [descriptors(face)],
            "data": load("geomap.fonts.embed:typeface")(face, own) if own else _read(face),
        }
        for face in FACES
    ]


def descriptors(face: Face) -> dict[str, str]:
    """What the styles of a page are told apart by."""
    return {"weight": str(WEIGHTS[face.weight]), "style": "italic" if face.italic else "normal"}


def _read(face: Face) -> str:
    return b64encode(kept(face).read_bytes()).decode("ascii")
