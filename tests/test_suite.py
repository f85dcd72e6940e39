"""No test times, and none depends on load, order, locale, home, day, network or a font of the machine."""

from __future__ import annotations

import ast
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from geomap.clock import build_day
from geomap.fonts import installed
from geomap.typefaces import Chosen, Typefaces
from tests import machine
from tests.conftest import ROOT

TESTS = ROOT / "tests"
TRUSTED_FILES = {  # they look at a clock to give up and to set it, set what processes see, or ask what they took
    TESTS / "effort.py",
    TESTS / "waiting.py",
    TESTS / "machine" / "__init__.py",
    machine.EVERY_PROCESS / "sitecustomize.py",
}
CLOCKS = {"perf_counter", "monotonic", "process_time", "time", "sleep", "wait_for_timeout", "times"}
PEAK = "_".join(("ru", "maxrss"))  # in a text of code as well
CLOCKS_IN_CODE = re.compile(r"print\(time\.")  # a process that tells its time to be judged by
DAYS = {"today", "now", "utcnow"}
TRUSTED = {"write_text": 2, "read_text": 1}  # the arguments with which the encoding is stated


def calls(nodes: list[ast.AST]) -> Iterator[tuple[str, ast.Call]]:
    """All calls, by the last part of what is called; clocks also count by nanoseconds."""
    for node in nodes:
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            yield name.removesuffix("_ns"), node


def complaints(text: str, *, is_trusted: bool = False) -> list[str]:
    """What a file of tests does that depends on more than geomap."""
    found = []
    nodes = list(ast.walk(ast.parse(text)))
    for name, call in calls(nodes):
        stated = {keyword.arg: keyword.value for keyword in call.keywords}
        if name in CLOCKS and not is_trusted:
            found.append(f"{call.lineno}: {name}: tests.waiting waits for what is to come; count work, not seconds")
        if name in DAYS:
            found.append(f"{call.lineno}: {name}: geomap.clock.build_day is the day of a build")
        if "encoding" not in stated and (TRUSTED.get(name, 0) > len(call.args) or _opens_text(name, call)):
            found.append(f"{call.lineno}: {name}: state the encoding, or the locale does")
        if name in ("run", "Popen", "check_output") and {"text", "universal_newlines"} & {*stated}:
            found.append(f'{call.lineno}: {name}: encoding="utf-8" in place of text=True')
        if isinstance(stated.get("timeout"), ast.Constant):
            found.append(f"{call.lineno}: {name}: PATIENCE is how long tests wait")
        if name == "settings" and "deadline" in stated and ast.unparse(stated["deadline"]) != "None":
            found.append(f"{call.lineno}: settings: a deadline times")
    for node in (node for node in nodes if isinstance(node, ast.Dict)):
        keys = [key.value for key in node.keys if isinstance(key, ast.Constant)]
        if "PYTHONPATH" in keys and not is_trusted:
            found.append(f"{node.lineno}: PYTHONPATH: by that of tests.machine a process knows what it may not do")
    if not is_trusted and CLOCKS_IN_CODE.search(text):
        found.append("a clock in a text of code: count work, not seconds")
    if PEAK in text and not is_trusted:  # it also counts what held who started the process
        found.append(f"{PEAK}: tests.effort.peak_memory is of this process alone")
    return found


def _opens_text(name: str, call: ast.Call) -> bool:
    """Whether this opens a file, and not as bytes; `Image.open` opens pictures."""
    if name != "open" or ast.unparse(call.func) == "Image.open":
        return False
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return not any(isinstance(one, ast.Constant) and "b" in str(one.value) for one in given)


def test_the_files_of_tests_depend_on_geomap_alone() -> None:
    paths = sorted(TESTS.rglob("*.py"))
    assert len(paths) > 180
    found = {path: complaints(path.read_text("utf-8"), is_trusted=path in TRUSTED_FILES) for path in paths}
    assert {path.relative_to(TESTS).as_posix(): said for path, said in found.items() if said} == {}


@pytest.mark.parametrize(
    "line",
    [
        "start = time.perf_counter()",
        "assert monotonic_ns() - began < 1e9",
        "time.sleep(0.1)",
        "CODE = '{}(time.process_time())'".format("print"),
        "page.wait_for_timeout(600)",
        "assert date.today() == day",
        "datetime.now(UTC)",
        "path.read_text()",
        "path.write_text(text)",
        "path.open()",
        "open(path, 'a')",
        "subprocess.run(command, text=True)",
        "process.wait(timeout=5)",
        "settings(deadline=200)",
        f"assert getrusage(RUSAGE_SELF).{PEAK} < 2**20",
        "os.environ | {'PYTHONPATH': '.'}",
    ],
)
def test_what_depends_on_more_is_found(line: str) -> None:
    assert len(complaints(line)) == 1


def test_what_hypothesis_makes_up_is_the_same_each_time_and_in_no_hurry() -> None:
    assert settings.default is not None
    assert settings.default.deadline is None
    assert settings.default.derandomize or "GEOMAP_EXAMPLES" in os.environ


def test_no_font_of_the_machine_is_seen(chromium: Browser) -> None:
    """Nor by a browser: all families are one, that of boxes."""
    system = installed.listed(Chosen(Typefaces(system=True), ""))["system"]
    assert [name for name, _ in system] == ["Boxesofthetests-400.ttf"]
    page = chromium.new_page()
    width = "(family) => { const pen = document.createElement('canvas').getContext('2d'); pen.font = `40px ${family}`;"
    families = ("Boxes of the tests", "serif", "monospace", "DejaVu Sans", "Liberation Serif", "Noto Sans CJK KR")
    widths = [page.evaluate(f"{width} return pen.measureText('Wiii').width; }}", f"'{name}'") for name in families]
    page.close()
    assert widths == pytest.approx([4 * 24.0] * len(families), abs=0.01), "each box is 0.6 em wide"


@pytest.mark.parametrize(
    "asked",
    [
        "socket.create_connection(('192.0.2.1', 80))",
        "socket.getaddrinfo('example.org', 443)",
        "socket.gethostbyname('example.org')",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'', ('192.0.2.1', 9))",
        "socket.socket(socket.AF_INET6).connect(('2001:db8::1', 80))",
    ],
)
def test_no_test_reaches_a_network(asked: str) -> None:
    with pytest.raises(RuntimeError, match="a test asked for the network"):
        eval(asked, {"socket": socket})
    command = [sys.executable, "-c", f"import socket; {asked}"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert "a test asked for the network" in done.stderr


def test_no_browser_finds_a_network(chromium: Browser) -> None:
    page = chromium.new_page()
    failed = page.evaluate("fetch('https://example.org').then(() => '', String)")
    page.close()
    assert failed.startswith("TypeError")


def test_home_is_of_the_tests_and_no_setting_of_the_user_is_seen() -> None:
    folder = Path(os.environ[machine.FOLDER])
    assert Path.home() == folder / "home"
    assert not {"GEOMAP_FONTS", "SOURCE_DATE_EPOCH", "NO_COLOR", "COLUMNS", "XDG_CONFIG_HOME", "GIT_DIR"} & {
        *os.environ
    }


def test_the_clock_can_be_set_ahead_for_all_processes() -> None:
    ahead = float(os.environ.get("GEOMAP_TEST_CLOCK", "0")) + 366
    code = "from geomap.clock import build_day; print(build_day())"
    command, env = [sys.executable, "-c", code], os.environ | {"GEOMAP_TEST_CLOCK": str(ahead)}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, env=env)
    assert (date.fromisoformat(done.stdout.strip()) - build_day()).days in (366, 367), "the day may end in between"


def test_the_order_is_another_each_time(pytestconfig: pytest.Config) -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    assert '"pytest-randomly' in project
    for file in ("pyproject.toml", "Makefile", ".ci/run"):
        assert "no:randomly" not in (ROOT / file).read_text("utf-8"), file
    assert isinstance(pytestconfig.getoption("randomly_seed"), int)


def test_what_is_run_while_editing_is_there_and_opens_no_browser() -> None:
    paths = [ROOT / name for name in (TESTS / "quick.txt").read_text("utf-8").split()]
    assert len(paths) > 30
    assert [path for path in paths if not path.is_file()] == []
    assert [path for path in paths if "chromium" in path.read_text("utf-8")] == []


def test_ci_runs_as_on_the_poorest_machine() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert re.search(r"^export .*LC_ALL=C\b", script, re.MULTILINE)
    assert re.search(r"^export .*FONTCONFIG_FILE=", script, re.MULTILINE)
