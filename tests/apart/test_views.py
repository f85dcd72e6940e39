"""Views of a database that come to no end are told within seconds; those that tools write are read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from geomap.errors import LayerError
from geomap.files.apart import views
from geomap.files.apart.elsewhere import require_alone
from geomap.files.apart.told import ToldError
from geomap.pipeline.validate import validate

_COUNT = "c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
_TILE = "1 AS zoom_level, 0 AS tile_column, 0 AS tile_row"
ENDLESS = {
    "recursive": f"WITH RECURSIVE {_COUNT} SELECT {_TILE}, x AS tile_data FROM c",
    "without the word": f"WITH {_COUNT} SELECT {_TILE}, x AS tile_data FROM c",
    "in a cell": f"SELECT {_TILE}, (WITH {_COUNT} SELECT max(x) FROM c) AS tile_data",
    "with what only GDAL has": f"WITH {_COUNT} SELECT ST_Buffer(x, 1) AS tile_data FROM c",
}
TOOLS = """
    CREATE TABLE map (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_id TEXT);
    CREATE TABLE images (tile_id TEXT, tile_data BLOB);
    CREATE UNIQUE INDEX of_images ON images (tile_id);
    CREATE VIEW tiles AS SELECT map.zoom_level, map.tile_column, map.tile_row, images.tile_data FROM map
        JOIN images ON images.tile_id = map.tile_id;
"""


def database(path: Path, script: str) -> Path:
    with closing(sqlite3.connect(path)) as made:
        made.executescript(f"CREATE TABLE metadata (name TEXT, value TEXT); {script}")
    return path


@pytest.mark.parametrize("how", ENDLESS)
@pytest.mark.parametrize("suffix", [".mbtiles", ".gpkg"])
def test_a_view_of_itself_is_refused_at_once(tmp_path: Path, how: str, suffix: str) -> None:
    file = database(tmp_path / f"t{suffix}", f"CREATE VIEW tiles AS {ENDLESS[how]};")
    with pytest.raises(ToldError) as caught:
        require_alone(file)
    assert caught.value.text == "holds a view, tiles, that is made of itself and may come to no end"
    assert caught.value.hint == "save what it shows as a table"


def test_a_product_of_tables_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_SECONDS", 0.2)
    rows = ",".join(f"({number})" for number in range(400))
    many = f"CREATE TABLE t (x); INSERT INTO t VALUES {rows}; CREATE VIEW v AS SELECT a.x FROM t a, t b, t c, t d, t e;"
    with pytest.raises(ToldError, match=r"^holds a view, v, of which not all rows are found within 0\.2 s"):
        require_alone(database(tmp_path / "t.gpkg", many))


def test_views_that_tools_write_are_read(tmp_path: Path) -> None:
    require_alone(database(tmp_path / "t.mbtiles", TOOLS))
    require_alone(database(tmp_path / "t.gpkg", "CREATE VIEW v AS SELECT ST_Area(value) FROM metadata;"))


def test_a_map_tells_it_in_a_line(tmp_path: Path) -> None:
    database(tmp_path / "t.mbtiles", f"CREATE VIEW tiles AS {ENDLESS['recursive']};")
    (tmp_path / "map.yaml").write_text("view: {bounds: [1, 2, 3, 4]}\nground: {files: [t.mbtiles]}\n", "utf-8")
    with pytest.raises(LayerError, match=r"map\.yaml:2:18: .*t\.mbtiles holds a view, tiles, that is made of itself"):
        validate(tmp_path / "map.yaml")
