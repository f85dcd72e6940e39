"""The scene of all days holds on each day what the scene of that day holds, no more and no less."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.compose.days import days_of, seen_on
from geomap.compose.observations import units_on
from geomap.compose.over_time import over_time
from geomap.compose.symbols import symbols_of
from geomap.config.loader import config_from_text
from geomap.facts import Estimate, Place, Unit
from geomap.facts.columns import Records, Rows
from geomap.scene import Scene
from tests.render.january import january

START = date(2022, 1, 1)
DAYS = st.integers(0, 12).map(lambda number: START + timedelta(days=number))
OBSERVATIONS = st.builds(
    Unit,
    id=st.sampled_from("abcd"),
    label=st.just("Camp"),
    query=st.just(""),
    place=st.sampled_from((Place(50.0, 30.0), Place(51.0, 31.0))),
    troops=st.sampled_from((None, Estimate.exact(5), Estimate.about(7))),
    as_of=DAYS,
    until=st.none() | DAYS,
)
HISTORIES = st.lists(OBSERVATIONS, unique_by=lambda unit: (unit.id, unit.as_of), min_size=1, max_size=12).map(Records)


CONFIG = config_from_text("{view: {bounds: [29, 49, 32, 52]}, units: []}", "")


def scene_of(units: Rows[Unit]) -> Scene:
    return replace(january(), units=units, symbols=symbols_of(CONFIG, units, {}, ""))


@settings(deadline=None)
@given(HISTORIES)
def test_each_day_is_that_of_a_map_of_the_day(history: Records[Unit]) -> None:
    days = days_of(history, None)
    scenes = [scene_of(units_on(history, day)) for day in days]
    whole = over_time(CONFIG, scenes[-1], history, days, {})
    for number, scene in enumerate(scenes):
        spans = enumerate(whole.timeline.spans)
        shown = [place for place, (first, last) in spans if first <= number <= last]
        assert sorted(whole.units[place].id for place in shown) == sorted(unit.id for unit in scene.units)
        assert all(whole.units[place] in scene.units and whole.symbols[place] in scene.symbols for place in shown)
    assert [whole.units[place] for place in whole.timeline.latest] != [] or not scenes[-1].units


@settings(deadline=None)
@given(HISTORIES)
def test_what_is_seen_on_any_day_is_there_once(history: Records[Unit]) -> None:
    days = days_of(history, None)
    seen = seen_on(history, days)
    assert len({id(unit) for unit in seen}) == len(seen)
    assert all(unit in seen for day in days for unit in units_on(history, day))


def test_days_that_are_asked_for_are_days_too() -> None:
    """Up to that of the map, which ends what changes."""
    camp = Unit("a", "Camp", "", Place(50.0, 30.0), as_of=START, until=START + timedelta(days=9))
    asked = [START + timedelta(days=number) for number in (4, 30)]
    assert [(day - START).days for day in days_of(Records([camp]), START + timedelta(days=20), asked)] == [0, 4, 9, 20]
    assert [(day - START).days for day in days_of(Records([camp]), START + timedelta(days=6))] == [0]
