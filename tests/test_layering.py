"""The import rule: a module imports only from rows above its own, or from its own package."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "geomap"

# Top to bottom. A scene carries the facts that pop-ups and exports show, so it stands one row below them.
ROWS = (
    {"errors", "measure", "loading", "nearest", "regular", "relocations", "remarks", "typefaces", "seal", "state"},
    {"unfit"},
    {"apart", "clock", "fonts", "git", "journal"},
    {"facts", "gis", "page", "styles", "tiles"},
    {"change", "cells", "columns", "headings", "many", "sums"},
    {"scene"},
    {"symbols", "legend", "aggregation", "outputs"},
    {"wording"},
    {"layer_kinds"},
    {"tables"},
    {"config"},
    {"sources", "basemap", "geocode"},
    {"gate"},
    {"layout"},
    {"compose"},
    {"render", "export"},
    {"diff"},
    {"files", "cluster"},
    {"freshness"},
    {"manifest"},
    {"drawing"},
    {"build", "validate", "templates", "watch", "frames"},
    {"atlas", "changes", "animation", "check", "leaks"},
    {"commits"},
    {"cli"},
)
ROW_OF = {name: index for index, names in enumerate(ROWS) for name in names}
HOMES = {
    "yaml": {"config"},
    "pyproj": {"layout.crs", "diff.distance"},
    "folium": {"render.page_map"},
    "matplotlib": {"render.static", "fonts"},
    "geopandas": {"apart.gdal"},
    "openpyxl": {"tables.excel"},
    "click": {"cli"},
    "imageio_ffmpeg": {"render.video"},
    "importlib": {"loading"},
    "uharfbuzz": {"fonts"},
    "bidi": {"fonts.bidi"},
    "fontTools": {"fonts"},
    "distributed": {"cluster.client"},
    "pyarrow": {"aggregation", "apart.parquet", "export.parquet", "tables.parquet"},
    "platformdirs": {"state"},
    "xyzservices": {"config.tiles"},
}
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _tree(path: Path) -> ast.Module:
    """Parsed once, of whatever a test asks."""
    return ast.parse(_text(path))


@cache
def _imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found.append(node.module or "")
            if node.module == "geomap":
                found += [f"geomap.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Later":
            found += [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
    return found


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_only_from_rows_above(path: Path) -> None:
    name = _name(path)
    own = name.split(".")[0]
    if own in ("", "__main__"):
        return
    assert own in ROW_OF, f"geomap.{name} has no row"
    for module in _imports(path):
        parts = module.split(".")
        if parts[0] != "geomap" or len(parts) == 1 or parts[1] in (own, "__version__"):
            continue
        assert ROW_OF[parts[1]] < ROW_OF[own], f"geomap.{name} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_heavy_libraries_have_one_home(path: Path) -> None:
    name = _name(path)
    for module in _imports(path):
        homes = HOMES.get(module.split(".")[0])
        assert homes is None or any(name == home or name.startswith(f"{home}.") for home in homes), module


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_nothing_imports_inside_a_function(path: Path) -> None:
    functions = [node for node in ast.walk(_tree(path)) if isinstance(node, ast.FunctionDef | ast.Lambda)]
    inside = [node for function in functions for node in ast.walk(function)]
    assert not [node.lineno for node in inside if isinstance(node, ast.Import | ast.ImportFrom)]


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_fits_in_the_mind(path: Path) -> None:
    """A module is as long as its one subject; beyond this it has two."""
    assert len(_text(path).splitlines()) <= 400
