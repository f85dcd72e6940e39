"""The gate: the one place where what is not to be published, or not so exactly, is taken out of a config.

What comes out is a function of what may be told alone: it is the same, to the byte of every output, if the units under
embargo are others or none, and if a rounded unit stands elsewhere in its cell. So whatever only they reach goes with
them: sides, sources, rules of artboards, notes, shorter wordings and pages of an atlas. No later stage can tell what it
never sees, be it in an output, a manifest, a warning or a log.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any, get_args

from geomap.config import Config
from geomap.config.artboards import ArtboardRow
from geomap.config.held import HeldBack
from geomap.config.pages import PagesRow
from geomap.config.references import without_bounds
from geomap.config.said import with_used
from geomap.errors import ConfigError
from geomap.facts import ROUNDED, Particulars
from geomap.facts.columns import SOURCES, Records, Rows
from geomap.facts.fields import named
from geomap.kinds import LayerBase
from geomap.kinds.label import LabelStyle
from geomap.kinds.note import NoteRow
from geomap.kinds.spots import with_units
from geomap.loading import Later
from geomap.places import areas
from geomap.places.answers import Query
from geomap.places.locate import looked_up, query_of
from geomap.places.rounding import rounded
from geomap.tables.withheld import Told
from geomap.values.positions import ClaimedAt
from geomap.values.row_columns import as_facet
from geomap.values.unit import POSITION_KEYS, UnitRow, same_id

ground = Later("geomap.ground.names")  # few shorten a name

_UNTOLD = {  # of a unit that is rounded: what may tell where it is, as nothing
    name: UnitRow.model_fields[name].default for name in named(lambda field: field.tells_place)
}
_SAID = [name for name in _UNTOLD if name not in POSITION_KEYS]  # of that, what is said beside the place
_STYLES = get_args(LabelStyle)  # rules name labels of the basemap by these
_OF_UNITS = ("units", "formations", "pictograms")  # rules of artboards that name a unit
_OF_LAYERS = ("layers", "notes", "labels", "callouts")  # ... and a layer


@dataclass(frozen=True, slots=True)
class Held:
    """What a config holds back: ids of units under embargo, and the degrees that positions are rounded to, by id."""

    ids: frozenset[str] = frozenset()
    steps: Mapping[str, float] = field(default_factory=dict)

    def __or__(self, other: Held) -> Held:
        """What either holds back."""
        steps = {name: max(self.steps.get(name, 0), other.steps.get(name, 0)) for name in (*self.steps, *other.steps)}
        return Held(self.ids | other.ids, steps)

    def among(self, ids: Sequence[str]) -> Held:
        """What is held back of some units, by their ids as they are written there."""
        held, steps = {*map(same_id, self.ids)}, {same_id(name): step for name, step in self.steps.items()}
        spelled = {name: same_id(name) for name in ids} if held or steps else {}
        return Held(
            frozenset(name for name, plain in spelled.items() if plain in held),
            {name: steps[plain] for name, plain in spelled.items() if plain in steps},
        )


ALL_TOLD = Held()  # of a config that holds nothing back


def held_by(config: Config, day: date) -> Held:
    """What a config holds back on a day, also of units of which it passes all rows over."""
    precise = config.units.where(lambda row: row.precision is not None, "precision")
    own = Held(_embargoed(config, day), {row.id: row.precision for row in precise if row.precision})
    return own | held_of_rows(config.passed, day)


def held_of_rows(passed: Sequence[Told], day: date) -> Held:
    """What rows of tables hold back that are no units of the map."""
    ids = frozenset(row.id for row in passed if row.embargo_until and day < row.embargo_until)
    steps: dict[str, float] = {}
    for row in passed:
        if row.precision:
            steps[row.id] = max(row.precision, steps.get(row.id, 0.0))
    return Held(ids, steps)


def published(config: Config, day: date, also: Held = ALL_TOLD) -> Config:
    """What may be told of a config on a day, where `also` is to be held back as well.

    Units under embargo are out of it; positions are rounded, also those that have to be looked up. Raises PlaceError
    where such a one cannot be found, ConfigError where an atlas would have no page, or a map neither units nor bounds,
    as where none are stated.
    """
    ids = config.units.ids
    withheld = _embargoed(config, day) | also.ids.intersection(ids)
    left = {*ids} - withheld
    kept = [number for number, name in enumerate(ids) if name in left] if withheld else range(len(ids))
    told = [number for number, layer in enumerate(config.layers) if not _tells_of_others(layer, left)]
    if withheld and not (kept or config.view.bounds or config.aggregate):
        raise ConfigError(without_bounds(config))
    shown = config.narrowed(kept, told)
    before = config.held
    held = HeldBack(
        before.ids | withheld,
        before.untold + len(config.layers) - len(told),
        before.partial
        + sum(isinstance(layer, NoteRow) and layer.sums_without({*layer.sums} - left) for layer in shown.layers),
        before.unsaid + len(shown.units.where(_says_more, "precision", *_SAID)),
        before.unclaimed or tuple(_unclaimed(config)),
    )
    units = _no_finer(shown, also.steps) if kept else Records[UnitRow]()  # a crowd of none is no crowd
    layers = with_units(  # by their names only here, as those that are held back have none
        [_without(layer, left) for layer in shown.layers], lambda: zip(units.ids, units.labels, strict=True)
    )
    return _pruned(shown.without(held, units=units, layers=tuple(layers)), left)


def _embargoed(config: Config, day: date) -> frozenset[str]:
    def is_held(row: UnitRow) -> bool:
        return bool(row.embargo_until and day < row.embargo_until)

    return frozenset(config.units.where(is_held, "embargo_until").ids)


def _says_more(row: UnitRow) -> bool:
    """Whether a rounded unit has texts that may tell where it is."""
    return row.precision is not None and any(getattr(row, name) for name in _SAID)


def _tells_of_others(layer: LayerBase, left: Collection[str]) -> bool:
    """Whether a note states the total of units of which some are not left, or tells of no other; or a layer is where
    one of these is.
    """
    if any(spot.unit and spot.unit not in left for spot in layer.stated_spots().values()):
        return True
    if not isinstance(layer, NoteRow) or not layer.sums:
        return False
    missing = [name for name in layer.sums if name not in left]
    return layer.tells_of(missing) or len(missing) == len(layer.sums)


def _without(layer: LayerBase, left: Collection[str]) -> LayerBase:
    """A note that sums up only units that are left."""
    if not isinstance(layer, NoteRow) or all(name in left for name in layer.sums):
        return layer
    return layer.model_copy(update={"sums": tuple(name for name in layer.sums if name in left)})


def _unclaimed(config: Config) -> Iterator[str]:
    """The sources that nothing names."""
    named = _named(config, "sources", (name for row in config.units.samples(*SOURCES) for name in row.all_sources))
    return (name for name in config.sources if name not in named)


def _named(config: Config, key: str, of_units: Iterator[str]) -> set[str]:
    """The sources or sides that units or layers name."""
    found = {*of_units}
    for layer in config.layers:
        stated = getattr(layer, key, ())
        found |= {stated} if isinstance(stated, str) else {*stated}
    return found


def _no_finer(config: Config, steps: Mapping[str, float]) -> Rows[UnitRow]:
    """The rows of a config, none with a position or a word of it that is finer than its precision, or its step."""
    rows = config.units
    if not steps and all(row.precision is None for row in rows.samples("precision")):
        return rows
    places = _looked_up(config, steps)
    coarse = rows.mapped(lambda row: _coarse(row, _step(row, steps), places))
    own, hidden, said = dict(coarse.own), _steps(rows, steps), rows.particulars
    told = [own[row].particulars if row in own else _told(said[row], *step) for row, step in hidden.items()]
    untold = {name: [as_facet(value)] * len(hidden) for name, value in {**_UNTOLD, "found_by": ROUNDED}.items()}
    return coarse.restated([*hidden], told, untold)


def _steps(rows: Rows[UnitRow], steps: Mapping[str, float]) -> dict[int, tuple[float, bool]]:
    """The rows to be rounded, by their numbers: to how many degrees, and whether they ask for it themselves."""
    which, found = rows.combined([(attrgetter("precision"), ("precision",))])
    stated = ((found[kind][0] or 0.0) for kind in which)
    both = enumerate((own, steps.get(name, 0.0)) for own, name in zip(stated, rows.ids, strict=True))
    return {number: (max(own, other), own > 0) for number, (own, other) in both if own or other}


def _step(row: UnitRow, steps: Mapping[str, float]) -> float:
    return max(row.precision or 0.0, steps.get(row.id, 0.0))


Spot = tuple[float, float]  # latitude and longitude


def _coarse(row: UnitRow, step: float, places: Mapping[Query, Spot]) -> UnitRow:
    """The row at a multiple of so many degrees, a region as its country, without a word of the place, how it was found,
    what lies near it, or what else may tell where it is, as notes.
    """
    if not step:
        return row
    if row.is_of_area:
        return row.model_copy(update={**_UNTOLD, "at": None, "found_by": "", "country": _country(row)})
    lat, lon = (row.at.lat, row.at.lon) if row.at else places[query_of(row)]
    told = _told(row.particulars._replace(lat=lat, lon=lon), step, is_asked=bool(row.precision))
    at, label = row.at or ClaimedAt(lat=0, lon=0), row.label
    return row.model_copy(
        update={
            "at": at.model_copy(update={"lat": told.lat, "lon": told.lon}),
            "label": label if label.text == told.label else label.model_copy(update={"text": told.label}),
            "found_by": ROUNDED,
            **_UNTOLD,
        }
    )


def _country(row: UnitRow) -> str:
    """The country that is told of a region, which is as coarse as a rounded position at least."""
    return row.country or areas.country_of(row.admin)


def _told(said: Particulars, step: float, is_asked: bool) -> Particulars:
    """What is told of a unit where its position is rounded, be it that another state of the unit asks for it."""
    lat, lon = (rounded(degrees, step, limit) for degrees, limit in ((said.lat, 90), (said.lon, 180)))
    label = said.id if not is_asked and said.place and said.label == said.place else said.label
    return said._replace(label=label, place="", lat=lat, lon=lon)


def _looked_up(config: Config, steps: Mapping[str, float]) -> dict[Query, Spot]:
    """Where the places are that rounded units ask for. Raises PlaceError. No lock file holds them."""
    queries: dict[Query, tuple[str | int, ...]] = {}
    for number, row in config.units.own:
        if not row.at and not row.is_area and _step(row, steps):
            queries.setdefault(query_of(row), ("units", number, "place"))
    found = looked_up(config, queries) if queries else {}
    return {query: (place.lat, place.lon) for query, (place, _) in found.items()}


def _pruned(config: Config, left: Collection[str]) -> Config:
    """The config without what nothing that is left of it names."""
    sources = _named(config, "sources", (name for row in config.units.samples(*SOURCES) for name in row.all_sources))
    sides = _named(config, "side", (row.side for row in config.units.samples("side")))
    layers = {layer.id for layer in config.layers}
    changes: dict[str, Any] = {
        "sources": {name: row for name, row in config.sources.items() if name in sources},
        "sides": {name: row for name, row in config.sides.items() if name in sides},
        "artboards": tuple(_ruled(board, left, layers) for board in config.artboards),
        "pages": _pages(config, sides),
    }
    config = config.without(config.held, **changes)
    return _sayable(config) if config.abbreviations else config


def _ruled(board: ArtboardRow, units: Collection[str], layers: Collection[str]) -> ArtboardRow:
    """An artboard with rules for units and layers that are left."""

    def stays(rule: str) -> bool:
        role, _, name = rule.partition(".")
        if not name or role not in (*_OF_UNITS, *_OF_LAYERS):
            return True
        return name in (units if role in _OF_UNITS else layers) or (role == "labels" and name in _STYLES)

    return board.model_copy(
        update={
            "drop": tuple(filter(stays, board.drop)),
            "keep": tuple(filter(stays, board.keep)),
            "labels": {name: row for name, row in board.labels.items() if name in units or name in layers},
        }
    )


def _pages(config: Config, sides: Collection[str]) -> PagesRow | None:
    """The pages of an atlas, of sides that there are. Raises ConfigError where there is none of those it names."""
    if config.pages is None or not config.pages.sides:
        return config.pages
    named = tuple(side for side in config.pages.sides if side in sides)
    if not named:
        text = "none of these sides has a unit on the map, so there is no page"
        raise ConfigError(config.problem(("pages", "sides"), text=text, hint="name a side that has units"))
    return config.pages.model_copy(update={"sides": named})


def _sayable(config: Config) -> Config:
    """The config with the shorter wordings that it has a use for. Which names of ground stand on the map only its
    drawing knows, which keeps those of these alone.
    """
    langs = {config.lang, *(config.pages.langs if config.pages else ())}
    return with_used(config, (name for lang in langs for name in ground.ground_names(lang)), langs)
