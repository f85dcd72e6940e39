"""A command loads only what it uses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.tables.files import write_geopackage

ROOT = Path(__file__).parents[1]
DRAWING = {"matplotlib", "PIL", "folium", "pandas", "geopandas", "pyproj", "fontTools", "uharfbuzz"}
COUNTING = {"numpy", "shapely", "babel", "rapidfuzz"}
SAHEL = "tests/scenes/sahel/config.yaml"
CODE = """\
import sys
from geomap.cli import main
try:
    main(sys.argv[1:])
finally:
    print("loaded", *sys.modules)
"""


def loaded_by(*arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", CODE, *arguments], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    )
    return set(done.stdout.rpartition("loaded ")[2].split())


@pytest.mark.parametrize(
    ("arguments", "spared"),
    [
        (("--help",), DRAWING | COUNTING | {"pydantic", "yaml", "geomap.pipeline.build"}),
        (("build", "--help"), DRAWING | COUNTING | {"pydantic", "yaml", "geomap.pipeline.build"}),
        (("validate",), DRAWING | COUNTING | {"geomap.pipeline.build", "geomap.places.gazetteer"}),
        (("build", "--only", "geojson", "--locked", "--out"), {"folium", "pandas", "geopandas"}),
        (
            ("build", "tests/scenes/sahel/config.yaml", "--only", "html", "--locked", "--out"),
            {"folium", "pandas", "geopandas"},
        ),
    ],
    ids=["help", "build --help", "validate", "build geojson", "build html"],
)
def test_a_command_loads_only_what_it_uses(arguments: tuple[str, ...], spared: set[str], tmp_path: Path) -> None:
    out = (str(tmp_path),) if arguments[-1] == "--out" else ()
    assert not loaded_by(*arguments, *out) & spared


def test_the_end_of_a_command_does_not_look_through_its_memory() -> None:
    """What is frozen is not: freeing object by object would be a seventh of a small build."""
    code = f"import atexit, gc\natexit.register(lambda: print('frozen', gc.get_freeze_count()))\n{CODE}"
    done = subprocess.run(
        [sys.executable, "-c", code, "schema"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert int(done.stdout.rpartition("frozen ")[2]) > 10_000


def test_a_table_in_parquet_is_read_without_pandas(tmp_path: Path) -> None:
    columns = {"id": ["gao"], "lat": [16.27], "lon": [-0.04], "troops": [900]}
    parquet.write_table(pa.table(columns), tmp_path / "units.parquet")
    config = tmp_path / "config.yaml"
    config.write_text("units_from: units.parquet\nview: {bounds: [-3, 15, 3, 19]}\n", "utf-8")
    libraries = {"pandas", "pyarrow.dataset", "pyarrow.parquet", "pyarrow._parquet"}
    assert not loaded_by("build", str(config), "--only", "geojson") & libraries


def test_what_gdal_reads_is_read_without_it(tmp_path: Path) -> None:
    write_geopackage(tmp_path / "layers.gpkg")
    config = tmp_path / "config.yaml"
    layer = "{kind: area, role: control, file: layers.gpkg, layer: zones}"
    config.write_text(f"view: {{bounds: [-3, 15, 3, 19]}}\nlayers: [{layer}]\n", "utf-8")
    assert not loaded_by("validate", str(config)) & {"pandas", "geopandas", "pyogrio", "pyproj"}


def test_a_page_of_very_many_units_loads_no_library_that_draws(tmp_path: Path) -> None:
    columns = {"id": [f"u{number}" for number in range(5001)], "lat": [16.27] * 5001, "lon": [-0.04] * 5001}
    parquet.write_table(pa.table(columns), tmp_path / "units.parquet")
    config = tmp_path / "config.yaml"
    config.write_text("units_from: units.parquet\nview: {bounds: [-3, 15, 3, 19]}\n", "utf-8")
    loaded = loaded_by("build", str(config), "--only", "html")
    assert not loaded & {"folium", "pandas"}
