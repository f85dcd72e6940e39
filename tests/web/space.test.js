// Where things are: positions, and what finds them again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { loaded } from "./scripts.js";

const geomap = loaded("data", "tree", "cover", "sheets");

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
    const found = tree.within({ left, right, top, bottom }).sort((a, b) => a - b);
    assert.deepEqual(found, [...xs.keys()].filter(isIn));
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

test("a level holds from its scale on, and a label between its scales", () => {
  const levels = [1, 2, 4].map((from) => ({ from, until: 2 * from }));
  const sheet = /** @type {any} */ ({ levels });
  assert.deepEqual(
    [0.5, 1, 1.9, 2, 9].map((scale) => geomap.levelAt(sheet, scale).from),
    [1, 1, 1, 2, 4],
  );
  const label = /** @type {any} */ ([null, 0, 0, 0, 0, 0, 0, 2.5, 3]);
  const shown = [2, 2.5, 2.9, 3.1].map((scale) => geomap.isShownAt(/** @type {any} */ (levels[1]), label, scale));
  assert.deepEqual(shown, [false, true, true, false]);
});
