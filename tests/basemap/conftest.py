"""The scripts that make the basemap are tested too: they are no package, so their folder is put on the path."""

import sys
from pathlib import Path

import pytest

from geomap.ground.reader import read_basemap

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

EVERYWHERE = 400.0  # a margin that takes in the world


@pytest.fixture(scope="session")
def world():
    """The world at 1:10m (a small view with an endless margin) by worldview."""
    return {view: read_basemap((-1, -1, 1, 1), view, margin=EVERYWHERE) for view in ("un", "de-facto")}
