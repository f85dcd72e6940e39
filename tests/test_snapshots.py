"""Several days of one map: the snapshots of a scene of six weeks, old observations, and what each day must show."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from geomap.cli import main
from geomap.compose.observations import units_on
from geomap.facts import CountKind, Place, Unit
from geomap.facts.columns import Records
from geomap.pipeline.build import Build, build
from tests.conftest import Built
from tests.examples import BARE
from tests.test_scenes import SCENES

pytestmark = pytest.mark.lean(BARE)

FORMATS = ["svg", "geojson", "csv", "html"]
DAYS = ("2024-03-01", "2024-03-22")
FIRST = date(2024, 1, 1)


@pytest.fixture(scope="module")
def six(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, Build]:
    folder = tmp_path_factory.mktemp("six") / "weeks"
    shutil.copytree(SCENES / "six-weeks", folder)
    return Built(folder, "six-weeks"), build(
        folder / "config.yaml", only=["svg", "geojson", "csv", "html"], strict=True
    )


def features(built: Built, day: str = "") -> dict[str, dict[str, Any]]:
    path = built.output / f"{built.name}{day and f'-{day}'}.geojson"
    rows = json.loads(path.read_text("utf-8"))["features"]
    return {row["id"]: row["properties"] for row in rows if row["properties"]["kind"] == "unit"}


def test_the_scene_has_every_kind_of_estimate_on_six_days(six: tuple[Built, Build]) -> None:
    built, made = six
    history = [*made.map.scene.seen, *made.map.scene.units]
    assert {unit.troops.kind for unit in history if unit.troops} == set(CountKind)
    text = (built.folder / "config.yaml").read_text("utf-8")
    assert len({unit.id for unit in history}) >= 40
    assert (
        len({day for day in ("03-01", "03-08", "03-15", "03-22", "04-01", "04-08") if f"as_of: 2024-{day}" in text})
        == 6
    )
    assert any(unit.troops and unit.troops.maximum == 0 for unit in history)


def test_a_snapshot_has_pictures_and_data_and_the_page_is_one(six: tuple[Built, Build]) -> None:
    built, _ = six
    for day in DAYS:
        for end in ("-wide.svg", "-phone.svg", ".geojson", ".csv"):
            assert (built.output / f"six-weeks-{day}{end}").is_file()
        assert json.loads((built.output / f"six-weeks-{day}.geojson").read_text("utf-8"))["as_of"] == day
    assert [path.name for path in built.output.glob("*.html")] == ["six-weeks.html"]
    listed = {entry["path"]: entry.get("as_of") for entry in built.manifest["outputs"]}
    assert listed["six-weeks-2024-03-01-wide.svg"] == "2024-03-01" and listed["six-weeks-wide.svg"] is None
    assert set(built.manifest["snapshots"]) == set(DAYS)


def test_the_coverage_is_that_of_all_days_wherever_it_is_said(six: tuple[Built, Build]) -> None:
    built, made = six
    rows = yaml.safe_load((built.folder / "config.yaml").read_text("utf-8"))
    stated = [row["troops"] for row in rows["units"] if row.get("troops", "unknown") != "unknown"]
    counts = [count for row in rows["units"] for count in row.get("equipment", {}).values() if count != "unknown"]
    totals = [row for row in rows["layers"] if row.get("troops")]
    assert (made.coverage.days, made.coverage.figures) == (7, len(stated) + len(counts) + len(totals))
    text = built.manifest["coverage"]["text"]
    assert text.startswith(f"7 days: {made.coverage.sourced} of {made.coverage.figures} figures sourced")
    assert f'<li class="coverage">{text}</li>' in (built.output / "six-weeks.html").read_text("utf-8")


def test_what_snapshots_moved_or_left_out_is_counted(tmp_path: Path) -> None:
    units = [f"{{id: u{n}, label: Unit {n}, at: {{lat: 18, lon: 1.{n}}}, as_of: 2022-01-0{n}}}" for n in range(1, 10)]
    view = "view: {bounds: [-20, 0, 20, 30]}\nartboards: [{id: phone, width: 375}]\nsnapshots: [2022-01-01, 2022-01-08]"
    (tmp_path / "config.yaml").write_text(f"units: [{', '.join(units)}]\n{view}\n", "utf-8")
    done = CliRunner().invoke(main, ["build", str(tmp_path / "config.yaml"), "--only", "svg"])
    listed = json.loads((tmp_path / "output" / "manifest.json").read_text("utf-8"))["snapshots"]
    boards = {day: snapshot["artboards"]["phone"] for day, snapshot in listed.items()}
    moved = {day: len(board["moved"]) for day, board in boards.items()}
    assert moved["2022-01-08"] > 2
    assert moved["2022-01-01"] == 1, "its one label stays where the others will leave it room"
    assert all(entry.get("by_rule") for board in boards.values() for entry in board["dropped"])
    said = [line for line in done.output.splitlines() if line.startswith("2022-")]
    assert said == [
        "2022-01-01: 1 text moved, 0 left out; manifest.json says which and why",
        f"2022-01-08: {moved['2022-01-08']} texts moved, 0 left out; manifest.json says which and why",
    ]


def test_snapshots_share_view_scale_key_and_size(six: tuple[Built, Build]) -> None:
    built, _ = six
    for board in ("wide", "phone"):
        pages = [built.artboards[board], *(built.manifest["snapshots"][day]["artboards"][board] for day in DAYS)]
        assert len({json.dumps([page["map"], page["width"], page["height"]]) for page in pages}) == 1
        for kind, unit in (("key", ""), ("circle", "krakow")):
            own = [[one for one in page["symbols"] if (one["kind"], one["unit"]) == (kind, unit)] for page in pages]
            assert own[0] and len({json.dumps([(one["x"], one["y"]) for one in some]) for some in own}) == 1
        circles = [one for page in pages for one in page["symbols"] if one["kind"] == "circle" and one["value"]]
        assert len({one["value"] for one in circles}) == len({(one["value"], one["diameter"]) for one in circles})
        assert len({tuple(text["text"] for text in page["texts"] if text["role"] == "key") for page in pages}) == 1


def test_the_label_of_a_unit_that_stays_stays_too(six: tuple[Built, Build]) -> None:
    built, made = six
    there = {unit.id: unit.place for unit in made.map.scene.units}
    same = []
    for drawing in made.snapshots.values():
        standing = {unit.id for unit in drawing.scene.units if there.get(unit.id) == unit.place}
        for board in built.artboards:
            now, then = drawing.page(board).slots, made.map.page(board).slots
            same += [now[unit] == then[unit] for unit in standing & now.keys() & then.keys()]
    assert len(same) > 90
    assert sum(same) > 0.8 * len(same), "only what is in the way of a label moves it"


def test_what_is_old_is_fainter_and_its_age_is_said(six: tuple[Built, Build]) -> None:
    built, _ = six
    rows = features(built)
    assert rows["leszno"]["age_days"] == (date(2024, 4, 8) - date.fromisoformat(rows["leszno"]["as_of"])).days > 21
    old = {name for name, row in rows.items() if row["age_days"] > 21}
    circles = {
        one["unit"]: one for one in built.artboards["wide"]["symbols"] if one["kind"] not in ("key", "pictogram")
    }
    assert {name for name, one in circles.items() if one.get("age")} == old != set(rows)
    svg = (built.output / "six-weeks-wide.svg").read_text("utf-8")
    fills = {name: svg.split(f'id="circle-{name}"', 1)[1].split("/>", 1)[0] for name in ("leszno", "kielce")}
    assert "#39618f" in fills["kielce"] and "#39618f" not in fills["leszno"]
    assert "Last reported over 21 days ago" in svg
    page = (built.output / "six-weeks.html").read_text("utf-8")
    assert f"{rows['leszno']['age_days']} days old" in page
    with (built.output / "six-weeks.csv").open(encoding="utf-8", newline="") as file:
        ages = {row["id"]: row["age_days"] for row in csv.DictReader(file)}
    assert ages == {name: str(row["age_days"]) for name, row in rows.items()}


def test_a_snapshot_is_the_map_of_that_day(six: tuple[Built, Build], tmp_path: Path) -> None:
    built, _ = six
    for day in DAYS:
        build(built.folder / "config.yaml", out=tmp_path / day, only=["geojson"], as_of=date.fromisoformat(day))
        alone = tmp_path / day / "six-weeks.geojson"
        units = [line for line in alone.read_text("utf-8").splitlines() if '"kind": "unit"' in line]
        own = (built.output / f"six-weeks-{day}.geojson").read_text("utf-8").splitlines()
        assert units and [line for line in own if '"kind": "unit"' in line] == units


def test_what_is_up_to_date_is_not_built_again(six: tuple[Built, Build]) -> None:
    built, made = six
    assert len(made.why) == len(made.files) - 1
    assert not build(built.folder / "config.yaml", only=FORMATS).why
    (built.output / "six-weeks-2024-03-01-wide.svg").unlink()
    assert build(built.folder / "config.yaml", only=FORMATS).why == {"six-weeks-2024-03-01-wide.svg": "missing"}


def observation(name: str, seen: int, lasts: int | None) -> Unit:
    until = FIRST + timedelta(seen + lasts) if lasts is not None else None
    return Unit(name, "", "", Place(0.0, 0.0), as_of=FIRST + timedelta(seen), until=until)


UNITS = st.builds(observation, st.sampled_from("abc"), st.integers(0, 9), st.none() | st.integers(0, 9))
HISTORIES = st.lists(UNITS, max_size=12, unique_by=lambda unit: (unit.id, unit.as_of)).map(Records)


@given(HISTORIES, st.integers(-1, 22))
def test_a_map_of_any_day_is_the_one_that_is_computed_naively(history: Records[Unit], offset: int) -> None:
    day = FIRST + timedelta(offset)
    naive = set()
    for name in "abc":
        known = sorted((one for one in history if one.id == name and one.as_of <= day), key=lambda one: one.as_of)
        if known and not (known[-1].until and known[-1].until <= day):
            naive.add((name, known[-1].as_of))
    assert {(one.id, one.as_of) for one in units_on(history, day)} == naive
