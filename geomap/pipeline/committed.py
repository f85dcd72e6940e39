"""The files of a map as they are in a commit: the config, its lock file and those that the config names, no others."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from geomap.config.files import named_files
from geomap.config.tabled import patterns_of
from geomap.config.yaml_io import parse_yaml, read_text
from geomap.errors import ConfigError, GeomapError, Problem
from geomap.files import git
from geomap.files.git import Committed
from geomap.files.regular import belongs
from geomap.places.lock import LOCK_FILE

_MOST_OF_ONE, _MOST = 100_000_000, 500_000_000  # bytes of a file, as a build reads them, and of all together
_MOST_LINKS, _LONGEST_LINK = 10_000, 4096
_MOST_STEPS = 40  # from a link to the next


def write_map(root: Path, commit: str, config: str, into: Path, *, below: str) -> None:
    """Write what a config of a commit is made from to the same paths in a folder.

    `config` and the folder `below` which its files lie are paths from the root of the repository. Raises GeomapError.
    """
    committed = git.files_of(root, commit, below)
    links = [one for one in committed.values() if one.is_link]
    _require(len(links) <= _MOST_LINKS and all(one.size <= _LONGEST_LINK for one in links), commit, "too many links")
    git.write_files(root, links, into)
    tree = _Tree(committed, {one.path: (into / one.path).readlink().as_posix() for one in links})
    own = [*tree.found([config, posixpath.join(posixpath.dirname(config), LOCK_FILE)])]
    _write(root, commit, own, into)
    file = into / config
    _require(file.resolve().is_relative_to(into.resolve()), commit, "a config that is a link out of its folder")
    if not file.is_file():
        return
    try:
        document = parse_yaml(read_text(file), str(file))
    except ConfigError:  # which is told where it is read
        return
    folder = posixpath.dirname(config)
    names = [posixpath.join(folder, name.strip()) for _, name in named_files(document)]
    patterns = [posixpath.join(folder, name.strip()) for name in patterns_of(document)]
    wanted = dict.fromkeys((*tree.found(names), *tree.meant(patterns)))
    _write(root, commit, [one for one in wanted if one not in own], into, own)


class _Tree:
    """The files of a commit, found as a file system would: through links, and in any letter case, as some do."""

    def __init__(self, committed: Mapping[str, Committed], links: Mapping[str, str]) -> None:
        self._links = links
        self._files: dict[str, list[Committed]] = {}
        self._folders: dict[str, list[Committed]] = {}
        for path, one in committed.items():
            if not one.is_link:
                self._files.setdefault(_folded(path), []).append(one)
                self._folders.setdefault(_folded(posixpath.dirname(path)), []).append(one)

    def found(self, names: Iterable[str]) -> Iterator[Committed]:
        """The files of these names, and what is read with each."""
        for name in names:
            path = self._real(posixpath.normpath(name))
            for one in self._files.get(_folded(path), ()):
                yield one
                beside = self._folders[_folded(posixpath.dirname(path))]
                yield from (other for other in beside if belongs(PurePosixPath(other.path), PurePosixPath(one.path)))

    def meant(self, patterns: Iterable[str]) -> Iterator[Committed]:
        """The files that patterns can mean, by their last part, and by the folders before any that is no name."""
        for pattern in patterns:
            *folders, last = _folded(pattern).split("/")
            fixed = [*_until_a_pattern(folders)]
            start = "" if self._links else "".join(f"{part}/" for part in fixed)  # which lead anywhere
            for path, some in self._files.items():
                if path.startswith(start) and fnmatch(path.rpartition("/")[2], last):
                    yield from some

    def _real(self, path: str) -> str:
        """The path without links, as far as it stays in the commit."""
        for _ in range(_MOST_STEPS):
            parts = path.split("/")
            above = ("/".join(parts[:number]) for number in range(1, len(parts) + 1))
            link = next((name for name in above if name in self._links), None)
            if link is None:
                return path
            target = posixpath.join(posixpath.dirname(link), self._links[link])
            path = posixpath.normpath(posixpath.join(target, path[len(link) + 1 :]))
        return path


def _until_a_pattern(parts: Iterable[str]) -> Iterator[str]:
    for part in parts:
        if {"*", "?", "["} & {*part} or part == "..":
            return
        if part not in ("", "."):
            yield part


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _write(root: Path, commit: str, files: Iterable[Committed], into: Path, also: Iterable[Committed] = ()) -> None:
    """Write files that are not too large, each and together with what is there already."""
    files = [*files]
    large = next((one.path for one in files if one.size > _MOST_OF_ONE), "")
    _require(not large, commit, f"{large}, which is larger than {_MOST_OF_ONE // 1_000_000} MB")
    size = sum(one.size for one in (*files, *also))
    _require(size <= _MOST, commit, f"files of a map that are larger than {_MOST // 1_000_000} MB together")
    git.write_files(root, files, into)


def _require(is_so: bool, commit: str, otherwise: str) -> None:
    if not is_so:
        raise GeomapError(Problem(text=f"the commit {commit[:7]} has {otherwise}"))
