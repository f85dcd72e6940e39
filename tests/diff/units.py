"""Units to compare, made by hand and by hypothesis."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from geomap.facts import CountKind, Estimate, Formation, Place, Unit

COUNTS = st.integers(0, 60_000)
ESTIMATES = st.one_of(
    COUNTS.map(Estimate.exact),
    COUNTS.map(Estimate.about),
    st.tuples(COUNTS, COUNTS).map(lambda ends: Estimate(CountKind.RANGE, min(ends), max(ends))),
    COUNTS.map(lambda low: Estimate(CountKind.AT_LEAST, low)),
    COUNTS.map(lambda high: Estimate(CountKind.AT_MOST, None, high)),
    st.just(Estimate(CountKind.UNKNOWN)),
)
PLACES = st.builds(
    Place,
    lat=st.sampled_from((-90.0, 0.0, 48.57, 79.9)),
    lon=st.sampled_from((-179.9, 0.0, 39.31, 180.0)),
    name=st.sampled_from(("", "Луганськ", "Luhansk")),
    found_by=st.sampled_from(("coordinates", "gazetteer")),
)
UNITS = st.builds(
    Unit,
    id=st.sampled_from("abcdefgh"),
    label=st.sampled_from(("", "Camp", "<b>Post | 4</b>", "兵营")),
    query=st.sampled_from(("", "Luhansk")),
    place=PLACES,
    side=st.sampled_from(("", "north")),
    formations=st.sampled_from(((), (Formation("tank", 2),))),
    troops=st.none() | ESTIMATES,
    equipment=st.dictionaries(st.sampled_from(("tanks", "armored vehicles")), ESTIMATES),
    basis=st.sampled_from(("reported", "estimate")),
    sources=st.sampled_from(((), ("daily",))),
    grade=st.sampled_from(("", "B2")),
    as_of=st.sampled_from((None, date(2022, 1, 12), date(2022, 2, 1))),
)
STATES = st.lists(UNITS, unique_by=lambda unit: unit.id, max_size=7).map(tuple)


def unit(id_: str, troops: Estimate | int | None = None, lat: float = 50.0, lon: float = 30.0, **facts) -> Unit:
    """A unit of a few facts."""
    count = Estimate.exact(troops) if isinstance(troops, int) else troops
    return Unit(id=id_, label=facts.pop("label", id_.title()), query="", place=Place(lat, lon), troops=count, **facts)
