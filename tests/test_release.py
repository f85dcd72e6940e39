"""A release: its tag is the version everywhere, its jobs may do no more than they must, its notes the changelog has."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from rfc3986_validator import validate_rfc3986

from geomap import __version__
from scripts.lock import MAP, pins
from scripts.sbom import sbom
from tests.conftest import ROOT
from tests.services import complaints

FILE = ".github/workflows/release.yml"
WORKFLOW = yaml.safe_load((ROOT / FILE).read_text("utf-8"))
JOBS: dict[str, dict[str, Any]] = WORKFLOW["jobs"]
NOTES = "\n- New.\n\n### Mended\n\n- A fault.\n\n"
CHANGES = f"# Changelog\n\n## 1.2.0 - 2026-12-01\n{NOTES}## 1.1.0 - 2026-01-01\n\n- Old.\n"


def run(project: Path, script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "GH_"))}
    command = ["bash", str(project / "scripts" / "ci" / script), *arguments]
    return subprocess.run(
        command, cwd=project, env=env | environment, capture_output=True, encoding="utf-8", check=False
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """What a release looks at: two distributions of version 1.2.0, and the changelog."""
    shutil.copytree(ROOT / "scripts" / "ci", tmp_path / "scripts" / "ci")
    (tmp_path / "CHANGELOG.md").write_text(CHANGES, "utf-8")
    (tmp_path / "geomap").mkdir()
    (tmp_path / "geomap" / "requirements.txt").write_text("", "utf-8")
    for folder, package in ((tmp_path, "geomap"), (tmp_path / "packages" / "more", "geomap_more")):
        (folder / package).mkdir(parents=True, exist_ok=True)
        (folder / package / "__init__.py").write_text('"""More."""\n\n__version__ = "1.2.0"\n', "utf-8")
        (folder / "pyproject.toml").write_text(
            f'[project]\ndynamic = ["version"]\n\n[tool.hatch.version]\npath = "{package}/__init__.py"\n\n[tool.x]\n',
            "utf-8",
        )
    return tmp_path


def test_the_workflow_fits_the_schema_of_its_service() -> None:
    assert complaints("github-workflows", ROOT / FILE) == ""


def test_a_release_starts_with_a_tag_and_is_checked_built_attested_and_drafted_in_turn() -> None:
    assert WORKFLOW[True] == {"push": {"tags": ["v*"]}}, "`on`, which YAML reads as true"
    assert {name: job.get("needs") for name, job in JOBS.items()} == {
        "check": None, "build": None, "attest": ["check", "build"], "draft": "attest",
    }  # fmt: skip
    ran = {name: [step["run"] for step in job["steps"] if "run" in step] for name, job in JOBS.items()}
    assert ran == {
        "check": ["scripts/ci/tag.sh", "make check"],
        "build": ["scripts/ci/tag.sh", "make package sbom"],
        "attest": [],
        "draft": ["scripts/ci/draft.sh dist/*"],
    }
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(r"^package:.*\n\t.*scripts/ci/package\.sh$", makefile, re.MULTILINE)


def test_no_job_may_do_more_than_it_must() -> None:
    assert WORKFLOW["permissions"] == {}
    assert {name: job["permissions"] for name, job in JOBS.items()} == {
        "check": {"contents": "read"},
        "build": {"contents": "read"},
        "attest": {"id-token": "write", "attestations": "write"},
        "draft": {"contents": "write"},
    }
    text = (ROOT / FILE).read_text("utf-8")
    assert "secrets." not in text, "nothing is published by it"
    steps = [step for job in JOBS.values() for step in job["steps"]]
    checkouts = [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert len(checkouts) == 3 and all(step["with"] == {"persist-credentials": False} for step in checkouts)


def test_every_action_is_pinned_to_a_commit_and_says_its_version() -> None:
    """One action has one commit in it."""
    lines = re.findall(r"uses: (.*)", (ROOT / FILE).read_text("utf-8"))
    assert len(lines) == 10
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line) for line in lines), lines
    assert len({*lines}) == len({line.partition("@")[0] for line in lines})


def test_what_is_uploaded_is_what_is_attested_and_drafted() -> None:
    given = {name: [step.get("with", {}) for step in job["steps"]] for name, job in JOBS.items()}
    where = {"name": "dist", "path": "dist/"}
    assert {**where, "if-no-files-found": "error"} in given["build"]
    assert where in given["attest"] and {"subject-path": "dist/*"} in given["attest"]
    assert where in given["draft"]
    assert {"subject-path": "dist/geomap_yaml-*", "sbom-path": "dist/geomap.cdx.json"} in given["attest"]


def test_the_list_of_what_geomap_is_made_of_names_every_library_and_file_of_others() -> None:
    content = json.loads(sbom())
    package = content["metadata"]["component"]
    assert "serialNumber" not in content and "timestamp" not in content["metadata"], "the same bytes again"
    assert (package["name"], package["version"]) == ("geomap-yaml", __version__)
    listed = {row["name"]: row for row in content["components"]}
    for name, locked in pins(MAP).items():
        assert listed.pop(name)["version"] in {version for version, _ in locked}
    assert {name.partition(":")[0] for name in listed} == {"Source Sans 3", "Natural Earth", "GeoNames"}
    large = {file for file in MAP.parent.rglob("*") if file.suffix in {".ttf", ".npz", ".zip"}}
    assert {ROOT / name.partition(": ")[2] for name in listed} == large
    # CycloneDX has addresses be IRIs, which nothing here looks at: see tests/machine. Of ASCII, those are URIs.
    urls = [where["url"] for row in (package, *content["components"]) for where in row.get("externalReferences", [])]
    assert urls and all(validate_rfc3986(url, rule="URI_reference") for url in urls)


def test_the_tag_of_this_version_would_pass() -> None:
    done = run(ROOT, "tag.sh", GITHUB_REF_NAME=f"v{__version__}")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_tag_is_the_version_of_every_distribution(project: Path) -> None:
    assert run(project, "tag.sh", "v1.2.0").returncode == 0
    (project / "packages" / "more" / "geomap_more" / "__init__.py").write_text('__version__ = "1.1.0"\n', "utf-8")
    done = run(project, "tag.sh", GITHUB_REF_NAME="v1.2.0")
    said = 'packages/more/geomap_more/__init__.py: the version is "1.1.0", expected that of the tag v1.2.0\n'
    assert (done.returncode, done.stderr) == (1, said)
    shutil.rmtree(project / "packages")
    assert run(project, "tag.sh", "v1.2.0").returncode == 0, "there need be no other"


@pytest.mark.parametrize("tag", ["v1.2.1", "1.2.0", "v1.2.0rc1", "v1x2.0", "v.*"])
def test_another_tag_is_refused(project: Path, tag: str) -> None:
    done = run(project, "tag.sh", tag)
    assert done.returncode == 1
    assert f'geomap/__init__.py: the version is "1.2.0", expected that of the tag {tag}' in done.stderr
    assert run(project, "tag.sh").returncode == 1, "a tag must be named"


@pytest.mark.parametrize("heading", ["## Unreleased", "## 1.2.0", "## 1.2.00 - 2026-12-01", "## 1x2.0 - 2026-12-01"])
def test_a_version_without_a_dated_section_is_refused(project: Path, heading: str) -> None:
    (project / "CHANGELOG.md").write_text(CHANGES.replace("## 1.2.0 - 2026-12-01", heading), "utf-8")
    done = run(project, "tag.sh", "v1.2.0")
    said = 'CHANGELOG.md: there is no section "## 1.2.0 - DATE" for the tag v1.2.0\n'
    assert (done.returncode, done.stderr) == (1, said)


def test_the_draft_has_the_files_and_the_notes_of_its_version(project: Path, tmp_path: Path) -> None:
    """With a stand-in for GitHub's own command."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "gh").write_text(
        '#!/bin/bash\nwhile [ "$1" ]; do [ "$1" = --notes-file ] && { cat "$2"; shift; } || echo "$1"; shift; done\n',
        "utf-8",
    )
    (programs / "gh").chmod(0o755)
    given = {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "GITHUB_REF_NAME": "v1.2.0"}
    done = run(project, "draft.sh", "dist/a.whl", "dist/a.tar.gz", **given)
    assert done.returncode == 0, done.stderr
    head, notes = done.stdout.split("geomap 1.2.0\n")
    assert head.split() == ["release", "create", "v1.2.0", "--draft", "--verify-tag", "--title"]
    assert notes == f"{NOTES}dist/a.whl\ndist/a.tar.gz\n"
    done = run(project, "draft.sh", "dist/a.whl", **given | {"GITHUB_REF_NAME": "v2.0.0"})
    assert (done.returncode, done.stderr) == (1, "CHANGELOG.md: there is no section for 2.0.0\n")
    assert run(project, "draft.sh", **given).returncode == 1, "without files there is no release"


def test_the_changelog_begins_with_this_version_and_says_how_to_come_to_it() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    sections = dict(re.findall(r"^## (\S+)[^\n]*\n(.*?)(?=^## |\Z)", text, flags=re.MULTILINE | re.DOTALL))
    assert next(name for name in sections if name != "Unreleased") == __version__
    headings = re.findall(r"^### (.*)", sections[__version__], flags=re.MULTILINE)
    assert headings[0].startswith("Moving from ")
    assert all(section.strip() for section in sections.values())


def test_every_distribution_is_built_checked_and_installed(project: Path, tmp_path: Path) -> None:
    """package.sh with stand-ins: what it builds, and what lies in one environment when maps are built."""
    log = tmp_path / "log"
    programs = tmp_path / "stand-ins"
    programs.mkdir()
    (programs / "python").write_text(
        f"""#!/bin/bash
echo "python $*" >>{log}
if [ "$1 $2" = "-m venv" ]; then
  mkdir -p "${{@: -1}}/bin" && cp "$0" {programs}/geomap "${{@: -1}}/bin/"
elif [ "$1 $2" = "-m build" ]; then
  mkdir -p dist
  [ "$5" = . ] && name=geomap_yaml-1.2.0 || name=geomap_yaml_more-1.2.0
  echo wheel >dist/$name-py3-none-any.whl; echo sdist >dist/$name.tar.gz
fi
""",
        "utf-8",
    )
    (programs / "geomap").write_text(
        f"""#!/bin/bash
echo "geomap $*" >>{log}
[ "$1" = init ] && mkdir "$2"; exit 0
""",
        "utf-8",
    )
    for path in programs.iterdir():
        path.chmod(0o755)
    done = run(project, "package.sh", PYTHON=str(programs / "python"))
    assert done.returncode == 0, done.stderr
    lines = log.read_text("utf-8").splitlines()
    assert [line.split()[-1] for line in lines if "-m build" in line] == [".", "packages/more"]
    assert len([line for line in lines if "twine check --strict dist/" in line]) == 1
    told = [line.rpartition("/")[2] for line in lines if "/dist/" in line or line == "geomap build"]
    of_one = ["geomap build"] * 3
    assert told == [
        "geomap_yaml-1.2.0-py3-none-any.whl", *of_one, "geomap_yaml_more-1.2.0-py3-none-any.whl", *of_one,
        "geomap_yaml-1.2.0.tar.gz", *of_one, "geomap_yaml_more-1.2.0.tar.gz", *of_one,
    ]  # fmt: skip
    shutil.rmtree(project / "packages")
    log.unlink()
    assert run(project, "package.sh", PYTHON=str(programs / "python")).returncode == 0
    assert log.read_text("utf-8").count("geomap build\n") == 6, "alone it is tried once as wheel and once as sdist"
