"""What very many circles are painted with: their own colours where these are one or two, else red, green and blue.

A picture of paints has a plane of bytes for each. Of two there is less to lay than of three.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from matplotlib.colors import to_rgb
from numpy.typing import NDArray

from geomap.page import Circle

Pixels = NDArray[np.uint8]  # (height, width, 4): red, green, blue, opacity
Planes = NDArray[np.uint8]  # (height, paints, width): how much there is of each

_BAND = 32  # rows of px that are mixed at once, so few that they stay in the processor's cache
_PURE = "#ff0000", "#00ff00"  # what circles are drawn in to see how much there is of each of their colours


class Paints:
    """Paints that mix to all that circles of some looks are."""

    def __init__(self, looks: Iterable[Circle]) -> None:
        colours = sorted({colour for look in looks for colour in (look.fill, look.stroke) if colour})
        self._pure = dict(zip(colours, _PURE, strict=False)) if len(colours) <= len(_PURE) else {}

    def bare(self, paper: Pixels) -> Planes:
        """A picture in which nothing is painted yet."""
        planes = self.of(paper)
        return np.zeros_like(planes) if self._pure else planes

    def pure(self, look: Circle) -> Circle:
        """A circle as it is drawn to ask what paints it takes."""
        fill, stroke = (self._pure.get(colour, colour) for colour in (look.fill, look.stroke))
        return replace(look, fill=fill, stroke=stroke)

    def of(self, pixels: Pixels) -> Planes:
        """How much of each paint there is in what is drawn so, wherever it is opaque."""
        planes = np.ascontiguousarray(pixels[..., : len(self._pure) or 3].transpose(0, 2, 1))
        if self._pure:
            planes[:, -1] = 255 - planes[:, 0] if len(self._pure) > 1 else 255  # no paper, however it was rounded
        return planes

    def lay(self, painted: Planes, paper: Pixels) -> None:
        """Lay what is painted on its paper."""
        if not self._pure:
            paper[..., :3] = painted.transpose(0, 2, 1)
            return
        shades = np.round(255 * np.array([to_rgb(colour) for colour in self._pure])).astype(np.uint16)
        for top in range(0, len(paper), _BAND):
            _mix(painted[top : top + _BAND], paper[top : top + _BAND], shades)


def _mix(painted: Planes, paper: Pixels, shades: NDArray[np.uint16]) -> None:
    """Mix paints of these shades of red, green and blue with what is below them."""
    left = np.full((painted.shape[0], painted.shape[2]), 255, dtype=np.uint16)  # of the paper
    parts = []
    for plane in painted.transpose(1, 0, 2):
        parts.append(np.minimum(plane, left))
        left -= parts[-1]
    for channel, values in enumerate(shades.T):
        mixed = paper[..., channel] * left + 127
        for part, value in zip(parts, values, strict=True):
            mixed += part * value
        paper[..., channel] = mixed // 255
