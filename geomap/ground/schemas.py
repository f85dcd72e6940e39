"""The schemas of tiles that are known, each as one table: what its layers hold is called in geomap's own words.

Protomaps v4 (docs.protomaps.com/basemaps/layers), OpenMapTiles 3 (openmaptiles.org/schema), Shortbread 1
(shortbread-tiles.org/schema/1.0).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

ROADS = ("motorway", "trunk", "primary", "secondary", "tertiary", "minor")  # roles of roads, the greatest first
RAILWAY = "railway"
WATER, WOOD, BUILT_UP = "water", "wood", "built_up"
RIVER, STREAM = "river", "stream"
CAPITAL, CITY, TOWN, VILLAGE, HAMLET, SUBURB = "capital", "city", "town", "village", "hamlet", "suburb"

Where = Mapping[str, Sequence[str]]  # values that columns have, any of them in each; nothing asks for nothing
Rule = tuple[str, Where]  # a role, and what has it; the first rule that fits counts


@dataclass(frozen=True, slots=True)
class Layer:
    """What is read of one layer of a schema; points have names."""

    kind: Literal["line", "area", "point"]
    rules: tuple[Rule, ...]
    is_named: bool = False
    columns: tuple[str, ...] = ()  # that are read too: how many live there, in this order of trust


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema by its name, and its layers. Those in `marks` are what it is known by."""

    name: str
    marks: frozenset[str]
    layers: Mapping[str, tuple[Layer, ...]]

    def asked(self, roles: Sequence[str], names: Sequence[str]) -> list[dict[str, Any]]:
        """What the reader is asked for of these roles; `names` are columns of names, the dearest first."""
        found = []
        for name, layers in self.layers.items():
            for layer in layers:
                if any(role in roles for role, _ in layer.rules):
                    # what the others ask for must not fall to a rule that stands behind them
                    of_rules = [column for _, where in layer.rules for column in where]
                    told = [*layer.columns, *(names if layer.is_named else ())]
                    rules = [(role if role in roles else "", dict(where)) for role, where in layer.rules]
                    found.append(
                        {
                            "layer": name,
                            "kind": layer.kind,
                            "names": list(names) if layer.is_named else [],
                            "columns": list(dict.fromkeys(of_rules)),
                            "told": told,
                            "rules": rules,
                        }
                    )
        return found


def _roads(column: str, **values: str) -> tuple[Rule, ...]:
    """Rules of roads by one column: the values of each role, between blanks."""
    return tuple((role, {column: tuple(texts.split())}) for role, texts in values.items())


PROTOMAPS = Schema(
    "Protomaps v4",
    frozenset({"earth", "roads", "pois", "landcover", "boundaries", "places"}),
    {
        "roads": (
            Layer(
                "line",
                (
                    (RAILWAY, {"kind": ("rail",), "kind_detail": ("rail", "narrow_gauge", "")}),
                    ("", {"kind": ("rail", "path", "ferry", "aerialway", "aeroway", "pier")}),
                    *_roads(
                        "kind_detail",
                        motorway="motorway motorway_link",
                        trunk="trunk trunk_link",
                        primary="primary primary_link",
                        secondary="secondary secondary_link",
                        tertiary="tertiary tertiary_link",
                    ),
                    ("motorway", {"kind": ("highway",)}),
                    ("secondary", {"kind": ("major_road",)}),
                    ("", {"kind_detail": ("service", "track")}),
                    ("minor", {"kind": ("minor_road",)}),
                ),
            ),
        ),
        "water": (
            Layer("area", ((WATER, {}),)),
            Layer(
                "line",
                ((RIVER, {"kind": ("river",)}), (STREAM, {"kind": ("stream", "canal")})),
                is_named=True,
            ),
        ),
        "landcover": (Layer("area", ((WOOD, {"kind": ("forest",)}), (BUILT_UP, {"kind": ("urban_area",)}))),),
        "landuse": (
            Layer(
                "area",
                (
                    (WOOD, {"kind": ("forest", "wood")}),
                    (BUILT_UP, {"kind": ("residential", "commercial", "industrial", "urban_area")}),
                ),
            ),
        ),
        "places": (
            Layer(
                "point",
                (
                    (CAPITAL, {"kind": ("locality",), "capital": ("yes", "2")}),
                    *((role, {"kind": ("locality",), "kind_detail": (role,)}) for role in (CITY, TOWN, VILLAGE)),
                    (HAMLET, {"kind": ("locality",)}),
                    (SUBURB, {"kind": ("macrohood", "neighbourhood"), "kind_detail": (SUBURB,)}),
                ),
                is_named=True,
                columns=("population",),
            ),
        ),
    },
)

OPENMAPTILES = Schema(
    "OpenMapTiles",
    frozenset({"transportation", "transportation_name", "place", "waterway", "boundary", "water_name"}),
    {
        "transportation": (
            Layer(
                "line",
                (
                    (RAILWAY, {"class": ("rail",), "subclass": ("rail", "narrow_gauge", "")}),
                    *_roads(
                        "class",
                        motorway="motorway",
                        trunk="trunk",
                        primary="primary",
                        secondary="secondary",
                        tertiary="tertiary",
                        minor="minor",
                    ),
                ),
            ),
        ),
        "water": (Layer("area", (("", {"intermittent": ("1",)}), (WATER, {}))),),
        "waterway": (
            Layer(
                "line",
                ((RIVER, {"class": ("river",)}), (STREAM, {"class": ("stream", "canal")})),
                is_named=True,
            ),
        ),
        "landcover": (Layer("area", ((WOOD, {"class": ("wood",)}),)),),
        "landuse": (
            Layer(
                "area",
                ((BUILT_UP, {"class": ("residential", "commercial", "industrial", "suburb", "quarter")}),),
            ),
        ),
        "place": (
            Layer(
                "point",
                (
                    (CAPITAL, {"class": ("city", "town"), "capital": ("2",)}),
                    *((role, {"class": (role,)}) for role in (CITY, TOWN, VILLAGE, HAMLET, SUBURB)),
                ),
                is_named=True,
                columns=("population", "rank"),
            ),
        ),
    },
)

SHORTBREAD = Schema(
    "Shortbread",
    frozenset({"streets", "place_labels", "water_polygons", "water_lines", "ocean", "land", "sites", "street_labels"}),
    {
        "streets": (
            Layer(
                "line",
                (
                    (RAILWAY, {"kind": ("rail", "narrow_gauge")}),
                    *_roads(
                        "kind",
                        motorway="motorway",
                        trunk="trunk",
                        primary="primary",
                        secondary="secondary",
                        tertiary="tertiary",
                        minor="unclassified residential living_street",
                    ),
                ),
            ),
        ),
        "ocean": (Layer("area", ((WATER, {}),)),),
        "water_polygons": (Layer("area", (("", {"kind": ("glacier",)}), (WATER, {}))),),
        "water_lines": (
            Layer(
                "line",
                ((RIVER, {"kind": ("river",)}), (STREAM, {"kind": ("stream", "canal")})),
                is_named=True,
            ),
        ),
        "land": (
            Layer(
                "area",
                (
                    (WOOD, {"kind": ("forest",)}),
                    (BUILT_UP, {"kind": ("residential", "commercial", "industrial", "retail")}),
                ),
            ),
        ),
        "place_labels": (
            Layer(
                "point",
                (
                    (CAPITAL, {"kind": ("capital",)}),
                    (CITY, {"kind": ("city", "state_capital")}),
                    *((role, {"kind": (role,)}) for role in (TOWN, VILLAGE, HAMLET, SUBURB)),
                ),
                is_named=True,
                columns=("population",),
            ),
        ),
    },
)
SCHEMAS = (PROTOMAPS, OPENMAPTILES, SHORTBREAD)


def expected(schema: Schema, layers: Sequence[str] = ()) -> str:
    """The layers of a schema, or those of some, with the columns that say what their features are."""
    found = []
    for name, rows in schema.layers.items():
        if name in layers or not layers:
            asked = dict.fromkeys(column for row in rows for _, where in row.rules for column in where)
            found.append(f"{name} ({', '.join(asked)})")
    return ", ".join(found)


def without_use(schema: Schema, columns: Mapping[str, Sequence[str]]) -> list[str]:
    """The layers of the schema, of those with these columns, of which nothing can be read for want of others."""

    def is_read(layer: Layer, there: Sequence[str]) -> bool:
        needed = (
            {column for column, values in where.items() if "" not in values} for role, where in layer.rules if role
        )
        return any(columns <= {*there} for columns in needed)

    there = {name: rows for name, rows in schema.layers.items() if name in columns}
    return [name for name, rows in there.items() if not any(is_read(row, columns[name]) for row in rows)]


def schema_of(layers: Sequence[str]) -> Schema | None:
    """The schema that a file's layers are of: the one of which it has the most layers that no other has."""
    own = [(len(schema.marks & {*layers}), schema) for schema in SCHEMAS]
    count, found = max(own, key=lambda one: one[0])
    return found if count else None
