"""What `import geomap` gives: `read` a config, `build` its files, or make the map of rows, `map_of`."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from geomap.clock import build_day
from geomap.compose.claims import Claims, claims_of
from geomap.compose.totals import coverage_of
from geomap.config import Config, read_config
from geomap.config.units_from import DefaultsRow
from geomap.errors import ConfigError, GeomapError, Problem, quote
from geomap.gate import published
from geomap.nearest import did_you_mean
from geomap.pipeline.atlas import build_atlas
from geomap.pipeline.build import Build, maps_of
from geomap.pipeline.build import build as build_map
from geomap.pipeline.frame_problems import at_its_column, of_rows
from geomap.pipeline.frames import drawn_from, points_of
from geomap.pipeline.freshness.layers import Layers
from geomap.pipeline.freshness.own import Files
from geomap.pipeline.map import Map
from geomap.players.registry import asked_formats
from geomap.tables.columns import COLUMNS, READ_COLUMNS, find_columns
from geomap.tables.frame import Cells, Frame, grid_of_rows, is_geographic, kind_of
from geomap.tables.options import Grid, OptionError, Options, Position
from geomap.tables.published import as_published, embargoed_ids
from geomap.tables.read import unread
from geomap.tables.table import Table, read_in_words
from geomap.values.unit import UnitRow

_POSITIONS = ({"lat", "lon"}, {"at"}, {"place"}, {"country"}, {"admin"})  # columns any of which say where a unit is


def read(
    config: str | os.PathLike[str],
    *,
    as_of: date | str | None = None,
    locked: bool = False,
    allow_outside: bool = False,
) -> Map:
    """Read and check a config, find its places, and give its map. Nothing is drawn before it is asked for.

    What the config holds back (`embargo_until`, `precision`) is not in the map, nor in anything that is made of it.
    Of an atlas it is the map of all its units; `build` makes its pages.

    Parameters:
        config: The path of a config, or of a folder with one in it.
        as_of: The day of the map, in place of the config's: a date, or a text as 2022-01-31.
        locked: Refuse places that `places.lock.yaml` does not hold. Without it they are looked up, offline.
        allow_outside: Let the config name files that do not lie below its folder.

    Returns:
        The map: `scene`, `pages`, `save`; in a notebook it shows its page.

    Raises:
        ConfigError: What does not fit, all of it, each with file, line and column.
        PlaceError: Places that have no position, or more than one.

    Examples:
        >>> import geomap
        >>> from pathlib import Path
        >>> gao = "{id: gao, label: Gao, at: {lat: 16.27, lon: -0.04}, troops: 900, basis: illustrative}"
        >>> _ = Path("mali.yaml").write_text(f"title: Northern Mali\\nunits:\\n  - {gao}\\n")
        >>> [(unit.label, unit.troops.value) for unit in geomap.read("mali.yaml").scene.units]
        [('Gao', 900)]
    """
    told = published(_config(config, allow_outside=allow_outside), build_day())
    return _map(told, claims_of(told, locked=locked, on=_day(as_of)))


def build(  # noqa: PLR0913 - one a flag
    config: str | os.PathLike[str],
    *,
    out: str | os.PathLike[str] | None = None,
    only: str | Sequence[str] | None = None,
    as_of: date | str | None = None,
    locked: bool = False,
    force: bool = False,
    strict: bool = False,
    overwrite: Files = (),
    allow_outside: bool = False,
    jobs: int = 1,
    scheduler: str = "",
    done: Callable[[int], None] = lambda total: None,
) -> Build:
    """Build the files of a config, as `geomap build` does. Those that are what they would be are left as they are.

    Parameters:
        config: The path of a config, or of a folder with one in it.
        out: The folder of the outputs; default: `output/` beside the config.
        only: The formats to make, e.g. ["png", "html"]; default: those of the config.
        as_of: The day of the map, in place of the config's: a date, or a text as 2022-01-31. An atlas has its own.
        locked: Refuse places that `places.lock.yaml` does not hold.
        force: Make also what is up to date.
        strict: Refuse figures without a source, and all that is warned of.
        overwrite: Files to replace though they are not as geomap made them. Others are refused; an input always is.
        allow_outside: Let the config name files that do not lie below its folder.
        jobs: The number of processes for the pages of an atlas.
        scheduler: The address of a Dask scheduler that takes their place, as tcp://HOST:8786.
        done: Called for each artboard laid out, each file and each page of an atlas made, with the number of all.

    Returns:
        What was made: `folder`, `files`, `why` for each that was made anew, `warnings`, and the `map`. Of an atlas
        `failed` has by page what kept it from being built: one that fails does not stop the others.

    Raises:
        ConfigError: What does not fit, all of it, each with file, line and column.
        PlaceError: Places that have no position, or more than one.
        LayerError: Layer files that cannot be read.
        LayoutError: An artboard that cannot hold what it must show.
        OutputError: What cannot be written, or is not geomap's to replace. Then nothing is written.

    Examples:
        >>> import geomap
        >>> from pathlib import Path
        >>> gao = "{id: gao, label: Gao, at: {lat: 16.27, lon: -0.04}, troops: 900, basis: illustrative}"
        >>> _ = Path("mali.yaml").write_text(f"title: Northern Mali\\nunits:\\n  - {gao}\\n")
        >>> made = geomap.build("mali.yaml", only=["geojson", "csv"])
        >>> made.files
        ('mali.geojson', 'mali.csv', 'manifest.json')
        >>> geomap.build("mali.yaml", only=["geojson", "csv"]).why
        {}
    """
    read_ = _config(config, allow_outside=allow_outside)
    asked: dict[str, Any] = {"out": None if out is None else os.fspath(out), "locked": locked, "force": force}
    asked |= {"strict": strict, "only": None if only is None else asked_formats(only)}
    asked |= {"allow_outside": allow_outside, "overwrite": overwrite}
    if not read_.pages:
        return build_map(read_, as_of=_day(as_of), done=done, **asked)
    if as_of:
        raise ConfigError(read_.problem(("pages",), text="the pages of an atlas have days of their own, not `as_of`"))
    made = build_atlas(read_, jobs=jobs, scheduler=scheduler, done=lambda page, total: done(total), **asked)
    told = published(read_, build_day())
    claims = claims_of(told)
    return Build(
        folder=made.folder,
        files=tuple(file for page in made.pages for file in page.files),
        why={f"{page.id}/{file}": reason for page in made.pages for file, reason in page.why.items()},
        warnings=made.warnings,
        map=_map(told, claims),
        coverage=coverage_of(told, claims.units),
        left_out=made.left_out,
        remarks=made.remarks,
        readings=made.readings,
        held=told.held,
        withheld_rows=told.summary.withheld if told.summary else 0,
        failed={page.id: page.problems for page in made.failed},
    )


def map_of(  # noqa: PLR0913 - columns, and the keys of a config
    rows: Frame | Mapping[str, Sequence[object]] | Iterable[Cells],
    *,
    lat: str = "",
    lon: str = "",
    place: str = "",
    id: str = "",
    label: str = "",
    side: str = "",
    troops: str = "",
    columns: Mapping[str, str] | None = None,
    defaults: Mapping[str, object] | None = None,
    ignore: Collection[str] = (),
    carry: Sequence[str] = (),
    title: str = "",
    subtitle: str = "",
    credit: str = "",
    as_of: date | str | None = None,
    sources: Mapping[str, Mapping[str, object]] | None = None,
    sides: Mapping[str, Mapping[str, object]] | str | None = None,
    view: Mapping[str, object] | None = None,
    ground: Mapping[str, object] | None = None,
    sites: str | Mapping[str, object] | None = None,
    figures: str | None = None,
    layers: Sequence[Mapping[str, object]] | None = None,
    insets: Sequence[Mapping[str, object]] | None = None,
    artboards: Sequence[Mapping[str, object]] | None = None,
    legend: Mapping[str, object] | None = None,
    style: str | Mapping[str, object] | None = None,
    symbols: str | None = None,
    fonts: str | Sequence[str] | None = None,
    abbreviations: Mapping[str, str] | None = None,
    tiles: str | Mapping[str, object] | None = None,
    lang: str | None = None,
    worldview: str | None = None,
    snapshots: Sequence[date | str] | None = None,
    stale_after: int | None = None,
    name: str = "map",
) -> Map:
    """The map of a table in memory: each row is a unit, checked as a config is.

    A column says what its name says (docs/files.md lists them: `troops`, `troops_min`, `tanks`, `as_of` ...), and the
    arguments name those that are called otherwise. A cell holds what a cell of a table may (900, "unknown", a list
    joined by `;`), or what a config may ({"about": 900}, a list). An empty one claims nothing: unknown is not zero.

    Parameters:
        rows: A pandas or polars DataFrame, a GeoDataFrame of points in any CRS, a pyarrow Table, a list of dicts, or
            a dict of columns.
        lat: The column of latitudes: degrees north, WGS 84, from -90 to 90. Default: one called lat.
        lon: The column of longitudes: degrees east, WGS 84, from -180 to 180. Default: one called lon. A GeoDataFrame
            has both in its geometry, unless they are named.
        place: The column of names of places, which are looked up where a row has no position.
        id: The column of names in links and files. Rows of one id are observations of one unit, on days of their own.
        label: The column of what is printed; default: the place, or the number of the row.
        side: The column of whose unit it is: keys of `sides`.
        troops: The column of how many soldiers.
        columns: Other columns by the names that geomap knows, e.g. {"as_of": "seen", "sources": "who"}.
        defaults: What holds for rows that do not say otherwise, e.g. {"basis": "illustrative"}.
        ignore: Columns that have nothing to do with the map. What is not listed and not read is warned of.
        carry: Columns of no meaning to geomap that go along, as texts, to the page's cards and to files.
        title: Printed above the map; this and what follows are the keys of a config, as docs/keys.md has them.
        subtitle: A sentence below the title.
        credit: Who made the map.
        as_of: The day of the map: a date, or a text as 2022-01-31.
        sources: Where claims come from, by ids that rows name: {"daily": {"publisher": "The Daily Example"}}.
        sides: Who units belong to, by ids that rows name: {"army": {"label": "Army", "colour": "#4d5b69"}}; or
            "from column", for one of each text in the column of sides.
        view: What part of the world is shown, e.g. {"bounds": [west, south, east, north]} in degrees.
        ground: What lies beneath, e.g. {"towns": "none", "show": ["Kyiv"]}; default: towns for orientation.
        sites: What counts as one place, whose units are one mark: place, off, or a distance as 5km.
        figures: Whether counts stand below names: auto, always or never.
        layers: Lines, areas, notes and labels. Their files lie below the current folder.
        insets: Smaller maps.
        artboards: Widths, e.g. [{"id": "wide", "width": 720}] in CSS px.
        legend: How counts become circles.
        style: Colours: light, dark, print or a mapping that changes some of one.
        symbols: Pictograms, news or app6.
        fonts: Fonts for what Source Sans cannot set.
        abbreviations: Shorter wording by what it stands for.
        tiles: An online map that readers of the page may switch on.
        lang: The language of geomap's own words, e.g. uk.
        worldview: Who disputed areas belong to: un or de-facto.
        snapshots: Other days to show.
        stale_after: Days after which an observation is drawn fainter.
        name: The first part of every file's name.

    Returns:
        The map: `scene`, `pages`, `save`; in a notebook it shows its page.

    Raises:
        ConfigError: What does not fit, all of it: `rows[3]["n"]` is column n of the fourth row.
        PlaceError: Places that have no position, or more than one.

    Examples:
        >>> import geomap, pandas
        >>> frame = pandas.DataFrame(
        ...     {"where": ["Gao", "Camp"], "y": [16.27, 18.44], "x": [-0.04, 1.41], "n": [900, None]}
        ... )
        >>> drawn = geomap.map_of(frame, title="Garrisons", label="where", lat="y", lon="x", troops="n")
        >>> [(unit.label, unit.troops.value if unit.troops else None) for unit in drawn.scene.units]
        [('Gao', 900), ('Camp', None)]
    """
    named = {"lat": lat, "lon": lon, "place": place, "id": id, "label": label, "side": side, "troops": troops}
    stated = {
        "name": name, "title": title, "subtitle": subtitle, "credit": credit, "as_of": as_of, "sources": sources,
        "sides": sides, "view": view, "ground": ground, "sites": sites, "figures": figures, "layers": layers,
        "insets": insets, "artboards": artboards, "legend": legend, "style": style, "symbols": symbols, "fonts": fonts,
        "abbreviations": abbreviations, "tiles": tiles, "lang": lang, "worldview": worldview,
        "snapshots": snapshots, "stale_after": stale_after,
    }  # fmt: skip
    keys = {key: _plain(value) for key, value in stated.items() if value is not None and value != ""}
    options = Options(
        columns={**{key: column for key, column in named.items() if column}, **(columns or {})},
        defaults=dict(defaults or {}),
        ignore=tuple(ignore),
        carry=tuple(carry),
    )
    _require_known(options)
    points = points_of(rows) if is_geographic(rows) and not (lat or lon) else ()
    table, warnings = _table(grid_of_rows(rows, len(points)), options, points)
    try:
        return drawn_from(table, keys, warnings)
    except GeomapError as error:
        raise type(error)(at_its_column(problem, table) for problem in error.problems) from None


def _config(config: object, *, allow_outside: bool) -> Config:
    """The config of a path. Raises ConfigError, also for what is no path."""
    if isinstance(config, Config):
        return config
    if isinstance(config, str | os.PathLike):
        return read_config(config, allow_outside=allow_outside)
    hint = "rows of data make a map by geomap.map_of"
    if isinstance(config, Mapping):
        hint = f"write it to a file, as config.yaml; {hint}"
    elif isinstance(config, Map):
        hint = "a map is written by its `save`"
    raise ConfigError(Problem(got=kind_of(config), expected="the path of a config, or of its folder", hint=hint))


def _day(stated: object) -> date | None:
    """The day that an argument names. Raises ConfigError."""
    if isinstance(stated, datetime):
        return stated.date()
    if stated is None or isinstance(stated, date):
        return stated
    try:
        return date.fromisoformat(str(stated))
    except ValueError:
        got = quote(stated) if isinstance(stated, str) else kind_of(stated)
        raise ConfigError(Problem("as_of", got=got, expected="a date, or a text as 2022-01-31")) from None


def _map(config: Config, claims: Claims) -> Map:
    return maps_of(claims.config, claims, Layers(config))[""]


def _plain(value: object) -> object:
    """What is stated in Python as a config states it: lists and mappings of their own, days."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value.date() if isinstance(value, datetime) else value


def _require_known(options: Options) -> None:
    """Raise ConfigError where `columns` or `defaults` speak of what no unit has."""
    asked = (("columns", options.columns, [*READ_COLUMNS]), ("defaults", options.defaults, [*DefaultsRow.model_fields]))
    problems = [
        Problem(f"{key}.{name}", text="there is no such key", hint=did_you_mean(name, known) or _among(known))
        for key, stated, known in asked
        for name in stated
        if name not in known
    ]
    if problems:
        raise ConfigError(problems)


def _among(names: Iterable[object]) -> str:
    return f"there are {', '.join(map(str, names))}"


def _table(grid: Grid, options: Options, points: Sequence[Position]) -> tuple[Table, tuple[Problem, ...]]:
    """The columns that are read, by our names, and the warnings of others. Raises ConfigError."""
    own = [heading for heading in grid.headings if heading in UnitRow.model_fields and heading not in COLUMNS]
    try:  # it may have no column of ours, with points of its own or not
        grid = replace(grid, positions=points or [None] * max(1, len(grid.numbers)))
        options = replace(options, ignore=(*options.ignore, *own))
        seen = as_published(grid, options, (), embargoed_ids(grid, options, ()))
        found = find_columns(seen.grid, seen.options)
    except OptionError as error:
        text, hint = (said.replace("heading", "column") for said in (error.text, error.hint))
        raise ConfigError(Problem(_argument(error.key), text=text, hint=hint)) from None
    columns = seen.columns({**found.columns, **{heading: grid.headings.index(heading) for heading in own}})
    table = Table(
        file="",
        within="",
        numbers=grid.numbers,
        columns={name: cells for name, (_, cells) in columns.items()},
        headings={name: grid.headings[number] for name, (number, _) in columns.items()},
        positions=points,
        defaults=options.defaults,
    )
    table = read_in_words(table, options.answers)
    problems = [*unread(table, found), *map(of_rows, table.problems)]
    if not grid.numbers:
        raise ConfigError(Problem("rows", text="there are none"))
    if not (points or any(wanted <= table.columns.keys() for wanted in _POSITIONS)):
        hint = f'name them, e.g. lat="{_likely(grid.headings, "lat")}", lon="{_likely(grid.headings, "lon")}"'
        text = f"no column says where the units are: lat and lon, place or country; {_among(grid.headings)}"
        problems.insert(0, Problem("rows", text=text, hint=hint))
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise ConfigError(errors)
    return table, tuple(problems)


def _argument(key: Sequence[str | int]) -> str:
    """The argument that a key of a table's options stands for."""
    if tuple(key) == ("file",):
        return "rows"
    return str(next((step for step in reversed(key) if isinstance(step, str)), "rows"))


def _likely(headings: Sequence[str], name: str) -> str:
    """A heading that looks like latitudes or longitudes, for an example."""
    return next((heading for heading in headings if name in heading.casefold()), name)
