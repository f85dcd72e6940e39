"""`geomap init`: a small commented project that builds."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from geomap.cli import main
from geomap.config.json_schema import json_schema
from geomap.pipeline.build import build
from geomap.pipeline.check import freshness
from geomap.templates import TEMPLATES, write_project
from tests.conftest import ROOT
from tests.examples import mostly_long

COMMON = {
    "README.md",
    ".gitattributes",
    ".gitignore",
    ".github/workflows/maps.yml",
    "config.yaml",
    "geomap.schema.json",
}


@pytest.mark.parametrize("template", mostly_long([*TEMPLATES], ("minimal", "full")))
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
    assert done.stdout.splitlines()[-1] == "6 files. Next: cd mali, then geomap build"
    assert (tmp_path / "mali" / "config.yaml").is_file()


def test_an_unknown_template_is_wrong_usage(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["init", str(tmp_path / "x"), "--template", "big"])
    assert done.exit_code == 2
    assert f"big: choose from {', '.join(TEMPLATES)}" in done.stderr
    assert not (tmp_path / "x").exists()


def test_it_follows_no_link_out_of_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("new", "elsewhere"):
        Path(name).mkdir()
    Path("new/.github").symlink_to(Path("elsewhere").absolute())
    done = CliRunner().invoke(main, ["init", "new"])
    told = f"is a link to {tmp_path.resolve() / 'elsewhere'}, outside of the project; nothing was written"
    assert done.stderr == f"{Path('new/.github')}: {told}; put a folder in its place\n"
    assert (done.exit_code, [*Path("elsewhere").iterdir()]) == (1, [])
    assert [path.name for path in Path("new").iterdir()] == [".github"]
    Path("new/.github").unlink()
    Path("new/kept").mkdir()
    Path("new/.github").symlink_to("kept")
    assert CliRunner().invoke(main, ["init", "new"]).exit_code == 0, "a link that stays in the project"


def test_a_link_that_leads_nowhere_is_there_already(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").symlink_to(tmp_path / "nowhere.yaml")
    done = CliRunner().invoke(main, ["init", str(tmp_path)])
    assert (done.exit_code, "is there already; nothing was written" in done.stderr) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["config.yaml"]
    assert (tmp_path / "config.yaml").is_symlink()


def test_git_changes_no_byte_of_a_new_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it would on Windows, after which a build refused to replace outputs that were not as it built them."""
    project, clone = tmp_path / "maps", tmp_path / "clone"
    write_project(project)
    with (project / "config.yaml").open("a", encoding="utf-8", newline="") as stream:
        stream.write("artboards: [{id: wide, width: 335}]\noutputs: [svg, csv, geojson]\n")
    build(project / "config.yaml")
    git = ["git", "-c", "core.autocrlf=true", "-c", "user.name=T", "-c", "user.email=t@example.org"]
    for folder, *arguments in (
        (project, "init", "-q"),
        (project, "add", "-A"),
        (project, "-c", "commit.gpgsign=false", "commit", "-qm", "Maps"),
        (tmp_path, "clone", "-q", project.as_uri(), "clone"),
    ):
        subprocess.run([*git, *arguments], cwd=folder, check=True, capture_output=True)
    for path in (project / "output").iterdir():
        assert (clone / "output" / path.name).read_bytes() == path.read_bytes(), path.name
    monkeypatch.chdir(clone)
    assert CliRunner().invoke(main, ["check"]).exit_code == 0
