"""Configs made up from the JSON Schema alone, so that a new key is tried on the day on which it is added.

What the schema cannot say is said here: which ids there are to refer to, which files lie beside the config, and texts
for each pattern. `right` is valid by the schema, and mostly a map; `near` is one of these with a few values spoilt.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import yaml

from tests.fuzzing.mutate import VALUES
from tests.fuzzing.seeds import ROOT

SCHEMA: dict[str, Any] = json.loads((ROOT / "geomap.schema.json").read_text("utf-8"))
Path = tuple[str, ...]

HOSTILE_TEXTS = (
    "__proto__", "constructor", "toString", "hasOwnProperty", "a\nb", "a\r\nb", "a\u2028b", "##[error]a",
    "::error::a", "a\n::set-output name=x::y", "\u202eabc\u202c", "\u2066a", "a\u200fb", "\u0378\u0379", "\U000e0001a",
    "\ufffe", "\ufdd0", "\U0010ffff", "\ue000", "\ud800", "\x00", "\x1b[31ma", "\x7f", "\x85", "\u00ada", "\u200ba",
    "a\u0301\u0301\u0301", "</script><!--", "]]>", "&amp;#0;", "{sum}", "{{", "$", "\\", "%s%n", "=1+1", "../..",
    "a" * 1000, "W" * 400, "\U0001f1fa\U0001f1e6",
    "\U0001f468\u200d\U0001f469", "न्द्र", "مصر", "북한", "ßſıİ", "\u1e9e", " \u00a0a", "true",
)  # fmt: skip
HOSTILE_IDS = (
    "__proto__", "constructor", "toString", "valueOf", "hasOwnProperty", "__defineGetter__", "prototype", "then",
    "0", "00", "1e3", "NaN", "con", "nul", "a.b", "Ж", "\u0378", "北京", "i\u0307", "ﬁ", "\U00020000", "x" * 64,
    "length", "name", "id", "units", "all", "none", "null", "true", "_", "a-", "e\u0301", "\u00e9",
)  # fmt: skip
_TEXTS = (
    "Alpha", "Camp near the river", "Łódź", "Луганськ", "Corps HQ, 2nd", "a & b", "Sources: \"A\" <b>", "tank brigade",
    "Troops at the border, an estimate of the ministry that has been repeated since", "x", "1", "8.5",
)  # fmt: skip
_NAMES = {
    "place": ("Luhansk", "Donetsk", "Mariupol", "Київ", "Gao", "Nowhereville"),
    "country": ("Ukraine", "Mali", "UKR", "germany", "Congo"),
    "tiles": ("OpenStreetMap.Mapnik", "OpenTopoMap"),
    "name": ("name", "class"),
}
_MONTHS = {
    "published": 1,
    "accessed": 2,
    "as_of": 3,
    "snapshots": 5,
    "dates": 5,
    "map": 6,
    "until": 9,
    "embargo_until": 1,
}
_LANGS = ("en", "en-GB", "uk", "ru", "de", "fr", "ar", "he", "zh-Hant")
_SELDOM = ("layer", "where", "columns", "sheet", "header_row", "skip_rows", "fill_down", "ignore", "key_at")
_DISTANCES = ("80m", "5km", "12.5 km", "150km")
_OBJECTS = ("title", "subtitle", "credit", "scale", "units", "formations", "pictograms", "layers", "notes", "labels")
_WEST, _SOUTH, _EAST, _NORTH = 34, 45, 43, 51
_LAYERS = (*["files/contact_line.geojson"] * 6, "survey.gpkg", "layers/road.geojson", "gone.kml")
_TABLES = (
    "files/plain.csv",
    "files/units.csv",
    "bases.xlsx",
    "places.kml",
    "sheet.csv",
    "register.parquet",
    "gone.csv",
)
_FONTS = ("fonts-1/Boxes.ttf", "sheet.csv", "gone.ttf")
_CHANCE_OF_KEY = 0.3  # of one that may be left out
_FEWER = 0.6  # of the chance, one level deeper
_REFERS = {"side": "sides", "sides": "sides", "sources": "sources", "found_by": "sources", "sums": "units"}
_USED = ("units", "sources", "sides", "artboards")  # there mostly, as most refers to them


class Maker:
    """Makes one config; `reached` are the keys of the schema that it has, by their definitions."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.ids: dict[str, list[str]] = {name: [] for name in ("sources", "sides", "units", "layers", "artboards")}
        self.reached: set[str] = set()
        self.odd = 0.15 if chance.random() < 0.4 else 0.0  # how many of its ids, texts and files are odd ones

    def right(self) -> dict[str, Any]:
        """A config that the schema allows."""
        keys = list(SCHEMA["properties"])
        keys.sort(key=lambda key: _USED.index(key) if key in _USED else len(_USED))  # what is referred to first
        made = {}
        for key in keys:
            if key == "units" or self.chance.random() < (0.85 if key in _USED else _CHANCE_OF_KEY):
                self.reached.add(key)
                made[key] = self._value(SCHEMA["properties"][key], (key,))
        order = list(made)
        if self.chance.random() < 0.3:
            self.chance.shuffle(order)
        return {key: made[key] for key in order}

    def _value(self, node: dict[str, Any], path: Path) -> Any:
        """A value for a part of the schema, at a path of keys."""
        while "$ref" in node:
            name = node["$ref"].rpartition("/")[2]
            path = (*path, f"${name}")
            node = SCHEMA["$defs"][name]
        if "const" in node:
            return node["const"]
        if "enum" in node:
            return self.chance.choice(node["enum"])
        if "properties" not in node and (forms := node.get("anyOf") or node.get("oneOf")):
            return self._value(self.chance.choice(forms), path)
        kind = node["type"]
        if isinstance(kind, list):
            kind = self.chance.choice(kind)
        made: Callable[[dict[str, Any], Path], Any] = getattr(self, f"_{kind}")
        return made(node, path)

    def _object(self, node: dict[str, Any], path: Path) -> dict[str, Any]:
        if "properties" not in node:
            return self._mapping(node, path)
        name = next((step for step in reversed(path) if step.startswith("$")), "".join(path[-1:]))
        required = [*node.get("required", ())]
        if forms := node.get("oneOf") or node.get("anyOf"):
            required += self.chance.choice(forms)["required"]
        if name == "$PagesRow":
            required.append(self.chance.choice(("langs", "dates")))
        if "at" in node["properties"] and path[0] in ("units", "layers", "ground") and self.chance.random() < 0.95:
            # a name alone is to be one of a place, a day alone has to follow another
            required += ["id", "at"] if path[0] == "units" else ["at"]
        if "symbol" in node["properties"]:
            required.append("place")  # a place that is shown has a name
        excluded = node.get("not", {}).get("required", ())
        left_out = {*(self.chance.sample(excluded, 1) if excluded else ())}
        if node.get("oneOf"):  # one of the ways alone
            left_out |= {key for form in node["oneOf"] for key in form["required"]} - {*required}
        share = self.chance.choice((0.15, _CHANCE_OF_KEY, 0.5)) * _FEWER ** (len(path) > 4)
        left_out |= (
            {key for key, of in _REFERS.items() if not self.ids[of]} - {*required} if path and not self.odd else set()
        )
        made = {}
        for key, inner in node["properties"].items():
            often = share * (0.2 if key in _SELDOM and not self.odd else 1)
            if key in required or (key not in left_out and self.chance.random() < often):
                self.reached.add(f"{name}.{key}")
                made[key] = self._value(inner, (*path, key))
        return self._sorted(made)

    def _sorted(self, made: dict[str, Any]) -> dict[str, Any]:
        """What has to be in an order, or go together, which the schema does not say, is so mostly."""
        if {"place", "at", "precision"} <= {*made} and not self.odd:
            del made["place"]  # a place that is rounded needs words of its own
        if "min" in made and "max" in made and self.chance.random() >= self.odd:
            made["min"], made["max"] = sorted((made["min"], made["max"]))
        return made

    def _mapping(self, node: dict[str, Any], path: Path) -> dict[str, Any]:
        """A mapping whose keys are the user's."""
        keys = [self._key(node.get("propertyNames"), path) for _ in range(self.chance.choice((1, 1, 2, 3)))]
        if path[-1] in ("sources", "sides") and len(path) == 1:
            self.ids[path[-1]] = keys
        return {key: self._value(node["additionalProperties"], (*path, "*")) for key in keys}

    def _key(self, names: dict[str, Any] | None, path: Path) -> str:
        if path[-1] == "labels" and self.chance.random() >= self.odd and (ids := self.ids["units"]):
            return self.chance.choice(ids)
        return str(self._value(names or {"$ref": "#/$defs/Text"}, (*path, "id" if len(path) == 1 else "*key")))

    def _array(self, node: dict[str, Any], path: Path) -> list[Any]:
        if "prefixItems" in node:
            names = ("west", "south", "east", "north")
            made = [self._value(item, (*path, name)) for name, item in zip(names, node["prefixItems"], strict=True)]
            return (
                made
                if self.chance.random() < self.odd
                else [min(made[::2]), min(made[1::2]), max(made[::2]), max(made[1::2])]
            )
        least = node.get("minItems", 0)
        most = min(node.get("maxItems", 4), 4)
        many = max(least, self.chance.choice((0 if self.odd else 1, 1, 1, 2, most)))
        if path == ("units",):
            many = self.chance.choice((1, 2, 3, 6))
        if path == ("artboards",):
            many = self.chance.choice((1, 1, 2))
        return [self._value(node["items"], (*path, "*")) for _ in range(many)]

    def _integer(self, node: dict[str, Any], path: Path) -> int:
        least, most = node.get("minimum", -10), node.get("maximum", 10**9)
        near = (1, 2, self.chance.randrange(20, 60), *(self.chance.randrange(200, 1200) for _ in range(4)))
        odd = (least, most, least + 1, most - 1)
        return min(most, max(least, self.chance.choice(odd if self.chance.random() < 0.1 else near)))

    def _number(self, node: dict[str, Any], path: Path) -> float:
        least, most = node.get("minimum", -1000), node.get("maximum", 1000)
        if self.chance.random() < 0.05:
            return self.chance.choice((least, most, float(least), 0 if least <= 0 else least))
        match path[-1]:
            case "lat" | "south" | "north":
                least, most = _SOUTH, _NORTH
            case "lon" | "west" | "east":
                least, most = _WEST, _EAST
            case "dx" | "dy":
                least, most = -60, 60
        return round(self.chance.uniform(least, most), 3)

    def _boolean(self, node: dict[str, Any], path: Path) -> bool:
        return self.chance.random() < 0.5

    def _string(self, node: dict[str, Any], path: Path) -> str:
        key = next((step for step in reversed(path) if not step.startswith(("$", "*"))), "")
        if key == "tiles":
            return self._text(key, path)
        if key == "show" and self.chance.random() >= self.odd:
            return self.chance.choice(_NAMES["place"][:2])
        for named, make in self._words().items():
            if named in (path[-1], node.get("pattern")):
                return make(key, path)
        return self.chance.choice(_TEXTS)

    def _words(self) -> dict[str, Callable[[str, Path], str]]:
        """By the definition, or the pattern: what makes a text for a key."""
        choice, number = self.chance.choice, self.chance.randrange
        definitions = SCHEMA["$defs"]
        patterns = {
            definitions["LineRow"]["properties"]["file"]["pattern"]: self._file,
            definitions["Slug"]["pattern"]: self._id,
            definitions["ArtboardRow"]["properties"]["drop"]["items"]["pattern"]: self._object_name,
            definitions["ArtboardLength"]["anyOf"][1]["pattern"]: lambda *_: f"{60 + number(200)}{choice(('', ' '))}mm",
            definitions["UnitRow"]["properties"]["grade"]["pattern"]: lambda *_: choice("ABCDEF") + choice("123456"),
            definitions["Country"]["anyOf"][1]["pattern"]: lambda *_: choice(_NAMES["country"]),
            definitions["SitesRow"]["properties"]["within"]["anyOf"][1]["pattern"]: lambda *_: choice(_DISTANCES),
            SCHEMA["properties"]["lang"]["pattern"]: lambda *_: choice(_LANGS),
        }  # fmt: skip
        return {
            "$Slug": self._id,
            "$Text": self._text,
            "$Day": self._day,
            "$Url": lambda *_: "https://example.org/" + choice(("", "a?b=c&d='e'", "%3Cb%3E", "ж", "x" * 300)),
            "$Address": lambda *_: choice(
                ("https://example.org/a?b=c&d='e'", "http://example.org/;x", "mailto:a.b@example.org?subject=%3Cb%3E")
            ),
            "$Prose": lambda *where: "\n".join(self._text(*where) for _ in range(1 + number(3))),
            "$Heading": lambda *_: choice(("Seen by", "Обсяг", "=SUM(A1)", 'say "so"', "__proto__", "Grid")),
            "$Colour": lambda *_: f"#{number(16**6):06x}" if number(4) else f"#{number(16**3):03X}",
            **patterns,
        }

    def _day(self, key: str, path: Path) -> str:
        """Each after those that it has to follow, mostly."""
        month = _MONTHS.get("map" if path[0] == "as_of" else key, 1)
        if self.chance.random() < self.odd:
            month = self.chance.randrange(1, 13)
        year = 2030 if key == "embargo_until" and self.odd else 2022
        return f"{year}-{month:02}-{self.chance.randrange(1, 29):02}"

    def _text(self, key: str, path: Path) -> str:
        if key in _NAMES:
            return self.chance.choice(_NAMES[key])
        if self.chance.random() < self.odd:
            return self.chance.choice([text for text in HOSTILE_TEXTS if text.strip()])
        return self.chance.choice(_TEXTS)

    def _id(self, key: str, path: Path) -> str:
        """A new one where it is defined; else one that is, mostly."""
        root = path[0]
        if key == "id" or path == ("name", "$Slug"):
            made = (
                self.chance.choice(HOSTILE_IDS)
                if self.chance.random() < self.odd
                else f"x{self.chance.randrange(10**4)}"
            )
            self.ids.setdefault(root, []).append(made)
            return made
        known = self.ids[_REFERS[key]] if key in _REFERS else []
        if known and self.chance.random() >= self.odd / 4:
            return self.chance.choice(known)
        return self.chance.choice((*HOSTILE_IDS, "nobody"))

    def _file(self, key: str, path: Path) -> str:
        files = _FONTS if path[0] == "fonts" else _LAYERS if path[0] in ("layers", "pages") else _TABLES
        return self.chance.choice(files) if self.odd else files[0]

    def _object_name(self, key: str, path: Path) -> str:
        name = self.chance.choice(_OBJECTS)
        ids = self.ids["layers" if name in ("layers", "notes", "labels") else "units"]
        return (
            f"{name}.{self.chance.choice(ids)}" if ids and name in _OBJECTS[4:] and self.chance.random() < 0.6 else name
        )


def right(chance: random.Random) -> dict[str, Any]:
    """A config that is valid by the schema."""
    return Maker(chance).right()


def near(chance: random.Random) -> Any:
    """A config that nearly is: some values replaced, out of bounds, gone, doubled, renamed or under another key."""
    tree: dict[str, Any] = {"": right(chance)}
    for _ in range(chance.choice((1, 1, 2, 4))):
        holders = list(_places(tree[""], [tree], "")) or [(tree, "")]
        holder, key = chance.choice(holders)
        match chance.randrange(8):
            case 0 | 1:
                holder[key] = chance.choice(HOSTILE_TEXTS)
            case 2:
                holder[key] = deepcopy(chance.choice(VALUES))
            case 3 if isinstance(holder, dict) and holder is not tree:
                holder[chance.choice((*HOSTILE_TEXTS, *HOSTILE_IDS))] = deepcopy(holder.pop(key))
            case 4 if holder is not tree:
                del holder[key]
            case 5 if isinstance(holder[key], int | float):
                holder[key] = chance.choice((-1, 0, 1, 2)) * holder[key] + chance.choice((-1, 0, 0.5, 1e9, 1e16))
            case 6:
                there, at = chance.choice(holders)
                holder[key] = deepcopy(there[at])
            case _:
                holder[key] = chance.choice(([], {}, [holder[key]], {"value": holder[key]}, str(holder[key])))
    return tree[""]


def _places(value: Any, holders: list[Any], key: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a tree: what holds it, and its key there."""
    yield holders[-1], key
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in list(inner):
        yield from _places(one, [*holders, value], step)


def written(chance: random.Random, config: Any) -> bytes:
    """As YAML, in one of the ways in which people and programs write it."""
    match chance.randrange(4):
        case 0:
            text = json.dumps(config, ensure_ascii=chance.random() < 0.1)
        case 1:
            text = json.dumps(config, ensure_ascii=False, indent=1)
        case _:
            text = yaml.dump(
                config, Dumper=_Dumper, allow_unicode=chance.random() < 0.7, sort_keys=False,
                default_flow_style=chance.choice((False, None)), width=chance.choice((40, 120)),
            )  # fmt: skip
    return text.encode("utf-8", "surrogatepass")


def plainly(config: Any) -> bytes:
    """As YAML, in blocks."""
    return yaml.dump(config, Dumper=_Dumper, allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass")


def small(config: Any) -> Any:
    """The same, of artboards that are soon drawn."""
    boards = config.get("artboards") if isinstance(config, dict) else None
    for board in boards if isinstance(boards, list) else ():
        for key, most in (("width", 700), ("height", 900), ("scale", 1)):
            if isinstance(board, dict) and isinstance(board.get(key), int | float):
                board[key] = min(board[key], most)
    return config


class _Dumper(yaml.SafeDumper):
    """Without anchors: what stands twice is written twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def smaller_trees(config: Any) -> Iterator[Any]:
    """The same config with one part less, the large parts first."""
    tree = {"": config}
    places = sorted(_places(config, [tree], ""), key=lambda place: -len(repr(place[0][place[1]])))
    paths = [_path_of(tree, holder, key) for holder, key in places if holder is not tree]
    for path in paths:
        less = deepcopy(tree)
        holder: Any = less
        for step in path[:-1]:
            holder = holder[step]
        del holder[path[-1]]
        yield less[""]


def _path_of(tree: Any, holder: Any, key: Any) -> Path:
    """How to come to a place again in a copy."""
    if tree is holder:
        return (key,)
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return next(((step, *rest) for step, one in inner if (rest := _path_of(one, holder, key))), ())
