"""A question of very many rows is asked of one row a sort: it may look at no more than the facets that it names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner
from pyarrow import parquet

from benchmarks.projects import write_realistic
from geomap.cli import main
from geomap.facts.columns import AMOUNTS, CLAIMS, ORDER, PRESENCE, SOURCES, TROOPS, Alike
from geomap.players.registry import formats

_ALWAYS = {"change", "is_gone", "members", "units", "site"}  # no row of a table has any, but records in their place
_TELLING = {  # attributes by the facets that they depend on, where they are called otherwise
    TROOPS: {"troops"},
    PRESENCE: {"equipment"},
    AMOUNTS: {"equipment"},
    ORDER: {"equipment"},
    CLAIMS: {"claims"},
    "side": {"side", "colour"},
    "as_of": {"as_of", "age"},
    "admin": {"admin", "place"},
    "country": {"country", "place"},
    "found_by": {"found_by", "place"},
    "sources": {"sources"},
}
_OF_SOURCES = {"all_sources", "sources_of"}  # for which both of SOURCES are needed


class Shown:
    """A row of which only what a question names can be seen."""

    def __init__(self, row: Any, facets: tuple[str, ...]) -> None:
        allowed = set().union(_ALWAYS, *(_TELLING.get(facet, {facet}) for facet in facets))
        if {*SOURCES} <= {*facets}:
            allowed |= _OF_SOURCES
        if {TROOPS, PRESENCE} <= {*facets}:
            allowed.add("figures")
        object.__setattr__(self, "_told", (row, allowed, facets))

    def __getattr__(self, name: str) -> Any:
        row, allowed, facets = object.__getattribute__(self, "_told")
        assert name in allowed, f"{type(row).__name__}.{name} is asked for in a question of {facets or 'nothing'}"
        return getattr(row, name)


def with_more_columns(file: Path) -> None:
    """What the gate asks of, and fields without code of their own, in some rows."""
    table = parquet.read_table(file)
    cells = {
        "precision": [0.5 if row % 7 == 0 else None for row in range(len(table))],
        "embargo_until": ["2999-01-01" if row % 11 == 0 else None for row in range(len(table))],
        "notes": [f"Seen {row}" if row % 3 == 0 else None for row in range(len(table))],
        "links": ["https://example.org/a b" if row % 5 == 0 else None for row in range(len(table))],
        "Observer": [("A", "B", None)[row % 3] for row in range(len(table))],
    }
    for name, column in cells.items():
        table = table.append_column(name, pa.array(column))
    parquet.write_table(table, file)


@pytest.fixture
def seen_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Alike.samples

    def samples(self: Alike[Any], *facets: str) -> list[Any]:
        return [Shown(row, facets) for row in whole(self, *facets)]

    monkeypatch.setattr(Alike, "samples", samples)


@pytest.mark.usefixtures("seen_in_part")
@pytest.mark.parametrize("symbols", ["app6", pytest.param("news", marks=pytest.mark.long)])
def test_no_question_looks_at_more_than_it_names(tmp_path: Path, symbols: str) -> None:
    config = write_realistic(tmp_path, 100)
    with_more_columns(tmp_path / "units.parquet")
    text = config.read_text("utf-8").replace("symbols: app6", f"symbols: {symbols}")
    text = text.replace("units_from: units.parquet", "units_from: {file: units.parquet, carry: [Observer]}")
    text = text.replace(
        "outputs: [png, html]", f"outputs: [{', '.join(name for name in formats() if name not in ('png', 'pdf'))}]"
    )
    config.write_text(text + "stale_after: 10\nsnapshots: [2022-01-10]\n", "utf-8")
    run = CliRunner()
    for command in (["validate"], ["build", "--json"], ["check"]):
        done = run.invoke(main, [command[0], str(config), *command[1:]], catch_exceptions=False)
        assert done.exit_code == 0, done.output
    assert json.loads((tmp_path / "output" / "manifest.json").read_text("utf-8"))["outputs"]
