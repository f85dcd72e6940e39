"""The embedded basemap: land, lakes, rivers, coasts and borders of the whole world, without a network."""

from geomap.ground.reader import Basemap, Country, country_at, read_basemap

__all__ = ["Basemap", "Country", "country_at", "read_basemap"]
