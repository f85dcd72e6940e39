import assert from "node:assert/strict";
import { test } from "node:test";
import { cases, loaded, pageData } from "./scripts.js";

const geomap = loaded("timeline");

for (const { days, spans, seen } of cases("days")) {
  /** @type {TimelineData} */
  const timeline = {
    days,
    words: days,
    as_of: days,
    first: spans.map(/** @param {[number, number]} span */ ([first]) => first),
    last: spans.map(/** @param {[number, number]} span */ ([, last]) => last),
    texts: [],
  };

  /** @param {number | undefined} day */
  const on = (day) => [...spans.keys()].filter((index) => geomap.isOnDay(timeline, index, day));

  test(`which units are seen on each of ${days.length} days; none chosen is the last`, () => {
    assert.deepEqual([...days.keys()].map(on), seen);
    assert.deepEqual(on(undefined), seen.at(-1));
    assert.equal(geomap.isLastDay(timeline, undefined), true);
    assert.equal(geomap.isLastDay(timeline, 0), days.length === 1);
  });

  test(`the most at one time of ${days.length} days`, () => {
    const most = Math.max(.../** @type {number[][]} */ (seen).map(({ length }) => length));
    assert.equal(geomap.mostAtOnce(pageData({ timeline, symbols: { total: spans.length } })), most);
  });
}

test("without days all are there at once", () => {
  assert.equal(geomap.mostAtOnce(pageData({ symbols: { total: 12 } })), 12);
});
