"""Regions that are larger than those whose ground is known: the union of those in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geomap.config import read_config
from geomap.errors import PlaceError
from geomap.ground import region_store
from geomap.places.areas import areas_of
from geomap.places.groups import groups_called


@pytest.mark.parametrize(
    ("country", "region", "name", "at"),
    [("FR", "Brittany", "Bretagne", (48.3, -3.3)), ("", "Sicilia", "Sicilia", (37.5, 14.5)),
     ("GB", "Scotland", "Scotland", (57.0, -4.0))],
)  # fmt: skip
def test_a_larger_region_is_a_place_in_the_middle_of_it(
    tmp_path: Path, country: str, region: str, name: str, at: tuple[float, float]
) -> None:
    place = {"region": region} | ({"country": country} if country else {})
    (tmp_path / "map.yaml").write_text(json.dumps({"units": [{"place": place, "troops": 5}]}), "utf-8")
    (found,) = areas_of(read_config(tmp_path / "map.yaml")).values()
    assert (found.region, found.kind) == (name, "region")
    assert (found.lat, found.lon) == pytest.approx(at, abs=0.6)


def test_it_is_made_of_the_regions_in_it() -> None:
    (group,) = groups_called("FR", "Bretagne")
    names = {region_store.table()[row]["name"] for row in group.rows}
    assert names == {"Côtes-dArmor", "Finistère", "Ille-et-Vilaine", "Morbihan"}


def test_one_that_is_not_known_is_told_with_those_that_are(tmp_path: Path) -> None:
    unit = {"id": "p", "label": "P", "place": {"country": "IT", "region": "IT-PA"}}
    (tmp_path / "map.yaml").write_text(json.dumps({"units": [unit]}), "utf-8")
    with pytest.raises(PlaceError, match=r"its regions are those such as [A-Z][a-z]+, .*, by their names"):
        areas_of(read_config(tmp_path / "map.yaml"))
