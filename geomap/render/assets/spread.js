// Circles that hide one another are set side by side, each with a tick to its true point: as on the static maps.
(function (geomap) {
  "use strict";

  const MOST = 500; // symbols; with more, the smaller simply lie on top of the larger
  const STEP = 3; // px between the distances that are tried
  const LONGEST_TICK = 40; // px beyond the symbol in the way; a longer one is no longer read as a tick
  const CROWD = 12; // so many hidden symbols are a crowd, and ticks would hide more than they show
  const TURNS = 24;
  const CLEAR = 1.5; // px around a symbol that is moved aside

  const distance = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);

  // A small circle on a large one is seen; two on one point, or two of a size that nearly cover each other, are not.
  function hide(larger, smaller) {
    const apart = distance(larger, smaller);
    if (larger.isUnknown || smaller.isUnknown) return apart < larger.radius + smaller.radius;
    const alike = smaller.radius > 0.7 * larger.radius;
    return apart < Math.max(0.45 * smaller.radius, 2) || (alike && apart < 0.6 * larger.radius);
  }

  const isInside = ({ x, y }, reach, frame) =>
    x - reach >= frame.left && x + reach <= frame.right && y - reach >= frame.top && y + reach <= frame.bottom;

  // The spot at the nearest place where it touches no other; where it was if there is none.
  function aside(spot, placed, frame) {
    const reach = spot.radius + CLEAR;
    const inTheWay = placed.filter((other) => hide(other, spot)).map((other) => other.radius);
    const farthest = reach + Math.max(...inTheWay) + LONGEST_TICK;
    for (let away = spot.radius + STEP; away < farthest; away += STEP) {
      for (let turn = 0; turn < TURNS; turn += 1) {
        const angle = (2 * Math.PI * turn) / TURNS;
        const place = { ...spot, x: spot.x + away * Math.cos(angle), y: spot.y + away * Math.sin(angle), moved: true };
        const isClear = placed.every((other) => distance(other, place) > other.radius + reach);
        if (isClear && isInside(place, reach, frame)) return place;
      }
    }
    return spot;
  }

  // `spots`: {index, id, x, y, radius, isUnknown} in px. Those moved aside, by index.
  geomap.spread = function (spots, frame) {
    const inside = spots.filter((spot) => isInside(spot, 0, frame));
    if (inside.length > MOST) return new Map();
    const [placed, hidden] = [[], []];
    for (const spot of inside.sort((a, b) => b.radius - a.radius || (a.id < b.id ? -1 : 1)))
      (placed.some((other) => hide(other, spot)) ? hidden : placed).push(spot);
    if (hidden.length > CROWD) return new Map();
    for (const spot of hidden) placed.push(aside(spot, placed, frame));
    return new Map(placed.filter((spot) => spot.moved).map((spot) => [spot.index, spot]));
  };
})((window.geomap = window.geomap || {}));
