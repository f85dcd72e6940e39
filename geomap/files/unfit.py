"""What no file that a map is made of may be: told of its size and its first bytes, before anybody opens it."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

from geomap.files.regular import opened

UNSTATED = "does not say how its texts are encoded, so those that are not ASCII may be wrong"
STATE_IT = "write encoding: cp1251, or whichever it is in"
LARGEST = 100_000_000  # bytes, also of what an archive holds
MOST_FILES = 10_000  # in an archive
MOST_BRACKETS = 6_000_000  # lists and mappings of a JSON: of real positions and values fewer have room in it
_START = 4096  # bytes in which GDAL, and we, look for what a file is
_WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype\s+html|<html)", re.IGNORECASE)
_SHEET = re.compile(rb"docs\.google\.com/spreadsheets|Google Sheets")  # a sheet that is published as a page
_SHEET_HINT = "publish the sheet as comma-separated values, or download it as such: File > Download"
POINTER = b"version https://git-lfs.github.com/spec/"  # how a file begins that Git LFS commits in place of another
POINTER_SAID = "is a pointer of Git LFS, which stands for the file"
POINTER_HINT = "`git lfs pull` brings that; `--base` reads what is committed as it is"
_VIRTUAL = b"<OGR"  # a layer that names others, on this computer or elsewhere

Fault = tuple[str, str]  # what is wrong, and the likely fix


def fault(path: Path, too_large: str, largest: int = 0) -> Fault | None:
    """What is wrong with a file; `too_large` is the fix where it, or what it holds, is more than LARGEST bytes, or
    `largest` where its kind takes more memory than others.
    """
    most = largest or LARGEST
    try:
        with opened(path) as file:
            size = os.fstat(file.fileno()).st_size
            start = file.read(_START)
    except OSError as error:
        return f"cannot be read: {error.strerror}", ""
    if size > most:
        return f"is larger than {most // 1_000_000} MB", too_large
    if start.startswith(POINTER):
        return POINTER_SAID, POINTER_HINT
    if _WEB_PAGE.match(start):
        return "is a web page", _SHEET_HINT if _SHEET.search(start) else "was an error page saved in its place?"
    if _VIRTUAL in start:
        return _virtual()
    return _fault_of_archive(path, too_large)


def fault_of_json(content: bytes, too_large: str) -> Fault | None:
    """What is wrong with a JSON file that would take gigabytes to read, as each of its empty lists does."""
    if content.count(b"[") + content.count(b"{") > MOST_BRACKETS:
        return f"holds more than {MOST_BRACKETS:,} lists and mappings", too_large
    return None


def _virtual() -> Fault:
    return "is a virtual layer, which reads other files or servers", "save what it shows as a GeoPackage"


def _fault_of_archive(path: Path, too_large: str) -> Fault | None:
    """That of a zip file, by its table of contents; nothing where whoever reads it will say that it is none."""
    try:
        with opened(path) as stream:
            if not zipfile.is_zipfile(stream):  # which is known by its end: what stands before it may be anything
                return None
            archive = zipfile.ZipFile(stream)
            entries = archive.infolist()
            if len(entries) > MOST_FILES:
                return f"is an archive of more than {MOST_FILES:,} files", "unpack it, and keep the one that is needed"
            if sum(entry.file_size for entry in entries) > LARGEST:
                return f"is an archive that holds more than {LARGEST // 1_000_000} MB", too_large
            return _virtual() if any(_is_virtual(archive, entry) for entry in entries) else None
    except Exception:  # broken archives raise many kinds
        return None


def _is_virtual(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Whether one file of an archive is a virtual layer; a damaged one hides none that follows."""
    try:
        with archive.open(entry) as file:
            return _VIRTUAL in file.read(_START)
    except Exception:  # those of zlib, bz2 and lzma have nothing in common
        return False
