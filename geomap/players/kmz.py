"""The KML and its icon in one zip file, as Google Earth opens it."""

from __future__ import annotations

import io
import zipfile

from PIL import Image, ImageDraw

from geomap.players.kml import document
from geomap.scene import Scene

_ICON = "files/disc.png"
_SIZE, _FINE = 128, 8  # px of the icon, and how many times finer it is drawn, for smooth edges


def export(scene: Scene) -> bytes:
    """The document first, as readers take the first one; no entry has a date."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in (("doc.kml", document(scene, _ICON).encode("utf-8")), (_ICON, _disc())):
            entry = zipfile.ZipInfo(name)  # of 1980, the first day that a zip file knows
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # the same on every system
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED, compresslevel=9)
    return packed.getvalue()


def _disc() -> bytes:
    """A white disc, which viewers tint with the colour of a style."""
    mask = Image.new("L", (_SIZE * _FINE, _SIZE * _FINE))
    ImageDraw.Draw(mask).ellipse((0, 0, _SIZE * _FINE - 1, _SIZE * _FINE - 1), fill=255)
    disc = Image.new("RGBA", (_SIZE, _SIZE), "#ffffff")
    disc.putalpha(mask.resize((_SIZE, _SIZE), Image.Resampling.BOX))
    file = io.BytesIO()
    disc.save(file, "PNG")
    return file.getvalue()
