"""Which files a build may replace or remove: those of which a manifest, or a mark, says that geomap made them so.

The outputs of a map carry no mark: a CSV has no place for one. What counts is the hash in the manifest, and for what no
manifest lists (moving pictures, sheets of symbols) a mark that is a hash itself, so that both tell what a hand has
changed. A file that already holds what is to be written is no loss either.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geomap.errors import OutputError, Problem
from geomap.files.regular import holds, opened, sha256_of
from geomap.files.seal import is_sealed
from geomap.pipeline.freshness.listing import MANIFEST, Listing, listing_in, manifest_bytes, stamped
from geomap.players.registry import is_format

# The row of an output in a manifest that an editor, or a merge, has left in any state, of 0.2 too: there inputs had no
# key.
_ROW = re.compile(
    r'"path":\s*("(?:[^"\\\n]|\\.)*"),\s*"sha256":\s*"([0-9a-f]{64})",\s*"bytes":\s*\d+,\s*"(?:drawn_from|key)"'
)
_TOOL = re.compile(r'"tool":\s*\{\s*"name":\s*"geomap"')
# The keys of manifests, and of `tool` in them, those of 0.2 and before among them.
_KEYS = {
    *("schema", "digest", "tool", "outputs", "coverage", "published", "absent", "artboards", "snapshots", "older"),
    *("pages", "ground", "inputs", "parts", "left_out", "withheld"),
}
_TOOL_KEYS = {"name", "version", "lock", "code", "fonts", "libraries"}
_MOST_LINKS = 40  # that lead on from one to the next

Files = str | Path | Collection[str | Path]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command must not write, and what it may replace whoever made it: a file, or several."""

    inputs: Collection[Path] = ()
    overwrite: Files = field(default=())

    def replaces(self, path: Path) -> bool:
        """Whether the user has named a file to be replaced."""
        named = (self.overwrite,) if isinstance(self.overwrite, str | Path) else self.overwrite
        return any(_same_name(path, Path(name)) for name in named)


def require_own(folder: Path, contents: Mapping[str, bytes], asked: Asked, earlier: Listing | None = None) -> None:
    """Raise OutputError with every file of a set that is not geomap's to replace, as `earlier` lists what it made."""
    hashes = _built(folder, earlier or listing_in(folder))
    problems = [_problem(folder / name, data, hashes.get(name, ()), asked) for name, data in contents.items()]
    if found := [*filter(None, problems)]:
        raise OutputError(found)


def _problem(path: Path, data: bytes, hashes: Collection[str], asked: Asked) -> Problem | None:
    """What keeps a file from being replaced by others' bytes."""
    is_local = isinstance(path, Path)
    if is_local and (named := next((name for name in asked.inputs if _is_input(path, name)), None)):
        also = f" ({named.name})" if named.name != path.name else ""
        hint = "choose another `name`, or another folder with --out"
        return Problem(file=str(path), text=f"would be replaced, but this map is made from it{also}", hint=hint)
    is_link = is_local and path.is_symlink()  # which is replaced itself; where it leads nothing is written
    if is_link or not path.exists() or path.is_dir():  # a folder is told where all is written
        return None
    if not path.is_file():
        return Problem(file=str(path), text="cannot be written: it is a pipe or a device")
    if asked.replaces(path) or _is_own(path, data, hashes):
        return None
    text = "changed by hand since it was built" if hashes else "is there already, and nothing shows that geomap made it"
    return Problem(file=str(path), text=text, hint=f"keep it under another name, or replace it by --overwrite {path}")


def _is_own(path: Path, data: bytes, hashes: Collection[str]) -> bool:
    """Whether a file is as geomap made it, or as it is to be."""
    if holds(path, data) or (hashes and sha256_of(path) in hashes):
        return True
    with opened(path) as file:
        if is_sealed(file):
            return True
    return path.name == MANIFEST and _is_of_geomap(path)


def is_manifest(path: Path) -> bool:
    """Whether a file is a manifest of geomap, and no link to one."""
    return path.is_file() and not (isinstance(path, Path) and path.is_symlink()) and _is_of_geomap(path)


def _is_of_geomap(manifest: Path) -> bool:
    """Whether a file is a manifest of geomap; one with nothing at all in it is nobody's.

    One that can be read has no key but ours, or else, where a hand has added some, a row of an output as only geomap
    writes it. One that cannot, as after a merge, names geomap as ours do.
    """
    text = _text(manifest_bytes(manifest))
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return holds(manifest, text.encode()) if not text.strip() else bool(_TOOL.search(text))
    tool = content.get("tool") if isinstance(content, dict) else None
    if not isinstance(tool, dict) or tool.get("name") != "geomap":
        return False
    is_ours = "outputs" in content and content.keys() <= _KEYS and tool.keys() <= _TOOL_KEYS
    return is_ours or bool(_ROW.search(text))


def _built(folder: Path, earlier: Listing | None) -> dict[str, set[str]]:
    """The hashes that the manifest in a folder has of each output, also one that is broken: of both its sides then."""
    rows: Iterable[tuple[str, str]] = (*earlier.older.items(), *earlier.outputs.items()) if earlier else ()
    hashes: dict[str, set[str]] = {}
    for name, hashed in rows or _salvaged(folder / MANIFEST):
        hashes.setdefault(name, set()).add(hashed)
    return hashes


def _salvaged(manifest: Path) -> Iterator[tuple[str, str]]:
    text = _text(manifest_bytes(manifest))
    if _TOOL.search(text):
        for row in _ROW.finditer(text):
            yield json.loads(row[1], strict=False), row[2]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def obsolete_in(
    folder: Path, earlier: Listing | None, now: Collection[str], name: str, inputs: Collection[Path] = ()
) -> list[str]:
    """The outputs of a map called so, or of pages of it, that are still as they were built and are made no longer."""
    return [
        file
        for file, hashed in (earlier.outputs if earlier else {}).items()
        if file not in now and is_named(file, name) and _is_as_built(folder, file, hashed, inputs)
    ]


def is_named(file: str, name: str) -> bool:
    """Whether a file is called as an output of the map of that name, or of a page of it."""
    own = Path(file).name
    return own.startswith((f"{name}-", f"{name}.")) and is_format(Path(own).suffix[1:]) and file.count("/") <= 1


def _is_as_built(folder: Path, file: str, hashed: str, inputs: Collection[Path]) -> bool:
    """Whether a file is there, in the folder and not through a link, is no input and has the bytes that were built."""
    path = folder / file
    if isinstance(path, Path):
        below = Path(os.path.realpath(path.parent)).is_relative_to(os.path.realpath(folder))
        if not below or path.is_symlink() or any(_is_input(path, name) for name in inputs):
            return False
    return path.is_file() and sha256_of(path) == hashed


def with_older(folder: Path, earlier: Listing | None, manifest: bytes, now: Collection[str]) -> bytes:
    """A manifest, stamped, that also lists what earlier builds made in the folder and this one neither made nor
    removes: outputs of another map, and formats that were not asked for. They are geomap's to replace still.
    """
    listed = {**earlier.older, **earlier.outputs} if earlier else {}
    kept = [name for name in sorted(listed) if name not in now and (folder / name).is_file()]
    if not kept:
        return stamped(manifest)
    rows = ",\n  ".join(json.dumps({"path": name, "sha256": listed[name]}, ensure_ascii=False) for name in kept)
    return stamped(manifest.removesuffix(b"\n}\n") + f',\n "older": [\n  {rows}\n ]\n}}\n'.encode())


def _is_input(path: Path, named: Path) -> bool:
    """Whether writing to a path takes an input away: the file, whatever its name there, or a link on the way to it."""
    try:
        here = path.lstat()
    except OSError:  # nothing is there
        return False
    for _ in range(_MOST_LINKS):
        try:
            if os.path.samestat(here, named.lstat()):
                return True
            named = named.parent / named.readlink()
        except OSError:  # no link, or it leads nowhere
            return False
    return False


def _same_name(path: Path, named: Path) -> bool:
    """Whether two paths are of one place, links to it left as they are."""
    if not isinstance(path, Path):
        return str(path) == str(named)
    return path.name == named.name and os.path.realpath(path.parent) == os.path.realpath(named.parent)
