// Degrees of a point of a field, and back, between the points of a lattice that Python has projected.
(function (geomap) {
  "use strict";

  const STEPS = 12; // of Newton's method, which needs three or four

  // Longitude and latitude between the corners of a cell; undefined beyond the edge of the earth. Longitudes go on past
  // 180 where a cell lies across the antimeridian.
  function between({ degrees, cells }, column, row) {
    const [left, top] = [column, row].map((at) => Math.min(Math.max(Math.floor(at), 0), cells - 1));
    const [across, down] = [column - left, row - top];
    const corner = (dx, dy) => 2 * ((top + dy) * (cells + 1) + left + dx);
    const corners = [corner(0, 0), corner(1, 0), corner(0, 1), corner(1, 1)];
    if (corners.some((at) => degrees[at] === null || degrees[at + 1] === null)) return undefined;
    const first = degrees[corners[0]];
    const lon = corners.map((at) => first + ((((degrees[at] - first) % 360) + 540) % 360) - 180);
    const lat = corners.map((at) => degrees[at + 1]);
    const mixed = (v) =>
      (v[0] * (1 - across) + v[1] * across) * (1 - down) + (v[2] * (1 - across) + v[3] * across) * down;
    return { lon: mixed(lon), lat: mixed(lat) };
  }

  const placeIn = ({ box, cells }, [x, y]) => [((x - box[0]) / box[2]) * cells, ((y - box[1]) / box[3]) * cells];

  // Latitude and longitude of a point of the field.
  geomap.toDegrees = function (ground, point) {
    const found = between(ground, ...placeIn(ground, point));
    return found && [found.lat, ((((found.lon + 180) % 360) + 360) % 360) - 180];
  };

  const apart = (lon, from) => ((((lon - from) % 360) + 540) % 360) - 180;

  // The point of the field at a latitude and longitude; undefined where it is not near.
  geomap.toField = function (ground, [lat, lon]) {
    const { box, cells } = ground;
    let [column, row] = [cells / 2, cells / 2];
    for (let step = 0; step < STEPS; step += 1) {
      const here = between(ground, column, row);
      const [right, below] = [between(ground, column + 0.01, row), between(ground, column, row + 0.01)];
      if (!here || !right || !below) return undefined;
      const [a, c] = [apart(right.lon, here.lon) * 100, (right.lat - here.lat) * 100];
      const [b, d] = [apart(below.lon, here.lon) * 100, (below.lat - here.lat) * 100];
      const [dLon, dLat] = [apart(lon, here.lon), lat - here.lat];
      const det = a * d - b * c;
      if (!det) return undefined;
      column = Math.min(Math.max(column + (d * dLon - b * dLat) / det, 0), cells);
      row = Math.min(Math.max(row + (a * dLat - c * dLon) / det, 0), cells);
    }
    return [box[0] + (column / cells) * box[2], box[1] + (row / cells) * box[3]];
  };
})((window.geomap = window.geomap || {}));
