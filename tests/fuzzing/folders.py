"""Outputs that are no folder of ours, folders with names that no program expects, and inputs that change their kind
while they are read: a command ends, soon, with lines at most, and what is of others is as it was.

No input becomes a pipe between the look at it and its reading: that is waited for, as SECURITY.md says.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.fuzzing.harness import badly_printed
from tests.fuzzing.stages import ended, said, staged
from tests.fuzzing.states import MANIFEST, Files, files_in, inputs_of, write

PATIENCE = 120  # seconds of the clock; a pipe in place of a file would be waited for forever
COMMANDS = (("build",), ("build", "--force"), ("check",), ("validate",))
NAMES = (
    b"a\nb", b"::error::a", b"##[error]a", b"\xff\xfe", b"-o", b" ", b"a b;c", "Łódź мапа".encode(), b"#a%20b?c",
    "\u202ea".encode(), b"\x1b[31ma", b"x" * 200, b"{output}", b"__proto__", b"a:b",
)  # fmt: skip


def _file(output: Path) -> None:
    output.write_bytes(b"of somebody else")


def _pipe(output: Path) -> None:
    os.mkfifo(output)


def _link_elsewhere(output: Path) -> None:
    elsewhere = output.parent.parent / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    (elsewhere / "map.csv").write_bytes(b"of somebody else")
    output.symlink_to(elsewhere)


def _link_to_nothing(output: Path) -> None:
    output.symlink_to(output.parent / "gone")


def _link_to_itself(output: Path) -> None:
    output.symlink_to(output)


def _read_only(output: Path) -> None:
    output.mkdir()
    output.chmod(0o500)


def _of_others(output: Path) -> None:
    """Files of others, under the names of the outputs and of what waits for them."""
    output.mkdir()
    for name in (
        MANIFEST,
        "map.csv",
        "map.geojson",
        "map-w.svg",
        ".geomap-committed",
        ".geomap-0-0",
        "places.lock.yaml",
    ):
        (output / name).write_bytes(b"of somebody else")


def _of_folders(output: Path) -> None:
    for name in (MANIFEST, "map.csv", "map.geojson", ".geomap-committed"):
        (output / name / "within").mkdir(parents=True)


def _of_pipes(output: Path) -> None:
    output.mkdir()
    for name in (MANIFEST, "map.csv", ".geomap-committed", ".geomap-0-0"):
        os.mkfifo(output / name)


def _of_links(output: Path) -> None:
    output.mkdir()
    for name in (MANIFEST, "map.csv", "map.geojson"):
        (output / name).symlink_to(output.parent / "table.csv")


def _crowded(output: Path) -> None:
    output.mkdir()
    for number in range(2000):
        (output / f"{number}.csv").write_bytes(b"of somebody else")
    for name in NAMES:
        Path(os.fsdecode(os.fsencode(output) + b"/" + name)).write_bytes(b"of somebody else")


OUTPUTS: tuple[Callable[[Path], None], ...] = (
    _file, _pipe, _link_elsewhere, _link_to_nothing, _link_to_itself, _read_only, _of_others, _of_folders, _of_pipes,
    _of_links, _crowded,
)  # fmt: skip


def _gone(path: Path) -> None:
    path.unlink(missing_ok=True)


def _folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.mkdir(exist_ok=True)


def _link(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(path)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _turned_pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def _endless(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to("/dev/zero")


CHANGES: tuple[Callable[[Path], None], ...] = (_gone, _folder, _link, _cut, _turned_pipe, _endless)


def run(folder: Path, *arguments: str, stage: int = -1, then: Callable[[], object] = lambda: None) -> int:
    """A command in a child that ends by itself and says what is wrong in lines; its exit status."""

    def act() -> int:
        signal.alarm(PATIENCE)
        status, told = said(*arguments)
        assert status in (0, 1), f"status {status}: {told}"
        assert status == 0 or told.strip(), "refused without a word"
        for line in told.strip().split("\n"):
            assert not (wrong := badly_printed(line)), wrong
        return status

    return ended(staged(folder, stage, then, act))


def project(folder: Path) -> Path:
    """A small project in a folder; its config."""
    write(folder, inputs_of(0, 0, 1, 0, 0, is_broken=False))
    return folder / "config.yaml"


def of_others(folder: Path) -> Files:
    """What nobody may touch: the inputs, and what is not of geomap."""
    return {name: data for name, data in _files(folder).items() if data == b"of somebody else" or "output" not in name}


def _files(folder: Path) -> Files:
    return {name: data for name, data in files_in(folder).items() if not Path(name).is_fifo()}


def with_output(folder: Path, make: Callable[[Path], None], commands: Sequence[Sequence[str]] = COMMANDS) -> list[str]:
    """What goes wrong where the output is something else; all commands are tried, one after another."""
    config = project(folder / "project")
    make(folder / "project" / "output")
    before = of_others(folder)
    name = make.__name__.strip("_")
    faults = [f"{name}: {' '.join(command)} ended with {status}" for command in commands
              if (status := run(folder, *command, str(config))) not in (0, 1)]  # fmt: skip
    if of_others(folder) != before:
        faults.append(f"{name}: files of others or inputs are not as they were")
    if (output := folder / "project" / "output").is_dir() and not output.is_symlink():
        output.chmod(0o700)
    return faults


def with_name(folder: Path, name: bytes) -> list[str]:
    """What goes wrong where the folder of a project is called so: it is built, and up to date."""
    within = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
    config = project(within)
    came = [run(within, *command, str(config)) for command in (("validate",), ("build",), ("check",))]
    return [] if came == [0, 0, 0] else [f"a folder called {name!r}: {came}"]


def with_change(folder: Path, stage: int, change: Callable[[Path], None], name: str) -> list[str]:
    """What goes wrong where an input becomes something else at a stage of a build: it ends, and the next is right."""
    config = project(folder / "project")
    path = folder / "project" / name
    at = f"{name} {change.__name__.strip('_')} at stage {stage}"
    status = run(folder, "build", str(config), stage=stage, then=lambda: change(path))
    faults = [] if status in (0, 1) else [f"{at}: ended with {status}"]
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    project(folder / "project")
    after = [run(folder, "build", str(config)), run(folder, "check", str(config))]
    return [
        *faults,
        *([] if after == [0, 0] else [f"{name} {change.__name__.strip('_')} at stage {stage}: then {after}"]),
    ]
