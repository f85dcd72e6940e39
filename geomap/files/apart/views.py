"""Views of a database that come to no end: asked for before anything reads of them.

A view may be made of itself (a recursive common table expression), and then SQLite goes on computing rows for ever; or
it may be a product of tables, which ends, but nobody waits for it. Of tables there is no more than the file is large.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from time import process_time

from geomap.files.apart.told import ToldError

MOST_SECONDS = 5.0  # of a processor that all rows of a file's views may take to be counted; a million takes one
_STEPS = 20_000  # of SQLite's machine between two looks at the clock
_WITH = re.compile(r"\bwith\b", re.IGNORECASE)
_HINT = "save what it shows as a table"


def require_ends(database: sqlite3.Connection, views: Iterable[tuple[str, str]]) -> None:
    """Raise ToldError where a view, by its name and statement, is made of itself or takes too long to be counted."""
    began = process_time()
    for name, statement in views:
        table = '"' + name.replace('"', '""') + '"'
        if _is_recursive(database, f"SELECT * FROM {table}", statement):
            raise ToldError(f"holds a view, {name}, that is made of itself and may come to no end", _HINT)
        database.set_progress_handler(lambda: process_time() - began > MOST_SECONDS, _STEPS)
        try:
            database.execute(f"SELECT count(*) FROM {table}").fetchone()
        except sqlite3.OperationalError:
            if process_time() - began > MOST_SECONDS:
                text = f"holds a view, {name}, of which not all rows are found within {MOST_SECONDS:g} s"
                raise ToldError(text, _HINT) from None
        finally:
            database.set_progress_handler(None, 0)


def _is_recursive(database: sqlite3.Connection, query: str, statement: str) -> bool:
    """Whether a query of a view goes over rows of its own, as SQLite says; where it cannot say so, as the view may ask
    for functions of GDAL's, whether it may.
    """
    found = []

    def allow(action: int, *_: object) -> int:
        if action == sqlite3.SQLITE_RECURSIVE:
            found.append(action)
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    database.set_authorizer(allow)
    try:
        database.execute(f"EXPLAIN {query}").fetchone()
    except sqlite3.Error:
        return bool(found) or bool(_WITH.search(statement))
    finally:
        database.set_authorizer(None)
    return False
