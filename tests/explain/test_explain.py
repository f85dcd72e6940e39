"""`geomap explain`: from the cell or line to each output. A case is a file: UNIT.txt, of a unit of config.yaml."""

from __future__ import annotations

import json
import random
import re
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.config import read_config
from geomap.errors import ConfigError
from geomap.pipeline.build import build
from geomap.pipeline.explain import explain
from geomap.pipeline.explain.walk import RULES
from geomap.players.registry import formats as formats_of_all
from geomap.tables.layout import column_letter
from tests import test_gate
from tests.conftest import ROOT
from tests.examples import mostly_long
from tests.test_cli_manners import IN_ORDER, on_terminal

HERE = Path(__file__).parent
CASES = sorted(path.stem for path in HERE.glob("*.txt"))
NARROW = "artboards: [{id: wide, width: 335}]\n"
SECRET = "  - {id: secret, label: Secret, at: {lat: 17.123, lon: 0.456}, troops: 4321, embargo_until: 2999-01-01}\n"
ROUNDED = "  - {id: post, label: Post, precision: 0.5, at: {lat: LAT, lon: LON}, troops: 70, as_of: 2021-03-01}\n"


def told(folder: Path, text: str, *arguments: str) -> str:
    """What is printed of a unit of a config."""
    (folder / "config.yaml").write_text(text, "utf-8")
    done = CliRunner().invoke(main, ["explain", *arguments, str(folder / "config.yaml")])
    return f"{done.exit_code}\n{done.output}".replace(f"{folder}/", "")


def lines_of(step: str, text: str) -> str:
    """What a walk says of a step."""
    found = re.search(rf"(?ms)^{step} \(rules: .*?\)\n(.*?)(?=^\w|\Z)", text)
    return found[1] if found else ""


@pytest.mark.parametrize("name", CASES)
def test_a_walk(name: str, tmp_path: Path) -> None:
    shutil.copy(HERE / "config.yaml", tmp_path)
    done = CliRunner().invoke(main, ["explain", name, str(tmp_path / "config.yaml")])
    said = done.output.replace(f"{tmp_path}/", "")
    assert said == (HERE / f"{name}.txt").read_text("utf-8")
    assert sorted(tmp_path.iterdir()) == [tmp_path / "config.yaml"]  # nothing is written


def test_what_is_told_is_what_is_built(tmp_path: Path) -> None:
    shutil.copy(HERE / "config.yaml", tmp_path)
    made = build(tmp_path / "config.yaml")
    walk = explain(read_config(tmp_path), "gao")
    files = {step.of for step in walk.steps if step.name == "file"}
    assert {*made.files} == files | {"manifest.json"}
    manifest = json.loads((made.folder / "manifest.json").read_text("utf-8"))
    drawn = {(row["x"], row["y"]) for row in manifest["artboards"]["wide"]["symbols"] if row["unit"] == "gao"}
    wide = next(step for step in walk.steps if step.of.startswith("wide"))
    assert {(fact.numbers["x"], fact.numbers["y"]) for fact in wide.facts if "diameter" in fact.numbers} == drawn
    svg = (made.folder / "config-wide.svg").read_text("utf-8")
    (elements,) = next(step for step in walk.steps if step.of == "config-wide.svg").facts
    assert all(f'id="{name}"' in svg for name in elements.numbers["ids"])
    (row,) = next(step for step in walk.steps if step.of == "config.csv").facts
    table = (made.folder / "config.csv").read_text("utf-8").splitlines()
    assert table[row.numbers["row"] - 1].startswith('"gao"')


def test_json_has_the_same(tmp_path: Path) -> None:
    shutil.copy(HERE / "config.yaml", tmp_path)
    done = CliRunner().invoke(main, ["explain", "gao", str(tmp_path), "--json"])
    content = json.loads(done.output)
    assert (content["unit"], content["label"], content["problems"]) == ("gao", "Gao", [])
    facts = [fact for step in content["steps"] if step["step"] == "claim" for fact in step["facts"]]
    (troops,) = (fact for fact in facts if fact["what"] == "troops")
    assert (troops["said"], troops["line"]) == ("{min: 900, max: 1400}", 12)
    steps = [(step["step"], step.get("of")) for step in content["steps"]]
    assert steps[:5] == [
        ("claim", None),
        ("place", None),
        ("scene", None),
        ("mark", None),
        ("artboard", "wide, 720 px"),
    ]


def test_a_unit_of_a_workbook_is_told_by_its_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Bases"
    for row in (["Base", "Lat", "Lon", "Strength"], ["Gao", 16.27, -0.04, 900], ["Camp", 18.44, 1.41, None]):
        book.active.append(row)
    book.save(tmp_path / "units.xlsx")
    (tmp_path / "units.csv").write_text("id;latitude;longitude\npost;17;0.5\n", "utf-8")
    text = (
        "units_from:\n"
        "  - {file: units.xlsx, sheet: Bases, columns: {label: Base, troops: Strength}, defaults: {basis: estimate}}\n"
        "  - {file: units.csv, columns: {lat: latitude, lon: longitude}}\n"
    )
    assert lines_of("claim", told(tmp_path, text + NARROW, "camp")) == (
        '  label: "Camp" (units.xlsx, sheet Bases, cell A3)\n'
        "  lat: 18.44 (units.xlsx, sheet Bases, cell B3)\n"
        "  lon: 1.41 (units.xlsx, sheet Bases, cell C3)\n"
        '  basis: "estimate" (config.yaml:2)\n'
    )
    assert lines_of("claim", told(tmp_path, text + NARROW, "post")) == (
        '  id: "post" (units.csv:2, column id)\n'
        '  lat: "17" (units.csv:2, column latitude)\n'
        '  lon: "0.5" (units.csv:2, column longitude)\n'
    )


def test_columns_have_the_letters_of_spreadsheets() -> None:
    assert [column_letter(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_circle_of_a_sum_is_told_by_what_it_sums_up(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("lat,lon,troops\n16.1,0.1,100\n16.2,0.2,300\n", "utf-8")
    said = told(tmp_path, f"aggregate: {{file: rows.csv, by: grid, cell: 1, basis: estimate}}\n{NARROW}", "2 rows")
    assert '  file: "rows.csv" (config.yaml:1)\n  by: "grid" (config.yaml:1)' in lines_of("claim", said)


def test_a_place_is_told_with_what_pins_it(tmp_path: Path) -> None:
    text = f"units: [{{place: Gao, country: ML, troops: 9}}]\n{NARROW}"
    said = lines_of("place", told(tmp_path, text, "gao"))
    assert '  found by: the name "Gao" in GeoNames; a build pins it in places.lock.yaml\n' in said
    build(tmp_path / "config.yaml", only=["csv"])
    said = lines_of("place", told(tmp_path, text, "gao"))
    assert '  found by: the name "Gao", which places.lock.yaml pins as Gao, GeoNames 2457163\n' in said


def test_a_crowd_and_an_inset_are_told(tmp_path: Path) -> None:
    text = (ROOT / "tests" / "scenes" / "three-hundred" / "config.yaml").read_text("utf-8")
    (tmp_path / "config.yaml").write_text(f"{text}\nartboards: [{{id: wide, width: 1050}}]\n", "utf-8")
    walk = explain(read_config(tmp_path), "t688345")
    wide = next(step for step in walk.steps if step.of.startswith("wide"))
    said = [f"{fact.what}: {fact.said}" for fact in wide.facts]
    assert re.fullmatch(r"circle: [\d.]+ px across at x .*, for [\d,]+, which stands for (\d\d) units", said[0])
    assert "t688345" in wide.facts[0].numbers["units"]
    assert re.fullmatch(r"circle: .* for 388 in the inset donetsk", said[1])
    assert re.fullmatch(r'label: "Yasnohirka": .* in the inset donetsk', said[3])
    (svg,) = next(step for step in walk.steps if step.of == "config-wide.svg").facts
    assert "inset-donetsk-circle-t688345" in svg.numbers["ids"]


def test_a_label_that_was_left_out_is_told_with_the_reason() -> None:
    walk = explain(read_config(ROOT / "tests" / "scenes" / "cluster"), "camp-a4")
    boards = {step.of.split(",")[0]: step.facts for step in walk.steps if step.name == "artboard"}
    said = {name: [f"{fact.what}: {fact.said}" for fact in facts] for name, facts in boards.items()}
    assert 'dropped: "Camp A4": no room for its name near its place' in said["narrow"]
    assert any(text.startswith('moved: "Camp A4": its name stands where it could') for text in said["wide"])


def test_a_label_that_the_config_hides_and_one_that_is_not_there_are_told(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("id,lat,lon\npost,17,1\n", "utf-8")
    hidden = "{id: gao, label: {text: Gao, hide: true}, at: {lat: 16, lon: 0}, troops: 9}"
    text = f"units: [{hidden}]\nunits_from: units.csv\n{NARROW}"
    assert '    dropped: "Gao": hidden by `label`\n' in lines_of("artboard", told(tmp_path, text, "gao"))
    assert lines_of("scene", told(tmp_path, text, "post")) == "  label: none: it has no label and no place\n"


def test_a_unit_that_is_not_there_yet_is_told_with_its_other_days(tmp_path: Path) -> None:
    text = (
        "as_of: 2021-01-01\nsnapshots: [2021-02-01, 2020-12-01]\noutputs: [csv]\n"
        "units:\n  - {id: gao, label: Gao, at: {lat: 16, lon: 0}, troops: 9, as_of: 2021-01-15}\n"
        "  - {id: camp, label: Camp, at: {lat: 17, lon: 1}, troops: 8, as_of: 2020-11-01}\n" + NARROW
    )
    said = told(tmp_path, text, "gao")
    assert lines_of("scene", said) == "  absent: not on the map of 2021-01-01: first reported on 2021-01-15\n"
    assert lines_of("day", said) == (
        "  2020-12-01: absent: first reported on 2021-01-15\n"
        "  2021-02-01\n"
        "    observation: of 2021-01-15: 9\n"
        "    files: config-2021-02-01.csv\n"
    )


def test_an_atlas_is_told_page_by_page(tmp_path: Path) -> None:
    text = (
        "pages: {sides: [north, south], langs: [en, fr]}\noutputs: [csv]\n"
        "sides: {north: {label: North}, south: {label: South}}\n"
        "units:\n  - {id: gao, label: Gao, side: north, at: {lat: 16, lon: 0}, troops: 9}\n"
        "  - {id: camp, label: Camp, side: south, at: {lat: 17, lon: 1}, troops: 8}\n" + NARROW
    )
    said = told(tmp_path, text, "gao")
    assert lines_of("page", said) == (
        "  pages: 2 of 4 are of it; --page walks on through one\n"
        "  en-north: lang en, side north\n"
        "  fr-north: lang fr, side north\n"
    )
    walked = told(tmp_path, text, "gao", "--page", "fr-north")
    assert lines_of("file", walked) == "  fr-north/config.csv: row: 2, where the headings are row 1\n"
    other = told(tmp_path, text, "gao", "--page", "fr-south")
    assert lines_of("scene", other) == "  absent: not on the map: it is not of this page\n"
    dated = told(tmp_path, text, "gao", "--as-of", "2021-01-01")
    assert dated.startswith("2\n") and dated.endswith("--as-of: the pages of config.yaml have days of their own\n")
    wrong = told(tmp_path, text, "gao", "--page", "fr-nort")
    assert wrong == '1\nno page of the atlas is "fr-nort"; did you mean fr-north?\n'
    assert told(tmp_path, f"units: [{{id: a, at: {{lat: 1, lon: 1}}}}]\n{NARROW}", "a", "--page", "b").endswith(
        "this config makes one map, not pages; leave --page out\n"
    )


def test_a_label_that_one_unit_has_names_it(tmp_path: Path) -> None:
    units = "".join(f"  - {{id: u{n}, label: {name}, at: {{lat: 16, lon: {n}}}}}\n" for n, name in enumerate("AABc"))
    assert told(tmp_path, f"units:\n{units}{NARROW}", "b").startswith("0\nu2: B\n")
    assert told(tmp_path, f"units:\n{units}{NARROW}", "U3").startswith("0\nu3: c\n")
    assert told(tmp_path, f"units:\n{units}{NARROW}", "") == '1\nconfig.yaml: no unit of the published map is ""\n'
    assert told(tmp_path, f"units:\n{units}{NARROW}", "A") == '1\nconfig.yaml: no unit of the published map is "A"\n'


def test_what_is_under_embargo_is_no_unit_as_one_that_is_not_there(tmp_path: Path) -> None:
    shown = "units:\n  - {id: seen, label: Seen, at: {lat: 16, lon: 0}, troops: 9}\n"
    for arguments in (["secret"], ["Secret"], ["secret", "--json"], ["secret", "--as-of", "2999-02-01"]):
        with_it = told(tmp_path, shown + SECRET + NARROW, *arguments)
        without = told(tmp_path, shown + NARROW, *arguments)
        assert with_it == without
        assert 'no unit of the published map is \\"' in with_it or 'no unit of the published map is "' in with_it
    assert told(tmp_path, shown + SECRET + NARROW, "secre") == told(tmp_path, shown + NARROW, "secre")
    assert told(tmp_path, shown + SECRET + NARROW, "seen") == told(tmp_path, shown + NARROW, "seen")


@pytest.mark.parametrize("flags", [[], ["--json"]], ids=["text", "json"])
def test_of_a_rounded_position_nothing_more_is_told(flags: list[str], tmp_path: Path) -> None:
    seen = "  - {id: seen, label: Seen, at: {lat: 16, lon: 0}, troops: 9}\n"
    said = set()
    for lat, lon in (("17.1", "0.9"), ("17.0123456", "1.1111")):
        units = ROUNDED.replace("LAT", lat).replace("LON", lon) + seen
        said.add((*(told(tmp_path, f"units:\n{units}{NARROW}", name, *flags) for name in ("post", "seen")),))
    ((of_post, _),) = said
    assert "17.0123456" not in of_post
    if not flags:
        assert lines_of("claim", of_post) == (
            '  id: "post" (config.yaml:2)\n  label: "Post" (config.yaml:2)\n  precision: 0.5 (config.yaml:2)\n'
            '  troops: 70 (config.yaml:2)\n  as_of: "2021-03-01" (config.yaml:2)\n'
        )
        assert lines_of("place", of_post) == (
            "  position: latitude 17, longitude 1, WGS 84\n  found by: not told, as its position is rounded to 0.5°\n"
        )


@pytest.mark.parametrize("seed", mostly_long(range(6), (1,)))
def test_no_walk_depends_on_what_is_held_back(seed: int, tmp_path: Path) -> None:
    """Of maps by chance, each on one line; the ids are those of all units, hidden or not, and one of none."""
    chance = random.Random(seed)
    config = test_gate.config_of(chance)
    (first, *rest) = [
        [walk_of(tmp_path, changed, name) for name in (*(row["id"] for row in config["units"]), "nobody")]
        for changed in (config, test_gate.others(config, chance), test_gate.without(config))
    ]
    assert first == rest[0] == rest[1]
    assert any("steps" in walk for walk in first) and any("steps" not in walk for walk in first)


def walk_of(folder: Path, config: dict[str, Any], name: str) -> dict[str, Any]:
    """All that is told of a unit."""
    (folder / "map.yaml").write_text(json.dumps(config), "utf-8")
    try:
        walk = explain(read_config(folder / "map.yaml"), name)
    except ConfigError as error:
        return {"error": str(error)}
    return walk.as_dict()


def test_nor_by_the_cells_of_a_table_or_the_name_of_a_place(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("id,label,place,country,precision\npost,Post,Gao,ML,0.5\n", "utf-8")
    said = told(tmp_path, f"units_from: units.csv\n{NARROW}", "post")
    assert "Gao" not in said and "ML" not in said
    assert '  label: "Post" (units.csv:2, column label)\n' in said


def test_private_is_for_a_terminal_alone(tmp_path: Path) -> None:
    said = told(tmp_path, f"units:\n{SECRET}{NARROW}", "secret", "--private")
    assert said.startswith("2\n")
    assert "--private: only on a terminal" in said
    assert "4321" not in said


def test_private_tells_on_a_terminal_what_is_held_back(tmp_path: Path) -> None:
    units = f"units:\n{SECRET}{ROUNDED.replace('LAT', '17.0123').replace('LON', '1.1')}"
    (tmp_path / "config.yaml").write_text(units + NARROW, "utf-8")
    asked = [["explain", name, "--private"] for name in ("secret", "post")]
    status, said = on_terminal(tmp_path, code=IN_ORDER.format(asked))
    assert status == 0
    assert "embargo_until: no output holds the unit before 2999-01-01" in said
    assert "at: {lat: 17.0123, lon: 1.1}" in said
    assert "position: latitude 17.0123, longitude 1.1, WGS 84" in said
    assert "precision: outputs have its position rounded to 0.5°, and not how it was found" in said
    assert "address: #unit=post opens its card" in said


def test_the_rules_of_each_step_are_there() -> None:
    for homes in RULES.values():
        assert all((ROOT / home).exists() for home in homes.split(", "))


def test_each_format_has_words_of_its_own() -> None:
    walk: Any = explain(read_config(HERE), "gao")
    formats = {step.of.rpartition(".")[2] for step in walk.steps if step.name == "file"}
    assert formats == {"png", "svg", "pdf", "html", "geojson", "csv"} < {*formats_of_all()}
