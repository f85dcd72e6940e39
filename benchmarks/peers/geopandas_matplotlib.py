"""The example map as a competent user of geopandas and matplotlib writes it.

It reads of each shapefile only what lies in a box around the view, clips it, projects it and draws it. Labels stand
where they were placed by hand; nothing is checked for overlaps.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import geopandas as gpd
import sheet
from matplotlib.axes import Axes
from shapely.geometry import box

CONTACT_LINE = Path(__file__).parents[2] / "layers/contact_line.geojson"
CLIP = (33.6, 45.9, 43.9, 50.2)  # what the frame shows, and a little more
THEMES = ("countries", "lakes", "coastline", "rivers", "borders")


def read_layers(data: Path) -> dict[str, gpd.GeoDataFrame]:
    """The themes of the basemap and the contact line, clipped and projected."""
    layers = {theme: gpd.read_file(data / f"{theme}.shp", bbox=CLIP) for theme in THEMES}
    layers["contact_line"] = gpd.read_file(CONTACT_LINE)
    return {name: layer.clip(CLIP).to_crs(sheet.CONIC) for name, layer in layers.items()}


def points(lon: list[float], lat: list[float]) -> gpd.GeoSeries:
    """Positions, projected."""
    return gpd.GeoSeries(gpd.points_from_xy(lon, lat, crs="EPSG:4326")).to_crs(sheet.CONIC)


def limits() -> tuple[float, float, float, float]:
    """West, south, east, north of the frame in projected metres: the view, widened to the frame's shape."""
    west, south, east, north = (
        gpd.GeoSeries([box(*sheet.VIEW)], crs="EPSG:4326").segmentize(0.1).to_crs(sheet.CONIC).total_bounds
    )
    scale = max((east - west) / sheet.FRAME[2], (north - south) / sheet.FRAME[3])
    x, y = (west + east) / 2, (south + north) / 2
    width, height = sheet.FRAME[2] * scale / 2, sheet.FRAME[3] * scale / 2
    return x - width, y - height, x + width, y + height


def draw_ground(ax: Axes, layers: dict[str, gpd.GeoDataFrame]) -> None:
    """Land, water, lines."""
    px = sheet.PT
    layers["countries"].plot(ax=ax, color=sheet.LAND, edgecolor=sheet.LAND, linewidth=0.6 * px)
    layers["lakes"].plot(ax=ax, color=sheet.SEA)
    layers["coastline"].plot(ax=ax, color=sheet.COAST, linewidth=0.7 * px)
    layers["rivers"].plot(ax=ax, color=sheet.COAST, linewidth=0.8 * px)
    layers["borders"].plot(ax=ax, color=sheet.BORDER, linewidth=1.1 * px)
    dashes = (0, (3.4, 2.1))
    layers["contact_line"].plot(ax=ax, color="#2a2a2a", linewidth=1.9 * px, linestyle=dashes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the shapefiles")
    parser.add_argument("--out", type=Path, required=True, help="PNG to write")
    options = parser.parse_args()

    layers = read_layers(options.data)
    sites = points([site.lon for site in sheet.SITES], [site.lat for site in sheet.SITES])
    names = points([name[1] for name in sheet.NAMES], [name[2] for name in sheet.NAMES])
    west, south, east, north = limits()

    figure, world, page = sheet.new_sheet()
    draw_ground(world, layers)
    world.set(xlim=(west, east), ylim=(south, north), xlabel="", ylabel="")
    sheet.draw_sites(world, sites.x, sites.y)
    sheet.draw_names(world, names.x, names.y)
    sheet.draw_page(page, (east - west) / sheet.FRAME[2])
    figure.savefig(options.out)


if __name__ == "__main__":
    main()
