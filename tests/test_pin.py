"""What a new project's workflow has pip install, by where the geomap that writes it came from."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from packaging.requirements import Requirement

from geomap import __version__
from geomap.cli import main
from geomap.loading import origin_of
from geomap.templates import WORKFLOW
from geomap.templates.pin import Pin, own_pin, pin_of
from tests.conftest import ROOT

COMMIT = "0123456789abcdef0123456789abcdef01234567"
SHA = "ab" * 32
GIT = {"vcs": "git", "commit_id": COMMIT, "requested_revision": "main"}
WHEEL = "geomap_yaml-0.2.0-py3-none-any.whl"
SECRET = (  # addresses with a key, and those that a workflow cannot reach
    "git@example.org:secret@x/geomap",
    "me:secret@example.org:o/geomap",
    "a.b:secret@example.org/o/geomap",
    "https://example.org/me:secret@example.org/o/geomap",
    "https://example.org/secret%40x/geomap",
    "https://example.org/x%3Asecret/geomap",
    "https://example.org/../secret/geomap",
    "https://example.org/oauth2/secret/geomap",
    "https://example.org/ghp_secretSecretSecret/geomap",
    "https://example.org/o/glpat-secretsecret12.git",
    "https://example.org/a7secretB3secretC9secretD/geomap",
    "https://example.org/secret;x/geomap",
    "https://[::1]/o/geomap",
    "https://[::1]:8443/o/secret",
    "https://localhost/o/geomap",
    "https://me@127.0.0.1/o/geomap",
    "ssh://git@box.local/o/geomap",
    "work:o/geomap",
    "git@work:o/geomap",
    "ext::sh -c secret% %S o/geomap",
    "ext::ssh -i secret host.example.org %S o/geomap",
    "ext::https://example.org/secret",
    "fd::17/secret",
    "https://example.org/o/\nsecret",
)


@pytest.mark.parametrize(
    ("origin", "requirement"),
    [
        ({}, "geomap-yaml==0.2.0"),
        (
            {"url": "https://example.org/o/geomap.files.git", "vcs_info": GIT},
            f"git+https://example.org/o/geomap.files.git@{COMMIT}",
        ),
        (
            {"url": "ssh://git@example.org/o/geomap.files.git", "vcs_info": GIT},
            f"git+https://example.org/o/geomap.files.git@{COMMIT}",
        ),
        ({"url": "https://me:key@example.org/geomap", "vcs_info": GIT}, f"git+https://example.org/geomap@{COMMIT}"),
        (
            {"url": "https://example.org:8443/all", "vcs_info": GIT, "subdirectory": "tools/geomap"},
            f"git+https://example.org:8443/all@{COMMIT}#subdirectory=tools/geomap",
        ),
        (
            {"url": f"https://example.org/{WHEEL}", "archive_info": {"hashes": {"sha256": SHA}}},
            f"https://example.org/{WHEEL}#sha256={SHA}",
        ),
        (
            {"url": f"https://example.org/{WHEEL}#sha256={SHA}", "archive_info": {"hash": f"sha256={SHA}"}},
            f"https://example.org/{WHEEL}#sha256={SHA}",
        ),
        ({"url": f"https://example.org/{WHEEL}", "archive_info": {}}, f"https://example.org/{WHEEL}"),
    ],
)
def test_what_was_installed_from_elsewhere_is_installed_from_there(origin: dict[str, Any], requirement: str) -> None:
    found = pin_of(origin, "0.2.0")
    assert (found.requirement, found.todo) == (requirement if not origin else f"geomap-yaml @ {requirement}", "")
    parsed = Requirement(found.requirement)
    assert (parsed.name, parsed.url or "==0.2.0") == ("geomap-yaml", parsed.url or str(parsed.specifier))


def test_a_wheel_of_this_computer_has_to_come_along() -> None:
    origin = {"url": f"file:///home/me/my%20files/{WHEEL}", "archive_info": {"hashes": {"sha256": SHA}}}
    todo = f"put /home/me/my files/{WHEEL} into wheels/ of the repository and commit it"
    assert pin_of(origin, "0.2.0") == Pin(f"./wheels/{WHEEL}", todo)


@pytest.mark.parametrize(
    "origin",
    [
        {"url": "file:///home/me/geomap", "vcs_info": GIT},
        {"url": "https://example.org/geomap", "vcs_info": {**GIT, "vcs": "hg"}},
        {"url": "https://example.org/geomap", "vcs_info": {"vcs": "git", "commit_id": "main"}},
        {"url": f"https://example.org/{WHEEL}?key=secret", "archive_info": {}},
        {"url": f"https://example.org:port/{WHEEL}", "archive_info": {}},
        {"url": f"s3://bucket/{WHEEL}", "archive_info": {}},
        {"url": "https://example.org/${{ secrets.KEY }}.whl", "archive_info": {}},
        {"url": "", "archive_info": {}},
        {"url": f"https://example.org/{WHEEL}", "vcs_info": GIT, "subdirectory": "a@secret"},
        *({"url": url, "vcs_info": GIT} for url in SECRET),
        *({"url": f"{url}/{WHEEL}", "archive_info": {}} for url in SECRET),
        {"url": "file:///nowhere/at/all", "dir_info": {"editable": True}},
    ],
)
def test_nothing_is_pinned_that_would_not_work(origin: dict[str, Any]) -> None:
    found = pin_of(origin, "0.2.0")
    assert found.requirement == ""
    assert found.todo.endswith("put what pip is to install, as a wheel's address, or its path in the repository")
    assert "secret" not in found.todo


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=True)
    return done.stdout.strip()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone of a repository with geomap's package, of which nothing but the pyproject.toml is asked for."""
    folder = tmp_path / "geomap"
    folder.mkdir()
    (folder / "pyproject.toml").write_text("[project]\n", "utf-8")
    git(folder, "init", "-qb", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "First")
    return folder


def of(folder: Path, **about: Any) -> Pin:
    return pin_of({"url": folder.as_uri(), "dir_info": about}, "0.2.0")


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://example.org/o/geomap.files.git", "https://example.org/o/geomap.files.git"),
        ("https://token@example.org/o/geomap", "https://example.org/o/geomap"),
        ("git@example.org:o/geomap.files.git", "https://example.org/o/geomap.files.git"),
        ("ssh://git@example.org:22/o/geomap.files.git", "https://example.org/o/geomap.files.git"),
        ("https://me:key@example.org:8443/o/My%20maps/geomap", "https://example.org:8443/o/My%20maps/geomap"),
        ("git@example.org:o/my maps/geomap.files.git", "https://example.org/o/my%20maps/geomap.files.git"),
        (
            "https://example.org/UkraineMaps2024/geomap-of-2024-v2",
            "https://example.org/UkraineMaps2024/geomap-of-2024-v2",
        ),
    ],
)
def test_a_clone_is_pinned_at_its_commit(clone: Path, remote: str, address: str) -> None:
    git(clone, "remote", "add", "upstream", "https://example.org/other")
    git(clone, "remote", "add", "origin", remote)
    commit = git(clone, "rev-parse", "HEAD")
    requirement = f"geomap-yaml @ git+{address}@{commit}"
    push = f"push commit {commit[:7]} of {clone}, which origin does not hold as far as is known here"
    assert of(clone, editable=True) == Pin(requirement, push)
    git(clone, "update-ref", "refs/remotes/origin/main", commit)
    assert of(clone) == Pin(requirement)
    (clone / "notes.txt").touch()
    assert of(clone) == Pin(requirement), "a file that is not of the repository"
    (clone / "pyproject.toml").write_text("[project]\nname = 'other'\n", "utf-8")
    assert of(clone) == Pin(requirement, f"commit and push the changes in {clone}, and pin that commit")


@pytest.mark.parametrize("remote", SECRET)
def test_no_key_of_a_clone_s_remote_is_pinned_or_told(clone: Path, remote: str) -> None:
    git(clone, "config", "remote.origin.url", remote)
    found = of(clone)
    assert (found.requirement, found.fonts, "secret" in found.todo, "\n" in found.todo) == ("", "", False, False)


def test_the_fonts_are_pinned_as_geomap_is(clone: Path) -> None:
    git(clone, "remote", "add", "origin", "https://example.org/o/geomap")
    assert of(clone).fonts == "", "a repository without them"
    (clone / "packages" / "fonts").mkdir(parents=True)
    (clone / "packages" / "fonts" / "pyproject.toml").write_text("[project]\n", "utf-8")
    git(clone, "add", "-A")
    git(clone, "commit", "-qm", "Fonts")
    commit = git(clone, "rev-parse", "HEAD")
    address = f"geomap-yaml-fonts @ git+https://example.org/o/geomap@{commit}#subdirectory=packages/fonts"
    assert of(clone).fonts == address
    below = {"url": "https://example.org/all", "vcs_info": GIT, "subdirectory": "tools/geomap"}
    assert pin_of(below, "0.2.0").fonts.endswith(f"{COMMIT}#subdirectory=tools/geomap/packages/fonts")
    assert pin_of({}, "0.2.0").fonts == "geomap-yaml-fonts==0.2.0"


def test_fonts_that_came_as_a_file_are_pinned_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts = "geomap_yaml_fonts-0.2.0-py3-none-any.whl"
    monkeypatch.setattr("geomap.templates.pin._PACKAGE", tmp_path / "geomap")
    origins: dict[str, Any] = {"geomap-yaml": {"url": f"https://example.org/{WHEEL}", "archive_info": {}}}
    monkeypatch.setattr("geomap.templates.pin.origin_of", lambda name: origins.get(name, {}))
    assert own_pin() == Pin(f"geomap-yaml @ https://example.org/{WHEEL}")
    origins["geomap-yaml-fonts"] = {
        "url": f"https://example.org/{fonts}", "archive_info": {"hashes": {"sha256": SHA}},
    }  # fmt: skip
    assert own_pin().fonts == f"geomap-yaml-fonts @ https://example.org/{fonts}#sha256={SHA}"
    origins["geomap-yaml-fonts"] = {"url": f"file:///wheels%20of/{fonts}", "archive_info": {}}
    todo = f"put /wheels of/{fonts} into wheels/ of the repository and commit it"
    assert (own_pin().fonts, own_pin().todo) == (f"./wheels/{fonts}", todo)


def test_a_clone_that_came_from_nowhere_is_not_pinned(clone: Path) -> None:
    for remote in ("", "/srv/git/geomap.files.git", "file:///srv/geomap"):
        if remote:
            git(clone, "remote", "add", "origin" if remote.startswith("/") else "second", remote)
        assert of(clone).requirement == ""
    git(clone, "remote", "set-url", "origin", "https://example.org/home")
    unpacked = clone / "downloads" / "geomap"
    unpacked.mkdir(parents=True)
    (unpacked / "pyproject.toml").touch()
    assert of(unpacked).requirement == "", "a folder that the repository around it does not hold"
    git(clone, "add", "-A")
    git(clone, "commit", "-qm", "Vendored")
    assert of(unpacked).requirement.endswith("#subdirectory=downloads/geomap")


def test_a_geomap_that_runs_from_its_repository_is_that_of_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    monkeypatch.setattr("geomap.templates.pin._of_folder", lambda folder: asked.append(folder) or Pin("x"))
    assert (own_pin(), asked) == (Pin("x"), [ROOT])


def test_where_it_was_installed_from_is_read_from_its_metadata(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = tmp_path / "geomap_trial-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: geomap-trial\nVersion: 1\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert origin_of("geomap-trial") == {}, "from an index"
    for text, found in (('{"url": "x"}', {"url": "x"}), ("[]", {}), ("{", {})):
        (info / "direct_url.json").write_text(text, "utf-8")
        assert origin_of("geomap-trial") == found
    assert origin_of("geomap-that-is-not-there") == {}
    monkeypatch.setattr("geomap.templates.pin._PACKAGE", tmp_path / "geomap")
    monkeypatch.setattr("geomap.templates.pin.DISTRIBUTION", "geomap-trial")
    assert own_pin().requirement == f"geomap-trial=={__version__}"


def started(folder: Path, found: Pin, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, str], str]:
    """The values of the workflow that `geomap init` writes, and what it says on standard error."""
    monkeypatch.setattr("geomap.templates.own_pin", lambda: found)
    done = CliRunner().invoke(main, ["init", str(folder)])
    assert done.exit_code == 0
    return yaml.safe_load((folder / WORKFLOW).read_text("utf-8"))["env"], done.stderr


def test_init_fills_in_the_pin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env, said = started(tmp_path / "maps", Pin('geomap-yaml @ https://example.org/"x"', fonts="y"), monkeypatch)
    wanted = {"CONFIG": "config.yaml", "GEOMAP": 'geomap-yaml @ https://example.org/"x"', "FONTS": "y"}
    assert (env, said) == (wanted, "")


def test_init_says_what_is_left_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env, said = started(tmp_path / "maps", Pin("", "put what"), monkeypatch)
    path = tmp_path / "maps" / WORKFLOW
    line = path.read_text("utf-8").splitlines().index('  GEOMAP: ""') + 1
    assert (env["GEOMAP"], said) == ("", f"{path}:{line}: warning: GEOMAP: put what\n")


def test_below_the_root_of_a_repository_the_workflow_has_to_be_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    env, said = started(tmp_path / "my maps" / "mali", Pin("x"), monkeypatch)
    assert env["CONFIG"] == "my maps/mali/config.yaml"
    assert f"copy it to {tmp_path / WORKFLOW}: workflows are looked for in the root of a repository" in said
    env, said = started(tmp_path / "${{ github.token }}", Pin("x"), monkeypatch)
    assert (env["CONFIG"], "copy it to" in said) == ("config.yaml", True)
    env, said = started(tmp_path, Pin("x"), monkeypatch)
    assert (env["CONFIG"], said) == ("config.yaml", "")
