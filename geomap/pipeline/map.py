"""COMPOSE, LAY OUT, RENDER: a map, whose scene, pages and files are each made when first asked for.

What makes them is loaded then: a build that has nothing to make loads none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.compose.days import days_of, seen_on
from geomap.compose.observations import aged, units_on
from geomap.compose.sites import placed
from geomap.compose.totals import coverage_of
from geomap.compose.views import artboards_of, size_scale, view_bounds
from geomap.config import Config
from geomap.config.said import with_used
from geomap.errors import LayoutError, Problem
from geomap.facts import Unit
from geomap.facts.columns import NO_ROWS, Records, Rows
from geomap.files.writing import alone_in, write_whole
from geomap.loading import Later, load
from geomap.pipeline.freshness.inputs import input_files
from geomap.pipeline.freshness.keys import digest
from geomap.pipeline.freshness.layers import Layers
from geomap.pipeline.freshness.own import Asked, Files, require_own
from geomap.players.registry import (
    OF_ALL_DAYS,
    Output,
    asked_formats,
    format_called,
    laid_out_for,
    outputs_of,
    write_outputs,
)
from geomap.players.remarks import heard
from geomap.scene import Artboard, Bounds, Inset, Scene, Symbol
from geomap.typefaces import set_in

if TYPE_CHECKING:
    from geomap.layout.sheet import Settled
    from geomap.page import Page
    from geomap.relocations import Report

compose, insets = Later("geomap.compose.scene"), Later("geomap.compose.insets")
fonts, mending, moving = Later("geomap.fonts"), Later("geomap.compose.advice"), Later("geomap.compose.over_time")
glyphs, names = Later("geomap.compose.glyphs"), Later("geomap.compose.names")
extent, heads = Later("geomap.compose.extent"), Later("geomap.ground.heads")
frame, inset_maps, layout = (
    Later("geomap.layout.frame"),
    Later("geomap.layout.insets.choice"),
    Later("geomap.layout.sheet"),
)

Spot = tuple[str, float, float]  # a unit and where it was, in degrees: one that has moved is labelled anew


class Map:
    """A map that is drawn as far as it is asked for; `geomap.read` and `geomap.map_of` give one.

    `scene` is what every output is drawn from: units, sides and sources as facts, and the marks of the map with
    longitude and latitude in degrees, WGS 84. `pages` are the artboards laid out, in CSS px from the top left, y
    downwards. `save` writes files. In a notebook it shows its page. `warnings` are what there is to warn of. Whatever
    is drawn may raise a kind of GeomapError: LayerError, LayoutError, OutputError.

    Examples:
        >>> import geomap
        >>> drawn = geomap.map_of([{"label": "Gao", "lat": 16.27, "lon": -0.04, "troops": 900}], title="Mali")
        >>> [(symbol.unit, symbol.lon, symbol.lat) for symbol in drawn.scene.symbols]
        [('unit-1', -0.04, 16.27)]
        >>> [(page.id, page.width) for page in drawn.pages]
        [('wide', 1050), ('medium', 720), ('narrow', 500), ('phone', 335)]
    """

    # View, scale and key are also those of what else is `seen`; `finish` has the last word on the scene. The page shows
    # the days of the `history` up to that of the map. Labels stay where they stood on the map `before`, where they can.
    # `layers` are those of the config, where they are known already.
    def __init__(  # noqa: PLR0913, PLR0917 - what a map is drawn from
        self,
        config: Config,
        units: Rows[Unit],
        day: date | None,
        seen: Rows[Unit] = NO_ROWS,
        finish: Callable[[Scene], Scene] | None = None,
        history: Rows[Unit] = NO_ROWS,
        before: Map | None = None,
        layers: Layers | None = None,
        warnings: tuple[Problem, ...] = (),
    ) -> None:
        self._config = config
        self._units = units
        self._day = day
        self._seen = seen
        self._known = seen if seen.holds_all(units) else Records((*units, *seen)) if seen else units
        self._finish = finish
        self._history = history
        self._before = before
        self._layers = layers or Layers(config)
        if config.view.fit == "all":
            self._config = config.reaching(extent.extent_of(config, self._known, self._layers.geometries))
        self.warnings = warnings
        self._artboards = artboards_of(config)
        self._boards: dict[str, Settled] = {}
        self._places: dict[str, Mapping[Spot, int]] = {}
        self._remarks: dict[str, None] = {}

    def ground(self) -> str:
        """What an artboard depends on of all others: how much basemap is read, and the width that sizes circles."""
        reach = {inset.id: inset_maps.inset_bounds(inset, self._artboards) for inset in self._insets}
        return digest([self._bounds, reach, self._artboards[0].width])

    @cached_property
    def scene(self) -> Scene:
        """Everything that any output may show."""
        layers, shown = self._layers.geometries, [self._with_ground(inset) for inset in self._insets]
        scene: Scene = compose.compose(self.config, self._units, self._day, layers, self._bounds, shown, self._seen)
        return self._finish(scene) if self._finish else scene

    @cached_property
    def config(self) -> Config:
        """The config, with those shorter wordings alone that a text of the map has a use for: no other may be told."""
        own = with_used(self._config)
        if own.abbreviations.keys() == self._config.abbreviations.keys():
            return own
        beneath = compose.ground_of(own, view_bounds(own, self._known), self._bounds).window()
        insets_ = (self._with_ground(inset).ground.window() for inset in self._insets)
        return with_used(self._config, (label.text for some in (beneath, *insets_) for label in some.labels))

    @property
    def pages(self) -> tuple[Page, ...]:
        """All artboards laid out, the widest first."""
        return tuple(self._page(artboard) for artboard in self._artboards)

    @property
    def drawn(self) -> tuple[Page, ...]:
        """The artboards that were laid out so far."""
        return tuple(board.page for board in self._boards.values())

    def page(self, artboard: str) -> Page:
        """One artboard laid out, all of whose texts can be set."""
        page = self._page(next(board for board in self._artboards if board.id == artboard))
        self._require_glyphs([page])
        return page

    def _require_glyphs(self, pages: Iterable[Page]) -> None:
        """Raise OutputError with every text that no font can set: of the config, and what else stands on the pages."""
        texts = ((text.text, fonts.Face(text.weight, text.italic)) for page in pages for text in page.texts)
        with set_in(self._config.typefaces):
            fonts.require_glyphs(texts, self._config.placed, glyphs.unset(self._config, self._units, self._day))

    def advice(self, reports: Sequence[Report]) -> tuple[Problem, ...]:
        """Warnings of areas that were mended, of what artboards show and the config could mend, of what was written."""
        said = (self._config.problem(("outputs",), text=text, severity="warning") for text in self._remarks)
        return (
            *self._layers.warnings,
            *self._of_ground,
            *(mending.advice(self._config, self._units, reports) if reports else ()),
            *said,
        )

    @property
    def windows(self) -> Iterator[tuple[Bounds, float]]:
        """Of the map and of its details the degrees that artboards show, and km a px of the largest scale of these."""
        yield self._bounds, frame.finest_km_per_px(view_bounds(self._config, self._known), self._artboards)
        for inset in self._insets:
            if inset.kind == "detail":
                reach = inset_maps.inset_bounds(inset, self._artboards)
                yield reach, insets.detail_km_per_px(inset, self._artboards)

    @property
    def _of_ground(self) -> tuple[Problem, ...]:
        """What there is to warn of files of the ground."""
        if not self._config.ground.files:
            return ()
        bounds = view_bounds(self._config, self._known)
        return tuple(heads.warnings_of(self._config, bounds, frame.finest_km_per_px(bounds, self._artboards)))

    @property
    def labels(self) -> dict[str, str]:
        """What units are called, by id; one that stands for all at its place is called as that."""
        found = placed(self._config, self._units, self._config.sides)
        return {**self._units.label_by_id, **found.units.label_by_id} if found.marks else self._units.label_by_id

    def write(self, outputs: Iterable[Output], step: Callable[[], None] = lambda: None) -> dict[str, bytes]:
        """The bytes of the outputs, by file name. `step` is called for each artboard laid out and each file made."""
        with heard() as remarks:
            files = self._written(list(outputs), step)
        self._remarks.update(dict.fromkeys(remarks))
        return files

    def _written(self, some: Sequence[Output], step: Callable[[], None]) -> dict[str, bytes]:
        boards = {}
        for artboard in laid_out_for(some):
            boards[artboard] = self._settled(next(board for board in self._artboards if board.id == artboard))
            step()
        if any(format_called(output.format).of != "scene" for output in some):
            self._require_glyphs(board.page for board in boards.values())
        is_over_time = len(self._days) > 1
        of_all_days = [output for output in some if is_over_time and format_called(output.format).of in OF_ALL_DAYS]
        over_time = self._boards_over_time(of_all_days)
        files = write_outputs(of_all_days, self._over_time, over_time, step) if of_all_days else {}
        rest = [output for output in some if output not in of_all_days]
        return {**write_outputs(rest, self.scene, boards, step), **files}

    @cached_property
    def _days(self) -> tuple[date, ...]:
        return days_of(self._history, self._day, self._config.snapshots)

    @cached_property
    def _over_time(self) -> Scene:
        """The scene of all days, on one view, scale and key."""
        seen = seen_on(self._history, self._days)
        last = self._days[-1]
        units = aged(units_on(self._history, last), last, self._config.stale_after)
        drawing = Map(self.config, units, last, seen, layers=self._layers)
        geometries = self._layers.geometries
        scene: Scene = moving.over_time(self.config, drawing.scene, self._history, self._days, geometries)
        return replace(scene, coverage=coverage_of(self._config, seen, len(self._days)))

    def _boards_over_time(self, outputs: Sequence[Output]) -> dict[str, Settled]:
        """The artboards of outputs of all days: they show the ground of all, which is more than that of the last."""
        named = laid_out_for(outputs)
        return {board.id: layout.settle(self._over_time, board) for board in self._artboards if board.id in named}

    def save(
        self,
        folder: str | Path,
        formats: str | Iterable[str] = ("png", "svg", "html"),
        *,
        overwrite: Files = (),
    ) -> list[Path]:
        """Write the map into a folder, all files or none, and say where they are.

        Parameters:
            folder: Where to; it is made where it is not there.
            formats: What to write, of png, svg, pdf (a file an artboard), html, geojson, gpkg, kml, kmz, csv, parquet.
            overwrite: Files to replace though they are not as geomap made them. Others are refused.

        Raises:
            OutputError: A format that there is not, a text that no font can set, a file that is not geomap's.
            LayerError: A layer file that cannot be read.
            LayoutError: An artboard that cannot hold what it must show.

        Examples:
            >>> import geomap
            >>> rows = [{"label": "Gao", "lat": 16.27, "lon": -0.04, "troops": 900}]
            >>> [file.as_posix() for file in geomap.map_of(rows, name="mali").save("maps", ["geojson", "csv"])]
            ['maps/mali.geojson', 'maps/mali.csv']
        """
        files = self.write(self._outputs(asked_formats(formats)))
        with alone_in(Path(folder)):
            require_own(Path(folder), files, Asked(tuple(input_files(self._config).values()), overwrite))
            write_whole(Path(folder), files)
        return [Path(folder) / name for name in files]

    def _repr_html_(self) -> str:
        """The page as `save` writes it, in a frame, for notebooks."""
        (page,) = self.write(self._outputs(["html"])).values()
        return str(load("geomap.players.html.document:framed")(self._config.title, page.decode("utf-8")))

    def _repr_png_(self) -> bytes:
        """The widest artboard, for what shows no HTML, as a notebook that was made into a document."""
        (widest, *_) = outputs_of(self._config.name, [self._artboards[0].id], ["png"])
        (picture,) = self.write([widest]).values()
        return picture

    def _outputs(self, formats: Iterable[str]) -> list[Output]:
        boards = [artboard.id for artboard in self._artboards]
        return outputs_of(self._config.name, boards, formats, len(self._units))

    @cached_property
    def _bounds(self) -> Bounds:
        """Degrees of the basemap that the artboards show."""
        config, units = self._config, self._known
        fitted = frame.Fitted(NO_ROWS if config.view.bounds else units, config.reach)
        bounds: Bounds = frame.needed_bounds(
            view_bounds(config, units), self._artboards, fitted, size_scale(config, units), self._insets
        )
        return bounds

    @cached_property
    def _insets(self) -> tuple[Inset, ...]:
        return tuple(insets.insets_of(self._config, self._known))

    def _with_ground(self, inset: Inset) -> Inset:
        reach = inset_maps.inset_bounds(inset, self._artboards)
        view = view_bounds(self._config, self._known)
        return replace(inset, ground=insets.ground_of(inset, reach, self._config, view, self._day))

    def _page(self, artboard: Artboard) -> Page:
        return self._settled(artboard).page

    def _settled(self, artboard: Artboard) -> Settled:
        """The artboard laid out; one that cannot be is a problem at its place in the config."""
        if artboard.id not in self._boards:
            try:
                self._boards[artboard.id] = layout.settle(self._staying(artboard), artboard)
            except LayoutError as error:
                path = ("artboards", [row.id for row in self._config.artboards].index(artboard.id))
                said = [
                    self._config.problem((*path, problem.path.rpartition(".")[2]), text=problem.text, hint=problem.hint)
                    for problem in error.problems
                ]
                raise LayoutError(said) from error
        return self._boards[artboard.id]

    def _staying(self, artboard: Artboard) -> Scene:
        """The scene, whose labels keep on this artboard to the places that they took on the maps before."""
        scene = self.scene
        if self._before is None:
            return scene
        taken = self._before._taken(artboard)
        symbols = scene.at_places.each(lambda mark: replace(mark, slot=_slot_of(mark, taken)))
        return replace(scene, at_places=symbols)

    def _taken(self, artboard: Artboard) -> Mapping[Spot, int]:
        """The places of the labels on this artboard, of this map and of those before."""
        if artboard.id not in self._places:
            slots = self._page(artboard).slots
            own = {
                (unit, mark.lon, mark.lat): slots[mark.unit]
                for mark in self.scene.at_places
                if mark.unit in slots
                for unit in mark.units or (mark.unit,)
            }
            earlier = self._before._taken(artboard) if self._before else {}
            self._places[artboard.id] = {**earlier, **own}
        return self._places[artboard.id]


def _slot_of(mark: Symbol, taken: Mapping[Spot, int]) -> int | None:
    """The place that a label took before: its own, or that of a unit that it stands for too."""
    units = mark.units or (mark.unit,)
    return next((taken[key] for unit in units if (key := (unit, mark.lon, mark.lat)) in taken), None)
