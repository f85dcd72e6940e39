"""COMPOSE: the pages of an atlas, each a config of its own that `pages` makes of the one that is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from geomap.compose.sites import largest_count
from geomap.compose.views import bounds_around
from geomap.config import Config
from geomap.errors import ConfigError, LayerError
from geomap.facts import Place, Unit
from geomap.facts.columns import Rows
from geomap.layer_files import read_features
from geomap.layer_files.asked import Asked
from geomap.loading import Later
from geomap.scene import Bounds
from geomap.values.plain import is_device, slug
from geomap.wording import day, isolated

shapely = Later("shapely")

FILLED = ("title", "subtitle", "credit")
PLACEHOLDERS = ("region", "date", "lang", "side")  # in braces in them


@dataclass(frozen=True, slots=True)
class Region:
    """A polygon's name and the view that shows it."""

    name: str
    bounds: Bounds


LISTING = "manifest.json"  # beside the pages' folders
MOST_PAGES = 10_000  # each is a map of its own


@dataclass(frozen=True, slots=True)
class Variant:
    """A page: its id, which names its folder, what it is for, and its config."""

    id: str
    made_for: dict[str, str]
    config: Config


def variants(config: Config, history: Rows[Unit]) -> list[Variant]:
    """The pages in the order of the config; `history` is its rows as facts. Raises LayerError and ConfigError."""
    pages = config.pages
    if pages is None:
        return [Variant("", {}, config)]
    regions: Sequence[Region | None] = list(_regions(config)) if pages.regions else [None]
    dates, langs, sides = pages.dates or [None], pages.langs or [""], pages.sides or [""]
    if (count := len(regions) * len(dates) * len(langs) * len(sides)) > MOST_PAGES:
        text = f"makes {count:,} pages, expected at most {MOST_PAGES:,}"
        raise ConfigError(config.problem(("pages",), text=text, hint="make several atlases"))
    choices = product(regions, dates, langs, sides)
    found = [_variant(config, history, *choice) for choice in choices]
    twice = [name for name, count in Counter(page.id.casefold() for page in found).items() if count > 1]
    if twice:
        hint = "name each region and each page once"
        raise ConfigError(config.problem(("pages",), text=f"makes the page {twice[0]} twice", hint=hint))
    if any(page.id.casefold() == LISTING for page in found):
        text = f"makes the page {LISTING}, as the list of the pages is called"
        raise ConfigError(config.problem(("pages",), text=text, hint="name the region otherwise"))
    device = next((page.id for page in found if is_device(page.id)), "")
    if device:
        text = f"makes the page {device}, a name that Windows keeps for a device"
        raise ConfigError(config.problem(("pages",), text=text, hint="name the region otherwise"))
    return found


def _variant(  # noqa: PLR0913, PLR0917 - all that a page may be for
    config: Config, history: Rows[Unit], region: Region | None, as_of: date | None, lang: str, side: str
) -> Variant:
    lang_of = lang or config.lang
    shown = [
        number
        for number, unit in enumerate(history)
        if (not side or unit.side == side) and (region is None or _holds(region.bounds, unit.place))
    ]
    made_for = {
        "region": region.name if region else "",
        "date": as_of.isoformat() if as_of else "",
        "lang": lang,
        "side": side,
    }
    ids = {history[number].id for number in shown}
    layers = [number for number, row in enumerate(config.layers) if ids.issuperset(getattr(row, "sums", ()))]
    words = made_for | {
        "date": day(as_of, lang_of) if as_of else "",
        "side": config.sides[side].label if side else "",
    }
    changes: dict[str, Any] = {
        "pages": None,
        "lang": lang_of,
        "as_of": as_of or config.as_of,
        "legend": config.legend.model_copy(update={"fixed_max": config.legend.fixed_max or _largest(config, history)}),
        **{key: _filled(getattr(config, key), words) for key in FILLED},
        **(_seen_from(config, region.bounds) if region else {}),
    }
    name = "-".join(slug(part) for part in made_for.values() if part)
    stated = {key: value for key, value in made_for.items() if value}
    return Variant(name, stated, config.narrowed(shown, layers, **changes))


def _filled(text: str, words: dict[str, str]) -> str:
    """A text with what the page is for in place of PLACEHOLDERS."""
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", isolated(word))
    return text


def _seen_from(config: Config, bounds: Bounds) -> dict[str, Any]:
    """The keys of the view where a region decides it; a locator shows where, a detail is of one place alone."""
    return {
        "view": config.view.model_copy(update={"bounds": bounds, "fit": None}),
        "artboards": tuple(row.model_copy(update={"bounds": None}) for row in config.artboards),
        "insets": tuple(row for row in config.insets if row.kind == "locator"),
    }


def _largest(config: Config, history: Rows[Unit]) -> int | None:
    """The largest count of all pages: their circles are to be compared."""
    return max([largest_count(config, history), *(config.legend.values or ())]) or None


def _holds(bounds: Bounds, place: Place) -> bool:
    west, south, east, north = bounds
    return south <= place.lat <= north and (place.lon - west) % 360 <= (east - west) % 360


def _regions(config: Config) -> Iterator[Region]:
    """The polygons of the layer file, each with its view."""
    assert config.pages and config.pages.regions  # asked before
    row, at = config.pages.regions, ("pages", "regions")
    try:
        features = read_features(config.folder / row.file, Asked(row.layer, row.where, row.encoding))
    except LayerError as error:
        said = [
            config.problem((*at, problem.path or "file"), text=f"{row.file} {problem.message}", hint=problem.hint)
            for problem in error.problems
        ]
        raise LayerError(said) from error
    polygons = [entry for entry in features if shapely.get_dimensions(entry[0]) == 2]
    if not polygons:
        raise LayerError(config.problem((*at, "file"), text=f"{row.file} holds no polygon"))
    for geometry, properties in polygons:
        name = properties.get(row.name)
        if not isinstance(name, str | int) or not slug(str(name)):
            text = f"a region of {row.file} has no name in {row.name}"
            raise LayerError(config.problem((*at, "name"), text=text, hint=f"there are {', '.join(properties)}"))
        longitudes, latitudes = shapely.get_coordinates(geometry).T.tolist()
        yield Region(str(name), bounds_around(longitudes, latitudes, row.pad))
