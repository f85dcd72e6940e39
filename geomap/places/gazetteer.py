"""Where a named place is, by the embedded gazetteer: found only when one place is clearly meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from geomap.places import areas
from geomap.places.answers import MOST_CANDIDATES, Answer, Candidate, Query
from geomap.places.choose import NEAR_KM, clearly_meant, clearly_nearest, one_of_each, within_reach
from geomap.places.close_spellings import likely_meant, slips_of_the_pen, suggestions
from geomap.places.fold import fold, folds
from geomap.places.hints import Hint, country_hint, division_hint, place_hint
from geomap.places.store import Bearer, Bond, Gazetteer, Record, embedded

MOST_SUGGESTIONS = 5


def search(query: Query, gazetteer: Gazetteer | None = None) -> Answer:
    """Look a place up: exact but for spelling, else a slip of the pen in the stated country, else suggestions.

    A trailing ", X" narrows by country or province, unless the name with it is a place's own ("Washington, D.C.").
    """
    places = gazetteer or embedded()
    hints = [country_hint(query.country, places)] if query.country.strip() else []
    hints += [division_hint(query.admin, places)] if query.admin.strip() else []
    attempt = _Search(places, query.name, tuple(hints), query.near)
    answer = attempt.exact()
    while answer is None and "," in attempt.name:
        name, _, tail = attempt.name.rpartition(",")
        attempt = replace(attempt, name=name, hints=(*attempt.hints, place_hint(tail.strip(), places)))
        answer = attempt.exact()
    return answer or attempt.elsewhere() or attempt.misspelt() or attempt.suggested()


def called(query: Query, gazetteer: Gazetteer | None = None) -> list[tuple[float, float]]:
    """Latitude and longitude of every place that bears the name in the country; none where it is misspelt."""
    places = gazetteer or embedded()
    return [(bearer.record.lat, bearer.record.lon) for bearer in places.bearers(folds(query.name), (query.country,))]


@cache
def clearly_called(name: str) -> list[tuple[float, float]]:
    """Latitude and longitude of every place on earth that bears the name; none where none of them is clearly meant."""
    places = embedded()
    bearers = places.bearers(folds(name), places.all_countries)
    if clearly_meant(one_of_each(bearers)) is None:
        return []
    return [(bearer.record.lat, bearer.record.lon) for bearer in bearers]


def _whole(gazetteer: Gazetteer, codes: Sequence[str]) -> str:
    """A country or region as a config states all of it; empty where several are called so, or it is drawn nowhere."""
    if len(codes) != 1:
        return ""
    country, _, division = codes[0].partition(".")
    return areas.proposal(country, gazetteer.divisions.names[codes[0]] if division else "")


@dataclass(frozen=True, slots=True)
class _Search:
    """One name with its hints; each step gives an answer, or None where the next step is to be tried."""

    places: Gazetteer
    name: str
    hints: tuple[Hint, ...]
    near: tuple[float, float] | None

    def exact(self) -> Answer | None:
        """Among the bearers of the name that the hints admit."""
        bearers = self._admitted(self.places.bearers(folds(self.name), self._countries() or self.places.all_countries))
        return self._chosen(bearers) if bearers else None

    def elsewhere(self) -> Answer | None:
        """The bearers that the hints shut out: not found, but this is where they are."""
        bearers = one_of_each(self.places.bearers(folds(self.name), self.places.all_countries))
        if not bearers:
            return None
        countries = ", ".join(sorted({bearer.record.country for bearer in bearers}))
        remark = f"places called “{self.name.strip()}” are in {countries}, none{self._hinted() or ' there'}"
        shown = [*bearers[:MOST_SUGGESTIONS], *(self._similar() if self._countries() else ())]
        return self._answer("not_found", shown, remarks=(*self._unknown_hints(), remark))

    def misspelt(self) -> Answer | None:
        """A close spelling, in the stated country only and only where it can be no other place's."""
        countries = self._countries()
        key = fold(self.name)
        spellings = slips_of_the_pen(key, self.places, countries) if countries else []
        admitted = self._admitted([spelling.bearer for spelling in spellings])
        meant = likely_meant(key, [spelling for spelling in spellings if spelling.bearer in admitted])
        if not meant:
            return None
        record = meant.bearer.record
        remark = f"no place is called “{self.name.strip()}”{self._hinted()}; taken for {record.name}"
        remarks = (remark, *self._claims([meant.bearer]))
        return self._answer("found", one_of_each([meant.bearer, *admitted]), meant.bearer, remarks)

    def suggested(self) -> Answer:
        """Not found; the names most like it."""
        remark = f"no place of 500 people or more is called “{self.name.strip()}”{self._hinted()}"
        return self._answer("not_found", self._similar(), remarks=(*self._unknown_hints(), remark))

    def _chosen(self, bearers: list[Bearer]) -> Answer:
        candidates = one_of_each(bearers)
        if self.near:
            candidates = within_reach(candidates, self.near)
            meant = clearly_nearest(candidates, self.near)
        else:
            meant = clearly_meant(candidates)
        remarks = self._claims([meant] if meant else candidates)
        if meant and (said := self._is_ground_elsewhere(meant)):
            return self._answer("ambiguous", candidates, remarks=(said, *remarks))
        if meant is None:
            return self._answer("ambiguous", candidates, remarks=remarks)
        return self._answer("found", candidates, meant, (*self._nicknames(meant, candidates), *remarks))

    def _is_ground_elsewhere(self, meant: Bearer) -> str:
        """What is to be said of a name without a hint that is that of a country or region in which the place is not."""
        if self.hints or self.near:
            return ""
        for kind, table in (("country", self.places.countries), ("region", self.places.divisions)):
            codes = {code for key in folds(self.name) for code in table.by_key.get(key, ())}
            if codes and all(code.partition(".")[0] != meant.record.country for code in codes):
                of = "" if kind == "country" else f" in {', '.join(sorted({code.partition('.')[0] for code in codes}))}"
                whole = _whole(self.places, sorted(codes))
                said = f"“{self.name.strip()}” is also a {kind}{of}; if the town is meant, state its country"
                return f"{said}; if the {kind} is, write place: {whole}" if whole else said
        return ""

    def _similar(self) -> list[Bearer]:
        spellings = suggestions(fold(self.name), self.places, self._countries())
        return [spelling.bearer for spelling in spellings][:MOST_SUGGESTIONS]

    def _admitted(self, bearers: Sequence[Bearer]) -> list[Bearer]:
        admitted = [bearer for bearer in bearers if all(hint.admits(bearer.record) for hint in self.hints)]
        return within_reach(admitted, self.near) if self.near else admitted

    def _countries(self) -> tuple[str, ...]:
        """The countries that all hints leave, sorted; none where there is no hint or no hint is understood."""
        stated = [hint.countries for hint in self.hints if hint.areas]
        return tuple(sorted(frozenset.intersection(*stated))) if stated else ()

    def _hinted(self) -> str:
        words = [f"in {hint.text}" for hint in self.hints if hint.areas]
        if self.near:
            words.append(f"within {NEAR_KM:.0f} km of {self.near[0]}, {self.near[1]}")
        return "".join(f" {word}" for word in words)

    def _unknown_hints(self) -> tuple[str, ...]:
        return tuple(f"no country or region is known as “{hint.text}”" for hint in self.hints if not hint.areas)

    def _nicknames(self, meant: Bearer, candidates: Sequence[Bearer]) -> tuple[str, ...]:
        """A remark where the name is one that another place is called by."""
        called = [
            f"{other.record.name} ({other.record.country})" for other in candidates if other.bond is Bond.CALLED_SO
        ]
        if meant.bond is Bond.CALLED_SO or not called:
            return ()
        return (f"taken for {meant.record.name}, of which “{self.name.strip()}” is another name, not {called[0]}",)

    def _claims(self, bearers: Sequence[Bearer]) -> tuple[str, ...]:
        """A remark for each place that a hint reaches though GeoNames lists it in another country."""
        return tuple(
            f"GeoNames lists {bearer.record.name} in {bearer.record.country}, not in {hint.text}"
            for bearer in bearers
            for hint in self.hints
            if hint.admits_as_claimed(bearer.record)
        )

    def _answer(
        self,
        status: Literal["found", "ambiguous", "not_found"],
        bearers: Sequence[Bearer],
        meant: Bearer | None = None,
        remarks: tuple[str, ...] = (),
    ) -> Answer:
        losers = [bearer for bearer in dict.fromkeys(bearers) if bearer != meant]
        ordered = [meant, *losers] if meant else losers
        candidates = tuple(self._candidate(bearer.record) for bearer in ordered[:MOST_CANDIDATES])
        return Answer(status, candidates[0] if meant else None, candidates, remarks)

    def _candidate(self, record: Record) -> Candidate:
        admin = self.places.divisions.names.get(record.division, "")
        return Candidate(
            record.geonames_id, record.name, record.lat, record.lon, record.country, admin, record.population
        )
