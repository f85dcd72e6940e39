"""A project through all that happens to one: inputs and outputs edited, lost and brought back, files of others put
among them, builds that are killed, raced by another or by an edit, in any order.

Whatever happens: a set of outputs is the old one or the new one as a whole; `check` is content only with what a build
in an empty folder would make; inputs, files of others and what a hand has changed stay as they are; and what is refused
is refused for a reason that is known here, in lines.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import tempfile
from functools import cache
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.fuzzing.stages import FAULT, ended, killed, said, staged, stopped

Files = dict[str, bytes]
Inputs = tuple[tuple[str, bytes], ...]

MANIFEST = "manifest.json"
STAGES = 40  # more than a small build has
FORMATS = ("[csv, geojson]", "[csv, svg]", "[kml]", "[geojson, kml, csv]")
FOREIGN = ("notes.txt", "map.csv.bak", ".geomap-x", ".geomap-0123-abc/left", "map-old.png", "a\nb.csv", "sub/map.csv")
OFTEN = 3  # of so many numbers one is taken for texts and counts
stages, small = st.integers(0, STAGES - 1), st.integers(0, OFTEN - 1)


def inputs_of(title: int, troops: int, rows: int, formats: int, area: int, *, is_broken: bool) -> Inputs:
    """The files that a map is made from."""
    config = (
        f"name: map\ntitle: Title {title}\nview: {{bounds: [36, 46, 39, 49]}}\nunits_from: table.csv\n"
        f"layers: [{{kind: area, role: zone, file: zone.geojson, label: Zone}}]\n"
        f"artboards: [{{id: w, width: 335, scale: 1}}]\noutputs: {FORMATS[formats]}\n"
    )
    table = "id,label,lat,lon,troops\n" + "".join(
        f"u{row},U{row},{47 + row / 2},37.5,{troops + 1}00\n" for row in range(rows + 1)
    )
    ring = [[37, 47], [38 + area / 4, 47], [38, 48], [37, 47]]
    zone = {"type": "Polygon", "coordinates": [ring]}
    return (
        ("config.yaml", (config + "unts: []\n" * is_broken).encode()),
        ("table.csv", table.encode()),
        ("zone.geojson", json.dumps(zone).encode()),
    )


def write(folder: Path, inputs: Inputs) -> None:
    """Put them into a folder; only those that are others, as an editor does."""
    folder.mkdir(exist_ok=True)
    for name, data in inputs:
        if not (folder / name).is_file() or (folder / name).read_bytes() != data:
            (folder / name).write_bytes(data)


@cache
def fresh(inputs: Inputs) -> Files | None:
    """What a build makes of them where nothing is; nothing where they cannot be built."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), inputs)
        status, _ = said("build", f"{folder}/config.yaml")
        return files_in(Path(folder) / "output") if status == 0 else None


def files_in(folder: Path) -> Files:
    """All files of a folder and those below it."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


class Project(RuleBasedStateMachine):
    """What is there, and what has been done to it by others than geomap."""

    begun = steps = 0  # of all projects

    def __init__(self) -> None:
        super().__init__()
        Project.begun += 1
        self.folder = Path(tempfile.mkdtemp()).resolve() / "project"
        self.config, self.output = str(self.folder / "config.yaml"), self.folder / "output"
        self.stated = {"title": 0, "troops": 0, "rows": 0, "formats": 0, "area": 0, "is_broken": False}
        self.foreign: Files = {}
        self.by_hand: Files = {}  # outputs that are not as geomap made them
        self.is_clean = False  # nothing has happened since a build
        self.is_proven = True  # the manifest is as geomap wrote it, so that outputs are known to be its own
        write(self.folder, self.inputs)

    def teardown(self) -> None:
        shutil.rmtree(self.folder.parent)

    @property
    def inputs(self) -> Inputs:
        return inputs_of(**self.stated)

    @property
    def outputs(self) -> Files:
        """Those of geomap, as they are; without what waits to be put in its place."""
        found = files_in(self.output)
        return {
            name: data for name, data in found.items() if name not in self.foreign and not name.startswith(".geomap-")
        }

    @property
    def is_unfinished(self) -> bool:
        return (self.output / ".geomap-committed").exists()

    # What people do

    @rule(title=small, troops=small, rows=small)
    def edit_map(self, title: int, troops: int, rows: int) -> None:
        self._state(title=title, troops=troops, rows=rows)

    @rule(formats=st.integers(0, len(FORMATS) - 1), area=small)
    def edit_formats(self, formats: int, area: int) -> None:
        self._state(formats=formats, area=area)

    @rule(is_broken=st.booleans())
    def slip(self, is_broken: bool) -> None:
        self._state(is_broken=is_broken)

    def _state(self, **stated: int) -> None:
        self.stated.update(stated)
        write(self.folder, self.inputs)
        self.is_clean = False

    @rule(name=st.sampled_from(FOREIGN), text=small)
    def put_another_file(self, name: str, text: int) -> None:
        (self.output / name).parent.mkdir(parents=True, exist_ok=True)
        self.foreign[name] = f"of somebody else {text}".encode()
        (self.output / name).write_bytes(self.foreign[name])

    @precondition(lambda self: self.outputs and not self.is_unfinished)
    @rule(number=st.integers(0, 9))
    def edit_output(self, number: int) -> None:
        name = self._one(number)
        if name == MANIFEST:
            self.is_proven = False
        else:
            self.by_hand[name] = (self.output / name).read_bytes() + b"\n"
        with (self.output / name).open("ab") as file:
            file.write(b"\n" if name != MANIFEST else b"]")
        self.is_clean = False

    @precondition(lambda self: self.outputs and not self.is_unfinished)
    @rule(number=st.integers(0, 9))
    def lose_output(self, number: int) -> None:
        name = self._one(number)
        (self.output / name).unlink()
        self.by_hand.pop(name, None)
        self.is_clean, self.is_proven = False, self.is_proven and name != MANIFEST

    @precondition(lambda self: not self.is_unfinished and fresh(self.inputs) is not None)
    @rule()
    def bring_back(self) -> None:
        """As from a backup, or of the repository: just what a build would make."""
        self.output.mkdir(exist_ok=True)
        for name, data in (fresh(self.inputs) or {}).items():
            (self.output / name).write_bytes(data)
            self.by_hand.pop(name, None)
        self.is_proven, self.is_clean = True, False

    def _one(self, number: int) -> str:
        names = sorted(self.outputs)
        return names[number % len(names)]

    # What geomap does

    @rule(more=st.sampled_from(((), ("--force",))))
    def build(self, more: tuple[str, ...]) -> None:
        before, was_unfinished = self.outputs, self.is_unfinished
        status, told = said("build", self.config, *more)
        self._after(status, told, before, was_unfinished=was_unfinished)

    @precondition(lambda self: self.by_hand)
    @rule()
    def build_over_it(self) -> None:
        before, was_unfinished = self.outputs, self.is_unfinished
        named = [part for name in self.by_hand for part in ("--overwrite", str(self.output / name))]
        status, told = said("build", self.config, *named)
        if status == 0:
            self.by_hand = {name: data for name, data in self.by_hand.items() if name not in (fresh(self.inputs) or {})}
        self._after(status, told, before, was_unfinished=was_unfinished)

    @rule(stage=stages)
    def kill_build(self, stage: int) -> None:
        before, was_unfinished = self.outputs, self.is_unfinished
        status = ended(staged(self.folder, stage, killed, lambda: said("build", self.config)[0]))
        assert status in (0, 1, -signal.SIGKILL), status
        if status >= 0:  # it was done before that
            self._after(status, "killed later", before, was_unfinished=was_unfinished)
        else:
            self.is_clean = False
            self._whole(before, was_unfinished=was_unfinished)

    @rule(stage=stages)
    def build_two_at_once(self, stage: int) -> None:
        before, was_unfinished = self.outputs, self.is_unfinished
        child = staged(self.folder, stage, stopped, lambda: said("build", self.config)[0])
        _, ended_so = os.waitpid(child, os.WUNTRACED)
        is_waiting = os.WIFSTOPPED(ended_so)
        status, told = said("build", self.config)
        if is_waiting:
            os.kill(child, signal.SIGCONT)
            ended_so = os.waitpid(child, 0)[1]
        first = os.waitstatus_to_exitcode(ended_so)
        assert first in (0, 1), f"the first of two: {first}"
        if is_waiting and status == 1 and first == 0:
            assert "another build is writing to this folder" in told, told
        self._after(min(status, first), told, before, was_unfinished=was_unfinished)

    @rule(stage=stages, title=small, troops=small)
    def edit_while_it_builds(self, stage: int, title: int, troops: int) -> None:
        before, old, was_unfinished = self.outputs, self.inputs, self.is_unfinished
        new = inputs_of(**{**self.stated, "title": title, "troops": troops})
        child = staged(self.folder, stage, lambda: write(self.folder, new), lambda: said("build", self.config)[0])
        status = ended(child)
        assert status != FAULT, "a traceback while an input changed"
        if dict(files_in(self.folder)).get("table.csv") == dict(new)["table.csv"]:
            self.stated.update(title=title, troops=troops)
        write(self.folder, self.inputs)
        self.is_clean = False
        if status == 0 and old != self.inputs:
            self.is_proven = True
        elif status == 0:
            self._after(status, "", before, was_unfinished=was_unfinished)

    def _after(self, status: int, told: str, before: Files, *, was_unfinished: bool) -> None:
        """A build has ended by itself."""
        expected = fresh(self.inputs)
        assert status in (0, 1), f"status {status}: {told}"
        if status == 0:
            assert expected is not None, "what cannot be built was built"
            there = self.outputs
            wrong = [name for name, data in expected.items() if name != MANIFEST and there.get(name) != data]
            assert not wrong, f"built, but not as where nothing is: {wrong}"
            self.is_clean = self.is_proven = True
            self.by_hand = {name: data for name, data in self.by_hand.items() if expected.get(name) != data}
            return
        assert told.strip() and all(line.strip() for line in told.strip().split("\n")), "refused without a word"
        in_the_way = {name for name in self.by_hand if name in (expected or {})}
        assert expected is None or in_the_way or not self.is_proven, f"refused for no reason: {told}"
        self._whole(before, was_unfinished=was_unfinished)

    def _whole(self, before: Files, *, was_unfinished: bool) -> None:
        """What is there is one set, or `check` says that it is not and how that ends."""
        if self.is_unfinished:
            status, told = said("check", self.config)
            if fresh(self.inputs) is not None:
                assert status == 1 and "`geomap build` finishes it" in told, told
            return
        if was_unfinished:  # which was finished in between
            return
        there, expected = self.outputs, fresh(self.inputs) or {}
        is_new = all(there.get(name) == data for name, data in expected.items() if name != MANIFEST)
        assert there == before or is_new, "neither the old set nor the new one"

    @rule()
    def validate(self) -> None:
        before = files_in(self.folder)
        status, _ = said("validate", self.config)
        assert status == (fresh(self.inputs) is None)
        assert files_in(self.folder) == before, "validate has changed something"

    # What always holds

    @invariant()
    def inputs_and_what_others_made_are_as_they_were(self) -> None:
        for name, data in self.inputs:
            assert (self.folder / name).read_bytes() == data, f"{name} is not as it was"
        for name, data in {**self.foreign, **self.by_hand}.items():
            assert (self.output / name).read_bytes() == data, f"{name} is of others, and not as it was"

    @invariant()
    def check_is_content_only_with_what_a_build_would_make(self) -> None:
        Project.steps += 1
        before = files_in(self.folder)
        status, told = said("check", self.config)
        assert files_in(self.folder) == before, "check has changed something"
        expected = fresh(self.inputs)
        if status == 0:
            assert expected is not None, "check is content with what cannot be built"
            there = self.outputs
            stale = [name for name, data in expected.items() if name != MANIFEST and there.get(name) != data]
            assert not stale, f"check is content with what a build would change: {stale}"
        else:
            assert told.strip(), "check says nothing"
            assert not self.is_clean, f"check is not content right after a build: {told}"
