"""What a layer may hold: the time and memory of a map grow with its positions, and with the crossings of its areas."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import LayerError, Problem
from geomap.loading import Later

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from numpy.typing import NDArray
    from shapely import Geometry
else:  # a check of the config makes no geometries
    np, shapely = Later("numpy"), Later("shapely")

FARTHEST = 540.001  # degrees of longitude: what crosses the antimeridian may run on past 180
MOST_POSITIONS = 500_000
MOST_PIECES = 50_000
MOST_CROSSINGS = 200_000  # of outlines of areas; lines are not cut where they cross
FEW = 600  # steps that cannot cross more often

_SAMPLE = 1_000  # steps of which each is held against all others
_FEWEST_SEEN = 5  # crossings in a sample, from which on it says how many there are
LESS = "simplify it, or cut it to what the map shows"


def require_bounded(geometries: Sequence[Geometry], path: Path) -> None:
    """Raise LayerError for what would take minutes, or gigabytes, to draw."""
    parts = shapely.get_parts(list(geometries))
    if int(shapely.get_num_coordinates(parts).sum()) > MOST_POSITIONS:
        raise _too_much(path, f"holds more than {MOST_POSITIONS:,} positions")
    if len(parts) > MOST_PIECES:
        raise _too_much(path, f"holds more than {MOST_PIECES:,} lines, areas and points")
    if _crossings(parts[shapely.get_dimensions(parts) == 2]) > MOST_CROSSINGS:
        raise _too_much(path, f"holds areas whose outlines cross more than {MOST_CROSSINGS:,} times")


def _too_much(path: Path, text: str) -> LayerError:
    return LayerError(Problem(file=str(path), text=text, hint=LESS))


def _crossings(areas: NDArray[np.object_]) -> int:
    """About how often the outlines of areas cross, themselves and each other; judged by a sample of many steps."""
    points, which = shapely.get_coordinates(shapely.boundary(areas), return_index=True)
    goes_on = which[1:] == which[:-1]
    steps = np.concatenate([points[:-1], points[1:]], axis=1)[goes_on]
    count = len(steps)
    if count <= FEW:
        return 0
    if count > _SAMPLE:  # by chance, as every nth step may be of one kind
        steps = steps[np.random.default_rng(0).choice(count, _SAMPLE, replace=False)]
    a, b = steps[:, None, :2], steps[:, None, 2:]
    c, d = steps[None, :, :2], steps[None, :, 2:]
    apart = (_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0)
    seen = int(apart.sum()) // 2
    return round(seen * (count / len(steps)) ** 2) if seen >= _FEWEST_SEEN else 0


def _side(a: NDArray[np.float64], b: NDArray[np.float64], point: NDArray[np.float64]) -> NDArray[np.float64]:
    """On which side of the line from a to b a point lies: above, on or below 0."""
    x, y = 0, 1
    found: NDArray[np.float64] = np.sign(
        (b[..., x] - a[..., x]) * (point[..., y] - a[..., y]) - (b[..., y] - a[..., y]) * (point[..., x] - a[..., x])
    )
    return found
