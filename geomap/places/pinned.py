"""Whether what the lock file says of a name can be: it is a file that anybody may have edited."""

from __future__ import annotations

from collections.abc import Mapping

from geomap.places.answers import Query
from geomap.places.choose import distance_km
from geomap.places.fold import folds
from geomap.places.hints import country_hint
from geomap.places.lock import Entry
from geomap.places.store import embedded

FAR_KM = 100.0  # from every place of the name, as for typed coordinates
_MOST_JUDGED = 300  # names; to look for one takes a thousandth of a second


def doubts(entries: Mapping[Query, Entry]) -> dict[Query, str]:
    """What contradicts the gazetteer in entries, without what it does not know."""
    found = {query: _doubt(query, entries[query]) for query in [*entries][:_MOST_JUDGED]}
    return {query: text for query, text in found.items() if text}


def _doubt(query: Query, entry: Entry) -> str:
    places = embedded()
    stated = country_hint(query.country, places).countries if query.country.strip() else frozenset()
    if stated and entry.country not in stated:
        return f"is not in {' or '.join(sorted(stated))}, but in {entry.country or 'no country'}"
    keys = [
        key for name in dict.fromkeys((query.name, query.name.partition(",")[0], entry.name)) for key in folds(name)
    ]
    bearers, where = places.bearers(keys, (entry.country,)), f" in {entry.country}"
    if not bearers:  # the country is another one, or its places were others then
        bearers, where = places.bearers(keys, places.all_countries), ""
    km = min((distance_km(entry.lat, entry.lon, one.record.lat, one.record.lon) for one in bearers), default=0.0)
    return f"lies {km:,.0f} km from every place of that name{where}" if km > FAR_KM else ""
