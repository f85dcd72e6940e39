"""A map on the web, drawn by others, that a reader of the page may lay under the scene."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tiles:
    """Its name, where its pictures are, by {z}, {x} and {y}, and whom to credit."""

    name: str
    url: str
    attribution: str
    max_zoom: int
