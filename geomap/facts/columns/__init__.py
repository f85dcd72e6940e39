"""Very many records as columns: what nearly all of them differ in, and one record for all that some of them share.

A row becomes a record when it is asked for. Whatever holds for all rows of a pattern is asked of the pattern alone.
"""

from geomap.facts.columns.alike import Alike, stacked
from geomap.facts.columns.asking import (
    by_count,
    counted_samples,
    counts_of,
    ids_of,
    labels_of,
    largest,
    lat_lon_of,
    numbered,
    numbered_samples,
    places_of,
    positions_of,
    repeats,
    samples,
    sizes_of,
    taken,
    texts_of,
    units_of,
    where,
)
from geomap.facts.columns.table import KINDS, NO_CLAIM, OPEN, Columns, Flags, Floats, Names, Whole, count_columns, names

__all__ = [
    "KINDS",
    "NO_CLAIM",
    "OPEN",
    "Alike",
    "Columns",
    "Flags",
    "Floats",
    "Names",
    "Whole",
    "by_count",
    "count_columns",
    "counted_samples",
    "counts_of",
    "ids_of",
    "labels_of",
    "largest",
    "lat_lon_of",
    "names",
    "numbered",
    "numbered_samples",
    "places_of",
    "positions_of",
    "repeats",
    "samples",
    "sizes_of",
    "stacked",
    "taken",
    "texts_of",
    "units_of",
    "where",
]
