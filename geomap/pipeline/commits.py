"""A config as it was at a commit, compared with how it is now, and the pictures of both that the repository holds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from geomap.compose.views import artboards_of
from geomap.config import Config
from geomap.diff.markdown import Picture, Pictures
from geomap.errors import EarlierError, GeomapError, OutputError, Problem
from geomap.facts.columns import NO_ROWS
from geomap.files import git
from geomap.pipeline.changes import Comparison, State, compare_states, hold_back_the_same, state_of
from geomap.pipeline.committed import write_map
from geomap.players.registry import Output, outputs_of

MOST_PICTURES = 6  # rows of two; each is read over a network
_PICTURES = ("png", "svg")  # what a page of a repository can show, the better first
OUTPUT = "output"  # folder beside a config
_SHORT = 7  # characters of a hash


@dataclass(frozen=True, slots=True)
class _Where:
    """A config in its repository: paths from the root with `/` between their parts, and the full hash of a commit."""

    path: str
    root: Path
    folder: str
    name: str
    commit: str

    @property
    def file(self) -> str:
        return f"{self.folder}/{self.name}" if self.folder else self.name

    @property
    def at(self) -> str:
        return f" at {self.commit[:_SHORT]}"


@contextmanager
def compared_with(path: str, commit: str, *, allow_outside: bool = False) -> Iterator[Comparison]:
    """A config as it was at a commit, compared with how it is now.

    Raises EarlierError where the earlier one is at fault, GeomapError where this one is or there is no such commit.
    Files of the earlier one are there as long as the comparison; nothing that is told names them.
    """
    after = state_of(path, path, allow_outside=allow_outside)
    where = _where(path, commit)
    with TemporaryDirectory(prefix="geomap-") as made:
        copy = Path(made).resolve()
        write_map(where.root, where.commit, where.file, copy, below="" if allow_outside else where.folder)
        yield compare_states(_earlier(where, copy, after, allow_outside=allow_outside), after)


def _earlier(where: _Where, copy: Path, after: State, *, allow_outside: bool) -> State:
    """The state at the commit; where the config is not in it, one without units."""
    file = copy / where.file
    if not file.is_file():
        name = f"no {where.path}{where.at}"
        return replace(after, named=name, alone=name, units=NO_ROWS, commit=where.commit, is_there=False)
    try:
        before = state_of(str(file), f"{where.path}{where.at}", allow_outside=allow_outside)
    except GeomapError as error:
        raise EarlierError(_told(problem, copy, where) for problem in error.problems) from None
    told = partial(_told, copy=copy, where=where)
    return replace(before, alone=f"{where.name}{where.at}", commit=where.commit, told=told)


def _where(path: str, commit: str) -> _Where:
    folder = Path(path).parent.resolve()
    root = git.root_of(folder)
    found = git.commit_of(root, commit)
    if not found:
        hint = "in CI check out with its history, as by `fetch-depth: 0`"
        raise OutputError(Problem(text=f"--base {commit}: there is no such commit here", hint=hint))
    below = folder.relative_to(root.resolve())
    return _Where(path, root, below.as_posix() if below.parts else "", Path(path).name, found)


def _told(problem: Problem, copy: Path, where: _Where) -> Problem:
    """A problem of the copy as one of the commit."""

    def told(text: str) -> str:
        own, shown = copy / where.folder, Path(where.path).parent
        within = text.replace(f"{own}{os.sep}", f"{shown}{os.sep}" if shown.parts else "")
        return within.replace(str(own), str(shown)).replace(f"{copy}{os.sep}", "")

    return replace(
        problem,
        file=f"{told(problem.file)}{where.at}" if problem.file else "",
        got=told(problem.got),
        expected=told(problem.expected),
        text=told(problem.text),
        hint=told(problem.hint),
    )


def pictures_of(compared: Comparison, path: str, address: str) -> Pictures:
    """The pictures of a config's outputs that a repository holds and that are not the same before and after.

    `address` leads to a file of the repository at a commit, with {commit} and {path} in it. Where the two states do not
    hold back the same there are none: a picture of one would tell it.
    """
    before, after = compared.before, compared.after
    if not hold_back_the_same(before, after):
        return Pictures(said="No pictures: the two do not hold back the same.")
    where = _where(path, before.commit)
    names = {state.config.name for state in (before, after)}
    old, new, tip = (_committed(where, commit, names) for commit in (where.commit, "HEAD", "HEAD^2"))
    if not (old or new):
        return Pictures(said=f"No pictures: none are committed in {Path(path).parent / OUTPUT}.")
    here = git.blobs_here(where.root, dict.fromkeys((*old, *new)))
    head, branch = (git.commit_of(where.root, name) for name in ("HEAD", "HEAD^2"))

    def shown(commit: str, file: str) -> str:
        return address.replace("{commit}", commit).replace("{path}", quote(file))

    def picture(file: str) -> Picture:
        """The one after is that of the branch where a service merged it for the while: such a commit goes away."""
        is_new = file in new and here.get(file, new[file]) == new[file]
        commit = branch if branch and tip.get(file) == new.get(file) else head
        name = file.rpartition("/")[2]
        after = shown(commit, file) if is_new else ""
        return Picture(name, shown(where.commit, file) if file in old else "", after, is_built=file in here)

    changed = [file for file in {**new, **old} if old.get(file) != here.get(file, new.get(file))]
    first = {output.file: number for number, output in enumerate(_outputs(after.config))}
    changed.sort(key=lambda file: (first.get(file.rpartition("/")[2], len(first)), file))
    return Pictures(tuple(map(picture, changed[:MOST_PICTURES])), _said(len(changed)))


def _said(changed: int) -> str:
    if not changed:
        return "The committed pictures are the same."
    more = changed - MOST_PICTURES
    return f"{more} more {'picture' if more == 1 else 'pictures'} changed." if more > 0 else ""


def _committed(where: _Where, commit: str, names: set[str]) -> dict[str, str]:
    """The pictures of maps of these names in a commit: the hash of each by its path, in the best format of any."""
    below = f"{where.folder}/{OUTPUT}" if where.folder else OUTPUT
    files = git.blobs_of(where.root, commit, below)
    own = {
        file: blob for file, blob in files.items() if file.rpartition("/")[2].startswith(tuple(f"{n}-" for n in names))
    }
    found = ({file: blob for file, blob in own.items() if file.endswith(f".{form}")} for form in _PICTURES)
    return next(filter(None, found), {})


def _outputs(config: Config) -> list[Output]:
    return outputs_of(config.name, [artboard.id for artboard in artboards_of(config)], _PICTURES)
