"""What a small page looks like as PNG and PDF with the matplotlib that is installed, and where that is kept.

usage: python -m scripts.hash_pictures     keep it for this version, after a change of the drawing that is meant

The page is put together by hand, so that only the drawing itself can change it. To do the same for another version:

    pip install --no-deps --target build/other 'matplotlib==3.10.*'
    PYTHONPATH=build/other python -m scripts.hash_pictures
"""

from __future__ import annotations

import io
import json
import re
import zlib
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from geomap.fonts import Face, set_line
from geomap.loading import version_of
from geomap.page import Box, Circle, Group, Page, Stamp, Text
from geomap.page import Path as Shape
from geomap.players.pdf import render_pdf
from geomap.players.png import render_png

KEPT = Path(__file__).parents[1] / "tests" / "render" / "pictures.json"
_WIDTH, _HEIGHT, _TILE = 160, 120, 20  # px
_TRIANGLE = ((12.0, 20.0), (150.0, 30.0), (40.0, 112.0), (12.0, 20.0))


def page() -> Page:
    """One of each kind of item, in each way to draw it."""
    wave = (((10.0, 100.0), (60.5, 60.25), (100.0, 90.0), (155.0, 15.0)),)
    shapes = (
        Shape((_TRIANGLE,), fill="#dfe8d8", stroke="#445566", stroke_width=0.75, id="land"),
        Shape(wave, closed=False, stroke="#aa3333", stroke_width=2, dash=(4.0, 2.0), id="line"),
    )
    marks = (
        Circle(60, 50, 41.3, fill="#335577", opacity=0.6, id="a"),
        Circle(100.4, 70.2, 30, stroke="#335577", stroke_width=1.5, dash=(3.0, 2.0), id="b"),
        Stamp("news/tank", 120, 30, 18, "#222222", halo="#ffffff", id="c"),
    )
    texts = (_text("Troops & Сил", 20, 30, "regular"), _text("1,200–3,400", 70, 108, "bold"))
    groups = (Group("ground", shapes, clip=Box(10, 10, 140, 100)), Group("symbols", marks), Group("labels", texts))
    return Page("p", _WIDTH, _HEIGHT, 2, "T", "D", "en", "#ffffff", Box(0, 0, _WIDTH, _HEIGHT), groups)


def _text(words: str, x: float, y: float, weight: Any) -> Text:
    width = set_line(words, Face(weight)).width(12)
    return Text((words,), x, y, 12, Box(x, y - 10, width, 13), "note", weight=weight, halo="#ffffff", id=words[:1])


def looks() -> dict[str, Any]:
    """Hashes of the pixels of the PNG and of what the PDF draws, and how light each part of the picture is."""
    pixels = np.asarray(Image.open(io.BytesIO(render_png(page()))).convert("RGB"))
    grey = pixels.mean(axis=2)
    tile = 2 * _TILE
    tiles = grey.reshape(grey.shape[0] // tile, tile, grey.shape[1] // tile, tile).mean(axis=(1, 3))
    drawn = b"".join(_drawing(render_pdf(page())))
    return {
        "png": sha256(pixels.tobytes()).hexdigest(),
        "pdf": sha256(drawn).hexdigest(),
        "light": [[round(float(part), 1) for part in row] for row in tiles],
    }


def _drawing(pdf: bytes) -> list[bytes]:
    """What it draws, unpacked; not its fonts, which another library cuts to what is needed of them."""
    packed = re.findall(rb"FlateDecode.*?stream\r?\n(.*?)\r?\nendstream", pdf, flags=re.DOTALL)
    streams = [zlib.decompressobj().decompress(data) for data in packed]
    return [stream for stream in streams if stream.isascii() and b"begincmap" not in stream]


def kept() -> dict[str, Any]:
    """By versions of matplotlib, as 3.11."""
    found: dict[str, Any] = json.loads(KEPT.read_text("utf-8")) if KEPT.is_file() else {}
    return found


def version() -> str:
    """That of the matplotlib at hand, without its last part."""
    return ".".join(version_of("matplotlib").split(".")[:2])


if __name__ == "__main__":
    rows = {**kept(), version(): looks()}
    KEPT.write_text(json.dumps(dict(sorted(rows.items())), indent=1) + "\n", "utf-8")
    print(f"{KEPT.name} holds what matplotlib {', '.join(sorted(rows))} draw")
