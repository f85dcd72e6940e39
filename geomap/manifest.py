"""What went into a build and what came out: paths, sha256, and what was drawn where on each artboard."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from geomap import __version__
from geomap.page import Box, DrawnInset, DrawnSymbol, Page, Relocation, Text

MANIFEST = "manifest.json"


def manifest(inputs: Mapping[str, bytes], outputs: Mapping[str, bytes], pages: Sequence[Page]) -> bytes:
    """The manifest as JSON. Boxes and centres are px from the top left of the artboard, taken from the page itself."""
    content = {
        "tool": {"name": "geomap", "version": __version__},
        "inputs": [_file(path, data) for path, data in sorted(inputs.items())],
        "outputs": [_file(path, data) for path, data in sorted(outputs.items())],
        "artboards": {page.id: _artboard(page) for page in pages},
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


@dataclass(frozen=True, slots=True)
class Listing:
    """What a manifest lists: path -> sha256 of inputs and outputs, and the version of geomap that made them."""

    version: str
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]


def read_listing(data: bytes) -> Listing | None:
    """What a manifest lists; nothing where it cannot be read."""
    try:
        content = json.loads(data)
        inputs, outputs = (
            {str(entry["path"]): str(entry["sha256"]) for entry in content[kind]} for kind in ("inputs", "outputs")
        )
        return Listing(str(content["tool"]["version"]), inputs, outputs)
    except (ValueError, KeyError, TypeError):
        return None


def _file(path: str, data: bytes) -> dict[str, Any]:
    return {"path": path, "sha256": sha256(data).hexdigest(), "bytes": len(data)}


def _artboard(page: Page) -> dict[str, Any]:
    return {
        "width": _px(page.width),
        "height": _px(page.height),
        "scale": page.scale,
        "map": _box(page.frame),
        "furniture": {name: _box(box) for name, box in sorted(page.furniture.items())},
        **({"insets": {inset.id: _inset(inset) for inset in page.insets}} if page.insets else {}),
        "symbols": [_symbol(symbol) for symbol in page.symbols],
        "texts": [_text(item, group.inset) for group in page.groups for item in group.items if isinstance(item, Text)],
        "moved": [_relocation(entry) for entry in page.moved],
        "dropped": [_relocation(entry) for entry in page.dropped],
    }


def _symbol(symbol: DrawnSymbol) -> dict[str, Any]:
    row = asdict(symbol) | {"x": _px(symbol.x), "y": _px(symbol.y), "diameter": round(symbol.diameter, 4)}
    return {name: value for name, value in row.items() if name != "inset" or value}


def _inset(inset: DrawnInset) -> dict[str, Any]:
    return {"kind": inset.kind, **_box(inset.box), "map": _box(inset.frame)}


def _text(text: Text, inset: str) -> dict[str, Any]:
    of = {"unit": text.owner, "inset": inset}
    return {"role": text.role, "text": text.text, **_box(text.box), **{name: id_ for name, id_ in of.items() if id_}}


def _relocation(entry: Relocation) -> dict[str, Any]:
    row = {"text": entry.text, "reason": entry.reason}
    return {"unit": entry.unit, **row} if entry.unit else row


def _box(box: Box) -> dict[str, float]:
    return {"x": _px(box.x), "y": _px(box.y), "width": _px(box.width), "height": _px(box.height)}


def _px(value: float) -> float:
    return round(value, 2)
