"""The key `aggregate`: a table of very many rows, summed up to one unit a cell or place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from geomap.clock import build_day
from geomap.errors import ConfigError, LayerError, Problem, install, quote
from geomap.facts import LARGEST_COUNT, Basis
from geomap.facts.columns import ids_of
from geomap.kinds.layers import FileName
from geomap.loading import load
from geomap.values.checked import number
from geomap.values.plain import Day, Row, Slug, SourceIds, Text, parse_text, slug
from geomap.values.unit import UnitRow
from geomap.wording import counted

if TYPE_CHECKING:
    from geomap.config.schema import Config
    from geomap.tables.aggregation import Mapper, Summary

MOST_CELLS = 20_000
_LONGEST_ID = 56  # characters, a number may follow
_LONGEST_PLACE = 900  # characters; the number of rows stands behind it
Column = Literal[
    "lat", "lon", "place", "side", "troops", "troops_min", "troops_max", "troops_kind", "precision", "embargo_until"
]  # fmt: skip
CellSize = Annotated[float, number(0.01, 30, "degrees")]


class AggregateRow(Row):
    """How a table is summed up; what is stated here holds for all of its rows."""

    file: FileName = Field(description="A table, Parquet or CSV, beside or below the config.")
    by: Literal["grid", "hex", "place"] = Field(description="A circle for each square, hexagon or place.")
    cell: CellSize = Field(0.5, description="Width of a square or hexagon in degrees.")
    columns: dict[Column, Text] = Field({}, description="The table's own headings, by the names that geomap knows.")
    ignore: tuple[Text, ...] = Field((), description="Headings that look like ours, and are to be passed over.")
    side: Slug = Field("", description="Whose units they are, where the table has no column `side`.")
    basis: Basis = Field("reported", description="What the figures are: reported, an estimate, or illustrative.")
    sources: SourceIds = Field((), description="Where the table comes from: keys of `sources`.")
    as_of: Day | None = Field(None, description="The day of the table; default: that of the config.")


def with_summary(config: Config, mapper: Mapper = map) -> Config:
    """The same config with a unit for each cell or place of its table, where it names one. Raises ConfigError.

    `mapper` goes through the batches of the table, as `map` does or another that spreads them over computers.
    """
    if config.aggregate is None:
        return config
    summary = _read(config, config.aggregate, mapper)
    circles = tuple(_units(config, config.aggregate, summary))
    _require_free(config, circles)
    units = (*config.units, *circles)
    return config.model_copy(update={"units": units}).summing(summary)


def _read(config: Config, row: AggregateRow, mapper: Mapper) -> Summary:
    """The table's totals."""
    try:
        table = config.folder / row.file
        plan = load("geomap.tables.aggregation:Plan")(
            row.by, row.cell, row.columns, build_day(), MOST_CELLS, row.ignore
        )
        summary: Summary = load("geomap.tables.aggregation:summed")(table, plan, mapper)
    except ImportError as error:
        text = "needs pyarrow to be read"
        raise ConfigError(_problem(config, text, install("parquet"))) from error
    except LayerError as error:
        raise ConfigError([_problem(config, problem.text, problem.hint) for problem in error.problems]) from error
    largest = max((total.maximum for total in summary.totals.values()), default=0)
    if largest > LARGEST_COUNT:
        raise ConfigError(_problem(config, f"sums up to {largest} in one circle, expected at most {LARGEST_COUNT}", ""))
    if wrong := next((name for name, _ in summary.totals if row.by == "place" and not _is_text(name)), ""):
        hint = "a place is a text of at most 900 characters without control characters"
        raise ConfigError(_problem(config, f"has the place {quote(wrong)}", hint))
    unknown = sorted({side for _, side in summary.totals if side and side not in config.sides})
    if unknown:
        raise ConfigError(_problem(config, f"names the side {unknown[0]}, which is not in `sides`", ""))
    return summary


def _is_text(name: str) -> bool:
    """Whether a place can be part of a label."""
    try:
        return len(parse_text(name)) <= _LONGEST_PLACE
    except ValueError:
        return False


def _require_free(config: Config, circles: Sequence[UnitRow]) -> None:
    """Raise ConfigError where a unit of the config has the id of a circle.

    To call the circle otherwise would tell of the unit, which may be one that is held back.
    """
    taken = {name.casefold() for name in ids_of(config.units)}
    both = next((circle.id for circle in circles if circle.id.casefold() in taken), "")
    if both:
        text = f"has a circle with the id {both}, which a unit of the config has too"
        raise ConfigError(_problem(config, text, "give that unit another `id`"))


def _units(config: Config, row: AggregateRow, summary: Summary) -> Iterator[UnitRow]:
    """A unit for each total, at the mean of its rows; several sides of a cell stand side by side in it.

    Its id depends on the table alone, not on what else is on the map. The name of a place is printed; how many rows a
    cell has stands in pop-ups and files.
    """
    slot = load("geomap.tables.aggregation.grid:slot")
    order = ["", *config.sides]
    sides = {cell: sorted(found, key=order.index) for cell, found in summary.sides.items()}
    taken: dict[str, int] = {}  # ids, and how often each was asked for
    for (cell, side), total in summary.totals.items():
        lat, lon = total.middle
        if row.by != "place" and len(sides[cell]) > 1:
            lat, lon = slot(cell, row.by, row.cell, sides[cell].index(side), len(sides[cell]))
        rows = counted("rows", total.rows, config.lang)
        is_place = row.by == "place"
        stem = "-".join(part for part in (row.by, slug(cell) if is_place else cell, side) if part)[:_LONGEST_ID]
        name, times = stem, 1
        while name.casefold() in taken:  # Gao and gao! are two places
            times = taken[stem.casefold()] = taken[stem.casefold()] + 1
            name = f"{stem}-{times}"
        taken[name.casefold()] = 1
        yield UnitRow.model_validate(
            {
                "id": name,
                "at": {"lat": lat, "lon": lon},
                "label": {"text": f"{cell} ({rows})"} if is_place else {"text": rows, "hide": True},
                "troops": total.troops,
                "basis": row.basis,
                "sources": list(row.sources),
                **({"side": side or row.side} if side or row.side else {}),
                **({"as_of": row.as_of.isoformat()} if row.as_of else {}),
            }
        )


def _problem(config: Config, text: str, hint: str) -> Problem:
    file = config.aggregate.file if config.aggregate else ""
    return config.problem(("aggregate", "file"), text=f"{file} {text}", hint=hint)
