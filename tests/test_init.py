"""`geomap init`: a small commented project that builds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from geomap.build import build
from geomap.check import freshness
from geomap.cli import main
from geomap.config.json_schema import json_schema
from geomap.templates import TEMPLATES, write_project
from tests.conftest import ROOT

COMMON = {"README.md", ".gitignore", ".github/workflows/maps.yml", "config.yaml", "geomap.schema.json"}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_project_builds_without_a_warning(tmp_path: Path, template: str) -> None:
    names = write_project(tmp_path / "new" / "map", template).files
    folder = tmp_path / "new" / "map"
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} == set(names)
    assert set(names) >= COMMON
    made = build(folder / "config.yaml", only=["svg", "html", "geojson"])
    assert made.warnings == ()
    assert not [entry for page in made.pages for entry in page.dropped if not entry.by_rule]
    stale = [problem.text for problem in freshness(folder / "config.yaml").problems]
    assert all(text.endswith(" was not built") for text in stale), stale
    assert not {"svg was not built", "html was not built", "geojson was not built"} & set(stale)


@pytest.mark.parametrize("template", TEMPLATES)
def test_it_says_that_its_figures_are_invented(template: str) -> None:
    text = (ROOT / "geomap" / "templates" / template / "config.yaml").read_text("utf-8")
    config = yaml.safe_load(text)
    assert "no figure here is reported by anyone" in config["subtitle"]
    assert all(unit["basis"] == "illustrative" for unit in config.get("units", []))
    assert sum("#" in line for line in text.splitlines()) >= 5, "commented"


def test_the_readme_is_ten_lines_and_names_commands_that_exist() -> None:
    lines = (ROOT / "geomap/templates/common/README.md").read_text("utf-8").splitlines()
    named = [line.split()[1] for line in lines if line.startswith("    geomap ")]
    assert len(lines) <= 10
    assert named
    assert set(named) <= set(main.commands)


def test_the_schema_beside_the_config_is_the_one_that_editors_are_pointed_at(tmp_path: Path) -> None:
    write_project(tmp_path)
    assert (
        (tmp_path / "config.yaml")
        .read_text("utf-8")
        .startswith("# yaml-language-server: $schema=./geomap.schema.json\n")
    )
    assert json.loads((tmp_path / "geomap.schema.json").read_text("utf-8")) == json_schema()


def test_it_overwrites_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md").write_text("Mine.", "utf-8")
    (tmp_path / "config.yaml").write_text("units: []\n", "utf-8")
    done = CliRunner().invoke(main, ["init"])
    assert done.exit_code == 1
    assert done.stderr == (
        "README.md: is there already; nothing was written; choose another folder, or move it away\n"
        "config.yaml: is there already; nothing was written; choose another folder, or move it away\n"
    )
    assert {path.name for path in tmp_path.iterdir()} == {"README.md", "config.yaml"}
    assert (tmp_path / "README.md").read_text("utf-8") == "Mine."


def test_it_lists_what_it_wrote_and_what_to_do_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["init", "mali"])
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == "5 files. Next: cd mali, then geomap build"
    assert (tmp_path / "mali" / "config.yaml").is_file()


def test_an_unknown_template_is_wrong_usage(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["init", str(tmp_path / "x"), "--template", "big"])
    assert done.exit_code == 2
    assert f"big: choose from {', '.join(TEMPLATES)}" in done.stderr
    assert not (tmp_path / "x").exists()
