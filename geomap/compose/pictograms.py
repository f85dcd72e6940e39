"""COMPOSE: which pictograms a unit shows, and what the key says of them: the same in each family, but for the looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar, get_args

from geomap.facts import Affiliation, Formation, Side, Unit
from geomap.facts.columns import LOOKS, counted_samples
from geomap.scene import KeyRow, Pictogram
from geomap.symbols import APP6_INSTALLATIONS, EQUIPMENT, KINDS, RANKS, TypeWords, app6_key, icon_of, kind_of, read_type
from geomap.wording import joined, phrase, short_phrase

_STAFF = "staff"

_Name = TypeVar("_Name", bound=str)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A pictogram of a unit, with all that a family may draw of it."""

    kind: str
    icon: str
    affiliation: Affiliation
    echelon: str = ""
    is_headquarters: bool = False

    def outline(self, family: str) -> str:
        """The key of its outline."""
        if family == "news":
            return f"news/{self.kind}"
        return app6_key(self.affiliation, self.icon, self.echelon, self.is_headquarters)

    def says(self, family: str) -> tuple[str, ...]:
        """What the key's rows explain of it."""
        if family == "news":
            return (self.kind,)
        echelon = f"echelon {self.echelon}" if self.echelon and self.icon not in APP6_INSTALLATIONS else ""
        staff = _STAFF if self.is_headquarters else ""
        return (self.kind, f"frame {self.affiliation}", *filter(None, (echelon, staff)))


def pictograms(unit: Unit, sides: Mapping[str, Side], family: str) -> tuple[Pictogram, ...]:
    """One for each kind, in the key's order."""
    return tuple(Pictogram(shown.kind, shown.outline(family), shown.says(family)) for shown in _shown(unit, sides))


def pictogram_rows(units: Sequence[Unit], sides: Mapping[str, Side], family: str, lang: str) -> list[KeyRow]:
    """What the key says of the units' pictograms: a row for each kind and, where the family shows more, for that."""
    found = [(one, times) for unit, times in counted_samples(units, *LOOKS) for one in _shown(unit, sides)]
    shown = [one for one, _ in found]
    rows = [_row(sample.outline(family), f"pictogram.{sample.kind}", lang, sample.kind) for sample in _samples(found)]
    return [*rows, *_app6_rows(shown, lang)] if family == "app6" else rows


def side_rows(units: Sequence[Unit], sides: Mapping[str, Side], family: str, default: str, lang: str) -> list[KeyRow]:
    """Whose a colour is, and whose a frame, where there are several: a side that has both takes one row.

    A side with a frame has a row without it too, for maps that drop its pictograms. `default` is the symbols' colour.
    """
    present = {unit.side for unit in units}
    known = [side for side in (*sides.values(), Side("", phrase("affiliation.unstated", lang))) if side.id in present]
    framed = [side for side in known if family == "app6" and any(_frames(side, unit, sides) for unit in units)]
    has_frames = len({side.affiliation for side in framed}) > 1
    if len({side.colour or default for side in known}) == 1:
        return _frame_rows(framed, lang) if has_frames else []
    rows = []
    for side in known:
        plain = KeyRow("side", side.colour or default, side.label, side.label)
        frame, about = app6_key(side.affiliation, ""), f"frame {side.affiliation}"
        rows += [replace(plain, frame=frame, about=about)] if has_frames and side in framed else []
        rows.append(plain)
    return rows


def _frames(side: Side, unit: Unit, sides: Mapping[str, Side]) -> bool:
    return unit.side == side.id and bool(_shown(unit, sides))


def _frame_rows(sides: Sequence[Side], lang: str) -> list[KeyRow]:
    """One for each frame, with the sides that have it."""
    rows = []
    for affiliation in get_args(Affiliation):
        text = joined(", ", (side.label for side in sides if side.affiliation == affiliation), lang)
        if text:
            rows.append(KeyRow("pictogram", app6_key(affiliation, ""), text, text, about=f"frame {affiliation}"))
    return rows


def _shown(unit: Unit, sides: Mapping[str, Side]) -> list[_Shown]:
    words = {kind_of(word): word for word in reversed(_words(unit))}
    affiliation = sides[unit.side].affiliation if unit.side else "unknown"
    formations = [_read(formation) for formation in unit.formations]
    shown = []
    for kind in (kind for kind in KINDS if kind in words):
        own = [read for read in formations if read.word and kind_of(read.word) == kind]
        echelon = max((read.echelon for read in own), key=_rank, default="")
        staffed = any(read.is_headquarters for read in own)
        shown.append(_Shown(kind, icon_of(words[kind]), affiliation, echelon, staffed))
    return shown


def _words(unit: Unit) -> Sequence[str]:
    """What the config states, or else the equipment that is there, counted or not, or else the formations."""
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


def _samples(shown: Sequence[tuple[_Shown, int]]) -> Iterator[_Shown]:
    """Each kind in use, with the icon and the affiliation that are seen most; what is shown comes with how often."""
    affiliation = _commonest((one.affiliation, times) for one, times in shown)
    for kind in KINDS:
        icon = _commonest((one.icon, times) for one, times in shown if one.kind == kind)
        if icon and affiliation:
            yield _Shown(kind, icon, affiliation)


def _commonest(seen: Iterable[tuple[_Name, int]]) -> _Name | None:
    """What is seen most often; the first of those that are seen as often."""
    counter: Counter[_Name] = Counter()
    for name, times in seen:
        counter[name] += times
    return counter.most_common(1)[0][0] if counter else None


def _row(sample: str, name: str, lang: str, about: str) -> KeyRow:
    return KeyRow("pictogram", sample, phrase(name, lang), short_phrase(name, lang), about=about)


def _app6_rows(shown: Sequence[_Shown], lang: str) -> Iterator[KeyRow]:
    """The marks of echelons, the largest first, and the staff."""
    echelons = {one.echelon for one in shown if one.icon not in APP6_INSTALLATIONS}
    for echelon in reversed(RANKS):
        if echelon in echelons:
            yield _row(app6_key("", "", echelon), f"echelon.{echelon}", lang, f"echelon {echelon}")
    kinds = {one.kind for one in shown}
    if any(one.is_headquarters for one in shown) and "headquarters" not in kinds:
        yield _row(app6_key(shown[0].affiliation, "headquarters"), "pictogram.headquarters", lang, _STAFF)
