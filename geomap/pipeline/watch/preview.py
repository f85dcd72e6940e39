"""What the preview shows: the last config that could be drawn, and the problems of the one that stands in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, RLock
from typing import Any

from geomap.clock import build_day
from geomap.compose.claims import Claims, claims_of
from geomap.compose.variants import variants
from geomap.compose.views import artboards_of
from geomap.config import Config, read_config
from geomap.errors import GeomapError, Problem
from geomap.gate import published
from geomap.pipeline.map import Map
from geomap.players.registry import Output, outputs_of

FORMATS = ("svg", "html")  # what a browser shows


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A config as it was read, and its outputs as far as they were asked for.

    `maps` are the configs of an atlas by their pages, or the one config under an empty name; each map has the same
    `outputs`, with the `labels` that a reader chooses them by.
    """

    config: Config
    maps: Mapping[str, Config]
    drawings: dict[str, Map]
    outputs: Mapping[str, Output]
    labels: Mapping[str, str]
    warnings: tuple[Problem, ...]
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def first(self) -> str:
        """The output that is shown until another is asked for."""
        return "/".join(filter(None, (next(iter(self.maps)), next(iter(self.outputs)))))

    def holds(self, name: str) -> bool:
        """Whether there is an output of this name; in an atlas it stands after the page and a slash."""
        page, _, file = name.rpartition("/")
        return page in self.maps and file in self.outputs

    def file(self, name: str) -> bytes:
        """An output's bytes. Raises KeyError for a name that is none, GeomapError where it cannot be drawn."""
        page, _, file = name.rpartition("/")
        if name not in self.files:
            if page not in self.drawings:
                self.drawings[page] = _drawing(self.maps[page], claims_of(self.maps[page]))
            self.files[name] = self.drawings[page].write([self.outputs[file]])[file]
        return self.files[name]


class Preview:
    """The state that all readers of the preview share; one thread reads the config, others ask for files."""

    def __init__(self, config_path: str | Path, *, allow_outside: bool = False) -> None:
        self.path = Path(config_path)
        self._allow_outside = allow_outside
        self.version = 0
        self._changed = Condition()
        self.problems: tuple[Problem, ...] = ()
        self.config: Config | None = None
        self._snapshot: Snapshot | None = None
        self._shown = ""
        self._drawing = RLock()

    def refresh(self) -> None:
        """Read the config again, draw what was looked at last, and tell all readers."""
        with self._drawing:
            try:
                snapshot = _read(self.path, allow_outside=self._allow_outside)
                snapshot.file(self._shown if snapshot.holds(self._shown) else snapshot.first)
                self._snapshot, self.config, self.problems = snapshot, snapshot.config, snapshot.warnings
            except GeomapError as error:
                self.problems = error.problems
            except OSError as error:  # a file that went away while it was read
                text = f"cannot be read: {error.strerror or error}"
                self.problems = (Problem(file=str(error.filename or self.path), text=text),)
            with self._changed:  # before anybody can ask for what this version has no more
                self.version += 1
                self._changed.notify_all()

    def file(self, name: str) -> bytes:
        """One output of the last config that could be drawn. Raises KeyError and GeomapError as a snapshot does."""
        with self._drawing:
            if self._snapshot is None:
                raise KeyError(name)
            data = self._snapshot.file(name)
            self._shown = name
            return data

    def state(self) -> dict[str, Any]:
        """What a reader has to know to show it."""
        with self._drawing:
            snapshot = self._snapshot
            labels = snapshot.labels if snapshot else {}
            return {
                "version": self.version,
                "name": _name(snapshot.config) if snapshot else self.path.name,
                "pages": [page for page in snapshot.maps if page] if snapshot else [],
                "files": [{"file": name, "label": label} for name, label in labels.items()],
                "problems": [problem.as_dict() for problem in self.problems],
            }

    def wait(self, version: int, seconds: float) -> bool:
        """Wait until there is another version than this; False if there is none in that time."""
        with self._changed:
            return self._changed.wait_for(lambda: self.version != version, timeout=seconds)

    @property
    def is_right(self) -> bool:
        """Whether the config as it stands could be drawn."""
        return all(problem.severity == "warning" for problem in self.problems)


def _read(path: Path, *, allow_outside: bool) -> Snapshot:
    """The config and what a build would warn of; the lock file is read and never written."""
    config = published(read_config(path, allow_outside=allow_outside), build_day())
    claims = claims_of(config)
    if config.pages:
        maps, drawings = {page.id: page.config for page in variants(config, claims.history)}, {}
    else:
        maps, drawings = {"": config}, {"": _drawing(config, claims)}
    boards = {artboard.id: f"{artboard.id}, {artboard.width:.0f} px" for artboard in artboards_of(config)}
    outputs = {output.file: output for output in outputs_of(config.name, list(boards), FORMATS, len(claims.units))}
    labels = {name: boards.get(output.artboard, "page") for name, output in outputs.items()}
    return Snapshot(config, maps, drawings, outputs, labels, claims.warnings)


def _name(config: Config) -> str:
    """What the map is called; the title of an atlas is another on each page."""
    return config.name if config.pages else config.title or config.name


def _drawing(config: Config, claims: Claims) -> Map:
    return Map(claims.config, claims.units, claims.day, history=claims.history)
