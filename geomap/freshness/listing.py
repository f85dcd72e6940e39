"""What the manifest of an earlier build says: which files went in and came out, and what each was made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
_LARGEST = 500_000_000  # bytes; that of 100,000 units on 50 artboards is smaller
_LONGEST_NAME = 255  # characters of a file name
_ROW = {"text": str, "reason": str, "unit": str, "by_rule": bool}  # what is said of a text that was moved or dropped


@dataclass(frozen=True, slots=True)
class Listing:
    """Path -> sha256 of inputs and outputs, the version of geomap that made them, and from what: see `keys`.

    `entries` are the outputs' own rows; `artboards` say what was drawn on each, `snapshots` the same by day. `older`
    are the outputs of builds before that one, which it did not make.
    """

    version: str
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]
    parts: Mapping[str, str] = field(default_factory=dict)
    entries: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    artboards: Mapping[str, Any] = field(default_factory=dict)
    snapshots: Mapping[str, Any] = field(default_factory=dict)
    older: Mapping[str, str] = field(default_factory=dict)

    def on(self, day: str) -> Listing:
        """What is said of the map's snapshot of a day."""
        parts = {**self.parts, "snapshot": day}
        return replace(self, parts=parts, artboards=self.snapshots.get(day, {}).get("artboards", {}))

    def key(self, output: str) -> str:
        """The key that an output was made by; empty where none is listed."""
        return str(self.entries.get(output, {}).get("key", ""))


def listing_in(folder: Path) -> Listing | None:
    """What the manifest in a folder lists; nothing where there is none, or it cannot be one."""
    path = folder / MANIFEST
    return read_listing(path.read_bytes()) if path.is_file() and path.stat().st_size <= _LARGEST else None


def read_listing(data: bytes) -> Listing | None:
    """What a manifest lists; nothing where it cannot be read."""
    try:
        content = json.loads(data.decode("utf-8"))
        inputs, outputs = (
            {str(entry["path"]): str(entry["sha256"]) for entry in content[kind]} for kind in ("inputs", "outputs")
        )
        parts, artboards, days = (content.get(name, {}) for name in ("parts", "artboards", "snapshots"))
        entries = {str(entry["path"]): entry for entry in content["outputs"]}
        boards = [*artboards.values(), *(board for day in days.values() for board in day["artboards"].values())]
        older = {str(entry["path"]): str(entry["sha256"]) for entry in content.get("older", ())}
        told = all(map(is_plain, (*outputs, *older))) and all(part.isprintable() for part in parts.values())
        if not told or not all(map(_is_report, boards)):
            return None
        return Listing(str(content["tool"]["version"]), inputs, outputs, parts, entries, artboards, days, older)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


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
