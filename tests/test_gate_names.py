"""Of a unit under embargo only an id that it states can be named; one made of its place or label is as none, and takes
no other unit's. Nor does any answer tell a source that only such units cite from one that nothing cites.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.config import read_config
from geomap.errors import ConfigError

Row = dict[str, Any]
FAR = "2999-01-01"
AT = {"lat": 50.0, "lon": 36.2}
OPEN: Row = {"id": "post", "label": "Post", "at": {"lat": 49.5, "lon": 36.0}, "troops": 100}
HELD: Row = {"place": "Kharkiv", "country": "UA", "troops": 500, "embargo_until": FAR}
NOTE = {"kind": "note", "id": "n", "text": "{sum} in all", "at": AT}


def answer(folder: Path, units: list[Row], *flags: str, table: bool = False, **keys: Any) -> tuple[int, str, Any]:
    """What a build of a config exits with, prints and writes; the units from a table where asked for."""
    folder.mkdir(exist_ok=True)
    config: Row = {"name": "m", "outputs": ["csv", "geojson", "svg"], "view": {"bounds": [35, 49, 38, 51]}, **keys}
    config |= {"artboards": [{"id": "w", "width": 335, "scale": 1, **keys.get("artboards", {})}]}
    if table:
        heads = list(dict.fromkeys(key for row in units for key in row))
        lines = [",".join(str(row.get(head, "")) for head in heads) for row in units]
        (folder / "u.csv").write_text("\n".join([",".join(heads), *lines]) + "\n", "utf-8")
        config["units_from"] = "u.csv"
    else:
        config["units"] = units
    (folder / "map.yaml").write_text(json.dumps(config, indent=1), "utf-8")
    done = CliRunner().invoke(main, ["build", str(folder / "map.yaml"), *flags])
    out = folder / "output"
    files = {path.name: path.read_bytes() for path in sorted(out.iterdir())} if out.exists() else {}
    return done.exit_code, done.output.replace(str(folder), ""), files


@pytest.mark.parametrize("flags", [("--strict",), ("--json",)])
def test_no_answer_tells_who_cites_a_source_that_the_map_does_not(tmp_path: Path, flags: tuple[str, ...]) -> None:
    rest = {"sources": {"daily": {"publisher": "Daily"}, "whisper": {"publisher": "Whisper"}}}
    shown = {**OPEN, "sources": "daily"}
    one = answer(tmp_path / "a", [shown, {**HELD, "sources": "whisper"}], *flags, **rest)
    other = answer(tmp_path / "b", [shown], *flags, **rest)
    assert one == other and one[0] == 0


def test_the_author_is_told_of_sources_that_nothing_cites(tmp_path: Path) -> None:
    rest = {"sources": {name: {"publisher": name} for name in ("daily", "whisper", "spare")}}
    units = [{**OPEN, "sources": "daily"}, {**HELD, "sources": "whisper"}]
    assert "nothing refers to spare in `sources`\n" in answer(tmp_path, units, "--held", **rest)[1]
    assert "spare" not in answer(tmp_path, units, "--force", **rest)[1]


NAMING: dict[str, Row] = {
    "a note": {"layers": [{**NOTE, "sums": ["kharkiv", "post"]}]},
    "a ring by its unit": {"layers": [{"kind": "ring", "id": "r", "around": {"unit": "kharkiv"}, "km": 40}]},
    "a ring by a text": {"layers": [{"kind": "ring", "id": "r", "around": "kharkiv", "km": 40}]},
    "an arrow": {"layers": [{"kind": "arrow", "id": "a", "from": "post", "to": "kharkiv"}]},
    "keep": {"artboards": {"keep": ["units.kharkiv"]}},
    "drop": {"artboards": {"drop": ["units.kharkiv"]}},
    "labels": {"artboards": {"labels": {"kharkiv": {"text": "K"}}}},
}


@pytest.mark.parametrize("what", NAMING)
def test_an_id_that_is_made_of_what_is_held_back_names_nothing(tmp_path: Path, what: str) -> None:
    keys = NAMING[what]
    told = [answer(tmp_path / name, units, **keys) for name, units in (("a", [OPEN, HELD]), ("b", [OPEN]))]
    assert told[0] == told[1]
    assert told[0][0] == (0 if "text" in what or what == "an arrow" else 1)


@pytest.mark.parametrize("what", ["keep", "labels", "a ring by its unit"])
def test_nor_does_one_in_a_table_that_is_read_by_column(tmp_path: Path, what: str) -> None:
    rows: list[Row] = [{"id": "post", "label": "Post", "lat": 49.5, "lon": 36},
                       {"label": "Kharkiv", "lat": 50, "lon": 36.2, "embargo_until": FAR}]  # fmt: skip
    told = [answer(tmp_path / str(count), rows[:count], table=True, **NAMING[what]) for count in (2, 1)]
    assert told[0] == told[1] and told[0][0] == 1
    named = answer(tmp_path / "c", [rows[0], {**rows[1], "id": "kharkiv"}], table=True, **NAMING[what])
    assert named[0] == 0


def test_an_id_that_is_stated_can_be_named_before_its_day(tmp_path: Path) -> None:
    keys = NAMING["a note"]
    held = answer(tmp_path / "a", [OPEN, {**HELD, "id": "kharkiv"}], **keys)
    without = answer(tmp_path / "b", [OPEN], layers=[{**NOTE, "sums": ["post"]}])
    assert held[0] == without[0] == 0 and held[2] == without[2]


@pytest.mark.parametrize("table", [False, True])
@pytest.mark.parametrize(
    ("shown", "held"),
    [({}, {}), ({}, {"as_of": "2022-01-05"}), ({"as_of": "2022-01-05"}, {}),
     ({"as_of": "2022-01-05"}, {"as_of": "2022-01-05"}), ({"id": "kharkiv"}, {})],
)  # fmt: skip
def test_an_id_is_not_taken_by_what_is_held_back(tmp_path: Path, shown: Row, held: Row, *, table: bool) -> None:
    own = {"place": "Kharkiv", "country": "UA", "troops": 70, **shown}
    keys = {} if table else NAMING["keep"]
    last = {"id": "post", "label": "Post", "lat": 49.5, "lon": 36} if table else OPEN
    hidden = {**HELD, **held}
    told = [
        answer(tmp_path / "a", [hidden, own, hidden, last], table=table, **keys),
        answer(tmp_path / "b", [own, last], table=table, **keys),
    ]
    assert told[0][0] == 0, told[0][1]
    assert told[0] == told[1]


def test_a_day_under_embargo_holds_its_unit_back_as_before(tmp_path: Path) -> None:
    row = {"place": "Kharkiv", "country": "UA", "troops": 70, "as_of": "2022-01-01"}
    code, _, files = answer(tmp_path, [OPEN, row, {**HELD, "as_of": "2022-01-05"}])
    assert code == 0 and b"harkiv" not in files["m.csv"]


def test_what_is_told_takes_ids_from_each_other_as_ever(tmp_path: Path) -> None:
    row = {"place": "Kharkiv", "country": "UA"}
    (tmp_path / "map.yaml").write_text(json.dumps({"units": [row, HELD, row]}), "utf-8")
    with pytest.raises(ConfigError, match="the id kharkiv is taken by the unit of line 1"):
        read_config(tmp_path / "map.yaml")
