// Reads the page's data and turns its numbers into positions. "World" coordinates are Web Mercator in 0..1,
// x eastwards, y southwards; a view across the antimeridian runs past 1.
(function (geomap) {
  "use strict";

  geomap.worldX = (lon) => (lon + 180) / 360;

  geomap.worldY = (lat) => {
    const limited = Math.max(-85.0511, Math.min(85.0511, lat));
    return 0.5 - Math.asinh(Math.tan((limited * Math.PI) / 180)) / (2 * Math.PI);
  };

  // x, y, dx, dy, dx, dy ... in steps of a degree -> x, y, x, y ... in world coordinates.
  function decoded(codes, steps) {
    const world = new Float64Array(codes.length);
    let lon = 0;
    let lat = 0;
    for (let i = 0; i < codes.length; i += 2) {
      lon += codes[i];
      lat += codes[i + 1];
      world[i] = geomap.worldX(lon / steps);
      world[i + 1] = geomap.worldY(lat / steps);
    }
    return world;
  }

  function box(rings) {
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

  function place(shape, steps) {
    shape.rings = shape.rings.map((codes) => decoded(codes, steps));
    shape.box = box(shape.rings);
  }

  // Longitudes of a view that crosses the antimeridian go on past 180.
  const unwrapped = (lon, west) => (lon < west ? lon + 360 : lon);

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

  // What a record holds under a name that the user chose; undefined where it has none of its own.
  geomap.own = (record, name) => (Object.hasOwn(record, name) ? record[name] : undefined);

  // Columns of symbols with an entry for each.
  function unfold(symbols, facts) {
    const rows = Array.from({ length: symbols.total }, (_, row) => row);
    if (symbols.unit.length === 0) symbols.unit = rows;
    for (const name of ["formations", "pictograms", "colour"]) {
      const column = symbols[name];
      symbols[name] = rows.map((row) => geomap.valueAt(column, row));
    }
    const own = symbols.label;
    symbols.label = symbols.unit.map((unit, row) => own[row] ?? geomap.valueAt(facts.place, unit));
    symbols.count = symbols.unit.map((unit) => geomap.placeAt(facts.troops, unit));
    ["kind", "minimum", "maximum"].forEach((name, end) => {
      symbols[name] = symbols.count.map((place) => symbols.counts[place][end]);
    });
  }

  // Where a name from the basemap may stand: a box, and points for its middle. World coordinates.
  function ground(extent, spots, steps, west) {
    const [left, south, right, north] = extent;
    /** @type {Point[]} */
    const points = [];
    for (let i = 0; i < spots.length; i += 2)
      points.push([geomap.worldX(unwrapped(spots[i] / steps, west)), geomap.worldY(spots[i + 1] / steps)]);
    const edge = geomap.worldX(unwrapped(left, west));
    const box = {
      left: edge,
      right: edge + (right - left) / 360,
      top: geomap.worldY(north),
      bottom: geomap.worldY(south),
    };
    return { box, points };
  }

  geomap.readData = function () {
    /** @type {PageData} */
    const data = geomap.written("geomap-data");
    const crossing = data.artboards.find((artboard) => artboard.bounds[2] > 180);
    const west = crossing ? crossing.bounds[0] : -Infinity;
    [...data.areas, ...data.lines].forEach((shape) => place(shape, data.steps));
    const symbols = data.symbols;
    unfold(symbols, data.facts);
    symbols.x = Float64Array.from(symbols.lon, (lon) => geomap.worldX(unwrapped(lon / data.steps, west)));
    symbols.y = Float64Array.from(symbols.lat, (lat) => geomap.worldY(lat / data.steps));
    for (const change of symbols.change || []) {
      if (!change?.origin) continue;
      const [lon, lat] = change.origin.map((steps) => steps / data.steps);
      change.from = [geomap.worldX(unwrapped(lon, west)), geomap.worldY(lat)];
    }
    for (const label of data.labels) {
      label.x = geomap.worldX(unwrapped(label.lon, west));
      label.y = geomap.worldY(label.lat);
      if (label.extent) label.ground = ground(label.extent, label.spots ?? [], data.steps, west);
    }
    return data;
  };
})((window.geomap = window.geomap || {}));
