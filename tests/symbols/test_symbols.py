from __future__ import annotations

import subprocess
import sys
from dataclasses import FrozenInstanceError

import pytest

from geomap.layout.specimen import symbol_sheet
from geomap.page import Box, Stamp, Text
from geomap.symbols import families, keys, outline
from tests.examples import mostly_long


def test_every_key_has_an_outline() -> None:
    assert {key.split("/")[0] for key in keys()} == set(families())
    assert len(set(keys())) == len(keys())
    assert all(outline(key).polygons for key in keys())


def test_outline_is_frozen_and_shared() -> None:
    tank = outline("news/tank")
    assert outline("news/tank") is tank
    with pytest.raises(FrozenInstanceError):
        tank.polygons = ()  # type: ignore[misc]


@pytest.mark.parametrize("key", ["news/tnak", "tank", "nws/tank", "news/tank/"])
def test_unknown_key_names_close_ones(key: str) -> None:
    with pytest.raises(KeyError, match="news/tank"):
        outline(key)


@pytest.mark.parametrize("key", ["", "/", "news", "news/", "zzz"])
def test_hopeless_key_names_some(key: str) -> None:
    with pytest.raises(KeyError, match="did you mean news/"):
        outline(key)


def test_import_is_light() -> None:
    code = "import sys, geomap.symbols as s; print(*sys.modules); s.keys(); print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    at_import, with_family = (set(line.split()) for line in ran.stdout.splitlines())
    assert not {"numpy", "shapely", "matplotlib", "PIL"} & with_family
    assert "geomap.symbols.news" in with_family - at_import


def test_a_family_is_loaded_when_it_is_asked_for() -> None:
    code = """if True:
        import sys, geomap.symbols as s
        for key in ("news/tank", "app6/hostile-tank-brigade-hq"):
            s.outline(key); print(*sys.modules)
    """
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    with_news, with_app6 = (set(line.split()) for line in ran.stdout.splitlines())
    assert "geomap.symbols.app6" in with_app6 - with_news
    assert not {"numpy", "shapely", "matplotlib", "PIL"} & with_app6


@pytest.mark.parametrize("family", mostly_long([*families()], ("news",)))
def test_on_a_sheet_no_name_runs_into_the_next_symbol(family: str) -> None:
    items = symbol_sheet(family).groups[1].items
    names = [item.box for item in items if isinstance(item, Text)]
    stamps = [Box(item.x, item.y, 0, 0).grown(item.size / 2) for item in items if isinstance(item, Stamp)]
    assert names and not any(name.overlaps(stamp) for name in names for stamp in stamps)
    assert all(name.right <= symbol_sheet(family).width for name in names)
