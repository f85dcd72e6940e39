"""What runs in CI: its files are well formed, their steps are scripts, and the scripts do what they say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from itertools import takewhile
from pathlib import Path
from typing import Any

import pandas
import pytest
import yaml
from click.testing import CliRunner

from geomap import __version__
from geomap.cli import main
from geomap.templates import WORKFLOW as OF_PROJECT
from geomap.templates import write_project
from geomap.templates.pin import Pin
from tests.conftest import ROOT
from tests.examples import BARE
from tests.services import complaints

BIN = Path(sys.executable).parent
BOARD = f"artboards: [{{id: phone, width: 335}}]\noutputs: [png]\n{BARE}"
SCRIPTS = ROOT / "scripts" / "ci"
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
ELSEWHERE = {
    "package.sh",
    "gdal.sh",
    "tag.sh",
    "draft.sh",
    "plain.sh",
    "versions.sh",
}  # run by make, and by the workflows
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
    assert complaints(schema, ROOT / file) == ""


def test_what_fits_no_schema_is_found(tmp_path: Path) -> None:
    path = tmp_path / "action.yml"
    path.write_text((ROOT / "action.yml").read_text("utf-8").replace("inputs:", "input:", 1), "utf-8")
    assert "'input' was unexpected" in complaints("github-actions", path)


def test_the_container_file_is_clean() -> None:
    done = subprocess.run(
        [BIN / "hadolint", "Containerfile"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (0, "")
    bases = re.findall(r"(?m)^FROM (.*)", (ROOT / "Containerfile").read_text("utf-8"))
    assert bases
    assert all(re.fullmatch(r"[\w.:/-]+@sha256:[0-9a-f]{64}", base) for base in bases), (
        "an image is pinned by its digest"
    )


def commands(steps: list[dict[str, Any]]) -> list[str]:
    return [step["run"] for step in steps if "run" in step]


def test_every_step_is_a_script_or_a_make_command() -> None:
    container = (ROOT / "Containerfile").read_text("utf-8")
    steps = commands(ACTION["runs"]["steps"]) + re.findall(r"RUN /src/(\S+)", container)
    named = [name for step in steps for name in re.findall(r"scripts/ci/\w+\.sh", step)]
    assert {Path(name).name for name in named} == {path.name for path in SCRIPTS.iterdir()} - ELSEWHERE
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for job in WORKFLOW["jobs"].values():
        for step in commands(job["steps"]):
            script = re.match(r"scripts/ci/(\w+\.sh)", step)
            if script:
                assert (SCRIPTS / script[1]).is_file(), step
                continue
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


PINNED = (
    "action.yml",
    "geomap/templates/common/_github/workflows/maps.yml",
    "docs/ci/github.yml",
    ".github/workflows/ci.yml",
)


@pytest.mark.parametrize("file", PINNED)
def test_every_action_is_at_a_commit_whose_version_is_named(file: str) -> None:
    used = re.findall(r"uses: (.*)", (ROOT / file).read_text("utf-8"))
    assert used
    for action in used:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action) or action in (
            "./",
            "OWNER/geomap@main",
        )


def test_an_action_is_at_the_same_commit_everywhere() -> None:
    used = {line for file in PINNED for line in re.findall(r"uses: (actions/.*)", (ROOT / file).read_text("utf-8"))}
    assert len({line.partition("@")[0] for line in used}) == len(used)


REGION = """{"type": "Feature", "properties": {"NAME": "Gao"}, "geometry": {"type": "Polygon",
"coordinates": [[[-1, 15], [1, 15], [1, 17], [-1, 15]]]}}"""
LINE = '{"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": [[0, 15], [1, 16]]}}'
INPUTS = {
    "units.xlsx",
    "units.csv",
    "units.parquet",
    "front.geojson",
    "regions.geojson",
    "sums.csv",
    "places.lock.yaml",
}


def test_the_hook_of_the_docs_is_that_of_the_repository() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (entry,) = yaml.safe_load((ROOT / "docs/ci/pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert [own["id"] for own in entry["hooks"]] == [hook["id"]]
    assert entry["rev"] == f"v{__version__}"
    assert entry["repo"].endswith("/geomap")


def test_the_hook_sees_every_input_of_the_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs whatever is committed, as no pattern can know what a config names; and then it reads all of that."""
    monkeypatch.chdir(tmp_path)
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["always_run"] is True
    assert hook["pass_filenames"] is False
    assert not {"files", "exclude", "types", "types_or", "exclude_types"} & set(hook)
    program, *rest = hook["entry"].split()
    rows = pandas.DataFrame({"id": ["a"], "lat": [16.0], "lon": [0.0], "troops": [5]})
    rows.to_excel(tmp_path / "units.xlsx", index=False)
    rows.assign(id="b").to_csv(tmp_path / "units.csv", index=False)
    rows.assign(id="c").to_parquet(tmp_path / "units.parquet", index=False)
    (tmp_path / "regions.geojson").write_text(REGION, "utf-8")
    (tmp_path / "front.geojson").write_text(LINE, "utf-8")
    (tmp_path / "sums.csv").write_text("lat,lon,troops\n16,0,5\n", "utf-8")
    (tmp_path / "places.lock.yaml").write_text("places: []\n", "utf-8")
    config = {
        "units": [{"place": "Gao", "country": "ML", "troops": 5}],
        "units_from": [{"file": f"units.{kind}"} for kind in ("xlsx", "csv", "parquet")],
        "layers": [{"kind": "line", "id": "front", "role": "front_line", "file": "front.geojson"}],
        "pages": {"regions": {"file": "regions.geojson", "name": "NAME"}},
    }
    summed = {"units": [], "view": {"bounds": [-3, 15, 3, 19]}, "aggregate": {"file": "sums.csv", "by": "place"}}
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    done = subprocess.run([BIN / program, *rest], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    for name in sorted(INPUTS):
        if name == "sums.csv":
            (tmp_path / "config.yaml").write_text(yaml.safe_dump(summed), "utf-8")
        whole = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(b"\x00\xff broken")
        told = CliRunner().invoke(main, rest)
        assert (told.exit_code, name in told.stderr) == (1, True), (name, told.stderr)
        (tmp_path / name).write_bytes(whole)
        (tmp_path / "config.yaml").write_text(yaml.safe_dump(config), "utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built project under git, with one commit."""
    folder = tmp_path_factory.mktemp("project")
    write_project(folder)
    text = (folder / "config.yaml").read_text("utf-8")
    (folder / "config.yaml").write_text(
        f"{text}artboards: [{{id: phone, width: 335}}]\noutputs: [svg]\n{BARE}", "utf-8"
    )
    done = run("maps.sh", folder=folder, GITHUB_OUTPUT=str(folder / "step"))
    assert done.returncode == 1, "a place that is not locked"
    assert "places.lock.yaml" in done.stderr
    assert CliRunner().invoke(main, ["geocode", str(folder)]).exit_code == 0
    (folder / "step").unlink()
    done = run("maps.sh", folder=folder, GITHUB_OUTPUT=str(folder / "step"))
    assert done.returncode == 0, done.stderr
    for arguments in (["init", "-q"], ["add", "config.yaml", "places.lock.yaml"], ["commit", "-qm", "First"]):
        git(folder, *arguments)
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
    base = git(copy, "rev-parse", "HEAD")[:7]
    assert (
        body.read_text("utf-8") == f"### config.yaml at {base}, 2021-03-01 → config.yaml, 2021-03-01\n\nNo changes.\n"
    )
    text = (copy / "config.yaml").read_text("utf-8")
    (copy / "config.yaml").write_text(text.replace("{min: 900, max: 1400}", "1500"), "utf-8")
    done = run("changes.sh", folder=copy, GITHUB_REPOSITORY="o/r", **given)
    assert done.returncode == 0, done.stderr
    assert "| 1,500 |" in body.read_text("utf-8")
    assert body.read_text("utf-8").endswith("\n\nNo pictures: none are committed in output.\n")
    assert summary.read_text("utf-8").endswith(body.read_text("utf-8"))
    (copy / "other.yaml").write_text(text, "utf-8")
    assert run("changes.sh", folder=copy, **given | {"CONFIG": "other.yaml"}).returncode == 0
    assert body.read_text("utf-8").startswith(f"### no other.yaml at {base} → other.yaml, 2021-03-01\n")


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


def test_the_workflow_of_a_new_project_works_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its steps in a clone as the service makes one of a pull request; stand-ins are pip and gh alone."""
    requirement = "geomap-yaml @ https://example.org/geomap_yaml-0.2.0-py3-none-any.whl#sha256=abc"
    monkeypatch.setattr("geomap.templates.own_pin", lambda: Pin(requirement, fonts="the fonts"))
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    config = origin / "config.yaml"
    assert write_project(origin).todo == ()
    git(origin, "init", "-qb", "main")
    config.write_text(config.read_text("utf-8") + BOARD, "utf-8")
    base = built(origin)
    git(origin, "checkout", "-qb", "more")
    config.write_text(config.read_text("utf-8").replace("{min: 900, max: 1400}", "1500"), "utf-8")
    tip = built(origin)
    git(origin, "checkout", "-q", "main")
    git(origin, "merge", "-q", "--no-ff", "-m", "For the while", "more")
    git(tmp_path, "clone", "-q", "--depth", "2", origin.as_uri(), str(clone))

    made = Run(clone, tmp_path)
    workflow = yaml.safe_load((clone / OF_PROJECT).read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    done = made.job(workflow, "maps")
    pip = "-m pip install --quiet --disable-pip-version-check"
    assert made.called("python") == [
        f"{pip} --no-deps {requirement}",
        f"{pip} --require-hashes --only-binary :all: --requirement {ROOT}/geomap/requirements.txt",
    ]
    assert done[-1].stderr == ""
    assert made.uploaded == "./output"
    text = made.values["needs.maps.outputs.text"]
    assert f"{text}\n" == (tmp_path / "summary.md").read_text("utf-8")
    assert text.startswith(f"### config.yaml at {base[:7]}, 2021-03-01 → config.yaml, 2021-03-01\n")
    raw = "https://git.example/o/r/raw"
    small = [f'<img width="320" alt="first-map-phone.png, {when}" src="{raw}/{commit}/output/first-map-phone.png">'
             for when, commit in (("before", base), ("after", tip))]  # fmt: skip
    assert f"| first-map-phone.png | {small[0]} | {small[1]} |\n" in text
    assert text.endswith("\n\n[All maps, as built](https://git.example/artifact)")

    made.job(workflow, "comment")
    assert made.called("gh")[-1] == "api repos/o/r/issues/7/comments --field body=@changes.md --silent"
    assert (clone / "changes.md").read_text("utf-8") == f"<!-- geomap: config.yaml -->\n\n{text}\n"
    made.job(workflow, "comment", GH_SAYS="41\n42")
    assert made.called("gh")[-1] == (
        "api --method PATCH repos/o/r/issues/comments/41 --field body=@changes.md --silent"
    )
    made.values["needs.maps.outputs.text"] = "### a → b\n\nNo changes."
    made.job(workflow, "comment")
    assert len(made.called("gh")) == 1, "where nothing changed there is no comment to begin with"


@pytest.mark.parametrize("file", [OF_PROJECT, pytest.param("docs/ci/gitlab-ci.yml", marks=pytest.mark.long)])
def test_fonts_are_installed_where_a_text_needs_them(file: str, tmp_path: Path) -> None:
    """The step as it stands, of the workflow and of GitLab's file; the stand-in is pip alone."""
    if file == OF_PROJECT:
        workflow = yaml.safe_load((ROOT / PINNED[1]).read_text("utf-8"))
        steps = [str(step.get("run", "")) for step in workflow["jobs"]["maps"]["steps"]]
    else:
        steps = yaml.safe_load((ROOT / file).read_text("utf-8"))["maps"]["script"]
    (script,) = (step for step in steps if "$FONTS" in step)
    calls = tmp_path / "calls"
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").write_text(f'#!/bin/sh\necho "$*" >>"{calls}"\n', "utf-8")
    (tmp_path / "bin" / "python").chmod(0o755)
    path = os.pathsep.join((str(tmp_path / "bin"), str(BIN), os.environ["PATH"]))
    config = tmp_path / "config.yaml"
    for title, fonts, expected in (("Map", "x @ y", False), ("Map ⴰ", "", False), ("Map ⴰ", "x @ y", True)):
        config.write_text(f"title: {title}\nunits: [{{id: a, at: {{lat: 48, lon: 37}}}}]\n", "utf-8")
        env = {**os.environ, "PATH": path, "CONFIG": str(config), "FONTS": fonts, "GITHUB_ACTIONS": "true"}
        shell = ["bash", "-eo", "pipefail", "-c", script]
        done = subprocess.run(shell, env=env, capture_output=True, encoding="utf-8", check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert calls.exists() is expected, (title, fonts)
    assert calls.read_text("utf-8").strip().endswith("--no-deps x @ y")


def test_the_workflow_fails_with_a_word_where_nothing_is_pinned(tmp_path: Path) -> None:
    workflow = yaml.safe_load((ROOT / PINNED[1]).read_text("utf-8"))
    (install,) = (step["run"] for step in workflow["jobs"]["maps"]["steps"] if "Install geomap" in step.get("name", ""))
    done = subprocess.run(
        ["bash", "-e", "-c", install], env={"GEOMAP": ""}, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode != 0, "write into this file what pip is to install" in done.stderr) == (True, True)


@pytest.mark.parametrize("file", PINNED[1:])
def test_the_workflow_pastes_nothing_into_a_command(file: str) -> None:
    workflow = yaml.safe_load((ROOT / file).read_text("utf-8"))
    steps = [step for job in workflow["jobs"].values() for step in commands(job["steps"])]
    assert steps
    assert not [step for step in steps if "${{" in step]


def built(folder: Path) -> str:
    """Build the maps of a project and commit all."""
    done = CliRunner().invoke(main, ["build", str(folder), "--quiet"])
    assert done.exit_code == 0, done.stderr
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Next")
    return git(folder, "rev-parse", "HEAD")


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=True)
    return done.stdout.strip()


class Run:
    """Runs the jobs of a workflow in a clone, as the service does for a pull request."""

    def __init__(self, clone: Path, scratch: Path) -> None:
        self.clone, self.scratch = clone, scratch
        self.uploaded = ""
        self.values = {
            "github.server_url": "https://git.example",
            "github.repository": "o/r",
            "github.event.pull_request.number": "7",
            "github.token": "key",
            "steps.upload.outputs.artifact-url": "https://git.example/artifact",
        }
        (scratch / "bin").mkdir()
        stand_in = '#!/bin/sh\necho "$*" >>"$CALLS/{name}"\n{more}'
        python = f'case $1 in -c) exec {sys.executable} "$@";; esac\n'
        for name, more in (
            ("python", ""),
            ("gh", 'case "$*" in *--paginate*) [ -z "$GH_SAYS" ] || echo "$GH_SAYS";; esac\n'),
        ):
            (scratch / "bin" / name).write_text(stand_in.format(name=name, more=more), "utf-8")
            (scratch / "bin" / name).chmod(0o755)
        text = (scratch / "bin" / "python").read_text("utf-8")
        (scratch / "bin" / "python").write_text(text.replace("#!/bin/sh\n", f"#!/bin/sh\n{python}"), "utf-8")

    def job(self, workflow: dict[str, Any], name: str, **given: str) -> list[subprocess.CompletedProcess[str]]:
        for path in self.scratch.glob("calls/*"):
            path.unlink()
        (self.scratch / "calls").mkdir(exist_ok=True)
        job, done = workflow["jobs"][name], []
        path = os.pathsep.join((str(self.scratch / "bin"), str(BIN), os.environ["PATH"]))
        env = {**os.environ, **workflow["env"], **given, "PATH": path, "CALLS": str(self.scratch / "calls")}
        env |= {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(self.clone)}
        env |= {"GITHUB_STEP_SUMMARY": str(self.scratch / "summary.md"), "GH_SAYS": given.get("GH_SAYS", "")}
        for step in job["steps"]:
            if "upload-artifact" in step.get("uses", ""):
                self.uploaded = filled(step["with"]["path"], self.values)
                assert (self.clone / self.uploaded / "manifest.json").is_file()
            if "run" not in step:
                continue
            output = self.scratch / "output"
            output.write_text("", "utf-8")
            own = {key: filled(value, self.values) for key, value in step.get("env", {}).items()}
            done.append(
                subprocess.run(
                    ["bash", "-e", "-c", step["run"]],
                    cwd=self.clone,
                    env=env | own | {"GITHUB_OUTPUT": str(output)},
                    capture_output=True,
                    encoding="utf-8",
                    check=False,
                )
            )
            assert done[-1].returncode == 0, (step, done[-1].stderr)
            self.values |= {
                f"steps.{step['id']}.outputs.{key}": value for key, value in outputs(output.read_text("utf-8")).items()
            }
        for key, value in job.get("outputs", {}).items():
            self.values[f"needs.{name}.outputs.{key}"] = filled(value, self.values)
        return done

    def called(self, name: str) -> list[str]:
        return (self.scratch / "calls" / name).read_text("utf-8").splitlines()


def outputs(text: str) -> dict[str, str]:
    """What a step wrote into GITHUB_OUTPUT: `name=value`, or `name<<END`, lines and END."""
    found, lines = {}, iter(text.splitlines())
    for line in lines:
        if "<<" in line.partition("=")[0]:
            name, _, end = line.partition("<<")
            found[name] = "\n".join(takewhile(end.__ne__, lines))
        else:
            name, _, found[name] = line.partition("=")
    return found


def filled(text: str, values: dict[str, str]) -> str:
    """A text of the action with what its `${{ }}` stand for."""
    return re.sub(r"\$\{\{ (.*?) \}\}", lambda found: values[found[1]], text)


def test_changes_say_why_there_are_none(project: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(project, tmp_path / "copy")
    done = run("changes.sh", folder=copy, BASE="0123456789", BODY=str(tmp_path / "body.md"))
    assert (done.returncode, "fetch-depth: 0" in done.stderr) == (1, True)
    (copy / "config.yaml").write_text("units: [{troops: lots}]\n", "utf-8")
    done = run("changes.sh", folder=copy, BASE="HEAD", BODY=str(tmp_path / "body.md"))
    assert (done.returncode, "config.yaml:1:" in done.stderr) == (1, True)


def test_the_cache_changes_with_the_lock(tmp_path: Path) -> None:
    keys = []
    for text in ("click==8", "click==8", "click==9"):
        (tmp_path / "map.txt").write_text(text, "utf-8")
        keys.append(run("cache_key.sh", "map.txt", folder=tmp_path).stdout)
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


def test_install_asks_pip_for_what_is_pinned_and_what_it_was_given(tmp_path: Path) -> None:
    for name in ("python", "geomap"):
        (tmp_path / name).write_text(f'#!/bin/sh\necho "{name} $*"\n', "utf-8")
        (tmp_path / name).chmod(0o755)
    given = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = run("install.sh", "/src", "/src/packages/fonts", folder=tmp_path, **given)
    pip = "python -m pip install --quiet --disable-pip-version-check"
    assert done.stdout.splitlines() == [
        f"{pip} --require-hashes --only-binary :all: --requirement {ROOT}/geomap/requirements.txt",
        f"{pip} --no-deps --no-build-isolation /src /src/packages/fonts",
        "geomap --version",
    ]
    assert run("install.sh", folder=tmp_path).returncode == 1
