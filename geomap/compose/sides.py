"""COMPOSE: the sides that a map shows. Those that have no colour get one each, so that they can be told apart, and
colours that are stated are warned of where they cannot.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geomap.compose.palette import confused, is_visible, palette, proposed, weakest
from geomap.config import Config
from geomap.errors import Problem, quote
from geomap.facts import Side, Unit
from geomap.facts.columns import Rows
from geomap.loading import Later
from geomap.scene.patterns import patterns_of
from geomap.scene.sight import Sight
from geomap.scene.styles import DARK, PRINT, VISIBLE

below = Later("geomap.compose.beneath")

_TO_WHOM: dict[Sight, str] = {
    "protanopia": "to those who see no red (protanopia)",
    "deuteranopia": "to those who see no green (deuteranopia)",
    "tritanopia": "to those who see no blue (tritanopia)",
    "greys": "in greys",
}
_NONE_LEFT = "no colour that geomap knows is told from all others here; show fewer sides on one map"


def sides_of(config: Config, units: Rows[Unit]) -> dict[str, Side]:
    """The sides that the map shows: what nothing on it refers to may be about what is under embargo."""
    of_units = {unit.side for unit in units.samples("side")}
    of_layers = {getattr(layer, "side", "") for layer in config.layers}
    own = dict(zip(_colourless(config, units), _free_colours(config, units), strict=False))
    shared = dict.fromkeys(of_units & of_layers, config.style.style.symbol)  # that of its circles, also for its areas
    return {
        name: Side(name, row.label, row.colour or own.get(name) or shared.get(name, ""), row.affiliation)
        for name, row in config.sides.items()
        if name in of_units | of_layers
    }


def unstated_colour(config: Config, units: Rows[Unit]) -> str:
    """The colour of units whose side is not stated, where others state theirs: a grey, which is no side's.

    Empty for the colour of all symbols: on maps in greys, and where the config states that.
    """
    is_mixed = {bool(unit.side) for unit in units.samples("side")} == {True, False}
    is_plain = config.style.base == PRINT.name or "symbol" in config.style.colours
    return config.style.style.steady if is_mixed and not is_plain else ""


def circle_patterns(config: Config, units: Rows[Unit]) -> tuple[tuple[str, str], ...]:
    """The pattern of the circles of each colour, on maps in greys of several sides."""
    colours = (mark.colour for mark in _marks(config, units) if mark.is_circle)
    return patterns_of(colours, config.style.style)


def side_warnings(config: Config, units: Rows[Unit]) -> Iterator[Problem]:
    """Colours that are taken for one another, or do not stand out from the map, and sides that geomap has none for.

    Each is proposed another, so that all proposals together leave nothing to warn of.
    """
    marks, in_greys = _marks(config, units), config.style.base == PRINT.name
    taken = [mark.colour for mark in marks]
    for number, mark in enumerate(marks):
        said = _said_of(mark, marks[:number], config, units)
        if said and mark.key:
            others = [*zip(taken, (other.is_circle for other in marks), strict=True)]
            del others[number]
            striped = {tone for tone, is_circle in others if is_circle and mark.is_circle and in_greys}
            better = proposed(mark.colour, [tone for tone, _ in others], config.style.style, striped)
            taken[number] = better or mark.colour
            hint = f'try `{mark.key[-1]}: "{better}"`' if better else _NONE_LEFT
            yield config.problem(mark.key, text=said, hint=hint, severity="warning")
    for name in _colourless(config, units)[len(_free_colours(config, units)) :]:
        text = f"{quote(config.sides[name].label)} has no colour, and looks like another side"
        yield config.problem(("sides", name), text=text, hint="give it one, as `colour`", severity="warning")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A colour of the map: of circles, or of areas and lines alone; whose it is, and the key that states it, if any."""

    colour: str
    whose: str
    is_circle: bool
    key: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()

    def has(self, unit: Unit) -> bool:
        """Whether a unit is drawn in it."""
        return unit.side in self.sides


def _marks(config: Config, units: Rows[Unit]) -> list[_Mark]:
    """The colours of the map, each once: sides of the very same colour are meant to look the same."""
    with_units = {unit.side for unit in units.samples("side")}
    known = {name: side.colour for name, side in sides_of(config, units).items()}
    known |= {"": unstated_colour(config, units)} if "" in with_units else {}
    by_colour: dict[str, list[str]] = {}
    for name, colour in known.items():
        if colour or name in with_units:
            by_colour.setdefault(colour or config.style.style.symbol, []).append(name)
    return [
        _Mark(colour, _called(names, config), not with_units.isdisjoint(names), _key_of(names, config), tuple(names))
        for colour, names in by_colour.items()
    ]


def _called(names: Sequence[str], config: Config) -> str:
    labels = [quote(config.sides[name].label) if name else "units of no side" for name in names]
    return " and ".join(filter(None, (", ".join(labels[:-1]), labels[-1])))


def _key_of(names: Sequence[str], config: Config) -> tuple[str, ...]:
    """The key that states the colour of some sides; none for a colour of geomap's."""
    stated = next((name for name in names if name and config.sides[name].colour), "")
    if stated:
        return ("sides", stated, "colour")
    return ("style", "symbol") if "symbol" in config.style.colours else ()


def _said_of(mark: _Mark, before: Sequence[_Mark], config: Config, units: Rows[Unit]) -> str:
    """What is wrong with a colour; empty where it is seen, and told from all that come before it."""
    look, paint = config.style.style, f" in {mark.colour}"
    pattern = dict(circle_patterns(config, units))
    for other in before:
        if pattern.get(mark.colour) != pattern.get(other.colour) and mark.is_circle and other.is_circle:
            continue  # told apart in greys, by strokes
        sights = confused(mark.colour, other.colour, look)
        if sights:
            whom = "to everyone" if "normal" in sights else " and ".join(_TO_WHOM[sight] for sight in sights)
            ground = " on the dark ground" if look.name == DARK.name else ""
            return f"{mark.whose}{paint} looks like {other.whose} in {other.colour} {whom}{ground}"
    if not mark.is_circle or is_visible(mark.colour, look):
        return ""
    ratio, ground = weakest(mark.colour, look, below.grounds_of(config, units, mark.has))
    if ratio < VISIBLE:
        on = f"on {ground} {look.colour(ground)}"
        return f"circles of {mark.whose}{paint} {on} have a contrast of {ratio:.1f} : 1, expected {VISIBLE:g} : 1"
    return ""


def _colourless(config: Config, units: Rows[Unit]) -> list[str]:
    """The sides of units that would look like another. Frames tell sides too, but circles are seen from further off."""
    present = {unit.side for unit in units.samples("side")}
    sides = [name for name, row in config.sides.items() if name in present and not row.colour]
    look = config.style.style
    is_shared = any(confused(colour, look.symbol, look) for colour in _taken(config, units))
    return sides if len(sides) + is_shared > 1 else []


def _free_colours(config: Config, units: Rows[Unit]) -> list[str]:
    """The colours that are left for sides, in their order; the first is that of all symbols.

    In greys they need not be far apart, as patterns tell their circles from one another.
    """
    look, free = config.style.style, list[str]()
    for colour in palette(look):
        others = [*sorted(_taken(config, units)), *free]
        is_own = colour == look.symbol  # however it is seen on a ground of one's own
        is_taken = colour in others if look.name == PRINT.name else any(confused(colour, one, look) for one in others)
        if not is_taken and (is_own or is_visible(colour, look)):
            free.append(colour)
    return free


def _taken(config: Config, units: Rows[Unit]) -> set[str]:
    """The colours of the other units."""
    unstated = unstated_colour(config, units) or config.style.style.symbol
    colours = {config.sides[unit.side].colour if unit.side else unstated for unit in units.samples("side")}
    return colours - {""}
