"""COMPOSE: which pictograms a unit shows, and what the key says of them: the same in each family, but for the looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar, get_args

from geomap.facts import Affiliation, Formation, Side, Unit
from geomap.facts.columns import LOOKS, Rows
from geomap.scene import KeyRow, Pictogram
from geomap.symbols import EQUIPMENT, KINDS, RANKS, Family, Shown, TypeWords, icon_of, kind_of, read_type
from geomap.wording import joined, phrase, short_phrase

_Name = TypeVar("_Name", bound=str)


def pictograms(unit: Unit, sides: Mapping[str, Side], family: Family) -> tuple[Pictogram, ...]:
    """One for each kind, in the key's order."""
    return tuple(Pictogram(shown.kind, family.outline_of(shown), family.says(shown)) for shown in _shown(unit, sides))


def pictogram_rows(units: Rows[Unit], sides: Mapping[str, Side], family: Family, lang: str) -> list[KeyRow]:
    """What the key says of the units' pictograms: a row for each kind and, where the family shows more, for that."""
    found = [(one, times) for unit, times in units.counted_samples(*LOOKS) for one in _shown(unit, sides)]
    rows = [
        _row(family.outline_of(sample), f"pictogram.{sample.kind}", lang, sample.kind) for sample in _samples(found)
    ]
    marks = family.marks([one for one, _ in found])
    return [*rows, *(_row(mark.outline, mark.phrase, lang, mark.about) for mark in marks)]


def side_rows(
    units: Sequence[Unit], sides: Mapping[str, Side], family: Family, default: str, lang: str
) -> list[KeyRow]:
    """Whose a colour is, and whose a frame, where there are several: a side that has both takes one row.

    A side with a frame has a row without it too, for maps that drop its pictograms. `default` is the symbols' colour;
    what is said of units without a side stands among the `sides`, by an empty id.
    """
    present = {unit.side for unit in units}
    known = [side for side in sides.values() if side.id in present]
    framed = [side for side in known if family.has_frames and any(_frames(side, unit, sides) for unit in units)]
    has_frames = len({side.affiliation for side in framed}) > 1
    if len({side.colour or default for side in known}) == 1:
        return _frame_rows(framed, family, lang) if has_frames else []
    rows = []
    for side in known:
        plain = KeyRow("side", side.colour or default, side.label, side.label)
        if has_frames and side in framed:
            rows.append(replace(plain, frame=family.frame_of(side.affiliation), about=f"frame {side.affiliation}"))
        rows.append(plain)
    return rows


def _frames(side: Side, unit: Unit, sides: Mapping[str, Side]) -> bool:
    return unit.side == side.id and bool(_shown(unit, sides))


def _frame_rows(sides: Sequence[Side], family: Family, lang: str) -> list[KeyRow]:
    """One for each frame, with the sides that have it."""
    rows = []
    for affiliation in get_args(Affiliation):
        text = joined(", ", (side.label for side in sides if side.affiliation == affiliation), lang)
        if text:
            rows.append(KeyRow("pictogram", family.frame_of(affiliation), text, text, about=f"frame {affiliation}"))
    return rows


def _shown(unit: Unit, sides: Mapping[str, Side]) -> list[Shown]:
    words = {kind_of(word): word for word in reversed(words_of(unit))}
    affiliation = sides[unit.side].affiliation if unit.side else "unknown"
    formations = [_read(formation) for formation in unit.formations]
    shown = []
    for kind in (kind for kind in KINDS if kind in words):
        own = [read for read in formations if read.word and kind_of(read.word) == kind]
        echelon = max((read.echelon for read in own), key=_rank, default="")
        staffed = any(read.is_headquarters for read in own)
        shown.append(Shown(kind, icon_of(words[kind]), affiliation, echelon, staffed))
    return shown


def words_of(unit: Unit) -> Sequence[str]:
    """The words of what a unit shows: those that the config states, or else of the equipment that is there, counted or
    not, or else of the formations.
    """
    if unit.pictograms is not None:
        return unit.pictograms
    if unit.equipment:
        return [kind for kind in EQUIPMENT if kind in unit.equipment and unit.equipment[kind].maximum != 0]
    formations = sorted(map(_read, unit.formations), key=lambda read: -_rank(read.echelon))
    return [read.word for read in formations if read.word]


def _read(formation: Formation) -> TypeWords:
    """The words of the type; an echelon that is stated apart counts as one of them."""
    return read_type(formation.full_type)


def _rank(echelon: str) -> int:
    """The larger, the higher; none is the lowest."""
    return ("", *RANKS).index(echelon)


def _samples(shown: Sequence[tuple[Shown, int]]) -> Iterator[Shown]:
    """Each kind in use, with the icon and the affiliation that are seen most; what is shown comes with how often."""
    affiliation = _commonest((one.affiliation, times) for one, times in shown)
    for kind in KINDS:
        icon = _commonest((one.icon, times) for one, times in shown if one.kind == kind)
        if icon and affiliation:
            yield Shown(kind, icon, affiliation)


def _commonest(seen: Iterable[tuple[_Name, int]]) -> _Name | None:
    """What is seen most often; the first of those that are seen as often."""
    counter: Counter[_Name] = Counter()
    for name, times in seen:
        counter[name] += times
    return counter.most_common(1)[0][0] if counter else None


def _row(sample: str, name: str, lang: str, about: str) -> KeyRow:
    return KeyRow("pictogram", sample, phrase(name, lang), short_phrase(name, lang), about=about)
