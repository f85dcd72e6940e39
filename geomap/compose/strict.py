"""COMPOSE: what `--strict` refuses: figures without a source, and whatever is warned of.

Not sources that nothing refers to, which are on no map: whether a unit under embargo does would show in the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from geomap.config import Config
from geomap.errors import ConfigError, Problem
from geomap.facts import Unit
from geomap.facts.columns import Rows
from geomap.kinds.note import NoteRow

_NO_SOURCE = "a figure without a source"


def require(config: Config, history: Rows[Unit], warnings: Iterable[Problem]) -> None:
    """Raise ConfigError with all that a strict reader would object to, in the order of the file."""
    warned = (replace(warning, severity="error") for warning in warnings)
    _refuse([*warned, *_unsourced_figures(config, history), *_unsourced_totals(config)])


def require_drawn(advice: Iterable[Problem]) -> None:
    """Raise ConfigError with all that there is to mend in what the artboards show."""
    _refuse([replace(said, severity="error") for said in advice])


def _refuse(found: Sequence[Problem]) -> None:
    if found:
        raise ConfigError(sorted(found, key=lambda problem: (problem.line or 0, problem.column or 0)))


def _unsourced_figures(config: Config, history: Rows[Unit]) -> Iterator[Problem]:
    hint = "add `sources`, or `basis: illustrative` where it only shows an order of magnitude"
    for row, unit in enumerate(history):
        for figure, count in unit.figures.items():
            if count.is_known and unit.basis != "illustrative" and not unit.sources_of(figure):
                path = ("troops",) if figure == "troops" else ("equipment", figure)
                yield config.problem(("units", row, *path), text=_NO_SOURCE, hint=hint)


def _unsourced_totals(config: Config) -> Iterator[Problem]:
    for number, layer in enumerate(config.layers):
        if isinstance(layer, NoteRow) and layer.troops is not None and layer.troops.is_known and not layer.sources:
            yield config.problem(("layers", number, "troops"), text=_NO_SOURCE, hint="add `sources` to the note")
