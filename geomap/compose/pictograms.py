"""COMPOSE: which pictograms a unit shows, and what the key says of them: the same in each family, but for the looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import get_args

from geomap.facts import Affiliation, Formation, Side, Unit
from geomap.facts.columns import LOOKS, Rows
from geomap.scene import KeyRow, Pictogram
from geomap.symbols import EQUIPMENT, KINDS, RANKS, Family, Shown, TypeWords, icon_of, kind_of, meaning_of, read_type
from geomap.wording import joined, phrase, short_phrase


def pictograms(unit: Unit, sides: Mapping[str, Side], family: Family) -> tuple[Pictogram, ...]:
    """One for each kind, in the key's order."""
    colour = sides[unit.side].colour if unit.side else ""
    return tuple(
        Pictogram(
            shown.kind, family.outline_of(shown), family.says(shown), family.fill_of(shown) if colour else "", colour
        )
        for shown in _shown(unit, sides)
    )


def pictogram_rows(units: Rows[Unit], sides: Mapping[str, Side], family: Family, lang: str) -> list[KeyRow]:
    """What the key says of the units' pictograms: a row for each kind and, where the family shows more, for that."""
    found = [(one, times) for unit, times in units.counted_samples(*LOOKS) for one in _shown(unit, sides)]
    rows = list(_kind_rows(found, family, lang))
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
        shown.append(Shown(kind, icon_of(words[kind]), affiliation, echelon, staffed, meaning_of(words[kind])))
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


def _kind_rows(shown: Sequence[tuple[Shown, int]], family: Family, lang: str) -> Iterator[KeyRow]:
    """What pictograms mean, each by the one that is seen most, without what other rows explain of it.

    What is shown comes with how often.
    """
    by_row: dict[str, list[tuple[Shown, int]]] = {}
    for one, times in sorted(shown, key=lambda entry: KINDS.index(entry[0].kind)):
        by_row.setdefault(family.about(one), []).append((one, times))
    for about, alike in by_row.items():
        sample = _commonest(
            (replace(one, echelon="", is_headquarters=False, meaning=""), times) for one, times in alike
        )
        meanings = dict.fromkeys(f"pictogram.{family.meaning(one)}" for one, _ in alike)
        long, short = (joined(", ", (say(name, lang) for name in meanings), lang) for say in (phrase, short_phrase))
        yield KeyRow("pictogram", family.outline_of(sample), long, short, about=about)


def _commonest(seen: Iterable[tuple[Shown, int]]) -> Shown:
    """What is seen most often; the first of those that are seen as often."""
    counter: Counter[Shown] = Counter()
    for one, times in seen:
        counter[one] += times
    return counter.most_common(1)[0][0]


def _row(sample: str, name: str, lang: str, about: str) -> KeyRow:
    return KeyRow("pictogram", sample, phrase(name, lang), short_phrase(name, lang), about=about)
