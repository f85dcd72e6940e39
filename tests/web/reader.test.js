// What a reader asks for: filters, search, sorting, the address.
import assert from "node:assert/strict";
import { test } from "node:test";
import { column, loaded, pageData } from "./scripts.js";

const geomap = loaded(
  "data",
  "fold",
  "filter",
  "timeline",
  "rows",
  "counts",
  "panel",
  "address",
  "buttons",
  "degrees",
  "view",
);

const data = pageData({
  lang: "en",
  thousands: ",",
  filters: [
    {
      name: "side",
      options: [
        ["north", "Northern forces"],
        ["south", "Southern forces"],
      ],
      units: column([[0], [1], [0, 1], []]),
    },
  ],
  layers: [{ name: "Front", shapes: ["front-1", "front-2"], labels: [] }],
  words: { heading: { troops: "Troops" } },
  table: [
    ["place", "label"],
    ["formations", "formations"],
    ["troops", "count"],
    ["as_of", "day"],
    ["strength", "number"],
  ],
  facts: {
    id: column(["a", "b", "c", "d"]),
    place: column(["Łódź", "Saint-Denis", "Köln", "Åre"]),
    troops: column(["5", "At least 40", "", "Number not known"]),
    formations: column([[["Two brigades", "2 brigades"]], [], [], []]),
  },
  records: {
    place: column([null, "St. Denis, Réunion", null, null]),
    as_of: column(["2024-03-02", null, "2024-03-01", "2024-03-02"]),
    strength: column([9.5, -10, null, 100]),
  },
  symbols: {
    total: 4,
    unit: [0, 1, 2, 3],
    label: ["Łódź", "Saint-Denis", "Köln", "Åre"],
    kind: ["exact", "at_least", "gone", "unknown"],
    minimum: [5, 40, null, null],
    maximum: [5, null, null, null],
  },
});
const filter = new geomap.Filter(data);

/** @param {Partial<State>} asked */
const shown = (asked) => filter.shown({ ...geomap.everything(), ...asked });

test("who asks for nothing sees all", () => {
  assert.deepEqual(shown({}), [0, 1, 2, 3]);
  assert.equal(geomap.isFiltered(geomap.everything()), false);
  assert.equal(geomap.isFiltered({ ...geomap.everything(), least: "0" }), true);
});

test("a unit may have several options of a filter, or none", () => {
  assert.deepEqual(shown({ chosen: { side: "north" } }), [0, 2]);
  assert.deepEqual(shown({ chosen: { side: "south" } }), [1, 2]);
});

test("names are found without accents, case and marks, as they are labelled and as they were written", () => {
  assert.deepEqual(shown({ search: "lodz" }), [0]);
  assert.deepEqual(shown({ search: "SAINT DENIS" }), [1]);
  assert.deepEqual(shown({ search: "reunion" }), [1]);
  assert.deepEqual(shown({ search: "  köLN " }), [2]);
  assert.deepEqual(shown({ search: "nowhere" }), []);
});

test("only what is certain is at least so many", () => {
  assert.deepEqual(shown({ least: "40" }), [1]);
  assert.deepEqual(shown({ least: "1" }), [0, 1]);
  assert.deepEqual(shown({ least: "0" }), [0, 1, 2, 3]);
});

test("folding, in any script", () => {
  const pairs = [
    ["Łódź", "lodz"],
    ["Straße", "strasse"],
    ["STRASSE", "strasse"],
    ["Київ", "киів"],
    ["Þórshöfn – Ðæ", "thorshofn dae"],
    ["L'Île-d’Yeu", "l ile d yeu"],
  ];
  for (const [name, folded] of pairs) assert.equal(geomap.fold(name), folded);
});

test("numbers sort by what is certain, then by what may be; what is not known comes last either way", () => {
  const key = geomap.sortKeys(data, "troops", new geomap.Wording(data));
  assert.deepEqual(geomap.sorted([0, 1, 2, 3], key, true), [1, 0, 2, 3]);
  assert.deepEqual(geomap.sorted([3, 2, 1, 0], key, false), [0, 1, 3, 2]);
});

test("texts sort as the language does, and equal ones keep their order", () => {
  const words = new geomap.Wording(data);
  assert.deepEqual(geomap.sorted([0, 1, 2, 3], geomap.sortKeys(data, "place", words), false), [3, 2, 0, 1]);
  assert.deepEqual(geomap.sorted([0, 1, 2, 3], geomap.sortKeys(data, "as_of", words), false), [2, 0, 3, 1]);
  assert.deepEqual(geomap.sorted([0, 1, 2, 3], geomap.sortKeys(data, "as_of", words), true), [0, 3, 2, 1]);
});

test("a field that is a number sorts as one", () => {
  const key = geomap.sortKeys(data, "strength", new geomap.Wording(data));
  assert.deepEqual(geomap.sorted([0, 1, 2, 3], key, false), [1, 0, 3, 2]);
});

/** @type {Ground} */
const GROUND = {
  box: [0, 0, 400, 400],
  steps: 4,
  upon: 16,
  cells: 1,
  lattice: [],
  degrees: [170, 60, -150, 60, 170, 20, -150, 20],
  details: [],
  areas: [],
  lines: [],
};

/**
 * What an address is written of, on a map of which only the view is asked.
 *
 * @param {State} state
 * @param {number} depth
 * @returns {Visited}
 */
const visited = (state, depth) => ({
  state,
  data,
  ground: GROUND,
  map: /** @type {import("leaflet").Map} */ (
    /** @type {unknown} */ ({
      getZoom: () => 3 + depth,
      getMinZoom: () => 3,
      getCenter: () => ({ lat: -117.5, lng: 195 }),
    })
  ),
});

test("an address holds what a reader asked for", () => {
  const state = {
    ...geomap.everything(),
    search: "lodz & co",
    least: "40",
    chosen: { side: "north" },
    off: ["labels"],
  };
  const hash = geomap.writtenAddress(visited({ ...state, hidden: ["front-1"] }, 1.5), 1);
  const read = geomap.readAddress(`#${hash}`, data);
  const view = { centre: [48.25, -170.5], depth: 1.5 };
  assert.deepEqual(read, { ...state, hidden: ["front-1"], view, unit: 1 });
});

test("the first view needs no address", () => {
  assert.equal(geomap.writtenAddress(visited(geomap.everything(), 0), -1), "");
});

test("an address that is not ours says nothing, and of ours only what the data know counts", () => {
  assert.equal(geomap.readAddress("#figure-2", data), undefined);
  const wild = "#q=&least=1e9&off=all&off=labels&hide=x&c=91,0&z=2&unit=z&side=west";
  const nothing = { ...geomap.everything(), off: ["labels"], unit: -1 };
  assert.deepEqual(geomap.readAddress(wild, data), nothing);
  assert.deepEqual(geomap.readAddress("#c=1,541&z=2", data)?.view, undefined);
  assert.deepEqual(geomap.readAddress("#c=1,2&z=0", data)?.view, undefined);
  assert.deepEqual(geomap.readAddress("#c=1,2", data)?.view, undefined);
});

test("a link to a unit with a history opens what is reported of it on the day; a day between two has the state before", () => {
  const timeline = {
    days: ["2024-03-01", "2024-03-05", "2024-04-01"],
    words: [],
    as_of: [],
    first: [0, 1, 2, 0],
    last: [0, 1, 2, 1],
    texts: [],
  };
  const symbols = { ...data.symbols, unit: [0, 1, 2, 3] };
  const facts = { ...data.facts, id: column(["a", "a", "a", "b"]) };
  const history = pageData({ ...data, timeline, symbols, facts });
  for (const [hash, day, unit] of /** @type {[string, number | undefined, number][]} */ ([
    ["#unit=a", undefined, 2],
    ["#unit=a&day=2024-03-01", 0, 0],
    ["#day=2024-03-05&unit=a", 1, 1],
    ["#day=2024-03-20&unit=a", 1, 1],
    ["#day=2024-02-20", 0, -1],
    ["#day=2025-01-01", 2, -1],
    ["#day=today", undefined, -1],
    ["#unit=b", undefined, -1],
    ["#unit=b&day=2024-03-20", 1, 3],
  ])) {
    const read = geomap.readAddress(hash, history);
    assert.deepEqual([read?.day, read?.unit], [day, unit], hash);
  }
});

test("a button says of its unit what is known of it, and no more", () => {
  assert.equal(geomap.spoken(data, 0), "Łódź, Troops: 5, Two brigades");
  assert.equal(geomap.spoken(data, 1), "Saint-Denis, Troops: At least 40");
  assert.equal(geomap.spoken(data, 2), "Köln");
});
