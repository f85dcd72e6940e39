"""LOCATE: place names to positions. `gazetteer` answers one query; `locate` places all units of a config.

The gazetteer imports none of the config's models, so that `geomap geocode --name` answers in a third of a second.
"""
