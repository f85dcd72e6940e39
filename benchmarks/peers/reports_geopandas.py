"""Reports with sides, ranges and unknown counts as a competent user of geopandas and matplotlib draws them.

A circle a number in the colour of its side, a dashed ring for the upper end of a range, a question mark where nobody
knows, a dot where nothing is claimed; one call of `scatter` for each.
"""

from __future__ import annotations

import crowd
import geopandas as gpd
import numpy as np
import pandas as pd
from many_geopandas import CONIC, THEMES
from matplotlib.figure import Figure
from shapely.geometry import box

COLOURS = {"army": "#c8602c", "guard": "#3b6ea5", "militia": "#5b7a3a", "fleet": "#7a4a8a"}
UNKNOWN, POINT = 17.0, 5.0  # px


def main() -> None:
    options = crowd.options(__doc__, width=crowd.WIDTH)
    width, height = options.width, options.width * 4 // 5
    read = pd.read_csv if options.units.suffix == ".csv" else pd.read_parquet
    units = read(options.units)
    lower, upper = units["troops"].fillna(units["troops_min"]), units["troops_max"].fillna(units["troops"])
    units = units.assign(
        **{name: crowd.LARGEST * np.sqrt(count / upper.max()) for name, count in (("disc", lower), ("ring", upper))}
    ).sort_values("ring", ascending=False)
    points = gpd.points_from_xy(units["lon"], units["lat"], crs="EPSG:4326")
    units = gpd.GeoDataFrame(units, geometry=points).to_crs(CONIC)
    figure = Figure(figsize=(width / 100, height / 100), dpi=crowd.DPI)
    axes = figure.add_axes((0.01, 0.02, 0.98, 0.9), facecolor=crowd.SEA)
    for theme, style in THEMES.items():
        layer = gpd.read_file(options.data / f"{theme}.shp", bbox=crowd.CLIP).clip(crowd.CLIP).to_crs(CONIC)
        layer.plot(ax=axes, **style)
    is_range, is_unknown = units["troops_max"].notna(), units["troops_kind"] == "unknown"
    colours = units["side"].map(COLOURS)
    counted = units["disc"].notna()
    plain = {"edgecolor": "white", "linewidth": crowd.PT, "zorder": 5}
    _scatter(axes, units[counted], units.loc[counted, "disc"], color=colours[counted], alpha=0.78, **plain)
    dashed = {"facecolor": "none", "linewidth": 1.4 * crowd.PT, "linestyle": (0, (3.5, 2.5)), "zorder": 5}
    _scatter(axes, units[is_range], units.loc[is_range, "ring"], edgecolor=colours[is_range], **dashed)
    _scatter(axes, units[is_unknown], UNKNOWN, facecolor="white", edgecolor=colours[is_unknown], zorder=5)
    marks = units[is_unknown]
    axes.scatter(marks.geometry.x, marks.geometry.y, s=(9 * crowd.PT) ** 2, marker="$?$", color="black", zorder=6)
    silent = ~(counted | is_unknown)
    _scatter(axes, units[silent], POINT, color=colours[silent], zorder=5)
    for label, place in zip(units["label"][: crowd.LABELS], units.geometry, strict=False):
        axes.annotate(
            label, (place.x, place.y), (3, 3), textcoords="offset points", size=13 * crowd.PT, zorder=7
        )  # fmt: skip
    frame = gpd.GeoSeries([box(*crowd.VIEW)], crs="EPSG:4326").segmentize(0.1).to_crs(CONIC).total_bounds
    axes.set(xlim=frame[::2], ylim=frame[1::2], xticks=[], yticks=[], xlabel="", ylabel="")
    for side, colour in COLOURS.items():
        axes.scatter([], [], color=colour, label=f"The {side}")
    axes.legend(loc="lower right")
    figure.suptitle("Many reports", size=27 * crowd.PT, weight="bold")
    figure.savefig(options.out)


def _scatter(axes, units, diameter, **style) -> None:  # noqa: ANN001 - of matplotlib and geopandas
    axes.scatter(units.geometry.x, units.geometry.y, s=(diameter * crowd.PT) ** 2, **style)


if __name__ == "__main__":
    main()
