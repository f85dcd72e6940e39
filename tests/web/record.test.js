import assert from "node:assert/strict";
import { test } from "node:test";
import { cases, column, loaded, pageData } from "./scripts.js";

const geomap = loaded("data", "record");

const ENDS = ["", "_min", "_max", "_kind"];
const COUNTS = ["troops", "tanks"].flatMap((name) => ENDS.map((end) => name + end));
const NAMES = ["country", "formations", "basis", "sources", "grade", "as_of", "until", "precision", "found_by"];

/**
 * @param {string} place
 * @param {[name: string, value: string][]} more
 */
const oneUnit = (place, more = []) =>
  pageData({
    name: "map",
    title: "A map",
    steps: 10_000,
    columns: ["id", "label", "place", "lat", "lon", "side", ...COUNTS, ...NAMES, ...more.map(([name]) => name)],
    symbols: { unit: [0], lon: [305_000], lat: [-12_500], kind: ["range"], minimum: [3], maximum: [5] },
    facts: { id: column(["a"]), place: column([place]) },
    records: {
      ...Object.fromEntries(NAMES.map((name) => [name, column([null])])),
      place: column([null]),
      side: column(["north"]),
      equipment: column([[["tanks", 4, 4, "exact"]]]),
      more: column([more]),
    },
  });

test("a unit as a row: a range has no one number, what is one number stands alone too", () => {
  const row = geomap.record(oneUnit("Here"), 0);
  assert.deepEqual([row.id, row.label, row.place, row.side], ["a", "Here", "Here", "north"]);
  assert.deepEqual([row.lat, row.lon], [-1.25, 30.5]);
  assert.deepEqual([row.troops, row.troops_min, row.troops_max, row.troops_kind], [null, 3, 5, "range"]);
  assert.deepEqual([row.tanks, row.tanks_min, row.tanks_max, row.tanks_kind], [4, 4, 4, "exact"]);
});

test("units of a page as the rows that Python's files have", () => {
  const { page, rows } = cases("rows");
  const own = loaded("data", "record");
  own.written = () => ({ ...page, fields: [], sheets: [] });
  const data = own.readData();
  for (const [index, stated] of rows.entries()) {
    const row = own.record(data, index);
    assert.deepEqual(Object.keys(row), page.columns);
    assert.deepEqual(Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== null)), stated);
  }
});

test("what is carried stands under its heading, whatever that is", () => {
  const more = /** @type {[string, string][]} */ ([
    ["__proto__", "a"],
    ["=Seen by", "b,c"],
  ]);
  const row = geomap.record(oneUnit("Here", more), 0);
  assert.deepEqual(Object.entries(row).slice(-2), more);
  const [head, line] = geomap.csv(oneUnit("Here", more), [0]).split("\r\n");
  assert.ok(head.endsWith(",__proto__,'=Seen by") && line.endsWith(',a,"b,c"'), head + line);
});

/**
 * The cell of a label in the copied table, as a reader of CSV gets it.
 *
 * @param {string} text
 */
function copied(text) {
  const written = geomap.csv(oneUnit(text), [0]).split("\r\n").slice(1, -1).join("\r\n");
  const cell = /^a,(?:"((?:[^"]|"")*)"|([^",]*)),/.exec(written);
  assert.ok(cell, written);
  return cell[1] === undefined ? cell[2] : cell[1].replaceAll('""', '"');
}

for (const { text, guarded } of cases("formulas")) {
  test(`copied, ${JSON.stringify(text)} is no formula`, () => assert.equal(copied(text), guarded));
}

test("quotes and commas are quoted", () => {
  for (const text of ['say "a", or b', "a\nb", "a,b", '"']) assert.equal(copied(text), text);
});

test("the download is GeoJSON", () => {
  const made = JSON.parse(geomap.geojson(oneUnit("Here"), [0]));
  assert.deepEqual([made.type, made.name, made.title, made.features.length], ["FeatureCollection", "map", "A map", 1]);
  assert.deepEqual(made.features[0].geometry, { type: "Point", coordinates: [30.5, -1.25] });
  assert.deepEqual(JSON.parse(geomap.geojson(oneUnit("Here"), [])).features, []);
});
