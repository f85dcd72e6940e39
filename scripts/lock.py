"""Pins what the two commands install: exact versions and hashes of every library, for all Pythons and systems at once.

geomap/requirements.txt   what `make map` installs, the build backend included; a part of the package, so that the
                          manifest can name it and whoever installs a wheel has it
requirements/dev.txt      that and what `make test` and the other commands of the Makefile need

Run from the project's root: python -m scripts.lock [--check]; it needs uv, and asks the index that pip asks. `--check`
renews nothing: it says whether the lock still is that of pyproject.toml, without asking anybody.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from geomap.pipeline.freshness.keys import LIBRARIES

ROOT = Path(__file__).resolve().parents[1]
MAP, DEV = ROOT / "geomap" / "requirements.txt", ROOT / "requirements" / "dev.txt"
OURS = frozenset({"geomap-yaml", "geomap-yaml-fonts"})  # installed from the repository itself
_UV = (
    "uv", "pip", "compile", "--quiet", "--universal", "--fork-strategy", "fewest", "--python-version", "3.11",
    "--generate-hashes", "--no-emit-index-url", "--no-header", "--no-emit-find-links",
)  # fmt: skip
_HEADER = "# {what}; made by `make lock`, not to be edited.\n"
_PIN = re.compile(r"(?m)^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?: ; (?P<marker>[^\\\n]+))?")


def wanted(*, dev: bool) -> list[str]:
    """The requirements that pyproject.toml states: of the package and its build, with `dev` those of all extras."""
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = stated["project"]["optional-dependencies"].values() if dev else ()
    lines = [
        *stated["build-system"]["requires"],
        *stated["project"]["dependencies"],
        *(one for e in extras for one in e),
    ]
    return sorted({line for line in lines if canonicalize_name(Requirement(line).name) not in OURS})


def pins(lock: Path) -> dict[str, list[tuple[str, Marker | None]]]:
    """The versions that a lock has of each library, each with the Pythons and systems that it is for."""
    found: dict[str, list[tuple[str, Marker | None]]] = {}
    for pin in _PIN.finditer(lock.read_text("utf-8")):
        marker = Marker(pin["marker"]) if pin["marker"] else None
        found.setdefault(canonicalize_name(pin["name"]), []).append((pin["version"], marker))
    return found


def faults() -> list[str]:
    """Where the lock is not that of pyproject.toml, is open, or its two files do not agree."""
    found = [
        f"{lock.name} does not hold {line}"
        for lock, dev in ((MAP, False), (DEV, True))
        for line in wanted(dev=dev)
        if not _holds(pins(lock), Requirement(line))
    ]
    for lock in (MAP, DEV):
        blocks = re.split(r"(?m)^(?=[\w.-]+==)", lock.read_text("utf-8"))[1:]
        found += [f"{lock.name}: no hash of {block.split()[0]}" for block in blocks if "--hash=sha256:" not in block]
    dev = pins(DEV)
    found += [f"{name} is another one in dev.txt" for name, versions in pins(MAP).items() if dev.get(name) != versions]
    return found + [
        f"{name} has not one version for all" for name, versions in _drawing().items() if len(versions) != 1
    ]


def _drawing() -> dict[str, list[tuple[str, Marker | None]]]:
    return {name: pins(MAP).get(canonicalize_name(name), []) for name in LIBRARIES}


def _holds(pinned: dict[str, list[tuple[str, Marker | None]]], requirement: Requirement) -> bool:
    versions = [version for version, _ in pinned.get(canonicalize_name(requirement.name), [])]
    return bool(versions) and all(requirement.specifier.contains(version) for version in versions)


def _compile(lock: Path, what: str, *, dev: bool) -> None:
    limits = ["--constraint", "geomap/requirements.txt"] if dev else []
    command = [*_UV, "--upgrade", *limits, "--custom-compile-command", "make lock", "-"]
    made = subprocess.run(
        command, input="\n".join(wanted(dev=dev)), cwd=ROOT, check=False, capture_output=True, text=True
    )
    if made.returncode:
        sys.exit(made.stderr)
    lock.write_text(_HEADER.format(what=what) + made.stdout, "utf-8")


def main() -> None:
    if "--check" not in sys.argv[1:]:
        _compile(MAP, "What `make map` installs", dev=False)
        _compile(DEV, "What `make test` and the other commands of the Makefile install", dev=True)
    if found := faults():
        sys.exit("\n".join([*found, "`make lock` renews the lock"]))


if __name__ == "__main__":
    main()
