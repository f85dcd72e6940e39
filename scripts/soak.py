"""Kills builds at random moments and fills their disk to the last byte: the outputs are a whole set, old or new.

usage: python -m scripts.soak [KILLS] [SIZES]     the disk is a small one in memory, where this system lets us make one

Then changes, or takes away, each input at each stage of a build, has two builds meet at each, and builds into folders
that are none, are full of others' files or have names that no program expects.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path

from geomap.errors import OutputError
from geomap.files.journal import is_unfinished
from geomap.files.writing import alone_in, write_whole
from geomap.pipeline.build import build
from geomap.pipeline.check import freshness
from geomap.pipeline.freshness.listing import MANIFEST
from scripts.record import record
from tests.fuzzing import folders
from tests.fuzzing.states import STAGES, Project

CONFIG = """\
view: {{bounds: [36, 46, 39, 49]}}
title: A title
units:
  - {{id: a, at: {{lat: 48, lon: 37.5}}, label: A, troops: {troops}}}
artboards: [{{id: w, width: 335, scale: 1}}]
outputs: [png, svg, html, geojson, gpkg, csv]
"""
TROOPS = (900, 700)  # what two configs differ in, whose outputs take each other's place
LATER = 1.2  # times as long as a build takes, the latest moment of a kill
DISK = 16_000_000  # bytes of the small disk
PAGE = 4096  # bytes that it gives out at once

Set = dict[str, str]


def hashes(folder: Path) -> Set:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.is_file()}


def forked(act: Callable[[], object], kill_after: float | None = None) -> int:
    """Run in a child, killed after some seconds; its exit status."""
    child = os.fork()
    if not child:
        try:
            act()
        except OutputError:
            os._exit(1)
        except BaseException as error:
            print(repr(error), file=sys.stderr)
            os._exit(3)
        os._exit(0)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


class Judge:
    """Two sets of outputs, and how often what was found was neither of them."""

    def __init__(self, path: Path) -> None:
        self.path, self.output = path, path.parent / "output"
        self.contents: list[dict[str, bytes]] = []
        for number in range(2):
            self.turn(number)
            build(path)
            files = sorted(self.output.iterdir(), key=lambda file: (file.name == MANIFEST, file.name))
            self.contents.append({file.name: file.read_bytes() for file in files})
        self.sets = [{name: sha256(data).hexdigest() for name, data in content.items()} for content in self.contents]
        self.old = self.new = self.unfinished = self.untold = self.mixed = self.littered = 0

    def turn(self, number: int) -> None:
        """Write the one config, whose outputs are not there, or the other."""
        self.path.write_text(CONFIG.format(troops=TROOPS[number % 2]))

    def look(self, number: int) -> None:
        """After a build of one set over the other that was cut off: what is there, and what the next command makes."""
        found = hashes(self.output)
        if is_unfinished(self.output):
            self.unfinished += 1
            self.untold += not self.check_says("`geomap build` finishes it")
        elif found not in self.sets:
            self.mixed += 1
        elif found != self.sets[number % 2]:
            self.untold += not self.check_says("changed since the build")
        with alone_in(self.output):  # as every command begins that writes there
            found = hashes(self.output)
        self.old += found == self.sets[(number + 1) % 2]
        self.new += found == self.sets[number % 2]
        self.mixed += found not in self.sets
        self.littered += {path.name for path in self.output.iterdir()} != {*self.sets[0]}

    def check_says(self, words: str) -> bool:
        """Whether `check` tells the state of the outputs for what it is."""
        try:
            return any(words in str(problem) for problem in freshness(self.path).problems)
        except OutputError as error:
            return words in str(error)

    def restored(self, number: int) -> None:
        """The set before the next build is the other one."""
        with alone_in(self.output):
            write_whole(self.output, self.contents[(number + 1) % 2])


def kill_builds(judge: Judge, kills: int, chance: random.Random) -> None:
    """Whole builds, killed at any moment."""
    began = time.monotonic()
    forked(lambda: build(judge.path, force=True))
    took = time.monotonic() - began
    for number in range(kills):
        judge.restored(number)
        judge.turn(number)
        forked(lambda: build(judge.path, force=True), chance.uniform(0, LATER * took))
        judge.look(number)


def kill_writers(judge: Judge, kills: int, chance: random.Random) -> None:
    """The writing alone, which is a small part of a build, killed at any moment."""
    began = time.monotonic()
    for number in range(4):
        judge.restored(number)
    took = (time.monotonic() - began) / 4
    for number in range(kills):
        judge.restored(number)
        judge.turn(number)
        forked(partial(write_whole, judge.output, judge.contents[number % 2]), chance.uniform(0, 2 * took))
        judge.look(number)


def fill_disk(judge: Judge, sizes: int) -> int:
    """The disk full at every size from nothing to more than a set takes; how often it was told in other than a line."""
    ballast = judge.path.parent / "ballast"
    needed = sum(-(-len(data) // PAGE) * PAGE for data in judge.contents[0].values()) + 8 * PAGE
    wrong = 0
    for number in range(sizes):
        judge.restored(number)
        judge.turn(number)
        free = os.statvfs(judge.output).f_bavail * PAGE
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(1, free - number * needed // sizes // PAGE * PAGE))
        status = os.waitstatus_to_exitcode(forked(partial(write_whole, judge.output, judge.contents[number % 2])))
        ballast.unlink()
        wrong += status not in (0, 1) or (status == 0) != (hashes(judge.output) == judge.sets[number % 2])
        judge.look(number)
    return wrong


def limit_files(judge: Judge, sizes: int) -> int:
    """No file larger than each of as many sizes; how often the old set was not left, or told in other than a line."""
    largest, wrong = max(map(len, judge.contents[0].values())), 0

    def limited(size: int, number: int) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        write_whole(judge.output, judge.contents[number % 2])

    for number in range(sizes):
        judge.restored(number)
        judge.turn(number)
        status = forked(partial(limited, number * largest // sizes, number))
        wrong += os.waitstatus_to_exitcode(status) != 1 or hashes(judge.output) != judge.sets[(number + 1) % 2]
        judge.look(number)
    return wrong


def race() -> tuple[int, list[str]]:
    """Builds during which an input changes, another build begins, or a kill comes, at each stage; what went wrong."""
    count, faults = 0, []
    for stage in range(STAGES):
        for act, arguments in (
            (Project.edit_while_it_builds, {"title": 1, "troops": 1}),
            (Project.build_two_at_once, {}),
            (Project.kill_build, {}),
        ):
            project = Project()
            try:
                for troops in (0, 2):  # into an empty folder, and over a set that is there
                    act(project, stage=stage, **arguments)
                    project.check_is_content_only_with_what_a_build_would_make()
                    project.inputs_and_what_others_made_are_as_they_were()
                    project.build(())
                    project.edit_map(title=0, troops=troops, rows=1)
            except AssertionError as error:
                faults.append(f"{act.__name__} at stage {stage}: {error}")
            finally:
                project.teardown()
            count += 2
    return count, faults


def change_kinds() -> tuple[int, list[str]]:
    """Builds during which an input goes, or becomes a folder, a link to itself or half of itself; what went wrong."""
    tries = [
        (stage, change, name)
        for stage in range(STAGES // 2)  # by then all inputs were read
        for change in folders.CHANGES
        for name in ("config.yaml", "table.csv", "zone.geojson")
    ]
    return len(tries), [fault for one in tries for fault in _in_a_folder(folders.with_change, *one)]


def hostile() -> tuple[int, list[str]]:
    """Outputs that are no folder of ours, and folders of odd names; what went wrong."""
    faults = [fault for make in folders.OUTPUTS for fault in _in_a_folder(folders.with_output, make)]
    faults += [fault for name in folders.NAMES for fault in _in_a_folder(folders.with_name, name)]
    return len(folders.OUTPUTS) + len(folders.NAMES), faults


def _in_a_folder(act: Callable[..., list[str]], *arguments: object) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        return act(Path(folder).resolve(), *arguments)


def main(kills: int = 200, sizes: int = 100, disk: str = "", seed: int = 8) -> int:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(dir=disk or None) as temporary:
        judge = Judge(Path(temporary) / "config.yaml")
        kill_builds(judge, kills, chance)
        told = {"builds killed": kills, "of them with the old set, the new set": f"{judge.old}, {judge.new}"}
        kill_writers(judge, kills, chance)
        told["killed while they wrote"] = kills
        told["of both killed between two renames, which `check` says and the next build finishes"] = judge.unfinished
        full = fill_disk(judge, sizes) if disk else 0
        told |= {"disks full at a size": sizes} if disk else {}
        limited = limit_files(judge, sizes)
        told["files cut off at a size"] = sizes
        told["of these two with other than one line, and the old set or the whole new one"] = full + limited
    told["sets neither the old nor the new one"] = judge.mixed
    told["states that `check` does not tell"] = judge.untold
    told["folders with something left behind"] = judge.littered
    raced, races = race()
    changed, changes = change_kinds()
    tried, hostiles = hostile()
    told["builds raced by an edit, by another build or by a kill, at each stage"] = raced
    told["builds during which an input went, or became a folder, a link to itself or half of itself"] = changed
    told["outputs that are no folder of ours, and folders with odd names"] = tried
    told["of these three with a traceback, a hang, other than lines, files of others changed or `check` untrue"] = len(
        faults := [*races, *changes, *hostiles]
    )
    for fault in faults:
        print(fault, file=sys.stderr)
    record("make soak", told)
    return 1 if judge.mixed or judge.untold or judge.littered or full or limited or faults else 0


def on_small_disk(*arguments: str) -> int:
    """The same with a disk of a few megabytes, where a user may mount one."""
    with tempfile.TemporaryDirectory() as folder:
        mount = f'mount -t tmpfs -o size={DISK} geomap "$0" && exec "$@"'
        again = [sys.executable, "-m", "scripts.soak", *arguments, folder]
        command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, folder, *again]
        try:
            possible = subprocess.run([*command[:5], "-c", mount, folder, "true"], capture_output=True, check=False)
        except FileNotFoundError:
            possible = None
        if possible is None or possible.returncode:
            print("no small disk can be made here: files alone are cut off", file=sys.stderr)
            return main(*map(int, arguments))
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    given = [*sys.argv[1:], *("200", "100")[len(sys.argv) - 1 :]]
    sys.exit(main(int(given[0]), int(given[1]), given[2]) if len(given) > 2 else on_small_disk(*given))
