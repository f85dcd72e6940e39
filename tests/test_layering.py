"""The contracts of import in pyproject.toml hold, for what is loaded later too; and other habits of the house."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "geomap"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
HOMES = {  # heavy libraries
    "yaml": {"config"},
    "pyproj": {
        "layout.view.crs",
        "diff.distance",
        "files.apart.gdal",
        "files.apart.ground_relief",
        "kinds.geodesic",
        "tables.plain.grids",
    },
    "folium": {"players.html.shell"},
    "matplotlib": {"players.png", "players.pdf", "players.searchable", "players.raster", "fonts"},
    "geopandas": {"files.apart.gdal"},
    "openpyxl": {"tables.excel", "tables.workbook"},
    "click": {"cli"},
    "imageio_ffmpeg": {"players.moving.video"},
    "importlib": {"loading", "plugins"},
    "uharfbuzz": {"fonts"},
    "bidi": {"fonts.bidi"},
    "fontTools": {"fonts"},
    "distributed": {"pipeline.cluster.client"},
    "pyarrow": {"tables.aggregation", "files.apart.parquet", "players.parquet", "tables.parquet"},
    "platformdirs": {"files.state"},
    "xyzservices": {"config.tiles"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


_TELLING = (ast.Import, ast.ImportFrom, ast.Call, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def _nodes(path: Path) -> tuple[ast.AST, ...]:
    """Parsed and walked once, of whatever a test asks; half a million in all, but for those that say nothing."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return tuple(node for node in ast.walk(tree) if isinstance(node, _TELLING))


def _imports(path: Path) -> Iterator[str]:
    for node in _nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
        yield from _later(node)


def _later(node: ast.AST) -> Iterator[str]:
    """What `Later("geomap.x")` and `load("geomap.x:y")` import when it is first used."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Later", "load"):
        named = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        yield from (name.partition(":")[0] for name in named if isinstance(name, str))


def _floors(contract: dict[str, list[str]]) -> dict[str, int]:
    """Of a contract of layers, the number of each one's floor, from the top."""
    return {name: number for number, row in enumerate(contract["layers"]) for name in re.split(r" [|:] ", row)}


def test_the_contracts_of_import_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    said = subprocess.run([program, "--no-cache"], cwd=ROOT, check=False, capture_output=True, encoding="utf-8")
    assert said.returncode == 0, said.stdout


@pytest.mark.parametrize("contract", [contract for contract in CONTRACTS if contract["type"] == "layers"])
def test_what_is_loaded_later_is_of_a_floor_below(contract: dict[str, list[str]]) -> None:
    floors, within = _floors(contract), contract["containers"][0]
    wrong = []
    for path in MODULES:
        name = f"geomap.{_name(path)}".removeprefix(f"{within}.").split(".")[0]
        for module in (module for node in _nodes(path) for module in _later(node)):
            other = module.removeprefix(f"{within}.").split(".")[0]
            if name in floors and other in floors and name != other and floors[other] <= floors[name]:
                wrong.append(f"{path.relative_to(PACKAGE)} loads {module}")
    assert wrong == []


def test_heavy_libraries_have_one_home() -> None:
    strange = []
    for path in MODULES:
        name = _name(path)
        for module in _imports(path):
            homes = HOMES.get(module.split(".")[0])
            if homes is not None and not any(name == home or name.startswith(f"{home}.") for home in homes):
                strange.append(f"{name} imports {module}")
    assert strange == []


def test_nothing_imports_inside_a_function() -> None:
    inside = []
    for path in MODULES:
        if not any(isinstance(node, ast.Import | ast.ImportFrom) and node.col_offset for node in _nodes(path)):
            continue  # to walk through all functions takes as long as all else here
        functions = [node for node in _nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        nodes = [node for function in functions for node in ast.walk(function)]
        inside += [(_name(path), node.lineno) for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    assert inside == []


def test_a_module_fits_in_the_mind() -> None:
    """A module is as long as its one subject; beyond this it has two."""
    assert [_name(path) for path in MODULES if len(path.read_text("utf-8").splitlines()) > 400] == []


DRAWN = {"Marks", "DrawnMarks", "Joined", "Sized", "_Made"}  # on a page: beside them there are tuples of single marks


def test_nobody_asks_what_kind_of_rows_there_are() -> None:
    """Few records and very many columns answer the same questions."""
    bases = {
        node.name: {name for base in node.bases for name in _names(base)}
        for path in MODULES
        for node in _nodes(path)
        if isinstance(node, ast.ClassDef)
    }
    kinds = {"Rows", "OnDemand"}
    while more := {name for name, own in bases.items() if own & kinds} - kinds:
        kinds |= more
    assert {"Records", "Alike", "Spots", "Ways", "Likewise", *DRAWN} <= kinds
    asked = [
        (_name(path), node.lineno)
        for path in MODULES
        for node in _nodes(path)
        if isinstance(node, ast.Call) and _names(node.func) & {"isinstance", "issubclass", "type"}
        if (kinds - DRAWN) & {name for argument in node.args for name in _names(argument)}
    ]
    assert asked == []


def _names(node: ast.AST) -> set[str]:
    """The names in an expression, of attributes the last part too."""
    parts = [part for part in ast.walk(node) if isinstance(part, ast.Name | ast.Attribute)]
    return {part.id if isinstance(part, ast.Name) else part.attr for part in parts}
