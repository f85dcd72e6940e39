"""Keeps the subsets of the typeface that most pages are set in, under a name of their own.

.venv/bin/python -m scripts.make_page_fonts
"""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO

from fontTools.ttLib import TTFont

from geomap.fonts.embed import typeface
from geomap.fonts.page import FACES, KEPT, kept

NAMES = {1, 3, 4, 6, 16}  # what a font is called; its copyright stays as it is


def main() -> None:
    for face in FACES:
        font = TTFont(BytesIO(b64decode(typeface(face, KEPT))), recalcTimestamp=False)
        for record in font["name"].names:
            if record.nameID in NAMES:
                own = record.toUnicode().replace("Source Sans 3", "Geomap Sans")
                record.string = own.replace("SourceSans3", "GeomapSans")
        path = kept(face)
        path.parent.mkdir(exist_ok=True)
        font.save(path)
        print(path)


if __name__ == "__main__":
    main()
