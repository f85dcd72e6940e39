"""How tests wait: until something is so, and no shorter on a computer that has much else to do."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 180  # s; what takes longer hangs


def until(is_so: Callable[[], object], otherwise: str) -> None:
    """Wait for a condition; where it never comes, the test fails with these words."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > end:
            raise AssertionError(otherwise)
        time.sleep(0.05)
