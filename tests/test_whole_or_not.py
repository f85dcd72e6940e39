"""Outputs are whole or not at all: killed at every step, on a full disk, and with two builds at once."""

from __future__ import annotations

import errno
import os
import shutil
import signal
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from geomap.errors import OutputError, PlaceError
from geomap.files import journal
from geomap.files import writing as files
from geomap.pipeline.animation import animate
from geomap.pipeline.atlas import build_atlas
from geomap.pipeline.build import build
from geomap.pipeline.changes import compare_days, draw_changes
from geomap.pipeline.check import freshness
from geomap.places.lock import LOCK_FILE

CONFIG = """\
view: {bounds: [36, 46, 39, 49]}
units:
  - {id: a, at: {lat: 48, lon: 37.5}, label: A, troops: 900}
artboards: [{id: w, width: 335, scale: 1}]
outputs: [geojson, csv, kml]
"""
LOOKED_UP = "units: [{place: Gao, country: ML, troops: 900}]\noutputs: [geojson]\n"
WRITES = 5  # three files, the manifest and the list of these
STEPS = 11  # each is written, all are committed at once, each but the list is renamed, and the empty folder, to go


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A built project whose config has changed since."""
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG, "utf-8")
    build(path)
    path.write_text(CONFIG.replace("900", "700"), "utf-8")
    return tmp_path


@pytest.fixture
def sets(project: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The files that are there, and those that a build would make."""
    new = project / "elsewhere"
    build(project / "config.yaml", out=new)
    return hashes(project / "output"), hashes(new)


def at_step(monkeypatch: pytest.MonkeyPatch, step: int, then: Callable[[Path], None]) -> None:
    """Have something happen in place of one of the writes and renames of a build."""
    seen = []

    def stepping(act: Callable[..., object]) -> Callable[..., object]:
        def act_or_not(path: Path, *rest: object) -> object:
            seen.append(path)
            if len(seen) == step + 1:
                then(path)
            return act(path, *rest)

        return act_or_not

    monkeypatch.setattr(journal, "write_durably", stepping(journal.write_durably))
    monkeypatch.setattr(Path, "rename", stepping(Path.rename))
    monkeypatch.setattr(Path, "replace", stepping(Path.replace))


def killed(project: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Build in a process that is killed at a step."""
    child = os.fork()
    if not child:
        try:
            at_step(monkeypatch, step, lambda path: os.kill(os.getpid(), signal.SIGKILL))
            build(project / "config.yaml")
        finally:
            os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


@pytest.mark.parametrize("step", range(STEPS))
def test_killed_at_any_step_leaves_the_old_set_or_the_new(
    project: Path, sets: tuple[dict[str, str], dict[str, str]], monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    old, new = sets
    killed(project, monkeypatch, step)
    assert step > WRITES or hashes(project / "output") == old, "nothing has changed before the set is committed"
    with pytest.raises(OutputError) if step > WRITES else nullcontext() as raised:
        assert freshness(project / "config.yaml").problems, "the old set is stale"
    text = "a build was stopped while it put its files in their places, or is about to; `geomap build` finishes it"
    assert raised is None or str(raised.value) == f"{project / 'output'}: {text}"
    (project / "config.yaml").write_text("units: [{place: Nowhereville, country: ML}]\n", "utf-8")
    with pytest.raises(PlaceError):
        build(project / "config.yaml")
    assert hashes(project / "output") == (new if step > WRITES else old), "also a build that fails finishes it first"
    assert sorted(path.name for path in (project / "output").iterdir()) == sorted(old), "nothing is left behind"


def test_a_recovery_that_is_killed_is_recovered_from(
    project: Path, sets: tuple[dict[str, str], dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in (WRITES + 1, 1, 1, 0):  # a recovery renames what is left: four files, three, two, and then none
        killed(project, monkeypatch, step)
    build(project / "config.yaml")
    assert hashes(project / "output") == sets[1]
    assert not freshness(project / "config.yaml").problems


@pytest.mark.parametrize(
    "content", [None, b"", b"[1]", b'{"files": ["../config.yaml", "/x", "a/b", 1], "obsolete": ["../../x"]}']
)
def test_a_set_that_is_none_is_told_and_left_alone(project: Path, content: bytes | None) -> None:
    old, config = hashes(project / "output"), (project / "config.yaml").read_bytes()
    committed = project / "output" / journal.COMMITTED
    committed.mkdir()
    (committed / "config.csv").write_text("of nobody", "utf-8")
    if content is not None:
        (committed / ".set").write_bytes(content)
    with pytest.raises(OutputError) as raised:
        build(project / "config.yaml")
    text = "cannot be told to be of a build of yours that was stopped here; look into it, delete it, and build again"
    assert str(raised.value) == f"{committed}: {text}"
    assert hashes(project / "output") == old and (committed / "config.csv").read_text("utf-8") == "of nobody"
    assert (project / "config.yaml").read_bytes() == config
    shutil.rmtree(committed)
    build(project / "config.yaml")
    assert sorted(path.name for path in (project / "output").iterdir()) == sorted(old)


@pytest.mark.parametrize("step", range(WRITES))
def test_a_full_disk_leaves_the_outputs_alone(project: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    def fail(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    old = hashes(project / "output")
    with monkeypatch.context() as patched:
        at_step(patched, step, fail)
        with pytest.raises(
            OutputError, match=rf"^{project / 'output'}/[^/]+: cannot be written: No space left on device$"
        ):
            build(project / "config.yaml")
    assert hashes(project / "output") == old
    assert freshness(project / "config.yaml").problems
    assert sorted(path.name for path in (project / "output").iterdir()) == sorted(old), "nothing is left behind"


def test_a_folder_that_takes_nothing_is_told_in_a_line(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make = Path.mkdir

    def refuse(path: Path, *rest: Any, **more: Any) -> None:
        if path.name.startswith(journal.STAGING):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        make(path, *rest, **more)

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(OutputError) as raised:
        build(project / "config.yaml")
    assert str(raised.value) == f"{project / 'output'}: cannot be written: Permission denied"


def test_what_a_killed_process_left_of_the_lock_file_is_cleared_away(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "config.yaml").write_text("units: [{place: Gao, country: ML}]\noutputs: [csv]\n", "utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", lambda *_, **__: None)
        files.write_whole(project, {"places.lock.yaml": b"places: []\n"})
    (left,) = project.glob(".geomap-*")
    (left / "places.lock.yaml").write_text("half", "utf-8")
    build(project / "config.yaml")
    assert sorted(path.name for path in project.iterdir()) == ["config.yaml", "output", "places.lock.yaml"]


def test_two_at_once_do_not_mix(project: Path) -> None:
    """Whatever writes into the folder: a build, an atlas, a map of changes, a moving picture, pictures of a frame."""
    path, old = project / "config.yaml", hashes(project / "output")
    dated = CONFIG.replace("900}", "900, as_of: 2022-01-01}\n  - {id: a, troops: 5, as_of: 2022-02-01}")
    path.write_text(dated, "utf-8")
    (project / "atlas.yaml").write_text(dated + "pages: {langs: [en, uk]}\n", "utf-8")
    days = (date(2022, 1, 1), date(2022, 2, 1))
    writers: list[Callable[[], object]] = [
        lambda: build(path),
        lambda: build_atlas(project / "atlas.yaml"),
        lambda: draw_changes(compare_days(path, *days), project / "output"),
        lambda: animate(path),
        lambda: build(path, out=project / "elsewhere", only=["csv"]).map.save(project / "output", ["csv"]),
    ]
    with files.alone_in(project / "output"):
        for write in writers:
            with pytest.raises(OutputError) as raised:
                write()
            text = "another build is writing to this folder; wait for its end, or use another --out"
            assert str(raised.value) == f"{project / 'output'}: {text}"
    assert hashes(project / "output") == old
    build(path)


def test_a_build_that_fails_makes_no_folder(project: Path) -> None:
    shutil.rmtree(project / "output")
    (project / "config.yaml").write_text("units: [{place: Nowhereville, country: ML}]\n", "utf-8")
    with pytest.raises(Exception, match="Nowhereville"):
        build(project / "config.yaml")
    assert not (project / "output").exists()


def test_what_a_kill_left_beside_the_lock_file_is_swept_away(tmp_path: Path) -> None:
    """By the next build, also where the lock file is then as it should be."""
    (tmp_path / "config.yaml").write_text(
        "units: [{place: Gao, country: ML, troops: 900}]\noutputs: [geojson]\n", "utf-8"
    )
    build(tmp_path / "config.yaml")
    left = tmp_path / journal._new_name(tmp_path)
    left.mkdir()
    (left / LOCK_FILE).write_text("places: [", "utf-8")
    foreign = tmp_path / f"{journal.STAGING}0123456789abcdef-{'0' * 32}"
    foreign.mkdir()
    build(tmp_path / "config.yaml")
    assert sorted(path.name for path in tmp_path.iterdir()) == [foreign.name, "config.yaml", "output", LOCK_FILE]


def test_a_full_disk_leaves_nothing_beside_the_lock_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.yaml").write_text(
        "units: [{place: Gao, country: ML, troops: 900}]\noutputs: [geojson]\n", "utf-8"
    )

    def full(number: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left on device"):
        build(tmp_path / "config.yaml")
    assert [path.name for path in tmp_path.iterdir()] == ["config.yaml"]
