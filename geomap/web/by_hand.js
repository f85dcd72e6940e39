// Texts that the config sets by hand: where their boxes stand, and the leaders to what they speak of. In px.
(function (geomap) {
  "use strict";

  const NEAR = 12; // px; from there on a leader says which symbol the text is of
  const GAP = 3; // px between the end of a leader and the text
  const ALIGNED = { start: "left", middle: "center", end: "right" };

  const limited = (value, low, high) => Math.min(Math.max(value, low), high);

  const nearest = (box, [x, y]) => [limited(x, box.left, box.right), limited(y, box.top, box.bottom)];

  // How the lines of a text are aligned that the config gives an anchor.
  geomap.alignByHand = (element, set) => {
    if (set.anchor) element.style.textAlign = ALIGNED[set.anchor];
  };

  // The end of the text that the anchor names stands `dx` and `dy` off the point, at the middle of its first line.
  geomap.boxByHand = function (set, [x, y], { width, height, firstLine }) {
    const left = x + (set.dx ?? 0) - { start: 0, middle: width / 2, end: width }[set.anchor];
    const top = y + (set.dy ?? 0) - firstLine / 2;
    return { left, top, right: left + width, bottom: top + height };
  };

  // From the circle's edge to the box; nothing where the two are close.
  geomap.leaderToCircle = function (box, [x, y], radius) {
    const [nearX, nearY] = nearest(box, [x, y]);
    const away = Math.hypot(nearX - x, nearY - y);
    if (away - radius < NEAR) return undefined;
    const [ux, uy] = [(nearX - x) / away, (nearY - y) / away];
    return [x + ux * radius, y + uy * radius, x + ux * (away - GAP), y + uy * (away - GAP)];
  };

  // The point of a segment that is nearest to a point.
  /** @type {(start: Point, end: Point, point: Point) => Point} */
  function onSegment([ax, ay], [bx, by], [x, y]) {
    const square = (bx - ax) ** 2 + (by - ay) ** 2 || 1;
    const share = limited(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / square, 0, 1);
    return [ax + share * (bx - ax), ay + share * (by - ay)];
  }

  // The shortest leader from a line to the box; nothing where the line runs into the box.
  geomap.leaderToLine = function (box, points) {
    /** @type {Point[]} */
    const corners = [
      [box.left, box.top],
      [box.left, box.bottom],
      [box.right, box.top],
      [box.right, box.bottom],
    ];
    let best;
    for (let i = 2; i < points.length; i += 2) {
      /** @type {[Point, Point]} */
      const ends = [
        [points[i - 2], points[i - 1]],
        [points[i], points[i + 1]],
      ];
      if (cut(...ends, box)) return undefined;
      /** @type {(corner: Point) => Point} */
      const nearestTo = (corner) => onSegment(...ends, corner);
      for (const start of [...ends, ...corners.map(nearestTo)]) {
        const end = nearest(box, start);
        const length = Math.hypot(end[0] - start[0], end[1] - start[1]);
        if (!best || length < best.length) best = { start, end, length };
      }
    }
    if (!best) return undefined;
    const [[x1, y1], [x2, y2]] = [best.start, best.end];
    const share = Math.max(1 - GAP / best.length, 0);
    return [x1, y1, x1 + (x2 - x1) * share, y1 + (y2 - y1) * share];
  };

  // The part of a segment inside a box (Liang and Barsky); undefined where none is.
  function cut([ax, ay], [bx, by], box) {
    const edges = [
      [ax - bx, ax - box.left],
      [bx - ax, box.right - ax],
      [ay - by, ay - box.top],
      [by - ay, box.bottom - ay],
    ];
    let [from, to] = [0, 1];
    for (const [step, room] of edges) {
      if (step === 0 && room < 0) return undefined;
      if (step < 0) from = Math.max(from, room / step);
      if (step > 0) to = Math.min(to, room / step);
    }
    if (from > to) return undefined;
    return [from, to].flatMap((share) => [ax + share * (bx - ax), ay + share * (by - ay)]);
  }

  const lengthOf = (points) => {
    let length = 0;
    for (let i = 2; i < points.length; i += 2)
      length += Math.hypot(points[i] - points[i - 2], points[i + 1] - points[i - 1]);
    return length;
  };

  // The longest part of lines that lies in a box; undefined where none does.
  geomap.longestWithin = function (lines, box) {
    const parts = [];
    for (const points of lines) {
      let part = [];
      for (let i = 2; i < points.length; i += 2) {
        const inside = cut([points[i - 2], points[i - 1]], [points[i], points[i + 1]], box);
        const goesOn = inside && part.at(-2) === inside[0] && part.at(-1) === inside[1];
        if (inside && !goesOn) parts.push((part = inside));
        else if (inside) part.push(inside[2], inside[3]);
      }
    }
    return parts.length ? parts.reduce((best, part) => (lengthOf(part) > lengthOf(best) ? part : best)) : undefined;
  };
})((window.geomap = window.geomap || {}));
