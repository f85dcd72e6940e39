"""A reader of tables: cells between upright strokes, as Markdown has them."""

from pathlib import Path

from geomap.tables.options import Grid, Options, grid_of


def read(path: Path, file: str, options: Options) -> Grid:
    """The cells of the file; the line of dashes below the headings is none."""
    lines = path.read_text("utf-8").splitlines()
    rows = [[cell.strip() or None for cell in line.strip("| \n").split("|")] for line in lines if line.strip("|- ")]
    return grid_of(rows, options)
