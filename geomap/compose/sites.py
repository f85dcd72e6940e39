"""COMPOSE: sites, the places at which several units are reported. The place is the mark: one name, a circle a side.

Units are at one place where their published positions are the same; or where they name the same place, in whatever
spelling, and lie close together; or, with `sites: 5km`, where all lie within that distance of one another.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import ceil, cos, floor, radians
from typing import NamedTuple

from geomap.compose.pictograms import words_of
from geomap.compose.symbols import old_age, placements_of, symbols_of
from geomap.config import Config
from geomap.facts import CountKind, Estimate, Formation, Side, Unit
from geomap.facts.columns import Rows
from geomap.facts.sums import total
from geomap.measure import KM_PER_DEGREE
from geomap.places.choose import SAME_PLACE_KM, distance_km
from geomap.places.fold import fold
from geomap.scene import Placement, Symbol
from geomap.wording import letters_of, unit_count

_MOST_PICTOGRAMS = 6  # in the row of a place

Point = tuple[float, float]  # latitude and longitude in degrees, WGS 84


class Group(NamedTuple):
    """Units at one place, by the numbers of their rows, the largest first. Degrees, WGS 84."""

    numbers: Sequence[int]
    lat: float
    lon: float


class Mark(NamedTuple):
    """One mark for several units of a side at a place: those that count, the largest first, and `earlier` sightings
    of the same, which do not. Marks of one `site` stand side by side, in the order of their numbers; it is called by
    the first of them.
    """

    members: tuple[Unit, ...]
    earlier: tuple[Unit, ...]
    site: tuple[str, int] | None

    @property
    def units(self) -> tuple[str, ...]:
        """The ids of all that it stands for."""
        return tuple(unit.id for unit in (*self.members, *self.earlier))

    @property
    def names(self) -> tuple[str, ...]:
        """What those that count are called beside their place."""
        return tuple(dict.fromkeys(filter(None, map(own_name, self.members))))


class Placed(NamedTuple):
    """The units of a map by place: a row for each that is alone, and one for each side of those that share a place, by
    the id of one of them; and what these stand for.
    """

    units: Rows[Unit]
    marks: Mapping[str, Mark]


class Sightings(NamedTuple):
    """What is counted of the units of a side at a place: the latest sightings, and what all of them would add up to."""

    place: str
    latest: Estimate
    all_of_them: Estimate


def placed(config: Config, units: Rows[Unit], sides: Iterable[str]) -> Placed:
    """The units of a day by place; those of several sides in the order of these."""
    groups = groups_of(config, units)
    if not groups:
        return Placed(units, {})
    is_sighting, named, apart = _sightings(config), _named(config), _left_out(config)
    order = [*sides, ""]
    records: dict[int, Unit] = {}
    marks: dict[str, Mark] = {}
    gone: set[int] = set()
    for group in groups:
        members = {number: unit for number in group.numbers if (unit := units[number]).id not in apart}
        if len(members) < 2:
            continue
        name = _name([*members.values()], config.lang)
        parts = _parts(members, order, config)
        firsts = [min(numbers, key=lambda number: (members[number].id not in named, number)) for numbers in parts]
        gone |= members.keys()
        for which, (first, numbers) in enumerate(zip(firsts, parts, strict=True)):
            counted, earlier = _counted([members[number] for number in numbers], is_sighting)
            site = (members[firsts[0]].id, which) if len(parts) > 1 else None
            mark = Mark(tuple(counted), tuple(earlier), site)
            records[first] = _merged(members[first], mark, name or unit_count(len(members), config.lang), group)
            marks[members[first].id] = mark
    kept = [number for number in range(len(units)) if number not in gone or number in records]
    rows = {number: place for place, number in enumerate(kept) if number in records}
    return Placed(units.take(kept).replaced({place: records[number] for number, place in rows.items()}), marks)


def symbols_at(config: Config, found: Placed, sides: Mapping[str, Side], unstated: str) -> Rows[Symbol]:
    """A symbol for each unit that is alone at its place, and for each side of those that share one; as `symbols_of`."""
    symbols = symbols_of(config, found.units, sides, unstated)
    if not found.marks:
        return symbols
    placements = placements_of(config)

    def at_its_place(symbol: Symbol) -> Symbol:
        mark = found.marks.get(symbol.unit)
        if mark is None:
            return symbol
        by_hand = filter(None, (placements.get((unit.id, unit.as_of)) for unit in mark.members))
        return replace(
            symbol,
            formations=(*(name for name in mark.names if name != symbol.label), *symbol.formations),
            placement=next((one for one in by_hand if one != Placement()), None),
            units=mark.units if len(mark.units) > 1 else (),
            earlier=tuple(unit.id for unit in mark.earlier),
            site=mark.site,
        )

    return symbols.mapped(at_its_place)


def largest_count(config: Config, units: Rows[Unit]) -> int:
    """The largest number that a circle is drawn for on any day of these observations: of a unit, or of all of a side at
    a place, each with its largest count.
    """
    largest, groups = units.largest, groups_of(config, units)
    sizes = units.sizes.tolist() if groups else []
    for group in groups:
        sums: dict[str, dict[str, int]] = {}
        for number in group.numbers:
            unit = units[number]
            own = sums.setdefault(unit.side, {})
            own[unit.id] = max(own.get(unit.id, 0), sizes[number])
        largest = max(largest, *(sum(own.values()) for own in sums.values()))
    return largest


def recounted(found: Placed) -> Iterator[Sightings]:
    """Where the latest sightings and the sum of all of them differ."""
    for unit in found.units.take([number for number, id_ in enumerate(found.units.ids) if id_ in found.marks]):
        mark = found.marks[unit.id]
        every = _total([*mark.members, *mark.earlier])
        if mark.earlier and unit.troops and every and unit.troops != every:
            yield Sightings(unit.label, unit.troops, every)


def groups_of(config: Config, units: Rows[Unit]) -> list[Group]:
    """The units that share a place with others, in the order in which these come first.

    The rows remember them: scale, checks, marks and advice ask for the same.
    """
    within = config.sites.within
    if within == "off" or len(units) < 2:
        return []
    return units.remembered(("places", within), lambda: _grouped(within, units))


def _grouped(within: float | str, units: Rows[Unit]) -> list[Group]:
    has_names = within != "place" or any(units.place_names)
    if not has_names and len({*units.points}) == len(units):
        return []
    at: dict[Point, list[int]] = {}
    for number, point in enumerate(units.points):
        at.setdefault(point, []).append(number)
    if within == "place":
        leaders = _called_alike(at, units) if has_names else {}
    else:
        leaders = _joined(_by_size(at, units), float(within))
    if not leaders and len(at) == len(units):
        return []
    places: dict[Point, list[int]] = {}
    for point, numbers in at.items():
        places.setdefault(leaders.get(point, point), []).extend(numbers)
    sizes, ids = units.sizes, units.ids
    return [
        Group(sorted(numbers, key=lambda number: (-int(sizes[number]), ids[number])), *leader)
        for leader, numbers in places.items()
        if len(numbers) > 1
    ]


def _by_size(at: Mapping[Point, Sequence[int]], units: Rows[Unit]) -> list[Point]:
    """Positions, that of the most troops first."""
    sizes = units.sizes
    return sorted(at, key=lambda point: (-sum(int(sizes[number]) for number in at[point]), point))


def _called_alike(at: Mapping[Point, Sequence[int]], units: Rows[Unit]) -> dict[Point, Point]:
    """The positions that are at one place with another, since both are called the same and lie close together."""
    names = units.place_names
    keys = {name: fold(name) for name in dict.fromkeys(names) if name}
    called: dict[str, dict[Point, None]] = {}
    for point, numbers in at.items() if keys else ():
        for key in {keys[names[number]]: None for number in numbers if names[number]}:
            called.setdefault(key, {})[point] = None
    leaders: dict[Point, Point] = {}
    for alike in called.values():
        free = {point: at[point] for point in alike if point not in leaders}
        if len(free) > 1:
            leaders |= _joined(_by_size(free, units), SAME_PLACE_KM)
    return leaders


def _joined(points: Sequence[Point], km: float) -> dict[Point, Point]:
    """Of positions that are joined to others the one that leads them.

    From the first on each takes in the nearest that are within so many km of all that it has (complete linkage).
    """
    grid = _Grid(points, km)
    leaders: dict[Point, Point] = {}
    for leader in points:
        if leader in leaders:
            continue
        near = sorted((distance_km(*leader, *point), point) for point in grid.near(leader) if point not in leaders)
        members = [leader]
        for away, point in near:
            if point != leader and away <= km and all(distance_km(*one, *point) <= km for one in members[1:]):
                members.append(point)
        if len(members) > 1:
            leaders |= dict.fromkeys(members, leader)
    return leaders


class _Grid:
    """Positions by cells, in bands of latitude; as meridians draw together, cells are wider in degrees near a pole."""

    def __init__(self, points: Iterable[Point], km: float) -> None:
        self._step = km / KM_PER_DEGREE
        self._cells: dict[tuple[int, int], list[Point]] = {}
        for lat, lon in points:
            band = floor(lat / self._step)
            self._cells.setdefault((band, self._cell(lon, band)), []).append((lat, lon))

    def near(self, point: Point) -> Iterator[Point]:
        """What lies in the cells around a position, and maybe within reach."""
        lat, lon = point
        own = floor(lat / self._step)
        for band in (own - 1, own, own + 1):
            width = self._width(band)
            reach = max(self._width(own), width)
            first, last = (floor((lon + way * reach + 180) / width) for way in (-1, 1))
            turn = ceil(360 / width)  # the last cell of a band is narrower, so one more on each side
            for cell in sorted({cell % turn for cell in range(first - 1, last + 2)}):
                yield from self._cells.get((band, cell), ())

    def _cell(self, lon: float, band: int) -> int:
        width = self._width(band)
        return floor((lon + 180) / width) % ceil(360 / width)

    def _width(self, band: int) -> float:
        """Degrees of longitude that a cell of a band is wide: a step on the ground at its end nearest to a pole."""
        edge = cos(radians(min(max(abs(band), abs(band + 1)) * self._step, 90.0)))
        return min(self._step / edge, 360.0) if edge * 360 > self._step else 360.0


def _parts(members: Mapping[int, Unit], sides: Sequence[str], config: Config) -> list[list[int]]:
    """The numbers of units that one mark stands for: those of a side, recent or of long ago; in the key's order."""
    parts: dict[tuple[int, bool], list[int]] = {}
    for number, unit in members.items():
        parts.setdefault((sides.index(unit.side), bool(old_age(unit, config))), []).append(number)
    return [numbers for _, numbers in sorted(parts.items())]


def _merged(first: Unit, mark: Mark, name: str, group: Group) -> Unit:
    """One unit for all that a mark stands for: their sum, no more precise than its parts, and what they are made of."""
    members = mark.members
    counts: Counter[Formation] = Counter()
    for formation in (formation for unit in members for formation in unit.formations):
        counts[replace(formation, count=1)] += formation.count
    return replace(
        first,
        label=name,
        query=name,
        place=replace(first.place, lat=group.lat, lon=group.lon),
        formations=tuple(replace(formation, count=count) for formation, count in counts.items()),
        troops=_total(members),
        pictograms=_pictograms(members),
        basis="illustrative" if any(unit.basis == "illustrative" for unit in members) else members[0].basis,
        sources=_sources(members),
        claims={},
        age=min((unit.age for unit in members if unit.age is not None), default=None),
    )


def _total(units: Sequence[Unit]) -> Estimate | None:
    """The sum of what is claimed; one that claims nothing makes it the least that is there."""
    counts = [unit.troops or Estimate(CountKind.UNKNOWN) for unit in units]
    return total(counts) if any(unit.troops is not None for unit in units) else None


def _sources(units: Sequence[Unit]) -> tuple[str, ...]:
    """Who states the sum; nobody where a part of it has no source."""
    own = [unit.sources_of("troops") for unit in units if unit.troops is not None]
    return tuple(dict.fromkeys(name for names in own for name in names)) if all(own) else ()


def _pictograms(units: Sequence[Unit]) -> tuple[str, ...]:
    """What units show, the most frequent first, no more than a row holds."""
    counts = Counter(word for unit in units for word in dict.fromkeys(words_of(unit)))
    return tuple(word for word, _ in counts.most_common(_MOST_PICTOGRAMS))


def _counted(units: Sequence[Unit], is_sighting: Callable[[Unit], bool]) -> tuple[list[Unit], list[Unit]]:
    """Units of a side that count, and those that are sightings of something that another sighting stands for.

    Those of one name, or else of the same formations, are of one thing if their days differ; the latest count of it
    holds. What is of no day is never taken for a sighting of something else.
    """
    things: dict[tuple[str, ...], list[Unit]] = {}
    for unit in units:
        if unit.as_of and is_sighting(unit):
            things.setdefault(_thing(unit), []).append(unit)
    earlier: set[str] = set()
    for seen in things.values():
        last = max((unit.as_of for unit in seen if unit.troops is not None and unit.as_of), default=None)
        if last:
            earlier |= {unit.id for unit in seen if unit.as_of != last or unit.troops is None}
    return [unit for unit in units if unit.id not in earlier], [unit for unit in units if unit.id in earlier]


def _thing(unit: Unit) -> tuple[str, ...]:
    """What of a place and side is seen: what has a name of its own, or formations, or neither."""
    if name := own_name(unit):
        return "named", fold(name)
    return "formations", *(formation.text for formation in unit.formations)


def own_name(unit: Unit) -> str:
    """What a unit is called beside its place; empty where it is called as that is."""
    return "" if not unit.label or fold(unit.label) == fold(unit.query) else unit.label


def _sightings(config: Config) -> Callable[[Unit], bool]:
    """What tells whether a unit may be a sighting of what another has seen: rows of tables, unless told otherwise."""
    if config.sites.count != "auto":
        return lambda unit: config.sites.count == "latest"
    typed = {row.id for number, row in config.units.own if not config.is_of_table(number)}
    return lambda unit: unit.id not in typed


def _named(config: Config) -> frozenset[str]:
    """The units that an artboard names, to keep them or to set their labels."""
    rules = (rule.partition(".")[2] for board in config.artboards for rule in board.artboard.keep)
    return frozenset((*rules, *(name for board in config.artboards for name in board.artboard.labels)))


def _left_out(config: Config) -> frozenset[str]:
    """The units that an artboard leaves out, or a part of them, by their names: they are marks of their own."""
    return frozenset(rule.partition(".")[2] for board in config.artboards for rule in board.artboard.drop)


def _name(units: Sequence[Unit], lang: str) -> str:
    """What a place is called: as all of its units are, or else as the largest calls its place. Where none does, units
    of one point have no name together, and those that only lie close are called as the largest is.

    Of several spellings the one in the letters of the map's language, and the most frequent.
    """
    labels = {fold(unit.label) for unit in units}
    if len(labels) == 1:
        return _spelling([unit.label for unit in units], lang)
    first = next((unit for unit in units if unit.query), None)
    if first is None:
        points = {(unit.place.lat, unit.place.lon) for unit in units}
        return units[0].label if len(points) > 1 else ""
    same = [unit.query for unit in units if unit.query and _is_same(unit, first)]
    return _spelling(same, lang)


def _is_same(one: Unit, other: Unit) -> bool:
    at_one_point = (one.place.lat, one.place.lon) == (other.place.lat, other.place.lon)
    return at_one_point or fold(one.query) == fold(other.query)


def _spelling(names: Sequence[str], lang: str) -> str:
    """The best of several spellings of a name."""
    counts = Counter(names)

    def rank(name: str) -> tuple[bool, int]:
        letter = next(filter(str.isalpha, name), "")
        return bool(letter) and unicodedata.name(letter, "").startswith(letters_of(lang)), counts[name]

    return max(counts, key=rank, default="")
