"""COMPOSE: the sides that a map shows. Those that have no colour get one each, so that they can be told apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geomap.compose.pictograms import pictograms
from geomap.config import Config
from geomap.errors import Problem, quote
from geomap.facts import Side, Unit
from geomap.facts.columns import LOOKS, Rows
from geomap.scene.styles import DARK, LIGHT, PRINT, alike
from geomap.symbols import family

# In the order of the sides. Each is told from the others by readers who see red and green, or blue and yellow, alike.
# Neither red nor blue, which take sides.
_COLOURS = {
    LIGHT.name: (LIGHT.symbol, "#46327e", "#26897e"),
    DARK.name: (DARK.symbol, "#a98ff0", "#7fe0cf"),
    PRINT.name: (PRINT.symbol, "#141414", "#949494"),
}


def sides_of(config: Config, units: Rows[Unit]) -> dict[str, Side]:
    """The sides that the map shows: what nothing on it refers to may be about what is under embargo."""
    used = {unit.side for unit in units.samples("side")} | {getattr(layer, "side", "") for layer in config.layers}
    own = dict(zip(_colourless(config, units), _free_colours(config, units), strict=False))
    of_units = {unit.side for unit in units.samples("side")}
    of_layers = {getattr(layer, "side", "") for layer in config.layers}
    shared = dict.fromkeys(of_units & of_layers, config.style.style.symbol)  # that of its circles, also for its areas
    return {
        name: Side(name, row.label, row.colour or own.get(name) or shared.get(name, ""), row.affiliation)
        for name, row in config.sides.items()
        if name in used
    }


def unstated_colour(config: Config, units: Rows[Unit]) -> str:
    """The colour of units whose side is not stated, where others state theirs: a grey, which is no side's.

    Empty for the colour of all symbols: where no side is told by its colour, on maps in greys, and where the config
    states that.
    """
    told = sorted({unit.side for unit in units.samples("side")} - {""})
    by_frame = not any(config.sides[name].colour for name in told) and _are_framed(config, told, units)
    return "" if by_frame else _grey(config, units)


def _grey(config: Config, units: Rows[Unit]) -> str:
    """A grey for units without a side, where there are others; empty where the map is in greys, or has its own."""
    is_mixed = {bool(unit.side) for unit in units.samples("side")} == {True, False}
    is_plain = config.style.base == PRINT.name or "symbol" in config.style.colours
    return config.style.style.steady if is_mixed and not is_plain else ""


def side_warnings(config: Config, units: Rows[Unit]) -> Iterator[Problem]:
    """More sides without a colour than geomap has colours for."""
    for name in _colourless(config, units)[len(_free_colours(config, units)) :]:
        text = f"{quote(config.sides[name].label)} has no colour, and looks like another side"
        hint = 'give it one, as `colour: "#7a4fa0"`'
        yield config.problem(("sides", name), text=text, hint=hint, severity="warning")


def _colourless(config: Config, units: Rows[Unit]) -> list[str]:
    """The sides of units that would look like another, but where they have APP-6 symbols with frames of their own."""
    present = {unit.side for unit in units.samples("side")}
    sides = [name for name, row in config.sides.items() if name in present and not row.colour]
    is_shared = any(alike(colour, config.style.style.symbol) for colour in _taken(config, units))
    return sides if len(sides) + is_shared > 1 and not _are_framed(config, sides, units) else []


def _are_framed(config: Config, names: Sequence[str], units: Rows[Unit]) -> bool:
    sides = {name: Side(name, row.label, row.colour, row.affiliation) for name, row in config.sides.items()}
    symbols = family(config.symbols)
    if not symbols.has_frames or len({sides[name].affiliation for name in names}) < len(names):
        return False
    framed = (unit for unit in units.samples(*LOOKS) if unit.side in names and pictograms(unit, sides, symbols))
    return {unit.side for unit in framed} == {*names}


def _free_colours(config: Config, units: Rows[Unit]) -> list[str]:
    """The colours that are left for sides, in their order; the first is that of all symbols."""
    colours = (config.style.style.symbol, *_COLOURS[config.style.base])
    taken = _taken(config, units)
    free = [colour for colour in colours if not any(alike(colour, other) for other in taken)]
    return [colour for number, colour in enumerate(free) if not any(alike(colour, other) for other in free[:number])]


def _taken(config: Config, units: Rows[Unit]) -> set[str]:
    """The colours of the other units."""
    unstated = _grey(config, units) or config.style.style.symbol
    colours = {config.sides[unit.side].colour if unit.side else unstated for unit in units.samples("side")}
    return colours - {""}
