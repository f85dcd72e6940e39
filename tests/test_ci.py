"""What runs in CI: its files are well formed, their steps are scripts, and the scripts do what they say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from geomap.templates import write_project
from tests.conftest import ROOT

BIN = Path(sys.executable).parent
SCRIPTS = ROOT / "scripts" / "ci"
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))


def run(script: str, *arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    env = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
    return subprocess.run(
        ["bash", str(SCRIPTS / script), *arguments],
        cwd=folder,
        env=env | {"PATH": path} | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("github-actions", "action.yml"),
        ("github-workflows", ".github/workflows/ci.yml"),
        ("github-workflows", "geomap/templates/common/_github/workflows/maps.yml"),
        ("github-workflows", "docs/ci/github.yml"),
        ("gitlab-ci", "docs/ci/gitlab-ci.yml"),
    ],
)
def test_the_files_fit_the_schema_of_their_service(schema: str, file: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", file]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout


def test_the_container_file_is_clean() -> None:
    done = subprocess.run(
        [BIN / "hadolint", "Containerfile"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def commands(steps: list[dict[str, Any]]) -> list[str]:
    return [step["run"] for step in steps if "run" in step]


def test_every_step_is_a_script_or_a_make_command() -> None:
    container = (ROOT / "Containerfile").read_text("utf-8")
    steps = commands(ACTION["runs"]["steps"]) + re.findall(r"RUN /src/(\S+)", container)
    named = [name for step in steps for name in re.findall(r"scripts/ci/\w+\.sh", step)]
    assert {Path(name).name for name in named} == {path.name for path in SCRIPTS.iterdir()} - {"package.sh", "gdal.sh"}
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for job in WORKFLOW["jobs"].values():
        for step in commands(job["steps"]):
            assert step == ".ci/run" or re.search(rf"^{step.removeprefix('make ')}:", makefile, re.MULTILINE), step
    for path in [*SCRIPTS.iterdir(), ROOT / ".ci" / "run"]:
        assert os.access(path, os.X_OK), path


def test_no_input_is_pasted_into_a_command() -> None:
    """Inputs come as environment variables: a branch may be called anything."""
    steps = commands(ACTION["runs"]["steps"]) + [c for job in WORKFLOW["jobs"].values() for c in commands(job["steps"])]
    assert not [step for step in steps if "${{" in step]


def test_every_version_that_is_promised_is_tested() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    promised = re.findall(r"Python :: (3\.\d+)", project)
    assert WORKFLOW["jobs"]["test"]["strategy"]["matrix"]["python"] == promised


def test_the_hook_checks_a_project(tmp_path: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    files = re.compile(hook["files"])
    assert all(files.search(name) for name in ("config.yaml", "layers/front.geojson", "units.csv", "places.lock.yaml"))
    assert not files.search("output/manifest.json")
    (tmp_path / "config.yaml").write_text("units: [{id: a, at: {lat: 1, lon: 2}, troops: lots}]\n", "utf-8")
    program, *rest = hook["entry"].split()
    done = subprocess.run([BIN / program, *rest], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("config.yaml:1:")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built project under git, with one commit."""
    folder = tmp_path_factory.mktemp("project")
    write_project(folder)
    text = (folder / "config.yaml").read_text("utf-8")
    (folder / "config.yaml").write_text(text + "artboards: [{id: phone, width: 335}]\noutputs: [svg]\n", "utf-8")
    done = run("maps.sh", folder=folder, GITHUB_OUTPUT=str(folder / "step"))
    assert done.returncode == 1, "a place that is not locked"
    assert "places.lock.yaml" in done.stderr
    subprocess.run([BIN / "geomap", "geocode"], cwd=folder, check=True, capture_output=True)
    (folder / "step").unlink()
    done = run("maps.sh", folder=folder, GITHUB_OUTPUT=str(folder / "step"))
    assert done.returncode == 0, done.stderr
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    for arguments in (["init", "-q"], ["add", "config.yaml", "places.lock.yaml"], [*who, "commit", "-qm", "First"]):
        subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)
    return folder


def test_maps_are_built_and_checked(project: Path, tmp_path: Path) -> None:
    assert (project / "step").read_text("utf-8") == "out=./output\n"
    assert (project / "output" / "first-map-phone.svg").is_file()
    assert run("maps.sh", folder=project, COMMAND="check").returncode == 0
    copy = shutil.copytree(project, tmp_path / "copy")
    (copy / "output" / "first-map-phone.svg").write_text("drawn over", "utf-8")
    stale = run("maps.sh", folder=copy, COMMAND="check")
    assert (stale.returncode, "not as it was built" in stale.stderr) == (1, True)
    wrong = run("maps.sh", folder=project, COMMAND="publish")
    assert (wrong.returncode, wrong.stderr) == (2, "COMMAND is publish: choose build or check\n")


def test_changes_go_to_the_summary_and_to_the_body_of_a_comment(project: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(project, tmp_path / "copy")
    summary, body = tmp_path / "summary.md", tmp_path / "body.md"
    given = {"BASE": "HEAD", "BODY": str(body), "GITHUB_STEP_SUMMARY": str(summary)}
    assert run("changes.sh", folder=copy, **given).returncode == 0
    assert body.read_text("utf-8") == "No unit of `config.yaml` changed.\n"
    text = (copy / "config.yaml").read_text("utf-8")
    (copy / "config.yaml").write_text(text.replace("{min: 900, max: 1400}", "1500"), "utf-8")
    done = run("changes.sh", folder=copy, **given)
    assert done.returncode == 0, done.stderr
    assert "1,500" in body.read_text("utf-8")
    assert "|" in body.read_text("utf-8")
    assert summary.read_text("utf-8").endswith(body.read_text("utf-8"))
    done = run("changes.sh", folder=copy, **given | {"CONFIG": "other.yaml"})
    assert body.read_text("utf-8") == "`other.yaml` is new.\n"
    listed = subprocess.run(["git", "worktree", "list"], cwd=copy, capture_output=True, encoding="utf-8", check=True)
    assert len(listed.stdout.splitlines()) == 1, "nothing is left behind"


def test_the_steps_of_the_action_run_as_they_stand(project: Path, tmp_path: Path) -> None:
    """Each in its order, with the inputs as the service gives them; only pip is a stand-in."""
    copy = shutil.copytree(project, tmp_path / "copy")
    config = (copy / "config.yaml").read_text("utf-8").replace("{min: 900, max: 1400}", "1500")
    (copy / "config.yaml").write_text(config, "utf-8")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").write_text("#!/bin/sh\n", "utf-8")
    (tmp_path / "bin" / "python").chmod(0o755)
    inputs = {name: given.get("default", "") for name, given in ACTION["inputs"].items()}
    values = {f"inputs.{name}": value for name, value in inputs.items()}
    values |= {"inputs.base": "HEAD", "runner.temp": str(tmp_path)}
    env = os.environ | {
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "PATH": os.pathsep.join((str(tmp_path / "bin"), str(BIN), os.environ["PATH"])),
    }
    for number, step in enumerate(ACTION["runs"]["steps"]):
        if "run" in step:
            output = tmp_path / f"output-{number}"
            own = {name: filled(value, values) for name, value in step.get("env", {}).items()}
            done = subprocess.run(
                ["bash", "-e", "-c", step["run"]], cwd=copy, env=env | own | {"GITHUB_OUTPUT": str(output)},
                capture_output=True, encoding="utf-8", check=False,
            )  # fmt: skip
            assert done.returncode == 0, (step, done.stderr)
            said = (
                dict(line.split("=", 1) for line in output.read_text("utf-8").splitlines()) if output.exists() else {}
            )
            values |= {f"steps.{step['id']}.outputs.{name}": value for name, value in said.items()}
    upload = next(step for step in ACTION["runs"]["steps"] if "upload-artifact" in step.get("uses", ""))
    assert (copy / filled(upload["with"]["path"], values) / "manifest.json").is_file()
    assert "1,500" in Path(filled(ACTION["outputs"]["changes"]["value"], values)).read_text("utf-8")
    assert "1,500" in (tmp_path / "summary.md").read_text("utf-8")


def filled(text: str, values: dict[str, str]) -> str:
    """A text of the action with what its `${{ }}` stand for."""
    return re.sub(r"\$\{\{ (.*?) \}\}", lambda found: values[found[1]], text)


def test_changes_say_why_there_are_none(project: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(project, tmp_path / "copy")
    done = run("changes.sh", folder=copy, BASE="0123456789")
    assert (done.returncode, "fetch-depth: 0" in done.stderr) == (1, True)
    (copy / "config.yaml").write_text("units: [{troops: lots}]\n", "utf-8")
    done = run("changes.sh", folder=copy, BASE="HEAD", BODY=str(tmp_path / "body.md"))
    assert (done.returncode, "config.yaml:1:" in done.stderr) == (1, True)


def test_the_cache_changes_with_the_requirements(tmp_path: Path) -> None:
    keys = []
    for text in ("click>=8", "click>=8", "click>=9"):
        (tmp_path / "pyproject.toml").write_text(text, "utf-8")
        keys.append(run("cache_key.sh", "pyproject.toml", folder=tmp_path).stdout)
    assert keys[0] == keys[1] != keys[2]
    assert re.fullmatch(r"key=geomap-\w+-\w+-[0-9a-f]{16}\n", keys[0])


def test_a_warning_of_gdal_is_a_failure(tmp_path: Path) -> None:
    """With stand-ins for GDAL's tools, which warn of what the files themselves say."""
    stand_in = '#!/bin/sh\n[ "$1" = --formats ] && exit\nfor file; do :; done\ngrep ^Warning "$file" >&2; true\n'
    for name in ("ogrinfo", "python"):
        (tmp_path / name).write_text(stand_in, "utf-8")
        (tmp_path / name).chmod(0o755)
    given = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "GDAL_PYTHON": str(tmp_path / "python")}
    maps = tmp_path / "maps"
    maps.mkdir()
    for name in ("map.gpkg", "map.kml", "map.parquet", "map.png"):
        (maps / name).write_text("well", "utf-8")
    done = run("gdal.sh", "maps", folder=tmp_path, **given)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "maps/map.gpkg: opened",
        "maps/map.gpkg, validated: opened",
        "maps/map.kml: opened",
        "maps/map.parquet: this GDAL reads no Parquet",
    ]
    (maps / "map.kml").write_text("Warning 1: a strange name", "utf-8")
    done = run("gdal.sh", "maps", folder=tmp_path, **given)
    assert (done.returncode, done.stderr) == (1, "maps/map.kml: Warning 1: a strange name\n")
    assert run("gdal.sh", folder=tmp_path, **given).returncode == 1


def test_install_asks_pip_for_what_it_was_given(tmp_path: Path) -> None:
    for name in ("python", "geomap"):
        (tmp_path / name).write_text(f'#!/bin/sh\necho "{name} $*"\n', "utf-8")
        (tmp_path / name).chmod(0o755)
    done = run("install.sh", "/src", folder=tmp_path, PATH=f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert done.stdout.splitlines() == [
        "python -m pip install --quiet --disable-pip-version-check /src",
        "geomap --version",
    ]
    assert run("install.sh", folder=tmp_path).returncode == 1
