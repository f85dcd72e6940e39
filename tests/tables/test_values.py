"""What the config says that words of cells mean holds in every column, and in each item of a list."""

from __future__ import annotations

from pathlib import Path

from geomap.config import read_config
from geomap.facts import Estimate, Formation
from geomap.facts.columns import Alike

CONFIG = """\
sides: {russia: {label: Russia}, ukraine: {label: Ukraine}}
sources: {a: {publisher: A}, b: {publisher: B}}
units_from:
  file: u.csv
  columns: {side: Кто, troops: Сколько, formations: Что}
  values:
    side: {РФ: russia, ВСУ: ukraine, "7": ukraine}
    troops: {нет: 0, много: unknown, none: ''}
    formations: {Mcp: motorized infantry, танки: tank}
    sources: {"1": a, "2": b}
"""
TABLE = """\
id,lat,lon,Кто,Сколько,Что,sources
u1,50,30,РФ,нет,2 Mcp;танки: 4th,1;2
u2,51,31,ВСУ,много,,2
u3,52,32,7,none,Mcp,
u4,53,33,russia,~40,reconnaissance|Mcp,a
"""


def test_words_mean_what_the_config_says(tmp_path: Path) -> None:
    (tmp_path / "u.csv").write_text(TABLE, "utf-8")
    (tmp_path / "c.yaml").write_text(CONFIG, "utf-8")
    units = read_config(tmp_path / "c.yaml").units
    assert isinstance(units, Alike)
    assert [unit.side for unit in units] == ["russia", "ukraine", "ukraine", "russia"]
    assert [unit.troops and unit.troops.kind.value for unit in units] == ["exact", "unknown", None, "about"]
    assert units[0].troops == Estimate.exact(0)
    assert [unit.formations for unit in units] == [
        (Formation("motorized infantry", 2), Formation("tank", label="4th")), (), (Formation("motorized infantry"),),
        (Formation("reconnaissance"), Formation("motorized infantry")),
    ]  # fmt: skip
    assert [unit.sources for unit in units] == [("a", "b"), ("b",), (), ("a",)]
