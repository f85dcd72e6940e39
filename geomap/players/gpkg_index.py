"""The spatial index of a GeoPackage's table (OGC 12-128r18, annex F.3): an R-tree of boxes, and what keeps it true."""

from __future__ import annotations

import sqlite3
from typing import Any

_INSERT = "INSERT OR REPLACE INTO {tree} VALUES (NEW.fid, {box})"
_BOX = ", ".join(f"ST_{end}(NEW.geom)" for end in ("MinX", "MaxX", "MinY", "MaxY"))
_REMOVE = "DELETE FROM {tree} WHERE id = OLD.fid"
_THERE = "(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))"
_NOT_THERE = "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))"
_TRIGGERS = {  # by the names that the standard gives them
    "insert": f"AFTER INSERT ON {{table}} WHEN {_THERE} BEGIN {_INSERT}; END",
    "update1": f"AFTER UPDATE OF geom ON {{table}} WHEN OLD.fid = NEW.fid AND {_THERE} BEGIN {_INSERT}; END",
    "update2": f"AFTER UPDATE OF geom ON {{table}} WHEN OLD.fid = NEW.fid AND {_NOT_THERE} BEGIN {_REMOVE}; END",
    "update3": f"AFTER UPDATE ON {{table}} WHEN OLD.fid != NEW.fid AND {_THERE} BEGIN {_REMOVE}; {_INSERT}; END",
    "update4": f"AFTER UPDATE ON {{table}} WHEN OLD.fid != NEW.fid AND {_NOT_THERE} "
    "BEGIN DELETE FROM {tree} WHERE id IN (OLD.fid, NEW.fid); END",
    "delete": f"AFTER DELETE ON {{table}} WHEN OLD.geom NOT NULL BEGIN {_REMOVE}; END",
}
_SAID = ("geom", "gpkg_rtree_index", "http://www.geopackage.org/spec120/#extension_rtree", "write-only")


def index(database: sqlite3.Connection, table: str, boxes: Any) -> None:
    """Index a table whose rows are numbered from 1; `boxes` has a row of west, south, east, north for each.

    A SQLite that has no R-trees writes the table without an index: it is slower to search, and as valid.
    """
    if not database.execute("SELECT 1 FROM pragma_module_list WHERE name = 'rtree'").fetchone():
        return
    tree = f"rtree_{table}_geom"
    database.execute(f"CREATE VIRTUAL TABLE {tree} USING rtree(id, minx, maxx, miny, maxy)")
    rows = ((number, w, e, s, n) for number, (w, s, e, n) in enumerate(boxes.tolist(), 1))
    database.executemany(f"INSERT INTO {tree} VALUES (?, ?, ?, ?, ?)", rows)
    for name, does in _TRIGGERS.items():
        database.execute(f"CREATE TRIGGER {tree}_{name} {does.format(table=table, tree=tree, box=_BOX)}")
    database.execute("INSERT INTO gpkg_extensions VALUES (?, ?, ?, ?, ?)", (table, *_SAID))
