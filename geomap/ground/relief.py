"""Heights of the ground, of the user's own file, as a grid in degrees."""

from __future__ import annotations

import math
import pickle
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from geomap.errors import LayerError, Problem
from geomap.files.apart.process import asked
from geomap.files.apart.told import ToldError
from geomap.ground.window import Window
from geomap.measure import KM_PER_DEGREE
from geomap.scene import Bounds
from geomap.scene.beneath import Relief

_PER_PX = 0.8  # nodes of the grid lie closer together than px


@dataclass(frozen=True, slots=True)
class ReliefFile:
    """A file of heights, as it says of itself; `place` is where a problem with it stands in the config."""

    path: Path
    name: str
    sha256: str
    attribution: str
    dated: str
    place: Problem


def relief_of(file: ReliefFile, bounds: Bounds, km_per_px: float) -> Relief:
    """Heights within west, south, east, north (west > east across the antimeridian). Raises LayerError."""
    window = Window.of(bounds)
    box = window.box
    step = _PER_PX * km_per_px / KM_PER_DEGREE
    if not math.isfinite(step) or step <= 0:
        raise ValueError(f"no scale: {km_per_px}")
    try:
        with asked("ground_relief:read", file.path, bounds=box, step=step) as (shape, sent):
            data = pickle.load(sent)  # of our own process
    except ToldError as error:
        text = f"{file.name} {error.text}"
        raise LayerError(replace(file.place, text=text, hint=error.hint)) from error
    return Relief(np.frombuffer(data, dtype="<f4").reshape(shape), box)
