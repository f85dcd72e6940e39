"""The output formats: which module writes each, loaded only when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from geomap.loading import load
from geomap.page import Page
from geomap.scene import Scene


@dataclass(frozen=True, slots=True)
class Format:
    """A writer, and what it makes a file of: each artboard's page, the scene, or the scene and its pages."""

    writer: str
    of: Literal["page", "scene", "both"]


FORMATS = {
    "png": Format("geomap.render.static.png:render_png", "page"),
    "svg": Format("geomap.render.svg:render_svg", "page"),
    "pdf": Format("geomap.render.static.pdf:render_pdf", "page"),
    "html": Format("geomap.render.interactive:render", "both"),
    "geojson": Format("geomap.export.geojson:export", "scene"),
}


def write_outputs(scene: Scene, pages: Sequence[Page], formats: Iterable[str]) -> dict[str, bytes]:
    """The bytes of every file of the formats, by file name."""
    files: dict[str, bytes] = {}
    for name in formats:
        write = load(FORMATS[name].writer)
        if FORMATS[name].of == "page":
            files |= {f"{scene.name}-{page.id}.{name}": _bytes(write(page)) for page in pages}
        else:
            given = (scene, pages) if FORMATS[name].of == "both" else (scene,)
            files[f"{scene.name}.{name}"] = _bytes(write(*given))
    return files


def _bytes(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content
