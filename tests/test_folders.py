"""A folder in place of a config means the config in it, for every command and from Python."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import geomap
from geomap.cli import main
from geomap.config import read_config
from geomap.pipeline.watch import Preview
from tests.examples import BARE, ONE

pytestmark = pytest.mark.lean(BARE, ONE)

CONFIG = """\
view: {bounds: [-3, 15, 3, 19]}
as_of: 2021-03-01
units:
  - {id: gao, at: {lat: 16.27, lon: -0.04}, troops: 900, as_of: 2021-02-01}
  - {id: gao, troops: 950, as_of: 2021-03-01}
artboards: [{id: wide, width: 335}]
outputs: [svg]
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "mali").mkdir()
    (tmp_path / "mali" / "config.yaml").write_text(CONFIG, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "mali"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.mark.parametrize("name", ["config.yaml", "config.yml"])
def test_every_command_takes_a_folder(project: Path, name: str) -> None:
    (project / "config.yaml").rename(project / name)
    assert run("validate", "mali").stdout == f"mali/{name}: no errors\n"
    assert run("build", "mali/").stdout.endswith("1 files in mali/output\n")
    assert run("check", "mali").stdout == f"1 files in mali/output are up to date with mali/{name}\n"
    assert run("geocode", "mali").stdout.startswith("gao: 16.2700, -0.0400")
    assert run("animate", "mali").stdout.startswith("mali/output/config-wide.gif: 2 days")
    assert run("diff", "mali", "mali").stdout.startswith(f"mali/{name}, 2021-03-01 → mali/{name}, 2021-03-01")
    assert f"(mali/{name}:" in run("explain", "gao", "mali").stdout
    (project.parent / "more").mkdir()
    (project.parent / "more" / "config.yml").write_text(CONFIG.replace("950", "1000"), "utf-8")
    assert run("diff", "mali", "more").stdout.startswith(f"mali/{name}, 2021-03-01 → more/config.yml, 2021-03-01")


def test_all_commands_with_a_config_are_tried_above() -> None:
    taking = {
        name
        for name, command in main.commands.items()
        for parameter in command.params
        if isinstance(parameter, click.Argument) and parameter.name in ("config", "old", "new")
    }
    assert taking == {"validate", "build", "check", "geocode", "animate", "diff", "watch", "explain"}


def test_so_does_python(project: Path) -> None:
    assert read_config("mali").path == Path("mali/config.yaml")
    assert geomap.build(project).folder == project / "output"
    preview = Preview("mali/config.yaml")
    preview.refresh()
    assert preview.is_right


NO_CONFIG = "empty: this folder holds no config.yaml; `geomap init` starts one\n"


@pytest.mark.parametrize("command", ["validate", "build", "check", "geocode", "animate"])
def test_a_folder_without_a_config_is_told_of_in_a_line(project: Path, command: str) -> None:
    empty = project.parent / "empty"
    empty.mkdir()
    done = run(command, "empty")
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", NO_CONFIG)
    (empty / "places.lock.yaml").touch()
    assert run(command, "empty").stderr == NO_CONFIG
    for name in ("north.yaml", "south.yml"):
        (empty / name).touch()
    named = "empty: this folder holds no config.yaml; name the file: empty/north.yaml, empty/south.yml\n"
    assert run(command, "empty").stderr == named
    done = run("diff", "mali", "empty")
    assert (done.exit_code, done.stderr) == (1, named)
    assert not any(empty.rglob("*.svg"))


def test_two_configs_in_a_folder_are_one_too_many(project: Path) -> None:
    (project / "config.yml").write_text(CONFIG, "utf-8")
    done = run("build", "mali")
    assert (done.exit_code, done.stderr) == (1, "mali: this folder holds config.yaml and config.yml; name the one\n")
    assert run("build", "mali/config.yml").exit_code == 0


@pytest.mark.parametrize("command", ["validate", "build", "check", "geocode"])
def test_a_link_that_leads_nowhere_and_a_folder_of_that_name_are_told_as_such(project: Path, command: str) -> None:
    config = project / "config.yaml"
    config.unlink()
    config.symlink_to("nowhere.yaml")
    told = "this is a link to nowhere.yaml, where there is no file; mend the link"
    for asked in (project, config):
        done = run(command, str(asked))
        assert (done.exit_code, done.stderr) == (1, f"{config}: {told}\n")
    config.unlink()
    config.symlink_to("config.yaml")
    assert "config.yaml: this is a link to config.yaml, where there is no file" in run(command, str(config)).stderr
    config.unlink()
    config.mkdir()
    for asked in (project, config):
        done = run(command, str(asked))
        told = "this is a folder, not the file of a config; move it away, or name the file"
        assert (done.exit_code, done.stderr) == (1, f"{config}: {told}\n")
