"""What the manifest of an earlier build says: which files went in and came out, and what each was made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Listing:
    """Path -> sha256 of inputs and outputs, the version of geomap that made them, and from what: see `keys`.

    `entries` are the outputs' own rows; `artboards` say what was drawn on each, `snapshots` the same by day.
    """

    version: str
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]
    parts: Mapping[str, str] = field(default_factory=dict)
    entries: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    artboards: Mapping[str, Any] = field(default_factory=dict)
    snapshots: Mapping[str, Any] = field(default_factory=dict)

    def on(self, day: str) -> Listing:
        """What is said of the map's snapshot of a day."""
        parts = {**self.parts, "snapshot": day}
        return replace(self, parts=parts, artboards=self.snapshots.get(day, {}).get("artboards", {}))

    def key(self, output: str) -> str:
        """The key that an output was made by; empty where none is listed."""
        return str(self.entries.get(output, {}).get("key", ""))


def read_listing(data: bytes) -> Listing | None:
    """What a manifest lists; nothing where it cannot be read."""
    try:
        content = json.loads(data)
        inputs, outputs = (
            {str(entry["path"]): str(entry["sha256"]) for entry in content[kind]} for kind in ("inputs", "outputs")
        )
        return Listing(
            str(content["tool"]["version"]),
            inputs,
            outputs,
            dict(content.get("parts", {})),
            {str(entry["path"]): entry for entry in content["outputs"]},
            dict(content.get("artboards", {})),
            dict(content.get("snapshots", {})),
        )
    except (ValueError, KeyError, TypeError):
        return None
