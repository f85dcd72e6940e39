"""Makes packages/fonts: Noto fonts for what Source Sans cannot set, subset, from pinned npm packages; and two lists of
code points, what Source Sans sets itself and what these fonts add.

.venv/bin/python -m scripts.make_fonts

Needs npm and the network. What is fetched lies in build/fonts and is checked against the hashes below. The files are
WOFF, which compresses table by table; the same fonts and libraries make the same bytes.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import tarfile
import textwrap
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from io import BytesIO
from itertools import groupby, product
from pathlib import Path

import uharfbuzz as hb
from fontTools.ttLib import TTFont
from fontTools.unicodedata import script

from geomap.fonts.scripts import bare, tidy
from geomap.fonts.shaping import is_own

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "packages" / "fonts" / "geomap_fonts"
OWN = ROOT / "geomap" / "fonts" / "own.txt"
COVERED = ROOT / "geomap" / "fonts" / "extra.txt"
CACHE = ROOT / "build" / "fonts"

THREE = ("400Regular", "600SemiBold", "700Bold")  # the weights of a map
TWO = ("400Regular", "700Bold")  # of large fonts; a semibold text is set in bold
OWN_SCRIPTS = {"Latn", "Cyrl", "Grek"}  # of which Source Sans has the most
ANY_SCRIPT = {"Zyyy", "Zinh"}
NAMES = {0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17}  # copyright, names, licence
NOT_IN_LINES = (b"chws", b"halt", b"palt", b"vchw", b"vert", b"vhal", b"vkrn", b"vpal", b"vrt2")  # set a column
SIGNS = (  # that a map may hold: arrows, technical and geometric signs, weather, chess, stars and dingbats
    *range(0x2190, 0x2400), *range(0x2460, 0x2500), *range(0x25A0, 0x27F0), *range(0x2900, 0x2980),
    *range(0x2B00, 0x2C00),
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A font as npm has it, and what is kept: `kept` says it, `codes` are none for all but those of OWN_SCRIPTS."""

    name: str  # of the npm package, after @expo-google-fonts/noto-sans
    version: str
    integrity: str
    weights: tuple[str, ...] = THREE
    kept: str = "all but Latin, Cyrillic and Greek"
    codes: frozenset[int] | None = None

    @property
    def package(self) -> str:
        return f"@expo-google-fonts/noto-sans{self.name and '-'}{self.name}"


def _charset(encoding: str, leads: Iterable[int], trails: Iterable[int]) -> frozenset[int]:
    """The code points of the two-byte characters of a national standard."""
    pairs = (bytes(pair).decode(encoding, "ignore") for pair in product(leads, trails))
    return frozenset(ord(text) for text in pairs if len(text) == 1)


def _is_set(code: int) -> bool:
    """Whether Source Sans sets a character, or it has no shape."""
    letters = bare(tidy(chr(code)))
    return not letters or is_own(letters)


SET = frozenset(filter(_is_set, range(0x110000)))
RARE = frozenset(code for code in range(0x20000) if code not in SET and script(chr(code)) in OWN_SCRIPTS | ANY_SCRIPT)
ROWS = range(0xA1, 0xFF)
HANGUL = frozenset((*range(0x1100, 0x1200), *range(0x3000, 0x3004), *range(0x3008, 0x3012), *range(0x3130, 0x3190),
                    *range(0xA960, 0xA980), *range(0xAC00, 0xD7B0), *range(0xD7B0, 0xD800), *range(0xFF01, 0xFF5F),
                    0x20A9))  # fmt: skip
GB2312 = _charset("gb2312", ROWS, ROWS)
BIG5_COMMON = _charset("big5", range(0xA1, 0xC7), range(0x40, 0xFF))  # its signs and its level 1
JIS_X_0208 = _charset("euc_jp", ROWS, ROWS)

SOURCES = (
    Source("", "0.4.2",
           "zYD8G2ijWLxqmquoQgghNh/x9p0yxWwArD0oxO1oXY1qx5vOd4t0Kbhnu/Cx8RTy08OgA8RtxuULZFaXwVPnPw==",
           THREE, "of Latin, Cyrillic, Greek and signs what Source Sans lacks", RARE),
    Source("arabic", "0.4.3",
           "YvtxyuegxPegu2g5urXJ+gQxRp8i798nQswTmEjwXOWR/fqy0Gvey6h5IoNRBrc43SxRxPezqCiR9ivpfPAXSg=="),
    Source("armenian", "0.4.2",
           "AHnwnabRI64hwenSeePxp2TICbYK6Wg56o2y5shFTLWLWzwnPXv30r4LGy6NQYk9PliXizDU9Qeyvob6e3tsgQ=="),
    Source("bengali", "0.4.4",
           "Ya58tLTEdP4P5EF3ZXTM829/g57mbfW8OrD16MMZr2sC3nIKItl/3J9tZlk1nrtqfFGzIgxb+zt/hLjAaTAQgQ==", TWO),
    Source("devanagari", "0.4.1",
           "26boYPNKGP1r4R5MxsMAY/zCQOwiXLOJzX8sh1a2oEWyQurQsyniaCv4992c+9jjwshEEt2NNVv5GcnyzaL7QQ=="),
    Source("ethiopic", "0.4.2",
           "puS0u1/7b0kZ6fqOYaSlCdai8zHuD9CQY2qlyJEtYzUC5Nd1fH3QENmQc0a1Gcqe0q9s3n7440eNJSLK2mGouw==", TWO),
    Source("georgian", "0.4.3",
           "qvQ/DE/F10hZPD/vYSm68aNWjOLyxGrCC3NzZR3L0RWpo2njqePvNjXcAcR9yvLwrREOmlWGtUD7GTAuIjlkzA=="),
    Source("hebrew", "0.4.1",
           "NR3vP6GT/hSINLrk4JHJBQnuzh/C1mlMrphNlI2dQaO53a3oTjSRoG4JyYb1B6bHadjsGh0wPZbT4kMJBKjT/w=="),
    Source("jp", "0.4.3",
           "Fl+Z6vtD24HFAYsvzB0S9Nery1ly16B9PesdY0wBd+wEHAvkNglnkTUspU0HqGOubkmoa8zusJrKv6vDx1o70A==",
           TWO, "JIS X 0208", JIS_X_0208),
    Source("khmer", "0.4.3",
           "vBG7J/w4j+tPTPA53a43zb/s/K3AjHRTDbEG4omn/xs4dThknBh4aVRJ4zwROLy7OeZnhQPDkGRUEPAi8C/btg==", TWO),
    Source("kr", "0.4.3",
           "EVS/uJPcf1TgJtjmQmrFr0oGdcl7ml09CSu0E/AyGzR0UfzdR2pBbzWWPsnuzZiGUl643ODYwYiXK5+B+fLjhQ==",
           TWO, "all Hangul syllables and jamo, and punctuation; Hanja are in SC and JP", HANGUL),
    Source("lao", "0.4.2",
           "gM/grIG03BWSk8lqiR1IC7WHpGH/8TrvwU0ZjEvs236YiN0LK2qQythq6lqcJbENo/0HMxdk13n35yhqnHVJ8g==", TWO),
    Source("myanmar", "0.4.2",
           "qG8DHmy+7xFvW5z8lN3r5jjEXoQBhjpjoxXR/Y8/WcywirPIBZnFpAy5IlwCRSobJdCw3+i7gvmIz1bl6mp7bg=="),
    Source("sc", "0.4.3",
           "9rAwdFTFHbO/u6Cs0gj2jZbW74TGIiaFNQnXYH2s5wA1bzVkwbaviL4t8YUV642eGYjg86eH6DkAEQmfNHDncQ==",
           TWO, "GB 2312, and of Big5 the signs and the 5,401 common characters", GB2312 | BIG5_COMMON),
    Source("sinhala", "0.4.2",
           "pczEE8p3aAvnMuVSppyW8d9dqlg9wxr8R3BfEUB9qPQHAWlR9TsSlaGbF/G/j8k4fSU21swf+v5p4BeTuFeMtA==", TWO),
    Source("symbols", "0.4.1",
           "LlXM1nLfz0FO1UA/COHlVau8DcDsvex3uWVA/BqeT8tJt+Hk8ju5XfmoShdjiW8IP4Z3ukKp7VFh4DDmNImYKA==",
           ("400Regular",), "arrows and signs up to U+2BFF", frozenset(SIGNS)),
    Source("symbols-2", "0.4.1",
           "jFymG5s4OLlXpy9E9FQvSXpSnf43BIYcJiPXEHSw6LFNvbahkjmUWb/cj4vsX/KdUksGLTPbjB9iRuu8L3yJ8A==",
           ("400Regular",), "arrows and signs up to U+2BFF", frozenset(SIGNS)),
    Source("tamil", "0.4.3",
           "1TBkwJ8gJPnt1UIC+um987hYb/QmRDATGKbtwDW6dajISxr8b7+EVjwMESMJaQxfNS8VWE4IBT2jYmpBGw4D+w==", TWO),
    Source("thai", "0.4.2",
           "PGBBBDGfJJ/5y2hNweLBZWD4YmVT4uOO4chsOPXyl0TktaBJamDKVKv/WbGiDTeBGdkegLiytsWo+lhnkHP5qA=="),
)  # fmt: skip

_MADE = """# Fonts

Noto Sans, by the Noto Project and for China, Japan and Korea by Adobe, as Google Fonts publishes it and as npm packages
bring it. SIL Open Font License 1.1 (`OFL.txt`). These files are modified: subset to the characters below, without
hints and without the features that set text in columns, as WOFF. Neither "Noto" nor a name of these files is a
reserved font name; "Source", which Adobe reserves, is in none of them.

Made by `python -m scripts.make_fonts`, which holds the hashes of the packages, with uharfbuzz {uharfbuzz} and fontTools
{fonttools}. {total}.

| Files | npm package | Font | Kept |
| --- | --- | --- | --- |
"""


def main() -> None:
    PACKAGE.mkdir(parents=True, exist_ok=True)
    for old in PACKAGE.glob("*.woff"):
        old.unlink()
    covered: set[int] = set()
    rows, copyrights, licence = [], [], ""
    for source in SOURCES:
        files = dict(_fetched(source))
        said, licence = _licence(files["LICENSE_FONT"].decode())
        copyrights.append(said)
        names = []
        for weight in source.weights:
            name = next(name for name in files if name.startswith(f"{weight}/") and name.endswith(".ttf"))
            data, kept, release = _subset(files[name], source.codes)
            path = PACKAGE / f"{Path(name).stem.replace('_400', '-').replace('_600', '-').replace('_700', '-')}.woff"
            path.write_bytes(data)
            names.append(path.name)
            covered |= kept
        stem = names[0].partition("-")[0]
        styles = ", ".join(name.partition("-")[2].removesuffix(".woff") for name in names)
        rows.append(
            f"| {stem}: {styles} | `{source.package}` {source.version} | {release}, {len(kept):,} characters "
            f"| {source.kept} |"
        )
    total = sum(path.stat().st_size for path in PACKAGE.glob("*.woff"))
    text = _MADE.format(
        uharfbuzz=hb.__version__, fonttools=version("fonttools"), total=f"Together {total / 1e6:.1f} MB"
    )
    (PACKAGE / "SOURCES.md").write_text(text + "\n".join(rows) + "\n", "utf-8")
    (PACKAGE / "OFL.txt").write_text("\n".join(dict.fromkeys(copyrights)) + "\n\n" + licence, "utf-8")
    _list(OWN, SET)
    _list(COVERED, covered - SET)
    print(f"{len(covered - SET):,} characters, {total:,} bytes")


def _list(path: Path, codes: Iterable[int]) -> None:
    path.write_text(textwrap.fill(" ".join(_ranges(codes)), 120, break_on_hyphens=False) + "\n", "ascii")


def _fetched(source: Source) -> Iterator[tuple[str, bytes]]:
    """The files of the npm package, by name."""
    CACHE.mkdir(parents=True, exist_ok=True)
    archive = CACHE / f"{source.package.replace('@', '').replace('/', '-')}-{source.version}.tgz"
    if not archive.is_file():
        command = ["npm", "pack", "--silent", f"{source.package}@{source.version}"]
        subprocess.run(command, cwd=CACHE, check=True, stdout=subprocess.DEVNULL)
    data = archive.read_bytes()
    digest = b64encode(hashlib.sha512(data).digest()).decode()
    if digest != source.integrity:
        raise SystemExit(f"{archive}: got sha512-{digest}, expected sha512-{source.integrity}")
    with tarfile.open(fileobj=BytesIO(data)) as opened:
        for member in opened:
            if member.isfile() and member.name.endswith((".ttf", "LICENSE_FONT")):
                file = opened.extractfile(member)
                assert file
                yield member.name.removeprefix("package/"), file.read()


def _licence(text: str) -> tuple[str, str]:
    """The line of the copyright, and the licence below it."""
    first, _, rest = text.replace("\r\n", "\n").partition("\n")
    return first.strip(), rest.strip() + "\n"


def _subset(data: bytes, codes: frozenset[int] | None) -> tuple[bytes, set[int], str]:
    """A WOFF of some characters, those that it has, and the version of the font."""
    face = hb.Face(hb.Blob(data))
    has = set(face.unicodes)
    kept = has & codes if codes else {code for code in has if script(chr(code)) not in OWN_SCRIPTS}
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(kept)
    wanted.name_id_set.update(NAMES)
    wanted.layout_feature_tag_set.difference_update(hb.Set(map(int.from_bytes, NOT_IN_LINES)))
    wanted.flags = hb.SubsetFlags.NO_HINTING
    font = TTFont(BytesIO(hb.subset(face, wanted).blob.data), recalcTimestamp=False)
    font.flavor = "woff"
    buffer = BytesIO()
    font.save(buffer)
    stated = font["name"].getDebugName(5) or ""
    return buffer.getvalue(), set(font.getBestCmap()), re.sub(r"^Version\s*|;.*$", "", stated)


def _ranges(codes: Iterable[int]) -> Iterator[str]:
    """Code points in hexadecimal, those in a row as first-last."""
    for _, run in groupby(enumerate(sorted(codes)), lambda pair: pair[1] - pair[0]):
        row = [code for _, code in run]
        yield f"{row[0]:X}-{row[-1]:X}" if len(row) > 1 else f"{row[0]:X}"


if __name__ == "__main__":
    main()
