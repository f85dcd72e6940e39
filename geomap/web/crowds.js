// Crowds: where too many circles hide one another to be set side by side, their units are added up in one mark a side,
// as on the static maps. What is hidden here is seen closer by.
(function (geomap) {
  "use strict";

  const MOST_ASIDE = 11; // circles moved aside around others
  const REACH = 1.6; // times its radius and its neighbour's that a circle of a group is moved at most
  const LEAST = 3; // units of a crowd ...
  const LEAST_STUCK = 2; // ... or, where one has no place beside the others

  const unitsIn = (spots) => spots.flatMap((spot) => spot.members || [spot]);
  const apart = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);

  // The radius of one circle as large as those of all units among the spots.
  const reachOf = (spots) => Math.sqrt(unitsIn(spots).reduce((sum, unit) => sum + unit.radius ** 2, 0));

  function middle(spots) {
    const mean = (axis) => spots.reduce((sum, spot) => sum + spot[axis], 0) / spots.length;
    return { x: mean("x"), y: mean("y") };
  }

  // The groups of spots that are tied by hiding one another.
  function tied(hidden) {
    const groups = new Map();
    for (const { spot, others } of hidden) {
      const joined = new Set([...others, spot].flatMap((one) => [...(groups.get(one) || [one])]));
      for (const one of joined) groups.set(one, joined);
    }
    return [...new Set(groups.values())].map((group) => [...group]);
  }

  // The part of a group that one circle as large as its own covers, and what else lies in that circle.
  function compact(group, spots, { most, mayJoin }) {
    const weight = (start) => reachOf(group.filter((spot) => apart(spot, start) < spot.radius + start.radius));
    const taken = [group.reduce((best, spot) => (weight(spot) > weight(best) ? spot : best))];
    for (;;) {
      const centre = middle(unitsIn(taken));
      const reach = reachOf(taken);
      const left = group.filter((spot) => !taken.includes(spot));
      const far = (spot) => apart(spot, centre) - spot.radius;
      const nearest = left.reduce((best, spot) => (best && far(best) <= far(spot) ? best : spot), undefined);
      if (nearest && far(nearest) <= Math.min(reach, most / 2)) {
        taken.push(nearest);
        continue;
      }
      const isWithin = (spot) => apart(spot, centre) < reach && mayJoin(spot) && !taken.includes(spot);
      return reach > most / 2 ? taken : [...taken, ...spots.filter(isWithin)];
    }
  }

  // One mark a side and colour; a unit that is alone stays as it is.
  function marksOf(units, rule) {
    const kinds = new Map();
    for (const unit of [...units].sort(geomap.byRadius)) {
      const kind = rule.kindOf(unit.index);
      kinds.set(kind, [...(kinds.get(kind) || []), unit]);
    }
    return [...kinds.values()].map((members) =>
      members.length === 1
        ? members[0]
        : { ...rule.mark(members), ...middle(members), members, id: `${members[0].id}+${members.length - 1}` },
    );
  }

  // The spots with the marks of what is close together in a group; undefined where that makes them no fewer.
  function merged(group, spots, rule) {
    if (group.length === 0) return undefined;
    const taken = compact(group, spots, rule);
    const units = unitsIn(taken);
    const marks = marksOf(units, rule);
    if (marks.length >= taken.length) return undefined;
    return [...spots.filter((spot) => !taken.includes(spot)), ...marks].sort(geomap.byRadius);
  }

  // Groups that hide one another, and are too many, or too close to others, to be set side by side.
  function crowded(spots, frame, many, least, givenUp, rule) {
    const hidden = geomap.hidings(spots);
    const aside = new Set(hidden.map(({ spot }) => spot));
    const stuck = many ? new Set(geomap.setAside(spots, [...aside], frame, REACH).stuck) : new Set();
    return tied(hidden).flatMap((group) => {
      const members = group.filter(rule.mayJoin);
      const isStuck = group.some((spot) => stuck.has(spot));
      const isCrowd = isStuck || group.filter((spot) => aside.has(spot)).length > many;
      const enough = unitsIn(members).length >= (isStuck ? LEAST_STUCK : least);
      const isNew = members.some((spot) => !givenUp.has(spot.id));
      return isCrowd && isNew && members.length > 1 && enough ? [members] : [];
    });
  }

  // The spots, no crowd on another, nor on what it could take in; without room for that crowds take in others.
  function keptApart(spots, frame, rule) {
    const kindOf = (spot) => rule.kindOf((spot.members || [spot])[0].index);
    const areAlike = (one, other) =>
      one !== other && rule.mayJoin(one) && rule.mayJoin(other) && kindOf(one) === kindOf(other);
    let all = spots;
    for (;;) {
      let [pairs, from] = [geomap.pairsToJoin(all, areAlike), all];
      if (pairs.length === 0) {
        from = geomap.pushedApart(all, frame);
        pairs = geomap.pairsToJoin(from, areAlike);
        if (pairs.length === 0) pairs = geomap.nearestToWorst(from, areAlike);
        if (pairs.length === 0) return from;
      }
      // what was pushed for a try stands where it stood before
      const here = (spot) => all[from.indexOf(spot)];
      const joined = pairs.map((pair) => pair.map(here));
      const gone = new Set(joined.flat());
      const marks = joined.flatMap((pair) => marksOf(unitsIn(pair), rule));
      all = [...all.filter((spot) => !gone.has(spot)), ...marks].sort(geomap.byRadius);
    }
  }

  // The spots, those of crowds replaced by their marks. `rule` has `most`, the px that a circle takes at most,
  // `mayJoin(spot)`, `kindOf(index)` and `mark(members)`.
  geomap.gathered = function (spots, frame, rule) {
    const [many, least] = geomap.isFull(spots, frame) ? [0, 2] : [MOST_ASIDE, LEAST];
    const givenUp = new Set();
    let all = spots;
    for (;;) {
      const groups = crowded(all, frame, many, least, givenUp, rule);
      if (groups.length === 0) return keptApart(all, frame, rule);
      for (const group of groups) {
        const here = group.filter((spot) => all.includes(spot));
        const next = merged(here, all, rule);
        if (next) all = next;
        else for (const spot of group) givenUp.add(spot.id);
      }
    }
  };
})((window.geomap = window.geomap || {}));
