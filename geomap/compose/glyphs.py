"""COMPOSE: texts of a config that no font can set, each where it is stated, as a build refuses and a check tells them.

A text that Source Sans sets is passed over by its letters alone, and no font is opened for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import Any

from geomap.compose.variants import FILLED, Variant
from geomap.config import Config
from geomap.config.document import Path
from geomap.errors import MOST_PROBLEMS, OutputError, Problem
from geomap.facts import Formation, Unit
from geomap.facts.columns import Rows
from geomap.loading import Later
from geomap.players.registry import format_called
from geomap.typefaces import BEYOND_SOURCE_SANS, SYSTEM, is_plain_lang, set_in
from geomap.values.shown import ShownPlace
from geomap.values.unit import UnitRow
from geomap.wording import day as long_date
from geomap.wording import territory

missing = Later("geomap.fonts.missing")

_SHOWN = {"label", "callout"}  # keys of a layer with a text and its place
_SYSTEM_HINT = "name font files under `fonts`, which draw the same anywhere"

Text = tuple[Path, str]


def unset(config: Config, units: Rows[Unit], day: date | None) -> list[tuple[Problem, str]]:
    """What of a map no font can set: the characters that are missing at a place, once; of its language one text."""
    return _told(config, chain(_stated(config), _own_words(config, units, day)))


def system_warnings(config: Config) -> Iterator[Problem]:
    """Whether a text is set in a font of this computer, so that another computer draws another map."""
    if SYSTEM not in config.fonts:
        return
    texts = [text for _, text in _beyond(_stated(config))]
    with set_in(config.typefaces):
        depends = any(of_system for _, _, of_system in (missing.noticed(texts) if texts else ()))
    if depends:
        said = "texts are set in fonts of this computer, so the bytes of the outputs depend on it"
        yield config.problem(config.system_key, text=said, hint=_SYSTEM_HINT, severity="warning")


def require_glyphs(config: Config, units: Rows[Unit], day: date | None, pages: Sequence[Variant]) -> None:
    """Raise OutputError with what a build of the config would raise for want of a glyph, nothing being drawn for it.

    `pages` are those of an atlas, each in its language and with a title of its own.
    """
    if all(format_called(format).of == "scene" for format in config.outputs):
        return
    maps = [page.config for page in pages] or [config]
    filled: list[Text] = [((key,), getattr(one, key)) for one in maps for key in FILLED]
    words = (_own_words(one, units, one.as_of or day) for one in maps)
    found = _told(config, chain(_stated(config), filled, *words))
    if found:
        raise OutputError(problem for problem, _ in found)


def _told(config: Config, texts: Iterable[Text]) -> list[tuple[Problem, str]]:
    beyond = list(dict.fromkeys(_beyond(texts)))
    if not beyond:
        return []
    with set_in(config.typefaces):
        noticed = missing.noticed(text for _, text in beyond)
        lacking = _each_once((*beyond[number], lacks) for number, lacks, _ in noticed if lacks)
        return [_at(config, path, text) for path, text in islice(lacking, MOST_PROBLEMS)]


def _each_once(lacking: Iterable[tuple[Path, str, str]]) -> Iterator[Text]:
    """The texts that lack a character which none before them at the same place lacks; of a language the first."""
    told: dict[Path, set[str]] = {}
    for path, text, characters in lacking:
        own = told.setdefault(path, set())
        of_language = path == ("lang",) or path[:2] == ("pages", "langs")
        if not own.issuperset(characters) and not (own and of_language):
            yield path, text
        own.update(characters)


def _at(config: Config, path: Path, text: str) -> tuple[Problem, str]:
    """The problem of a text as the config states it, where what a page fills in is not at fault."""
    said, characters = missing.problem(text)
    stated = config.stated(path)
    if isinstance(stated, str) and stated != text:
        own = missing.problem(stated)
        said = own[0] if own and own[1] == characters else said
    return config.problem(path, text=said.text, hint=said.hint), characters


def _beyond(texts: Iterable[Text]) -> Iterator[Text]:
    return (stated for stated in texts if BEYOND_SOURCE_SANS.search(stated[1]))


def _own_words(config: Config, units: Rows[Unit], day: date | None) -> Iterator[Text]:
    """What geomap prints in the language of the map, which its letters alone decide."""
    if is_plain_lang(config.lang):
        return
    if day:
        yield config.lang_key, long_date(day, config.lang)
    if any("labels" not in row.drop for row in config.artboards):
        for country in sorted({unit.place.country for unit in units.samples("country")}):
            yield config.lang_key, territory(country, config.lang)


def _stated(config: Config) -> Iterator[Text]:
    """All that the config states and a map may print, with its place."""
    for key in ("title", "subtitle", "credit"):
        yield (key,), getattr(config, key)
    yield from ((("sources", name, "publisher"), row.publisher) for name, row in config.sources.items())
    if "html" in config.outputs:  # which lists them
        yield from ((("sources", name, "title"), row.title) for name, row in config.sources.items())
    yield from ((("sides", name, "label"), row.label) for name, row in config.sides.items())
    yield from _of_units(config)
    for number, layer in enumerate(config.layers):
        yield from _of_layer(config, ("layers", number), layer)
    for number, shown in enumerate(config.ground.show):
        yield from () if shown.label.hide else _of_place(config, ("ground", "show", number), shown)
    for number, row in enumerate(config.artboards):
        for name, placed in row.labels.items():
            yield ("artboards", number, "labels", name, "text"), placed.text
    yield from ((("insets", number, "title"), row.title) for number, row in enumerate(config.insets))
    yield from ((("abbreviations", name), short) for name, short in config.abbreviations.items())


def _of_layer(config: Config, path: Path, layer: Any) -> Iterator[Text]:
    """A label or note has its text beside its place, others have it in one, or none."""
    key = "label" if hasattr(layer, "label") else "callout"
    placed = getattr(layer, key, None)
    if placed and placed.hide:
        return
    if isinstance(layer, ShownPlace):
        yield from _of_place(config, path, layer)
    elif not hasattr(layer, "text"):
        yield from _placed(config, path, key, placed.text) if placed else ()
    elif getattr(layer, "style", "") == "country":
        yield (*path, "text"), layer.text.upper()
    else:
        yield (*path, "text"), layer.text


def _of_place(config: Config, path: Path, row: ShownPlace) -> Iterator[Text]:
    """A place that is shown has its name in its label, or else as it was looked up."""
    yield from _placed(config, path, "label", row.label.text) if row.label.text else [((*path, "place"), row.place)]


def _placed(config: Config, path: Path, key: str, text: str) -> Iterator[Text]:
    """A text that stands alone or as {text, dx, dy ...}."""
    in_long_form = BEYOND_SOURCE_SANS.search(text) and isinstance(config.stated((*path, key)), dict)
    yield (*path, key, "text") if in_long_form else (*path, key), text


def _of_units(config: Config) -> Iterator[Text]:
    """The labels and formations of the rows that the config states itself, then what rows of tables say of these."""
    rows, own = config.units, set()
    for number, row in rows.own:
        own.add(number)
        yield from _of_unit(config, number, row)
    labels = rows.labels if len(own) < len(rows) else []
    if BEYOND_SOURCE_SANS.search("\n".join(labels)):
        for number, (label, place) in enumerate(zip(labels, rows.place_names, strict=True)):
            if number not in own:
                yield ("units", number, "place" if label == place else "label"), label
    for number, row in rows.numbered_samples("formations"):
        if number not in own and BEYOND_SOURCE_SANS.search("".join(map(_printed, row.formations))):
            yield from _of_formations(config, ("units", number), row.formations)


def _of_unit(config: Config, number: int, row: UnitRow) -> Iterator[Text]:
    """A row's label, which may be its place or stand in an earlier row, and its formations."""
    path = ("units", number)
    if BEYOND_SOURCE_SANS.search(row.label.text) and not row.label.hide:
        stated = config.stated(path)
        if not isinstance(stated, dict):  # a sum of the rows of a table
            yield ("aggregate", "file") if config.aggregate else (*path, "label"), row.label.text
        elif "label" in stated and row.label.text != stated.get("place"):
            yield from _placed(config, path, "label", row.label.text)
        elif "place" in stated:
            yield (*path, "place"), row.label.text
    yield from _of_formations(config, path, row.formations)


def _of_formations(config: Config, path: Path, formations: Sequence[Formation]) -> Iterator[Text]:
    for number, entry in enumerate(formations):
        place: Path = (*path, "formations", number)
        if BEYOND_SOURCE_SANS.search(_printed(entry)) and isinstance(config.stated(place), dict):
            place = (*place, "label" if entry.label else "type")
        yield place, _printed(entry)


def _printed(entry: Formation) -> str:
    return entry.label or entry.type
