"""COMPOSE: what the config claims, where it lies and what is under it become one Scene."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from shapely import Geometry

from geomap.basemap import Basemap
from geomap.config import Config
from geomap.facts import Side, Source, Unit
from geomap.graticule import graticule, graticule_steps
from geomap.layer_kinds import layer_marks
from geomap.layer_kinds.context import LayerContext
from geomap.layer_kinds.key_rows import key_rows
from geomap.legend import round_values
from geomap.names import country_names, water_names
from geomap.scene import Area, Artboard, Inset, Key, KeyRow, Label, Line, Scene, Symbol
from geomap.symbols import EQUIPMENT
from geomap.totals import sum_of
from geomap.views import view_bounds
from geomap.wording import KEY_MARKS, day, equipment_name, estimate, formation, listing, phrase

_MOST_NAMED = 5  # places that the note line names one by one


def artboards_of(config: Config) -> tuple[Artboard, ...]:
    """The config's artboards as records, the widest first."""
    boards = [
        Artboard(row.id, row.width, row.height, row.scale, row.drop, row.key, row.bounds) for row in config.artboards
    ]
    return tuple(sorted(boards, key=lambda board: -board.width))


def compose(
    config: Config,
    units: tuple[Unit, ...],
    geometries: Mapping[str, tuple[Geometry, ...]],
    basemap: Basemap,
    insets: Sequence[Inset] = (),
) -> Scene:
    """Everything that any output may show. `geometries` are the layer files' by layer id, in degrees."""
    sides = {name: Side(name, row.label, row.colour) for name, row in config.sides.items()}
    sources = {name: _source(name, row) for name, row in config.sources.items()}
    marks = [
        mark
        for layer in config.layers
        for mark in layer_marks(
            layer, LayerContext(geometries.get(layer.id, ()), lambda ids: sum_of(units, ids), config.lang, config.as_of)
        )
    ]
    areas = (*basemap.areas, *(mark for mark in marks if isinstance(mark, Area)))
    lines = [mark for mark in marks if isinstance(mark, Line)]
    largest = max([*_sizes(units), *(config.legend.values or ()), 1])
    largest = config.legend.fixed_max or largest
    return Scene(
        name=config.name,
        title=config.title,
        subtitle=config.subtitle,
        as_of=config.as_of,
        lang=config.lang,
        credit=config.credit,
        worldview=config.worldview,
        notes=_notes(config, units),
        source_line=_source_line(config, units, sources, basemap),
        bounds=view_bounds(config, units),
        fits_units=config.view.bounds is None,
        largest_value=largest,
        max_diameter=config.legend.max_diameter,
        key=_key(config, units, key_rows(areas, lines, basemap.lines), largest),
        areas=areas,
        lines=(*_graticule(config, units, basemap), *basemap.lines, *lines),
        symbols=tuple(_symbol(unit, sides, config.lang) for unit in units),
        labels=_labels(config, [mark for mark in marks if isinstance(mark, Label)], basemap, units),
        units=units,
        sides=sides,
        sources=sources,
        artboards=artboards_of(config),
        alt=_alt(config, units),
        style=config.style.style,
        insets=tuple(insets),
    )


def _graticule(config: Config, units: Sequence[Unit], basemap: Basemap) -> Iterator[Line]:
    if config.view.graticule:
        yield from graticule(basemap.bounds, graticule_steps(view_bounds(config, units), config.view.graticule))


def _labels(config: Config, own: Sequence[Label], basemap: Basemap, units: Sequence[Unit]) -> tuple[Label, ...]:
    """The config's labels; countries and waters named from the basemap where it names none of that style."""
    styles = {label.style for label in own}
    names: list[Label] = []
    if "country" not in styles:
        names += country_names(basemap, config.lang)
    if "water" not in styles:
        names += water_names(view_bounds(config, units), config.lang)
    return (*own, *names)


def _source(name: str, row: object) -> Source:
    fields = ("publisher", "title", "url", "published", "accessed", "archive")
    return Source(name, **{field: getattr(row, field) for field in fields})


def _sizes(units: Sequence[Unit]) -> list[int]:
    return [unit.troops.maximum or unit.troops.minimum or 0 for unit in units if unit.troops]


def _present_equipment(unit: Unit) -> list[str]:
    """Kinds of equipment that are there, counted or not, in the order of the key."""
    return [kind for kind in EQUIPMENT if kind in unit.equipment and unit.equipment[kind].maximum != 0]


def _symbol(unit: Unit, sides: Mapping[str, Side], lang: str) -> Symbol:
    return Symbol(
        unit=unit.id,
        lon=unit.place.lon,
        lat=unit.place.lat,
        label=unit.label,
        formations=tuple(formation(entry, lang) for entry in unit.formations),
        troops=unit.troops,
        pictograms=tuple(EQUIPMENT[kind] for kind in _present_equipment(unit)),
        colour=sides[unit.side].colour if unit.side else "",
    )


def _key(config: Config, units: Sequence[Unit], layer_rows: Sequence[KeyRow], largest: float) -> Key:
    """The key of what this map shows, no more."""
    counts = [unit.troops for unit in units if unit.troops]
    sized = any(count.is_known and count.maximum != 0 for count in counts)
    used = {kind for unit in units for kind in _present_equipment(unit)}
    sides = {unit.side: config.sides[unit.side] for unit in units if unit.side}
    default = config.style.style.symbol
    told_apart = len({row.colour or default for row in sides.values()}) > 1
    rows = [
        KeyRow("side", row.colour or default, row.label, row.label)
        for name, row in config.sides.items()
        if name in sides and told_apart
    ]
    rows += [
        KeyRow("pictogram", outline, equipment_name(kind), equipment_name(kind, short=True))
        for kind, outline in EQUIPMENT.items()
        if kind in used
    ]
    kinds = {"zero" if count.maximum == 0 else count.kind.value for count in counts}
    kinds |= {"absent" for unit in units if unit.troops is None}
    rows += [KeyRow("mark", kind, phrase(f"key.{kind}"), phrase(f"key.{kind}")) for kind in KEY_MARKS if kind in kinds]
    rows += layer_rows
    return Key(config.legend.measure, (config.legend.values or round_values(largest)) if sized else (), tuple(rows))


def _notes(config: Config, units: Sequence[Unit]) -> tuple[str, ...]:
    """Sentences of the note line: how sizes are meant, what is illustrative, whose borders are drawn."""
    notes = []
    if any(unit.troops and unit.troops.is_known for unit in units):
        notes.append(phrase("circles", measure=config.legend.measure))
    made_up = [unit.label for unit in units if unit.basis == "illustrative"]
    if made_up and len(made_up) == len(units):
        notes.append(phrase("illustrative.all"))
    elif made_up:
        notes.append(phrase("illustrative.some", names=listing(made_up, config.lang)))
    unsourced = [unit.label for unit in units if unit.troops and not unit.sources]
    if unsourced:
        few = len(unsourced) <= _MOST_NAMED
        names = listing(unsourced, config.lang) if few else phrase("places", n=str(len(unsourced)))
        notes.append(phrase("unsourced", names=names))
    notes.append(phrase(f"worldview.{config.worldview}"))
    return tuple(notes)


def _source_line(config: Config, units: Sequence[Unit], sources: Mapping[str, Source], basemap: Basemap) -> str:
    """Names and dates of the sources in use, then whose base data lie beneath."""
    used = [name for unit in units for name in unit.sources]
    used += [name for layer in config.layers for name in getattr(layer, "sources", ())]
    names = []
    for source in (sources[name] for name in dict.fromkeys(used)):
        published = f" ({day(source.published, config.lang)})" if source.published else ""
        names.append(f"{source.publisher}{published}")
    names.append(basemap.attribution)
    if any(unit.place.found_by == "gazetteer" for unit in units):
        names.append("GeoNames")
    return phrase("sources" if len(names) > 1 else "source", names="; ".join(dict.fromkeys(names)))


def _alt(config: Config, units: Sequence[Unit]) -> str:
    """A text alternative made of the data."""
    sized = sorted(units, key=lambda unit: -((unit.troops and (unit.troops.maximum or unit.troops.minimum)) or 0))
    parts = [
        f"{unit.label} ({estimate(unit.troops, config.lang)})" if unit.troops else unit.label for unit in sized[:12]
    ]
    if len(sized) > 12:
        parts.append(phrase("more", n=str(len(sized) - 12)))
    dated = f" {phrase('as_of', date=day(config.as_of, config.lang))}." if config.as_of else ""
    title = phrase("map", title=config.title)
    return f"{title}.{dated} {phrase('alt', measure=config.legend.measure, units=', '.join(parts))}"
