"""A name that changes in the config moves no label that it does not touch."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from geomap.page import Page, Text
from geomap.pipeline.build import build
from tests.shared import shared
from tests.test_scenes import SCENES

_TOUCHED = 30.0  # px around the old and the new label of the unit that was renamed


def page(scene: str, folder: Path, old: str = "", new: str = "") -> Page:
    """The scene's page of 1050 px, where `old` is given with one name of its config replaced."""
    shutil.copytree(SCENES / scene, folder)
    config = folder / "config.yaml"
    text = config.read_text("utf-8")
    assert not old or text.count(old) == 1
    config.write_text((text.replace(old, new) if old else text) + "\nartboards: [{id: wide, width: 1050}]\n", "utf-8")
    return build(config, only=["svg"]).pages[0]


def labels(page: Page) -> dict[tuple[str, str], Text]:
    """The texts of the map by unit and words; but for regions, which are named where no unit is called so."""
    texts = [item for group in page.groups if group.id == "labels" for item in group.items]
    return {(item.owner, item.text): item for item in texts if isinstance(item, Text) and item.role != "region"}


@pytest.mark.parametrize(
    ("scene", "unit", "old", "new"),
    [
        ("cluster", "camp-c3", "Camp C3", "Camp Q3"),
        ("sahel", "kidal", "Kidal", "Kodal"),
        pytest.param("three-hundred", "t710791", '"Cherkasy"', '"Cherkosy"', marks=pytest.mark.long),
        pytest.param("three-hundred", "t696643", '"Poltava"', '"Poltova"', marks=pytest.mark.long),
    ],
)
def test_a_new_name_moves_only_what_it_touches(scene: str, unit: str, old: str, new: str, tmp_path: Path) -> None:
    before = labels(shared(f"wide-{scene}", lambda folder: page(scene, folder / scene)))
    after = labels(page(scene, tmp_path / "after", f"label: {old}", f"label: {new}"))
    own = [before[unit, old.strip('"')], after[unit, new.strip('"')]]
    assert len(before) > 5
    for key in (before.keys() | after.keys()) - {(unit, old.strip('"')), (unit, new.strip('"'))}:
        places = {labels[key].box if key in labels else None for labels in (before, after)}
        touched = any(text.box.grown(_TOUCHED).overlaps(box) for text in own for box in places if box)
        assert touched or len(places) == 1, (key, places)
