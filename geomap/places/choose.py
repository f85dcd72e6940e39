"""Which of several places that bear a name is meant. Where none is clearly meant, none is chosen."""

from __future__ import annotations

import math
from collections.abc import Sequence

from geomap.measure import EARTH_RADIUS_KM
from geomap.places.store import Bearer, Bond, Record

# How many times as populous a place must be as another of its name to be the one that is meant: where it is called
# so, and where it is not. An alternate that is no part of the name counts for less still. Inside one country it never
# wins over a place that is called so, as great cities list the villages and districts they grew over (GeoNames gives
# Donetsk the name Oleksandrivka, Phoenix that of Mill City); and a place that is called so wins unless such a rival is
# ten times as populous (Stavropol over Tolyatti, which was called so; Rome over Lomé, which some write so).
CALLED_SO_RATIO = 10
ALTERNATE_RATIO = 100
CALLED_SO_OVER_ALTERNATE_RATIO = 0.1
# GeoNames gives no population for a seat it has no census of. Half of those that another edition knows have fewer
# people than this; so many are assumed where such a place stands against a city, and none where it would win by size.
UNKNOWN_POPULATION = 5000
# Nothing in the gazetteer is reliably smaller than its own threshold.
LEAST_POPULATION = 500

SAME_PLACE_KM = 5.0
NEAR_KM = 100.0
NEAR_RATIO = 3.0


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The great-circle distance between two positions in degrees; right across the antimeridian and at the poles."""
    phi1, phi2, half = math.radians(lat1), math.radians(lat2), math.radians(lon2 - lon1) / 2
    chord = math.sin((phi2 - phi1) / 2) ** 2 + math.cos(phi1) * math.cos(phi2) * math.sin(half) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def one_of_each(bearers: Sequence[Bearer]) -> list[Bearer]:
    """The bearers, best first, without records that are clearly the same place: same name, a few kilometres apart."""
    kept: list[Bearer] = []
    for bearer in sorted(bearers, key=lambda bearer: (bearer.record.is_district, _rank(bearer))):
        if all(not _is_same_place(bearer.record, other.record) for other in kept):
            kept.append(bearer)
    return sorted(kept, key=_rank)


def clearly_meant(bearers: Sequence[Bearer]) -> Bearer | None:
    """The one that outweighs every other; the only one, where there is one."""
    for bearer in bearers:
        if all(_outweighs(bearer, other) for other in bearers if other is not bearer):
            return bearer
    return None


def within_reach(bearers: Sequence[Bearer], near: tuple[float, float]) -> list[Bearer]:
    """Those within 100 km of the position (lat, lon), nearest first."""
    return sorted(
        (bearer for bearer in bearers if _distance(bearer, near) <= NEAR_KM), key=lambda bearer: _distance(bearer, near)
    )


def clearly_nearest(bearers: Sequence[Bearer], near: tuple[float, float]) -> Bearer | None:
    """The first of those within reach, where the next is three times as far.

    One that bears the name as an alternate is not chosen while another within reach is called so: great cities bear
    the names of the villages they grew over.
    """
    first, *rest = bearers
    if first.bond < Bond.CALLED_SO and any(other.bond is Bond.CALLED_SO for other in rest):
        return None
    if rest and _distance(rest[0], near) < NEAR_RATIO * _distance(first, near):
        return None
    return first


def _rank(bearer: Bearer) -> tuple[float, int]:
    """By population, of which a district and an alternate name count a tenth; then by id, to be stable."""
    record = bearer.record
    weight = record.population * 0.1 ** (record.is_district + (bearer.bond < Bond.CALLED_SO))
    return -weight, record.geonames_id


def _is_same_place(one: Record, other: Record) -> bool:
    near = distance_km(one.lat, one.lon, other.lat, other.lon) <= SAME_PLACE_KM
    return near and one.country == other.country


def _outweighs(bearer: Bearer, other: Bearer) -> bool:
    if bearer.record.is_district and not other.record.is_district:
        return False
    against = max(other.record.population or UNKNOWN_POPULATION, LEAST_POPULATION)
    if bearer.bond is Bond.CALLED_SO:
        ratio = CALLED_SO_OVER_ALTERNATE_RATIO if other.bond is Bond.ALTERNATE else CALLED_SO_RATIO
        return bearer.record.population >= ratio * against
    same_country = bearer.record.country == other.record.country
    if bearer.bond is Bond.ALTERNATE and other.bond is Bond.CALLED_SO and same_country:
        return False
    return bearer.record.population >= ALTERNATE_RATIO * against


def _distance(bearer: Bearer, near: tuple[float, float]) -> float:
    return distance_km(bearer.record.lat, bearer.record.lon, *near)
