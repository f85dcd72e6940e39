// Crowds are kept apart, as on the static maps: the circles that add units up lie on no other of them, and on no unit
// that they could hold.
(function (geomap) {
  "use strict";

  const GAP = 1.5; // px between two crowds
  const DEEP = 0.35; // of the smaller of two radii: where they overlap by less they are pushed apart
  const BESIDE = 12; // px between a small crowd and what it takes in ...
  const LEAST_SAID = 12; // ... px of its radius, so that it can say how many it is
  const PASSES = 50; // until all are apart, or have no room for it
  const POINT = 0.01; // px: what is nearer stands on one point
  const TOUCH = 0.5; // px that two may lie on each other nevertheless

  const gapOf = (one, other) => Math.hypot(one.x - other.x, one.y - other.y) - one.radius - other.radius;

  // Crowds, each with what could be added up with it and lies deep in it or, where its circle is small, beside it; the
  // nearest first, none in two pairs.
  geomap.pairsToJoin = function (spots, areAlike) {
    const found = [];
    for (const spot of spots.filter((one) => one.members)) {
      const isSmall = spot.radius < LEAST_SAID && !spot.isLarge;
      for (const other of spots) {
        const gap = gapOf(spot, other);
        const reach = isSmall ? BESIDE : -DEEP * Math.min(spot.radius, other.radius);
        if (gap < reach && areAlike(spot, other)) found.push([gap, spot, other]);
      }
    }
    const paired = new Set();
    return found
      .sort((a, b) => a[0] - b[0])
      .filter(([, one, other]) => {
        if (paired.has(one) || paired.has(other)) return false;
        paired.add(one).add(other);
        return true;
      })
      .map(([, one, other]) => /** @type {[Spot, Spot]} */ ([one, other]));
  };

  // Px that a disc is to move right and down, off the others that it lies on: by its share of their depth.
  function stepOff(disc, others, shareOf) {
    let [right, down] = [0, 0];
    for (const other of others) {
      if (other === disc) continue;
      const depth = GAP - gapOf(disc, other);
      if (depth <= 0) continue;
      const away = Math.hypot(disc.x - other.x, disc.y - other.y);
      const level = disc.order < other.order ? -1 : 1; // on one point: side by side, in their order
      right += depth * shareOf(other) * (away > POINT ? (disc.x - other.x) / away : level);
      down += depth * shareOf(other) * (away > POINT ? (disc.y - other.y) / away : 0);
    }
    return [right, down];
  }

  // Discs pushed off one another and off single ones, each at most `reach` px from its home and within the frame.
  function pushed(homes, single, frame, reachOf) {
    let discs = homes.map((home, order) => ({ ...home, ...heldIn(frame, home), order }));
    for (let pass = 0; pass < PASSES; pass += 1) {
      const steps = discs.map((disc) => {
        const own = stepOff(disc, discs, (other) => other.radius ** 2 / (disc.radius ** 2 + other.radius ** 2));
        const off = stepOff(disc, single, () => 1);
        return [own[0] + off[0], own[1] + off[1]];
      });
      if (Math.max(...steps.flat().map(Math.abs)) < TOUCH / 4) break;
      discs = discs.map((disc, i) => {
        const [dx, dy] = [disc.x + steps[i][0] - homes[i].x, disc.y + steps[i][1] - homes[i].y];
        const part = Math.min(reachOf(disc) / Math.max(Math.hypot(dx, dy), POINT), 1);
        return { ...disc, ...heldIn(frame, { ...disc, x: homes[i].x + dx * part, y: homes[i].y + dy * part }) };
      });
    }
    return discs;
  }

  // Where a disc lies whole within the frame, off the corner of the zoom buttons if there is room beside or below it.
  function heldIn(frame, { x, y, radius }) {
    const [wide, high] = [frame.right - frame.left, frame.bottom - frame.top];
    const room = Math.min(radius + 1, wide / 2, high / 2);
    const held = {
      x: Math.min(Math.max(x, frame.left + room), frame.right - room),
      y: Math.min(Math.max(y, frame.top + room), frame.bottom - room),
    };
    const [edge, below] = [frame.left + geomap.CONTROLS.width, frame.top + geomap.CONTROLS.height];
    const depth = radius - Math.hypot(Math.max(held.x - edge, 0), Math.max(held.y - below, 0));
    if (depth <= 0) return held;
    const ways = [
      { x: edge + room, y: held.y },
      { x: held.x, y: below + room },
    ].filter((way) => way.x <= frame.right - room && way.y <= frame.bottom - room);
    const far = (way) => Math.abs(way.x - x) + Math.abs(way.y - y);
    return ways.sort((one, other) => far(one) - far(other))[0] || held;
  }

  // The spots, the crowds among them pushed off one another, and before, not far, off single circles, which stay.
  geomap.pushedApart = function (spots, frame) {
    const crowds = spots.filter((spot) => spot.members);
    if (crowds.length === 0) return spots;
    const isNear = (spot, crowd) => gapOf(spot, crowd) < crowd.radius + GAP;
    const single = spots.filter((spot) => !spot.members && crowds.some((crowd) => isNear(spot, crowd)));
    const off = pushed(crowds, single, frame, (disc) => disc.radius);
    const apart = pushed(off, [], frame, () => Number.POSITIVE_INFINITY);
    const moved = new Map(
      crowds.map((crowd, i) => {
        const { x, y } = apart[i];
        return [crowd, { ...crowd, x, y, from: crowd.from || { x: crowd.x, y: crowd.y } }];
      }),
    );
    return spots.map((spot) => moved.get(spot) || spot);
  };

  // Of the two crowds that lie deepest on each other one, and the nearest that it can be added up with: a unit beside
  // it, or another crowd. None where all are apart.
  geomap.nearestToWorst = function (spots, areAlike) {
    const crowds = spots.filter((spot) => spot.members);
    let least = -TOUCH;
    /** @type {Spot[]} */
    let close = [];
    crowds.forEach((one, i) => {
      for (const other of crowds.slice(i + 1))
        if (gapOf(one, other) < least) [least, close] = [gapOf(one, other), [one, other]];
    });
    /** @type {(one: Spot) => [Spot, Spot][]} */
    const pairsOf = (one) => spots.filter((other) => areAlike(one, other)).map((other) => [one, other]);
    const pairs = close.flatMap(pairsOf);
    const near = pairs.filter(([one, other]) => other.members || gapOf(one, other) < one.radius);
    return near.sort((a, b) => gapOf(...a) - gapOf(...b)).slice(0, 1);
  };
})((window.geomap = window.geomap || {}));
