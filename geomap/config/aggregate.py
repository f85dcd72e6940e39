"""The key `aggregate`: a table of very many rows, summed up to one unit a cell or place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from geomap.clock import build_day
from geomap.errors import ConfigError, LayerError, Problem, install, quote
from geomap.facts import LARGEST_COUNT, Basis
from geomap.facts.columns import Records
from geomap.kinds.layers import FileName
from geomap.loading import load
from geomap.tables.withheld import Told
from geomap.values.checked import number
from geomap.values.plain import Day, Row, Slug, SourceIds, Text, parse_text, slug
from geomap.values.unit import UnitRow, same_id
from geomap.wording import counted

if TYPE_CHECKING:
    from geomap.config.schema import Config
    from geomap.tables.aggregation import Mapper, Summary
    from geomap.tables.aggregation.held import HeldIds
    from geomap.tables.aggregation.table import Source

MOST_CELLS = 20_000
_LONGEST_ID = 56  # characters, a number may follow
_LONGEST_PLACE = 900  # characters; the number of rows stands behind it
Column = Literal[
    "id", "lat", "lon", "place", "side", "troops", "troops_min", "troops_max", "troops_kind",
    "precision", "embargo_until",
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

    An id that is in the table and is that of a unit is held back in both as strictly as any of its rows says.
    `mapper` goes through the batches of the table, as `map` does or another that spreads them over computers.
    """
    if config.aggregate is None:
        return config
    row = config.aggregate
    config, summary = _read(config, row, mapper)
    circles = tuple(_units(config, row, summary))
    _require_free(config, circles)
    units = Records((*config.units, *circles))
    return config.model_copy(update={"units": units}).summing(summary)


def source_of(config: Config, row: AggregateRow) -> Source:
    """The table that is summed up."""
    source: Source = load("geomap.tables.aggregation.table:Source")(
        config.folder / row.file, row.by, row.columns, row.ignore
    )
    return source


def held_units(config: Config) -> Iterator[Told]:
    """The ids of the units that are held back, also by rows that are passed over, each with its day and its degrees."""
    yield from config.passed
    for row in config.units.where(lambda row: bool(row.embargo_until or row.precision), "embargo_until", "precision"):
        yield Told(row.id, row.embargo_until, row.precision)


def held_ids(config: Config) -> HeldIds:
    """The ids that the units of a config and the rows of its table hold back. Raises ConfigError."""
    with _faults(config):
        found: HeldIds = load("geomap.tables.aggregation.held:HeldIds").of(held_units(config))
        row = config.aggregate
        return found.with_those(source_of(config, row).held(build_day())) if row else found


def holds_nameless_rows(config: Config) -> bool:
    """Whether a row of the table without an id is held back. Raises ConfigError."""
    if config.aggregate is None:
        return False
    with _faults(config):
        return source_of(config, config.aggregate).holds_nameless_rows(build_day())


def nameless_rows(config: Config) -> Problem:
    """What is said where another state of the config has rows of which it cannot be known whether they are these."""
    text = "holds back rows without an `id`, so nobody knows which rows of the other state are these"
    return _problem(config, text, "give each row an `id`, in both")


def resummed(config: Config, held: HeldIds, mapper: Mapper = map) -> Config:
    """A config whose table is summed up, as it is where these ids are held back too. Raises ConfigError."""
    row, before = config.aggregate, config.summary
    if row is None or before is None:
        return config
    with _faults(config):
        summary = _totals(config, row, held, mapper)
    own = config.units.take(range(len(config.units) - len(before.totals)))
    return config.model_copy(update={"units": Records((*own, *_units(config, row, summary)))}).summing(summary)


def _totals(config: Config, row: AggregateRow, held: HeldIds, mapper: Mapper) -> Summary:
    plan = load("geomap.tables.aggregation:Plan")(row.by, row.cell, build_day(), MOST_CELLS)
    summary: Summary = load("geomap.tables.aggregation:summed")(source_of(config, row), plan, held, mapper)
    return summary


@contextmanager
def _faults(config: Config) -> Iterator[None]:
    """What is wrong with a table, as a problem of the config that names it."""
    try:
        yield
    except ImportError as error:
        text = "needs pyarrow to be read"
        raise ConfigError(_problem(config, text, install("parquet"))) from error
    except LayerError as error:
        raise ConfigError([_problem(config, problem.text, problem.hint) for problem in error.problems]) from error


def _read(config: Config, row: AggregateRow, mapper: Mapper) -> tuple[Config, Summary]:
    """The config, with its units as strict as the table, and the table's totals."""
    with _faults(config):
        held = source_of(config, row).held(build_day(), held_units(config))
        summary = _totals(config, row, held, mapper)
    largest = max((total.maximum for total in summary.totals.values()), default=0)
    if largest > LARGEST_COUNT:
        raise ConfigError(_problem(config, f"sums up to {largest} in one circle, expected at most {LARGEST_COUNT}", ""))
    if wrong := next((name for name, _ in summary.totals if row.by == "place" and not _is_text(name)), ""):
        hint = "a place is a text of at most 900 characters without control characters"
        raise ConfigError(_problem(config, f"has the place {quote(wrong)}", hint))
    unknown = sorted({side for _, side in summary.totals if side and side not in config.sides})
    if unknown:
        raise ConfigError(_problem(config, f"names the side {unknown[0]}, which is not in `sides`", ""))
    return _as_strict(config, held), summary


def _as_strict(config: Config, held: HeldIds) -> Config:
    """The config, each of its units held back as far as the table's rows of its id. Raises ConfigError where a name
    tells the place that one of these hides.
    """
    changes: dict[int, dict[str, Any]] = {}
    for place, until, step in held.among(config.units.ids):
        row = config.units[place]
        stricter = {
            "embargo_until": max((day for day in (row.embargo_until, until) if day), default=None),
            "precision": max((degrees for degrees in (row.precision, step) if degrees), default=None),
        }
        if stricter != {key: getattr(row, key) for key in stricter}:
            changes[place] = stricter
        if step and not row.precision and _is_named_by_place(config, place):
            text = "would tell where the unit is, which the `precision` of its id in the table of `aggregate` hides"
            hint = "give it an `id` and a `label` in words that do not tell"
            raise ConfigError(config.problem(("units", place, "place"), text=text, hint=hint))
    if not changes:
        return config
    rows = (row.model_copy(update=changes.get(place, {})) for place, row in enumerate(config.units))
    return config.model_copy(update={"units": Records(rows)})


def _is_named_by_place(config: Config, place: int) -> bool:
    """Whether the id or the label of a unit is made of its place."""
    row, stated = config.units[place], config.stated(("units", place)) or {}
    return bool(row.place) and (row.label.text == row.place or not stated.get("id"))


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
    taken = {same_id(name) for name in config.units.ids}
    both = next((circle.id for circle in circles if same_id(circle.id) in taken), "")
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
        while same_id(name) in taken:  # Gao and gao! are two places
            times = taken[same_id(stem)] = taken[same_id(stem)] + 1
            name = f"{stem}-{times}"
        taken[same_id(name)] = 1
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
