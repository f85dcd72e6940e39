from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geomap.config.loader import config_from_text
from geomap.errors import PlaceError
from geomap.facts import Place
from geomap.gate import published
from geomap.pipeline.validate import validate
from geomap.places import gazetteer
from geomap.places.answers import Answer
from geomap.places.locate import MOST_NOT_FOUND, Located, locate
from geomap.places.lock import LOCK_FILE

UNITS = """
name: test
units:
  - {place: Luhansk, country: UA}
  - {place: Донецьк}
  - {id: depot, label: Depot, at: {lat: 48.1, lon: 39.2}}
  - {place: Luhansk, id: elsewhere, at: {lat: 1, lon: 2}}
"""


def located(folder: Path, text: str = UNITS, *, locked: bool = False) -> Located:
    return locate(config_from_text(text, str(folder / "config.yaml")), locked=locked)


def places(found: Located) -> list[Place]:
    return [row.place for row in found.rows]


def refused(folder: Path, text: str, *, locked: bool = False) -> PlaceError:
    with pytest.raises(PlaceError) as raised:
        located(folder, text, locked=locked)
    return raised.value


def test_typed_coordinates_win_and_names_are_looked_up(tmp_path: Path) -> None:
    found = places(located(tmp_path))
    assert [(place.lat, place.lon, place.found_by) for place in found] == [
        (48.56814, 39.30553, "gazetteer"),
        (48.023, 37.80224, "gazetteer"),
        (48.1, 39.2, "coordinates"),
        (1.0, 2.0, "coordinates"),
    ]


def test_the_name_stays_the_users(tmp_path: Path) -> None:
    names = {place.name for place in places(located(tmp_path))}
    assert {"Luhansk", "Донецьк"} <= names


def test_nothing_is_written(tmp_path: Path) -> None:
    located(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_pinned_places_are_the_same_places_and_the_same_lock(tmp_path: Path) -> None:
    first = located(tmp_path)
    (tmp_path / LOCK_FILE).write_text(first.lock, "utf-8")
    assert located(tmp_path, locked=True) == first


def test_a_position_corrected_by_hand_is_kept(tmp_path: Path) -> None:
    (tmp_path / LOCK_FILE).write_text(located(tmp_path).lock.replace("48.56814", "48.6"), "utf-8")
    again = located(tmp_path)
    assert places(again)[0].lat == 48.6
    assert "lat: 48.6\n" in again.lock


def test_an_entry_is_reused_only_for_an_equal_query_and_dropped_when_unasked(tmp_path: Path) -> None:
    (tmp_path / LOCK_FILE).write_text(located(tmp_path).lock, "utf-8")
    changed = UNITS.replace("Luhansk, country: UA", "Luhansk")
    assert "“Luhansk” is not in places.lock.yaml" in str(refused(tmp_path, changed, locked=True))
    assert located(tmp_path, changed).lock.count("name: Luhansk\n    geonames_id") == 1


def test_a_locked_build_looks_nothing_up(tmp_path: Path) -> None:
    problems = refused(tmp_path, UNITS, locked=True).problems
    assert [problem.path for problem in problems] == ["units[0].place", "units[1].place"]
    assert all("--locked" in problem.hint for problem in problems)


def test_a_map_without_names_needs_no_lock(tmp_path: Path) -> None:
    text = "name: test\nunits:\n  - {id: depot, label: Depot, at: {lat: 48.1, lon: 39.2}}\n"
    assert located(tmp_path, text, locked=True).lock == ""


def test_every_problem_is_told_at_its_line(tmp_path: Path) -> None:
    text = "name: test\nunits:\n  - {place: Rostov, country: RU}\n  - {place: Luhansk}\n  - {place: Xanadugrad}\n"
    problems = refused(tmp_path, text).problems
    assert [(problem.line, problem.path) for problem in problems] == [(3, "units[0].place"), (5, "units[2].place")]
    assert "did you mean" in problems[1].hint


def test_the_lines_an_ambiguous_place_offers_settle_it(tmp_path: Path) -> None:
    text = "name: test\nunits:\n  - place: Rostov\n    country: RU\n"
    hint = refused(tmp_path, text).problems[0].hint
    assert "# Rostov-on-Don, Rostov Oblast, RU, 1,130,305 people" in hint
    blocks = hint.split("    # ")[1:]
    found = {
        places(located(tmp_path, f"name: test\nunits:\n  - place: Rostov\n{pasted(block)}"))[0] for block in blocks
    }
    assert sorted(round(place.lat, 1) for place in found) == [47.2, 57.2]


def test_a_position_is_offered_where_no_hint_can_tell(tmp_path: Path) -> None:
    hint = refused(tmp_path, "name: test\nunits:\n  - {place: Buenaventura, country: CO}\n").problems[0].hint
    assert "at:\n      lat: " in hint


def test_remarks_on_what_was_found_are_warnings_and_stay_in_the_lock(tmp_path: Path) -> None:
    result = located(tmp_path, "name: test\nunits:\n  - {place: Simferopol, country: RU}\n")
    assert [(warning.severity, warning.path) for warning in result.warnings] == [("warning", "units[0].place")]
    assert "GeoNames lists Simferopol in UA, not in RU" in result.lock


def pasted(block: str) -> str:
    return "\n".join(block.splitlines()[1:]) + "\n"


HIDDEN = """
units:
  - {place: Luhansk, country: UA}
  - {place: Oslo, country: "NO", embargo_until: 2022-03-01}
  - {place: Luhansk, country: UA, id: b, label: B, embargo_until: 2022-03-01}
  - {place: Trondheim, at: {lat: 60.4, lon: 5.3}, embargo_until: 2022-03-01}
"""


def test_what_only_embargoed_units_ask_for_is_in_no_lock_file(tmp_path: Path) -> None:
    config = config_from_text(HIDDEN, str(tmp_path / "config.yaml"))
    whole = (
        locate(config).lock
        + locate(config_from_text("units: [{place: Trondheim}]", str(tmp_path / "config.yaml"))).lock.partition(
            "places:\n"
        )[2]
    )
    (tmp_path / LOCK_FILE).write_text(whole, "utf-8")
    names = [place.name for place in places(locate(config))]
    assert names == ["Luhansk", "Oslo", "Luhansk", "Trondheim"]
    lock = locate(published(config, date(2022, 2, 1))).lock
    assert ("Oslo" in lock, "Luhansk" in lock, "Trondheim" in lock) == (False, True, False)
    lock = locate(published(config, date(2022, 3, 1))).lock
    assert ("Oslo" in lock, "Luhansk" in lock, "Trondheim" in lock) == (True, True, False)


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("place: Rostov, country: RU", "“Rostov” can be any of 2 places; put with the unit\n    # Rostov-on-Don, "),
        ("place: Oleksandrivka, country: UA", "“Oleksandrivka” can be any of 10 places or more; put with the unit\n"),
        (
            "place: Donetsk, near: {lat: 0, lon: 0}",
            "places called “Donetsk” are in RU, UA, none within 100 km of 0.0, 0.0; did you mean Donetsk, Donetsk "
            "Oblast, UA; Donetsk, Rostov Oblast, RU? or put its position: at: {lat: ..., lon: ...}",
        ),
    ],
)
def test_what_is_said_of_a_name_that_is_not_placed(tmp_path: Path, unit: str, said: str) -> None:
    told = str(refused(tmp_path, f"units:\n  - {{{unit}}}\n"))
    assert told.startswith(f"{tmp_path / 'config.yaml'}:2:13: units[0].place: {said}")


def test_what_is_said_of_a_name_that_no_lock_file_holds(tmp_path: Path) -> None:
    said = f"“Oslo” is not in {LOCK_FILE}; run `geomap build` without --locked and commit {LOCK_FILE}"
    told = str(refused(tmp_path, "units:\n  - {place: Oslo}\n", locked=True))
    assert told == f"{tmp_path / 'config.yaml'}:2:13: units[0].place: {said}"


EDITED = [
    ("{place: Luhansk, country: UA}", "lat: 48.56814", "lat: 54.7",
     "units[0].place: “Luhansk” in places.lock.yaml lies 682 km from every place of that name in UA"),
    ("{place: Luhansk, country: UA}", "country: UA\n    lat", "country: RU\n    lat",
     "units[0].place: “Luhansk” in places.lock.yaml is not in UA, but in RU"),
    ("{place: Luhansk}", "country: UA\n    lat: 48.56814", "country: FR\n    lat: 54.7",
     "units[0].place: “Luhansk” in places.lock.yaml lies 682 km from every place of that name"),
    ('{place: "Luhansk, Ukraine"}', "lat: 48.56814", "lat: 54.7",
     "units[0].place: “Luhansk, Ukraine” in places.lock.yaml lies 682 km from every place of that name in UA"),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "found", "edited", "said"), EDITED)
def test_a_lock_file_that_contradicts_the_gazetteer_is_told(
    tmp_path: Path, unit: str, found: str, edited: str, said: str
) -> None:
    text = f"units:\n  - {unit}\n"
    lock = located(tmp_path, text).lock
    assert lock.count(found) == 1
    (tmp_path / LOCK_FILE).write_text(lock.replace(found, edited), "utf-8")
    (warning,) = located(tmp_path, text).warnings
    assert f"{warning.path}: {warning.message}" == said
    assert warning.hint == "delete its entry in places.lock.yaml, or state `at` here where that is meant"


@pytest.mark.parametrize(
    "unit",
    ["{place: Simferopol, country: RU}", "{place: Lugansk, country: UA}",
     "{place: Mariupoll, country: UA}"],
)  # fmt: skip
def test_a_lock_file_as_it_is_written_is_in_no_doubt(tmp_path: Path, unit: str) -> None:
    text = f"units:\n  - {unit}\n"
    first = located(tmp_path, text)
    (tmp_path / LOCK_FILE).write_text(first.lock, "utf-8")
    assert not [warning for warning in located(tmp_path, text).warnings if warning not in first.warnings]


@pytest.mark.parametrize("key", ["", ", precision: 0.5"])
def test_after_some_names_that_are_not_found_no_more_are_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """What each may mean takes a while to find, and nobody reads two thousand such lines."""
    asked: list[gazetteer._Search] = []
    suggested = gazetteer._Search.suggested

    def counted(search: gazetteer._Search) -> Answer:
        asked.append(search)
        return suggested(search)

    monkeypatch.setattr(gazetteer._Search, "suggested", counted)
    rows = [f"  - {{id: u{number}, label: U, place: Xqzw{number}, country: ML{key}}}\n" for number in range(2000)]
    (tmp_path / "config.yaml").write_text(f"units:\n{''.join(rows)}", "utf-8")
    with pytest.raises(PlaceError) as caught:
        validate(tmp_path / "config.yaml")
    *some, last = caught.value.problems
    assert (len(some), len(asked)) == (MOST_NOT_FOUND, MOST_NOT_FOUND)
    assert last.text == "1,980 more names from here on are not looked for before these are mended"
    assert last.line == MOST_NOT_FOUND + 2
