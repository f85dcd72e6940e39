"""A floor: matplotlib alone draws what is already read, clipped and projected.

No user has such arrays at hand: this is what importing matplotlib and drawing the map cost by themselves.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import sheet
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.path import Path as Outline

_LINES = {  # theme: colour, px, dashes
    "coastline": (sheet.COAST, 0.7, "solid"),
    "rivers": (sheet.COAST, 0.8, "solid"),
    "borders": (sheet.BORDER, 1.1, "solid"),
    "contact_line": ("#2a2a2a", 1.9, (0, (3.4, 2.1))),
}


def draw_ground(ax: Axes, arrays: dict[str, np.ndarray]) -> None:
    """Land, water, lines."""
    land, lakes = (Outline(arrays[f"{theme}_xy"], arrays[f"{theme}_codes"]) for theme in ("countries", "lakes"))
    ax.add_collection(PathCollection([land], color=sheet.LAND, linewidth=0.6 * sheet.PT), autolim=False)
    ax.add_collection(PathCollection([lakes], color=sheet.SEA, linewidth=0), autolim=False)
    for theme, (colour, width, dashes) in _LINES.items():
        lines = np.split(arrays[f"{theme}_xy"], arrays[f"{theme}_starts"])
        style = {"color": colour, "linewidth": width * sheet.PT, "linestyle": dashes}
        ax.add_collection(LineCollection(lines, **style), autolim=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of arrays.npz")
    parser.add_argument("--out", type=Path, required=True, help="PNG to write")
    options = parser.parse_args()

    with np.load(options.data / "arrays.npz") as archive:
        arrays = dict(archive)
    west, south, east, north = arrays["limits"]
    figure, world, page = sheet.new_sheet()
    draw_ground(world, arrays)
    world.set(xlim=(west, east), ylim=(south, north))
    sheet.draw_sites(world, *arrays["sites"])
    sheet.draw_names(world, *arrays["names"])
    sheet.draw_page(page, (east - west) / sheet.FRAME[2])
    figure.savefig(options.out)


if __name__ == "__main__":
    main()
