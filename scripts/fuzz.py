"""Throws broken configs, tables and layers at the reader: only a GeomapError may come of them, and soon.

usage: fuzz.py [CONFIGS] [FILES]     how many of each; what breaks is kept in build/found/
"""

from __future__ import annotations

import random
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from record import record

from geomap.config import read_config
from geomap.errors import GeomapError
from geomap.sources import check_layers, read_layers

ROOT = Path(__file__).parents[1]
FOUND = ROOT / "build" / "found"
SLOWEST = 10  # seconds
TOKENS = [
    *(b"NO ~ [] {} 1e400 -1 .nan .inf 010 true unknown *s &s << | > - : , # ? % @ \x00 \xff \xfe 12,000".split(b" ")),
    *(b"\n", b"\t", b"  ", b'"', b"'", b"../", b"\x1b[31m", b"\xef\xbb\xbf", b"9" * 400, b"[" * 60, b"null", b"NaN"),
    *(b"2022-02-30", "\u202e".encode(), b"<script>", b"=1+1", b";", b'{"type":"Point"}', b"place: x\n"),
]
TABLE = b"id,label,lat,lon,troops_min,troops_max,sources\na,A,48,37.5,1000,2000,x;y\nb,B,50.1,30.2,,,\n"
HOST = """\
view: {bounds: [36, 46, 39, 49]}
units_from: table.csv
sources: {x: {publisher: X}, y: {publisher: Y}}
layers: [{kind: area, role: control, file: zone.geojson}]
"""
ZONE = (
    b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"a": 1}, "geometry": '
    b'{"type": "Polygon", "coordinates": [[[37, 47], [38, 47], [38, 48, 9], [37, 47]]]}}]}'
)


def mutated(chance: random.Random, seeds: list[bytes]) -> bytes:
    """A seed with some places cut, doubled, replaced, or taken from another seed."""
    data = chance.choice(seeds)
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((0, 0, 1, 3, 12, 60)))
        other = chance.choice(seeds)
        at = chance.randrange(len(other) + 1)
        put = chance.choice((b"", data[start:end] * 2, chance.choice(TOKENS), chance.randbytes(2), other[at : at + 40]))
        data = data[:start] + put + data[end:]
    return data[: chance.randrange(len(data) + 1)] if chance.random() < 0.05 else data


def survives(act: Callable[[], object], data: bytes, name: str) -> bool:
    """Whether nothing but a GeomapError came of it, in time; if not, the input is kept."""
    signal.alarm(SLOWEST)
    try:
        act()
    except GeomapError:
        pass
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        FOUND.mkdir(parents=True, exist_ok=True)
        (FOUND / name).write_bytes(data)
        print(f"{FOUND / name}: {error!r}", file=sys.stderr)
        return False
    finally:
        signal.alarm(0)
    return True


def too_slow(*_: object) -> None:
    raise TimeoutError(f"more than {SLOWEST} s")


def read_all(path: Path) -> None:
    """As `validate` and `build` read a config and its files."""
    config = read_config(path)
    check_layers(config)
    read_layers(config)


def main(configs: int = 2000, files: int = 1000, seed: int = 8) -> int:
    signal.signal(signal.SIGALRM, too_slow)
    chance, began, broken = random.Random(seed), time.monotonic(), 0
    seeds = [path.read_bytes() for path in (ROOT / "config.yaml", ROOT / "tests" / "config" / "full.yaml")]
    seeds += [path.read_bytes() for path in sorted((ROOT / "tests" / "config" / "bad").glob("*.yaml"))]
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "config.yaml"
        for number in range(configs):
            path.write_bytes(data := mutated(chance, seeds))
            broken += not survives(lambda: read_config(path), data, f"config-{number}.yaml")
        path.write_text(HOST)
        (path.parent / "table.csv").write_bytes(TABLE)
        (path.parent / "zone.geojson").write_bytes(ZONE)
        read_all(path)  # unharmed they are right, so that what comes after is of the harm
        for number in range(files):
            name, right = chance.choice((("table.csv", TABLE), ("zone.geojson", ZONE)))
            (path.parent / "table.csv").write_bytes(TABLE)
            (path.parent / "zone.geojson").write_bytes(ZONE)
            (path.parent / name).write_bytes(data := mutated(chance, [right, right, TABLE, ZONE]))
            broken += not survives(lambda: read_all(path), data, f"{number}-{name}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rows = {
        "configs": f"{configs:,}",
        "tables and layers": f"{files:,}",
        "seed": seed,
        "tracebacks, or longer than 10 s": broken,
        "seconds": round(time.monotonic() - began),
        "most memory": f"{peak} MB",
    }
    record("make fuzz", rows)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
