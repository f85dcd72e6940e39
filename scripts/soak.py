"""Kills builds at random moments, and lets their files end at every size: outputs stay whole, or `check` says stale.

usage: soak.py [KILLS] [SIZES]
"""

from __future__ import annotations

import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path

from record import record

from geomap.build import build
from geomap.errors import OutputError
from geomap.freshness.check import freshness

CONFIG = """\
view: {{bounds: [36, 46, 39, 49]}}
title: A title
units:
  - {{id: a, at: {{lat: 48, lon: 37.5}}, label: A, troops: {troops}}}
artboards: [{{id: w, width: 335, scale: 1}}]
outputs: [png, svg, html, geojson, gpkg, csv]
"""


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.is_file()}


def forked(act: Callable[[], object], kill_after: float | None = None) -> int:
    """Run in a child, killed after some seconds; its exit status."""
    child = os.fork()
    if not child:
        try:
            act()
        except OutputError:
            os._exit(1)
        except BaseException as error:
            print(repr(error), file=sys.stderr)
            os._exit(3)
        os._exit(0)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def limited(config: Path, size: int) -> None:
    """Build where no file may be larger than `size` bytes, as on a disk that is full there."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    build(config)


def main(kills: int = 200, sizes: int = 100, seed: int = 8) -> int:
    chance, mixed, told_whole, lost = random.Random(seed), 0, 0, 0
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "config.yaml"
        sets = []
        for troops in (900, 700):
            path.write_text(CONFIG.format(troops=troops))
            began = time.monotonic()
            build(path)
            took = time.monotonic() - began
            sets.append(hashes(path.parent / "output"))
        largest = max(file.stat().st_size for file in (path.parent / "output").iterdir())
        for number in range(kills):
            path.write_text(CONFIG.format(troops=(900, 700)[number % 2]))
            forked(lambda: build(path), chance.uniform(0, 1.2 * took))
            whole = hashes(path.parent / "output") in sets
            mixed += not whole
            told_whole += not whole and not freshness(path).problems
            build(path)
            lost += hashes(path.parent / "output") != sets[number % 2]
        half = 0
        for number in range(sizes):
            path.write_text(CONFIG.format(troops=(900, 700)[(kills + number) % 2]))
            before = hashes(path.parent / "output")
            status = forked(partial(limited, path, number * largest // sizes))
            half += os.waitstatus_to_exitcode(status) != 1 or hashes(path.parent / "output") != before
            build(path)
    rows = {
        "builds killed": kills, "of them between two renames, so that `check` says stale": mixed,
        "mixed sets that `check` takes for whole": told_whole, "sets not whole after the next build": lost,
        "disks full at a size": sizes, "of them with other than one line and the old set": half,
    }  # fmt: skip
    record("make soak", rows)
    return 1 if told_whole or lost or half else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
