"""Units written in any format are read back as the same units."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.compose.observations import observations
from geomap.config import read_config
from geomap.facts import Claim, CountKind, Estimate, Formation, Link, Place, Unit, fields
from geomap.facts.columns import Records
from geomap.places.locate import locate
from geomap.places.rounding import rounded
from geomap.players import csv, geojson, gpkg, kml, kmz, parquet
from geomap.scene import Key, Scene, Side, Source

FORMATS: dict[str, Any] = {
    "csv": csv.export, "geojson": geojson.export, "gpkg": gpkg.export, "kml": kml.export, "kmz": kmz.export,
    "parquet": parquet.export,
}  # fmt: skip
WHERE = {name: ", where: {kind: unit}" if name in ("geojson", "kml", "kmz") else "" for name in FORMATS}

# Text of one line as the config allows it: printable, without blanks around it; formulas and marks of lists among them.
LETTERS = st.one_of(
    st.sampled_from("=+-@'\";:\\,|<&>%{}[]# "),
    st.sampled_from("ЇіآبЖ東京서울ñß́\U0001f600"),
    st.characters(categories=("L", "N", "P", "S")),
)
TEXTS = st.text(LETTERS, min_size=1, max_size=12).map(lambda text: text.strip() or "x").filter(str.isprintable)
NUMBERS = st.integers(0, 1_000_000_000)
COUNTS = st.one_of(
    st.none(),
    NUMBERS.map(Estimate.exact),
    NUMBERS.map(Estimate.about),
    st.tuples(NUMBERS, NUMBERS).map(lambda ends: Estimate(CountKind.RANGE, min(ends), max(ends))),
    NUMBERS.map(lambda least: Estimate(CountKind.AT_LEAST, least)),
    NUMBERS.map(lambda most: Estimate(CountKind.AT_MOST, None, most)),
    st.just(Estimate(CountKind.UNKNOWN)),
)
TYPES = st.one_of(st.sampled_from(["tank", "motorized infantry", "12 Guards: infantry", "headquarters"]), TEXTS)
FORMATIONS = st.builds(Formation, TYPES, st.integers(1, 50), st.one_of(st.just(""), TEXTS))
PLACES = st.builds(
    Place,
    st.floats(-90, 90, allow_subnormal=False),
    st.floats(-180, 180, allow_subnormal=False),
    name=st.one_of(st.just(""), TEXTS),
    country=st.sampled_from(["", "UA", "NO"]),
    found_by=st.sampled_from(["coordinates", "gazetteer"]),
)
IDS = st.lists(st.sampled_from(["one", "двa", "3"]), max_size=2, unique=True).map(tuple)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
GRADES = st.sampled_from(["", "A1", "F6"])
CLAIMS = st.builds(Claim, IDS, GRADES).filter(lambda claim: claim != Claim())
PROSE = st.lists(TEXTS, min_size=1, max_size=3).map("\n".join)
LINKS = st.builds(
    Link,
    st.sampled_from(["https://example.org/a;b?d=1&e=2", "http://example.org", "mailto:desk@example.org?subject=Gao"]),
    st.one_of(st.just(""), TEXTS),
)
HEADINGS = ("Seen by", "=Грід", 'say "so", or not', "__proto__")
EQUIPMENT = ("tanks", "artillery", "armored vehicles", "installations")


# Of each plain field of the table something of its form, or nothing.
BY_FORM = {
    "text": st.one_of(st.just(""), TEXTS),
    "prose": st.one_of(st.just(""), PROSE),
    "texts": st.lists(TEXTS, max_size=3).map(tuple),
    "links": st.lists(LINKS, max_size=3).map(tuple),
    "day": st.one_of(st.none(), DAYS),
    "number": st.one_of(st.none(), st.floats(-1e9, 1e9, allow_subnormal=False)),
}
PLAIN = st.fixed_dictionaries({field.name: BY_FORM[field.form] for field in fields.PLAIN})


@st.composite
def units(draw: st.DrawFn) -> Unit:
    place, precision = draw(PLACES), draw(st.sampled_from([None, 0.1]))
    if precision:
        place = replace(place, lat=rounded(place.lat, precision, 90), lon=rounded(place.lon, precision, 180))
    as_of, until = draw(st.one_of(st.tuples(st.none(), st.none()), st.tuples(DAYS, st.none()), st.tuples(DAYS, DAYS)))
    figures = {"troops": draw(COUNTS), **{kind: draw(COUNTS) for kind in EQUIPMENT}}
    claims = {name: draw(CLAIMS) for name, count in figures.items() if count and draw(st.booleans())}
    position = draw(IDS)
    return Unit(
        id=draw(st.sampled_from(["00123", "NO", "1e5", "київ", "東京", "2022-01-12", "12", "true", "a.b-c_d"])),
        label=draw(TEXTS),
        query=place.name,
        place=place,
        side=draw(st.sampled_from(["", "north", "007"])),
        formations=tuple(draw(st.lists(FORMATIONS, max_size=3))),
        troops=figures["troops"],
        equipment={kind: count for kind in EQUIPMENT if (count := figures[kind])},
        basis=draw(st.sampled_from(["reported", "estimate", "illustrative"])),
        sources=draw(IDS),
        grade=draw(GRADES),
        as_of=min(as_of, until) if as_of and until else as_of,
        until=max(as_of, until) if as_of and until else until,
        age=draw(st.one_of(st.none(), st.integers(0, 9999))) if as_of else None,
        precision=precision,
        claims=claims | ({"position": Claim(position)} if position else {}),
        carried={heading: draw(PROSE) for heading in HEADINGS if draw(st.booleans())},
        **draw(PLAIN),
    )


def scene_of(found: list[Unit]) -> Scene:
    return Scene(
        name="m", title="", subtitle="", as_of=None, lang="en", credit="", worldview="un", notes=(), source_line="",
        bounds=(0, 0, 1, 1), largest_value=1, max_diameter=60, key=Key("Troops", (), ()), areas=(), lines=(),
        symbols=Records(), at_places=Records(), labels=(), units=Records(found),
        sides={name: Side(name, name) for name in ("north", "007")},
        sources={name: Source(name, name) for name in ("one", "двa", "3")}, artboards=(),
    )  # fmt: skip


def written(found: list[Unit], suffix: str, folder: Path) -> Path:
    """A config that has its units from the export."""
    content = FORMATS[suffix](scene_of(found))
    (folder / f"m.{suffix}").write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    sources = "{one: {publisher: A}, двa: {publisher: B}, '3': {publisher: C}}"
    sides = "{north: {label: N}, '007': {label: B}}"
    carry = json.dumps([heading for heading in HEADINGS if any(heading in unit.carried for unit in found)])
    table = f"{{file: m.{suffix}{WHERE[suffix]}, carry: {carry}}}"
    text = f"sources: {sources}\nsides: {sides}\nunits_from: {table}\n"
    (folder / "config.yaml").write_text(text, "utf-8")
    return folder / "config.yaml"


def in_full(unit: Unit) -> Unit:
    """The unit with the echelon in the words of the type, as a table has it, and without its age on the map's day."""
    return replace(unit, age=None, formations=tuple(Formation(f.full_type, f.count, f.label) for f in unit.formations))


@pytest.mark.parametrize("examples", [6, pytest.param(15, marks=pytest.mark.long)])
@pytest.mark.parametrize("suffix", FORMATS)
def test_units_come_back_as_they_were(suffix: str, tmp_path: Path, examples: int) -> None:
    @settings(max_examples=examples)
    @given(st.lists(units(), min_size=1, max_size=4, unique_by=lambda unit: unit.id.casefold()))
    def come_back(found: list[Unit]) -> None:
        config = read_config(written(found, suffix, tmp_path))
        assert not config.warnings
        back = observations(config, locate(config, locked=True).rows)
        by_id = {unit.id: in_full(unit) for unit in back}
        assert by_id == {unit.id: in_full(unit) for unit in found}

    come_back()
