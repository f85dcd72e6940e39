"""A format: one line of text for each unit."""

from geomap.players.registry import Format
from geomap.scene import Scene


def write(scene: Scene) -> str:
    """Names and positions, latitude before longitude."""
    return "".join(f"{symbol.label} {symbol.lat:.2f} {symbol.lon:.2f}\n" for symbol in scene.symbols)


FORMAT = Format("geomap_lines:write", "scene")
