"""The label of a unit: its name, pictograms and formations, with less of them where there is less room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from geomap.facts.columns import Floats, names
from geomap.layout.labels.abbreviations import all_wordings
from geomap.layout.labels.by_hand import set_by_hand
from geomap.layout.labels.candidates import Front, around_circle, beside_fronts, on_own_side, staying
from geomap.layout.labels.crowd import crowd_request
from geomap.layout.labels.search import Request
from geomap.layout.labels.settings import Ways, parted
from geomap.layout.units.positions import Spot, Spots
from geomap.marks.text import Block, PictogramRow, SidesRow, TextRow, balanced, line_width
from geomap.relocations import Likewise, Relocation
from geomap.scene import Artboard, Scene, Symbol
from geomap.wording import more_units

FIGURE, FORMATIONS, PICTOGRAMS = "figure", "formations", "pictograms"  # the roles of rows below a name
HIDDEN = "hidden by `label`"
MOST_NAMED = 600  # units on a map that get a label without `keep`, the largest; a page holds no more
_NOT_NAMED = f"left without a label, as only the {MOST_NAMED} largest units are named"
KEPT_FIRST = 5000.0  # priority that `keep` adds

_PRIORITY = 1000.0  # units come before all else, and among them the larger
# Names in more lines than they need: the share of their width that they keep, and the cost, less than to leave anything
# out; px of names that are never wrapped.
_NARROWER, _SHORT = ((0.72, 4.5), (0.5, 7.0)), 70.0
_ABBREVIATED = 5.0  # cost of a label in its abbreviated wording
_WITHOUT_FORMATIONS = 9.0  # of one that leaves them out
_WITHOUT_PICTOGRAMS = 30.0
_WITHOUT_CHANGE = 60.0
_MOST_AT_A_PLACE = 5  # rows below its name
_Rows = tuple[TextRow | PictogramRow | SidesRow, ...]
NO_POINTS: Floats = np.zeros((0, 2))
_LONGEST_LINE = 190.0  # px, on narrow artboards


@dataclass(frozen=True, slots=True)
class UnitLabels:
    """Makes the labels of an artboard's units. `fronts` are lines that a label should not be led across; `allies` are,
    by colour, which is a side's, the px of units off them.
    """

    scene: Scene
    artboard: Artboard
    style: str
    fronts: Sequence[Front]
    figures: bool = True
    without: frozenset[str] = frozenset()  # roles of rows that no label has
    allies: Mapping[str, Floats] = field(default_factory=dict)

    def request(self, spot: Spot) -> Iterator[Request | Relocation]:
        """The unit's label; nothing where it has no name."""
        unit = spot.symbol.unit
        placement = self.artboard.placement_of(unit, spot.symbol.placement)
        name = placement.text or spot.symbol.label
        if placement.hide and name:
            yield Relocation(name, HIDDEN, unit, by_rule=True)
        elif spot.members:
            yield crowd_request(spot, self.artboard, self.scene.lang, self.style, self.fronts, self._point(spot))
        elif name:
            request = self._free(spot, name)
            yield set_by_hand(request, placement, (spot.x, spot.y), spot.radius) if placement.is_set else request

    def beyond(self, spots: Spots) -> Iterator[Request | Relocation | Likewise]:
        """The labels of units that more than enough others come before: only where the config insists."""
        named = {*self.artboard.labels, *(rule.partition(".")[2] for rule in self.artboard.keep)}
        may_be_set = enumerate(spots.symbols) if self.artboard.keeps("units") else spots.symbols.numbered(named)
        insisted = [number for number, symbol in may_be_set if self._insists_on(symbol)]
        for number in insisted:
            yield from self.request(spots[number])
        units, labels = names(spots.symbols.ids), names(spots.symbols.labels)
        is_left = labels != ""
        is_left[insisted] = False
        yield Likewise(units[is_left].tolist(), labels[is_left].tolist(), _NOT_NAMED, by_rule=True)

    def _insists_on(self, symbol: Symbol) -> bool:
        placement = self.artboard.placement_of(symbol.unit, symbol.placement)
        return placement.is_set or placement.hide or self.artboard.keeps("units", symbol.unit)

    def _free(self, spot: Spot, name: str) -> Request:
        unit = spot.symbol.unit
        blocks = self.blocks(spot.symbol, name)
        circle = (spot.x, spot.y, spot.radius)
        point, slot = self._point(spot), spot.symbol.slot

        def dearer(ways: Ways) -> Ways:
            return on_own_side(point, staying(ways, slot), self.fronts)

        candidates, later = parted(around_circle(blocks, *circle), dearer)
        kept = KEPT_FIRST if self.artboard.keeps("units", unit) else 0.0
        return Request(
            id=f"unit:{unit}",
            text=name,
            priority=_PRIORITY + spot.radius + kept,
            candidates=candidates,
            later=later,
            unit=unit,
            mark=circle,
        )

    def blocks(self, symbol: Symbol, name: str) -> list[tuple[Block, float]]:
        """What the label of a unit of that name may say, from full to bare, and what each costs."""
        unit = symbol.unit
        return [
            (Block(rows, self.artboard.width, owner=unit, id=f"label-{unit}"), loss)
            for rows, loss in self._settings(symbol, name).items()
        ]

    def _point(self, spot: Spot) -> tuple[float, float]:
        """Where the unit is, as far as that says on which side of a front; several sides at a place are on none."""
        point = spot.true_point or (spot.x, spot.y)
        if spot.parts:
            return point
        return beside_fronts(point, self.fronts, self.allies.get(spot.symbol.colour, NO_POINTS))

    def _made_of(self, symbol: Symbol) -> tuple[str, ...]:
        """The rows below the name: all formations of a unit, some of what is at a place and how many more there are."""
        rows = symbol.formations
        if len(rows) <= _MOST_AT_A_PLACE or not (symbol.units or symbol.site):
            return rows
        left = len(rows) - _MOST_AT_A_PLACE + 1
        return (*rows[:-left], more_units(left, self.scene.lang))

    @property
    def _longest(self) -> float:
        """Px of a line; a longer name is wrapped."""
        return max(_LONGEST_LINE, 0.25 * self.artboard.width)

    def _settings(self, symbol: Symbol, name: str) -> dict[_Rows, float]:
        """The rows of the label, from full to bare, with the cost of what each leaves out or shortens."""
        settings: dict[_Rows, float] = {}
        width = self.artboard.width
        figure = (symbol.figure,) if self.figures and symbol.figure else ()
        said = symbol.change.texts if symbol.change else figure
        made_of = self._made_of(symbol) if FORMATIONS not in self.without else ()
        texts = (name, *said, *made_of)
        role = "change" if symbol.change else FIGURE
        styles = [("place", self.style), *((role, "formations") for _ in said)]
        styles += [("formations", "formations") for _ in made_of]
        shown = symbol.pictograms if PICTOGRAMS not in self.without else ()
        icons = (PictogramRow(shown),) if shown else ()
        for index, wording in enumerate(all_wordings(texts, self.scene.abbreviations, self.artboard)):
            shortened = _ABBREVIATED * index
            rows: list[TextRow | SidesRow] = [
                TextRow(balanced(words, style, width, self._longest), role, style, full)
                for (role, style), words, full in zip(styles, wording, texts, strict=True)
            ]
            name_row = TextRow(balanced(wording[0], self.style, width, self._longest), "place", self.style, name)
            if symbol.figures and said == figure and figure:
                rows[1] = SidesRow(FIGURE, "formations", symbol.figures)
            for row, more in ((name_row, 0.0), *((self._narrower(name_row, part), cost) for part, cost in _NARROWER)):
                head, rest = (row, *rows[1 : 1 + len(said)]), rows[1 + len(said) :]
                settings.setdefault((*head, *icons, *rest), shortened + more)
                settings.setdefault((*head, *icons), _WITHOUT_FORMATIONS + shortened + more)
                settings.setdefault((*head,), _WITHOUT_PICTOGRAMS + shortened + more)
                if not figure or self.scene.figures != "always":
                    settings.setdefault((row,), _WITHOUT_CHANGE + shortened + more)
        return settings

    def _narrower(self, row: TextRow, part: float) -> TextRow:
        """A name in no more than a part of its width; as it is, where it is short or has no place to be broken at."""
        width = self.artboard.width
        own = max(line_width(line, self.style, width) for line in row.lines)
        room = part * own
        if own <= _SHORT:
            return row
        lines = balanced(" ".join(row.lines), self.style, width, room)
        return replace(row, lines=lines) if all(line_width(line, self.style, width) <= room for line in lines) else row
