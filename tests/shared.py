"""What several files of tests look at is made once in a run, by whichever worker asks for it first."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tests import machine

Made = TypeVar("Made")


def shared(name: str, make: Callable[[Path], Made]) -> Made:
    """What `make` makes of a new folder, where its files stay. Who asks gets a copy, and only reads the files."""
    folder = Path(os.environ[machine.FOLDER]) / "shared" / name
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "made.pickle"
    with (folder / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another worker may be at it
        if not kept.is_file():
            place = folder / f"by-{os.getpid()}"  # one that failed has left its own
            place.mkdir(exist_ok=True)
            kept.write_bytes(pickle.dumps(make(place)))
    made: Made = pickle.loads(kept.read_bytes())
    return made
