import assert from "node:assert/strict";
import { test } from "node:test";
import { cases, loaded, pageData, wordsOf } from "./scripts.js";

const geomap = loaded("shapes", "counts");

/** @type {(ends: Ends) => Count} */
const count = ([kind, minimum, maximum]) => ({ kind, minimum, maximum });

for (const { name, counts, sum } of cases("sums")) {
  test(`sum: ${name}`, () => assert.deepEqual(geomap.sumOf(counts), count(sum)));
}

test("none claimed in a sum is a number that is not known", () => {
  assert.deepEqual(geomap.sumOf([["absent", null, null]]), count(["unknown", null, null]));
  const sum = geomap.sumOf([
    ["absent", null, null],
    ["exact", 5, 5],
  ]);
  assert.deepEqual(sum, count(["at_least", 5, null]));
});

for (const { lang, thousands, count: ends, said } of cases("counts_in_words")) {
  test(`${said} in ${lang}`, () => {
    const counts = wordsOf(ends[0] === "exact" ? "en" : lang);
    const wording = new geomap.Wording(pageData({ lang, words_lang: lang, thousands, counts }));
    assert.equal(wording.count(count(ends)), said);
  });
}

test("a language that the browser does not know counts as English does", () => {
  const wording = new geomap.Wording(pageData({ lang: "no such tag", words_lang: "no such tag", thousands: "" }));
  assert.equal(wording.number(1234567), "1,234,567");
});

for (const { max_value: maxValue, max_diameter: maxDiameter, value, diameter } of cases("diameters")) {
  test(`diameter of ${value} where ${maxValue} has ${maxDiameter} px`, () => {
    const found = geomap.diameter(/** @type {any} */ ({ k: maxDiameter / Math.sqrt(maxValue) }), value);
    assert.ok(Math.abs(found - diameter) <= 1e-12 * diameter, `${found}`);
  });
}

test("words that a text has no place for, and places without words, stay", () => {
  assert.equal(geomap.fill("{n} of {total}, {other}", { n: 3, total: "9" }), "3 of 9, {other}");
});
