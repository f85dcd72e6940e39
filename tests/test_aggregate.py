"""A table of very many rows is summed up: nothing is lost, nothing is counted twice, and every output says so."""

from __future__ import annotations

import csv
import json
import pickle
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from fractions import Fraction
from functools import partial
from itertools import combinations
from math import hypot
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from click.testing import CliRunner
from pyarrow import csv as pa_csv
from pyarrow import parquet

from geomap.cli import main
from geomap.config import read_config
from geomap.errors import ConfigError
from geomap.facts import CountKind, Estimate
from geomap.facts.sums import total
from geomap.gate import published
from geomap.pipeline.build import build
from geomap.pipeline.validate import validate
from geomap.tables.aggregation import Batch, Plan, Summary, _sum_up
from geomap.tables.aggregation import table as table_reader
from geomap.values.counts import parse_count

CONFIG = """\
view: {{bounds: [-3, 15, 3, 19]}}
sources: {{daily: {{publisher: The Daily}}}}
sides: {{army: {{label: The army, colour: "#885522"}}, guard: {{label: The guard, colour: "#335577"}}}}
aggregate: {{file: {file}, by: {by}, cell: 1, sources: daily}}
artboards: [{{id: wide, width: 500}}]
outputs: [svg, csv, html, geojson]
"""
ROWS = """\
lat,lon,troops,place,side
16.1,0.1,100,Gao,army
16.3,0.3,200,Gao,army
16.2,0.2,50,Gao,guard
17.5,-1.5,,Kidal,army
17.6,-1.4,30,Kidal,army
,,500,Nowhere,army
"""


def write(folder: Path, by: str, rows: str = ROWS) -> Path:
    (folder / "rows.csv").write_text(rows, "utf-8")
    (folder / "config.yaml").write_text(CONFIG.format(file="rows.csv", by=by), "utf-8")
    return folder / "config.yaml"


def table(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "output" / "config.csv").open(encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def squares(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("squares")
    build(write(folder, "grid"))
    return folder


def test_a_circle_for_each_square_and_side_several_side_by_side_one_at_the_mean_of_its_rows(squares: Path) -> None:
    units = table(squares)
    assert set(units) == {"grid-0_16-army", "grid-0_16-guard", "grid--2_17-army"}
    army = units["grid-0_16-army"]
    assert (army["troops"], army["troops_kind"], army["lat"], army["lon"]) == ("300", "exact", "16.5", "0.25")
    assert (units["grid-0_16-guard"]["lat"], units["grid-0_16-guard"]["lon"]) == ("16.5", "0.75")
    assert (units["grid--2_17-army"]["lat"], units["grid--2_17-army"]["lon"]) == ("17.55", "-1.45")
    assert (army["label"], army["sources"], army["side"]) == ("2 rows", "daily", "army")
    assert units["grid-0_16-guard"]["label"] == "1 row"


@pytest.mark.parametrize("by", ["grid", "hex"])
def test_circles_of_cells_and_sides_lie_beside_each_other(tmp_path: Path, by: str) -> None:
    """Of the size that is right for the cells, unless the config states one."""
    chance = np.random.default_rng(2)
    places = zip(chance.uniform(15, 19, 3000), chance.uniform(-3, 3, 3000), strict=True)
    rows = [f"{lat:.3f},{lon:.3f},5,,{('army', 'guard')[number % 2]}" for number, (lat, lon) in enumerate(places)]
    config = write(tmp_path, by, "\n".join([ROWS.splitlines()[0], *rows]))
    circles = circles_of(config)
    assert len(circles) > 45
    assert touching(circles) == []
    assert max(circle["diameter"] for circle in circles) > 25, "as large as they can be"
    phone = "artboards: [{id: wide, width: 500}, {id: phone, width: 335}]"
    config.write_text(re.sub("artboards.*", phone, config.read_text("utf-8")), "utf-8")
    assert touching(circles_of(config, "phone")) == []
    config.write_text(config.read_text("utf-8") + "legend: {max_diameter: 12}\n", "utf-8")
    assert max(circle["diameter"] for circle in circles_of(config)) == pytest.approx(12)


def touching(circles: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [
        (a["unit"], b["unit"])
        for a, b in combinations(circles, 2)
        if hypot(a["x"] - b["x"], a["y"] - b["y"]) <= (a["diameter"] + b["diameter"]) / 2
    ]


def circles_of(config: Path, artboard: str = "wide") -> list[dict[str, Any]]:
    build(config, only=["svg"])
    manifest = json.loads((config.parent / "output" / "manifest.json").read_text("utf-8"))
    return [row for row in manifest["artboards"][artboard]["symbols"] if row["kind"] == "circle"]


def test_a_row_without_a_number_leaves_the_sum_open(squares: Path) -> None:
    row = table(squares)["grid--2_17-army"]
    assert (row["troops_kind"], row["troops_min"], row["troops_max"]) == ("at_least", "30", "")


ROUNDED = [
    Estimate.about(12_000), Estimate.exact(12_345), Estimate.exact(0), Estimate(CountKind.RANGE, 800, 2500),
    Estimate(CountKind.AT_LEAST, 900), Estimate(CountKind.AT_MOST, None, 70), Estimate(CountKind.UNKNOWN),
]  # fmt: skip


@pytest.mark.parametrize("chosen", [own for n in (1, 2, 3) for own in combinations(range(len(ROUNDED)), n)])
def test_a_sum_of_rows_is_no_more_certain_than_that_of_units(chosen: tuple[int, ...]) -> None:
    """Of every kind of count, as the exports write it."""
    counts = [ROUNDED[number] for number in chosen]
    low, high = (
        [float("nan") if end is None else end for end in ends] for ends in zip(*map(ends_of, counts), strict=True)
    )
    batch = {
        "lat": pa.array([1.0] * len(counts)), "lon": pa.array([2.0] * len(counts)),
        "troops_min": pa.array(low, pa.float64()), "troops_max": pa.array(high, pa.float64()),
        "troops_kind": pa.array([count.kind.value for count in counts]),
    }  # fmt: skip
    (found,) = _sum_up(batch, Plan("grid", 1, date(2022, 1, 1), 9)).totals.values()
    wanted = total(counts)
    if wanted.minimum or wanted.maximum is None:
        assert parse_count(found.troops) == wanted
    else:
        assert ends_of(parse_count(found.troops)) == ends_of(wanted)


def ends_of(count: Estimate) -> tuple[int | None, int | None]:
    return (count.minimum or None) if count.maximum else count.minimum, count.maximum


def test_rows_under_embargo_are_in_no_sum_and_rounded_ones_nowhere_exact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outputs are those of a table without the rows; `build` alone says how many there are."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1643673600")  # 2022-02-01
    head = "lat,lon,troops,place,side,precision,until_then"
    rows = [head, "16.123,0.456,100,Gao,army,0.25,", "17.5,-1.5,30,Kidal,army,,2022-02-01"]
    held = ["16.2,0.2,7000,Gao,army,,2022-02-02", "18.5,2.5,9,Secret,guard,,2999-01-01"]
    for name, table_rows in (("all", [*rows, *held]), ("shown", rows)):
        config = write(tmp_path, "grid", "\n".join(table_rows) + "\n")
        config.write_text(
            config.read_text("utf-8").replace("cell: 1", "cell: 1, columns: {embargo_until: until_then}"), "utf-8"
        )
        said = CliRunner().invoke(main, ["build", str(config), "--held", "--out", str(tmp_path / name)]).stdout
        assert ("2 rows of `aggregate` held back by `embargo_until`" in said.splitlines()) == (name == "all")
    files = [*(tmp_path / "all").iterdir()]
    for path in files:
        assert path.read_bytes() == (tmp_path / "shown" / path.name).read_bytes(), path.name
    assert len(files) == 4 + 1
    (gao, kidal) = csv.DictReader((tmp_path / "all" / "config.csv").open(encoding="utf-8"))
    assert sorted((row["lat"], row["lon"], row["troops"]) for row in (gao, kidal)) == [
        ("16.0", "0.5", "100"), ("17.5", "-1.5", "30"),
    ]  # fmt: skip


def test_pictures_and_page_say_what_was_merged_and_what_was_left_out(squares: Path) -> None:
    said = "Each circle is the sum of a square of 1°; all together: 5 rows"
    svg = re.sub(r"<.*?>", "", (squares / "output" / "config-wide.svg").read_text("utf-8"))
    assert said in " ".join(svg.split())
    assert "not counted: 1 row" in (squares / "output" / "config.html").read_text("utf-8")
    manifest = json.loads((squares / "output" / "manifest.json").read_text("utf-8"))
    values = {row["unit"]: row["value"] for row in manifest["artboards"]["wide"]["symbols"] if row["kind"] == "circle"}
    assert values["grid-0_16-army"] == 300


def test_places_are_named_and_a_changed_table_is_read_again(tmp_path: Path) -> None:
    config = write(tmp_path, "place")
    build(config, only=["csv"])
    assert {row["label"] for row in table(tmp_path).values()} == {"Gao (2 rows)", "Gao (1 row)", "Kidal (2 rows)"}
    assert not build(config, only=["csv"]).why
    (tmp_path / "rows.csv").write_text(ROWS.replace(",200,", ",250,"), "utf-8")
    assert build(config, only=["csv"]).why == {"config.csv": "changed: units"}
    assert table(tmp_path)["place-gao-army"]["troops"] == "350"


@pytest.mark.parametrize("by", ["grid", "hex"])
def test_cells_hold_all_rows_of_ranges_and_none_twice(tmp_path: Path, by: str) -> None:
    chance = np.random.default_rng(3)
    count = 5000
    low = chance.integers(1, 30, count)
    high = low + chance.integers(0, 5, count)
    lat, lon = chance.uniform(-80, 80, count), chance.uniform(-180, 180, count)
    columns = {"lat": lat, "lon": lon, "troops_min": low, "troops_max": high}
    parquet.write_table(pa.table(columns), tmp_path / "rows.parquet")
    (tmp_path / "config.yaml").write_text(
        CONFIG.format(file="rows.parquet", by=by).replace("cell: 1", "cell: 20"), "utf-8"
    )
    config = read_config(tmp_path / "config.yaml")
    troops = [unit.troops for unit in config.units]
    assert sum(count.minimum for count in troops) == low.sum()
    assert sum(count.maximum for count in troops) == high.sum()
    assert config.summary is not None
    assert (config.summary.rows, config.summary.lost) == (count, 0)
    assert len(config.units) < 400
    if by == "hex":  # no row is further from the mean of its hexagon than across it
        spots = np.array([(unit.at.lon, unit.at.lat) for unit in config.units if abs(unit.at.lat) < 50])
        inner = np.abs(lat) < 50
        nearest = np.hypot(lon[inner, None] - spots[:, 0], lat[inner, None] - spots[:, 1]).min(axis=1)
        assert nearest.max() < 20


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("lat,troops\n1,2\n", "aggregate.file: rows.csv the table has no column lon; there are lat, troops; say which"),
        ("lat,lon,place\n1,2,x\n", "rows.csv the table has no column troops"),
        ("lat,lon,troops,side\n1,2,3,navy\n", "rows.csv names the side navy, which is not in `sides`"),
        ("lat,lon,troops\nnorth,2,3\n", "rows.csv cannot be read as a table"),
        ("lat,lon,troops\n1,2,3\n1,2,-5\n",
         "rows.csv has -5 troops in a row at 1, 2; a count is a whole number up to 1000000000"),
        ("lat,lon,troops_max\n1,2,1e400\n",
         "rows.csv has inf troops in a row at 1, 2; a count is a whole number up to 1000000000"),
        ("lat,lon,troops\n1,2,3\n1,2,2.5\n",
         "rows.csv has 2.5 troops in a row at 1, 2; a count is a whole number up to 1000000000"),
        ("lat,lon,troops_min,troops_max\n1,2,9,5\n",
         "rows.csv has 9 to 5 troops in a row at 1, 2; the least is larger than the largest"),
        ("lat,lon,troops\n1,2,800000000\n1,2,800000000\n",
         "rows.csv sums up to 1600000000 in one circle, expected at most 1000000000"),
        ("lat,lon,troops,troops\n1,2,3,4\n", 'rows.csv has the heading "troops" twice; rename one of them'),
        ("lat,lon,troops,troops_kind\n1,2,3,circa\n",
         'rows.csv has the troops_kind "circa", expected exact, range, about,'),
        ("lat,lon,troops,precision\n1,2,3,0\n", "rows.csv has a precision that is none of 0.0001 to 10 degrees"),
        ("lat,lon,troops,embargo_until\n1,2,3,soon\n", "rows.csv cannot be read as a table: "),
        ("lat,lon,troops,embargo_untill\n1,2,3,2999-01-01\n", 'rows.csv has the heading "embargo_untill", which looks'),
        ("lat,lon,troops,Embargo\n1,2,3,2999-01-01\n", 'rows.csv has the heading "Embargo", which looks as if it held'),
        ("lat,lon,troops,precison\n1,2,3,1\n", 'rows.csv has the heading "precison", which looks as'),
        ("lat,lon,troops,precision, Precision\n1,2,3,1,2\n", 'rows.csv has the heading " Precision" twice'),
    ],
    ids=["no column", "no count", "no such side", "no number", "negative", "infinite", "half", "swapped", "huge",
         "twice", "kind", "precision", "embargo", "untill", "embargo alone", "precison", "in two cases"],
)  # fmt: skip
def test_a_table_that_cannot_be_summed_says_why(tmp_path: Path, rows: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_config(write(tmp_path, "grid", rows))
    assert message in str(caught.value.problems[0])
    assert ":4:19: " in str(caught.value.problems[0])


@pytest.mark.parametrize("heading", ["embargo_until", "Embargo_Until", "embargo until", " EMBARGO-UNTIL "])
@pytest.mark.parametrize("by", ["grid", "place"])
def test_a_row_is_held_back_however_its_heading_is_written(tmp_path: Path, heading: str, by: str) -> None:
    rows = f"Lat,LON,Troops,place,{heading}\n16,0,5,Gao,\n17.4321,1,4242,Kidal,2999-01-01\n"
    config = read_config(write(tmp_path, by, rows))
    assert [unit.troops for unit in config.units] == [Estimate.exact(5)]


@pytest.mark.parametrize("heading", ["precision", "Precision", " PRECISION "])
def test_a_place_is_rounded_however_its_heading_is_written(tmp_path: Path, heading: str) -> None:
    config = read_config(write(tmp_path, "grid", f"lat,lon,troops,{heading}\n16.4321,0.1234,5,1\n"))
    assert [(unit.at.lat, unit.at.lon) for unit in config.units] == [(16, 0)]


def test_rounding_does_not_tell_the_side_of_the_date_line(tmp_path: Path) -> None:
    found = [
        read_config(write(tmp_path, "grid", f"lat,lon,troops,precision\n16,{lon},5,1\n")).units[0].at
        for lon in (179.9, -179.9, 180, -180)
    ]
    assert len({(at.lat, at.lon) for at in found}) == 1


def test_what_is_named_under_ignore_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("lat,lon,troops,Embargo reason\n16,0,5,none\n", "utf-8")
    text = CONFIG.format(file="rows.csv", by="grid").replace("cell: 1", "cell: 1, ignore: [embargo reason]")
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    assert len(read_config(tmp_path / "config.yaml").units) == 1


def test_what_holds_rows_back_is_read_whatever_the_config_says_of_it(tmp_path: Path) -> None:
    config = write(tmp_path, "grid", "lat,lon,troops,embargo_until,day\n1,2,3,2999-01-01,2000-01-01\n1,2,4,,\n")
    text = config.read_text("utf-8")
    config.write_text(
        text.replace("cell: 1", "cell: 1, columns: {side: embargo_until}, ignore: [embargo_until]"), "utf-8"
    )
    assert [row.troops for row in read_config(config).units] == [Estimate.exact(4)]
    other = "cell: 1, columns: {embargo_until: day}, ignore: [embargo_until]"
    config.write_text(text.replace("cell: 1", other), "utf-8")
    with pytest.raises(ConfigError, match='the heading "embargo_until" holds rows back, and is not read as'):
        read_config(config)


def test_too_many_cells_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geomap.config.aggregate.MOST_CELLS", 2)
    with pytest.raises(ConfigError, match=r"rows\.csv makes more than 2 circles; write a larger `cell`"):
        read_config(write(tmp_path, "grid"))


def test_places_whose_ids_would_be_the_same_are_all_there(tmp_path: Path) -> None:
    rows = "".join(f"16,{n}.5,{n + 1},{name}\n" for n, name in enumerate(("Gao", "gao!", "GAO", "???", "!!!")))
    units = read_config(write(tmp_path, "place", f"lat,lon,troops,place\n{rows}")).units
    assert [unit.id for unit in units] == ["place", "place-2", "place-gao", "place-gao-2", "place-gao-3"]
    assert sum(unit.troops.minimum for unit in units) == 15
    long = ["Gao " * 40 + end for end in "xy"]
    units = read_config(write(tmp_path, "place", f"lat,lon,troops,place\n1,2,5,{long[0]}\n1,2,5,{long[1]}\n")).units
    assert [unit.label.text for unit in units] == [f"{name} (1 row)" for name in long]


@pytest.mark.parametrize("held", ["", ", embargo_until: 2999-01-01"])
def test_an_id_of_a_circle_that_a_unit_has_too_is_refused_and_not_changed(tmp_path: Path, held: str) -> None:
    """Or the circle's id would tell of a unit that is held back."""
    config = write(tmp_path, "place")
    unit = f"units: [{{id: Place-Gao-Army, label: X, at: {{lat: 16, lon: 0}}{held}}}]\n"
    config.write_text(unit + config.read_text("utf-8"), "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_config(config)
    text = "rows.csv has a circle with the id place-gao-army, which a unit of the config has too"
    assert str(caught.value.problems[0]).endswith(f"aggregate.file: {text}; give that unit another `id`")


@pytest.mark.parametrize(("place", "said"), [("\x1b[31m", '"\\u001b[31m"'), ("x" * 901, f'"{"x" * 59}…"')])
def test_a_place_that_is_no_text_is_refused(tmp_path: Path, place: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_config(write(tmp_path, "place", f"lat,lon,troops,place\n16,1,5,{place}\n"))
    hint = "a place is a text of at most 900 characters without control characters"
    assert str(caught.value.problems[0]).endswith(f"aggregate.file: rows.csv has the place {said}; {hint}")


def test_too_many_places_are_refused_before_all_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geomap.config.aggregate.MOST_CELLS", 3)
    monkeypatch.setattr(table_reader, "_BATCH", 2)
    columns = {"lat": [17.0] * 100, "lon": [1.0] * 100, "troops": [5] * 100, "place": [f"P{n}" for n in range(100)]}
    parquet.write_table(pa.table(columns), tmp_path / "rows.parquet")
    (tmp_path / "config.yaml").write_text(CONFIG.format(file="rows.parquet", by="place"), "utf-8")
    read = []

    def counted(sum_up: Callable[[Batch], Summary], batches: Iterable[Batch]) -> Iterator[Summary]:
        for batch in batches:
            read.append(batch)
            yield sum_up(batch)

    with pytest.raises(ConfigError, match=r"rows\.parquet makes more than 3 circles; sum it up by `grid` or `hex`"):
        read_config(tmp_path / "config.yaml", mapper=counted)
    assert len(read) == 2


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_sums_are_the_same_to_the_last_digit_wherever_batches_end(tmp_path: Path, kind: str) -> None:
    """Rows under embargo, which are in no sum, move those ends: what is published is not to tell of them."""
    chance = np.random.default_rng(11)
    lat, lon = (chance.uniform(low, low + 1, 1000).round(7) for low in (16, -178))
    columns = {"lat": lat, "lon": lon, "troops": chance.integers(0, 10**5, 1000)}
    days = pa.array([None] * 1000, pa.string())
    write = pa_csv.write_csv if kind == "csv" else parquet.write_table
    write(pa.table({**columns, "embargo_until": days}), tmp_path / f"rows.{kind}")
    text = CONFIG.format(file=f"rows.{kind}", by="grid").replace("cell: 1", "cell: 30")
    (tmp_path / "config.yaml").write_text(text, "utf-8")

    def cut(size: int, sum_up: Callable[[Batch], Summary], batches: Iterable[Batch]) -> Iterator[Summary]:
        for batch in batches:
            for start in range(0, 1000, size):
                yield sum_up({name: column.slice(start, size) for name, column in batch.items()})

    found = []
    for size in (1000, 1, 7, 64, 250, 999):
        summary = read_config(tmp_path / "config.yaml", mapper=partial(cut, size)).summary
        assert summary is not None
        found.append(summary.totals)
    assert all(totals == found[0] for totals in found)
    (total,) = found[0].values()
    exact = [sum(map(Fraction, map(str, axis.tolist()))) / 1000 for axis in (lat, lon)]
    assert total.middle == tuple(round(float(mean), 5) for mean in exact)


@pytest.mark.parametrize("seeds", [range(15), pytest.param(range(15, 60), marks=pytest.mark.long)])
def test_rows_under_embargo_in_a_batch_of_their_own_change_no_digit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seeds: range
) -> None:
    """At means that end in half a unit of the last digit that is published."""
    monkeypatch.setattr(table_reader, "_BATCH", 5)
    (tmp_path / "config.yaml").write_text(CONFIG.format(file="rows.parquet", by="grid"), "utf-8")
    for seed in seeds:
        degrees = np.random.default_rng(seed).integers(1_600_000, 1_610_000, 8) * 2
        degrees[-1] += (8 - degrees.sum()) % 16
        lat = (degrees / 200_000).tolist()
        found = []
        for held in (0, 1, 2, 3):
            table_rows = {
                "lat": [17.0] * held + lat, "lon": [0.5] * (held + 8), "troops": [5] * (held + 8),
                "embargo_until": ["2999-01-01"] * held + [None] * 8,
            }  # fmt: skip
            parquet.write_table(pa.table(table_rows), tmp_path / "rows.parquet")
            found += [[(unit.at.lat, unit.at.lon) for unit in read_config(tmp_path / "config.yaml").units]]
        assert found[1:] == found[:1] * 3, seed


@pytest.mark.parametrize("place", ["01", "1.50", "true", "2021-03-01", "1e3", "NA"])
def test_a_text_of_a_csv_is_read_alike_whatever_rows_are_held_back(tmp_path: Path, place: str) -> None:
    head = "lat,lon,troops,place,embargo_until\n"
    found = []
    for held in ("", "16.1,0.1,7,Secret,2999-01-01\n"):
        config = read_config(write(tmp_path, "place", f"{head}{held}16.2,0.2,5,{place},\n"))
        found.append([(unit.id, unit.label.text) for unit in config.units])
    assert found[0] == found[1]
    assert found[0][0][1] == f"{place} (1 row)"


@pytest.mark.parametrize("day", ["2999-01-01", " 2999-01-01 ", "2999-01-01 00:00:00", "2999-01-01T00:00:00"])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_day_holds_a_row_back_as_programs_write_it(tmp_path: Path, day: str, kind: str) -> None:
    columns = {"lat": [16.0, 17.0], "lon": [0.0, 1.0], "troops": [5, 4242], "embargo_until": ["", day]}
    (pa_csv.write_csv if kind == "csv" else parquet.write_table)(pa.table(columns), tmp_path / f"rows.{kind}")
    (tmp_path / "config.yaml").write_text(CONFIG.format(file=f"rows.{kind}", by="grid"), "utf-8")
    assert [unit.troops for unit in read_config(tmp_path / "config.yaml").units] == [Estimate.exact(5)]


TODAY = "1643673600"  # 2022-02-01
HELD_ROWS = [
    "id,lat,lon,troops,embargo_until,precision",
    "x,16.1,0.1,300,,", "open,17.5,1.5,500,,", "y,18.123,2.456,40,,", ",16.3,0.3,7,,", "past,17.6,1.6,2,2022-02-01,",
    "x,16.2,0.2,400,2022-02-02,", "x,15.5,-0.5,1,,", "y,18.123,2.456,60,,0.5", "Y,18.123,2.456,80,,0.25",
    ",16.3,0.3,9,2999-01-01,",
    "past,17.6,1.6,2,,", "z,15.5,-2.5,11,2999-01-01,1",
]  # fmt: skip


def of_kind(folder: Path, kind: str, rows: list[str]) -> None:
    """A table of either kind."""
    (folder / "rows.csv").write_text("\n".join(rows) + "\n", "utf-8")
    if kind == "parquet":
        parquet.write_table(pa_csv.read_csv(folder / "rows.csv"), folder / "rows.parquet")


def circles(folder: Path, by: str = "grid") -> dict[str, tuple[Any, Any]]:
    """Troops and position by id."""
    return {
        unit.id: (unit.troops.minimum, (unit.at.lat, unit.at.lon)) for unit in read_config(folder / "config.yaml").units
    }


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("batch", [1, 3, 100])
@pytest.mark.parametrize("turned", [False, True])
def test_what_one_row_holds_back_holds_for_all_rows_of_its_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, batch: int, *, turned: bool
) -> None:
    """The strictest, whichever rows come first and wherever a batch ends; rows without an id stand for themselves."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", TODAY)
    monkeypatch.setattr(table_reader, "_BATCH", batch)
    (tmp_path / "config.yaml").write_text(CONFIG.format(file=f"rows.{kind}", by="grid"), "utf-8")
    head, *rows = HELD_ROWS
    of_kind(tmp_path, kind, [head, *(reversed(rows) if turned else rows)])
    assert circles(tmp_path) == {
        "grid-0_16": (7, (16.3, 0.3)), "grid-1_17": (504, (17.56667, 1.56667)), "grid-2_18": (180, (18.0, 2.5)),
    }  # fmt: skip
    summary = read_config(tmp_path / "config.yaml").summary
    assert summary is not None
    assert (summary.withheld, summary.lost) == (5, 0)


def test_ids_of_tables_are_alike_as_those_of_units_are(tmp_path: Path) -> None:
    """Numbers, letter case, accents of either form, blanks and what nobody sees make no other unit, and neither does a
    heading.
    """
    head = "No,lat,lon,troops,embargo_until"
    config = write(tmp_path, "grid")
    config.write_text(config.read_text("utf-8").replace("cell: 1", "cell: 1, columns: {id: no}"), "utf-8")
    for one, other in (("5", " 5 "), ("caf\u00e9", "CAFE\u0301"), ("a", "A"), ("\u00df", "SS"), ("a", "\u200ba")):
        (tmp_path / "rows.csv").write_text(f"{head}\n{one},16,0,5,\n{other},16,0,5,2999-01-01\nb,17,0,9,\n", "utf-8")
        assert [unit.troops for unit in read_config(config).units] == [Estimate.exact(9)]
    columns = {
        "No": [5.0, 5.0],
        "lat": [16, 16],
        "lon": [0, 0],
        "troops": [5, 5],
        "embargo_until": [None, "2999-01-01"],
    }
    parquet.write_table(pa.table(columns), tmp_path / "rows.parquet")
    config.write_text(config.read_text("utf-8").replace("rows.csv", "rows.parquet"), "utf-8")
    assert not read_config(config).units


UNITS = {
    "units": "units: [{{id: x, label: X, at: {{lat: 18.123, lon: 1.456}}, troops: 5{held}}}]\n",
    "units_from": "units_from: {{file: own.csv, defaults: {{as_of: 2021-01-01{held}}}}}\n",
}


@pytest.mark.parametrize("key", UNITS)
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_what_a_table_and_units_say_of_an_id_holds_in_both(tmp_path: Path, kind: str, key: str) -> None:
    (tmp_path / "own.csv").write_text("id,label,lat,lon,troops\nx,X,18.123,1.456,5\n", "utf-8")

    def circles_with(unit: str, row: str) -> dict[str, tuple[Any, Any]]:
        of_kind(tmp_path, kind, ["id,lat,lon,troops,embargo_until,precision", f"x,16.123,0.456,7{row}", "b,17,2,9,,"])
        text = UNITS[key].format(held=unit) + CONFIG.format(file=f"rows.{kind}", by="grid")
        (tmp_path / "config.yaml").write_text(text, "utf-8")
        config = read_config(tmp_path / "config.yaml")
        shown = published(config, date(2022, 2, 1))
        return {row.id: (row.troops.minimum, (row.at.lat, row.at.lon)) for row in shown.units}

    other = {"grid-2_17": (9, (17.0, 2.0))}
    embargo, step = ", embargo_until: 2999-01-01", ", precision: 0.5"
    assert circles_with("", ",,") == {"x": (5, (18.123, 1.456)), "grid-0_16": (7, (16.123, 0.456)), **other}
    assert (
        circles_with(embargo, ",,")
        == circles_with("", ",2999-01-01,")
        == circles_with(embargo, ",2998-01-01,")
        == other
    )
    rounded = {"x": (5, (18.0, 1.5)), "grid-0_16": (7, (16.0, 0.5)), **other}
    assert circles_with(step, ",,") == circles_with("", ",,0.5") == circles_with(step, ",,0.25") == rounded


def test_the_place_of_a_unit_that_the_table_rounds_is_not_its_name(tmp_path: Path) -> None:
    of_kind(tmp_path, "csv", ["id,lat,lon,troops,precision", "gao,16.27,-0.04,5,0.5"])
    for unit, is_told in (
        ("place: Gao", True),
        ("id: gao, place: Gao", True),
        ("id: gao, label: Post, place: Gao", False),
    ):
        text = f"units:\n  - {{{unit}, country: ML, troops: 5}}\n" + CONFIG.format(file="rows.csv", by="grid")
        (tmp_path / "config.yaml").write_text(text, "utf-8")
        if is_told:
            with pytest.raises(ConfigError, match=r"units\[0\]\.place: would tell where the unit is"):
                read_config(tmp_path / "config.yaml")
        else:
            (row,) = (
                row
                for row in published(read_config(tmp_path / "config.yaml"), date(2022, 2, 1)).units
                if row.id == "gao"
            )
            assert (row.place, row.at.lat, row.at.lon) == ("", 16.5, 0.0)


def test_a_precision_that_is_none_is_told_though_another_row_of_the_id_has_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="has a precision that is none of"):
        read_config(write(tmp_path, "grid", "id,lat,lon,troops,precision\na,16,0,5,0\na,16,0,5,1\n"))


def test_a_heading_that_columns_name_and_the_table_has_not_is_told(tmp_path: Path) -> None:
    """As one that was to hold rows back, or to say which belong together."""
    config = write(tmp_path, "grid", "id,lat,lon,troops,until_then\na,16,0,5,2999-01-01\n")
    text = config.read_text("utf-8")
    for name in ("embargo_until", "id", "precision", "side"):
        config.write_text(text.replace("cell: 1", f"cell: 1, columns: {{{name}: until_them}}"), "utf-8")
        with pytest.raises(ConfigError, match="the table has no column until_them"):
            read_config(config)


def test_more_held_ids_than_memory_is_meant_for_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geomap.tables.aggregation.held.MOST_BYTES", 10_000)
    rows = [f"{number},16,0,5,2999-01-01" for number in range(2000)]
    open_rows = [f"{number},16,0,5," for number in range(2000)]
    for held, is_refused in ((rows, True), ([*open_rows, rows[0]], False)):
        config = write(tmp_path, "grid", "\n".join(["id,lat,lon,troops,embargo_until", *held]) + "\n")
        if is_refused:
            with pytest.raises(
                ConfigError, match="MB of ids under embargo or with a `precision`; leave the column `id`"
            ):
                read_config(config)
        else:
            assert sum(unit.troops.minimum for unit in read_config(config).units) == 5 * 1999


@pytest.mark.parametrize("size", [250_000, pytest.param(1_000_000, marks=pytest.mark.long)])
def test_a_million_rows_take_little_memory(tmp_path: Path, size: int) -> None:
    """As units, a quarter of a million of them take more than is allowed here."""
    chance = np.random.default_rng(5)
    columns = {"lat": chance.uniform(15, 19, size), "lon": chance.uniform(-3, 3, size), "troops": np.full(size, 2)}
    parquet.write_table(pa.table(columns), tmp_path / "rows.parquet")
    (tmp_path / "config.yaml").write_text(CONFIG.format(file="rows.parquet", by="hex"), "utf-8")
    code = (
        "from geomap.config import read_config\nfrom tests.effort import peak_memory\n"
        "units = read_config('config.yaml').units\nprint(sum(unit.troops.minimum for unit in units))\n"
        "print(peak_memory())"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    total, peak = map(int, done.stdout.split())
    assert total == 2 * size
    assert peak < 2**29


def test_a_fault_found_in_another_process_is_told_as_here(tmp_path: Path) -> None:
    config = write(tmp_path, "grid", "lat,lon,troops\n1,2,3\n1,2,-5\n")
    with ThreadPoolExecutor(1) as pool, pytest.raises(ConfigError) as caught:
        read_config(config, mapper=pool.map)
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


def test_a_table_of_a_later_day_is_warned_of_once(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(ROWS, "utf-8")
    text = "as_of: 2021-03-01\n" + CONFIG.format(file="rows.csv", by="grid").replace("cell: 1", "as_of: 2021-03-02")
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    assert [str(warning).replace(f"{tmp_path}/", "") for warning in validate(tmp_path / "config.yaml")] == [
        "config.yaml:5: warning: aggregate.as_of: 2021-03-02 is after 2021-03-01, the day of the map, so what it "
        "sums up is not on it; set `as_of` of the map to that day, or build with --as-of"
    ]
