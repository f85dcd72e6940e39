"""Units in time, and what must not be published: observations of a day, rounded positions, embargoes."""

from __future__ import annotations

import json
import re
import struct
import zlib
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pyarrow.parquet
import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.config.loader import config_from_text
from geomap.errors import ConfigError, PlaceError
from geomap.pipeline.build import build
from geomap.pipeline.check import freshness
from geomap.pipeline.validate import pin_places, validate
from geomap.places.lock import LOCK_FILE
from geomap.places.rounding import rounded
from geomap.players.registry import formats
from tests.examples import BARE, ONE

pytestmark = pytest.mark.lean(BARE, ONE)

HISTORY = """
as_of: 2022-02-15
units:
  - {id: brigade, place: Gao, country: ML, label: 5th Brigade, troops: 900, as_of: 2022-01-03}
  - {id: brigade, troops: unknown, as_of: 2022-02-20, until: 2022-03-01}
  - {id: brigade, place: Kidal, country: ML, troops: {about: 1100}, as_of: 2022-02-01}
  - {id: camp, at: {lat: 17, lon: 0}, troops: 100, as_of: 2022-01-03, until: 2022-02-01}
  - {id: post, at: {lat: 18, lon: 2}, troops: 100}
"""


def units(folder: Path, text: str, as_of: str = "") -> dict[str, dict[str, Any]]:
    """What the GeoJSON holds of the units, by id."""
    (folder / "config.yaml").write_text(text, "utf-8")
    build(folder / "config.yaml", only=["geojson"], as_of=date.fromisoformat(as_of) if as_of else None)
    features = json.loads((folder / "output" / "config.geojson").read_text("utf-8"))["features"]
    return {feature["id"]: feature["properties"] for feature in features if feature["properties"]["kind"] == "unit"}


@pytest.mark.parametrize(
    ("as_of", "there"),
    [
        ("2022-01-02", {}),
        ("2022-01-03", {"brigade": ("Gao", 900), "camp": (None, 100)}),
        ("2022-01-31", {"brigade": ("Gao", 900), "camp": (None, 100)}),
        ("2022-02-01", {"brigade": ("Kidal", 1100)}),
        ("", {"brigade": ("Kidal", 1100), "post": (None, 100)}),
        ("2022-02-20", {"brigade": ("Kidal", None), "post": (None, 100)}),
        ("2022-03-01", {"post": (None, 100)}),
    ],
)
def test_a_map_shows_the_units_as_they_stood_on_its_day(
    tmp_path: Path, as_of: str, there: dict[str, tuple[str | None, int | None]]
) -> None:
    found = units(tmp_path, HISTORY, as_of)
    assert {name: (row["place"], row["troops"]) for name, row in found.items()} == there
    assert all(row["label"] == "5th Brigade" for name, row in found.items() if name == "brigade")
    drawn = json.loads((tmp_path / "output" / "config.geojson").read_text("utf-8"))["as_of"]
    assert drawn == (as_of or "2022-02-15")


def test_a_later_row_has_no_more_from_the_one_before_than_name_side_and_position() -> None:
    text = """
sides: {x: {label: X}}
sources: {s: {publisher: S}}
units:
  - {id: a, at: {lat: 17, lon: 0}, country: ML, side: x, troops: 5, grade: B2, sources: s, as_of: 2022-01-03}
  - {id: a, as_of: 2022-01-04}
  - {id: a, at: {lat: 18, lon: 0}, as_of: 2022-01-05}
"""
    _, kept, moved = config_from_text(text, "config.yaml").units
    assert (kept.side, kept.country, kept.at and kept.at.lat, kept.troops, kept.grade, kept.sources) == (
        *("x", "ML", 17),
        *(None, "", ()),
    )
    assert (moved.side, moved.country, moved.at and moved.at.lat) == ("x", "", 18)


def test_a_map_without_a_day_is_of_its_latest_observation(tmp_path: Path) -> None:
    found = units(tmp_path, HISTORY.replace("as_of: 2022-02-15\n", ""))
    assert (found["brigade"]["troops_kind"], found["brigade"]["as_of"]) == ("unknown", "2022-02-20")
    assert "post" in found


def test_a_unit_that_is_never_on_the_map_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(HISTORY.replace("2022-02-15", "2022-01-31"), "utf-8")
    assert not validate(tmp_path / "config.yaml")
    (tmp_path / "config.yaml").write_text(HISTORY.replace("2022-02-15", "2022-01-01"), "utf-8")
    said = [str(problem).removeprefix(str(tmp_path)) for problem in validate(tmp_path / "config.yaml")]
    text = "2022-01-03 is after 2022-01-01, the day of the map, so the unit is not on it"
    hint = "set `as_of` of the map to that day, or build with --as-of"
    assert said == [
        f"/config.yaml:4:84: warning: units[0].as_of: {text}; {hint}",
        f"/config.yaml:7:59: warning: units[3].as_of: {text}; {hint}",
    ]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("as_of: 2022-02-15", []),
        ("as_of: 2022-02-14", ["2022-02-15 is after 2022-02-14, the day of the map"]),
        ("as_of: 2022-02-20\nsnapshots: [2022-02-01]", ["2022-02-15 is after 2022-02-01, the day of a snapshot"]),
    ],
)
def test_a_layer_of_a_later_day_than_the_map_is_told(tmp_path: Path, days: str, said: list[str]) -> None:
    arrow = "{kind: arrow, as_of: 2022-02-15, from: {lat: 17, lon: 1}, to: {lat: 18, lon: 2}}"
    units = "units: [{at: {lat: 18, lon: 1}, id: post}]"
    (tmp_path / "config.yaml").write_text(f"{units}\nlayers:\n- {arrow}\n{days}\n", "utf-8")
    more = "which shows the layer all the same; draw it from a file of that day, or leave it out"
    wanted = [f"config.yaml:3:24: warning: layers[0].as_of: {text}, {more}" for text in said]
    found = validate(tmp_path / "config.yaml")
    assert [str(problem).removeprefix(f"{tmp_path}/") for problem in found] == wanted


def test_a_wrong_day_is_wrong_usage(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["build", str(tmp_path / "config.yaml"), "--as-of", "January"])
    assert done.exit_code == 2
    assert "January is not a day as YYYY-MM-DD" in done.output


@pytest.mark.parametrize(
    ("degrees", "step", "limit", "expected"),
    [
        (48.56814, 0.1, 90, 48.6),
        (-0.04, 0.1, 180, 0.0),
        (89.9, 7, 90, 84.0),
        (-179.9, 7, 180, -175.0),
        (3, 0.25, 90, 3.0),
    ],
)
def test_positions_are_rounded_to_multiples(degrees: float, step: float, limit: int, expected: float) -> None:
    assert repr(rounded(degrees, step, limit)) == repr(expected)


SECRET = """
as_of: 2022-02-01
sources:
  open: {publisher: The Daily}
  source-x: {publisher: Umbrella, title: Whisper}
sides: {side-x: {label: Penumbra}}
units:
  - {id: shown, at: {lat: 17, lon: 0}, label: Shown, troops: 100, sources: open}
  - {id: coarse, at: {lat: 17.12345, lon: 0.43219}, label: Coarse, troops: 200, sources: open, as_of: 2022-01-01}
  - {id: coarse, troops: 210, precision: 0.25, sources: open, as_of: 2022-01-05}
  - {id: veiled, place: Menaka, country: ML, label: Mirage, side: side-x, troops: 7077, sources: source-x,
     as_of: 2022-01-01}
  - {id: veiled, troops: 7088, sources: source-x, embargo_until: 2022-03-01, as_of: 2022-01-05}
layers:
  - {kind: note, id: sum, text: "{sum} troops", sums: [shown, veiled], at: {lat: 17.5, lon: 1}}
  - {kind: note, id: total, text: "{troops} in all", troops: 9191, sums: [shown, veiled], at: {lat: 17.2, lon: 1}}
  - {kind: note, id: told, text: "{at_least} troops", sums: [shown, veiled], at: {lat: 17.3, lon: 1}}
  - {kind: note, id: rest, text: "{sum} at two places", sums: [shown, coarse], at: {lat: 17.4, lon: 1}}
artboards:
  - {id: a, width: 500, keep: [units.veiled], drop: [formations.veiled], labels: {veiled: {text: Haze}}}
"""
HIDDEN = [
    b"veiled",
    b"Menaka",
    b"Mirage",
    b"Penumbra",
    b"7077",
    b"7088",
    b"Umbrella",
    b"Whisper",
    b"Haze",
    b"9191",
    b"9,191",
]
EXACT = [b"17.123", b"0.432", b"171234", b"1712", b"4322", b"4321"]  # the page has steps of 1/10,000
PACKED = (".png", ".pdf", ".parquet", ".gpkg")
BEFORE, AFTER = "1643673600", "1646092800"  # 2022-02-01 and 2022-03-01


@pytest.fixture(scope="module")
def veiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project built in every format before its embargo ends, and what the terminal said."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "config.yaml").write_text(SECRET, "utf-8")
    environment = {"SOURCE_DATE_EPOCH": BEFORE}
    all_formats = ["build", "--only", ",".join(formats())]
    for command in (
        ["build", "--as-of", "2023-01-01"],
        ["build", "--json", "--held"],
        [*all_formats, "--held"],
        ["geocode"],
        ["validate", "--json"],
    ):
        done = CliRunner().invoke(main, [command[0], str(folder / "config.yaml"), *command[1:]], env=environment)
        assert done.exit_code == 0, done.output
        with (folder / "said.txt").open("a", encoding="utf-8") as said:
            said.write(done.output)
    return folder


def contents(path: Path) -> bytes:
    """A file's bytes: what is packed in it is unpacked; of the page the data, as Leaflet has digits of its own."""
    if path.suffix == ".kmz":
        with ZipFile(path) as archive:
            return b"".join(map(archive.read, archive.namelist()))
    data = path.read_bytes()
    if path.name == "manifest.json":
        return re.sub(rb'"[0-9a-f]{16,64}"', b"", data)  # digests, whose digits are chance
    if path.suffix == ".pdf":
        packed = re.findall(rb"stream\r?\n(x\x9c.*?)\nendstream", data, re.DOTALL)
        return data + b"".join(zlib.decompressobj().decompress(stream) for stream in packed)
    if path.suffix == ".parquet":
        table = pyarrow.parquet.read_table(path)
        shapes = b"".join(table.column("geometry").to_pylist())
        return data + shapes + repr((table.to_pylist(), table.schema.metadata)).encode()
    return data.split(b'type="application/json"')[-1] if path.suffix == ".html" else data


def test_no_output_and_no_message_holds_a_unit_under_embargo(veiled: Path) -> None:
    files = [path for path in veiled.rglob("*") if path.is_file() and path.name != "config.yaml"]
    assert {path.suffix for path in files} >= {*(f".{name}" for name in formats()), ".json", ".txt"}
    for path in files:
        words = [word for word in HIDDEN if path.suffix not in PACKED or word.isalpha()]  # digits are chance
        assert not [word for word in words if word in contents(path)], path


def test_no_output_holds_the_exact_position_of_a_rounded_unit(veiled: Path) -> None:
    doubles = [struct.pack(f"{order}d", degrees) for order in "<>" for degrees in (17.12345, 0.43219)]
    for path in (veiled / "output").iterdir():
        texts = EXACT if path.suffix == ".html" else () if path.suffix in PACKED else EXACT[:2]
        assert not [digits for digits in (*texts, *doubles) if digits in contents(path)], path
    features = json.loads((veiled / "output" / "config.geojson").read_text("utf-8"))["features"]
    (coarse,) = [feature for feature in features if feature["id"] == "coarse"]
    assert coarse["geometry"]["coordinates"] == [0.5, 17.0]
    assert coarse["properties"]["precision"] == 0.25
    assert b"Rounded positions, to 0.25\xc2\xb0: Coarse" in (veiled / "output" / "config-a.svg").read_bytes()


def test_a_sum_counts_what_is_shown_and_a_stated_total_of_more_is_left_out(veiled: Path) -> None:
    features = json.loads((veiled / "output" / "config.geojson").read_text("utf-8"))["features"]
    notes = {feature["id"]: feature["properties"] for feature in features if feature["properties"]["kind"] == "note"}
    assert {name: (note["text"], note["sums"]) for name, note in notes.items()} == {
        "sum": ("100 troops", "shown"),
        "told": ("At least 100 troops", "shown"),
        "rest": ("310 at two places", "shown;coarse"),
    }
    said = (veiled / "said.txt").read_text("utf-8")
    assert (
        "1 unit held back by `embargo_until`\n1 note left out, as it covers what is held back\n"
        "1 note sums up what is shown alone; {at_least} in its text would say that more may be\n"
    ) in said
    assert '"withheld": 1,' in said and '"withheld_notes": 1,' in said and '"partial_notes": 1,' in said


def test_outputs_are_those_of_a_config_that_knows_nothing_of_what_is_held_back(
    veiled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the byte, the manifest among them."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", BEFORE)
    lines = [line for line in SECRET.splitlines() if "id: veiled" not in line]
    lines = [line for line in lines if not line.strip().startswith(("as_of: 2022-01-01}", "- {kind: note, id: total"))]
    text = "\n".join(lines).replace("sums: [shown, veiled]", "sums: [shown]")
    text = re.sub(r", keep: .*", "}", text)
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    assert "veiled" not in text
    build(tmp_path / "config.yaml", only=formats())
    files = [*(tmp_path / "output").iterdir()]
    assert len(files) > len(formats())
    for path in files:
        assert path.read_bytes() == (veiled / "output" / path.name).read_bytes(), path.name


def test_an_embargo_ends_on_its_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", AFTER)
    assert set(units(tmp_path, SECRET)) == {"shown", "coarse", "veiled"}
    assert "Menaka" in (tmp_path / LOCK_FILE).read_text("utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(AFTER) - 1))
    assert set(units(tmp_path, SECRET, "2023-01-01")) == {"shown", "coarse"}
    assert "Menaka" not in (tmp_path / LOCK_FILE).read_text("utf-8"), "a place that was pinned before is taken out"


def test_a_hidden_place_that_cannot_be_found_is_told_when_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", BEFORE)
    (tmp_path / "config.yaml").write_text(SECRET.replace("Menaka", "Xanadugrad"), "utf-8")
    with pytest.raises(PlaceError, match="Xanadugrad"):
        validate(tmp_path / "config.yaml")
    assert build(tmp_path / "config.yaml", only=["geojson"], locked=True).files
    assert pin_places(tmp_path / "config.yaml").rows.ids == ["shown", "coarse", "coarse"]


def test_problems_name_the_rows_of_the_file_although_others_are_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", BEFORE)
    (tmp_path / "config.yaml").write_text(
        "units:\n  - {id: a, place: Gao, country: ML, embargo_until: 2022-03-01}\n  - {place: Xanadugrad}\n", "utf-8"
    )
    with pytest.raises(PlaceError, match=r"config.yaml:3:13: units\[1\].place"):
        build(tmp_path / "config.yaml")


def test_a_build_day_that_is_no_time_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    (tmp_path / "config.yaml").write_text(HISTORY, "utf-8")
    with pytest.raises(ConfigError) as caught:
        build(tmp_path / "config.yaml")
    expected = 'SOURCE_DATE_EPOCH: got "soon", expected the seconds since 1970-01-01 as a whole number'
    assert str(caught.value) == expected


def test_the_end_of_an_embargo_and_another_day_make_a_map_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", BEFORE)
    config = tmp_path / "config.yaml"
    config.write_text(f"{SECRET}outputs: [geojson]\n", "utf-8")
    build(config)
    assert not build(config).why
    assert not freshness(config).problems
    monkeypatch.setenv("SOURCE_DATE_EPOCH", AFTER)
    assert [str(problem) for problem in freshness(config).problems] == [
        f"{config}: changed since the build: units, places, layers, sides and 6 more; build it again"
    ]
    assert build(config).why == {"config.geojson": "changed: units, places, layers, sides and 6 more"}
    assert build(config, as_of=date(2022, 1, 31)).why == {
        "config.geojson": "changed: units, places, day, the ground that the artboards share"
    }
