"""READ any file that GDAL reads: a row a feature of one layer, points in degrees."""

from __future__ import annotations

from pathlib import Path

from geomap.files.apart.told import ToldError
from geomap.files.gis import layers_of, read_layer
from geomap.files.unfit import STATE_IT, UNSTATED
from geomap.tables.options import Grid, Options, one_of, unreadable
from geomap.tables.points import position_of

_LOOSE = (".geojsonl", ".geojsons", ".ndjson", ".topojson", ".gml", ".gpx")  # each feature has what it has
_STYLES = "layer_styles"  # QGIS keeps them beside the layers


def read(path: Path, file: str, options: Options) -> Grid:
    """Rows have the numbers that GIS programs show. Of several layers `units` is read, as our own export calls it."""
    try:
        layers = [name for name in layers_of(path) if name != _STYLES]
        found = read_layer(path, one_of(options.layer, layers, "layer", "units"), options.encoding)
    except ToldError as error:
        raise unreadable(file, error.text, error.hint) from error
    positions = [position_of(geometry) for geometry in found.geometries]
    doubt = (UNSTATED, STATE_IT) if found.is_unstated else None
    grid = Grid(found.names, list(found.columns), found.ids, positions, doubt=doubt)
    if path.suffix.lower() in _LOOSE:
        grid.stated = [
            frozenset(name for name, cell in zip(found.names, row, strict=True) if cell is not None)
            for row in (zip(*found.columns, strict=True) if found.columns else ((),) * len(found.ids))
        ]
    return grid
