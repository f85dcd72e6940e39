"""Many circles as a competent user of geopandas and matplotlib draws them: clipped layers, one call of `scatter`."""

from __future__ import annotations

import crowd
import geopandas as gpd
from matplotlib.figure import Figure
from shapely.geometry import box

CONIC = "+proj=lcc +lat_0=48.05 +lon_0=39 +lat_1=46.55 +lat_2=49.55 +datum=WGS84 +units=m"
THEMES = {  # how each is drawn, in px
    "countries": {"color": crowd.LAND},
    "lakes": {"color": crowd.SEA},
    "coastline": {"color": crowd.COAST, "linewidth": 0.7 * crowd.PT},
    "rivers": {"color": crowd.COAST, "linewidth": 0.8 * crowd.PT},
    "borders": {"color": crowd.BORDER, "linewidth": 1.1 * crowd.PT},
}


def main() -> None:
    options = crowd.options(__doc__)
    units = crowd.read_units(options.units)
    spots = gpd.GeoSeries(gpd.points_from_xy(units["lon"], units["lat"], crs="EPSG:4326")).to_crs(CONIC)
    figure = Figure(figsize=(crowd.WIDTH / 100, crowd.HEIGHT / 100), dpi=crowd.DPI)
    axes = figure.add_axes((0.01, 0.02, 0.98, 0.9), facecolor=crowd.SEA)
    for theme, style in THEMES.items():
        layer = gpd.read_file(options.data / f"{theme}.shp", bbox=crowd.CLIP).clip(crowd.CLIP).to_crs(CONIC)
        layer.plot(ax=axes, **style)
    axes.scatter(
        spots.x, spots.y, s=(units["diameter"] * crowd.PT) ** 2, color=crowd.SYMBOL, alpha=0.78, edgecolor="white",
        linewidth=crowd.PT, zorder=5,
    )  # fmt: skip
    for label, x, y in zip(units["label"][: crowd.LABELS], spots.x, spots.y, strict=False):
        axes.annotate(label, (x, y), (3, 3), textcoords="offset points", size=13 * crowd.PT, zorder=6)
    frame = gpd.GeoSeries([box(*crowd.VIEW)], crs="EPSG:4326").segmentize(0.1).to_crs(CONIC).total_bounds
    axes.set(xlim=frame[::2], ylim=frame[1::2], xticks=[], yticks=[], xlabel="", ylabel="")
    figure.suptitle("Many units", size=27 * crowd.PT, weight="bold")
    figure.savefig(options.out)


if __name__ == "__main__":
    main()
