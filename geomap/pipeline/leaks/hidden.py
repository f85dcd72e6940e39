"""What a config holds back, in the forms in which it may be told."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.config import Config
from geomap.config.aggregate import held_units, source_of
from geomap.facts import ROUNDED, Link
from geomap.facts.fields import CARRIED, PLAIN
from geomap.files.regular import opened, pieces_of
from geomap.gate import Held, held_by, published
from geomap.kinds.note import NoteRow
from geomap.loading import Later, load
from geomap.pipeline.freshness.inputs import input_files
from geomap.pipeline.leaks.contents import View, folded
from geomap.pipeline.leaks.notations import Position, Positions
from geomap.places.locate import query_of
from geomap.values.unit import UnitRow
from geomap.wording.vocabulary import vocabulary

if TYPE_CHECKING:
    from geomap.tables.aggregation.hidden import HiddenRow

gazetteer = Later("geomap.places.gazetteer")

_SHORTEST = 3  # letters of a name that is looked for; a shorter one is everywhere
_COMMON = 5  # letters of what stands in many texts
_PREFIX = 16  # digits of a hash that say which it is
MOST_SUMMED = 10_000  # rows of `aggregate`: of a table that is published any one tells
_CODE_PAGES = {  # in which files may be that are not in UTF-8, by scripts; those that write a name alike count once
    ("\u00c0", "\u024f"): (
        *("cp1252", "cp1250", "cp850", "mac_roman", "cp1254", "cp1257", "cp852", "cp857", "cp437", "cp775", "cp865"),
        *("iso8859_2", "iso8859_3", "iso8859_4", "iso8859_9", "iso8859_13", "iso8859_15", "iso8859_16", "cp1258"),
        *("mac_latin2", "mac_turkish", "mac_croatian", "mac_romanian", "mac_iceland"),
    ),
    ("\u0370", "\u03ff"): ("cp1253", "iso8859_7", "cp737", "cp869", "mac_greek"),
    ("\u0400", "\u052f"): (
        "cp1251",
        "koi8_u",
        "koi8_r",
        "cp866",
        "iso8859_5",
        "cp855",
        "mac_cyrillic",
        "kz1048",
        "koi8_t",
    ),
    ("\u0590", "\u05ff"): ("cp1255", "cp862"),
    ("\u0600", "\u06ff"): ("cp1256", "iso8859_6", "cp720", "mac_arabic"),
    ("\u0e00", "\u0e7f"): ("cp874",),
    ("\u3040", "\u30ff"): ("shift_jis", "euc_jp"),
    ("\u4e00", "\u9fff"): ("gb18030", "big5", "shift_jis"),
    ("\uac00", "\ud7af"): ("euc_kr", "johab"),
}
_WORD = re.compile(r"[^\W_]+")
_JOINT = r"[\W_]{0,8}"  # what may stand between two words of a name: nothing in SeventhBrigade
_PLAIN = re.compile(rf"[a-z]{{{_SHORTEST},}}")
_COLONS = re.compile(rb"(?<![0-9a-f])(?:[0-9a-f]{2}:){15,}[0-9a-f]{2}")  # as certificates write a hash
_FILLED_IN = re.compile(r"\{[^{}]*\}")
_FONTS = {".ttf", ".otf", ".ttc", ".otc", ".woff"}  # which claim nothing, as files of mere ground


@dataclass(frozen=True)
class Hidden:
    """Names by what they are, positions, and hashes of the files that claims come from."""

    names: dict[str, str]
    positions: Positions
    hashes: Collection[bytes]

    def told_by(self, view: View) -> Iterator[str]:
        """What a reader of some bytes would know."""
        yield from _names_in(view.words, self.names)
        lower = view.data.lower()
        for names, page in self._pages if "\ufffd" in view.text else ():
            likely = {name: said for name, said in names.items() if _plain_piece(name) in lower}
            if likely:
                yield from _names_in(folded(view.data.decode(page, "replace")), likely)
        yield from self.positions.told_by(view)
        joined = _COLONS.sub(_without_colons, lower)
        if any(digest in lower or digest in view.data or digest in joined for digest in self.hashes):
            yield "the hash of a file that the map is made from"

    @cached_property
    def _pages(self) -> list[tuple[dict[str, str], str]]:
        """The names that older code pages write otherwise, by these."""
        found: dict[str, dict[str, str]] = {}
        for name, said in self.names.items():
            written: set[bytes] = set()
            for (first, last), pages in _CODE_PAGES.items():
                for page in pages if any(first <= letter <= last for letter in name) else ():
                    letters = _letters_in(page, name)
                    if letters and letters not in written:
                        written.add(letters)
                        found.setdefault(page, {})[name] = said
        return [(names, page) for page, names in found.items()]


def _plain_piece(name: str) -> bytes:
    """Some letters of a name that all code pages write alike; none where it has too few in a row."""
    return max(_PLAIN.findall(name), key=len, default="")[:_SHORTEST].encode()


def _letters_in(page: str, name: str) -> bytes:
    """The letters of a name that are not in ASCII, as a code page writes them; none where it has not all of them."""
    letters = [letter for letter in sorted({*name.lower(), *name.upper()}) if letter.isalpha() and not letter.isascii()]
    try:
        return b"\0".join(letter.encode(page) for letter in letters)
    except UnicodeEncodeError:
        return b""


def _without_colons(found: re.Match[bytes]) -> bytes:
    return found[0].replace(b":", b"")


def _names_in(text: str, names: Mapping[str, str]) -> Iterator[str]:
    """What those of some names are that a text says."""
    words = {*_WORD.findall(text)} if names else set()
    for name, said in names.items():
        parts = _WORD.findall(name)
        if (words.issuperset(parts) or "".join(parts) in words) and _is_in(name, text):
            yield said


def hidden_by(config: Config, day: date, printed: Collection[str] = ()) -> Hidden:
    """What a config holds back on a day. Raises GeomapError where a hidden place cannot be found.

    Names that are `printed` for orientation tell nothing, even where a hidden place is called so.
    """
    held, shown = held_by(config, day), published(config, day)
    rows = [row for row in config.units if row.id in held.ids or row.id in held.steps]
    summed = list(islice(_summed_rows(config, day), MOST_SUMMED))
    names = {folded(name): said for name, said in _texts(config, shown, rows, held) if _is_telling(name, config.lang)}
    names |= {folded(name): said for name, said in _names(rows, held, summed) if name}
    public, ground = folded("\n".join(_said(shown))), {*map(folded, printed)}
    looked_for = {
        name: said
        for name, said in names.items()
        if len(name) >= _SHORTEST and _WORD.search(name) and not _is_in(name, public) and name not in ground
    }
    positions = [
        Position(*place, held.steps.get(row.id) if row.id not in held.ids else None)
        for row in rows
        for place in _places(row)
    ]
    positions += [Position(row.lat, row.lon, row.step) for row in summed]
    told = {_spot(row.at.lat, row.at.lon) for row in shown.units if row.at}  # one of a unit that is shown is no secret
    hidden = [position for position in positions if _spot(position.lat, position.lon) not in told]
    return Hidden(looked_for, Positions(hidden), frozenset(_hashes(config)))


def _spot(lat: float, lon: float) -> tuple[float, float]:
    """A position to a metre."""
    return round(lat, 5), round(lon, 5)


def _names(rows: Sequence[UnitRow], held: Held, summed: Sequence[HiddenRow]) -> Iterator[tuple[str, str]]:
    """What units and their places are called, and what each of these names is."""
    for row in rows:
        place = row.admin if row.is_area else row.place
        if row.id in held.ids:
            yield row.id, "the id of a unit under embargo"
            yield row.label.text, "the label of a unit under embargo"
            yield place, "the place of a unit under embargo"
        else:
            yield place, "the place of a unit whose position is rounded"
    for line in summed:
        whose = "under embargo" if line.step is None else "whose position is rounded"
        yield line.place, f"the place of a row of `aggregate` {whose}"


def _texts(config: Config, shown: Config, rows: Sequence[UnitRow], held: Held) -> Iterator[tuple[str, str]]:
    """What else goes with what is held back: texts of units, formations, sources and sides, and notes that tell of
    them.
    """
    for row in rows:
        yield from _own_texts(row, is_held=row.id in held.ids)
        if row.id in held.ids:
            yield from (
                (text, "a formation of a unit under embargo")
                for entry in row.formations
                for text in (entry.label, entry.type)
            )
    gone = config.sources.keys() - shown.sources.keys() - {*shown.held.unclaimed}
    for source in (config.sources[name] for name in gone):
        yield from ((text, "a source of what is held back") for text in (source.publisher, source.title, source.url))
    named = {row.side for row in rows}
    for name in (config.sides.keys() - shown.sides.keys()) & named:
        yield config.sides[name].label, "the side of a unit under embargo"
    left = {layer.id for layer in shown.layers}
    for layer in config.layers:
        if isinstance(layer, NoteRow) and layer.id not in left:
            pieces = _FILLED_IN.split(layer.text)  # its numbers are another thing on each day
            yield max(pieces, key=len), "the text of a note that is left out"


def _own_texts(row: UnitRow, *, is_held: bool) -> Iterator[tuple[str, str]]:
    """The texts that no rule but the table of fields knows, line by line: files break them in many ways."""
    whose = "of a unit under embargo" if is_held else "of a unit whose position is rounded"
    for field in (*PLAIN, CARRIED):
        if is_held or field.tells_place:
            what = "a carried text" if field is CARRIED else f"the {field.name}"
            for text in _texts_in(getattr(row, field.name)):
                yield from ((line, f"{what} {whose}") for line in text.split("\n"))


def _texts_in(value: Any) -> Iterator[str]:
    """All texts of a value: of several also each, of a link its address and title. A day or number is no text."""
    match value:
        case str():
            yield value
        case Link():
            yield from (value.url, value.title)
        case dict():
            yield from value.values()
        case tuple():
            for one in value:
                yield from _texts_in(one)


def _is_telling(text: str, lang: str) -> bool:
    """Whether a text is more than a word or two that geomap may print by itself."""
    words = _WORD.findall(folded(text))
    return len("".join(words)) > _COMMON and not vocabulary(lang).issuperset(words)


def _summed_rows(config: Config, day: date) -> Iterator[HiddenRow]:
    """The rows of the table of `aggregate` whose places are not told."""
    if config.aggregate is None:
        return iter(())
    row = config.aggregate
    rows: Iterator[HiddenRow] = load("geomap.tables.aggregation.hidden:hidden_rows")(
        source_of(config, row), day, held_units(config)
    )
    return rows


def _said(config: Config) -> Iterator[str]:
    """All that a published config says."""
    yield config.model_dump_json(exclude={"units", "units_from", "aggregate", "pages"})
    rows = config.units
    yield from (*rows.ids, *rows.labels, *rows.place_names)
    for row in rows.telling:
        yield row.model_dump_json()
        yield from (line for line, _ in _own_texts(row, is_held=True))


def _is_in(name: str, text: str) -> bool:
    """Whether a text says the words of a name in a row, whatever joins them; not as part of a longer word."""
    words = _JOINT.join(map(re.escape, _WORD.findall(name)))
    return re.search(rf"(?<![^\W_]){words}(?![^\W_])", text) is not None


def _places(row: UnitRow) -> Iterable[tuple[float, float]]:
    """Where a unit is, as its row says or as its place is found."""
    if row.at:
        return [(row.at.lat, row.at.lon)] if row.found_by != ROUNDED else []
    if row.is_area:
        return []  # no position is stated or looked up
    found = gazetteer.search(query_of(row)).place
    return [(found.lat, found.lon)] if found else []


def _hashes(config: Config) -> Iterator[bytes]:
    """How the files that claims come from are known by their hashes: the first digits are enough."""
    mere = {config.folder / name for name in config.ground.all_files}
    for path in input_files(config).values():
        if path.suffix.lower() not in _FONTS and path not in mere:
            yield from _hashes_of(path)


def _hashes_of(path: Path) -> Iterator[bytes]:
    with opened(path) as file:
        head = b"blob %d\0" % file.seek(0, os.SEEK_END)  # as git has it
        file.seek(0)
        kinds = ("sha256", "sha1", "md5", "sha512", "sha384", "sha224")
        hashes = [hashlib.new(kind, start, usedforsecurity=False) for start in (b"", head) for kind in kinds]
        for piece in pieces_of(file):
            for one in hashes:
                one.update(piece)
    for one in hashes:
        yield one.hexdigest()[:_PREFIX].encode()
        yield one.digest()[: _PREFIX // 2]  # as git has it in a list of files
        yield from {base64.b64encode(one.digest())[:_PREFIX], base64.urlsafe_b64encode(one.digest())[:_PREFIX]}
