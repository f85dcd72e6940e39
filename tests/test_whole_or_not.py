"""Outputs are whole or not at all: killed at every step, on a full disk, and with two builds at once."""

from __future__ import annotations

import errno
import os
import shutil
import signal
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from geomap import files
from geomap.build import build
from geomap.errors import OutputError
from geomap.freshness.check import freshness

CONFIG = """\
view: {bounds: [36, 46, 39, 49]}
units:
  - {id: a, at: {lat: 48, lon: 37.5}, label: A, troops: 900}
outputs: [geojson, csv, kml]
"""
STEPS = 8  # three files and the manifest, each written and renamed


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A built project whose config has changed since."""
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG)
    build(path)
    path.write_text(CONFIG.replace("900", "700"))
    return tmp_path


def at_step(monkeypatch: pytest.MonkeyPatch, step: int, then: Callable[[Path], None]) -> None:
    """Have something happen in place of one of the writes and renames of a build."""
    write, rename, seen = files._write_durably, Path.replace, []

    def stepping(act: Callable[..., object]) -> Callable[..., object]:
        def act_or_not(path: Path, *rest: object) -> object:
            seen.append(path)
            if len(seen) == step + 1:
                then(path)
            return act(path, *rest)

        return act_or_not

    monkeypatch.setattr(files, "_write_durably", stepping(write))
    monkeypatch.setattr(Path, "replace", stepping(rename))


@pytest.mark.parametrize("step", range(STEPS))
def test_killed_at_any_step(project: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    old = hashes(project / "output")
    child = os.fork()
    if not child:
        at_step(monkeypatch, step, lambda path: os.kill(os.getpid(), signal.SIGKILL))
        build(project / "config.yaml")
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert freshness(project / "config.yaml").problems
    assert step >= STEPS // 2 or hashes(project / "output") == old
    build(project / "config.yaml")
    assert not freshness(project / "config.yaml").problems
    assert sorted(path.name for path in (project / "output").iterdir()) == sorted(old), "nothing is left behind"


@pytest.mark.parametrize("step", range(STEPS // 2))
def test_a_full_disk_leaves_the_outputs_alone(project: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    def fail(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    old = hashes(project / "output")
    with monkeypatch.context() as patched:
        at_step(patched, step, fail)
        with pytest.raises(OutputError, match=r"cannot be written: No space left on device$"):
            build(project / "config.yaml")
    assert hashes(project / "output") == old
    assert freshness(project / "config.yaml").problems


def test_two_builds_at_once_do_not_mix(project: Path) -> None:
    old = hashes(project / "output")
    with files.alone_in(project / "output"), pytest.raises(OutputError) as raised:
        build(project / "config.yaml")
    text = "another build is writing to this folder; wait for its end, or use another --out"
    assert str(raised.value) == f"{project / 'output'}: {text}"
    assert hashes(project / "output") == old
    build(project / "config.yaml")


def test_a_build_that_fails_makes_no_folder(project: Path) -> None:
    shutil.rmtree(project / "output")
    (project / "config.yaml").write_text("units: [{place: Nowhereville}]\n")
    with pytest.raises(Exception, match="Nowhereville"):
        build(project / "config.yaml")
    assert not (project / "output").exists()
