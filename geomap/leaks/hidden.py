"""What a config holds back, in the forms in which it may be told."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geomap.columns import Alike, samples
from geomap.config import Config
from geomap.facts import ROUNDED
from geomap.freshness.inputs import input_files
from geomap.gate import held_by, published
from geomap.geocode.locate import query_of
from geomap.layer_kinds.units import UnitRow
from geomap.leaks.contents import View, folded
from geomap.leaks.notations import Position, Positions
from geomap.loading import Later
from geomap.regular import bytes_of

gazetteer = Later("geomap.geocode.gazetteer")

_SHORTEST = 3  # letters of a name that is looked for; a shorter one is everywhere
_PREFIX = 16  # digits of a hash that say which it is
_WORD = re.compile(r"[^\W_]+")
_FONTS = {".ttf", ".otf", ".ttc", ".otc", ".woff"}  # of mere ground


@dataclass(frozen=True)
class Hidden:
    """Names by what they are, positions, and hashes of the files that claims come from."""

    names: dict[str, str]
    positions: Positions
    hashes: Collection[bytes]

    def told_by(self, view: View) -> Iterator[str]:
        """What a reader of some bytes would know."""
        words = {*_WORD.findall(view.words)} if self.names else set()
        for name, said in self.names.items():
            if _WORD.findall(name)[0] in words and _is_in(name, view.words):
                yield said
        yield from self.positions.told_by(view)
        lower = view.data.lower()
        if any(digest in lower or digest in view.data for digest in self.hashes):
            yield "the hash of a file that the map is made from"


def hidden_by(config: Config, day: date) -> Hidden:
    """What a config holds back on a day. Raises GeomapError where a hidden place cannot be found."""
    held, shown = held_by(config, day), published(config, day)
    rows = [row for row in config.units if row.id in held.ids or row.id in held.steps]
    names: dict[str, str] = {}
    for row in rows:
        whose = "a unit under embargo" if row.id in held.ids else "a unit whose position is rounded"
        known = (
            {"place": row.place}
            if row.id not in held.ids
            else {"id": row.id, "label": row.label.text} | ({"place": row.place} if row.place else {})
        )
        names |= {folded(name): f"the {what} of {whose}" for what, name in known.items() if name}
    public = folded("\n".join(_said(shown)))
    looked_for = {
        name: said
        for name, said in names.items()
        if len(name) >= _SHORTEST and _WORD.search(name) and not _is_in(name, public)
    }
    positions = [
        Position(*place, held.steps.get(row.id) if row.id not in held.ids else None)
        for row in rows
        for place in _places(row)
    ]
    return Hidden(looked_for, Positions(positions), frozenset(_hashes(config)))


def _said(config: Config) -> Iterator[str]:
    """All that a published config says."""
    yield config.model_dump_json(exclude={"units", "units_from", "aggregate", "pages"})
    rows: Sequence[UnitRow] = config.units
    if isinstance(rows, Alike):
        yield from (text for column in (rows.columns.ids, rows.columns.labels, rows.columns.names) for text in column)
    yield from (row.model_dump_json() for row in samples(rows))


def _is_in(name: str, text: str) -> bool:
    """Whether a text says a name, not as a part of a longer word."""
    return re.search(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", text) is not None


def _places(row: UnitRow) -> Iterable[tuple[float, float]]:
    """Where a unit is, as its row says or as its place is found."""
    if row.at:
        return [(row.at.lat, row.at.lon)] if row.found_by != ROUNDED else []
    found = gazetteer.search(query_of(row)).place
    return [(found.lat, found.lon)] if found else []


def _hashes(config: Config) -> Iterator[bytes]:
    """How the files that claims come from are known by their hashes: the first digits are enough."""
    for path in input_files(config).values():
        if path.suffix.lower() not in _FONTS:
            yield from _hashes_of(path)


def _hashes_of(path: Path) -> Iterator[bytes]:
    data = bytes_of(path)
    blob = b"blob %d\0" % len(data) + data  # as git has it
    for content in (data, blob):
        for kind in ("sha256", "sha1", "md5", "sha512"):
            found = hashlib.new(kind, content, usedforsecurity=False).digest()
            yield found.hex()[:_PREFIX].encode()
            yield base64.b64encode(found)[:_PREFIX]
