"""What git knows of a folder, asked of the program itself; nothing is fetched, and no file of the folder is changed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from geomap.errors import GeomapError, Problem

# In a hook these name the repository that the hook is of, which is not the one that is asked about.
_NOT_HANDED_ON = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")
# What a repository may have git run when its index is looked at.
_NO_PROGRAMS = ("-c", f"core.hooksPath={os.devnull}", "-c", "core.fsmonitor=false")
_LINK, _SUBMODULE = b"120000", b"160000"  # modes of what is in a commit
_MOST_ANSWERED = 30_000_000  # bytes: a commit of some 300,000 files
_LONGEST_SAID = 10_000  # bytes of its own words
_PIECE = 1_000_000
_ALWAYS = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}


def ask(folder: Path, *arguments: str, given: bytes = b"", variables: Mapping[str, str] | None = None) -> bytes:
    """What git answers. Raises GeomapError, with git's own words, where it cannot, or where that is too much."""
    with TemporaryFile() as asked, TemporaryFile() as told:
        asked.write(given)
        asked.seek(0)
        with _started(folder, arguments, asked, told, variables or {}) as running:
            answer = running.stdout.read(_MOST_ANSWERED + 1) if running.stdout else b""
            if len(answer) > _MOST_ANSWERED:
                running.kill()
        if len(answer) > _MOST_ANSWERED:
            text = f"git knows more of it than the {_MOST_ANSWERED // 1_000_000} MB that are read"
            raise GeomapError(Problem(file=str(folder), text=text))
        if running.returncode:
            told.seek(0)
            said = (
                told.read(_LONGEST_SAID).decode("utf-8", "replace").strip().partition("\n")[0].removeprefix("fatal: ")
            )
            text = f"git says: {said or f'status {running.returncode}'}"
            raise GeomapError(Problem(file=str(folder), text=text))
        return answer


def _started(
    folder: Path, arguments: Sequence[str], given: IO[bytes] | int, told: IO[bytes] | int, variables: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """A git that is running; `given` is its input and `told` where its own words go. Raises GeomapError."""
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_HANDED_ON}
    command = ["git", *_NO_PROGRAMS, "-C", str(folder), *arguments]
    try:
        return subprocess.Popen(
            command, stdin=given, stdout=subprocess.PIPE, stderr=told, env={**kept, **_ALWAYS, **variables}
        )
    except FileNotFoundError:
        raise GeomapError(Problem(text="git is needed for this, and is not installed")) from None


def line(folder: Path, *arguments: str) -> str:
    """The answer as one line; empty where there is none."""
    try:
        return ask(folder, *arguments).decode("utf-8", "replace").strip()
    except GeomapError:
        return ""


def root_of(folder: Path) -> Path:
    """The folder of the repository that a folder belongs to. Raises GeomapError."""
    return Path(os.fsdecode(ask(folder, "rev-parse", "--show-toplevel").rstrip(b"\r\n")))


def commit_of(root: Path, name: str) -> str:
    """The full hash of a commit that is called so; empty where there is none, or where it was not fetched."""
    return line(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")


def blob_of(root: Path, commit: str, path: str) -> str:
    """The hash of a file's content in a commit; empty where it is not in it."""
    return line(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}:{path}")


def blobs_of(root: Path, commit: str, below: str) -> dict[str, str]:
    """The hashes of all files below a folder in a commit, by path from the root; none where either is not there."""
    if not commit_of(root, commit):
        return {}
    rows = ask(root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", f"{below}/").split(b"\0")
    found = (os.fsdecode(row).partition("\t") for row in rows if row)
    return {path: about.split()[2] for about, _, path in found}


def blobs_here(root: Path, paths: Iterable[str]) -> dict[str, str]:
    """The hashes that files would have if they were committed as they are, of those that are there."""
    there = [path for path in paths if "\n" not in path and (root / path).is_file()]
    given = "".join(f"{path}\n" for path in there)
    hashes = ask(root, "hash-object", "--no-filters", "--stdin-paths", given=os.fsencode(given)).decode().split()
    return dict(zip(there, hashes, strict=True))


@dataclass(frozen=True, slots=True)
class Committed:
    """A file of a commit, or a link: its path from the root, with `/` between its parts, and bytes."""

    path: str
    blob: str
    size: int
    is_link: bool


def files_of(root: Path, commit: str, below: str) -> dict[str, Committed]:
    """The files and links of a commit below a folder, given by its path from the root, by their paths.

    Raises GeomapError, also of one that has a name which leads elsewhere once it is written.
    """
    where = ("--", f":(literal){below}") if below else ()
    found: dict[str, Committed] = {}
    for row in ask(root, "ls-tree", "-r", "-z", "-l", "--full-tree", commit, *where).split(b"\0"):
        about, _, name = row.partition(b"\t")
        if not row or about.startswith(_SUBMODULE):
            continue
        mode, _, blob, size = about.split()
        path = os.fsdecode(name)
        if path in found or not size.isdigit():
            text = "is there twice" if path in found else "has not been fetched"
            raise GeomapError(Problem(file=str(root), text=f"a file in commit {commit[:7]} {text}"))
        found[path] = Committed(path, blob.decode(), int(size), mode == _LINK)
    links = {path for path, one in found.items() if one.is_link}
    for path in found:
        parts = path.split("/")
        above = ("/".join(parts[:number]) for number in range(1, len(parts)))
        if {"", ".", "..", ".git"} & {*parts} or any(folder in links for folder in above):
            raise GeomapError(Problem(file=str(root), text=f"a name in commit {commit[:7]} leads elsewhere"))
    return found


def write_files(root: Path, files: Iterable[Committed], into: Path) -> None:
    """Write files of a commit to the same paths in a folder, as they are committed, one at a time.

    Neither the index nor any folder of the repository is touched, and no hook or filter runs.
    """
    with _started(root, ("cat-file", "--batch"), subprocess.PIPE, subprocess.DEVNULL, {}) as running:
        for one in files:
            path = into / one.path
            _make_folder(path.parent, into)
            if one.is_link:
                path.symlink_to(os.fsdecode(b"".join(_content(running, one))))
            else:
                with path.open("xb") as file:
                    file.writelines(_content(running, one))
        if running.stdin:
            running.stdin.close()


def _make_folder(folder: Path, into: Path) -> None:
    """Make a folder and those on the way to it, and none through a link. Raises GeomapError."""
    for above in (*reversed(folder.relative_to(into).parents[:-1]), folder.relative_to(into)):
        if (into / above).is_symlink():
            raise GeomapError(Problem(file=above.as_posix(), text="is a link and a folder in one commit"))
        (into / above).mkdir(exist_ok=True)


def _content(running: subprocess.Popen[bytes], one: Committed) -> Iterator[bytes]:
    """The bytes of a file, a piece at a time. Raises GeomapError."""
    if not running.stdin or not running.stdout:
        return
    running.stdin.write(f"{one.blob}\n".encode())
    running.stdin.flush()
    if running.stdout.readline().split()[1:] != [b"blob", b"%d" % one.size]:
        raise GeomapError(Problem(file=one.path, text="git does not have what is committed"))
    left = one.size
    while left and (piece := running.stdout.read(min(left, _PIECE))):
        left -= len(piece)
        yield piece
    running.stdout.read(1)
