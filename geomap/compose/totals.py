"""COMPOSE: the sum of a note, what a table was summed up from, and how many of a map's figures have a source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geomap.config import Config
from geomap.facts import CountKind, Coverage, Estimate, Unit
from geomap.facts.columns import PRESENCE, SOURCES, TROOPS, Rows
from geomap.facts.sums import total
from geomap.kinds.note import NoteRow
from geomap.wording import counted, phrase, step


def sum_of(units: Rows[Unit], ids: Sequence[str]) -> Estimate | None:
    """The sum of the named units' troops, as a range where any of them is one; None where none of them is there."""
    counts = named_counts(units, ids)
    return total(counts) if counts else None


def named_counts(units: Rows[Unit], ids: Sequence[str]) -> list[Estimate]:
    """The troops of those of the named units that are there."""
    wanted = frozenset(ids)
    numbers = [number for number, name in enumerate(units.ids) if name in wanted]
    return [units[number].troops or Estimate(CountKind.UNKNOWN) for number in numbers]


def named_place(units: Rows[Unit], name: str) -> tuple[float, float] | None:
    """Longitude and latitude of the last of the rows of a unit; None where it is not there."""
    numbers = [number for number, own in enumerate(units.ids) if own == name]
    return (units[numbers[-1]].place.lon, units[numbers[-1]].place.lat) if numbers else None


def coverage_of(config: Config, units: Rows[Unit], days: int = 1) -> Coverage:
    """The figures of the units, seen on so many days, and those that notes state; how many of them have a source."""
    figures = [*_unit_figures(units), *_note_figures(config)]
    made_up = sum(times for times, is_made_up, _ in figures if is_made_up)
    sourced = sum(times for times, is_made_up, is_sourced in figures if is_sourced and not is_made_up)
    return Coverage(sum(times for times, _, _ in figures), sourced, made_up, days)


def _unit_figures(units: Rows[Unit]) -> Iterator[tuple[int, bool, bool]]:
    """Figures that are alike: how many, whether they are illustrative, and whether they have a source."""
    for unit, times in units.counted_samples(TROOPS, PRESENCE, "basis", *SOURCES):
        for figure, count in unit.figures.items():
            if count.is_known:
                yield times, unit.basis == "illustrative", bool(unit.sources_of(figure))


def _note_figures(config: Config) -> Iterator[tuple[int, bool, bool]]:
    for layer in config.layers:
        if isinstance(layer, NoteRow) and layer.troops is not None and layer.troops.is_known:
            yield 1, False, bool(layer.sources)


def merged_notes(config: Config) -> Iterator[str]:
    """What a circle sums up, of how many rows, and how many could not be placed: nothing is lost without a word."""
    row, summary, lang = config.aggregate, config.summary, config.lang
    if row is None or summary is None:
        return
    size = step(row.cell, lang)
    yield phrase(f"merged.{row.by}", lang, size=size, rows=counted("rows", summary.rows, lang))
    if summary.lost:
        yield phrase("merged.lost", lang, rows=counted("rows", summary.lost, lang))
