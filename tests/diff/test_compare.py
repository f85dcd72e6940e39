"""What differs between two states, and that nothing is lost or made up on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.diff import Diff, Difference, compare
from geomap.facts import CountKind, Estimate, Unit
from tests.diff.units import ESTIMATES, STATES, unit
from tests.examples import tried

FIELDS = {"place": "query", "found_name": "name"}
OF_PLACE = ("found_name", "country", "found_by")


def applied(diff: Diff, units: tuple[Unit, ...]) -> dict[str, Unit]:
    """The state that a diff makes of another."""
    state = {one.id: one for one in units}
    for gone in diff.removed:
        del state[gone.id]
    state |= {new.id: new for new in diff.added}
    for move in diff.moved:
        old = state[move.id]
        state[move.id] = replace(old, place=replace(old.place, lat=move.after.lat, lon=move.after.lon))
    for change in diff.changed:
        state[change.id] = changed(state[change.id], change.field, change.after)
    return state


def changed(old: Unit, name: str, value: object) -> Unit:
    kind = name.replace("_", " ")
    field = FIELDS.get(name, name)
    if name in OF_PLACE:
        return replace(old, place=replace(old.place, **{field: value}))
    if kind in ("tanks", "armored vehicles"):
        others = {other: count for other, count in old.equipment.items() if other != kind}
        return replace(old, equipment=others if value is None else {**others, kind: value})
    return replace(old, **{field: value})


@tried(30, 100, STATES)
def test_a_state_does_not_differ_from_itself(state: tuple[Unit, ...]) -> None:
    diff = compare(state, state)
    assert diff.is_empty
    assert (diff.total.change, diff.total.before) == (Difference(), diff.total.after)


@tried(30, 100, STATES, STATES)
def test_a_diff_applied_to_the_old_state_gives_the_new_one(old: tuple[Unit, ...], new: tuple[Unit, ...]) -> None:
    diff = compare(old, new)
    assert applied(diff, old) == {one.id: one for one in new}
    assert diff.is_empty == ({one.id: one for one in old} == {one.id: one for one in new})


@tried(30, 100, STATES, STATES)
def test_the_totals_change_is_the_sum_of_the_parts(old: tuple[Unit, ...], new: tuple[Unit, ...]) -> None:
    diff = compare(old, new)
    assert diff.total.change == sum(diff.parts(), Difference())


def test_totals_are_no_more_precise_than_their_parts() -> None:
    before, after = (unit("a", Estimate.about(12_000)),), (unit("a", Estimate.about(12_000)), unit("b", 345))
    total = compare(before, after).total
    assert (total.before, total.after) == (Estimate.about(12_000), Estimate.about(12_000))
    assert (total.change, total.change.is_growth) == (Difference(345, 345), True)


@tried(30, 100, STATES, STATES, st.data())
def test_the_change_holds_whatever_the_true_numbers_are(old, new, data: st.DataObject) -> None:
    """A claim that stands as it was is one number; all others may be any that their claims allow."""
    total = compare(old, new).total.change
    truth = {one.id: data.draw(admissible(one.troops)) for one in old}
    now = {}
    for one in new:
        stands = any((earlier.id, earlier.troops) == (one.id, one.troops) for earlier in old)
        now[one.id] = truth[one.id] if stands else data.draw(admissible(one.troops))
    change = sum(now.values()) - sum(truth.values())
    assert total.least is None or total.least <= change
    assert total.most is None or change <= total.most


def admissible(count: Estimate | None) -> st.SearchStrategy[int]:
    least = (count.minimum or 0) if count else 0
    most = least + 100_000 if count is None or count.maximum is None else count.maximum
    return st.integers(least, most)


@settings(deadline=None)
@given(ESTIMATES, ESTIMATES)
def test_the_way_back_is_the_opposite_change(before: Estimate, after: Estimate) -> None:
    there, back = Difference.between(before, after), Difference.between(after, before)
    assert there.is_growth == back.is_loss
    assert (there.least, there.most) == (opposite(back.most), opposite(back.least))


def opposite(value: int | None) -> int | None:
    return None if value is None else -value


@pytest.mark.parametrize(
    ("before", "after", "ends", "is_growth", "is_loss"),
    [
        (Estimate.exact(10), Estimate.exact(14), (4, 4), True, False),
        (Estimate.exact(14), Estimate.about(10), (-4, -4), False, True),
        (Estimate(CountKind.RANGE, 8, 12), Estimate(CountKind.RANGE, 8, 12), (0, 0), False, False),
        (Estimate(CountKind.RANGE, 8, 12), Estimate(CountKind.RANGE, 9, 13), (-3, 5), False, False),
        (Estimate(CountKind.RANGE, 8, 12), Estimate(CountKind.AT_LEAST, 13), (1, None), True, False),
        (Estimate(CountKind.AT_LEAST, 9), Estimate(CountKind.AT_LEAST, 12), (None, None), False, False),
        (Estimate.exact(10), Estimate(CountKind.UNKNOWN), (-10, None), False, False),
        (None, Estimate.exact(10), (None, 10), False, False),
    ],
)
def test_growth_is_called_so_only_where_it_is_sure(before, after, ends, is_growth, is_loss) -> None:
    change = Difference.between(before, after)
    assert (change.least, change.most) == ends
    assert (change.is_growth, change.is_loss) == (is_growth, is_loss)


def test_a_move_is_measured_along_the_ground_and_across_the_antimeridian() -> None:
    (move,) = compare([unit("a", lat=60.0, lon=179.5)], [unit("a", lat=60.0, lon=-179.5)]).moved
    assert move.km == pytest.approx(55.8, abs=0.1)
