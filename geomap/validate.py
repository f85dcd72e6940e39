"""Check a config without drawing it, and pin its places."""

from __future__ import annotations

from pathlib import Path

from geomap.checks import check
from geomap.config import read_config
from geomap.config.styles import style_warnings
from geomap.errors import Problem
from geomap.files import write_changed
from geomap.geocode.locate import Located, locate
from geomap.geocode.lock import LOCK_FILE
from geomap.sources import check_layers
from geomap.totals import units_of


def validate(config_path: str | Path) -> list[Problem]:
    """Read all that a build would read; the warnings, or GeomapError with every problem of the first failing stage."""
    config = read_config(config_path)
    located = locate(config)
    units = units_of(config, located.places)
    check_layers(config)
    return [*located.warnings, *check(config, units), *style_warnings(config.style, config.problem)]


def pin_places(config_path: str | Path) -> Located:
    """Find every place of the config and write just these to `places.lock.yaml`."""
    config = read_config(config_path)
    located = locate(config, prune=True)
    if located.lock:
        write_changed(config.folder / LOCK_FILE, located.lock.encode("utf-8"))
    return located
