"""What the pages show that the config could mend, as warnings at its place there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from math import ceil, floor, log10

import numpy as np

from geomap.compose.sites import placed, recounted
from geomap.compose.views import narrowest_span, times_covered
from geomap.config import Config
from geomap.config.document import Path
from geomap.errors import Problem
from geomap.facts import Unit
from geomap.facts.columns import Rows
from geomap.relocations import (
    CUT,
    ENLARGES_NOTHING,
    HIDDEN_BY_OTHERS,
    LAYER_ALL_OVER,
    LAYER_OUTSIDE,
    NAMELESS,
    NO_PLACE,
    OUTSIDE,
    SMALL,
    SUMMED,
    UNSIZED,
    Report,
    by_reason,
)
from geomap.values.shown import ShownPlace
from geomap.wording import estimate, listing, on_one_line

_MOST_NAMED = 5
_CROWD = 6  # units without a name, or hidden, that are worth an inset
_WINDOW = 4.0  # a crowd lies within this part of the map's units
_MOST_CROWDS = 2
_SMALLEST = 0.001  # degrees of room around units that all stand on one point
_PILED = 2.0  # times that circles may cover a map on which none are added up
_PAD = 0.12  # of a crowd's extent, on each side


def advice(config: Config, units: Rows[Unit], pages: Sequence[Report]) -> Iterator[Problem]:
    """The warnings, each once for all artboards that it concerns."""
    yield from _idle_details(config, pages)
    yield from _beyond(config, pages)
    yield from _layers_without_use(config, pages)
    yield from _nameless_places(config, pages)
    small = _boards_by_text(pages, SMALL)
    if small:
        text = f"{_circles(small)} too small to be seen on {_on(small)}, so each has a ring: {_named(small)}"
        yield config.problem(("legend", "max_diameter"), text=text, hint="raise max_diameter", severity="warning")
    large = _boards_by_text(pages, UNSIZED)
    if large and "max_diameter" in config.legend.model_fields_set:
        text = f"{_circles(large)} too large for the map on {_on(large)}, so rings not to scale stand for them: "
        hint = "lower max_diameter, or leave it out"
        path = ("legend", "max_diameter")
        yield config.problem(path, text=f"{text}{_named(large)}", hint=hint, severity="warning")
    yield from _sightings(config, units)
    yield from _piled(config, units, pages)
    yield from _crowds(config, units, pages)


def _sightings(config: Config, units: Rows[Unit]) -> Iterator[Problem]:
    """Places of which the last sightings count, where nobody said so and the sum of all would be another."""
    if config.sites.count != "auto" or not config.tables:
        return
    found = [*recounted(placed(config, units, config.sides))]
    if found:
        said = [
            f"{one.place} {estimate(one.latest, 'en')}, in all {estimate(one.all_of_them, 'en')}"
            for one in found[:_MOST_NAMED]
        ]
        rest = [f"{len(found) - _MOST_NAMED} more"] if len(found) > _MOST_NAMED else []
        where = "1 place" if len(found) == 1 else f"{len(found)} places"
        text = f"at {where} the last of several sightings of one thing counts, not the sum of all: "
        hint = "write sites: {count: latest} if that is meant, or {count: sum} to add all up"
        yield config.problem(("sites",), text=f"{text}{'; '.join([*said, *rest])}", hint=hint, severity="warning")


def _piled(config: Config, units: Rows[Unit], pages: Sequence[Report]) -> Iterator[Problem]:
    """Circles of a stated size that lie in a pile: of very many units none are added up."""
    on = sorted(board.id for board in config.artboards if board.crowds == "sum")
    reasons = {reason for page in pages for reason, _ in by_reason(page.moved, page.dropped)}
    if not on or SUMMED in reasons or "max_diameter" not in config.legend.model_fields_set:
        return
    times = times_covered(config, units)
    if times >= _PILED:
        text = f"circles of that size would cover the map {times:.0f} times, so most of {len(units):,} lie hidden"
        hint = "lower max_diameter, leave it out, or sum units up with aggregate"
        yield config.problem(("legend", "max_diameter"), text=text, hint=hint, severity="warning")


def _idle_details(config: Config, pages: Sequence[Report]) -> Iterator[Problem]:
    """Details that have no room to enlarge their part."""
    boards = _boards_by_text(pages, ENLARGES_NOTHING)
    for index, row in enumerate(config.insets):
        if on := boards.get(f"inset {row.id}"):
            text = f"left out on {listing(on, 'en')}, where it would be no larger than the map itself"
            hint = "narrow the bounds" + ("" if row.at == "below" else ", or raise share")
            yield config.problem(("insets", index, "bounds"), text=text, hint=hint, severity="warning")


def _beyond(config: Config, pages: Sequence[Report]) -> Iterator[Problem]:
    """Units outside the bounds that the config gives, and circles that these cut."""
    rows = {row.id: (index, row) for index, row in enumerate(config.artboards)}
    groups: dict[Path, list[Report]] = {}
    for page in pages:
        index, row = rows[page.id]
        groups.setdefault(("artboards", index, "bounds") if row.bounds else ("view", "bounds"), []).append(page)
    for path, shown in groups.items():
        outside, cut = _boards_by_text(shown, OUTSIDE), _boards_by_text(shown, CUT)
        if outside:
            said = "1 unit lies" if len(outside) == 1 else f"{len(outside)} units lie"
            text = f"{said} outside and not on the map: {_named(outside)}"
            yield config.problem(path, text=text, hint="widen the bounds", severity="warning")
        if cut:
            text = f"{_circles(cut)} cut by the edge of the map on {_on(cut)}: {_named(cut)}"
            yield config.problem(path, text=text, hint="widen the bounds", severity="warning")


def _layers_without_use(config: Config, pages: Sequence[Report]) -> Iterator[Problem]:
    """Layers of which no artboard shows anything, and areas of which every one shows the inside alone; a layer that has
    bounds of its own may leave some out.
    """
    for reason, what, hint in (
        (LAYER_OUTSIDE, "no part of this {} lies on the map", "widen the view, or remove the layer"),
        (LAYER_ALL_OVER, "this {} covers the whole map, which shows none of its edge",
         "widen the view, or say it in a note"),
    ):  # fmt: skip
        boards = _boards_by_text(pages, reason)
        for index, row in enumerate(config.layers):
            if len(boards.get(f"layer {row.id}", ())) == len(pages):
                yield config.problem(("layers", index), text=what.format(row.kind), hint=hint, severity="warning")


def _nameless_places(config: Config, pages: Sequence[Report]) -> Iterator[Problem]:
    """Places that are shown in any case, whose symbols nobody can read without their names."""
    boards = _boards_by_text(pages, NAMELESS)
    rows: dict[Path, object] = {("ground", "show", number): row for number, row in enumerate(config.ground.show)}
    rows |= {("layers", number): row for number, row in enumerate(config.layers) if boards}
    for path, row in rows.items():
        if isinstance(row, ShownPlace) and (on := boards.get(on_one_line(row.name))):
            text = f"no room for the name on {listing(on, 'en')}, where its symbol stands alone"
            hint = "set it by hand with dx and dy in `label`, or `drop` it there"
            yield config.problem(path, text=text, hint=hint, severity="warning")


def _crowds(config: Config, units: Rows[Unit], pages: Sequence[Report]) -> Iterator[Problem]:
    """Where many names have no room: the inset that would hold them."""
    lost = {page.id: _lost(page) for page in pages}
    worst = max(lost, key=lambda board: len(lost[board]), default="")
    if not worst or len(lost[worst]) < _CROWD:
        return
    rows = [_row(config, bounds, number) for number, bounds in enumerate(_crowded(units, lost[worst]))]
    if rows:
        text = f"{len(lost[worst])} units have no name, or are hidden, on {worst}"
        add = ", ".join(rows)
        hint = f"add to insets: {add}" if config.insets else f"to show them larger add insets: [{add}]"
        yield config.problem(("insets",), text=text, hint=hint, severity="warning")


def _lost(page: Report) -> frozenset[str]:
    """The units of a page that have no name or are hidden, or are added up with others."""
    reasons = (NO_PLACE, HIDDEN_BY_OTHERS, SUMMED)
    told = by_reason(page.moved, page.dropped).items()
    return frozenset(entry.unit for (reason, _), entries in told if reason in reasons for entry in entries)


def _row(config: Config, bounds: Sequence[str], number: int) -> str:
    """A row of `insets` to paste."""
    taken = {row.id for row in config.insets}
    names = [name for name in ("crowd", *(f"crowd-{n}" for n in range(2, 9))) if name not in taken]
    return f"{{kind: detail, id: {names[number]}, bounds: [{', '.join(bounds)}]}}"


def _crowded(units: Rows[Unit], lost: Collection[str]) -> Iterator[tuple[str, ...]]:
    """West, south, east, north around each crowd of the units `lost`, the largest crowd first."""
    lat, lon = units.lat_lon
    west, east = narrowest_span(lon)
    reach = max(east - west, float(lat.max() - lat.min())) / _WINDOW / 2
    is_lost = np.array([unit in lost for unit in units.ids])
    left = np.column_stack([west + (lon - west) % 360, lat])[is_lost]
    for _ in range(_MOST_CROWDS):
        near = (np.abs(left[:, None] - left[None]) <= reach).all(axis=2)
        if not len(left) or near.sum(axis=1).max() < _CROWD:
            return
        in_crowd = near[near.sum(axis=1).argmax()]
        yield _around(left[in_crowd].tolist(), reach)
        left = left[~in_crowd]


def _around(crowd: Sequence[Sequence[float]], reach: float) -> tuple[str, ...]:
    """The bounds of positions with some room, in as few decimals as that needs."""
    lons, lats = zip(*crowd, strict=True)
    room = max(_PAD * max(max(lons) - min(lons), max(lats) - min(lats)), reach / 10, _SMALLEST)
    decimals = max(1 - floor(log10(room)), 0)
    step = 10.0**-decimals
    low = [floor((min(axis) - room) / step) * step for axis in (lons, lats)]
    high = [ceil((max(axis) + room) / step) * step for axis in (lons, lats)]
    turned = [(low[0] + 180) % 360 - 180, low[1], (high[0] + 180) % 360 - 180, high[1]]
    return tuple(f"{round(value, decimals):g}" for value in turned)


def _boards_by_text(pages: Sequence[Report], reason: str) -> dict[str, list[str]]:
    """The artboards on which something happened for a reason, by what it happened to."""
    found: dict[str, list[str]] = {}
    for page in pages:
        told = by_reason(page.moved, page.dropped).items()
        for entry in (entry for (why, _), entries in told if why == reason for entry in entries):
            found.setdefault(entry.text, []).append(page.id)
    return found


def _circles(boards: dict[str, list[str]]) -> str:
    return "1 circle is" if len(boards) == 1 else f"{len(boards)} circles are"


def _on(boards: dict[str, list[str]]) -> str:
    """All artboards that are concerned."""
    return listing(list(dict.fromkeys(board for on in boards.values() for board in on)), "en")


def _named(boards: dict[str, list[str]]) -> str:
    names = list(boards)
    rest = [f"{len(names) - _MOST_NAMED} more"] if len(names) > _MOST_NAMED else []
    return listing([*names[:_MOST_NAMED], *rest], "en")
