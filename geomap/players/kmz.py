"""The KML and its icons in one zip file, as Google Earth opens it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from PIL import Image, ImageDraw

from geomap.facts.columns import TROOPS
from geomap.marks.style import ABOUT_STRENGTH, ABOUT_WIDTH, SYMBOL_EDGE
from geomap.players.kml import Icons, document, is_about
from geomap.scene import Scene

_TYPICAL = 24.0  # px of the circle around which the ring of "about" is as wide as on the map; it grows with the icon
_SHARE = _TYPICAL / (_TYPICAL + 2 * (SYMBOL_EDGE + ABOUT_WIDTH))
_ICONS = Icons("files/disc.png", "files/about.png", _SHARE)
_SIZE, _FINE = 128, 8  # px of the icon, and how many times finer it is drawn, for smooth edges


def export(scene: Scene) -> bytes:
    """The document first, as readers take the first one; no entry has a date."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        files = [("doc.kml", document(scene, _ICONS).encode("utf-8")), (_ICONS.plain, _disc())]
        files += [(_ICONS.about, _soft_disc())] if any(map(is_about, scene.units.samples(TROOPS))) else []
        for name, data in files:
            entry = zipfile.ZipInfo(name)  # of 1980, the first day that a zip file knows
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # the same on every system
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED, compresslevel=9)
    return packed.getvalue()


def _disc() -> bytes:
    """A white disc, which viewers tint with the colour of a style."""
    return _icon([(1.0, 255)])


def _soft_disc() -> bytes:
    """One in a light ring, between them an edge that lets the ground through."""
    ring, edge = 1.0, _SHARE * (1 + 2 * SYMBOL_EDGE / _TYPICAL)
    return _icon([(ring, round(255 * ABOUT_STRENGTH)), (edge, 0), (_SHARE, 255)])


def _icon(discs: Sequence[tuple[float, int]]) -> bytes:
    """Discs one upon another: what share of the picture each takes, and how much of it is seen."""
    fine = _SIZE * _FINE
    mask = Image.new("L", (fine, fine))
    for share, seen in discs:
        off = fine * (1 - share) / 2
        ImageDraw.Draw(mask).ellipse((off, off, fine - 1 - off, fine - 1 - off), fill=seen)
    disc = Image.new("RGBA", (_SIZE, _SIZE), "#ffffff")
    disc.putalpha(mask.resize((_SIZE, _SIZE), Image.Resampling.BOX))
    file = io.BytesIO()
    disc.save(file, "PNG")
    return file.getvalue()
