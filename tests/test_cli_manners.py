"""How the command line behaves on a terminal and elsewhere: width, colour, quiet, completion."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from geomap import __version__
from geomap.cli import main
from geomap.templates.pin import Pin
from tests.examples import BARE, ONE

pytestmark = pytest.mark.lean(BARE, ONE)

CONFIG = """\
view: {bounds: [-3, 15, 3, 19]}
units:
  - {id: gao, at: {lat: 16.27, lon: -0.04}, troops: 900}
artboards: [{id: wide, width: 335}]
outputs: [svg]
"""
ESCAPE = "\x1b["
IN_ORDER = """\
from geomap.cli import main
for command in {}:
    try:
        main(command)
    except SystemExit as error:
        assert not error.code
"""  # commands of a list, in one process
WHAT_IS_LOADED = "import atexit, sys; atexit.register(lambda: print(*sys.modules)); from geomap.cli import main; "


def on_terminal(folder: Path, *arguments: str, code: str = "", **environment: str) -> tuple[int, str]:
    """Run geomap, or code, with standard error on a terminal of 80 columns; what the terminal got."""
    mine, its = pty.openpty()
    env = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    command = [sys.executable, *(("-c", code) if code else ("-m", "geomap", *arguments))]
    with subprocess.Popen(
        command, cwd=folder, stdout=its, stderr=its, env=env | {"COLUMNS": "80", "TERM": "xterm"} | environment
    ) as process:
        os.close(its)
        parts = []
        try:
            while part := os.read(mine, 65536):
                parts.append(part)
        except OSError:  # the other end was closed
            pass
    os.close(mine)
    return process.returncode, b"".join(parts).decode().replace("\r\n", "\n")


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[\d;?]*\w", "", text)


def test_problems_are_wrapped_and_coloured_on_a_terminal_only(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG.replace("troops: 900", "troops: lots, formations: [tank, 7]"), "utf-8")
    elsewhere = CliRunner().invoke(main, ["validate", str(tmp_path / "config.yaml")]).stderr
    assert elsewhere.count("\n") == 2
    assert ESCAPE not in elsewhere
    status, text = on_terminal(tmp_path, "validate")
    assert status == 1
    assert all(len(line) <= 80 for line in plain(text).splitlines())
    assert "\x1b[31m\x1b[1mconfig.yaml:3:53\x1b[0m: units[0].troops" in text
    assert " ".join(plain(text).split()) == " ".join(elsewhere.replace(f"{tmp_path}/", "").split())
    assert ESCAPE not in on_terminal(tmp_path, "validate", NO_COLOR="1")[1]


def test_quiet_prints_problems_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("geomap.templates.own_pin", lambda: Pin("geomap-yaml==1"))
    Path("config.yaml").write_text(CONFIG, "utf-8")
    commands = (("build",), ("check",), ("validate",), ("geocode",), ("init", "new"), ("symbols",))
    for arguments in (*commands, ("diff", "config.yaml", "config.yaml")):
        done = CliRunner().invoke(main, [*arguments, "--quiet"])
        assert (done.exit_code, done.output) == (0, ""), arguments
    Path("more.yaml").write_text(CONFIG.replace("troops: 900", "troops: 950"), "utf-8")
    done = CliRunner().invoke(main, ["diff", "config.yaml", "more.yaml", "--quiet"])
    assert (done.exit_code, done.output) == (1, "")
    Path("config.yaml").write_text("titel: x\nunits: []\n", "utf-8")
    done = CliRunner().invoke(main, ["validate", "-q"])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("config.yaml:1:1: titel:")


def test_a_bar_shows_the_steps_of_a_build_on_a_terminal_only(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG.replace("[svg]", "[geojson, csv]"), "utf-8")
    status, text = on_terminal(tmp_path, "build")
    assert status == 0
    assert re.findall(r"maps  \[.*?\] +(\d+)%", plain(text).replace("\r", "\n"))[-1] == "100"
    asked = (["build"], ["build", "--force", "--quiet"], ["build", "--force", "--json"])  # the first makes nothing
    status, text = on_terminal(tmp_path, code=IN_ORDER.format(asked))
    assert (status, "maps" in text, "all up to date" in text, '"files"' in text) == (0, False, True, True)
    piped = subprocess.run(
        [sys.executable, "-c", f"{WHAT_IS_LOADED}main(['build', '--force'])"],
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (piped.returncode, piped.stderr) == (0, "")
    assert "click._termui_impl" not in piped.stdout.split()


@pytest.mark.parametrize("name", ["", *sorted(main.commands)])
def test_help_fits_80_columns(name: str) -> None:
    command = main.commands.get(name, main)
    settings = {**command.context_settings, "max_content_width": 80, "terminal_width": None}
    context = click.Context(command, info_name=f"geomap {name}".strip(), **settings)  # click keeps the option of help
    assert max(len(line) for line in command.get_help(context).splitlines()) <= 80


def test_version_is_one_line() -> None:
    assert CliRunner().invoke(main, ["--version"]).output == f"geomap, version {__version__}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_commands(shell: str) -> None:
    def asked(**environment: str) -> str:
        command = [sys.executable, "-c", "from geomap.cli import main; main(prog_name='geomap')"]
        env = os.environ | environment
        return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False).stdout

    assert "_GEOMAP_COMPLETE" in asked(_GEOMAP_COMPLETE=f"{shell}_source")
    given = {"COMP_WORDS": "geomap bu", "COMP_CWORD": "1" if shell != "fish" else "bu"}
    assert "build" in asked(_GEOMAP_COMPLETE=f"{shell}_complete", **given)


def test_a_window_system_that_matplotlib_does_not_know_is_no_matter(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG, "utf-8")
    command = [sys.executable, "-m", "geomap", "build", "--only", "png"]
    environment = os.environ | {"MPLBACKEND": "nonsense"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def test_a_reader_that_has_had_enough_is_told_nothing() -> None:
    """As `geomap schema | head -1`."""
    code = "import os, sys; os.close(0); from geomap.cli import main; main(['schema'])"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
