"""COMPOSE, LAY OUT, RENDER: a config's scene, its pages and their files, each made when first asked for.

What makes them is loaded then: a build that has nothing to make loads none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.compose.days import days_of, seen_on
from geomap.compose.observations import aged, units_on
from geomap.compose.totals import coverage_of
from geomap.compose.views import artboards_of, size_scale, view_bounds
from geomap.config import Config
from geomap.config.said import with_used
from geomap.errors import LayoutError, Problem
from geomap.facts import Unit
from geomap.facts.columns import ids_of, texts_of
from geomap.files.writing import alone_in, write_whole
from geomap.kinds.label import LabelRow
from geomap.loading import Later
from geomap.pipeline.freshness.inputs import input_files
from geomap.pipeline.freshness.keys import digest
from geomap.pipeline.freshness.layers import Layers
from geomap.pipeline.freshness.own import Asked, require_own
from geomap.players.registry import Output, format_called, laid_out_for, outputs_of, write_outputs
from geomap.players.remarks import heard
from geomap.scene import Artboard, Bounds, Inset, Scene
from geomap.typefaces import set_in

if TYPE_CHECKING:
    from geomap.page import Page
    from geomap.relocations import Report

basemap, compose, insets = Later("geomap.ground"), Later("geomap.compose.scene"), Later("geomap.compose.insets")
fonts, mending, moving = Later("geomap.fonts"), Later("geomap.compose.advice"), Later("geomap.compose.over_time")
glyphs, names = Later("geomap.compose.glyphs"), Later("geomap.compose.names")
frame, inset_maps, layout = (
    Later("geomap.layout.frame"),
    Later("geomap.layout.insets.choice"),
    Later("geomap.layout.sheet"),
)

Spot = tuple[str, float, float]  # a unit and where it was, in degrees: one that has moved is labelled anew


class Drawing:
    """A map that is drawn as far as it is asked for.

    View, scale and key are also those of what else is `seen`; `finish` has the last word on the scene. The page shows
    the days of the `history` up to that of the map. Labels stay where they stood on the map `before`, where they can.
    `layers` are those of the config, where they are known already.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what a map is drawn from
        self,
        config: Config,
        units: Sequence[Unit],
        day: date | None,
        seen: Sequence[Unit] = (),
        finish: Callable[[Scene], Scene] | None = None,
        history: Sequence[Unit] = (),
        before: Drawing | None = None,
        layers: Layers | None = None,
    ) -> None:
        self._config = config
        self._units = units
        self._day = day
        self._seen = seen
        self._known = (*units, *seen) if seen else units
        self._finish = finish
        self._history = history
        self._before = before
        self._layers = layers or Layers(config)
        self._artboards = artboards_of(config)
        self._pages: dict[str, Page] = {}
        self._places: dict[str, Mapping[Spot, int]] = {}
        self._remarks: dict[str, None] = {}

    def ground(self) -> str:
        """What an artboard depends on of all others: how much basemap is read, and the width that sizes circles."""
        reach = {inset.id: inset_maps.inset_bounds(inset, self._artboards) for inset in self._insets}
        return digest([self._bounds, reach, self._artboards[0].width])

    @cached_property
    def scene(self) -> Scene:
        """Everything that any output may show."""
        return self._composed(*self._ground)

    def _composed(self, layers: Any, ground: Any, insets_: Any) -> Scene:
        scene: Scene = compose.compose(self.config, self._units, self._day, layers, ground, insets_, self._seen)
        return self._finish(scene) if self._finish else scene

    @cached_property
    def config(self) -> Config:
        """The config, with those shorter wordings alone that a text of the map has a use for: no other may be told."""
        own = with_used(self._config)
        if own.abbreviations.keys() == self._config.abbreviations.keys():
            return own
        ground, insets_ = self._below
        styles = {layer.style for layer in own.layers if isinstance(layer, LabelRow)}
        labels = names.ground_labels(styles, ground, view_bounds(own, self._known), own.lang)
        shown = (label.text for some in (labels, *(inset.labels for inset in insets_)) for label in some)
        return with_used(self._config, shown)

    @cached_property
    def _ground(self) -> tuple[Any, ...]:
        """The layer files, the basemap and the insets with theirs."""
        return self._layers.geometries, *self._below

    @cached_property
    def _below(self) -> tuple[Any, list[Inset]]:
        """The basemap and the insets with theirs."""
        ground = basemap.read_basemap(self._bounds, self._config.worldview, margin=0.0)
        return ground, [self._with_ground(inset) for inset in self._insets]

    @property
    def pages(self) -> tuple[Page, ...]:
        """All artboards laid out, the widest first."""
        return tuple(self._page(artboard) for artboard in self._artboards)

    @property
    def drawn(self) -> tuple[Page, ...]:
        """The artboards that were laid out so far."""
        return tuple(self._pages.values())

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
        return (*self._layers.warnings, *(mending.advice(self._config, self._units, reports) if reports else ()), *said)

    @property
    def labels(self) -> dict[str, str]:
        """What units are called, by id."""
        return dict(zip(ids_of(self._units), texts_of(self._units), strict=True))

    def write(self, outputs: Iterable[Output], step: Callable[[], None] = lambda: None) -> dict[str, bytes]:
        """The bytes of the outputs, by file name. `step` is called for each artboard laid out and each file made."""
        with heard() as remarks:
            files = self._written(list(outputs), step)
        self._remarks.update(dict.fromkeys(remarks))
        return files

    def _written(self, some: Sequence[Output], step: Callable[[], None]) -> dict[str, bytes]:
        pages = {}
        for artboard in laid_out_for(some):
            pages[artboard] = self._page(next(board for board in self._artboards if board.id == artboard))
            step()
        if any(format_called(output.format).of != "scene" for output in some):
            self._require_glyphs(pages.values())
        of_all_days = [output for output in some if format_called(output.format).of == "both" and len(self._days) > 1]
        files = write_outputs(of_all_days, self._over_time, pages, step) if of_all_days else {}
        rest = [output for output in some if output not in of_all_days]
        return {**write_outputs(rest, self.scene, pages, step), **files}

    @cached_property
    def _days(self) -> tuple[date, ...]:
        return days_of(self._history, self._day, self._config.snapshots)

    @cached_property
    def _over_time(self) -> Scene:
        """The scene of all days, on one view, scale and key."""
        seen = seen_on(self._history, self._days)
        units = {day: aged(units_on(self._history, day), day, self._config.stale_after) for day in self._days}
        drawings = [Drawing(self.config, units[day], day, seen) for day in self._days]
        for drawing in drawings:
            drawing._ground, drawing._below = (
                drawings[-1]._ground,
                drawings[-1]._below,
            )  # the same for all: as their view
        scenes = [drawing.scene for drawing in drawings]
        scene: Scene = moving.over_time(scenes[-1], scenes, self._days)
        return replace(scene, coverage=coverage_of(self._config, seen, len(self._days)))

    def save(
        self,
        folder: str | Path,
        formats: Iterable[str] = ("png", "svg", "html"),
        *,
        overwrite: Collection[str | Path] = (),
    ) -> list[Path]:
        """Write the outputs of these formats into a folder, whole or not at all.

        What is there and was not built so is refused, but for the files of `overwrite`.
        """
        files = self.write(self._outputs(formats))
        with alone_in(Path(folder)):
            require_own(Path(folder), files, Asked(tuple(input_files(self._config).values()), overwrite))
            write_whole(Path(folder), files)
        return [Path(folder) / name for name in files]

    def _repr_html_(self) -> str:
        """The page, for notebooks."""
        return self.scene._repr_html_()

    def _outputs(self, formats: Iterable[str]) -> list[Output]:
        boards = [artboard.id for artboard in self._artboards]
        return outputs_of(self._config.name, boards, formats, len(self._units))

    @cached_property
    def _bounds(self) -> Bounds:
        """Degrees of the basemap that the artboards show."""
        config, units = self._config, self._known
        fitted = () if config.view.bounds else units
        bounds: Bounds = frame.needed_bounds(
            view_bounds(config, units), self._artboards, fitted, size_scale(config, units), self._insets
        )
        return bounds

    @cached_property
    def _insets(self) -> tuple[Inset, ...]:
        return tuple(insets.insets_of(self._config, self._known))

    def _with_ground(self, inset: Inset) -> Inset:
        """The inset with what it shows of the basemap; a detail is read finer than the map where its extent wants."""
        bounds = inset_maps.inset_bounds(inset, self._artboards)
        ground = basemap.read_basemap(bounds, self._config.worldview, margin=0.0, coarse=inset.kind == "locator")
        shown: Inset = insets.with_ground(inset, ground, self._config.lang)
        return shown

    def _page(self, artboard: Artboard) -> Page:
        """The page; one that cannot be laid out is a problem at its place in the config."""
        if artboard.id not in self._pages:
            try:
                self._pages[artboard.id] = self._laid_out(artboard)
            except LayoutError as error:
                path = ("artboards", [row.id for row in self._config.artboards].index(artboard.id))
                said = [
                    self._config.problem((*path, problem.path.rpartition(".")[2]), text=problem.text, hint=problem.hint)
                    for problem in error.problems
                ]
                raise LayoutError(said) from error
        return self._pages[artboard.id]

    def _laid_out(self, artboard: Artboard) -> Page:
        """The page, whose texts may leave a map of another shape than was thought: then more basemap is read for it."""
        scene, bounds = self.scene, self._bounds
        page: Page = layout.lay_out(self._staying(scene, artboard), artboard)
        while wider := frame.beyond(bounds, scene, artboard, page):
            layers, _, insets_ = self._ground
            ground = basemap.read_basemap(wider, self._config.worldview, margin=0.0)
            scene, bounds = self._composed(layers, ground, insets_), wider
            page = layout.lay_out(self._staying(scene, artboard), artboard)
        return page

    def _staying(self, scene: Scene, artboard: Artboard) -> Scene:
        """The scene, whose labels keep on this artboard to the places that they took on the maps before."""
        if self._before is None:
            return scene
        taken = self._before._taken(artboard)
        symbols = tuple(replace(mark, slot=taken.get((mark.unit, mark.lon, mark.lat))) for mark in scene.symbols)
        return replace(scene, symbols=symbols)

    def _taken(self, artboard: Artboard) -> Mapping[Spot, int]:
        """The places of the labels on this artboard, of this map and of those before."""
        if artboard.id not in self._places:
            slots = self._page(artboard).slots
            own = {
                (mark.unit, mark.lon, mark.lat): slots[mark.unit] for mark in self.scene.symbols if mark.unit in slots
            }
            earlier = self._before._taken(artboard) if self._before else {}
            self._places[artboard.id] = {**earlier, **own}
        return self._places[artboard.id]
