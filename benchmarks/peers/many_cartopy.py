"""Many circles with cartopy: its axes project what is drawn; shapes are read with a bounding box, offline."""

from __future__ import annotations

import crowd
from cartopy.crs import LambertConformal, PlateCarree
from cartopy.io.shapereader import Reader
from matplotlib.figure import Figure

THEMES = {  # face, edge and px
    "countries": (crowd.LAND, "none", 0),
    "lakes": (crowd.SEA, "none", 0),
    "coastline": ("none", crowd.COAST, 0.7),
    "rivers": ("none", crowd.COAST, 0.8),
    "borders": ("none", crowd.BORDER, 1.1),
}


def main() -> None:
    options = crowd.options(__doc__)
    units = crowd.read_units(options.units)
    figure = Figure(figsize=(crowd.WIDTH / 100, crowd.HEIGHT / 100), dpi=crowd.DPI)
    axes = figure.add_axes((0.01, 0.02, 0.98, 0.9), projection=LambertConformal(**crowd.CONIC), facecolor=crowd.SEA)
    west, south, east, north = crowd.VIEW
    axes.set_extent((west, east, south, north), PlateCarree())
    for theme, (face, edge, width) in THEMES.items():
        shapes = Reader(options.data / f"{theme}.shp", bbox=crowd.CLIP).geometries()
        style = {"facecolor": face, "edgecolor": edge, "linewidth": width * crowd.PT}
        axes.add_geometries(shapes, PlateCarree(), **style)
    axes.scatter(
        units["lon"], units["lat"], s=(units["diameter"] * crowd.PT) ** 2, color=crowd.SYMBOL, alpha=0.78,
        edgecolor="white", linewidth=crowd.PT, zorder=5, transform=PlateCarree(),
    )  # fmt: skip
    for unit in units[: crowd.LABELS].itertuples():
        axes.annotate(
            unit.label, (unit.lon, unit.lat), (3, 3), textcoords="offset points", size=13 * crowd.PT, zorder=6,
            transform=PlateCarree(),
        )  # fmt: skip
    figure.suptitle("Many units", size=27 * crowd.PT, weight="bold")
    figure.savefig(options.out)


if __name__ == "__main__":
    main()
