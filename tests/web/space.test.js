// Where things are: positions, and what finds them again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { loaded } from "./scripts.js";

const geomap = loaded("data", "tree", "cover", "degrees");

/** Numbers in 0..1, the same in every run. */
function* numbers() {
  for (let state = 7; ; state = (state * 16807) % 2147483647) yield state / 2147483647;
}

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
    const found = /** @type {number[]} */ ([]);
    const isAny = tree.some({ left, right, top, bottom }, (i) => found.push(i) === 0);
    assert.equal(isAny, false);
    assert.deepEqual(
      found.sort((a, b) => a - b),
      [...xs.keys()].filter(isIn),
    );
  }
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

/**
 * The ground of a field that is a plain grid of degrees, from a western edge on.
 *
 * @param {number} west
 * @param {(lon: number, lat: number) => boolean} isOnEarth
 * @returns {Ground}
 */
function plain(west, isOnEarth = () => true) {
  const cells = 8;
  const degrees = /** @type {Ground["degrees"]} */ ([]);
  for (let row = 0; row <= cells; row += 1)
    for (let column = 0; column <= cells; column += 1) {
      const [lon, lat] = [west + 5 * column, 60 - 5 * row];
      degrees.push(...(isOnEarth(lon, lat) ? [lon > 180 ? lon - 360 : lon, lat] : [null, null]));
    }
  return {
    box: [-100, 50, 800, 400],
    steps: 4,
    upon: 16,
    cells,
    lattice: [],
    degrees,
    details: [],
    areas: [],
    lines: [],
  };
}

/**
 * @param {Point | undefined} found
 * @param {Point} expected
 */
function near(found, expected) {
  assert.ok(found, "nowhere");
  for (const axis of /** @type {const} */ ([0, 1]))
    assert.ok(Math.abs(found[axis] - expected[axis]) < 1e-6, `${found}`);
}

test("degrees of a point of the field lie between those of the lattice, and back", () => {
  const ground = plain(10);
  near(geomap.toDegrees(ground, [-100, 50]), [60, 10]);
  near(geomap.toDegrees(ground, [250, 175]), [47.5, 27.5]);
  near(geomap.toField(ground, [47.5, 27.5]), [250, 175]);
  near(geomap.toField(ground, [20, 50]), [700, 450]);
});

test("across the antimeridian degrees go on", () => {
  const ground = plain(165);
  near(geomap.toDegrees(ground, [300, 250]), [40, -175]);
  near(geomap.toField(ground, [40, -175]), [300, 250]);
  near(geomap.toField(ground, [40, 185]), [300, 250]);
  near(geomap.toField(ground, [40, 170]), [0, 250]);
});

test("beyond the edge of the earth there are no degrees", () => {
  const ground = plain(10, (lon) => lon < 40);
  assert.equal(geomap.toDegrees(ground, [650, 100]), undefined);
  near(geomap.toDegrees(ground, [100, 100]), [55, 20]);
});
