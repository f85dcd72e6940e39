"""Two states whose tables are summed up: what one holds back of a row, the sums of the other do not tell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from geomap.cli import main
from geomap.pipeline.changes import hold_back_the_same, state_of

FAR = "2999-01-01"
HEAD: dict[str, Any] = {"title": "T", "as_of": "2022-01-15", "view": {"bounds": [-2, 14, 3, 19]}}
SUMMED = {"by": "grid", "cell": 1}
A, X = {"id": "a", "lat": 16.2, "lon": 0.2, "troops": 10}, {"id": "x", "lat": 16.6, "lon": 0.6, "troops": 777}


def state(folder: Path, name: str, *rows: dict[str, Any], units: tuple[dict[str, Any], ...] = ()) -> Path:
    """A config that sums a table of these rows up, or has none, and states units."""
    folder.mkdir(exist_ok=True)
    config = {**HEAD, "units": [*units]} if units else {**HEAD}
    if rows:
        heads = [*dict.fromkeys(key for row in rows for key in row)]
        lines = [",".join(str(row.get(head, "")) for head in heads) for row in rows]
        (folder / f"{name}.csv").write_text("\n".join([",".join(heads), *lines]) + "\n", "utf-8")
        config["aggregate"] = {"file": f"{name}.csv", **SUMMED}
    (folder / f"{name}.yaml").write_text(json.dumps(config), "utf-8")
    return folder / f"{name}.yaml"


def diff(old: Path, new: Path) -> Result:
    return CliRunner().invoke(main, ["diff", str(old), str(new), "--format", "markdown"])


def as_unit(row: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": row["id"].upper(),
        "label": "X",
        "at": {"lat": row["lat"], "lon": row["lon"]},
        "troops": row["troops"],
        **more,
    }


@pytest.mark.parametrize("turned", [False, True])
def test_a_row_under_embargo_in_one_state_is_in_no_sum_of_the_other(tmp_path: Path, turned: bool) -> None:
    states = [state(tmp_path, "old", A, X), state(tmp_path, "new", A, {**X, "embargo_until": FAR})]
    done = diff(*(reversed(states) if turned else states))
    assert done.exit_code == 0 and done.output.endswith("No changes.\n"), done.output


@pytest.mark.parametrize("turned", [False, True])
def test_a_row_that_is_rounded_in_one_state_is_so_in_the_other(tmp_path: Path, turned: bool) -> None:
    states = [state(tmp_path, "old", A, X), state(tmp_path, "new", A, {**X, "precision": 1})]
    done = diff(*(reversed(states) if turned else states))
    assert done.exit_code == 0 and "16.4" not in done.output and "16.6" not in done.output, done.output


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("where", ["table", "units"])
def test_nor_is_a_row_of_a_unit_of_the_other_state(tmp_path: Path, where: str, turned: bool) -> None:
    """Whichever of them says that its id is under embargo, in whatever letter case."""
    of_table, of_units = ({"embargo_until": FAR}, {}) if where == "table" else ({}, {"embargo_until": FAR})
    one = state(tmp_path, "sums", A, {**X, **of_table})
    other = state(tmp_path, "units", A, units=(as_unit(X, **of_units),))
    done = diff(*((other, one) if turned else (one, other)))
    assert done.exit_code == 0 and done.output.endswith("No changes.\n"), done.output


def test_rows_that_nothing_names_are_not_compared(tmp_path: Path) -> None:
    """Which rows of the other state they are nobody knows; unless it has the very same table."""
    nameless = [{key: value for key, value in row.items() if key != "id"} for row in (A, X)]
    old = state(tmp_path, "old", *nameless)
    new = state(tmp_path, "new", nameless[0], {**nameless[1], "embargo_until": FAR})
    done = diff(old, new)
    said = "new.csv holds back rows without an `id`, so nobody knows which rows of the other state are these"
    assert done.exit_code == 1 and said in done.stderr and done.stderr.count("\n") == 1
    assert "777" not in done.output
    assert diff(new, new).output.endswith("No changes.\n")


def test_pictures_are_shown_where_the_tables_hold_back_the_same(tmp_path: Path) -> None:
    rows = (X, {**X, "embargo_until": FAR}, {**X, "precision": 1}, {**X, "precision": 0.5})
    states = [state_of(state(tmp_path, f"s{n}", A, row), "s") for n, row in enumerate(rows)]
    for one in states:
        assert [hold_back_the_same(one, other) for other in states] == [one is other for other in states]
