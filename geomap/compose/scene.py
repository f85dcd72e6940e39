"""COMPOSE: what the config claims, where it lies and what is under it become one Scene."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
from shapely import Geometry

from geomap.compose.fineness import fineness_notes
from geomap.compose.pictograms import pictogram_rows, side_rows
from geomap.compose.sides import circle_patterns, sides_of, unstated_colour
from geomap.compose.sites import placed, symbols_at
from geomap.compose.symbols import old_age, symbols_of
from geomap.compose.totals import coverage_of, merged_notes, named_counts, named_place
from geomap.compose.views import are_within, artboards_of, size_scale, view_bounds
from geomap.config import Config
from geomap.facts import OLD, Side, Source, Unit, count_mark
from geomap.facts.columns import LOOKS, NO_ROWS, PRESENCE, SOURCES, TROOPS, Records, Rows
from geomap.ground.drained import drained_on
from geomap.ground.embedded import Embedded
from geomap.ground.graticule import graticule_steps
from geomap.ground.heads import attributions, ground_files, relief_file
from geomap.ground.reader import ATTRIBUTION, BORDERS_OF
from geomap.ground.towns import is_capital
from geomap.kinds import layer_marks
from geomap.kinds.context import LayerContext
from geomap.kinds.key_rows import key_rows
from geomap.kinds.label import LabelRow
from geomap.layout.frame import finest_km_per_px
from geomap.marks.size import LEAST_READ, SizeScale, round_values
from geomap.marks.unit import has_sizes
from geomap.scene import Area, Bounds, Inset, Key, KeyRow, Label, Line, Place, PlaceKind, Scene
from geomap.symbols import family
from geomap.values.plain import slug
from geomap.values.shown import ShownPlace
from geomap.wording import (
    KEY_MARKS,
    MOST_NAMED,
    beside,
    counted,
    estimate,
    few,
    isolated,
    joined,
    more_units,
    phrase,
    step,
)
from geomap.wording import day as long_date

_NARROWEST = 0.4  # the part of their size that circles keep at least on a narrow artboard


def compose(  # noqa: PLR0913, PLR0917 - what a map is made of
    config: Config,
    units: Rows[Unit],
    day: date | None,
    geometries: Mapping[str, tuple[Geometry, ...]],
    reach: Bounds,
    insets: Sequence[Inset] = (),
    seen: Rows[Unit] = NO_ROWS,
) -> Scene:
    """All that any output may show. `units` are those of the `day`, `geometries` the layer files' by layer id.

    `reach` are degrees that cover what all artboards show of the ground, which none is read of here but for the key.
    View, scale, key and notes are those of all units that are `seen` too, on other maps of the same kind.
    """
    known = _all_of(seen, units)
    bounds, sides = view_bounds(config, known), sides_of(config, known)
    sources = _sources(config, known)
    marks = list(marks_of(config, geometries, units, sides))
    areas = tuple(mark for mark in marks if isinstance(mark, Area))
    lines = tuple(mark for mark in marks if isinstance(mark, Line))
    labels = tuple(mark for mark in marks if isinstance(mark, Label))
    places = tuple(mark for mark in marks if isinstance(mark, Place))
    ground = replace(ground_of(config, bounds, reach), unnamed=_whole_countries(known, bounds), drained=drained_on(day))
    scale = size_scale(config, known)
    found = placed(config, units, sides)
    unstated = unstated_colour(config, known)
    symbols = symbols_of(config, units, sides, unstated)
    return Scene(
        name=config.name,
        title=config.title,
        subtitle=config.subtitle,
        as_of=day,
        lang=config.lang,
        credit=config.credit,
        worldview=config.worldview,
        notes=_notes(config, known),
        source_line=_source_line(config, known, sources),
        bounds=bounds,
        fits_units=config.view.bounds is None,
        reach=config.reach,
        largest_value=scale.max_value,
        max_diameter=scale.max_diameter,
        key=_key(config, known, sides, key_rows(areas, lines, ground.window(), sides, config.lang), scale),
        areas=areas,
        lines=lines,
        symbols=symbols,
        at_places=symbols_at(config, found, sides, unstated) if found.marks else symbols,
        labels=labels,
        units=units,
        coverage=coverage_of(config, known),
        sides=sides,
        unstated=unstated,
        sources=sources,
        artboards=artboards_of(config),
        alt=_alt(config, found.units, day),
        abbreviations=config.abbreviations,
        figures=config.figures,
        style=replace(config.style.style, patterns=circle_patterns(config, known)),
        tiles=config.tiles,
        insets=tuple(insets),
        seen=seen,
        others=symbols_of(config, seen, sides, unstated),
        typefaces=config.typefaces,
        ground=ground,
        places=places,
        most_towns=config.ground.most_towns,
        about=f"{config.title}\n{config.subtitle}",
    )


def layer_labels(
    config: Config, geometries: Mapping[str, tuple[Geometry, ...]], units: Rows[Unit], sides: Mapping[str, Side]
) -> list[Label]:
    """What the config's layers say beside the units of a day."""
    return [mark for mark in _layer_marks(config, geometries, units, sides) if isinstance(mark, Label)]


def marks_of(
    config: Config, geometries: Mapping[str, tuple[Geometry, ...]], units: Rows[Unit], sides: Mapping[str, Side]
) -> Iterator[Line | Area | Label | Place]:
    """All that the map shows beside its units: the layers, and the places of `ground.show`."""
    yield from _layer_marks(config, geometries, units, sides)
    yield from _shown(config)


def _layer_marks(
    config: Config, geometries: Mapping[str, tuple[Geometry, ...]], units: Rows[Unit], sides: Mapping[str, Side]
) -> Iterator[Line | Area | Label | Place]:
    for layer in config.layers:
        for mark in layer_marks(layer, _context(config, layer.id, geometries, units, sides)):
            if isinstance(layer, ShownPlace) and isinstance(mark, Place):
                yield replace(mark, kind=_symbol_of(layer))
            else:
                yield mark


def _all_of(seen: Rows[Unit], units: Rows[Unit]) -> Rows[Unit]:
    """The units of other maps and of this one, each observation once."""
    if not seen or seen.holds_all(units):
        return seen or units
    by_id: dict[str, list[Unit]] = {}
    for unit in seen:
        by_id.setdefault(unit.id, []).append(unit)
    return Records((*seen, *(unit for unit in units if unit not in by_id.get(unit.id, ()))))


def _context(
    config: Config,
    layer_id: str,
    geometries: Mapping[str, tuple[Geometry, ...]],
    units: Rows[Unit],
    sides: Mapping[str, Side],
) -> LayerContext:
    """What a layer's marks are made from."""
    return LayerContext(
        geometries.get(layer_id, ()),
        lambda ids: named_counts(units, ids),
        config.lang,
        config.as_of,
        sides,
        frozenset(units.ids) if config.layers else frozenset(),
        lambda name: named_place(units, name),
    )


def ground_of(config: Config, bounds: Bounds, reach: Bounds) -> Embedded:
    """What lies beneath a map of these bounds, of which all artboards show no more than `reach`, in degrees.

    Countries and waters are named by it where no label of the config is of that style; waters where they may be.
    """
    stated = {layer.style for layer in config.layers if isinstance(layer, LabelRow)}
    steps = graticule_steps(bounds, config.view.graticule) if config.view.graticule else None
    stated |= {"water"} if config.ground.water_names == "none" else set()
    names = tuple(style for style in ("country", "water", "region") if style not in stated)
    return Embedded(
        reach,
        config.worldview,
        config.lang,
        names,
        bounds,
        steps,
        has_towns=config.ground.most_towns != 0,
        has_regions=config.ground.regions == "auto",
        has_rivers=config.ground.rivers == "auto",
        files=ground_files(config),
        relief=relief_file(config),
        km_per_px=finest_km_per_px(bounds, artboards_of(config)) if config.ground.all_files else 0.0,
    )


def _shown(config: Config) -> Iterator[Place]:
    """The places of `ground.show`; of several of a name the later ones have a number."""
    ids: dict[str, int] = {}
    for row in config.ground.show:
        if row.at is not None:
            id_ = slug(row.name)
            ids[id_] = number = ids.get(id_, 0) + 1
            id_ = f"{id_}-{number}" if number > 1 else id_
            yield Place(id_, row.name, row.at.lon, row.at.lat, _symbol_of(row), placement=row.label.placement)


def _symbol_of(row: ShownPlace) -> PlaceKind:
    """What a place is: a capital by itself, where its symbol is not stated."""
    if "symbol" in row.model_fields_set or row.at is None:
        return row.symbol
    return "capital" if is_capital(row.place or row.name, row.at.lon, row.at.lat) else row.symbol


def _sources(config: Config, units: Rows[Unit]) -> dict[str, Source]:
    """The sources that the map rests on, in the order in which it names them."""
    used = [name for unit in units.samples(*SOURCES) for name in unit.all_sources]
    used += [name for layer in config.layers for name in getattr(layer, "sources", ())]
    fields = ("publisher", "title", "url", "published", "accessed", "archive")
    return {
        name: Source(name, **{field: getattr(config.sources[name], field) for field in fields})
        for name in dict.fromkeys(used)
    }


def _key(
    config: Config, units: Rows[Unit], sides: Mapping[str, Side], layer_rows: Sequence[KeyRow], scale: SizeScale
) -> Key:
    """The key of what this map shows, no more."""
    lang = config.lang
    counts = [count for count in units.counts if count]
    sized = has_sizes(units)
    every = {**sides, "": Side("", phrase("affiliation.unstated", lang), unstated_colour(config, units))}
    rows = side_rows(units.samples(*LOOKS), every, family(config.symbols), config.style.style.symbol, lang)
    rows += pictogram_rows(units, sides, family(config.symbols), lang)
    kinds = {count_mark(unit.troops) for unit in units.samples(TROOPS)}
    marks = {kind: phrase(f"key.{kind}", lang) for kind in KEY_MARKS if kind in kinds}
    rows += [KeyRow("mark", kind, name, name) for kind, name in marks.items()]
    smallest = scale.scaled(_NARROWEST)
    if not all(smallest.is_seen(count.maximum or count.minimum or 0) for count in counts):
        rows.append(KeyRow("mark", "small", phrase("key.small", lang), phrase("key.small", lang)))
    if config.stale_after is not None and any(old_age(unit, config) for unit in units.samples("as_of")):
        name = counted("key.old", config.stale_after, lang)
        rows.append(KeyRow("mark", OLD, name, name))
    rows += layer_rows
    measure = phrase(f"measure.{config.legend.measure}", lang)
    if not sized:
        return Key(measure, (), tuple(rows))
    if config.legend.values:
        return Key(measure, config.legend.values, tuple(rows))
    return Key(measure, round_values(scale.max_value), tuple(rows), LEAST_READ)


def _notes(config: Config, units: Rows[Unit]) -> tuple[str, ...]:
    """Sentences of the note line: how sizes are meant, what is illustrative, whose borders are drawn."""
    notes, lang = [], config.lang
    places = len(set(units.ids))
    if has_sizes(units):
        notes.append(phrase(f"circles.{config.legend.measure}", lang))
    for basis, every, some in (
        ("illustrative", "illustrative.all", "illustrative.some"),
        ("estimate", "estimated.all", "estimated.some"),
    ):
        based = units.where(partial(_has_basis, basis), "basis")
        if not any(unit.figures for unit in based.samples(TROOPS, PRESENCE)):
            continue
        if len(set(based.ids)) == places > 0:
            notes.append(phrase(every, lang))
        elif based:
            notes.append(phrase(some, lang, names=few(_labels(based), lang)))
    unsourced = _labels(units.where(_is_unsourced, TROOPS, *SOURCES))
    if unsourced:
        notes.append(phrase("unsourced", lang, names=few(unsourced, lang)))
    notes += merged_notes(config)
    notes += _rounding_notes(units, lang)
    notes += _area_notes(units, lang)
    notes += fineness_notes(config, units)
    notes.append(phrase(f"worldview.{config.worldview}", lang, date=BORDERS_OF))
    return tuple(notes)


def _labels(units: Rows[Unit]) -> list[str]:
    """What units are called, those of one name at a place once."""
    return [*dict.fromkeys(label or id_ for id_, label in units.label_by_id.items())]


def _rounding_notes(units: Rows[Unit], lang: str) -> Iterator[str]:
    """How far positions may be off, for each precision; a position that is not exact must not look so."""
    places = len(set(units.ids))
    units = units.where(lambda unit: not unit.place.is_area, "found_by")
    for degrees in sorted({unit.precision for unit in units.samples("precision") if unit.precision}):
        rounded = units.where(partial(_has_precision, degrees), "precision")
        size = step(degrees, lang)
        if len({*rounded.ids}) == places:
            yield phrase("rounded.all", lang, n=size)
        else:
            yield phrase("rounded.some", lang, n=size, names=few(_labels(rounded), lang))


def _area_notes(units: Rows[Unit], lang: str) -> Iterator[str]:
    """That some marks stand for all of a country or region, where a point would be taken for a place in it."""
    areas = units.where(lambda unit: unit.place.is_area, "found_by")
    if areas:
        names = _labels(areas)
        is_all, is_many = len({*areas.ids}) == len({*units.ids}), len(names) > MOST_NAMED
        kind = "all" if is_all else "several" if is_many else "some"
        yield phrase(f"areas.{kind}", lang, names=few(names, lang))


def _whole_countries(units: Rows[Unit], bounds: Bounds) -> frozenset[str]:
    """The countries that units in view stand for, which their labels name."""
    whole = units.where(lambda unit: unit.place.is_area and not unit.place.region, "found_by", "admin")
    whole = whole.kept(are_within(whole, bounds)) if whole else whole
    return frozenset(unit.place.country for unit in whole.samples("country"))


def _has_basis(basis: str, unit: Unit) -> bool:
    return unit.basis == basis


def _is_unsourced(unit: Unit) -> bool:
    return unit.troops is not None and not unit.sources_of("troops")


def _has_precision(degrees: float, unit: Unit) -> bool:
    return unit.precision == degrees


def _source_line(config: Config, units: Rows[Unit], sources: Mapping[str, Source]) -> str:
    """Names and dates of the sources of what is claimed, if any; then whose data lie beneath, apart from them, so that
    nobody takes these for where figures are from.
    """
    names, lang = [], config.lang
    for source in sources.values():
        published = long_date(source.published, lang) if source.published else ""
        names.append(beside(source.publisher, published) if published else isolated(source.publisher))
    names = [*dict.fromkeys(names)]
    claims = [phrase("sources" if len(names) > 1 else "source", lang, names="; ".join(names))] if names else []
    ground = [ATTRIBUTION, *attributions(config)]
    looked_up = any(row.place for row in config.shown.values())
    found = any(unit.place.found_by == "gazetteer" for unit in units.samples("found_by"))
    if config.ground.most_towns != 0 or looked_up or found:
        ground.append("GeoNames")
    beneath = phrase("map_data", lang, names="; ".join(map(isolated, dict.fromkeys(ground))))
    return joined(". ", (*claims, beneath), lang)


def _alt(config: Config, units: Rows[Unit], day: date | None) -> str:
    """A text alternative made of the data."""
    lang = config.lang
    largest = [units[int(row)] for row in np.argsort(-units.sizes, kind="stable")[:12]]
    parts = [
        beside(unit.label, estimate(unit.troops, lang)) if unit.troops else isolated(unit.label) for unit in largest
    ]
    if len(units) > 12:
        parts.append(more_units(len(units) - 12, lang))
    dated = [phrase("as_of", lang, date=long_date(day, lang))] if day else []
    # a date may end in the point of an abbreviation, e.g. 12 січня 2022 р.
    sentences = [f"{text.removesuffix('.')}." for text in (phrase("map", lang, title=config.title), *dated)]
    return " ".join((*sentences, phrase(f"alt.{config.legend.measure}", lang, units=", ".join(parts))))
