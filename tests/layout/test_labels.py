"""The label engine alone: nothing it places overlaps, whatever the scene; one label's change moves no stranger."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import hypot
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import strategies as st

import geomap
from benchmarks.points import MOST, OPEN, SEEDS, point_names
from geomap.facts import CountKind, Estimate
from geomap.layout.collide import boxes_on_circles, cross, segments_hit_boxes, segments_hit_circles
from geomap.layout.labels.candidates import Front, around_circle, on_own_side
from geomap.layout.labels.free_space import CIRCLE_CLEARANCE, room_of
from geomap.layout.labels.search import Candidate, Obstacles, Request, place
from geomap.layout.labels.settings import Ways, joined, parted
from geomap.marks.text import Block, TextRow, wrap, wrap_all
from geomap.page import Box
from geomap.wording import TABLES, estimate
from geomap.wording.whole import whole
from tests.conftest import ROOT
from tests.examples import tried

FRAME = Box(0, 0, 600, 400)
BLOCK = Block((TextRow(("a",), "place"),), 600)
Spot = tuple[float, float, float, str]
SPOT = st.tuples(st.floats(10, 590), st.floats(10, 390), st.floats(1, 40), st.text("abcdefgh", min_size=1, max_size=14))


def request(index: int, spot: Spot) -> Request:
    x, y, radius, name = spot
    block = Block((TextRow((name,), "place"),), 600, owner=f"u{index}", id=f"u{index}")
    ways, later = parted(around_circle([(block, 0.0)], x, y, radius))
    return Request(f"u{index}", name, 1000 + radius, ways, later, f"u{index}", mark=(x, y, radius))


def obstacles(spots: list[Spot]) -> Obstacles:
    return Obstacles(FRAME, np.array([spot[:3] for spot in spots]).reshape(-1, 3))


def assert_nothing_overlaps(spots: list[Spot]) -> None:
    chosen = place([request(index, spot) for index, spot in enumerate(spots)], obstacles(spots))
    placed = [candidate for candidate in chosen.values() if candidate]
    for one, other in combinations(placed, 2):
        assert not one.box.overlaps(other.box)
        if one.leader and other.leader:
            lines = [shapely.LineString([leader[:2], leader[2:]]) for leader in (one.leader, other.leader)]
            assert not lines[0].crosses(lines[1])
    for candidate in placed:
        assert FRAME.contains(candidate.box)
        for x, y, radius, _ in spots:
            box = candidate.box
            nearest = hypot(x - min(max(x, box.x), box.right), y - min(max(y, box.y), box.bottom))
            assert nearest >= radius - 0.01


@tried(25, 60, st.lists(SPOT, max_size=25))
def test_what_is_placed_overlaps_nothing(spots: list[Spot]) -> None:
    assert_nothing_overlaps(spots)


@pytest.mark.parametrize(
    "spots",
    [
        [(10, 10, 1, "a"), (23, 10, 1, "a")],  # circles as small as the room that a label may take of one
        [(10, 157, 2, "a"), (10, 190, 1, "a"), (29, 209, 27, "a"), (45, 166, 8, "aaa"), (50, 167, 12, "a")],
    ],
)
def test_what_is_placed_overlapped_once(spots: list[Spot]) -> None:
    assert_nothing_overlaps(spots)


@tried(8, 20, st.lists(SPOT, min_size=1, max_size=15), st.randoms(use_true_random=False))
def test_the_order_of_requests_does_not_matter(spots: list[Spot], random) -> None:
    requests = [request(index, spot) for index, spot in enumerate(spots)]
    shuffled = requests[:]
    random.shuffle(shuffled)
    assert place(requests, obstacles(spots)) == place(shuffled, obstacles(spots))


@pytest.mark.parametrize(
    "kept",
    [
        "(January 12, 2022)", "January 12, 2022", "(12 January 2022)", "12. Januar 2022", "12 de enero de 2022",
        "12 січня 2022 р.", "(20 فبراير 2024)", "(\u206720 فبراير 2024\u2069)", "2022년 1월 12일", "(two words)",
        "at least 2,500", "about 150", "не менее 1\u00a0000", "about 12 January 2022",
    ],
)  # fmt: skip
def test_no_line_ends_within_a_date_or_a_short_bracket(kept: str) -> None:
    """As wide as it is: at every width that the text is broken to, and on the page, whose lines a browser breaks."""
    text = f"As the paper says {kept}; and others of the same day"
    for width in range(60, 400, 7):
        lines = wrap(text, "source", 600, width)
        assert any(kept in line for line in lines), lines
        assert " ".join(lines) == text
    assert whole(text) == text.replace(kept, kept.replace(" ", "\u00a0"))


@pytest.mark.parametrize("path", sorted(TABLES.glob("??.json")), ids=lambda path: path.stem)
def test_no_line_ends_within_a_count_in_any_language(path: Path) -> None:
    for kind in (CountKind.ABOUT, CountKind.AT_LEAST, CountKind.AT_MOST):
        said = estimate(Estimate(kind, 2500, 2500), path.stem)
        assert whole(f"a {said}, b").split(" ") == ["a", f"{said},".replace(" ", "\u00a0"), "b"]
        assert whole(said[0].upper() + said[1:]).count(" ") == 0


def test_a_line_may_end_within_a_long_bracket() -> None:
    text = "As many (of whom some two hundred are said to have left since) as there"
    assert len(wrap(text, "source", 600, 120)) == 3
    assert whole(text) == text
    assert wrap_all("(two words)", "source", 600, 40) == ("(two", "words)"), "rather than within a word"
    assert whole("12 tanks 20220 and (one) 5 of 12, 2022") == "12 tanks 20220 and (one) 5 of 12, 2022"


def test_ways_in_columns_are_the_candidates_one_by_one() -> None:
    ways = joined([part.make() for part in around_circle([(BLOCK, 0.0), (replace(BLOCK, id="b"), 2.0)], 50, 60, 7)])
    assert list(Ways.of(list(ways))) == list(ways)
    assert sorted(way.slot for way in ways) == list(range(len(ways)))
    assert {way.anchor for way in ways} == {"start", "middle", "end"}
    assert {bool(way.leader) for way in ways[:32]} == {False} and all(way.leader for way in ways[32:])


def test_a_renamed_unit_moves_no_label_that_it_does_not_touch() -> None:
    spots = [(60.0 + 120 * (n % 5), 60.0 + 90 * (n // 5), 12.0, f"Place {n}") for n in range(20)]
    requests = [request(index, spot) for index, spot in enumerate(spots)]
    before = place(requests, obstacles(spots))
    renamed = [*requests[:7], request(7, (*spots[7][:3], "Elsewhere")), *requests[8:]]
    after = place(renamed, obstacles(spots))
    assert {id_: before[id_] for id_ in before if id_ != "u7"} == {id_: after[id_] for id_ in after if id_ != "u7"}


def test_a_label_gives_way_where_both_then_stand_better() -> None:
    """The first wants either side, the second only one: the first moves although it comes first."""
    block = Block((TextRow(("Long name",), "place"),), 600, id="a")
    wide = Box(100, 100, 80, 14)
    left, right = replace(wide, x=100), replace(wide, x=200)
    first = Request("a", "a", 2, Ways.of([Candidate(block, left, "start", 0), Candidate(block, right, "start", 1)]))
    second = Request("b", "b", 1, Ways.of([Candidate(block, left, "start", 0)]))
    chosen = place([first, second], Obstacles(FRAME, np.zeros((0, 3))))
    assert (chosen["a"], chosen["b"]) == (first.candidates[1], second.candidates[0])


def test_only_ground_that_circles_cover_is_told_to_be_closed() -> None:
    chance = np.random.default_rng(4)
    circles = np.column_stack([chance.uniform(0, 600, 260), chance.uniform(0, 400, 260), chance.uniform(2, 30, 260)])
    circles = circles[np.argsort(-circles[:, 2])]
    room = room_of(FRAME, circles)
    corners = chance.uniform(0, 370, (3000, 2))
    boxes = np.hstack([corners, corners + chance.uniform(1, 60, (3000, 2))])
    closed, hit = room.is_closed_to(boxes), boxes_on_circles(boxes, circles, CIRCLE_CLEARANCE)
    assert hit[closed].all()
    assert closed.sum() > 0.8 * hit.sum()


COORDINATE = st.integers(-50, 50).map(float)
SEGMENT = st.tuples(COORDINATE, COORDINATE, COORDINATE, COORDINATE)


@tried(60, 200, SEGMENT, SEGMENT)
def test_segments_against_boxes_and_segments_as_shapely_sees_them(first, second) -> None:
    line = shapely.LineString([first[:2], first[2:]])
    left, right = sorted((second[0], second[2] + 1))
    top, bottom = sorted((second[1], second[3] + 1))
    box = shapely.box(left, top, right, bottom)
    hit = bool(segments_hit_boxes(np.array([first]), np.array([[left, top, right, bottom]]))[0, 0])
    if shapely.distance(line, box) > 1e-6:
        assert not hit
    elif shapely.intersects(line, shapely.buffer(box, -1e-3)):
        assert hit
    other = shapely.LineString([second[:2], second[2:]])
    crossing = bool(cross(np.array([first]), np.array([second]))[0])
    if crossing:
        assert shapely.distance(line, other) < 1e-6
    circle = np.array([[second[0], second[1], 7.0]])
    through = bool(segments_hit_circles(np.array([first]), circle, 0.0)[0])
    distance = shapely.distance(line, shapely.Point(second[:2]))
    assert abs(distance - 7.0) < 1e-6 or through == (distance < 7.0)


def test_of_two_labels_for_one_place_the_larger_units_stands() -> None:
    """However cheap the place is for the smaller one, also when others are set anew."""
    box = Box(100, 100, 60, 20)
    for cost in (0.0, 9.0):
        large, small = (
            replace(
                request(index, (90, 110, radius, "a")),
                id=name,
                candidates=Ways.of([Candidate(BLOCK, box, "start", own)]),
                later=(),
            )
            for index, (name, radius, own) in enumerate((("large", 18, 9.0), ("small", 6, cost)))
        )
        chosen = place([small, large], obstacles([]))
        assert chosen["large"] is not None and chosen["small"] is None


POINTS = [
    pytest.param(positions, count, seed, marks=[pytest.mark.long] if count > 500 or seed > 1 else [])
    for positions, count in MOST
    for seed in SEEDS
]


@pytest.mark.parametrize(("positions", "count", "seed"), POINTS)
def test_of_many_points_99_in_100_of_those_are_named_that_can_be(positions: int, count: int, seed: int) -> None:
    requests = point_names(count, positions, seed)
    chosen = place(requests, OPEN)
    boxes = [found.box for found in chosen.values() if found]
    assert len(boxes) >= 0.99 * MOST[positions, count][SEEDS.index(seed)]
    tree = shapely.STRtree(shapely.box(*np.array([(b.x, b.y, b.right, b.bottom) for b in boxes]).T))
    one, other = tree.query(tree.geometries)
    assert not any(boxes[a].overlaps(boxes[b]) for a, b in zip(one, other, strict=True) if a != b)
    shuffled = [requests[number] for number in np.random.default_rng(seed).permutation(count)]
    assert place(shuffled, OPEN) == chosen


def beside(spots: list[Spot]) -> dict[str, Candidate | None]:
    """Where names stand that may be taken for those of other circles."""
    circles = obstacles(spots)
    return place(
        [request(index, spot) for index, spot in enumerate(spots)], replace(circles, marks=circles.circles)
    )  # fmt: skip


def off(box: Box, spot: Spot) -> float:
    """Px between a box and a circle."""
    x, y, radius, _ = spot
    return hypot(x - min(max(x, box.x), box.right), y - min(max(y, box.y), box.bottom)) - radius


def test_a_name_is_nearer_to_its_own_circle_than_to_another() -> None:
    """Sloviansk and Kramatorsk: right of the one the other lies at the end of the name, as near as its own."""
    alone = beside([(200, 200, 12, "Sloviansk")])["u0"]
    assert alone is not None and alone.slot == 0
    end = alone.box.right
    near, far = (end + 5 + 9, 200, 9, "Kramatorsk"), (end + 12 + 9, 200, 9, "Kramatorsk")
    assert beside([(200, 200, 12, "Sloviansk"), far])["u0"] == alone, "a clear margin"
    spots = [(200.0, 200.0, 12.0, "Sloviansk"), near]
    chosen = beside(spots)
    for index, spot in enumerate(spots):
        found = chosen[f"u{index}"]
        assert found is not None and found.leader is None
        assert off(found.box, spots[1 - index]) > off(found.box, spot) + 3.9


def test_a_name_that_could_be_taken_for_anothers_is_led_off() -> None:
    """Small circles all around leave room beside the middle one, from which a name would be read as one of theirs."""
    ring = [(300 + 26 * x, 200 + 26 * y, 8.0, "") for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1))]
    ring += [(274.0, 226.0, 8.0, ""), (274.0, 174.0, 8.0, "")]
    spots = [(300.0, 200.0, 5.0, "Ab"), *ring]
    circles = obstacles(spots)
    found = place([request(0, spots[0])], replace(circles, marks=circles.circles))["u0"]
    assert found is not None and found.leader is not None
    assert min(off(found.box, spot) for spot in ring) > 0


def test_ways_that_come_later_are_made_only_where_they_are_needed() -> None:
    made: list[str] = []

    def counted(index: int, spot: Spot) -> Request:
        asked = request(index, spot)
        later = tuple(
            replace(part, make=lambda part=part: made.append(asked.id) or part.make()) for part in asked.later
        )
        return replace(asked, later=later)

    free = [(60.0 + 120 * (n % 5), 60.0 + 90 * (n // 5), 12.0, f"Place {n}") for n in range(20)]
    place([counted(index, spot) for index, spot in enumerate(free)], obstacles(free))
    assert not made
    crowd = [(300.0 + 3 * n, 200.0, 12.0, f"Place {n}") for n in range(12)]
    place([counted(index, spot) for index, spot in enumerate(crowd)], obstacles(crowd))
    assert made and len(made) == len(set(made)), "each once"


def test_a_dear_label_makes_neighbours_move_whose_neighbours_move() -> None:
    """On the example's phone the total stood on the contact line, as its place needed two others to move in turn."""
    page = geomap.read(ROOT / "config.yaml").page("phone")
    (note,) = (text for text in page.texts if text.role == "note")
    lines = [item for group in page.groups for item in group.items if getattr(item, "id", "").startswith("contact")]
    assert lines
    box = shapely.box(note.box.x, note.box.y, note.box.right, note.box.bottom)
    assert not any(shapely.intersects(shapely.linestrings(ring), box) for line in lines for ring in line.rings)


def labelled(spot: Spot, index: int = 0) -> Request:
    """A name with two lines of formations below it, or without."""
    x, y, radius, name = spot
    head = TextRow((name,), "place")
    below = (TextRow(("Infantry battalion", "Tank battalion"), "formations"),)
    settings = [((head, *below), 0.0), ((head,), 9.0)]
    blocks = [(Block(rows, 600, owner=f"u{index}", id=f"u{index}"), loss) for rows, loss in settings]
    ways, later = parted(around_circle(blocks, x, y, radius))
    return Request(f"u{index}", name, 1000 + radius, ways, later, f"u{index}", mark=(x, y, radius))


def name_row(found: Candidate) -> Box:
    width, height = Block(found.block.rows[:1], 600).size
    left = {"start": 0.0, "middle": 0.5, "end": 1.0}[found.anchor] * (found.box.width - width)
    return Box(found.box.x + left, found.box.y, width, height)


def test_the_row_of_a_name_is_near_to_its_circle_whatever_stands_below_it() -> None:
    """A tall label whose last row touches the circle has its name far from it: it has fewer rows then, or a leader."""
    spot = (300.0, 300.0, 5.0, "Kapoeta")
    marks = np.array([spot[:3]])
    taken = Obstacles(FRAME, marks, boxes=(Box(0, 297, 600, 103),), marks=marks)  # nothing stands beside or below it
    found = place([labelled(spot)], taken)["u0"]
    assert found is not None
    assert found.leader or off(name_row(found), spot) < 2 * found.block.first_line_height


def test_a_name_that_is_clearly_nearer_to_anothers_circle_is_led_or_dropped() -> None:
    """Kapoeta: its name stood beside the circle of Torit, its own dot above, and was read as that of Torit."""
    own, other = (320.0, 200.0, 4.0, "Kapoeta"), (268.0, 232.0, 14.0, "Torit")
    ways = Ways.of([Candidate(BLOCK, Box(290, 226, 30, 12), "start", 0.0)])
    circles = np.array([own[:3], other[:3]])
    found = place(
        [replace(labelled(own), candidates=ways, later=())], Obstacles(FRAME, circles, marks=circles)
    )["u0"]  # fmt: skip
    assert found is None


def test_no_row_below_a_name_stands_right_beside_anothers_circle() -> None:
    """Kodok's platoon stood beside the "?" of Malakal, though its name was beside its own circle."""
    own, other = (200.0, 200.0, 5.0, "Kodok"), (196.0, 226.0, 4.5, "Malakal")
    circles = np.array([own[:3], other[:3]])
    asked = labelled(own)
    level = asked.candidates[1]  # its name is level with the circle
    apart = replace(level, box=replace(level.box, y=level.box.y - 15), cost=level.cost + 9)
    asked = replace(asked, candidates=Ways.of([level, apart]), later=())
    found = place([asked], Obstacles(FRAME, circles, marks=circles))["u0"]
    assert found == apart, "it costs less than to be read as Malakal's"
    assert place([asked], Obstacles(FRAME, circles[:1], marks=circles[:1]))["u0"] == level


def on_side(
    point: tuple[float, float], front: Front, marks: tuple[tuple[float, float, float], ...] = ()
) -> Candidate | None:
    circle = (*point, 6.0)
    block = Block((TextRow(("Sighting 68",), "place"),), 600)
    parts = around_circle([(block, 0.0)], *circle)
    ways, later = parted(parts, lambda some: on_own_side(point, some, [front]))
    asked = Request("u", "u", 1000, ways, later, "u", mark=circle)
    return place([asked], Obstacles(FRAME, np.array([circle, *marks])))["u"]


def test_no_name_of_a_unit_stands_across_a_front_nor_its_leader() -> None:
    """Its place below the front would say that it is on the other side: rather none."""
    line = shapely.LineString([(0, 212), (600, 212)])
    taken = tuple(
        (x, y, 9.0) for x in range(150, 460, 14) for y in range(60, 206, 14) if abs(x - 300) + abs(y - 200) > 24
    )
    found = on_side((300.0, 200.0), Front(line), taken)
    assert found is not None and found.box.y > 205, "any other line may be crossed"
    assert on_side((300.0, 200.0), Front(line, is_firm=True), taken) is None
    free = on_side((300.0, 200.0), Front(line, is_firm=True))
    assert free is not None and free.box.bottom < 212
    tilted = shapely.LineString([(318, 0), (318, 400)])
    free = on_side((300.0, 200.0), Front(tilted, is_firm=True))
    assert free is not None and free.box.right < 318
    assert on_side((318.0, 200.0), Front(tilted, is_firm=True)) is not None, "what lies on it has no side"


def test_a_name_is_led_out_of_the_circle_in_which_its_own_lies() -> None:
    """Ahmad al-Jaber in Camp Arifjan: nothing beside it is free, and a line out of the larger circle was refused."""
    spots = [(300.0, 200.0, 40.0, "Camp Arifjan"), (282.0, 196.0, 9.0, "Ahmad al-Jaber")]
    circles = obstacles(spots)
    chosen = place(
        [request(index, spot) for index, spot in enumerate(spots)], replace(circles, marks=circles.circles)
    )  # fmt: skip
    large, small = chosen["u0"], chosen["u1"]
    assert large is not None and large.leader is None
    assert small is not None and small.leader is not None
    assert off(small.box, spots[0]) > 0
    far = (230.0, 196.0, 9.0, "Far")
    assert all(found.leader is None for found in beside([spots[0], far]).values() if found), "else as before"


def test_a_leader_runs_through_no_circle_that_its_own_does_not_lie_on() -> None:
    own, other = (300.0, 200.0, 5.0), (330.0, 200.0, 14.0)
    leaders = np.array([[305.0, 200.0, 375.0, 200.0]])
    for circle, is_hit in ((other, True), ((310.0, 200.0, 20.0), False)):
        hit = segments_hit_circles(leaders, np.array([own, circle]), 0.5, np.array([own]), leaving=True)
        assert hit.tolist() == [is_hit]


def test_a_name_that_is_level_with_its_circle_is_cheaper_than_one_far_above_it() -> None:
    """Mundri's name stood two rows above its dot, for a region's border that ran below the other place."""
    spot = (300.0, 200.0, 4.0, "Mundri")
    border = shapely.LineString([(320, 212), (420, 212)])  # below the name, where it is level with the circle
    ground = replace(obstacles([spot]), lines=((border, 1.5),))
    found = place([labelled(spot)], ground)["u0"]
    assert found is not None and off(name_row(found), spot) < 10
