"""COMPOSE: what a config says against itself, beyond what its schema can see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geomap.config import Config
from geomap.errors import ConfigError, Problem
from geomap.facts import Estimate, Unit
from geomap.totals import sum_of
from geomap.wording import estimate, has_words, number


def check(config: Config, units: Sequence[Unit]) -> tuple[Problem, ...]:
    """The warnings; raises ConfigError where the map would be wrong."""
    errors = list(_scale_problems(config, units))
    if errors:
        raise ConfigError(errors)
    return (*_total_warnings(config, units), *_lang_warnings(config))


def _scale_problems(config: Config, units: Sequence[Unit]) -> Iterator[Problem]:
    """A circle larger than the largest covers the map."""
    counts = [unit.troops.maximum or unit.troops.minimum or 0 for unit in units if unit.troops]
    largest = max([*counts, *(config.legend.values or ())], default=0)
    if config.legend.fixed_max and config.legend.fixed_max < largest:
        yield config.problem(
            ("legend", "fixed_max"),
            got=number(config.legend.fixed_max, "en"),
            expected=f"at least {number(largest, 'en')}, the largest count of the map",
        )


def _total_warnings(config: Config, units: Sequence[Unit]) -> Iterator[Problem]:
    """Notes whose stated total the sum of their units cannot be."""
    for index, layer in enumerate(config.layers):
        if layer.kind != "note" or not layer.sums or layer.troops is None:
            continue
        total = sum_of(units, layer.sums)
        if _disagree(layer.troops, total):
            yield config.problem(
                ("layers", index, "troops"),
                text=f"states {estimate(layer.troops, 'en')}, but its units sum to {estimate(total, 'en')}",
                severity="warning",
            )


def _lang_warnings(config: Config) -> Iterator[Problem]:
    """A language that the map's own texts are not in."""
    if not has_words(config.lang):
        text = f'geomap has no words in "{config.lang}" yet, its own texts are English'
        yield config.problem(("lang",), text=text, severity="warning")


def _disagree(stated: Estimate, total: Estimate) -> bool:
    """Whether no number satisfies both."""
    below = stated.maximum is not None and total.minimum is not None and stated.maximum < total.minimum
    above = stated.minimum is not None and total.maximum is not None and stated.minimum > total.maximum
    return below or above
