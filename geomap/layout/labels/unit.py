"""The label of a unit: its name, pictograms and formations, with less of them where there is less room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geomap.facts.columns import names
from geomap.layout.labels.abbreviations import all_wordings
from geomap.layout.labels.by_hand import set_by_hand
from geomap.layout.labels.candidates import Front, around_circle, on_own_side, staying
from geomap.layout.labels.crowd import crowd_request
from geomap.layout.labels.search import Request
from geomap.layout.labels.settings import Ways, parted
from geomap.layout.units.positions import Spot, Spots
from geomap.marks.text import Block, PictogramRow, TextRow, balanced
from geomap.relocations import Likewise, Relocation
from geomap.scene import Artboard, Scene, Symbol
from geomap.wording import more_units

FIGURE = "figure"  # the role of the row of a count
HIDDEN = "hidden by `label`"
MOST_NAMED = 600  # units on a map that get a label without `keep`, the largest; a page holds no more
_NOT_NAMED = f"left without a label, as only the {MOST_NAMED} largest units are named"
KEPT_FIRST = 5000.0  # priority that `keep` adds

_PRIORITY = 1000.0  # units come before all else, and among them the larger
_ABBREVIATED = 5.0  # cost of a label in its abbreviated wording
_WITHOUT_FORMATIONS = 9.0  # of one that leaves them out
_WITHOUT_PICTOGRAMS = 30.0
_WITHOUT_CHANGE = 60.0
_MOST_AT_A_PLACE = 5  # rows below its name
_LONGEST_LINE = 190.0  # px, on narrow artboards


@dataclass(frozen=True, slots=True)
class UnitLabels:
    """Makes the labels of an artboard's units. `fronts` are lines that a label should not be led across."""

    scene: Scene
    artboard: Artboard
    style: str
    fronts: Sequence[Front]
    figures: bool = True

    def request(self, spot: Spot) -> Iterator[Request | Relocation]:
        """The unit's label; nothing where it has no name."""
        unit = spot.symbol.unit
        placement = self.artboard.placement_of(unit, spot.symbol.placement)
        name = placement.text or spot.symbol.label
        if placement.hide and name:
            yield Relocation(name, HIDDEN, unit, by_rule=True)
        elif spot.members:
            yield crowd_request(spot, self.artboard, self.scene.lang, self.style, self.fronts)
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
        point, slot = spot.true_point or (spot.x, spot.y), spot.symbol.slot

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

    def _settings(self, symbol: Symbol, name: str) -> dict[tuple[TextRow | PictogramRow, ...], float]:
        """The rows of the label, from full to bare, with the cost of what each leaves out or shortens."""
        settings: dict[tuple[TextRow | PictogramRow, ...], float] = {}
        width = self.artboard.width
        figure = (symbol.figure,) if self.figures and symbol.figure else ()
        said = symbol.change.texts if symbol.change else figure
        made_of = self._made_of(symbol)
        texts = (name, *said, *made_of)
        role = "change" if symbol.change else FIGURE
        styles = [("place", self.style), *((role, "formations") for _ in said)]
        styles += [("formations", "formations") for _ in made_of]
        icons = (PictogramRow(symbol.pictograms),) if symbol.pictograms else ()
        for index, wording in enumerate(all_wordings(texts, self.scene.abbreviations, self.artboard)):
            shortened = _ABBREVIATED * index
            rows = [
                TextRow(balanced(words, style, width, self._longest), role, style, full)
                for (role, style), words, full in zip(styles, wording, texts, strict=True)
            ]
            head, rest = rows[: 1 + len(said)], rows[1 + len(said) :]
            settings.setdefault((*head, *icons, *rest), shortened)
            settings.setdefault((*head, *icons), _WITHOUT_FORMATIONS + shortened)
            settings.setdefault((*head,), _WITHOUT_PICTOGRAMS + shortened)
            if not figure or self.scene.figures != "always":
                settings.setdefault((rows[0],), _WITHOUT_CHANGE + shortened)
        return settings
