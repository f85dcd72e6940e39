"""COMPOSE: what a config says against itself, beyond what its schema can see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from geomap.compose.fineness import fineness_warnings
from geomap.compose.pens import pen_warnings
from geomap.compose.sides import side_warnings
from geomap.compose.sites import largest_count
from geomap.compose.swapped import swapped_warnings
from geomap.compose.totals import sum_of
from geomap.compose.variants import FILLED, PLACEHOLDERS
from geomap.compose.views import view_bounds
from geomap.compose.whereabouts import contradictions
from geomap.config import Config
from geomap.errors import ConfigError, Problem, quote
from geomap.facts import Estimate, Formation, Unit
from geomap.facts.columns import Rows
from geomap.facts.sums import allowed
from geomap.ground.graticule import lines_across
from geomap.kinds.note import NoteRow
from geomap.scene import Bounds
from geomap.symbols import nearest_type, parts_of
from geomap.wording import estimate, has_words, number, uses_latin

_MOST_LINES = 100  # of a graticule, across a view


def check(config: Config, history: Rows[Unit], units: Rows[Unit], day: date | None) -> tuple[Problem, ...]:
    """The warnings; raises ConfigError where the map would be wrong.

    `history` are all observations, in the order of the config's rows, `units` those of the map, which is of the `day`.
    """
    errors = [*_scale_problems(config, units), *_graticule_problems(config, units)]
    if errors:
        raise ConfigError(errors)
    return (
        *_formation_warnings(config),
        *(_late_warnings(config, history, day) if day == config.as_of else ()),
        *_late_layer_warnings(config, day),
        *swapped_warnings(config, history, _stated(config, history)),
        *contradictions(config, history, _stated(config, history)),
        *fineness_warnings(config, units),
        *_total_warnings(config, units),
        *_inset_warnings(config, history),
        *_lang_warnings(config),
        *_placeholder_warnings(config),
        *side_warnings(config, units),
        *pen_warnings(config),
    )


def _scale_problems(config: Config, units: Rows[Unit]) -> Iterator[Problem]:
    """A circle larger than the largest covers the map."""
    most = max([largest_count(config, units), *(config.legend.values or ())])
    if config.legend.fixed_max and config.legend.fixed_max < most:
        yield config.problem(
            ("legend", "fixed_max"),
            got=number(config.legend.fixed_max, "en"),
            expected=f"at least {number(most, 'en')}, the largest count of the map",
        )


def _graticule_problems(config: Config, units: Rows[Unit]) -> Iterator[Problem]:
    """Lines so dense that they hide the map."""
    step = config.view.graticule
    if isinstance(step, bool):
        return
    lines = lines_across(view_bounds(config, units), (step, step))
    if lines > _MOST_LINES:
        text = f"{lines} lines across the map, expected at most {_MOST_LINES}"
        yield config.problem(("view", "graticule"), text=text, hint="write true, or a larger step")


def _late_warnings(config: Config, history: Rows[Unit], day: date | None) -> Iterator[Problem]:
    """Units that the map never shows, since all that is known of them is of a later day."""
    stated = _stated(config, history)
    late = day and any(_is_late(unit, day) for unit in history.samples("as_of"))
    first: dict[str, tuple[date, int]] = {}
    for row, unit in enumerate(islice(history, stated)) if late else ():
        if unit.as_of:
            first[unit.id] = min(first.get(unit.id, (unit.as_of, row)), (unit.as_of, row))
    for as_of, row in first.values():
        if day and as_of > day:
            text = f"{as_of} is after {day}, the day of the map, so the unit is not on it"
            hint = "set `as_of` of the map to that day, or build with --as-of"
            yield config.problem(("units", row, "as_of"), text=text, hint=hint, severity="warning")
    of_sums = config.aggregate.as_of if config.aggregate and stated < len(history) else None
    if day and of_sums and of_sums > day:
        text = f"{of_sums} is after {day}, the day of the map, so what it sums up is not on it"
        hint = "set `as_of` of the map to that day, or build with --as-of"
        yield config.problem(("aggregate", "as_of"), text=text, hint=hint, severity="warning")


def _stated(config: Config, history: Rows[Unit]) -> int:
    """How many of the observations are rows; the last are what a table is summed up to."""
    return len(history) - (len(config.summary.totals) if config.summary else 0)


def _is_late(unit: Unit, day: date) -> bool:
    return unit.as_of is not None and unit.as_of > day


def _late_layer_warnings(config: Config, day: date | None) -> Iterator[Problem]:
    """Layers that show on a map what is said of a later day."""
    days = [that for that in (day, *config.snapshots) if that]
    for index, layer in enumerate(config.layers):
        as_of = getattr(layer, "as_of", None)
        if as_of and days and as_of > min(days):
            which = "the day of the map" if min(days) == day else "the day of a snapshot"
            text = f"{as_of} is after {min(days)}, {which}, which shows the layer all the same"
            hint = "draw it from a file of that day, or leave it out"
            yield config.problem(("layers", index, "as_of"), text=text, hint=hint, severity="warning")


def _inset_warnings(config: Config, history: Rows[Unit]) -> Iterator[Problem]:
    """Details that enlarge nothing."""
    for index, row in enumerate(config.insets):
        if row.kind == "detail" and not _holds_any(row.bounds, history):
            text = "there is no unit within these bounds"
            yield config.problem(("insets", index, "bounds"), text=text, severity="warning")


def _holds_any(bounds: Bounds, units: Rows[Unit]) -> bool:
    west, south, east, north = bounds
    lat, lon = units.lat_lon
    return bool(((south <= lat) & (lat <= north) & ((lon - west) % 360 <= (east - west) % 360)).any())


def _total_warnings(config: Config, units: Rows[Unit]) -> Iterator[Problem]:
    """Notes whose stated total the sum of their units cannot be; asked only where all of these are on the map."""
    present = set(units.ids) if config.layers else set()
    for index, layer in enumerate(config.layers):
        if not isinstance(layer, NoteRow) or layer.troops is None or not present.issuperset(layer.sums):
            continue
        total = sum_of(units, layer.sums)
        if total is not None and _disagree(layer.troops, total):
            yield config.problem(
                ("layers", index, "troops"),
                text=f"states {estimate(layer.troops, 'en')}, but its units sum to {estimate(total, 'en')}",
                severity="warning",
            )


def _lang_warnings(config: Config) -> Iterator[Problem]:
    """A language that the map's own texts are not in."""
    if not has_words(config.lang):
        text = f'geomap has no words in "{config.lang}" yet, its own texts are English'
        yield config.problem(("lang",), text=text, severity="warning")


def _formation_warnings(config: Config) -> Iterator[Problem]:
    """Types of formation in words that geomap does not know, each once. Other languages' own words are not judged."""
    said: set[str] = set()
    for index, unit in config.units.numbered_samples("formations"):
        for place, formation in enumerate(unit.formations):
            text = formation.type
            if text not in said and _is_english(text, config.lang):
                said.add(text)
                yield from _unknown_type(config, ("units", index, "formations", place), formation)


def _is_english(text: str, lang: str) -> bool:
    """Whether a type can only be meant as English: on an English map, or in Latin letters beside another script."""
    return lang.partition("-")[0] == "en" or (text.isascii() and not uses_latin(lang))


def _unknown_type(config: Config, path: tuple[str | int, ...], formation: Formation) -> Iterator[Problem]:
    """A misspelling, or a wording that names no type; the name of a formation is neither."""
    text = formation.type
    parts = parts_of(text)
    if parts.type or not parts.rest:
        return
    near = nearest_type(text)
    if not near and not parts.unknown:
        return
    as_written = f"it is printed as written, without a pictogram; {{type: ..., label: {text}}} gives it one"
    other = "without it there is no pictogram; the type may be infantry, for example" if formation.label else as_written
    hint = f"did you mean {near}?" if near else other
    yield config.problem(path, text=f"geomap does not know the type {quote(text)}", hint=hint, severity="warning")


def _disagree(stated: Estimate, total: Estimate) -> bool:
    """Whether no number satisfies both; "about" leaves room for what it is rounded to."""
    stated, total = allowed(stated), allowed(total)
    below = stated.maximum is not None and total.minimum is not None and stated.maximum < total.minimum
    above = stated.minimum is not None and total.maximum is not None and stated.minimum > total.maximum
    return below or above


def _placeholder_warnings(config: Config) -> Iterator[Problem]:
    """What only the pages of an atlas have a word for."""
    for key in FILLED if config.pages is None else ():
        for name in (name for name in PLACEHOLDERS if f"{{{name}}}" in getattr(config, key)):
            text = f"`{{{name}}}` is printed as it stands, since only the pages of an atlas fill it in"
            yield config.problem((key,), text=text, hint="write it out, or add pages", severity="warning")
