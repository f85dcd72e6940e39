"""Names spelled almost as asked for: to take a slip of the pen for what it is, or to suggest what may be meant.

rapidfuzz is loaded when a name is not found as it is spelled.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from geomap.loading import Later
from geomap.places.choose import clearly_meant, one_of_each
from geomap.places.store import KEY_MARK, Bearer, Bond, Gazetteer, bearer_of, keys_of

process, osa = Later("rapidfuzz.process"), Later("rapidfuzz.distance.OSA")

# A name whose key has so many letters may be off by one letter, by two; a shorter one by none.
ONE_SLIP_FROM = 6
TWO_SLIPS_FROM = 11
# A name off by a letter is more likely that of a village the gazetteer does not hold than of a small town it does.
LEAST_KNOWN_BY_SLIP = 10_000

# Suggestions are drawn from so many places of a country, the most populous ones, where no country is stated.
WORLD_PLACES = 1500
MOST_SPELLINGS = 200


class Spelling(NamedTuple):
    """A place and the number of letters by which one of its names differs from the one asked for."""

    bearer: Bearer
    slips: int


class _Keys:
    """All keys of some countries, with the way back to the places that bear them."""

    def __init__(self, gazetteer: Gazetteer, countries: Iterable[str], most: int) -> None:
        every = gazetteer.unpacked(countries)
        self._lines = [(line, country) for country in every for line in gazetteer.lines(country, most)]
        self._starts = list(accumulate((line.count(KEY_MARK) - 1 for line, _ in self._lines), initial=0))
        # All at once, as they are half a million: each line ends with its keys, between marks.
        keys = KEY_MARK.join([line[line.index(KEY_MARK) + 1 : -1] for line, _ in self._lines])
        self.spelt_out = _spelt_out(keys).split(KEY_MARK) if self._lines else []

    def spelling(self, index: int, slips: int) -> Spelling:
        at = bisect_right(self._starts, index) - 1
        line, country = self._lines[at]
        return Spelling(bearer_of(line, country, keys_of(line)[index - self._starts[at]]), slips)


@lru_cache(maxsize=2)  # the places of one map that are not found are mostly of one country, or of none
def _keys(gazetteer: Gazetteer, countries: tuple[str, ...], most: int = -1) -> _Keys:
    return _Keys(gazetteer, countries, most)


def slips_of_the_pen(key: str, gazetteer: Gazetteer, countries: Iterable[str]) -> list[Spelling]:
    """The places whose name differs by no more letters than its length forgives, and those off by one more."""
    allowed = allowed_slips(key)
    if not allowed:
        return []
    table = _keys(gazetteer, tuple(countries))
    close = process.extract(_spelt_out(key), table.spelt_out, scorer=osa.distance, score_cutoff=allowed + 1, limit=None)
    return _best_of_each(table.spelling(index, int(slips)) for _, slips, index in close)


def likely_meant(key: str, spellings: list[Spelling]) -> Spelling | None:
    """The one place of which the key can be a misspelling; None where there is another that it can be as well."""
    within = [spelling for spelling in spellings if spelling.slips <= allowed_slips(key)]
    if not within:
        return None
    rivals = [spelling for spelling in spellings if spelling.slips <= within[0].slips + 1]
    meant = clearly_meant(one_of_each([rival.bearer for rival in rivals]))
    if meant != within[0].bearer or meant.record.population < LEAST_KNOWN_BY_SLIP:
        return None
    return within[0]


def suggestions(key: str, gazetteer: Gazetteer, countries: Iterable[str]) -> list[Spelling]:
    """The most similar names in the countries, in all the world where none is stated.

    Among equals the populous come first; an alternate name counts as a slip, as GeoNames has many that nobody uses.
    """
    stated = tuple(countries)
    table = _keys(gazetteer, stated) if stated else _keys(gazetteer, gazetteer.all_countries, WORLD_PLACES)
    close = process.extract(_spelt_out(key), table.spelt_out, scorer=osa.normalized_similarity, limit=MOST_SPELLINGS)
    spellings = _best_of_each(table.spelling(index, osa.distance(_spelt_out(key), name)) for name, _, index in close)
    return sorted(spellings, key=lambda spelling: spelling.slips + (spelling.bearer.bond < Bond.CALLED_SO))


def allowed_slips(key: str) -> int:
    """How many letters a misspelling of a name so long may be off by."""
    return (len(key) >= ONE_SLIP_FROM) + (len(key) >= TWO_SLIPS_FROM)


def _best_of_each(spellings: Iterable[Spelling]) -> list[Spelling]:
    """Every place once, closest spelling first."""
    ordered = sorted(spellings, key=lambda spelling: (spelling.slips, -spelling.bearer.record.population))
    best: dict[int, Spelling] = {}
    for spelling in ordered:
        best.setdefault(spelling.bearer.record.geonames_id, spelling)
    return list(best.values())


def _spelt_out(key: str) -> str:
    """The key with the one letter that stands for "ts" as two, so that swapping these is one slip."""
    return key.replace("c", "ts")
