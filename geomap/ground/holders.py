"""Whose ground a position is, for those who ask often."""

from __future__ import annotations

from functools import lru_cache

from geomap.ground import region_store
from geomap.ground.reader import country_at
from geomap.ground.regions import region_at, region_name
from geomap.scene.beneath import Holder

_POSITIONS = 10_000  # whose ground is remembered


@lru_cache(_POSITIONS)
def holder(lon: float, lat: float, worldview: str, lang: str) -> Holder:
    """The country by 1:10m and the worldview, and the region."""
    region = region_at(lon, lat)
    name = region_name(region_store.table()[region], lang) if region is not None else ""
    return Holder(country_at(lon, lat, worldview), name)


class Held:
    """A ground that knows whose it is, by its worldview and in its language."""

    __slots__ = ()
    worldview: str
    lang: str

    def holder_of(self, lon: float, lat: float) -> Holder:
        """Whose ground a position is, by 1:10m and the worldview."""
        return holder(lon, lat, self.worldview, self.lang)
