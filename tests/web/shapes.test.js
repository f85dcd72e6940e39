// What is drawn for a count: the rule of size, and the choice among the shapes that Python has drawn.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cases, loaded, pageData } from "./scripts.js";

const geomap = loaded("shapes", "counts");

for (const { max_value: maxValue, max_diameter: maxDiameter, value, diameter } of cases("diameters")) {
  test(`diameter of ${value} where ${maxValue} has ${maxDiameter} px`, () => {
    const found = geomap.diameter({ k: maxDiameter / Math.sqrt(maxValue) }, value);
    assert.ok(Math.abs(found - diameter) <= 1e-12 * diameter, `${found}`);
  });
}

const { limits, templates, counts } = cases("marks");
const data = pageData({ limits, templates: [templates] });

/**
 * Px of the shapes of a count, bottom to top.
 *
 * @param {Ends} ends
 * @param {[maxValue: number, maxDiameter: number]} scale
 * @param {number | null} most
 * @param {number} px
 */
function sizesOf(ends, [maxValue, maxDiameter], most, px) {
  const sheet = { k: (px * maxDiameter) / Math.sqrt(maxValue), px, most: px * (most ?? 0) };
  const count = geomap.asCount(ends);
  const shapes = data.templates[0][geomap.shapesOf(data, sheet, count, most !== null)];
  const sizes = shapes.filter(({ text }) => !text).map((shape) => geomap.sizeOf(sheet, shape, count));
  assert.equal(geomap.reachOf(sheet, shapes, count), Math.max(...sizes));
  return sizes;
}

for (const { count, scale, most, sizes } of counts) {
  const of = most === null ? "one unit" : `several of at most ${most} px`;
  for (const px of [1, 1.25]) {
    test(`marks of ${JSON.stringify(count)} on ${scale}, of ${of}, ${px} px`, () => {
      const found = sizesOf(count, scale, most, px).map((size) => size / px);
      assert.equal(found.length, sizes.length, `${found}`);
      for (const [i, size] of found.entries()) assert.ok(Math.abs(size - sizes[i]) < 0.003, `${found} for ${sizes}`);
    });
  }
}
