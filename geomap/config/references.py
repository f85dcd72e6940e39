"""What one part of the config says of another: ids that must be there, and only once.

Asked of the plain data and not of the models, so that a slip in one row does not hide those in others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, get_args

from geomap.config.artboards import DROP_ROLES, DROPPABLE, UNIT_ROLES
from geomap.config.document import Document, Path
from geomap.config.nameless import set_apart, unsaid_ids
from geomap.config.observations import Rows, but_observations, name_problems, observation_problems
from geomap.errors import Problem, quote
from geomap.kinds import default_layer_id
from geomap.kinds.label import LabelStyle
from geomap.nearest import Nearest
from geomap.symbols import pictogram_words
from geomap.values.plain import nfc
from geomap.values.unit import default_unit_id, same_id, unit_id

if TYPE_CHECKING:
    from geomap.config.schema import Config

DefaultId = Callable[[Mapping[str, Any]], str]

MOST_LISTED = 8  # names that a hint lists
_PICTOGRAMS_HINT = "write what it is, e.g. tank, infantry or air defence"
_OBSERVATIONS_HINT = ", or put `as_of` with each where they are observations of one unit"
_BOUNDS_HINT = "write view: {bounds: [west, south, east, north]}"


def reference_problems(document: Document) -> Iterator[Problem]:
    """All faults between the parts of the config."""
    nearest = Nearest()
    units, layers, artboards, insets = (rows(document, key) for key in ("units", "layers", "artboards", "insets"))
    units = list(zip((path for path, _ in units), set_apart([row for _, row in units]), strict=True))
    yield from _taken_ids(document, but_observations(units), default_unit_id, "unit")
    yield from observation_problems(document, units)
    yield from name_problems(document, units)
    yield from _taken_ids(document, layers, default_layer_id, "layer")
    yield from _taken_ids(document, artboards, lambda row: "", "artboard")
    yield from _taken_ids(document, insets, lambda row: "", "inset")
    yield from _taken_widths(document, artboards)
    yield from _taken_files(document, artboards)
    sources, sides = _keys(document, "sources"), _keys(document, "sides")
    sums, labels = [*_named(layers, "sums"), *_spots(layers)], list(_label_names(artboards))
    parts = list(_named_parts(artboards))
    unsaid = unsaid_ids(document)
    unit_ids = {name: None for _, row in units if (name := unit_id(row)) not in unsaid}
    held = {unit_id(row) for _, row in units if "embargo_until" in row}
    held |= {passed.id for passed in document.passed if passed.embargo_until}
    told = [name for name in unit_ids if name not in held]  # a hint names no other
    if sums or parts or labels:  # there may be very many
        unit_ids |= {name: None for name in _ids_of_crowd(document) if name not in unsaid}
    yield from _unknown(document, _named(units + layers + _claims(units), "sources"), sources, "sources", nearest)
    yield from _unknown(document, _named(units + layers, "side"), sides, "sides", nearest)
    yield from _unknown(document, _named([(("pages",), _mapping(document, "pages"))], "sides"), sides, "sides", nearest)
    table: Rows = [(("aggregate",), _mapping(document, "aggregate"))]
    yield from _unknown(document, _named(table, "sources"), sources, "sources", nearest)
    yield from _unknown(document, _named(table, "side"), sides, "sides", nearest)
    yield from _unknown_pictograms(document, units, nearest)
    yield from _unknown(document, iter(sums), unit_ids, "units", nearest, told)
    unit_parts, told_parts = (
        [f"{role}.{name}" for role in UNIT_ROLES for name in (names if parts else ())] for names in (unit_ids, told)
    )
    inset_parts = {f"insets.{_id(row, lambda row: '')}" for _, row in insets}
    bearers = {
        **dict.fromkeys(UNIT_ROLES, ("units", frozenset(unit_parts), told_parts)),
        "insets": ("insets", inset_parts, inset_parts),
    }
    of_layers = ("layers", *(_layer_parts(layers),) * 2)
    for part in parts:
        key, known, offered = bearers.get(part[1].partition(".")[0], of_layers)
        yield from _unknown(document, iter([part]), known, key, nearest, offered)
    layer_ids = {_id(row, default_layer_id): None for _, row in layers}
    known = {**unit_ids, **layer_ids}
    yield from _unknown(document, iter(labels), known, "units/layers", nearest, [*told, *layer_ids])
    unread = document.at(("units_from",)) and document.at(("units",)) is None  # the tables' own problems say why
    has_units = document.at(("units",)) or document.crowd or document.at(("aggregate",)) or unread
    if isinstance(document.value, dict) and not (has_units or document.at(("view", "bounds"))):
        yield without_bounds(document)


def without_bounds(stated: Document | Config) -> Problem:
    """What is wrong with a map that shows no unit and no bounds."""
    return stated.problem(("view",), text="a map without units needs bounds", hint=_BOUNDS_HINT)


def unit_problems(document: Document, units: Rows) -> Iterator[Problem]:
    """The faults of some units that each of them has by itself."""
    nearest = Nearest()
    sources, sides = _keys(document, "sources"), _keys(document, "sides")
    yield from observation_problems(document, units)
    yield from name_problems(document, units)
    yield from _unknown(document, _named(units + _claims(units), "sources"), sources, "sources", nearest)
    yield from _unknown(document, _named(units, "side"), sides, "sides", nearest)
    yield from _unknown_pictograms(document, units, nearest)


def _ids_of_crowd(document: Document) -> dict[str, None]:
    return dict.fromkeys(document.crowd.columns.ids.tolist()) if document.crowd else {}


def rows(document: Document, key: str) -> Rows:
    """The mappings of a list of the config, with their paths."""
    value = document.at((key,))
    items = value if isinstance(value, list) else []
    return [((key, number), row) for number, row in enumerate(items) if isinstance(row, dict)]


def _mapping(document: Document, key: str) -> dict[str, Any]:
    value = document.at((key,))
    return value if isinstance(value, dict) else {}


def _keys(document: Document, key: str) -> dict[str, None]:
    """The keys of a mapping of the config, in order."""
    value = document.at((key,))
    return dict.fromkeys(nfc(name) for name in value) if isinstance(value, dict) else {}


def _id(row: Mapping[str, Any], default: DefaultId) -> str:
    stated = row.get("id")
    return nfc(stated) if isinstance(stated, str) else default(row)


def _named(rows: Rows, key: str) -> Iterator[tuple[Path, str]]:
    """The ids that rows name under a key, which holds one or a list."""
    for path, row in rows:
        value = row.get(key)
        if isinstance(value, str):
            yield (*path, key), value
        for number, name in enumerate(value if isinstance(value, list) else ()):
            if isinstance(name, str):
                yield (*path, key, number), name


def _spots(layers: Rows) -> Iterator[tuple[Path, str]]:
    """The units that layers name by their key: {unit: gao}; a text may be a place as well."""
    for path, row in layers:
        for key, value in row.items():
            if isinstance(value, dict) and isinstance(value.get("unit"), str):
                yield (*path, key, "unit"), value["unit"]


def _claims(units: Rows) -> Rows:
    """The mappings in units that can have sources of their own."""
    figures = [((*path, key), row.get(key)) for path, row in units for key in ("at", "troops")]
    for path, row in units:
        equipment = row.get("equipment")
        counts = equipment.items() if isinstance(equipment, dict) else ()
        figures += [((*path, "equipment", kind), count) for kind, count in counts]
    return [(path, value) for path, value in figures if isinstance(value, dict)]


def _unknown_pictograms(document: Document, units: Rows, nearest: Nearest) -> Iterator[Problem]:
    """The words of `pictograms` that nothing is drawn for; `none` alone is no list."""
    words = pictogram_words()
    for path, word in _named(units, "pictograms"):
        if isinstance(path[-1], int) and word not in words:
            hint = nearest.hint(word, words, what="pictograms") or _PICTOGRAMS_HINT
            yield document.problem(path, text=f"{quote(word)} has no pictogram", hint=hint)


def _taken_ids(document: Document, rows: Rows, default: DefaultId, what: str) -> Iterator[Problem]:
    """Of rows of one id all but the first. Letter case does not count: file systems differ on it."""
    first: dict[str, Path] = {}
    for path, row in rows:
        name = _id(row, default)
        if first.setdefault(same_id(name), path) != path and name:
            stated = next((key for key in ("id", "place", "text", "role", "label") if key in row), "")
            text = f"the id {name} is taken by the {what} of {document.where(first[same_id(name)])}"
            hint = "change one of them" if stated == "id" else "give one of them another `id`"
            hint += _OBSERVATIONS_HINT if what == "unit" else ""
            yield document.problem((*path, stated), text=text, hint=hint)


def _taken_widths(document: Document, artboards: Rows) -> Iterator[Problem]:
    """Two artboards of one width would never both be shown."""
    first: dict[int | str, Path] = {}
    for path, row in artboards:
        width = row.get("width")
        if isinstance(width, int | str) and first.setdefault(width, path) != path:
            text = f"the width {width} is taken by the artboard of {document.where(first[width])}"
            yield document.problem((*path, "width"), text=text, hint="change one of them")


def _taken_files(document: Document, artboards: Rows) -> Iterator[Problem]:
    """An artboard called as the snapshot of another one: both would be one file."""
    days = document.at(("snapshots",))
    ids = {_id(row, lambda row: ""): path for path, row in artboards}
    files = {f"{day}-{name}".casefold() for day in (days if isinstance(days, list) else ()) for name in ids}
    for name, path in ids.items():
        if name.casefold() in files:
            text = f"the file of the artboard {name} would be that of a snapshot"
            yield document.problem((*path, "id"), text=text, hint="give it an `id` that starts with no day")


def _unknown(  # noqa: PLR0913, PLR0917 - all that a hint is made of
    document: Document,
    named: Iterator[tuple[Path, str]],
    known: Collection[str],
    key: str,
    nearest: Nearest,
    told: Collection[str] | None = None,
) -> Iterator[Problem]:
    """The names that nothing bears; `key` is where the bearers are, as `units` or as `units/layers`. Of those that are
    `known`, where some are not to be told, a hint names those that are.
    """
    offered = known if told is None else told
    where = " or ".join(f"`{part}`" for part in key.split("/"))
    for path, name in named:
        if nfc(name) not in known:
            hint = nearest.hint(name, offered, what=key) or _what_is_there(offered, where)
            yield document.problem(path, text=f"{quote(name)} is not in {where}", hint=hint)


def _what_is_there(known: Collection[str], where: str) -> str:
    if not known:
        return f"the config has no {where}"
    return f"there are {', '.join(known)}" if len(known) <= MOST_LISTED else ""


def _named_parts(artboards: Rows) -> Iterator[tuple[Path, str]]:
    """The entries of `drop` and `keep` that name one thing of the config; towns are of the ground."""
    for path, name in (*_named(artboards, "drop"), *_named(artboards, "keep")):
        role, dot, bearer = name.partition(".")
        if DROPPABLE.get(role) and dot and bearer and role != "towns":
            yield path, name


def _label_names(artboards: Rows) -> Iterator[tuple[Path, str]]:
    """The ids under which an artboard sets texts by hand."""
    for path, row in artboards:
        labels = row.get("labels")
        for name in labels if isinstance(labels, dict) else ():
            yield (*path, "labels", name), name


def _layer_parts(layers: Rows) -> dict[str, None]:
    """What single things of layers an artboard can name; the basemap has labels too, so their styles are there."""
    targets = {f"labels.{style}": None for style in get_args(LabelStyle)}
    for _, row in layers:
        name = _id(row, default_layer_id)
        role = DROP_ROLES.get(str(row.get("kind")))
        if role and name:
            targets[f"layers.{name}"] = targets[f"{role}.{name}"] = None
    return targets
