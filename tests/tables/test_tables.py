"""Tables in the shapes that people have them, read by configs of a few lines."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
import shapely

from geomap.config import Config, read_config
from geomap.facts import CountKind, Estimate
from geomap.layer_files import read_layers
from geomap.pipeline.build import Build, build
from geomap.pipeline.freshness.inputs import input_files
from tests.effort import Effort
from tests.examples import BARE, ONE
from tests.tables.files import write_geopackage, write_parquet, write_workbook

pytestmark = pytest.mark.lean(BARE, ONE)

HERE = Path(__file__).parent


def project(name: str, folder: Path) -> Path:
    """A folder with one of the configs and its table; the config's path."""
    folder.mkdir(exist_ok=True)
    for file in HERE.glob(f"{name}.*"):
        shutil.copy(file, folder)
    writers = {"workbook": (write_workbook, "bases.xlsx"), "survey": (write_geopackage, "survey.gpkg"),
               "register": (write_parquet, "register.parquet")}  # fmt: skip
    if name in writers:
        write, file_name = writers[name]
        write(folder / file_name)
    return folder / f"{name}.yaml"


def read(name: str, folder: Path) -> Config:
    config = read_config(project(name, folder))
    assert not config.warnings
    return config


@pytest.mark.parametrize("name", ["sheet", "workbook", "survey", "places", "register"])
def test_the_config_is_short(name: str) -> None:
    assert len((HERE / f"{name}.yaml").read_text("utf-8").splitlines()) < 15


def test_a_google_sheet(tmp_path: Path) -> None:
    config = read("sheet", tmp_path)
    assert [(unit.label.text, unit.side, unit.troops) for unit in config.units] == [
        ("Gao", "North", Estimate(CountKind.RANGE, 900, 1400)),
        ("Kidal", "North", Estimate(CountKind.UNKNOWN)),
        ("Ménaka", "North", Estimate(CountKind.AT_LEAST, 250)),
        ("Mopti", "South", Estimate(CountKind.AT_MOST, None, 600)),
        ("Sévaré", "South", None),
    ]
    assert {(unit.country, unit.basis) for unit in config.units} == {("ML", "estimate")}
    assert [unit.sources for unit in config.units[1:3]] == [("daily",), ("daily", "radio")]
    made = build(tmp_path / "sheet.yaml", only=["csv", "svg"])
    assert {entry["path"] for entry in manifest(made)["outputs"]} == {*made.files} - {"manifest.json"}
    assert [path.name for path in input_files(config).values()] == ["sheet.yaml", "sheet.csv"]


def manifest(made: Build) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = json.loads((made.folder / "manifest.json").read_text("utf-8"))
    return found


def test_an_excel_workbook(tmp_path: Path) -> None:
    config = read("workbook", tmp_path)
    assert [(unit.id, unit.place, unit.troops, unit.as_of) for unit in config.units] == [
        ("00123", "Bodø", Estimate.exact(1200), date(2024, 3, 1)),
        ("NO", "Tromsø", Estimate.exact(800), date(2024, 2, 29)),
        ("100000", "Narvik", None, None),
    ]
    assert [unit.equipment.get("tanks") for unit in config.units] == [Estimate.exact(12), None, Estimate.exact(0)]
    made = build(tmp_path / "workbook.yaml", only=["csv"])  # places of the table are looked up and pinned
    assert {unit.place.found_by for unit in made.scene.units} == {"gazetteer"}
    assert "Tromsø" in (tmp_path / "places.lock.yaml").read_text("utf-8")
    assert build(tmp_path / "workbook.yaml", only=["csv"], locked=True).files


def test_a_geopackage_in_web_mercator(tmp_path: Path) -> None:
    config = read("survey", tmp_path)
    assert [(unit.label.text, unit.troops) for unit in config.units] == [
        ("Post Ж", Estimate(CountKind.RANGE, 100, 250)), ("Гай", None),
        ("Nowhere", Estimate(CountKind.AT_MOST, None, 40)),
    ]  # fmt: skip
    assert [unit.as_of for unit in config.units] == [date(2022, 1, 12), None, date(2021, 12, 1)]
    positions = [degrees for unit in config.units if unit.at for degrees in (unit.at.lat, unit.at.lon)]
    assert positions == pytest.approx([48.0, 37.8, 48.5, 39.3, -10.5, -170.0], abs=1e-8)
    (zones,) = read_layers(config)[0].values()
    assert shapely.union_all(zones).bounds == pytest.approx((37, 47, 40, 48), abs=1e-8)
    assert build(tmp_path / "survey.yaml", only=["svg"]).files


def test_a_google_earth_kml(tmp_path: Path) -> None:
    first, second = read("places", tmp_path).units
    assert (first.label.text, first.troops) == ("Camp A & north gate", Estimate.exact(120))
    assert (first.as_of, first.until) == (date(2021, 11, 3), date(2022, 1, 20))
    assert first.at and (first.at.lat, first.at.lon) == (49.94210033, 36.24331207)
    assert (second.id, second.label.text, second.as_of) == ("табір-2", "Табір 2", date(2021, 12, 5))
    assert build(tmp_path / "places.yaml", only=["svg"]).files


def test_ten_thousand_rows_of_parquet(tmp_path: Path) -> None:
    made = build(project("register", tmp_path), only=["csv"])
    assert len(made.scene.units) == 10_000
    assert made.scene.units[7].id == "00007"
    with (made.folder / "register.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    shares = [sum(row["troops_kind"] == kind for row in rows) for kind in ("exact", "")]
    assert shares[0] + shares[1] == 10_000
    assert 800 < shares[1] < 1200
    # What was built is read as quickly as it was made: no row costs more than the work on a row of YAML.
    first = 2_000
    with (made.folder / "register.csv").open(encoding="utf-8") as file:
        (tmp_path / "again.csv").write_text("".join(islice(file, 1 + first)), "utf-8")
    text = "sources: {s: {publisher: S}}\nsides: {a: {label: A}, b: {label: B}}\nunits_from: again.csv\n"
    (tmp_path / "again.yaml").write_text(text, "utf-8")
    with Effort() as effort:
        again = read_config(tmp_path / "again.yaml")
    assert effort.calls < 400 * first
    assert [unit.troops for unit in again.units] == [unit.troops for unit in islice(made.scene.units, first)]
