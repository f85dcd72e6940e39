"""Check a config without drawing it, and pin its places."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from geomap.clock import build_day
from geomap.compose.claims import claims_of
from geomap.compose.glyphs import require_glyphs
from geomap.compose.strict import require
from geomap.compose.variants import variants
from geomap.config import Config, read_config
from geomap.errors import Problem
from geomap.files.writing import write_changed
from geomap.gate import published
from geomap.layer_files import check_layers
from geomap.loading import load
from geomap.pipeline.lock_file import lock_file
from geomap.places.locate import Located, locate
from geomap.places.lock import LOCK_FILE
from geomap.tables.plain.readings import ReadAs


def validate(config: str | Path | Config, *, strict: bool = False, allow_outside: bool = False) -> list[Problem]:
    """Read all that a build would read; the warnings, or GeomapError with every problem of the first failing stage.

    With `strict` warnings are errors, as are figures without a source.
    """
    declared = config if isinstance(config, Config) else read_config(config, allow_outside=allow_outside)
    return checked(declared, strict=strict)[0]


def checked(declared: Config, *, strict: bool = False) -> tuple[list[Problem], tuple[ReadAs, ...]]:
    """The same of a config, and what cells of its tables were read as that say it in other words."""
    config = published(declared, build_day())
    if config.held.ids:
        locate(declared)  # a place that cannot be found is to be known before the embargo ends
    claims = claims_of(config)
    lock = lock_file(config, claims.located)
    spare = (replace(problem, severity="warning") for problem in lock.unasked)
    warnings = [*claims.warnings, *lock.warnings, *spare, *check_layers(config)]
    if config.ground.all_files:
        load("geomap.ground.heads:all_files")(config)
    pages = variants(config, claims.history) if config.pages else ()
    require_glyphs(config, claims.units, claims.day, pages)
    if strict:
        require(config, claims.history, warnings)
    return warnings, config.readings


def pin_places(config_path: str | Path, *, allow_outside: bool = False) -> Located:
    """Find every place of the config and write just these to `places.lock.yaml`, without those under embargo."""
    config = published(read_config(config_path, allow_outside=allow_outside), build_day())
    located = locate(config)
    if located.lock:
        write_changed(config.folder / LOCK_FILE, located.lock.encode("utf-8"))
    return located
