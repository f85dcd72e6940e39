"""What git knows of a folder, asked of the program itself; nothing is fetched, and no file of the folder is changed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from geomap.errors import GeomapError, Problem

# In a hook these name the repository that the hook is of, which is not the one that is asked about.
_NOT_HANDED_ON = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")
# What a repository may have git run when its index is looked at.
_NO_PROGRAMS = ("-c", f"core.hooksPath={os.devnull}", "-c", "core.fsmonitor=false")
_LINK, _SUBMODULE = b"120000", b"160000"  # modes of what is in a commit
_ALWAYS = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}


def ask(folder: Path, *arguments: str, given: bytes = b"", variables: Mapping[str, str] | None = None) -> bytes:
    """What git answers. Raises GeomapError, with git's own words, where it cannot."""
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_HANDED_ON}
    try:
        done = subprocess.run(
            ["git", *_NO_PROGRAMS, "-C", str(folder), *arguments],
            input=given, env={**kept, **_ALWAYS, **(variables or {})}, capture_output=True, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        raise GeomapError(Problem(text="git is needed for this, and is not installed")) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0].removeprefix("fatal: ")
        raise GeomapError(Problem(file=str(folder), text=f"git says: {said or f'status {done.returncode}'}"))
    return done.stdout


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


def write_files(root: Path, commit: str, below: str, into: Path) -> None:
    """Write the files of a commit below a folder, given by its path from the root, to the same paths in `into`.

    As they are committed: neither the index nor any folder of the repository is touched, and no hook or filter runs.
    """
    where = ("--", f":(literal){below}") if below else ()
    rows = ask(root, "ls-tree", "-r", "-z", "--full-tree", commit, *where).split(b"\0")
    found = [
        (about.split()[0], about.split()[2], name) for about, _, name in (row.partition(b"\t") for row in rows if row)
    ]
    kept = [(mode, blob, name) for mode, blob, name in found if mode != _SUBMODULE]
    contents = _contents(ask(root, "cat-file", "--batch", given=b"".join(b"%b\n" % blob for _, blob, _ in kept)))
    for (mode, _, name), data in zip(kept, contents, strict=True):
        path = into / os.fsdecode(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if {b".", b"..", b".git"} & {*name.split(b"/")} or path.is_symlink() or not _is_in(path.parent, into):
            raise GeomapError(Problem(file=str(root), text=f"a name in commit {commit[:7]} leads elsewhere"))
        if mode == _LINK:
            path.symlink_to(os.fsdecode(data))
        else:
            path.write_bytes(data)


def _is_in(folder: Path, outer: Path) -> bool:
    return folder.resolve().is_relative_to(outer.resolve())


def _contents(answer: bytes) -> Iterator[bytes]:
    """The contents of objects, one after another, each after a line with its size."""
    start = 0
    while start < len(answer):
        end = answer.index(b"\n", start)
        size = int(answer[start:end].split()[2])
        yield answer[end + 1 : end + 1 + size]
        start = end + size + 2
