"""The ids of a table that are under embargo or rounded: what one row of an id says of that holds for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geomap.errors import LayerError, Problem
from geomap.loading import Later
from geomap.tables.withheld import Told
from geomap.values.unit import same_id

pa, compute = Later("pyarrow"), Later("pyarrow.compute")

MOST_BYTES = 100_000_000  # of ids that are held, which all stay in memory

Days = NDArray[np.datetime64]
Steps = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HeldIds:
    """Ids, each once, the last day that any of their rows is under embargo until, and the most degrees that a position
    of theirs is rounded to; NaT and NaN where no row states any.
    """

    ids: Any  # of pyarrow, as `same_id` writes them
    days: Days
    steps: Steps

    @classmethod
    def of(cls, told: Iterable[Told] = ()) -> HeldIds:
        """Those of the units of a config."""
        rows = [*told]
        days = np.array([day for _, day, _ in rows], "datetime64[D]")
        steps = np.array([np.nan if step is None else step for _, _, step in rows], float)
        empty = cls(pa.array([], pa.string()), days[:0], steps[:0])
        return empty.also(pa.array([name for name, _, _ in rows], pa.string()), days, steps)

    def __len__(self) -> int:
        return len(self.ids)

    def also(self, ids: Any, days: Days, steps: Steps) -> HeldIds:
        """With other rows. Raises LayerError where these are more ids than the memory is to hold."""
        plain = _alike(ids)
        some = plain.is_valid().to_numpy(zero_copy_only=False)
        every = pa.concat_arrays([self.ids, plain.drop_null()]).dictionary_encode()
        if every.dictionary.nbytes > MOST_BYTES:
            text = f"has more than {MOST_BYTES // 1_000_000} MB of ids under embargo or with a `precision`"
            raise LayerError(Problem(text=text, hint="leave the column `id` out where each row has one of its own"))
        ends, most = (np.full(len(every.dictionary), none) for none in (np.datetime64("NaT", "D"), np.nan))
        which = every.indices.to_numpy()
        np.fmax.at(ends, which, np.concatenate([self.days, days[some]]))
        np.fmax.at(most, which, np.concatenate([self.steps, steps[some]]))
        return HeldIds(every.dictionary, ends, most)

    def hold(self, batch: Mapping[str, Any]) -> dict[str, Any]:
        """A batch without its ids, whose rows are each held as strictly as any of their id."""
        days, steps = self._of(batch["id"])
        if "embargo_until" in batch:
            days = np.fmax(days, days_of(batch["embargo_until"]))
        if "precision" in batch:
            steps = np.fmax(steps, batch["precision"].to_numpy(zero_copy_only=False))
        others = {name: column for name, column in batch.items() if name != "id"}
        return {**others, "embargo_until": pa.array(days), "precision": pa.array(steps)}

    def with_those(self, other: HeldIds) -> HeldIds:
        """What either holds. Raises LayerError where these are more ids than the memory is to hold."""
        return self.also(other.ids, other.days, other.steps)

    def holds_as(self, other: HeldIds, today: date) -> bool:
        """Whether the same ids are under embargo in both, or rounded, and as far."""
        own, others = (held._telling(today) for held in (self, other))
        days, steps = other._of(self.ids.filter(pa.array(own)))
        is_alike = ((days > np.datetime64(today)) == (self.days[own] > np.datetime64(today))) & (
            np.nan_to_num(steps) == np.nan_to_num(self.steps[own])
        )
        return bool(own.sum() == others.sum() and is_alike.all())

    def _telling(self, today: date) -> NDArray[np.bool_]:
        """Which of the ids hold anything back on a day."""
        found: NDArray[np.bool_] = (self.days > np.datetime64(today)) | ~np.isnan(self.steps)
        return found

    def among(self, ids: list[str]) -> Iterator[tuple[int, date | None, float | None]]:
        """Those of some ids that are held, by their numbers among them."""
        days, steps = self._of(pa.array(ids, pa.string()))
        for number in np.flatnonzero(~np.isnat(days) | ~np.isnan(steps)).tolist():
            step = float(steps[number])
            yield number, days[number].item(), None if np.isnan(step) else step

    def _of(self, ids: Any) -> tuple[Days, Steps]:
        """What holds for each of some ids."""
        found = compute.index_in(_alike(ids), self.ids).fill_null(len(self)).to_numpy(zero_copy_only=False)
        return np.append(self.days, np.datetime64("NaT"))[found], np.append(self.steps, np.nan)[found]


def days_of(column: Any) -> Days:
    """The days of a column; NaT where there is none."""
    found: Days = column.to_numpy(zero_copy_only=False).astype("datetime64[D]")
    return found


def has_nameless(ids: Any, rows: int) -> bool:
    """Whether any of so many rows has no id; `ids` is None where there is no column of them."""
    return bool(rows and (ids is None or _alike(ids).null_count))


def _alike(ids: Any) -> Any:
    """Ids as `same_id` writes them, and none where nothing is stated; nearly all are in ASCII."""
    plain = compute.ascii_lower(compute.utf8_trim_whitespace(ids))
    others = compute.fill_null(compute.match_substring_regex(plain, r"[^ -~]"), fill_value=False)
    if compute.any(others).as_py():
        told = [same_id(name) for name in plain.filter(others).to_pylist()]
        plain = compute.replace_with_mask(plain, others, pa.array(told, pa.string()))
    return compute.if_else(compute.equal(plain, ""), None, plain)
