"""OPEN an Excel workbook within bounds; openpyxl would read for minutes what one says of texts, styles and names."""

from __future__ import annotations

import zipfile
from typing import Any, BinaryIO
from xml.etree.ElementTree import XMLParser

from openpyxl.reader.excel import SHARED_STRINGS, ExcelReader
from openpyxl.xml.constants import SHEET_MAIN_NS

from geomap.tables.options import unreadable

MOST_TEXTS = 2_000_000  # that cells share: as many as have room in a file of 100 MB with the cells that they stand in
MOST_MARKS = 1_000_000  # elements and attributes of all that is neither a sheet nor its texts, as styles
_PIECE = 1 << 22  # bytes that are parsed at once; of smaller ones a tag of 100 MB would be looked at thousands of times
_TEXT, _RUN, _PHONETIC = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("si", "t", "rPh"))


def workbook(stream: BinaryIO, file: str, *, data_only: bool) -> Any:
    """The workbook, its sheets not read yet; of formulas the values where `data_only`. Raises TableError, as does
    whatever is read of it, and what openpyxl, zipfile and ElementTree do of files that are none.
    """
    reader = ExcelReader(stream, read_only=True, data_only=data_only, keep_links=False)
    archive = reader.archive = _Archive(stream, file)

    def read_strings() -> None:
        part = reader.package.find(SHARED_STRINGS)
        reader.shared_strings = archive.texts(part.PartName[1:]) if part is not None else []

    reader.read_strings = read_strings
    reader.read()
    return reader.wb


class _Archive(zipfile.ZipFile):
    """A zip file whose parts are read within bounds."""

    def __init__(self, stream: BinaryIO, file: str) -> None:
        super().__init__(stream)
        self._file, self._marks = file, 0

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        """A part that openpyxl makes a tree of."""
        data = super().read(name, pwd)
        self._marks += data.count(b"<") + data.count(b"=")
        if self._marks > MOST_MARKS:
            text = f"has more than {MOST_MARKS:,} styles, names, sheets and parts of these"
            raise unreadable(self._file, text, "copy the cells into a new file")
        return data

    def open(self, *args: Any, **more: Any) -> Any:
        """A part that is parsed while it is read."""
        return _InPieces(super().open(*args, **more))

    def texts(self, name: str) -> list[str]:
        """The texts that cells share."""
        texts = _Texts(self._file)
        parser = XMLParser(target=texts)
        with self.open(name) as part:
            while piece := part.read(_PIECE):
                parser.feed(piece)
        parser.close()
        return texts.found


class _InPieces:
    """A stream that gives large pieces to those who ask for small ones."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """At least so many bytes, if there are more."""
        data: bytes = self._stream.read(size if size is None or size < 0 else max(size, _PIECE))
        return data

    def close(self) -> None:
        """No more is read."""
        self._stream.close()

    def __enter__(self) -> _InPieces:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class _Texts:
    """What a parser tells of the texts that cells share: each without its looks, and without how it is spoken."""

    def __init__(self, file: str) -> None:
        self.found: list[str] = []
        self._file = file
        self._runs: list[str] = []
        self._seen = 0
        self._is_read = self._is_spoken = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag == _RUN:
            self._is_read = not self._is_spoken
        elif tag == _PHONETIC:
            self._is_spoken = True
        self._seen += 1
        if self._seen > 4 * MOST_TEXTS or len(self.found) > MOST_TEXTS:
            text = f"has more than {MOST_TEXTS:,} different texts"
            raise unreadable(self._file, text, "leave out what the map does not need")

    def doctype(self, *_: object) -> None:
        """Entities would be declared."""
        raise unreadable(self._file, "declares entities, which a workbook does not need")

    def data(self, text: str) -> None:
        """A part of what stands in an element."""
        if self._is_read:
            self._runs.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == _RUN:
            self._is_read = False
        elif tag == _PHONETIC:
            self._is_spoken = False
        elif tag == _TEXT:
            self.found.append("".join(self._runs).replace("x005F_", ""))
            self._runs.clear()

    def close(self) -> None:
        """The document ends."""
