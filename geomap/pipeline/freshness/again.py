"""What a build that had nothing to do has said, and all that it looked at, so that the next one need not look again.

It is kept in the user's private state, and saves time alone. It holds as long as all that was read is the same to the
file system: device, number, size, times of change. Whatever is saved while a build reads must not pass for what was
read, however coarse or wrong the clock of a file system is. So what is seen at the end of one build is not believed
yet: only where a second, which reads all of it anew and has nothing to do, leaves it so, a third may answer from it.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap import __version__
from geomap.clock import build_day
from geomap.files import state
from geomap.loading import load

if TYPE_CHECKING:
    from geomap.config import Config

_STILL = 2 * 10**9  # ns: a file that was changed later than so long ago may change again within a tick of its clock
_OF_US = ("GEOMAP_", "XDG_", "GDAL_", "PROJ_")  # the start of variables that have a say
_OTHERS = ("SOURCE_DATE_EPOCH", "HOME", "PYTHONPATH")

_MANIFEST = "manifest.json"

Told = list[list[Any]]  # what was printed: a kind each, and what of
Seen = dict[str, list[int]]  # by path; an empty list where nothing is


@dataclass(frozen=True, slots=True)
class Again:
    """A build of a config that is asked for in this way."""

    config: Path
    asked: Mapping[str, Any]

    def answer(self) -> Told | None:
        """What the build would say, where it had nothing to do and nothing has changed."""
        kept = state.recalled(self.config, self._key())
        seen = _kept(kept, self._here()) if kept.get("told") else {}
        return json.loads(kept["told"]) if seen and _stats(seen) == seen else None

    def keep(self, looked_at: Iterable[str], told: Told | None, config: Config, out: Path) -> None:
        """Remember what a build into a folder has looked at, and what it said where it had nothing to do."""
        listed = load("geomap.pipeline.freshness.listing:listing_in")(out)
        outputs = [out / name for name in (listed.outputs if listed else ())]
        manifests = {path.with_name(_MANIFEST) for path in (out / _MANIFEST, *outputs)}  # that of each page of an atlas
        inputs = load("geomap.pipeline.freshness.inputs:input_files")(config).values()
        files = {str(Path(path).absolute()) for path in (*looked_at, *inputs, *outputs, *manifests)}
        homes = [str(home.absolute()) for home in (config.folder, out)]
        parents = {path.rpartition(os.sep)[0] or os.sep for path in files}
        folders = {parent for parent in parents if _is_below(parent, homes)}  # where more may come
        seen, here = _stats(files | folders | _listed(files) | _machine()), self._here()
        before = _kept(state.recalled(self.config, self._key()), here)
        is_sure = _are_still(seen) and all(before.get(path) == times for path, times in seen.items())
        said = json.dumps(told) if told is not None and is_sure else ""
        state.remember(self.config, {"here": here, "seen": json.dumps(seen), "told": said}, self._key())

    def _key(self) -> str:
        return json.dumps([str(Path.cwd()), dict(self.asked)], sort_keys=True, default=str)

    def _here(self) -> str:
        """The day, the version, and what the environment says to geomap."""
        said = {name: value for name, value in os.environ.items() if name.startswith(_OF_US) or name in _OTHERS}
        return json.dumps([build_day().isoformat(), __version__, sys.version, sys.executable, sorted(said.items())])


def _kept(kept: Mapping[str, str], here: str) -> Seen:
    """What a build that was asked for here has looked at; nothing where none was, or a hand has changed it."""
    try:
        seen = json.loads(kept["seen"]) if kept.get("here") == here else {}
    except (KeyError, ValueError, RecursionError):
        return {}
    return seen if isinstance(seen, dict) else {}


def _is_below(path: str, folders: Iterable[str]) -> bool:
    """Whether a path is one of these folders, or below one. Of the thousand paths of a build each is asked for: as
    texts, which takes a tenth of the time of `Path`.
    """
    return any(path == folder or path.startswith(folder.rstrip(os.sep) + os.sep) for folder in folders)


def _listed(paths: Iterable[str]) -> set[str]:
    """The files in folders that were listed, which may have been asked for their sizes alone, as fonts are; but for
    those of Python and its libraries.
    """
    own = [os.path.realpath(prefix) for prefix in (sys.prefix, sys.base_prefix)]
    passing = os.path.realpath(tempfile.gettempdir())
    found = set[str]()
    for folder in filter(os.path.isdir, paths):
        real = os.path.realpath(folder)
        if real != passing and not _is_below(real, own):
            with os.scandir(folder) as entries:
                found |= {*filter(os.path.isfile, [entry.path for entry in entries])}  # an entry raises of a circle
    return found


def _machine() -> set[str]:
    """Where libraries are installed, and all of geomap's own code and data."""
    package = str(Path(__file__).parents[2])
    inner = (place for place in os.walk(package) if not place[0].endswith(f"{os.sep}__pycache__"))
    own = {f"{folder}{os.sep}{name}" for folder, folders, files in inner for name in (*folders, *files)}
    return {package, *own, *(str(Path(path).absolute()) for path in sys.path)}


def _stats(paths: Iterable[str]) -> Seen:
    """How each file and folder is to the file system; devices and the like are nothing to remember."""
    own = [str(folder)] if (folder := state.folder()) else []
    passing = os.path.realpath(tempfile.gettempdir())
    at = {path: _stat(path) for path in paths if not _is_below(path, own)}
    return {
        path: found
        for path, found in at.items()
        if found is not None and (found or path.rpartition(os.sep)[0] != passing)  # of others', that has come and gone
    }


def _stat(path: str) -> list[int] | None:
    try:
        at = os.stat(path)  # noqa: PTH116 - of a text
    except (OSError, ValueError):
        return []
    if not (stat.S_ISREG(at.st_mode) or stat.S_ISDIR(at.st_mode)):
        return None
    return [at.st_dev, at.st_ino, at.st_mode, at.st_size, at.st_mtime_ns, at.st_ctime_ns]


def _are_still(seen: Seen) -> bool:
    """Whether nothing was changed so lately that it might change once more without another time."""
    last = max((max(times[-2:]) for times in seen.values() if times), default=0)
    return last < time.time_ns() - _STILL
