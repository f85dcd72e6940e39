"""How colours look to others, by other models than geomap's own: what both say is not the fault of one of them."""

from __future__ import annotations

from math import dist

import numpy as np

# Of linear sRGB. Viénot, Brettel and Mollon, "Digital Video Colourmaps for Checking the Legibility of Displays by
# Dichromats" (Color Research and Application 24, 1999), which projects the colours onto the plane that dichromats see.
_PLANES = {
    "protanopia": np.array([[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]]),
    "deuteranopia": np.array([[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]]),
    "greys": np.array([[0.2126, 0.7152, 0.0722]] * 3),
    "normal": np.eye(3),
}
# Brettel, Viénot and Mollon, "Computerized Simulation of Color Appearance for Dichromats" (JOSA A 14, 1997): two half
# planes, for those who see no blue.
_TRITAN = (
    np.array([[1.01277, 0.13548, -0.14826], [-0.01243, 0.86812, 0.14431], [0.07589, 0.80500, 0.11911]]),
    np.array([[0.93678, 0.18979, -0.12657], [0.06154, 0.81526, 0.12320], [-0.37562, 1.12767, 0.24796]]),
)
_TRITAN_EDGE = np.array([0.03901, -0.02788, -0.01113])
VISIONS = (*_PLANES, "tritanopia")
_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def seen(colour: str, vision: str) -> tuple[float, float, float]:
    """CIELAB of a colour as a reader of that vision sees it."""
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    plane = _PLANES[vision] if vision in _PLANES else _TRITAN[int(_TRITAN_EDGE @ linear < 0)]
    ratio = _XYZ @ np.clip(plane @ linear, 0, 1) / (_XYZ @ np.ones(3))
    x, y, z = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return float(116 * y - 16), float(500 * (x - y)), float(200 * (y - z))


def cie76(first: str, second: str, vision: str) -> float:
    """How far apart two colours are to that reader, as the distance in CIELAB."""
    return dist(seen(first, vision), seen(second, vision))
