// Circles that hide one another are set side by side, each with a tick to its true point, as on the static maps. Of a
// crowd they are added up before.
(function (geomap) {
  "use strict";

  const MOST_OF_MAP = 0.6; // that all circles may cover side by side
  const LEAST_SEEN = 0.6; // of a circle's dots must be seen between the smaller ones that lie upon it
  const STEP = 3; // px between the distances that are tried
  const TURNS = 24;
  const GAP = 1.5; // px between circles side by side
  const LEAST_REACH = 12; // px that even a small circle may be moved aside

  const distance = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);

  // Dots of a circle of radius 1.
  const DOTS = [0.4, 0.7, 0.95].flatMap((share) =>
    Array.from({ length: 12 }, (_, turn) => (turn * Math.PI) / 6).map((angle) => ({
      x: share * Math.cos(angle),
      y: share * Math.sin(angle),
    })),
  );

  // 0, then to either side in turn.
  const ANGLES = Array.from({ length: TURNS }, (_, i) => i - TURNS / 2)
    .sort((a, b) => Math.abs(a) - Math.abs(b) || a - b)
    .map((turn) => (2 * Math.PI * turn) / TURNS);

  // A small circle on a large one is seen; two on one point, or two of a size that nearly cover each other, are not.
  function hide(larger, smaller) {
    const apart = distance(larger, smaller);
    if (larger.isUnknown || smaller.isUnknown) return apart < larger.radius + smaller.radius;
    if (smaller.radius > 0.7 * larger.radius && apart < 0.6 * larger.radius) return true;
    return !larger.members && apart < Math.max(0.45 * smaller.radius, 2); // on a light circle it is seen
  }

  // The larger first.
  geomap.byRadius = (a, b) => b.radius - a.radius || (a.id < b.id ? -1 : 1);

  // Whether the map has no room for all circles side by side.
  geomap.isFull = function (spots, frame) {
    const covered = spots.reduce((sum, spot) => sum + (2 * (spot.radius + GAP)) ** 2, 0);
    return covered > MOST_OF_MAP * (frame.right - frame.left) * (frame.bottom - frame.top);
  };

  // Those of the spots, largest first, that would hide a larger one or be hidden by it: alone, or with others; and which.
  geomap.hidings = function (spots) {
    /** @type {{ spot: Spot; dots: { x: number; y: number }[] }[]} */
    const placed = []; // with the dots that no other covers yet
    /** @type {{ spot: Spot; others: Spot[] }[]} */
    const hidden = [];
    for (const spot of spots) {
      const near = placed.filter((other) => distance(other.spot, spot) < other.spot.radius + spot.radius);
      const left = near.map(({ dots }) => dots.filter((dot) => distance(dot, spot) > spot.radius));
      const isTied = (other, i) => hide(other.spot, spot) || left[i].length < LEAST_SEEN * DOTS.length;
      const others = near.filter(isTied).map((other) => other.spot);
      if (others.length) {
        hidden.push({ spot, others });
        continue;
      }
      near.forEach((other, i) => {
        other.dots = left[i];
      });
      const { x, y, radius } = spot;
      placed.push({ spot, dots: DOTS.map((dot) => ({ x: x + radius * dot.x, y: y + radius * dot.y })) });
    }
    return hidden;
  };

  const isInside = ({ x, y }, reach, frame) =>
    x - reach >= frame.left && x + reach <= frame.right && y - reach >= frame.top && y + reach <= frame.bottom;

  // The direction away from what hides the spot.
  function outward(spot, placed) {
    const near = placed.filter((other) => distance(other, spot) < other.radius + spot.radius);
    const mean = (axis) => near.reduce((sum, other) => sum + other[axis], 0) / near.length;
    const rounded = (value) => Math.round(value * 1000) / 1000 + 0;
    const [x, y] = [rounded(spot.x - mean("x")), rounded(spot.y - mean("y"))];
    return Math.hypot(x, y) > 0.5 ? Math.atan2(y, x) : 0;
  }

  // Px from a point to a line between two others.
  function toSegment(point, from, to) {
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const along = ((point.x - from.x) * dx + (point.y - from.y) * dy) / Math.max(dx * dx + dy * dy, 1e-9);
    const share = Math.min(Math.max(along, 0), 1);
    return Math.hypot(from.x + share * dx - point.x, from.y + share * dy - point.y);
  }

  // Whether a circle lies on none of the ticks, and its own runs below no foreign circle.
  function isClear(place, start, foreign, ticks) {
    const hits = (from, to, disc) => toSegment(disc, from, to) < disc.radius;
    return !foreign.some((disc) => hits(start, place, disc)) && !ticks.some(([from, to]) => hits(from, to, place));
  }

  // The spot at the nearest place where it touches no other, rather away from what hides it; undefined where there is
  // none. `most` is how many times its own radius and that of the largest near it this may be, and only where it is
  // without bound may the tick run below others, or the circle upon a tick.
  function aside(spot, placed, frame, most) {
    const reach = spot.radius + GAP;
    const first = outward(spot, placed);
    const start = spot.from || { x: spot.x, y: spot.y };
    const home = (other) => other.from || other;
    const foreign = placed.filter((other) => distance(home(other), start) >= other.radius + spot.radius);
    const ticks = placed.filter((other) => other.from).map((other) => [other.from, other]);
    const near = placed.filter((other) => distance(other, spot) < other.radius + spot.radius);
    const largest = Math.max(0, ...near.map((other) => other.radius));
    const whole = Math.max(frame.right - frame.left, frame.bottom - frame.top);
    const farthest = Math.min(whole, most * (spot.radius + largest) + LEAST_REACH);
    let nearest;
    for (let away = spot.radius + STEP; away < farthest; away += STEP) {
      for (const angle of ANGLES) {
        const [x, y] = [spot.x + away * Math.cos(first + angle), spot.y + away * Math.sin(first + angle)];
        const place = { ...spot, x, y, moved: true, from: start };
        const isFree = (other) => distance(other, place) > other.radius + reach;
        if (!isInside(place, reach, frame) || !placed.every(isFree)) continue;
        if (isClear(place, start, foreign, ticks)) return place;
        if (most === Infinity) nearest ??= place;
      }
    }
    return nearest;
  }

  // The spots with the hidden ones moved aside, and those of them that find no place.
  geomap.setAside = function (spots, hidden, frame, most = Infinity) {
    const isHidden = new Set(hidden);
    const placed = spots.filter((spot) => !isHidden.has(spot));
    const stuck = [];
    for (const spot of hidden) {
      const found = aside(spot, placed, frame, most);
      placed.push(found || spot);
      if (!found) stuck.push(spot);
    }
    return { placed, stuck };
  };

  // `spots`: {index, id, x, y, radius, isUnknown} in px. Where they stand, the larger first, crowds added up by `rule`.
  geomap.settled = function (spots, frame, rule) {
    const inOrder = spots.filter((spot) => isInside(spot, 0, frame)).sort(geomap.byRadius);
    if (rule.crowds === "overlap") return inOrder;
    const all = rule.crowds === "sum" ? geomap.gathered(inOrder, frame, rule) : inOrder;
    const hidden = geomap
      .hidings(all)
      .map(({ spot }) => spot)
      .filter((spot) => !spot.members);
    return geomap.setAside(all, hidden, frame).placed;
  };
})((window.geomap = window.geomap || {}));
