// Reads the page's data: what Python drew, in numbers. Places on the ground are px of a field, the plane that sheets of
// one projection share; x to the right, y downwards.
(function (geomap) {
  "use strict";

  // In a column stands each distinct value once: `index` is the place of each row's, [] where all rows have the one,
  // null where each row has its own.
  geomap.placeAt = ({ index }, row) => (index === null ? row : index[row] || 0);

  geomap.valueAt = (column, row) => column.values[geomap.placeAt(column, row)];

  // A row of pooled columns; what it lacks is null.
  geomap.recordOf = (columns, row) =>
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, geomap.valueAt(column, row)]));

  // The facts of a unit in words; what is empty is not stated.
  geomap.factOf = function (data, symbol) {
    const facts = Object.entries(geomap.recordOf(data.facts, data.symbols.unit[symbol]));
    const isStated = (value) => value && value.length !== 0;
    return Object.assign({ id: "", place: "" }, Object.fromEntries(facts.filter(([, value]) => isStated(value))));
  };

  geomap.idOf = (data, symbol) => geomap.valueAt(data.facts.id, data.symbols.unit[symbol]);

  // What a unit is called where it must be called something.
  geomap.nameOf = (data, symbol) => data.symbols.label[symbol] || geomap.idOf(data, symbol);

  // What became of a unit, on a map of the change.
  geomap.changeOf = (data, index) => (data.symbols.change ? data.symbols.change[index] : null);

  // What a record holds under a name that the user chose; undefined where it has none of its own.
  geomap.own = (record, name) => (Object.hasOwn(record, name) ? record[name] : undefined);

  // Columns of symbols with an entry for each.
  function unfold(symbols, facts) {
    const rows = Array.from({ length: symbols.total }, (_, row) => row);
    if (symbols.unit.length === 0) symbols.unit = rows;
    const own = symbols.label;
    symbols.label = symbols.unit.map((unit, row) => own[row] ?? geomap.valueAt(facts.place, unit));
    symbols.count = symbols.unit.map((unit) => geomap.placeAt(facts.troops, unit));
    ["kind", "minimum", "maximum"].forEach((name, end) => {
      symbols[name] = symbols.count.map((place) => symbols.counts[place][end]);
    });
  }

  // x, y, dx, dy, dx, dy ... in steps -> x, y, x, y ... in px of the field.
  function decoded(codes, [left, top], step) {
    const points = new Float64Array(codes.length);
    let [x, y] = [0, 0];
    for (let i = 0; i < codes.length; i += 2) {
      x += codes[i];
      y += codes[i + 1];
      points[i] = left + x * step;
      points[i + 1] = top + y * step;
    }
    return points;
  }

  function boxOf(rings) {
    const limits = [Infinity, Infinity, -Infinity, -Infinity];
    for (const ring of rings) {
      for (let i = 0; i < ring.length; i += 2) {
        limits[0] = Math.min(limits[0], ring[i]);
        limits[1] = Math.min(limits[1], ring[i + 1]);
        limits[2] = Math.max(limits[2], ring[i]);
        limits[3] = Math.max(limits[3], ring[i + 1]);
      }
    }
    return limits;
  }

  function place(shape, corner, step) {
    const { rings = [], lines } = shape;
    shape.rings = rings.map((codes) => decoded(codes, corner, step));
    shape.lines = lines?.map((codes) => decoded(codes, corner, step));
    shape.box = boxOf([...shape.rings, ...(shape.lines ?? [])]);
  }

  // Moves in steps of a degree -> degrees; null where there is none.
  function degreesOf(moves) {
    let step = 0;
    return moves.map((move) => (move === null ? null : (step += move) / 10000));
  }

  function placeField({ ground }) {
    const { box, steps, details, areas, lines, lattice } = ground;
    const [lon, lat] = lattice.map(degreesOf);
    ground.degrees = lon.flatMap((value, i) => [value, lat[i]]);
    for (const { detail, items } of details)
      for (const item of items) {
        if (!item.image) place(item, box, 1 / (steps * detail));
        else
          Object.assign(item, {
            box: [item.x, item.y, item.x + item.width, item.y + item.height].map((px, i) => box[i % 2] + px / detail),
          });
      }
    for (const shape of [...areas, ...lines]) place(shape, box, 1 / (steps * ground.upon));
  }

  // Finds of a level what stands aside, is in a crowd, or is not there, by its place.
  function indexed(level) {
    level.asideOf = new Map(level.asides.map((aside) => [aside[0], aside]));
    level.crowdOf = new Map(level.crowds.flatMap(({ places }, n) => places.map((place) => [place, n])));
    level.isGone = new Set(level.gone);
  }

  geomap.readData = function () {
    /** @type {PageData} */
    const data = geomap.written("geomap-data");
    unfold(data.symbols, data.facts);
    data.fields.forEach(placeField);
    const { marks } = data;
    if (marks?.units.length === 0) marks.units = marks.count.map((_, mark) => mark);
    for (const { levels } of data.sheets) levels.forEach(indexed);
    return data;
  };
})((window.geomap = window.geomap || {}));
