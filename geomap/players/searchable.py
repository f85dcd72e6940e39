"""Text in a PDF that readers find and copy, above lines that are drawn as outlines.

Letters that HarfBuzz has joined or moved, and those of a spaced name, are no text to a reader of a PDF. So each such
line is set once more and not painted (text rendering mode 3, ISO 32000-1, 9.3.6), as programs for scanned pages do:
glyphs that share its width among them, one a character, from left to right as they are seen, and `ToUnicode` (9.10.3)
says what each is. That order is what readers turn round where letters run from right to left (PDFium, Poppler, MuPDF,
pypdf do). There is no `ActualText` (14.9.4), which has the order in which a line is read: some turn that round as well,
and Poppler 22.12 loses the line.
"""

from __future__ import annotations

from typing import Any

from matplotlib.backends.backend_pdf import Name, PdfFile

from geomap.fonts.embed import EM, square_font

_FONT, _FAMILY = "Unpainted", "GeomapUnpainted"
_AT_ONCE = 100  # entries of a CMap in one block, at most


class SearchablePdf(PdfFile):
    """A PDF with lines of text that are not painted."""

    def __init__(self, *args: Any, **options: Any) -> None:
        PdfFile.__init__(self, *args, **options)
        self._numbers: dict[str, int] = {}

    def say(self, text: str, x: float, y: float, width: float, size: float) -> None:
        """Set a line unpainted, its characters in the order in which they are seen; its baseline starts at x, y: pt."""
        numbers = [self._numbers.setdefault(character, len(self._numbers) + 1) for character in text]
        stretched = 100 * width / (size * len(numbers))
        glyphs = "".join(f"{number:04X}" for number in numbers)
        place = f"{stretched:.3f} Tz /{_FONT} {size:.3f} Tf 1 0 0 1 {x:.3f} {y:.3f} Tm"
        self.write(f"q BT 3 Tr {place} <{glyphs}> Tj ET Q\n".encode("ascii"))

    def writeObject(self, object: Any, contents: Any) -> None:  # noqa: N802 - matplotlib's names
        """With the font of unpainted lines among those of the pages, where there is one."""
        if object is self.fontObject and self._numbers:
            contents = {**contents, _FONT: self._font()}
        PdfFile.writeObject(self, object, contents)

    def _font(self) -> Any:
        """A font of one glyph a character, all of one em."""
        parts = ("font", "descendant", "descriptor", "file", "glyphs", "unicode")
        font, descendant, descriptor, file, glyphs, unicode = (
            self.reserveObject(f"unpainted {part}") for part in parts
        )
        family = Name(_FAMILY)
        PdfFile.writeObject(
            self,
            font,
            {
                "Type": Name("Font"),
                "Subtype": Name("Type0"),
                "BaseFont": family,
                "Encoding": Name("Identity-H"),
                "DescendantFonts": [descendant],
                "ToUnicode": unicode,
            },
        )
        PdfFile.writeObject(
            self,
            descendant,
            {
                "Type": Name("Font"),
                "Subtype": Name("CIDFontType2"),
                "BaseFont": family,
                "CIDSystemInfo": {"Registry": b"Adobe", "Ordering": b"Identity", "Supplement": 0},
                "FontDescriptor": descriptor,
                "DW": EM,
                "CIDToGIDMap": glyphs,
            },
        )
        PdfFile.writeObject(
            self,
            descriptor,
            {
                "Type": Name("FontDescriptor"),
                "FontName": family,
                "Flags": 4,
                "FontBBox": [0, -200, EM, 800],
                "ItalicAngle": 0,
                "Ascent": 800,
                "Descent": -200,
                "CapHeight": 700,
                "StemV": 80,
                "FontFile2": file,
            },
        )
        square = square_font(_FAMILY)
        self.outputStream(file, square, extra={"Length1": len(square)})
        self.outputStream(glyphs, b"\0\0" + b"\0\1" * len(self._numbers))
        self.outputStream(unicode, _cmap(self._numbers))
        return font


def _utf16(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()


def _cmap(numbers: dict[str, int]) -> bytes:
    """What each glyph stands for, as a ToUnicode CMap."""
    rows = [f"<{number:04X}> <{_utf16(character)}>" for character, number in numbers.items()]
    blocks = [rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE)]
    lines = (
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
        *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
        "endcmap",
        "CMapName currentdict /CMap defineresource pop",
        "end",
        "end",
    )
    return "\n".join(lines).encode("ascii")
