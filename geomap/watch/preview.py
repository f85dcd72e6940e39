"""What the preview shows: the last config that could be drawn, and the problems of the one that stands in the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, RLock
from typing import Any

from geomap.clock import build_day
from geomap.compose.claims import claims_of
from geomap.compose.views import artboards_of
from geomap.config import Config, read_config
from geomap.drawing import Drawing
from geomap.errors import ConfigError, GeomapError, Problem
from geomap.outputs import Output, outputs_of

FORMATS = ("svg", "html")  # what a browser shows


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A config as it was read, and its outputs as far as they were asked for."""

    config: Config
    drawing: Drawing
    outputs: dict[str, Output]
    labels: dict[str, str]
    warnings: tuple[Problem, ...]
    files: dict[str, bytes] = field(default_factory=dict)

    def file(self, name: str) -> bytes:
        """An output's bytes. Raises KeyError for a name that is none, GeomapError where it cannot be drawn."""
        if name not in self.files:
            self.files.update(self.drawing.write([self.outputs[name]]))
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
                snapshot.file(self._shown if self._shown in snapshot.outputs else next(iter(snapshot.outputs)))
                self._snapshot, self.config, self.problems = snapshot, snapshot.config, snapshot.warnings
            except GeomapError as error:
                self.problems = error.problems
        with self._changed:
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
                "name": snapshot.config.title or snapshot.config.name if snapshot else self.path.name,
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
    config = read_config(path, allow_outside=allow_outside).published(build_day())
    if config.pages:
        hint = "`geomap build` makes its maps"
        raise ConfigError(config.problem(("pages",), text="an atlas has no preview", hint=hint))
    claims = claims_of(config)
    boards = {artboard.id: f"{artboard.id}, {artboard.width:.0f} px" for artboard in artboards_of(config)}
    outputs = {output.file: output for output in outputs_of(config.name, list(boards), FORMATS)}
    labels = {name: boards.get(output.artboard, "page") for name, output in outputs.items()}
    drawing = Drawing(config, claims.units, claims.day, history=claims.history)
    return Snapshot(config, drawing, outputs, labels, claims.warnings)
