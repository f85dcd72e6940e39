"""What a reader could take wrongly on the scenes, as `tests.measured` measures it: nothing."""

from __future__ import annotations

import pytest

from tests.examples import mostly_long
from tests.measured import MISTAKEN, faults
from tests.test_scenes import LARGE, NAMES, drawn

# So full that some names stand a hair nearer to another's circle than to their own, rather than nowhere.
FULL = {"cluster", "clusters", "sightings", "three-hundred", "two-armies"}


@pytest.mark.parametrize("name", mostly_long(NAMES, {*NAMES} - LARGE))
def test_nothing_can_be_taken_wrongly(name: str) -> None:
    found = faults(drawn(name)[0])
    assert not [fault for fault in found if name not in FULL or MISTAKEN not in fault]
