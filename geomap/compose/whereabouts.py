"""COMPOSE: typed coordinates that contradict the `country` or the `place` that stands beside them, and any position
that the map draws on the ground of another country than the one that is stated.

All is judged by positions as the map has them, rounded to the `precision` of their units, so that a message tells no
more than the map. Who holds contested ground is not judged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from geomap.compose.fineness import km_per_px, may_be_coarse
from geomap.config import Config
from geomap.errors import Problem, quote
from geomap.facts import Place, Unit
from geomap.facts.columns import Rows
from geomap.loading import Later
from geomap.measure import KM_PER_DEGREE
from geomap.places.answers import Query
from geomap.places.choose import distance_km
from geomap.wording import listing
from geomap.wording.countries import COUNTRY_CODES

if TYPE_CHECKING:
    import numpy as np
else:  # most configs are read without them
    np = Later("numpy")

reader, within, gazetteer = (
    Later("geomap.ground.reader"), Later("geomap.ground.within"), Later("geomap.places.gazetteer"),
)  # fmt: skip

BORDER_KM = 10.0  # that a border at 1:10m, or a town at it, may be off
_SEEN_PX = 3.0  # of the map, that a position lies on the wrong side of a border
SEA_KM = 370.0  # 200 nautical miles: how far out at sea a country may be stated
PLACE_KM = 100.0  # from the nearest place of that name in the country; what is stated may be a district around it
_MOST_JUDGED = 1000  # of the positions of a country that lie outside it, and of the names that are looked up
_MOST_WITHOUT_COUNTRY = 100  # names that are looked up on all the earth
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class _Row:
    """What a row of the config states, as the map has it; `slack` is what its position may be off by its precision."""

    number: int
    unit: str
    place: Place
    slack: float  # km

    @property
    def is_typed(self) -> bool:
        """Whether the row states the position itself."""
        return self.place.found_by != "gazetteer"


def contradictions(config: Config, history: Rows[Unit], stated: int) -> Iterator[Problem]:
    """A warning for each country, and one for each name, that the typed coordinates of rows contradict.

    `history` are all observations, in the order of the config's rows, of which there are `stated`.
    """
    by_country = _rows(history, stated)
    is_close = bool(by_country) and may_be_coarse(config, history)  # else a town is where its country is
    for country, every in by_country.items():
        rows = [row for row in every if row.is_typed]
        outside = _outside(country, rows) if country and rows else []
        if outside:
            yield _of_country(config, country, outside)
        told = {row.number for row, _ in outside}
        drawn = [row for row in (every if is_close else rows) if row.number not in told]
        if country and drawn:
            yield from _astray(config, history, country, drawn)
        yield from _of_names(config, country, [row for row in rows if row.number not in told])


def _rows(history: Rows[Unit], stated: int) -> dict[str, list[_Row]]:
    """The rows by the country that they state; of those that state none some with a place, if they have a position."""
    found: dict[str, list[_Row]] = defaultdict(list)
    for number in _numbers(history, stated):
        unit = history[number]
        row = _Row(number, unit.id, unit.place, (unit.precision or 0.0) * KM_PER_DEGREE)
        if not unit.place.is_area and (unit.place.country or (unit.place.name and row.is_typed)):
            found[unit.place.country].append(row)
    return found


def _numbers(history: Rows[Unit], stated: int) -> Sequence[int]:
    """The rows that can be meant. Of many that state no country the first are looked at, as it takes a look-up each."""
    in_country = {*history.numbers_where(lambda unit: bool(unit.place.country), "country")}
    others = (number for number, name in enumerate(history.place_names) if name and number not in in_country)
    return sorted(number for number in (*in_country, *islice(others, _MOST_JUDGED)) if number < stated)


def _outside(country: str, rows: Sequence[_Row]) -> list[tuple[_Row, float]]:
    """The rows that lie farther outside a country than a border may be off, and how far, in km."""
    own = within.numbers_of(country)
    if not own:
        return []
    doubtful = [row for row in _not_in(rows, own) if not _is_contested(row, country)][:_MOST_JUDGED]
    at_sea = {row.number for row in _not_in(doubtful, within.all_numbers())}
    found = [(row, within.km_from(row.place.lat, row.place.lon, own)) for row in doubtful]
    return [(row, km) for row, km in found if km > (SEA_KM if row.number in at_sea else BORDER_KM) + row.slack]


def _astray(config: Config, history: Rows[Unit], country: str, rows: Sequence[_Row]) -> Iterator[Problem]:
    """A warning for the rows that the map draws on the ground of another country, so far within it that it is seen."""
    own = within.numbers_of(country)
    doubtful = [row for row in _not_in(rows, own) if not _is_contested(row, country)][:_MOST_JUDGED] if own else []
    if not doubtful:
        return
    seen = _SEEN_PX * km_per_px(config, history)
    drawn = [(row, reader.country_at(row.place.lon, row.place.lat, config.worldview)) for row in doubtful]
    others = [(row, within.km_from(row.place.lat, row.place.lon, own), at) for row, at in drawn if at in COUNTRY_CODES]
    found = [(row, km, at) for row, km, at in others if km > seen + row.slack]
    if found:
        row, km, at = found[0]
        rest = _and_others([(row, km) for row, km, _ in found], "so is", "so are")
        text = f"is drawn on the ground of {at}, {km:.1f} km outside of {country}, the `country` of {row.unit}{rest}"
        hint = "borders there are exact to about 2 km: state a finer one by a layer of kind: line, or mend the row"
        key = "at" if row.is_typed else "place"
        yield config.problem(("units", row.number, key), text=text, hint=hint, severity="warning")


def _is_contested(row: _Row, country: str) -> bool:
    lat, lon = np.array([row.place.lat]), np.array([row.place.lon])
    return bool(within.are_contested(lat, lon, country)[0])


def _not_in(rows: Sequence[_Row], numbers: frozenset[int]) -> list[_Row]:
    if not rows:
        return []
    lat, lon = np.array([(row.place.lat, row.place.lon) for row in rows]).T
    return [row for row, is_in in zip(rows, within.lie_in(lat, lon, numbers), strict=True) if not is_in]


def _of_country(config: Config, country: str, outside: Sequence[tuple[_Row, float]]) -> Problem:
    row, km = outside[0]
    text = f"lies {km:,.0f} km outside of {country}, the `country` of {row.unit}{_and_others(outside)}"
    own = within.numbers_of(country)
    swapped = _Row(row.number, row.unit, Place(row.place.lon, row.place.lat), row.slack)
    hint = "is it the position or the country that is wrong?"
    if abs(row.place.lon) <= 90 and not _not_in([swapped], own):
        hint = "lat and lon look swapped"
    elif not (row.place.lat or row.place.lon):
        hint = "0, 0 often stands for a position that is not known"
    return config.problem(("units", row.number, "at"), text=text, hint=hint, severity="warning")


def _and_others(rows: Sequence[tuple[_Row, float]], one: str = "so does", many: str = "so do") -> str:
    """The other units that the same is said of."""
    others = list(dict.fromkeys(row.unit for row, _ in rows if row.unit != rows[0][0].unit))
    if not others:
        return ""
    least = " at least" if len(rows) >= _MOST_JUDGED else ""
    rest = [f"{len(others) - _MOST_NAMED} more{least}"] if len(others) > _MOST_NAMED else []
    if len(others) == 1:
        return f"; {one} {others[0]}"
    return f"; {many} {listing([*others[:_MOST_NAMED], *rest], 'en')}"


def _of_names(config: Config, country: str, rows: Sequence[_Row]) -> Iterator[Problem]:
    """The rows that lie far from all places of their name in their country, or on earth where they state none."""
    by_name: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        if row.place.name:
            by_name[row.place.name].append(row)
    for name in list(by_name)[: _MOST_JUDGED if country else _MOST_WITHOUT_COUNTRY]:
        places = gazetteer.called(Query(name, country)) if country else gazetteer.clearly_called(name)
        far = [(row, _nearest(row, places)) for row in by_name[name]] if places else []
        far = [(row, km) for row, km in far if km > PLACE_KM + row.slack]
        if far:
            row, km = far[0]
            where = f"{quote(name)} in {country}" if country else quote(name)
            text = f"lies {km:,.0f} km from {where}, the `place` of {row.unit}{_and_others(far)}"
            hint = "is it the position or the name that is wrong?"
            yield config.problem(("units", row.number, "at"), text=text, hint=hint, severity="warning")


def _nearest(row: _Row, places: Sequence[tuple[float, float]]) -> float:
    return min(distance_km(row.place.lat, row.place.lon, *place) for place in places)
