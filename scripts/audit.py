"""Known holes in the versions that are locked, as a database of them in a file or a folder says; no server is asked.

The database is one of OSV (https://ossf.github.io/osv-schema/): the zip file with all records of PyPI that osv.dev
offers, or a checkout of https://github.com/pypa/advisory-database. It can be kept, and says of which day it is.

exit status: 0 no known holes, 1 some, 2 nothing could be asked
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlretrieve
from zipfile import BadZipFile, ZipFile

import yaml
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from scripts.lock import DEV, MAP, pins

URL = "https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip"

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hole:
    """A record of the database that holds for a locked version."""

    name: str
    version: str
    id: str
    fixed: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name} {self.version}: {self.id}, mended in {', '.join(self.fixed) or 'no version yet'}"


def records(database: Path) -> Iterator[Record]:
    """All records of a database, those that were taken back left out. Raises OSError, ValueError and BadZipFile."""
    for text, read in _texts(database):
        record = read(text)
        if isinstance(record, dict) and "affected" in record and "withdrawn" not in record:
            yield record


def _texts(database: Path) -> Iterator[tuple[bytes, Any]]:
    if database.is_dir():
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        for file in sorted(database.rglob("*.yaml")):
            yield file.read_bytes(), lambda text: yaml.load(text, loader)
        return
    with ZipFile(database) as archive:
        for name in archive.namelist():
            if name.endswith(".json"):
                yield archive.read(name), json.loads


def holes(known: Iterable[Record], locked: Mapping[str, Iterable[str]]) -> list[Hole]:
    """The records that hold for any locked version, by library."""
    found = {
        Hole(name, version, str(record["id"]), _fixed(entry))
        for record in known
        for entry in record["affected"]
        if (name := _library(entry)) in locked
        for version in locked[name]
        if _is_affected(entry, version)
    }
    return sorted(found, key=lambda hole: (hole.name, hole.version, hole.id))


def _library(entry: Mapping[str, Any]) -> str:
    package = entry.get("package", {})
    return canonicalize_name(str(package["name"])) if package.get("ecosystem") == "PyPI" else ""


def _is_affected(entry: Mapping[str, Any], version: str) -> bool:
    """Whether an entry lists a version, or one of its ranges holds it."""
    return version in entry.get("versions", ()) or any(
        _is_within(spans["events"], Version(version)) for spans in entry.get("ranges", ()) if spans["type"] != "GIT"
    )


def _is_within(events: Iterable[Mapping[str, str]], version: Version) -> bool:
    """Whether a version lies in a range, as the schema of OSV evaluates its events."""
    within = False
    for at, kind in sorted((_version(value), kind) for event in events for kind, value in event.items()):
        if version > at or (version == at and kind != "last_affected"):
            within = kind == "introduced" if kind in {"introduced", "fixed", "last_affected"} else within
    return within


def _version(text: str) -> Version:
    try:
        return Version(text)
    except InvalidVersion:  # of an old release, which no lock holds
        return Version("0")


def _fixed(entry: Mapping[str, Any]) -> tuple[str, ...]:
    ranges = (spans for spans in entry.get("ranges", ()) if spans["type"] != "GIT")
    return tuple(event["fixed"] for spans in ranges for event in spans["events"] if "fixed" in event)


def verdict(known: Sequence[Record], locked: Mapping[str, Sequence[str]]) -> tuple[int, list[str]]:
    """The exit status and the lines to print."""
    if not known:
        return 2, ["nothing was audited: the database is empty"]
    found = holes(known, locked)
    newest = max(str(record.get("modified", ""))[:10] for record in known)
    holed = len({hole.name for hole in found})
    said = (
        f"libraries audited: {len(locked)}, with known holes: {holed}, by a database whose newest record is of {newest}"
    )
    return int(bool(found)), [*map(str, found), said]


def main(database: Path) -> int:
    """Audit the locks with a database; where there is none yet, it is fetched there."""
    try:
        if not database.exists():
            database.parent.mkdir(parents=True, exist_ok=True)
            fetched, _ = urlretrieve(URL)
            Path(fetched).replace(database)
        known = list(records(database))
    except (OSError, ValueError, BadZipFile, yaml.YAMLError) as error:
        print(f"nothing was audited: {database}: {error}")
        return 2
    locked = {name: [version for version, _ in pins(DEV).get(name, ())] for name in {**pins(MAP), **pins(DEV)}}
    status, lines = verdict(known, locked)
    print(*lines, sep="\n")
    return status


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
