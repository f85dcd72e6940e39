"""Broken files of right ones: their bytes, their text and their values cut, doubled, replaced or swapped."""

from __future__ import annotations

import io
import json
import random
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pyarrow
import pyarrow.parquet

from tests.fuzzing.seeds import members, packed

TOKENS = [
    *(b"NO ~ [] {} 1e400 -1 .nan .inf 010 true unknown *s &s << | > - : , # ? % @ \x00 \xff \xfe 12,000".split(b" ")),
    *(b"\n", b"\t", b"  ", b'"', b"'", b"../", b"\x1b[31m", b"\xef\xbb\xbf", b"9" * 400, b"[" * 60, b"null", b"NaN"),
    *(b"2022-02-30", "\u202e".encode(), b"<script>", b"=1+1", b";", b'{"type":"Point"}', b"place: x\n", b"9" * 5000),
]
WORDS = [
    *("0", "1", "-1", "3", "1.5", "1e3", "1e308", "1e400", "-0.0", ".nan", ".inf", "010", "0x10", "true", "null", "~"),
    *("NO", "unknown", "{}", "[]", "[[]]", "{a: 1}", "*a", "&a", "none", "all", "9" * 18, "9" * 400, '""', '" "'),
    *("'12,000'", "2022-01-12", "2022-02-30", "0001-01-01", "9999-12-31", "2022-01-12T10:00:00Z", "{min: 1, max: 2}"),
    *("{about: 5}", "{lat: 90, lon: 180}", "{lat: -90, lon: -180}", "[170, -10, -170, 20]", "[-180, -90, 180, 90]"),
    *("[0, 0, 0.001, 0.001]", "Łódź", "Киев", "北京", "مصر", "\u202eabc", '"<b>&amp;"', "../x", "a/b", "x" * 70),
    *("'" + "long word " * 90 + "'", "[a, b]", "[1, 2]", '"$\\\\frac{1}{2}$"', "100mm", "5000", "200", "199", '"\\0"'),
    *('"\\ud800"', "un", "wide", "1 000", "½", "٣", "x;y", "A1", "NaN"),
]
VALUES: list[Any] = [
    *(None, True, 0, -1, 180, 181, 90.0001, 6e6, 1e308, float("nan"), float("inf"), 10**30, "", " ", "x", "\0"),
    *("\ud800", [], {}, [[]], [None], [1, 2], {"type": "Point"}, {"type": "Point", "coordinates": []}, "12,000"),
    *("2022-02-30", "<b>", "Polygon", "FeatureCollection", "=1+1", [[37, 47], [37, 47]]),
    *([[37, 47], [38, 47], [39, 47], [37, 47]], [[[37, 47], [38, 47], [39, 47], [37, 47]]]),
]
_CELLS: list[Any] = [
    *(None, True, 0, 1e308, float("nan"), float("inf"), 2**63 - 1, "", "x", "\0", b"", b"\x01\x02", [], [1], {"a": 1}),
    *(Decimal("1.5"), datetime(2022, 1, 12, 10), datetime(1, 1, 1, tzinfo=UTC), timedelta(1)),
]
_VALUE = re.compile(r"(?<=: )[^\n,{}\[\]]+")
_PAIR = re.compile(r"([\w ]+): ([^\n,{}\[\]]+|\{[^\n{}]*\}|\[[^\n\[\]]*\])")
_KEY = re.compile(r"[\w ]+(?=:)")
_NUMBER = re.compile(r"-?\d+\.?\d*")
_CELL = re.compile(r"[^,;\n]*")
_XML = re.compile(r"(?<=>)[^<>]+(?=<)|(?<==\")[^\"]*(?=\")")
_TAG = re.compile(r"</?[\w:]+[^<>]*>")


def spoilt(chance: random.Random, suffix: str, seeds: list[bytes]) -> bytes:
    """A broken file with the name's end, of one of the seeds."""
    data = chance.choice(seeds)
    if chance.random() < 0.1:
        return _bytes(chance, data, seeds)
    data = _SPOILT[suffix](chance, data, seeds)
    if chance.random() < 0.03:
        data = _encoded(chance, data)
    return data


def _bytes(chance: random.Random, data: bytes, seeds: list[bytes]) -> bytes:
    """Some places cut, doubled, replaced, or taken from another seed; some files truncated."""
    for _ in range(chance.choice((1, 1, 2, 6))):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((0, 0, 1, 3, 12, 60)))
        other = chance.choice(seeds)
        at = chance.randrange(len(other) + 1)
        put = chance.choice((b"", data[start:end] * 2, chance.choice(TOKENS), chance.randbytes(2), other[at : at + 40]))
        data = data[:start] + put + data[end:]
    return data[: chance.randrange(len(data) + 1)] if chance.random() < 0.1 else data


def _encoded(chance: random.Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    encoding = chance.choice(("utf-16", "utf-16-be", "utf-32", "latin-1", "cp1251", "utf-8-sig"))
    return text.encode(encoding, "replace")


def _text(*patterns: re.Pattern[str]) -> Callable[[random.Random, bytes, list[bytes]], bytes]:
    """Makes a text in which lines, or what fits a pattern, are replaced by odd words or what fits it elsewhere."""

    def spoil(chance: random.Random, data: bytes, seeds: list[bytes]) -> bytes:
        text = data.decode("utf-8", "surrogateescape")
        other = chance.choice(seeds).decode("utf-8", "surrogateescape")
        for _ in range(chance.choice((1, 1, 1, 1, 2, 4))):
            ways = (_like, _put, _put, _put, _lines) if patterns[0] is _VALUE else (_put, _put, _put, _lines)
            text = chance.choice(ways)(chance, text, other, patterns)
        return text.encode("utf-8", "surrogateescape")

    return spoil


def _put(chance: random.Random, text: str, other: str, patterns: tuple[re.Pattern[str], ...]) -> str:
    pattern = chance.choice(patterns)
    places = list(pattern.finditer(text))
    if not places:
        return text
    place = chance.choice(places)
    elsewhere = pattern.findall(other) or [""]
    put = chance.choice(WORDS) if chance.random() < 0.4 else chance.choice(elsewhere)
    return (
        text[: place.start()]
        + put.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
        + text[place.end() :]
    )


def _like(chance: random.Random, text: str, other: str, _: object) -> str:
    """A value of another file put under a key of the same name, or under one near it."""
    places, there = list(_PAIR.finditer(text)), list(_PAIR.finditer(other))
    if not places or not there:
        return text
    place = chance.choice(places)
    same = [pair[2] for pair in there if pair[1] == place[1]]
    if same:
        return text[: place.start(2)] + chance.choice(same) + text[place.end(2) :]
    join = ", " if text[place.end() : place.end() + 1] in (",", "}") else "\n"
    return text[: place.start()] + chance.choice(there)[0] + join + text[place.start() :]


def _lines(chance: random.Random, text: str, other: str, _: object) -> str:
    lines, others = text.split("\n"), other.split("\n")
    at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(to, lines[at])
        case 2:
            lines[at], lines[to] = lines[to], lines[at]
        case 3:
            lines.insert(at, chance.choice(others))
        case _:
            lines[at] = " " * chance.randrange(5) + lines[at].lstrip()
    return "\n".join(lines)


def _json(chance: random.Random, data: bytes, seeds: list[bytes]) -> bytes:
    """Values of JSON replaced, removed, doubled, wrapped or moved."""
    tree = [json.loads(data)]
    for _ in range(chance.choice((1, 1, 2, 4))):
        holders = list(_holders(tree))
        holder, key = chance.choice(holders)
        match chance.randrange(6):
            case 0 | 1:
                holder[key] = deepcopy(chance.choice(VALUES))
            case 2 if holder is not tree:
                del holder[key]
            case 3 if isinstance(holder, list):
                holder.insert(key, holder[key])
            case 4:
                holder[key] = [holder[key]]
            case _:
                there, at = chance.choice(holders)
                with suppress(LookupError):
                    holder[key] = json.loads(json.dumps(there[at]))
    return json.dumps(tree[0]).encode()


def _holders(tree: Any) -> Any:
    """Every place in the tree that holds a value: its list or mapping, and the index or key."""
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in list(inner):
        yield tree, key
        yield from _holders(value)


def _zip(chance: random.Random, data: bytes, seeds: list[bytes]) -> bytes:
    """A member of an archive broken, doubled or left out."""
    parts = list(members(data).items())
    at = chance.randrange(len(parts))
    name, content = parts[at]
    match chance.randrange(8):
        case 0:
            del parts[at]
        case 1:
            parts.append((chance.choice(("../x.kml", "/x.kml", "xl/workbook.xml", name.upper())), content))
        case 2:
            parts[at] = (name, _bytes(chance, content, [content]))
        case _:
            parts[at] = (name, _text(_XML, _XML, _TAG)(chance, content, [part for _, part in parts]))
    return packed(parts)


def _gpkg(chance: random.Random, data: bytes, seeds: list[bytes]) -> bytes:
    """Cells of a GeoPackage's tables, geometries and reference systems included, changed as a database would."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(data)
        database.execute("PRAGMA writable_schema = ON")
        database.execute("DELETE FROM sqlite_master WHERE type = 'trigger'")
        database.execute("PRAGMA writable_schema = RESET")
        names = [
            row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        for _ in range(chance.choice((1, 1, 2, 4))):
            with suppress(sqlite3.Error, OverflowError, IndexError):  # no such table or row any more
                _change_cells(chance, database, chance.choice(names))
        database.commit()
        return database.serialize()


def _change_cells(chance: random.Random, database: sqlite3.Connection, table: str) -> None:
    columns = [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]
    column = chance.choice(columns)
    row = chance.choice(database.execute(f'SELECT rowid, "{column}" FROM "{table}" ORDER BY rowid').fetchall())
    value: Any = chance.choice([None, 0, -1, 1e308, 10**15, "", "x", b"", b"GP\x00\x01", *WORDS])
    if isinstance(row[1], bytes) and chance.random() < 0.8:
        value = _bytes(chance, row[1], [row[1]])
    match chance.randrange(8):
        case 0:
            database.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (row[0],))
        case 1:
            database.execute(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
        case 2:
            database.execute(f'DROP TABLE "{table}"')
        case _:
            database.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (value, row[0]))


def _parquet(chance: random.Random, data: bytes, seeds: list[bytes]) -> bytes:
    """A column of another type, or other words about the geometries."""
    table = pyarrow.parquet.read_table(io.BytesIO(data))
    about = dict(table.schema.metadata or {})
    if b"geo" in about and chance.random() < 0.5:
        about[b"geo"] = (
            _json(chance, about[b"geo"], []) if chance.random() < 0.9 else _bytes(chance, about[b"geo"], [b"{}"])
        )
        table = table.replace_schema_metadata(about)
    else:
        at = chance.randrange(table.num_columns)
        cells = [chance.choice(_CELLS)] * len(table)
        table = table.set_column(at, table.column_names[at], pyarrow.array(cells, from_pandas=False))
    written = io.BytesIO()
    pyarrow.parquet.write_table(table, written)
    return written.getvalue()


_yaml = _text(_VALUE, _VALUE, _KEY, _NUMBER)
_csv = _text(_CELL, _CELL, _NUMBER)
_xml = _text(_XML, _XML, _TAG, _NUMBER)
_SPOILT: dict[str, Callable[[random.Random, bytes, list[bytes]], bytes]] = {
    ".yaml": _yaml,
    ".csv": _csv,
    ".geojson": _json,
    ".json": _json,
    ".kml": _xml,
    ".kmz": _zip,
    ".xlsx": _zip,
    ".gpkg": _gpkg,
    ".parquet": _parquet,
    ".ttf": _bytes,
}
