"""Which files a preview hangs on, and whether one has changed: times and sizes, cheap enough to ask often."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from geomap.config import Config
from geomap.files.regular import sha256_of
from geomap.pipeline.freshness.inputs import input_files
from geomap.places.lock import LOCK_FILE


class Changes:
    """Tells whether the contents of a config's files are others than at the last look."""

    def __init__(self, config_path: Path) -> None:
        self._path = config_path
        self._seen: tuple[tuple[str, int, int], ...] = ()
        self._restless = False
        self._contents: tuple[str, ...] = ()

    def found(self, config: Config | None, *, wrong: bool) -> bool:
        """Whether to read again. While something is `wrong`, any change nearby counts: a missing file may have come."""
        seen = tuple(self._looked_at(config))
        if seen != self._seen and self._seen:
            self._seen, self._restless = seen, True
            return False  # a file that is being written is read once it is at rest
        if self._seen and not self._restless:
            return False
        self._seen, self._restless = seen, False
        contents = tuple(_hash(path) for path in self._files(config))
        changed = contents != self._contents
        self._contents = contents
        return changed or wrong

    def _looked_at(self, config: Config | None) -> Iterator[tuple[str, int, int]]:
        """Time and size of the files and of the folders that they, or new ones, stand in."""
        files = self._files(config)
        folder = self._path.parent
        beside = [path for path in _listed(folder) if path.is_dir() and not path.name.startswith(".")]
        for path in [*files, folder, *beside, *sorted({file.parent for file in files})]:
            try:
                status = path.stat()
            except OSError:
                continue
            yield str(path), status.st_mtime_ns, status.st_size

    def _files(self, config: Config | None) -> list[Path]:
        named = input_files(config).values() if config else ()
        return list(dict.fromkeys([self._path, self._path.parent / LOCK_FILE, *named]))


def _listed(folder: Path) -> list[Path]:
    """What is in a folder; nothing while it is not there, or not ours to read."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _hash(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError:
        return ""
