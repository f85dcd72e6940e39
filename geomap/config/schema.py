"""The keys of config.yaml, their meaning and their defaults."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, Field, PrivateAttr

from geomap import plugins
from geomap.config.aggregate import AggregateRow
from geomap.config.artboards import DEFAULT_ARTBOARDS, ArtboardRow
from geomap.config.document import Document, print_path, shown_among
from geomap.config.document import Path as KeyPath
from geomap.config.fonts import FontsKey, system_key
from geomap.config.ground import GroundRow
from geomap.config.held import NOTHING, HeldBack
from geomap.config.insets import InsetRow
from geomap.config.lang import Lang
from geomap.config.legend import LegendRow
from geomap.config.nameless import unsaid_ids
from geomap.config.pages import PagesRow
from geomap.config.read_as import read_as
from geomap.config.sides import SidesKey
from geomap.config.sites import SitesKey
from geomap.config.sources import SourceRow
from geomap.config.styles import StyleKey
from geomap.config.tiles import TilesKey
from geomap.config.units_from import UnitsFrom
from geomap.config.view import View
from geomap.errors import Problem
from geomap.facts.columns import NO_ROWS, Records, Rows
from geomap.kinds import LayerRow
from geomap.kinds.spots import places_named, with_places, with_units
from geomap.relocations import LeftOut, Remark
from geomap.tables.plain.readings import ReadAs
from geomap.typefaces import Typefaces
from geomap.values.choice import choice
from geomap.values.days import Age, Days
from geomap.values.plain import Day, Lines, Row, Slug, Text
from geomap.values.positions import At, Edges
from geomap.values.refusal import refuse
from geomap.values.shown import ShownPlace
from geomap.values.spots import SpotRow
from geomap.values.stated import Stated
from geomap.values.unit import POSITION_KEYS, UnitRow

if TYPE_CHECKING:
    from geomap.tables.aggregation import Summary
    from geomap.tables.withheld import Told

    UnitRows = Rows[UnitRow]
else:
    UnitRows = Annotated[tuple[UnitRow, ...], AfterValidator(Records)]

_FORMATS = ("png", "svg", "pdf", "html", "geojson", "gpkg", "kml", "csv", "kmz", "parquet")  # as they are proposed
OutputFormat = Annotated[str, choice(_FORMATS, plugins.FORMATS)]
Worldview = Literal["un", "de-facto"]
SymbolFamily = Annotated[str, choice(("news", "app6"), plugins.FAMILIES)]

# Every default that is not "nothing", in one place.
DEFAULT_WORLDVIEW: Worldview = "un"  # the view of the United Nations: what most newsrooms print
DEFAULT_LANG = "en"
DEFAULT_SYMBOLS = "news"
DEFAULT_OUTPUTS = ("png", "svg", "pdf", "html", "geojson", "gpkg", "kml", "csv")

MOST_ARTBOARDS = 50  # each is laid out and drawn
MOST_INSETS = 50
MOST_SNAPSHOTS = 400  # a map each, on each artboard
MOST_LAYERS = 1000  # each has its place looked for, on each artboard
MOST_ABBREVIATIONS = 1000  # each is looked for in all texts

Many = TypeVar("Many", bound=Sized)


def _at_most(most: int, what: str) -> Callable[[Many], Many]:
    """A check that there are no more of them."""

    def checked(rows: Many) -> Many:
        if len(rows) > most:
            raise refuse(text=f"{len(rows)} {what}, expected at most {most}")
        return rows

    return checked


def _at_least_one(rows: tuple[ArtboardRow, ...]) -> tuple[ArtboardRow, ...]:
    if not rows:
        raise refuse(text="a map needs at least one artboard", hint="remove the key to have the usual ones")
    return rows


class Config(Row):
    """A map, as one text file declares it."""

    name: Slug = Field("map", description="First part of every output file's name; default: the config's own.")
    title: Lines = Field("", description="Title, printed above the map.")
    subtitle: Lines = Field("", description="A sentence below the title.")
    as_of: Day | None = Field(None, description="The day of the data, printed on every picture.")
    snapshots: Annotated[Days, AfterValidator(_at_most(MOST_SNAPSHOTS, "snapshots"))] = Field(
        (),
        description=f"Other days to make the map of, with one scale and view for all; at most {MOST_SNAPSHOTS}.",
        json_schema_extra={"maxItems": MOST_SNAPSHOTS},
    )
    stale_after: Age | None = Field(None, description="Days after which an observation is drawn fainter.")
    worldview: Worldview = Field(DEFAULT_WORLDVIEW, description="Who disputed areas belong to; printed on the map.")
    lang: Lang = Field(DEFAULT_LANG, description="Language of geomap's own words, numbers and dates, e.g. en-GB or uk.")
    credit: Text = Field("", description="Who made the map.")
    style: StyleKey = Field(
        {}, validate_default=True, description="Colours: light, dark or print, or a mapping that changes some of one."
    )
    fonts: FontsKey = Field(
        (), description="Fonts for what Source Sans cannot set: files, or system for those of the computer."
    )
    symbols: SymbolFamily = Field(
        DEFAULT_SYMBOLS, description="Pictograms beside the units: silhouettes as in news, or NATO's APP-6 symbols."
    )
    sources: dict[Slug, SourceRow] = Field({}, description="Where claims come from, by an id of your choice.")
    sides: SidesKey = Field({}, description="Who units belong to, by an id of your choice; or: from column.")
    view: View = Field(
        {}, validate_default=True, description="What part of the world is shown; default: as far as the units reach."
    )
    ground: GroundRow = Field(
        {},
        validate_default=True,
        description="What lies beneath: towns and waters for orientation, and places to be shown.",
    )
    legend: LegendRow = Field(
        {}, validate_default=True, description="How counts become circles, and which circles the key shows."
    )
    units: UnitRows = Field(NO_ROWS, description="Where forces are reported.")
    units_from: UnitsFrom = Field((), description="Tables with more units: a file, or {file, columns ...}, or a list.")
    sites: SitesKey = Field(
        {},
        validate_default=True,
        description="Units at one place are one mark, a circle a side: `place`, `off`, a distance as 5km, or {within, "
        "count}.",
    )
    figures: Literal["auto", "always", "never"] = Field(
        "auto",
        description="Whether counts stand below the names of units: where an artboard has room for all, always or "
        "never. An illustrative one, or one without a source, never does.",
    )
    layers: Annotated[tuple[LayerRow, ...], AfterValidator(_at_most(MOST_LAYERS, "layers"))] = Field(
        (),
        description=f"Lines, areas, notes and labels, in the order of drawing; at most {MOST_LAYERS:,}.",
        json_schema_extra={"maxItems": MOST_LAYERS},
    )
    artboards: Annotated[
        tuple[ArtboardRow, ...],
        AfterValidator(_at_least_one),
        AfterValidator(_at_most(MOST_ARTBOARDS, "artboards")),
    ] = Field(
        DEFAULT_ARTBOARDS,
        validate_default=True,
        description=f"Widths, at most {MOST_ARTBOARDS}; default: 1050, 720, 500, 335.",
        json_schema_extra={"minItems": 1, "maxItems": MOST_ARTBOARDS},
    )
    insets: Annotated[tuple[InsetRow, ...], AfterValidator(_at_most(MOST_INSETS, "insets"))] = Field(
        (),
        description=f"Smaller maps: a part enlarged, or where the map lies; at most {MOST_INSETS}.",
        json_schema_extra={"maxItems": MOST_INSETS},
    )
    aggregate: AggregateRow | None = Field(None, description="A table of very many rows, a circle a cell or place.")
    pages: PagesRow | None = Field(None, description="An atlas: a map for each region, day, language and side.")
    abbreviations: Annotated[dict[Text, Text], AfterValidator(_at_most(MOST_ABBREVIATIONS, "abbreviations"))] = Field(
        {},
        description=f"Shorter wording by what it stands for, whole words; at most {MOST_ABBREVIATIONS:,}.",
        json_schema_extra={"maxProperties": MOST_ABBREVIATIONS},
    )
    tiles: TilesKey | None = Field(
        None, description="An online map that readers of the page may switch on, by its name in xyzservices."
    )
    outputs: tuple[OutputFormat, ...] = Field(
        DEFAULT_OUTPUTS, description="What to make; default: all but kmz and parquet."
    )

    _summary: Summary | None = PrivateAttr(None)
    _reach: Edges | None = PrivateAttr(None)
    _document: Document | None = PrivateAttr(None)
    _path: Path = PrivateAttr(Path("config.yaml"))
    _held: HeldBack = PrivateAttr(NOTHING)
    _numbers: dict[str, Sequence[int]] = PrivateAttr({})

    @property
    def path(self) -> Path:
        """The config's file."""
        return self._path

    @property
    def shown(self) -> dict[KeyPath, ShownPlace | SpotRow]:
        """The places that are shown without a claim, or that layers name, each with its place in the config."""
        rows: dict[KeyPath, Any] = {("ground", "show", number): row for number, row in enumerate(self.ground.show)}
        rows |= {("layers", number): row for number, row in enumerate(self.layers)}
        places: dict[KeyPath, ShownPlace | SpotRow] = {
            path: row for path, row in rows.items() if isinstance(row, ShownPlace)
        }
        spots: dict[KeyPath, ShownPlace | SpotRow] = {**places_named(self.layers)}
        return {**places, **spots}

    @property
    def reach(self) -> Edges | None:
        """What the view is fitted to beside the units: west, south, east, north in degrees, west <= east."""
        return self._reach

    def reaching(self, bounds: Edges | None) -> Config:
        """The same config with a view that is fitted to bounds too."""
        config = self.model_copy()
        config._reach = bounds
        return config

    def with_shown_at(self, positions: Mapping[KeyPath, At]) -> Config:
        """The same config with positions for places that it shows, by their places in it."""
        if not positions:
            return self

        def placed(key: KeyPath, row: Any) -> Any:
            return row.model_copy(update={"at": positions[key]}) if key in positions else row

        show = tuple(placed(("ground", "show", number), row) for number, row in enumerate(self.ground.show))
        layers = tuple(placed(("layers", number), row) for number, row in enumerate(self.layers))
        layers = with_places(layers, positions)
        return self.model_copy(update={"ground": self.ground.model_copy(update={"show": show}), "layers": layers})

    @property
    def folder(self) -> Path:
        """Where the files are that the config names."""
        return self._path.parent

    @property
    def typefaces(self) -> Typefaces:
        """What the map is set in beyond Source Sans."""
        return Typefaces.of(self.folder, self.fonts, self.lang)

    @property
    def system_key(self) -> KeyPath:
        """Where the config asks for the fonts of the computer."""
        return system_key(self._document) if self._document else ("fonts",)

    @property
    def held(self) -> HeldBack:
        """What the gate has taken out of it."""
        return self._held

    def without(self, held: HeldBack, **changes: Any) -> Config:
        """The same config with other values, as the gate lets it pass."""
        config = self.model_copy(update=changes)
        config._held = held
        return config

    def narrowed(self, units: Sequence[int], layers: Sequence[int], **changes: Any) -> Config:
        """The same config with these of its units and layers, and other values; problems name the rows of the file."""
        kept = {"units": units, "layers": layers}
        rows = {"units": self.units.take(units), "layers": tuple(self.layers[number] for number in layers)}
        config = self.model_copy(update={**changes, **rows})
        known = self._numbers
        config._numbers = {
            key: [known[key][number] for number in numbers] if known else numbers for key, numbers in kept.items()
        }
        return config

    @property
    def tables(self) -> tuple[Path, ...]:
        """The tables whose rows are among the units."""
        return self._document.tables if self._document else ()

    @property
    def passed(self) -> tuple[Told, ...]:
        """What rows of the tables hold back that are no units of the map."""
        return self._document.passed if self._document else ()

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What a careful reader wants to know of them."""
        return self._document.warnings if self._document else ()

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Rows of the tables that are no units of the map, or are in no sum."""
        found = self._document.left_out if self._document else ()
        if self.aggregate and self._summary and self._summary.lost:
            return (*found, LeftOut(self.aggregate.file, "for want of a position", self._summary.lost))
        return found

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """How the tables were read, where they leave that open."""
        return self._document.remarks if self._document else ()

    @property
    def readings(self) -> tuple[ReadAs, ...]:
        """What cells of tables were read as that say it in other words, of the units that are here; but of none whose
        position is rounded. It may be told of a config that the gate has let pass.
        """
        return read_as(self._document, self.units, self._numbers.get("units")) if self._document else ()

    def summing(self, summary: Summary) -> Config:
        """The same config, knowing what some of its units are the sums of."""
        config = self.model_copy()
        config._summary = summary
        return config

    @property
    def summary(self) -> Summary | None:
        """What `aggregate` has summed up."""
        return self._summary

    def read_from(self, path: Path, document: Document) -> Config:
        """The same config, knowing the file that it was read from."""

        def named() -> Iterator[tuple[str, str]]:
            unsaid = unsaid_ids(document)
            return ((name, name) for name in self.units.ids if name not in unsaid)

        config = self.model_copy(update={"layers": with_units(self.layers, named)})
        config._path = path
        config._document = document
        return config

    def problem(self, path: KeyPath, **said: Any) -> Problem:
        """A problem with a value of the config, at its line and column; `said` as in `Document.problem`."""
        path = self._in_file(path)
        if self._document is None:
            return Problem(path=print_path(path), **said)
        return self._document.problem(path, **said)

    def stated(self, path: KeyPath) -> Any:
        """The plain data at a path, as the file or a table states it; None where neither does. Of a unit whose position
        is rounded all but where it is.
        """
        found = self._document.at(self._in_file(path)) if self._document else None
        match path:
            case ("units", int(number)) if isinstance(found, dict) and self.units[number].precision:
                return {key: value for key, value in found.items() if key not in POSITION_KEYS}
        return found

    def is_of_table(self, number: int) -> bool:
        """Whether a unit is a row of a table."""
        return self._document is not None and self._document.is_of_table(self._in_file(("units", number)))

    def statements(self, number: int, *, exactly: bool = False) -> list[Stated]:
        """What the file, or a table, states of a unit, and where; of a circle of `aggregate` what it is summed up from.

        Unless `exactly`, of a unit whose position is rounded not what says where it is, what else the gate has taken
        out of it, or on how many lines it stands.
        """
        if self._document is None:
            return []
        path = self._in_file(("units", number))
        found = [*self._document.statements(path)]
        if not found and self.aggregate:
            found = [*self._document.statements(("aggregate",))]
        if exactly or not self.units[number].precision:
            return found
        line = self._document.problem(path).line
        places = (*POSITION_KEYS, "found_by")
        told = (one for one in found if one.field not in places and getattr(self.units[number], one.field, None))
        return [stated if stated.cell or stated.heading else replace(stated, line=line) for stated in told]

    def _in_file(self, path: KeyPath) -> KeyPath:
        """The path by the numbers that rows have in the file."""
        match path:
            case ("units" | "layers" as key, int(number), *rest) if self._numbers:
                return (key, self._numbers[key][number], *rest)
        return path

    def placed(self, problem: Problem, characters: str) -> Problem:
        """A problem with a text of the map, at the value that holds one of `characters`, or else at its language."""
        path = self._document.holding(characters, shown_among(self._numbers)) if self._document else ()
        if self._document is None or not path:
            return self.problem(self.lang_key, text=problem.text, hint=problem.hint)
        return self._document.problem(path, text=problem.text, hint=problem.hint)

    @property
    def lang_key(self) -> KeyPath:
        """Where the language of the map is stated; of a page of an atlas among those of all pages."""
        langs = self.stated(("pages", "langs"))
        return ("pages", "langs", langs.index(self.lang)) if langs and self.lang in langs else ("lang",)
