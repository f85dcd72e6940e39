"""Whole configs that are right, of every key that needs no other file, and ways to break them."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.fuzzing.mutate import VALUES

_LETTERS = "abc XYZ äßłŽéøç Жщіє Ωλ 0123456789 -–'\"&<>#:{}[]%$\\_=,;!?*|@`~^()/+"
texts = st.text(_LETTERS, min_size=1, max_size=24).map(lambda text: f"A{text}".rstrip())
slugs = st.text("abcdefghijk-0123456789", min_size=1, max_size=8).map(lambda text: f"x{text}x")
days = st.integers(0, 60).map(lambda number: date(2022, 1, 1) + timedelta(number))
numbers = st.integers(0, 3000) | st.sampled_from([0, 1, 10, 999, 1000, 12_345, 200_000, 1_000_000_000])
ranges = st.tuples(numbers, numbers).filter(lambda ends: ends[0] != ends[1]).map(sorted)
counts = st.one_of(
    numbers,
    st.just("unknown"),
    ranges.map(lambda ends: {"min": ends[0], "max": ends[1]}),
    *(numbers.filter(bool).map(lambda number, kind=kind: {kind: number}) for kind in ("about", "at_least", "at_most")),
)
formations = st.lists(
    st.sampled_from(["tank", "infantry", "artillery", "headquarters", "air defence", "missile"]).flatmap(
        lambda kind: st.just(kind) | st.fixed_dictionaries(
            {"type": st.just(kind)},
            optional={"count": st.integers(1, 5), "label": texts, "echelon": st.sampled_from(["brigade", "army"])},
        )
    ),
    max_size=3,
)  # fmt: skip
equipment = st.dictionaries(
    st.sampled_from(["tanks", "artillery", "armored vehicles", "installations"]), counts, max_size=3
)
positions = st.fixed_dictionaries(
    {"lat": st.integers(4600, 4990).map(lambda n: n / 100), "lon": st.integers(3500, 4200).map(lambda n: n / 100)}
)


def _unit(sources: list[str], sides: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"id": slugs, "label": texts, "at": positions},
        optional={
            "side": st.sampled_from(sides),
            "troops": counts,
            "formations": formations,
            "equipment": equipment,
            "basis": st.sampled_from(["reported", "estimate", "illustrative"]),
            "sources": st.lists(st.sampled_from(sources), min_size=1, max_size=2, unique=True),
            "grade": st.sampled_from(["A1", "B2", "F6"]),
            "precision": st.sampled_from([0.01, 0.1, 0.5]),
            "country": st.sampled_from(["UA", "RU"]),
        },
    )


@st.composite
def configs(draw: st.DrawFn) -> dict[str, Any]:
    """A config that builds: units near each other, each with an id of its own, on one small artboard."""
    sources = draw(st.lists(slugs, min_size=1, max_size=3, unique=True))
    sides = draw(st.lists(slugs, min_size=1, max_size=2, unique=True))
    units = draw(st.lists(_unit(sources, sides), min_size=1, max_size=6, unique_by=lambda unit: unit["id"]))
    layers = draw(st.lists(_layers([unit["id"] for unit in units]), max_size=2, unique_by=lambda layer: layer["id"]))
    optional = {
        "title": texts,
        "subtitle": texts,
        "credit": texts,
        "as_of": days,
        "lang": st.sampled_from(["en", "en-GB", "uk", "de", "fr"]),
        "worldview": st.sampled_from(["un", "de-facto"]),
        "style": st.sampled_from(["light", "dark", "print", {"base": "dark", "land": "#303438"}]),
        "symbols": st.sampled_from(["news", "app6"]),
        "view": st.sampled_from([{"fit": "units", "pad": 0.2}, {"bounds": [34, 45, 43, 51], "graticule": 2}]),
        "legend": st.sampled_from([{"values": [100, 5000]}, {"max_diameter": 40}]),
    }
    config = draw(st.fixed_dictionaries({}, optional=optional))
    row = st.fixed_dictionaries({"publisher": texts}, optional={"title": texts, "published": days})
    return {
        **config,
        "sources": {name: draw(row) for name in sources},
        "sides": {name: {"label": draw(texts)} for name in sides},
        "units": units,
        **({"layers": layers} if layers else {}),
        "artboards": [{"id": "w", "width": draw(st.sampled_from([335, 500])), "scale": 1}],
        "outputs": ["svg", "geojson"],
    }


def _layers(units: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    ids = {"id": slugs}
    note = {"kind": st.just("note"), "text": texts.map(_unbraced), "at": positions, **ids}
    label = {"kind": st.just("label"), "text": texts, "at": positions, **ids}
    arrow = {"kind": st.just("arrow"), "from": positions, "to": st.just({"lat": 48.005, "lon": 38.005}), **ids}
    sums = st.lists(st.sampled_from(units), min_size=1, unique=True)
    return st.one_of(
        st.fixed_dictionaries(note),
        st.fixed_dictionaries({**note, "text": st.just("{sum} in all"), "sums": sums}),
        st.fixed_dictionaries(label, optional={"style": st.sampled_from(["water", "country"])}),
        st.fixed_dictionaries(arrow, optional={"label": texts}),
    )


def _unbraced(text: str) -> str:
    return text.translate({ord("{"): None, ord("}"): None})


@st.composite
def broken(draw: st.DrawFn) -> dict[str, Any]:
    """A config in which some values are others, gone, doubled or in the place of another."""
    tree = {"config": draw(configs())}
    for _ in range(draw(st.integers(1, 3))):
        places = list(_places(tree))
        holder, key = draw(st.sampled_from(places))
        there, at = draw(st.sampled_from(places))
        match draw(st.integers(0, 3)):
            case 0:
                holder[key] = deepcopy(draw(st.sampled_from(VALUES)))  # what comes next may put something in it
            case 1 if isinstance(holder, list):
                holder.insert(key, deepcopy(holder[key]))
            case 2 if holder is not tree:
                del holder[key]
                continue
            case _:
                holder[key] = deepcopy(there[at])
    return {"": tree["config"]} if not isinstance(tree["config"], dict) else tree["config"]


def _places(tree: Any) -> list[tuple[Any, Any]]:
    inner = list(tree.items()) if isinstance(tree, dict) else list(enumerate(tree)) if isinstance(tree, list) else []
    return [(tree, key) for key, _ in inner] + [place for _, value in inner for place in _places(value)]
