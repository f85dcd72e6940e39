"""LOCATE: place names to positions. `search` answers one query; `geomap.geocode.locate` places all units of a config.

Nothing here imports the config's models, so that `geomap geocode --name` answers in a third of a second.
"""

from geomap.geocode.gazetteer import Answer, Candidate, Query, search

__all__ = ["Answer", "Candidate", "Query", "search"]
