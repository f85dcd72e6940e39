"""What the manifest of an earlier build says: which files came out, and what each was drawn from."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from geomap.files.regular import opened, pieces_of

MANIFEST = "manifest.json"
_LARGEST = 500_000_000  # bytes; that of 400,000 units on four artboards is smaller
_SMALL = 5_000_000  # bytes that any may have
_PER_GROUP, _PER_VALUE = 30, 6  # bytes of a larger one for each list or mapping, and each comma: ours have more
_LONGEST_NAME = 255  # characters of a file name
UNSTAMPED = "0" * 64  # what stands for the digest of a manifest's own bytes in those that it is made of
_STAMP = re.compile(rb'(\n "digest": ")([0-9a-f]{64})(?=")')
_ROW = {"text": str, "reason": str, "unit": str, "by_rule": bool}  # what is said of a text that was moved or dropped


@dataclass(frozen=True, slots=True)
class Listing:
    """Path -> sha256 of outputs, the version of geomap that made them, and from what: see `keys`.

    `entries` are the outputs' own rows; `artboards` say what was drawn on each, `snapshots` the same by day. `older`
    are the outputs of builds before that one, which it did not make. One that `is_old` is of 0.2 or before: it also
    says what files the map was made from, which is read no more; one that `is_edited` is not as a build wrote it.
    """

    version: str
    outputs: Mapping[str, str]
    parts: Mapping[str, str] = field(default_factory=dict)
    entries: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    artboards: Mapping[str, Any] = field(default_factory=dict)
    snapshots: Mapping[str, Any] = field(default_factory=dict)
    older: Mapping[str, str] = field(default_factory=dict)
    is_old: bool = False
    is_edited: bool = False

    def on(self, day: str) -> Listing:
        """What is said of the map's snapshot of a day."""
        parts = {**self.parts, "snapshot": day}
        return replace(self, parts=parts, artboards=self.snapshots.get(day, {}).get("artboards", {}))

    def drawn_from(self, output: str) -> str:
        """What stands for all that an output was drawn from; empty where nothing does."""
        return str(self.entries.get(output, {}).get("drawn_from", ""))


NOTHING = Listing("", {})


def listing_in(folder: Path) -> Listing | None:
    """What the manifest in a folder lists; nothing where there is none, or it cannot be one."""
    data = manifest_bytes(folder / MANIFEST)
    return read_listing(data) if data else None


def manifest_bytes(path: Path) -> bytes:
    """What is in the file of a manifest; nothing where it is none, or cannot be of geomap: what is larger than most is
    read as far as it has as few values for its size as ours have.
    """
    if not path.is_file():
        return b""
    read: list[bytes] = []
    size = groups = values = 0
    with opened(path) as file:
        for piece in pieces_of(file):
            read.append(piece)
            size += len(piece)
            groups += piece.count(b"{") + piece.count(b"[")
            values += piece.count(b",")
            is_dense = size < _PER_GROUP * groups or size < _PER_VALUE * values
            if size > _LARGEST or (size > _SMALL and (is_dense or not read[0].lstrip().startswith(b"{"))):
                return b""
    return b"".join(read)


def read_listing(data: bytes) -> Listing | None:
    """What a manifest lists; nothing where it cannot be read."""
    try:
        content = json.loads(data.decode("utf-8"))
        outputs = {str(entry["path"]): str(entry["sha256"]) for entry in content["outputs"]}
        is_old = "inputs" in content
        parts = {} if is_old else _parts(content)
        artboards, days = (content.get(name, {}) for name in ("artboards", "snapshots"))
        entries = {str(entry["path"]): entry for entry in content["outputs"]}
        boards = [*artboards.values(), *(board for day in days.values() for board in day["artboards"].values())]
        older = {str(entry["path"]): str(entry["sha256"]) for entry in content.get("older", ())}
        told = all(map(is_plain, (*outputs, *older))) and all(map(str.isprintable, (*parts, *parts.values())))
        if not told or not all(map(_is_report, boards)):
            return None
        version = str(content["tool"]["version"])
        is_edited = not is_old and stamped(data) != data
        return Listing(version, outputs, parts, entries, artboards, days, older, is_old, is_edited)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def stamped(manifest: bytes) -> bytes:
    """The manifest with the SHA-256 of itself, with noughts for that. Nothing where it has no room for one."""
    plain, found = _STAMP.subn(rb"\g<1>" + UNSTAMPED.encode(), manifest, count=1)
    digest = sha256(plain).hexdigest().encode()
    return _STAMP.sub(rb"\g<1>" + digest, plain, count=1) if found else b""


def _parts(content: dict[str, Any]) -> dict[str, str]:
    """The parts of what was drawn, those of the machine among them, by the names that `keys` has."""
    tool = content["tool"]
    own = {"geomap": tool["version"], **{name: tool[name] for name in ("code", "fonts") if name in tool}}
    return {
        **own,
        **{f"library.{name}": version for name, version in tool["libraries"].items()},
        **content.get("published", {}),
    }


def _is_report(board: dict[str, Any]) -> bool:
    """Whether an artboard's entry says what was moved and dropped as a build writes it."""
    rows = [row for kind in ("moved", "dropped") for row in board[kind]]
    return all({"text", "reason"} <= row.keys() <= _ROW.keys() for row in rows) and all(
        isinstance(value, _ROW[name]) for row in rows for name, value in row.items()
    )


def is_plain(path: str) -> bool:
    """Whether a path names a file in or below its folder, which an editor of the manifest may have made it not do."""
    parts = path.split("/")
    safe = all(0 < len(part) <= _LONGEST_NAME and part.isprintable() and "\\" not in part for part in parts)
    return safe and not {"", ".", ".."} & {*parts} and ":" not in path
