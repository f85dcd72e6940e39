"""What narrows a search: a country, a province, or a trailing ", X" that may be either."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from geomap.places.fold import fold_division, folds
from geomap.places.store import Gazetteer, Record

# Where GeoNames lists places under another country than a user may: a hint still reaches them, and the answer says so.
_LISTED_ELSEWHERE = {"RU": ("UA.11", "UA.20"), "RS": ("XK",)}  # Crimea and Sevastopol; Kosovo


@dataclass(frozen=True, slots=True)
class Hint:
    """The countries (UA) and provinces (UA.05) a typed hint may stand for; `claimed`: those listed elsewhere."""

    text: str
    areas: frozenset[str]
    claimed: frozenset[str] = frozenset()

    @property
    def countries(self) -> frozenset[str]:
        """Every country that has places the hint admits."""
        return frozenset(area.partition(".")[0] for area in self.areas | self.claimed)

    def admits(self, record: Record) -> bool:
        return not (self.areas | self.claimed).isdisjoint((record.country, record.division))

    def admits_as_claimed(self, record: Record) -> bool:
        """Whether the place is reached only although GeoNames lists it in another country."""
        return self.admits(record) and self.areas.isdisjoint((record.country, record.division))


def country_hint(text: str, gazetteer: Gazetteer) -> Hint:
    """A country by its ISO code or any of its names."""
    return _hint(text, gazetteer.countries.codes(text.strip().upper(), folds(text)))


def division_hint(text: str, gazetteer: Gazetteer) -> Hint:
    """A province, oblast, state ... by its ISO code or any of its names, with or without the word for what it is."""
    return _hint(text, gazetteer.divisions.codes(text, _division_keys(text)))


def place_hint(text: str, gazetteer: Gazetteer) -> Hint:
    """What stands after a comma: a country or a province. "IL" is both Israel and Illinois until a place decides."""
    countries = gazetteer.countries.codes(text, folds(text))
    return _hint(text, countries | gazetteer.divisions.codes(text, _division_keys(text)))


def _hint(text: str, areas: Iterable[str]) -> Hint:
    areas = frozenset(areas)
    return Hint(text, areas, frozenset(claim for area in areas for claim in _LISTED_ELSEWHERE.get(area, ())))


def _division_keys(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*folds(text), *fold_division(text))))
