"""`places.lock.yaml`: which place each name was taken for, beside the config and committed with it.

    places:
      - query:
          name: Donetsk
          country: UA
        geonames_id: 709717
        name: Donetsk
        country: UA
        lat: 48.023
        lon: 37.80224
        gazetteer: GeoNames ...
        date: 2026-07
        remarks: []
        lost:
          - geonames_id: ...

An entry holds for a unit whose query is equal to its own. Its position is used as it stands, so it can be corrected by
hand; what no unit asks for any more, of no config beside it, is left out the next time the file is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from geomap.config.yaml_io import Document, dump_yaml, load_yaml, read_text
from geomap.errors import MOST_PROBLEMS, ConfigError, PlaceError, Problem
from geomap.places.answers import Answer, Candidate, Query
from geomap.places.store import Meta

LOCK_FILE = "places.lock.yaml"
HEADER = """\
# Where each place name of the config is, as `geomap build` found it. Commit this file: it keeps later builds, and those
# of others, at the same positions. A position may be corrected by hand; delete an entry to have it looked up again.
# The build writes it anew: comments by hand are not kept.
"""
_TEXT_KEYS = ("name", "country", "gazetteer", "date")
_KNOWN_KEYS = ("query", "geonames_id", *_TEXT_KEYS, "lat", "lon", "remarks", "lost")
_QUERY_KEYS = ("name", "country", "admin", "near")


@dataclass(frozen=True, slots=True)
class Entry:
    """A query and the place it was taken for. Degrees, WGS 84; `lost` are the other candidates, as they are written."""

    query: Query
    name: str
    country: str
    lat: float
    lon: float
    geonames_id: int | None = None
    gazetteer: str = ""
    date: str = ""
    remarks: tuple[str, ...] = ()
    lost: tuple[dict[str, Any], ...] = ()

    @classmethod
    def of(cls, query: Query, place: Candidate, answer: Answer, meta: Meta) -> Entry:
        """The entry for a place the gazetteer has found."""
        lost = tuple(_lost(candidate) for candidate in answer.candidates if candidate != place)
        return cls(
            query=query,
            name=place.name,
            country=place.country,
            lat=place.lat,
            lon=place.lon,
            geonames_id=place.geonames_id,
            gazetteer=meta.gazetteer,
            date=meta.date,
            remarks=answer.remarks,
            lost=lost,
        )


def read_lock(path: Path) -> dict[Query, Entry]:
    """The entries by their queries; none where there is no file. All that is wrong with it is one PlaceError.

    Nor may it be a link out of its folder: it would be read from there, and then replaced here.
    """
    if not path.exists():
        return {}
    if path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve()):
        raise PlaceError(Problem(file=str(path), text="is a link out of its folder", hint="put the file itself here"))
    try:
        document = load_yaml(read_text(path), str(path))
    except ConfigError as error:
        raise PlaceError(error.problems) from None
    problems = list(islice(_problems(document), MOST_PROBLEMS))
    if problems:
        raise PlaceError(problems)
    entries: dict[Query, Entry] = {}
    for number, entry in enumerate(_entry(row) for row in document.value["places"]):
        if entries.setdefault(entry.query, entry) != entry:
            raise PlaceError(document.problem(("places", number), text="another place for the same query"))
    return entries


def lock_text(entries: Iterable[Entry]) -> str:
    """The file's text: the same for the same entries, in whatever order they come."""
    rows = {_order(entry.query): _row(entry) for entry in entries}
    return HEADER + dump_yaml({"places": [rows[key] for key in sorted(rows)]})


def _order(query: Query) -> tuple[str, str, str, tuple[float, ...]]:
    return query.name, query.country, query.admin, query.near or ()


def _row(entry: Entry) -> dict[str, Any]:
    query: dict[str, Any] = {"name": entry.query.name}
    query |= {key: value for key in ("country", "admin") if (value := getattr(entry.query, key))}
    if entry.query.near:
        query["near"] = {"lat": entry.query.near[0], "lon": entry.query.near[1]}
    row: dict[str, Any] = {
        "query": query,
        "geonames_id": entry.geonames_id,
        "name": entry.name,
        "country": entry.country,
    }
    row |= {"lat": entry.lat, "lon": entry.lon, "gazetteer": entry.gazetteer, "date": entry.date}
    row |= {"remarks": list(entry.remarks)} if entry.remarks else {}
    return row | ({"lost": list(entry.lost)} if entry.lost else {})


def _lost(candidate: Candidate) -> dict[str, Any]:
    row: dict[str, Any] = {"geonames_id": candidate.geonames_id, "name": candidate.name, "country": candidate.country}
    row |= {"admin": candidate.admin} if candidate.admin else {}
    return row | {"lat": candidate.lat, "lon": candidate.lon, "population": candidate.population}


def _entry(row: dict[str, Any]) -> Entry:
    near = row["query"].get("near")
    texts = {key: str(row["query"].get(key) or "") for key in ("name", "country", "admin")}
    return Entry(
        query=Query(**texts, near=(float(near["lat"]), float(near["lon"])) if near else None),
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        geonames_id=row.get("geonames_id"),
        remarks=tuple(row.get("remarks") or ()),
        lost=tuple(row.get("lost") or ()),
        **{key: str(row.get(key) or "") for key in _TEXT_KEYS},
    )


def _problems(document: Document) -> Iterable[Problem]:
    """What keeps the file from being used, each with its place."""
    value = document.value
    if not isinstance(value, dict) or not isinstance(value.get("places"), list):
        yield document.problem((), expected="a list `places`", hint="delete the file to have it written anew")
        return
    for number, row in enumerate(value["places"]):
        path: tuple[str | int, ...] = ("places", number)
        if not isinstance(row, dict):
            yield document.problem(path, got=document.got(path), expected="an entry with `query`, `lat` and `lon`")
            continue
        yield from _unknown_keys(document, path, row, _KNOWN_KEYS)
        yield from _position_problems(document, path, row)
        yield from _query_problems(document, (*path, "query"), row.get("query"))
        yield from _shape_problems(document, path, row)


def _query_problems(document: Document, path: tuple[str | int, ...], query: Any) -> Iterable[Problem]:
    if not isinstance(query, dict) or not isinstance(query.get("name"), str) or not query["name"].strip():
        yield document.problem(path, got=document.got(path), expected="the place asked for, as `name: ...`")
        return
    yield from _unknown_keys(document, path, query, _QUERY_KEYS)
    for key in ("name", "country", "admin"):
        yield from _text_problems(document, (*path, key), query.get(key))
    if query.get("near") is not None:
        yield from _position_problems(document, (*path, "near"), query["near"])


def _position_problems(document: Document, path: tuple[str | int, ...], row: Any) -> Iterable[Problem]:
    for key, most in (("lat", 90), ("lon", 180)):
        value = row.get(key) if isinstance(row, dict) else None
        if isinstance(value, bool) or not isinstance(value, int | float) or not -most <= value <= most:
            at = (*path, key)
            yield document.problem(at, got=document.got(at), expected=f"degrees from -{most} to {most}")


def _shape_problems(document: Document, path: tuple[str | int, ...], row: dict[str, Any]) -> Iterable[Problem]:
    expected = {"geonames_id": (int, "a number"), "remarks": (list, "a list"), "lost": (list, "a list")}
    for key, (kind, words) in expected.items():
        if row.get(key) is not None and (not isinstance(row[key], kind) or isinstance(row[key], bool)):
            yield document.problem((*path, key), got=document.got((*path, key)), expected=words)
    for key in _TEXT_KEYS:
        yield from _text_problems(document, (*path, key), row.get(key))
    for number, remark in enumerate(row["remarks"] if isinstance(row.get("remarks"), list) else ()):
        yield from _text_problems(document, (*path, "remarks", number), remark)


def _text_problems(document: Document, path: tuple[str | int, ...], value: Any) -> Iterable[Problem]:
    if value is not None and not (isinstance(value, str) and value.isprintable()):
        yield document.problem(path, got=document.got(path), expected="a text of one line without control characters")


def _unknown_keys(
    document: Document, path: tuple[str | int, ...], row: dict[str, Any], known: tuple[str, ...]
) -> Iterable[Problem]:
    for key in row:
        if key not in known:
            yield document.problem((*path, key), got=f"an unknown key `{key}`", expected=", ".join(known))
