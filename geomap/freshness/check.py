"""Are the outputs what a build would make now? Compares hashes with the manifest of the last build; draws nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from geomap import __version__
from geomap.clock import build_day
from geomap.compose.views import artboards_of
from geomap.config import Config, read_config
from geomap.errors import OutputError, Problem
from geomap.files import foreign_set, output_folder
from geomap.freshness.inputs import input_files
from geomap.freshness.keys import machine_parts, units_part
from geomap.freshness.listing import MANIFEST, Listing, listing_in
from geomap.journal import ForeignSetError, is_unfinished
from geomap.outputs import outputs_of

State = Literal["up to date", "changed", "new", "gone", "stale", "missing", "changed by hand"]
_AGAIN = "build it again"
_WHY: dict[State, str] = {
    "changed": "changed since the build",
    "new": "not there when the maps were built",
    "gone": "read by the last build, now gone or no longer named",
    "missing": "listed in the manifest, but missing",
    "changed by hand": "not as it was built",
}


@dataclass(frozen=True, slots=True)
class FileState:
    """A file of the build as it is now, beside what the manifest says of it."""

    path: str
    kind: Literal["input", "output"]
    state: State


@dataclass(frozen=True, slots=True)
class Freshness:
    """Every file of a build, and what keeps the outputs from being up to date."""

    files: tuple[FileState, ...]
    problems: tuple[Problem, ...]
    folder: Path


def freshness(config_path: str | Path, out: str | Path | None = None, *, allow_outside: bool = False) -> Freshness:
    """Compare a config, the files it names and its outputs with the manifest in `out` (default: `output/` beside it).

    The versions of the libraries that draw are compared as well, and where texts need them the fonts of this computer.
    """
    config = read_config(config_path, allow_outside=allow_outside)
    folder = output_folder(out, config.folder, allow_outside=allow_outside)
    try:
        unfinished = is_unfinished(folder)
    except ForeignSetError as error:
        raise OutputError(foreign_set(folder)) from error
    if unfinished:
        text = "a build was stopped while it put its files in their places, or is about to"
        raise OutputError(Problem(file=str(folder), text=text, hint="`geomap build` finishes it"))
    listed = _listing(folder / MANIFEST)
    here = config.folder
    inputs = tuple(_inputs(listed, input_files(config)))
    problems = [_input_problem(here / file.path, file.state) for file in inputs if file.state != "up to date"]
    if listed.version != __version__:
        text = f"made by geomap {listed.version}, this is {__version__}"
        problems.append(Problem(file=str(folder / MANIFEST), text=text, hint=_AGAIN))
    units = units_part(config.published(build_day()))
    if not problems and listed.parts.get("config.units", units) != units:
        problems.append(Problem(file=str(config.path), text="an embargo has ended since the build", hint=_AGAIN))
    here_now = machine_parts(config)
    if listed.version != __version__:  # which says it of its code as well
        here_now.pop("code")
    problems += _machine_problems(listed.parts, here_now, folder / MANIFEST)
    outputs = tuple(_outputs(listed, folder, stale=bool(problems)))
    problems += [_output_problem(folder / file.path, file.state) for file in outputs if file.state in _WHY]
    built = {Path(path).suffix[1:] for path in listed.outputs}
    for number, name in enumerate(config.outputs):
        if name not in built:
            text = f"{name} was not built"
            if earlier := next((file for file in _made_of(config, name) if (folder / file).is_file()), ""):
                text = f"{text} with the rest: {earlier} is older than the last build"
            problems.append(config.problem(("outputs", number), text=text, hint=_AGAIN))
    return Freshness((*inputs, *outputs), tuple(problems), folder)


def _made_of(config: Config, format: str) -> Iterator[str]:
    """The files of a format, those of the map itself before those of its days."""
    boards = [artboard.id for artboard in artboards_of(config)]
    names = (config.name, *(f"{config.name}-{day.isoformat()}" for day in config.snapshots))
    return (output.file for name in names for output in outputs_of(name, boards, [format]))


def _listing(manifest: Path) -> Listing:
    if not manifest.is_file():
        raise OutputError(Problem(file=str(manifest), text="not there", hint="build the maps first"))
    listed = listing_in(manifest.parent)
    if listed is None:
        raise OutputError(Problem(file=str(manifest), text="not a manifest of geomap", hint=_AGAIN))
    return listed


def _machine_problems(before: Mapping[str, str], now: Mapping[str, str], manifest: Path) -> Iterator[Problem]:
    """Code, libraries and fonts that are not those of the build."""
    for part, version in now.items():
        if part in before and before[part] != version:
            name = part.removeprefix("library.")
            said = {"code": f"made by other code of geomap {__version__}", "fonts": "made with other fonts"}
            text = said.get(part, f"made with {name} {before[part]}, this is {version}")
            yield Problem(file=str(manifest), text=text, hint=_AGAIN)


def _inputs(listed: Listing, files: dict[str, Path]) -> Iterator[FileState]:
    for path in sorted({*listed.inputs, *files}):
        if path not in files:
            yield FileState(path, "input", "gone")
        elif path not in listed.inputs:
            yield FileState(path, "input", "new")
        else:
            same = _hash(files[path]) == listed.inputs[path]
            yield FileState(path, "input", "up to date" if same else "changed")


def _outputs(listed: Listing, folder: Path, *, stale: bool) -> Iterator[FileState]:
    for path, expected in sorted(listed.outputs.items()):
        file = folder / path
        if not file.is_file():
            yield FileState(path, "output", "missing")
        elif _hash(file) != expected:
            yield FileState(path, "output", "changed by hand")
        else:
            yield FileState(path, "output", "stale" if stale else "up to date")


def _input_problem(path: Path, state: State) -> Problem:
    return Problem(file=str(path), text=_WHY[state], hint=_AGAIN)


def _output_problem(path: Path, state: State) -> Problem:
    hint = _AGAIN if state == "missing" else "keep hand-made changes in a file of another name, then build again"
    return Problem(file=str(path), text=_WHY[state], hint=hint)


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
