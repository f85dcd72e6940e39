// Which sheet a width shows, and what of it a scale.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cases, loaded, sheetOf } from "./scripts.js";

const geomap = loaded("sheets");

/** @typedef {[since: number, until: number]} Range */

/**
 * A level whose labels stand at their places by number.
 *
 * @param {{ from: number; until: number; labels: Range[] }} stated
 * @returns {Level}
 */
const levelOf = ({ from, until, labels }) => ({
  from,
  until,
  asides: [],
  crowds: [],
  labels: labels.map(([since, to], i) => [null, i, 0, 0, 0, 0, 0, since, to]),
  gone: [],
  asideOf: new Map(),
  crowdOf: new Map(),
  isGone: new Set(),
});

for (const { levels, seen } of cases("scales")) {
  const sheet = sheetOf({ levels: levels.map(levelOf) });
  for (const { scale, level, labels } of seen)
    test(`level and labels at ${scale} of ${levels.length} levels`, () => {
      // A zoom is a logarithm: what comes back is off by its last digits.
      for (const off of [1 - 1e-9, 1, 1 + 1e-9]) {
        const found = geomap.levelAt(sheet, scale * off);
        assert.equal(sheet.levels.indexOf(found), level);
        const shown = found.labels.filter((label) => geomap.isShownAt(found, label, scale * off));
        assert.deepEqual(
          shown.map(([, id]) => id),
          labels,
        );
      }
    });
}

test("two labels of one place take turns at the scale where one ends", () => {
  const level = levelOf({
    from: 1,
    until: 4,
    labels: [
      [0, 2],
      [2, 0],
    ],
  }); // prettier-ignore
  for (let scale = 1.9; scale < 2.1; scale += 0.0001)
    assert.equal(level.labels.filter((label) => geomap.isShownAt(level, label, scale)).length, 1, `${scale}`);
});

test("farther than its levels a sheet shows the first", () => {
  const sheet = sheetOf({ levels: [levelOf({ from: 1, until: 4, labels: [] })] });
  assert.equal(geomap.levelAt(sheet, 0.3), sheet.levels[0]);
});

const SHEETS = [1050, 700, 360].map((width) => sheetOf({ frame: [width, width / 2], place: [width / 1050, 10, 20] }));

test("the widest sheet that fits is shown as it was drawn, and the narrowest smaller where none fits", () => {
  const [wide, middle, narrow] = SHEETS;
  for (const [width, sheet, scale] of /** @type {[number, Sheet, number][]} */ ([
    [2000, wide, 1],
    [1050, wide, 1],
    [1049.6, wide, 1049.6 / 1050],
    [1049, middle, 1],
    [360, narrow, 1],
    [320, narrow, 320 / 360],
  ])) {
    assert.equal(geomap.sheetAt(SHEETS, width), sheet, `${width}`);
    assert.equal(geomap.homeScale(sheet, width), scale);
  }
});

test("a point of a sheet in px of the field, and back", () => {
  const [, sheet] = SHEETS;
  const [x, y] = geomap.middleOf(sheet);
  const [scale, left, top] = sheet.place;
  assert.ok(Math.abs(x * scale - left - 350) < 1e-9 && Math.abs(y * scale - top - 175) < 1e-9);
  assert.equal(geomap.fieldScale(sheet, 2), 2 * scale);
});
