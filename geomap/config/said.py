"""What a config has the map say: the texts that its table of shorter wordings may shorten, and which entries do."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from geomap.config.schema import Config
from geomap.facts import Formation
from geomap.wording import formation
from geomap.wording.shorter import used

_FIGURE = re.compile(r"\{[a-z_]+\}")  # of a note, in whose place a number is printed


def with_used(config: Config, others: Iterable[str] = (), langs: Collection[str] = ()) -> Config:
    """The config with those shorter wordings alone that a text of its own, or one of `others`, has a use for.

    `langs` are those in which its formations are worded, where it is not only the map's.
    """
    if not config.abbreviations:
        return config
    texts = (*_texts(config, langs or (config.lang,)), *others)
    return config.without(config.held, abbreviations=used(config.abbreviations, texts))


def _texts(config: Config, langs: Collection[str]) -> Iterator[str]:
    """All texts that may be shortened, but for the names of ground; of a note what stands between its figures."""
    yield from config.units.labels
    for entry in {
        Formation(entry.type, entry.count, entry.label, entry.echelon or "")
        for row in config.units.samples("formations")
        for entry in row.formations
    }:
        yield from (formation(entry, lang) for lang in langs)
    for layer in config.layers:
        yield from _of_layer(layer)
    yield from (place.name for place in config.shown.values())
    yield from (placed.text for board in config.artboards for placed in board.labels.values())


def _of_layer(layer: Any) -> Iterator[str]:
    for key in ("label", "callout"):
        yield getattr(getattr(layer, key, None), "text", "")
    text = _FIGURE.sub("_", getattr(layer, "text", ""))  # no word ends or begins at a figure
    yield from (text, text[:1].upper() + text[1:])
