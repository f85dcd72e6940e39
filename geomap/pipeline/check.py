"""Are the outputs what a build would make now? Asks the gate what the map may tell, and compares; draws nothing, unless
it is asked to.

Only what is committed is looked at: the files of the map, the outputs and their manifest.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from geomap import __version__
from geomap.clock import build_day
from geomap.compose.claims import Claims, claims_of
from geomap.compose.variants import Variant, variants
from geomap.compose.views import artboards_of
from geomap.config import Config, read_config
from geomap.errors import OutputError, Problem
from geomap.files.journal import ForeignSetError, is_unfinished
from geomap.files.regular import holds, sha256_of
from geomap.files.writing import foreign_set, output_folder
from geomap.gate import published
from geomap.pipeline.build import planned, redrawn
from geomap.pipeline.freshness.keys import LIBRARY, OF_TOOL
from geomap.pipeline.freshness.listing import MANIFEST, Listing, listing_in, manifest_bytes
from geomap.pipeline.freshness.own import is_named
from geomap.pipeline.freshness.stale import Plan, changed
from geomap.pipeline.lock_file import lock_file
from geomap.players.registry import outputs_of

State = Literal["up to date", "stale", "missing", "changed by hand", "drawn otherwise", "gone"]
_AGAIN = "build it again"
_BY_HAND = "keep hand-made changes in a file of another name, then build again"
_WHY: dict[State, str] = {
    "missing": "listed in the manifest, but missing",
    "changed by hand": "not as it was built",
    "drawn otherwise": "not what is drawn now",
    "gone": "no output of the map any more",
}


@dataclass(frozen=True, slots=True)
class FileState:
    """An output as it is now, beside what a build would make."""

    path: str
    state: State


@dataclass(frozen=True, slots=True)
class Freshness:
    """Every output of a build, and what keeps any from being up to date."""

    files: tuple[FileState, ...]
    problems: tuple[Problem, ...]
    folder: Path


def freshness(
    config_path: str | Path, out: str | Path | None = None, *, allow_outside: bool = False, redraw: bool = False
) -> Freshness:
    """Compare what a config may tell now, and its outputs, with the manifest in `out` (default: `output/` beside it).

    The versions of the libraries that draw are compared as well, and where texts need them the fonts of this computer.
    With `redraw` all outputs are drawn, and compared to the byte. Raises GeomapError.
    """
    config = published(read_config(config_path, allow_outside=allow_outside), build_day())
    folder = output_folder(out, config.folder, allow_outside=allow_outside)
    claims = claims_of(config)
    lock = lock_file(config, claims.located)
    if config.pages is None:
        found = _of_map(config, folder, claims, redraw=redraw)
    else:
        found = _of_atlas(variants(config, claims.history), folder, redraw=redraw)
    return replace(found, problems=(*found.problems, *lock.unasked, *(lock.warnings if lock.unasked else ())))


def _of_atlas(pages_: Sequence[Variant], folder: Path, *, redraw: bool) -> Freshness:
    """The same of the pages of an atlas, and of what lists them."""
    found = {page.id: _of_map(page.config, folder / page.id, redraw=redraw) for page in pages_}
    files = [FileState(f"{page}/{file.path}", file.state) for page, part in found.items() for file in part.files]
    problems = [problem for part in found.values() for problem in part.problems]
    listed, known = _listing(folder), {file.path for file in files}
    gone = [FileState(path, "gone") for path in listed.outputs if path not in known]
    pages = {
        name: {**entry, "path": name}
        for page in found
        for path, entry in _listing(folder / page).entries.items()
        for name in [f"{page}/{path}"]
    }
    if not problems and any(pages.get(path, entry) != entry for path, entry in listed.entries.items()):
        problems.append(Problem(file=str(folder / MANIFEST), text="not what the pages say of themselves", hint=_AGAIN))
    problems += [*_of_manifest(listed, folder, None), *(_output_problem(folder, file) for file in gone)]
    return Freshness((*files, *gone), tuple(problems), folder)


def _of_map(config: Config, folder: Path, claims: Claims | None = None, *, redraw: bool) -> Freshness:
    """The same of one map, in its folder."""
    _require_whole(folder)
    listed = _listing(folder)
    plans = planned(config, folder, listed, claims=claims)
    problems = [*_machine_problems(listed, plans[0].parts, folder / MANIFEST)]
    if not listed.is_old and (parts := changed(_own(listed.parts), _own(plans[0].parts))):
        problems.append(Problem(file=str(config.path), text=f"changed since the build: {parts}", hint=_AGAIN))
    drawn = redrawn(config, folder) if redraw else {}
    files = (*_states(listed, plans, folder, drawn), *_strays(config, listed, plans, folder))
    problems += [_output_problem(folder, file) for file in files if file.state in _WHY]
    if not problems and any(file.state == "stale" for file in files):
        text = "says of outputs that they were drawn from something else"
        problems.append(Problem(file=str(folder / MANIFEST), text=text, hint=_AGAIN))
    problems += _of_manifest(listed, folder, None if problems else drawn.get(MANIFEST))
    return Freshness(files, (*problems, *_not_built(config, listed, folder)), folder)


def _require_whole(folder: Path) -> None:
    """Raise OutputError where a build was cut off."""
    try:
        unfinished = is_unfinished(folder)
    except ForeignSetError as error:
        raise OutputError(foreign_set(folder)) from error
    if unfinished:
        text = "a build was stopped while it put its files in their places, or is about to"
        raise OutputError(Problem(file=str(folder), text=text, hint="`geomap build` finishes it"))


def _listing(folder: Path) -> Listing:
    manifest = folder / MANIFEST
    if not manifest.is_file():
        raise OutputError(Problem(file=str(manifest), text="not there", hint="build the maps first"))
    listed = listing_in(folder)
    if listed is None:
        raise OutputError(Problem(file=str(manifest), text="not a manifest of geomap", hint=_AGAIN))
    return listed


def _own(parts: Mapping[str, str]) -> dict[str, str]:
    """The parts that are of the map, not of the machine."""
    return {name: value for name, value in parts.items() if name not in OF_TOOL and not name.startswith(LIBRARY)}


def _machine_problems(listed: Listing, now: Mapping[str, str], manifest: Path) -> Iterator[Problem]:
    """A manifest of an older form, and code, libraries and fonts that are not those of the build."""
    if listed.is_old or listed.version != __version__:
        form = " or before, in an older form" if listed.version == __version__ else f", this is {__version__}"
        yield Problem(file=str(manifest), text=f"made by geomap {listed.version}{form}", hint=_AGAIN)
    for part, version in now.items():
        if part not in OF_TOOL[1:] and not part.startswith(LIBRARY):
            continue
        before = listed.parts.get(part, version)
        if before != version and not (part == "code" and listed.version != __version__):  # which says it as well
            name = part.removeprefix(LIBRARY)
            said = {"code": f"made by other code of geomap {__version__}", "fonts": "made with other fonts"}
            text = said.get(part, f"made with {name} {before}, this is {version}")
            yield Problem(file=str(manifest), text=text, hint=_AGAIN)


def _states(listed: Listing, plans: Sequence[Plan], folder: Path, drawn: Mapping[str, bytes]) -> Iterator[FileState]:
    """The outputs that the manifest lists."""
    now = {file: source for todo in plans for file, source in todo.drawn_from.items()}
    for path, expected in sorted(listed.outputs.items()):
        file = folder / path
        if path not in now:
            yield FileState(path, "gone")
        elif not file.is_file():
            yield FileState(path, "missing")
        elif sha256_of(file) != expected:
            yield FileState(path, "changed by hand")
        elif listed.drawn_from(path) != now[path]:
            yield FileState(path, "stale")
        else:
            yield FileState(path, "drawn otherwise" if path in drawn and not holds(file, drawn[path]) else "up to date")


def _strays(config: Config, listed: Listing, plans: Sequence[Plan], folder: Path) -> Iterator[FileState]:
    """What earlier builds made of the map, and is none of its outputs any more."""
    now = {file for todo in plans for file in todo.drawn_from}
    for path in sorted(listed.older.keys() - now):
        if is_named(path, config.name) and (folder / path).is_file():
            yield FileState(path, "gone")


def _of_manifest(listed: Listing, folder: Path, drawn: bytes | None) -> Iterator[Problem]:
    """What is wrong with the manifest itself; where all is drawn anew, also what it says of that."""
    path = folder / MANIFEST
    if listed.is_edited:
        yield Problem(file=str(path), text=_WHY["changed by hand"], hint=_AGAIN)
    elif drawn is not None and _said(manifest_bytes(path)) != _said(drawn):
        yield Problem(file=str(path), text=_WHY["drawn otherwise"], hint=_AGAIN)


def _said(manifest: bytes) -> dict[str, Any]:
    """What a manifest says of outputs: not of other builds, nor of what drew, which is compared by itself."""
    content: dict[str, Any] = json.loads(manifest)
    return {name: value for name, value in content.items() if name not in ("digest", "older", "tool")}


def _output_problem(folder: Path, file: FileState) -> Problem:
    hint = _BY_HAND if file.state == "changed by hand" else _AGAIN
    return Problem(file=str(folder / file.path), text=_WHY[file.state], hint=hint)


def _not_built(config: Config, listed: Listing, folder: Path) -> Iterator[Problem]:
    """The formats of which nothing was built."""
    built = {Path(path).suffix[1:] for path in listed.outputs}
    for number, name in enumerate(config.outputs):
        if name not in built:
            text = f"{name} was not built"
            if earlier := next((file for file in _made_of(config, name) if (folder / file).is_file()), ""):
                text = f"{text} with the rest: {earlier} is older than the last build"
            yield config.problem(("outputs", number), text=text, hint=_AGAIN)


def _made_of(config: Config, format: str) -> Iterable[str]:
    """The files of a format, those of the map itself before those of its days."""
    boards = [artboard.id for artboard in artboards_of(config)]
    names = (config.name, *(f"{config.name}-{day.isoformat()}" for day in config.snapshots))
    return (output.file for name in names for output in outputs_of(name, boards, [format]))
