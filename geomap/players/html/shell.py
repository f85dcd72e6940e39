"""The map's element and the script that makes it: folium's, under a fixed name and without folium's own downloads.

Loading folium, which loads pandas, takes longer than all else of a small page. So what one version of it writes is kept
as a file, by `python -m scripts.make_map_shell`, and folium itself is asked where another version is installed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap.loading import Later, version_of

KEPT = Path(__file__).parents[2] / "web" / "map.json"

folium = Later("folium")


@dataclass(frozen=True, slots=True)
class MapShell:
    """An empty map: its element, the script that makes it, and the script's name for it, by a version of folium."""

    folium: str
    name: str
    element: str
    script: str


def map_shell() -> MapShell:
    """The shell that the installed folium writes."""
    kept = MapShell(**json.loads(KEPT.read_text("utf-8")))
    return kept if kept.folium == version_of("folium") else made_by_folium()


def made_by_folium() -> MapShell:
    """The shell, made now. Where the map is and how large it is shown is up to the page's own script."""
    chart = folium.Map(
        location=[0, 0],
        zoom_start=4,
        tiles=None,
        crs="Simple",
        zoom_control=False,
        attribution_control=False,
        zoom_animation=False,  # circles keep their px, so nothing may be stretched
        zoom_snap=0,
        max_bounds_viscosity=1.0,
        bounce_at_zoom_limits=False,
    )
    chart._id = "geomap"
    chart.default_js, chart.default_css = [], []
    figure: Any = chart.get_root()
    chart.render()
    element, script = (_trimmed(part.render()) for part in (figure.html, figure.script))
    return MapShell(version_of("folium"), chart.get_name(), element, script)


def _trimmed(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip()) + "\n"
