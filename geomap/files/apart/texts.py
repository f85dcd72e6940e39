"""In which encoding the texts of a shapefile are: that of its .cpg, or of a byte of its .dbf, or what nobody says."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

from geomap.files.apart.told import ToldError
from geomap.files.unfit import LARGEST

_LANGUAGE = 29  # place of the byte of a .dbf that stands for its encoding
_SAYS_NOTHING = (0x00, 0x57)  # none, and "that of the system", whichever it was
_HEADER_SIZE = slice(8, 10)


def encoding_of(path: Path, layer: str, asked: str) -> tuple[str | None, bool]:
    """The encoding to read with, None for what the file states; and whether it states none, and its texts need one.

    What is UTF-8 throughout is read as such. Raises ToldError where an encoding is asked for of what has its own.
    """
    found = _parts(path, layer)
    if asked:
        if not found:
            raise ToldError("says itself how its texts are encoded", "remove `encoding`")
        return asked, False
    table, stated = found or (b"", True)
    texts = table[int.from_bytes(table[_HEADER_SIZE], "little") :]
    if stated or len(table) <= _LANGUAGE or table[_LANGUAGE] not in _SAYS_NOTHING or texts.isascii():
        return None, False
    try:
        texts.decode("utf-8")
    except UnicodeDecodeError:
        return None, True
    return "utf-8", False


def _parts(path: Path, layer: str) -> tuple[bytes, bool] | None:
    """The .dbf of a shapefile, be it in an archive, and whether there is a .cpg; None of other formats."""
    if path.suffix == ".shp":
        table = path.with_suffix(".dbf")
        return (table.read_bytes(), path.with_suffix(".cpg").is_file()) if table.is_file() else None
    if not zipfile.is_zipfile(path):
        return None
    with zipfile.ZipFile(path) as archive:
        named = [entry for entry in archive.infolist() if PurePosixPath(entry.filename).stem == layer]
        by_kind = {PurePosixPath(entry.filename).suffix.lower(): entry for entry in named}
        if not {".shp", ".dbf"} <= by_kind.keys() or by_kind[".dbf"].file_size > LARGEST:
            return None
        return archive.read(by_kind[".dbf"]), ".cpg" in by_kind
