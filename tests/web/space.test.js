// Where things are: positions, and what finds them again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { loaded } from "./scripts.js";

const geomap = loaded("data", "grid", "tree", "cover", "spread", "apart", "crowds", "placement");

/** Numbers in 0..1, the same in every run. */
function* numbers() {
  for (let state = 7; ; state = (state * 16807) % 2147483647) yield state / 2147483647;
}

test("the square world of Web Mercator", () => {
  assert.deepEqual([-180, 0, 180, 540].map(geomap.worldX), [0, 0.5, 1, 2]);
  assert.equal(geomap.worldY(0), 0.5);
  for (const [lat, y] of /** @type {[number, number][]} */ ([
    [85.0511, 0],
    [90, 0],
    [-85.0511, 1],
    [-90, 1],
  ]))
    assert.ok(Math.abs(geomap.worldY(lat) - y) < 1e-6);
});

test("a column says a value once: for every row, for all rows, or a place for each", () => {
  assert.equal(geomap.valueAt({ values: ["a", "b"], index: null }, 1), "b");
  assert.equal(geomap.valueAt({ values: ["a"], index: [] }, 7), "a");
  assert.equal(geomap.valueAt({ values: ["a", "b"], index: [1, 0, 1] }, 2), "b");
});

test("the tree finds the points of a box, edges included, as looking at each one does", () => {
  const random = numbers();
  const [xs, ys] = [0, 1].map(() => Float64Array.from({ length: 500 }, () => random.next().value ?? 0));
  const tree = new geomap.Tree(xs, ys);
  for (const [left, right, top, bottom] of [
    [0, 1, 0, 1],
    [0.2, 0.4, 0.1, 0.9],
    [0.5, 0.5, 0, 1],
    [xs[3], xs[3], ys[3], ys[3]],
    [2, 3, 2, 3],
  ]) {
    const isIn = (/** @type {number} */ i) => xs[i] >= left && xs[i] <= right && ys[i] >= top && ys[i] <= bottom;
    const found = tree.within({ left, right, top, bottom }).sort((a, b) => a - b);
    assert.deepEqual(found, [...xs.keys()].filter(isIn));
  }
});

test("the grid finds boxes that share area, across its cells", () => {
  const grid = new geomap.Grid();
  const wide = { name: "wide" };
  grid.add({ left: -200, top: 10, right: 300, bottom: 20 }, wide);
  assert.deepEqual([...grid.meeting({ left: 250, top: 15, right: 251, bottom: 16 })], [wide]);
  assert.deepEqual([...grid.meeting({ left: -500, top: -500, right: 500, bottom: 500 })], [wide]);
  assert.equal(grid.meeting({ left: 300, top: 10, right: 310, bottom: 20 }).size, 0);
});

test("a circle is covered by enough discs, and by no fewer", () => {
  const cover = new geomap.Cover(200, 200, 0.5);
  for (let discs = 0; discs < 9; discs += 1) {
    assert.equal(cover.isSeen(100, 100, 10), true);
    cover.add(100, 100, 60);
  }
  assert.equal(cover.isSeen(100, 100, 10), false);
  assert.equal(cover.isSeen(30, 30, 10), true);
});

const FRAME = { left: 0, top: 0, right: 600, bottom: 400 };

/** @type {CrowdRule} */
const SPREAD = {
  crowds: "spread",
  most: 100,
  mayJoin: () => false,
  kindOf: () => "",
  mark: () => assert.fail("none is added up"),
};

test("circles on one point are set side by side, the largest where it was, none outside of the frame", () => {
  const spots = [20, 12, 9, 30].map((radius, index) => ({ index, id: `${index}`, x: 300, y: 200, radius }));
  const placed = geomap.settled(spots, FRAME, SPREAD);
  assert.deepEqual(placed.map(({ id }) => id).sort(), ["0", "1", "2", "3"]);
  const largest = placed.find(({ id }) => id === "3");
  assert.deepEqual([largest?.x, largest?.y, largest?.moved], [300, 200, undefined]);
  for (const [i, one] of placed.entries()) {
    assert.ok(one.x - one.radius >= 0 && one.x + one.radius <= 600);
    for (const other of placed.slice(i + 1))
      assert.ok(Math.hypot(one.x - other.x, one.y - other.y) > one.radius + other.radius);
  }
  for (const { moved, from } of placed) if (moved) assert.deepEqual(from, { x: 300, y: 200 });
});

test("where circles may overlap they stay where they are", () => {
  const spots = [8, 9].map((radius, index) => ({ index, id: `${index}`, x: 50, y: 50, radius }));
  const placed = geomap.settled(spots, FRAME, { ...SPREAD, crowds: "overlap" });
  assert.deepEqual(
    placed.map(({ id, x, y }) => [id, x, y]),
    [
      ["1", 50, 50],
      ["0", 50, 50],
    ],
  );
});

test("texts take free places by their cost, and what is taken stays taken", () => {
  const room = new geomap.Placement(FRAME, FRAME, () => false);
  const box = (/** @type {number} */ left) => ({ left, top: 10, right: left + 50, bottom: 30 });
  room.addBox(box(10));
  assert.deepEqual(room.place([box(20), box(100), box(200)], 50), box(100));
  assert.deepEqual(room.place([box(20), box(100), box(200)], 50), box(200));
  assert.equal(room.place([box(20), box(100), box(200)], 50), undefined);
  assert.equal(room.place([box(580)], 50), undefined, "outside of the frame");
});
