// Finds room for texts: what is taken (circles, boxes, lines), and the places that a text tries, best first.
// All in px of the whole world at one zoom. The same input gives the same places.
(function (geomap) {
  "use strict";

  const GAP = 5; // px between a circle and its text
  const TIP_GAP = 3; // px between the end of a leader and its text
  const DISTANCES = [14, 28, 46, 70]; // px from a circle to the end of a leader
  const TURNS = 16;
  const LEADER_STEP = 5; // px between the points that stand for a leader
  const LEADER_FREE = 4; // px at its start, beside the circle that it leads to
  const APART = 3; // px between two texts
  const LINE_HALF = 10; // px; half a line of text
  const LINE_STEP = 6; // px between the points that stand for a line
  // What a place costs beside its rank, so that a text rather takes a later place than ...
  const CROSSING = { overlay: 100, border: 4 }; // ... runs over a line
  const CUT = 20; // ... is cut off by the edge of the view

  const around = (left, top, width, height) => ({ left, top, right: left + width, bottom: top + height });

  const grown = (box, by) =>
    around(box.left - by, box.top - by, box.right - box.left + 2 * by, box.bottom - box.top + 2 * by);

  // The places of a text beside a circle, right of it first, with the side its lines are aligned to; all, or those of
  // one alignment.
  geomap.placesBeside = function (x, y, radius, width, height, anchor) {
    const out = radius + GAP;
    const slant = out * Math.SQRT1_2;
    const [right, left] = [x + out, x - out - width];
    const [middle, higher, lower] = [y - height / 2, y + LINE_HALF - height, y - LINE_HALF];
    const at = (align, dx, dy) => ({ ...around(dx, dy, width, height), align });
    const places = [
      at("start", right, middle),
      at("start", right, lower),
      at("start", right, higher),
      at("start", x + slant, y - slant - height),
      at("start", x + slant, y + slant),
      at("middle", x - width / 2, y - out - height),
      at("middle", x - width / 2, y + out),
      at("end", left, middle),
      at("end", left, lower),
      at("end", left, higher),
      at("end", x - slant - width, y - slant - height),
      at("end", x - slant - width, y + slant),
    ];
    return anchor ? places.filter((place) => place.align === anchor) : places;
  };

  // The box of a text beyond the tip of a leader that runs at an angle.
  function atTip(x, y, width, height, angle) {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    if (Math.abs(cos) > 0.35) {
      const left = cos > 0 ? x + TIP_GAP : x - TIP_GAP - width;
      return { ...around(left, y - height / 2, width, height), align: cos > 0 ? "start" : "end" };
    }
    const top = sin > 0 ? y + TIP_GAP : y - TIP_GAP - height;
    return { ...around(x - width / 2, top, width, height), align: "middle" };
  }

  // The places of a text further off a circle, each with a leader, the nearest first.
  geomap.placesLedOff = function (x, y, radius, width, height, anchor) {
    const places = DISTANCES.flatMap((distance) =>
      Array.from({ length: TURNS }, (_, turn) => {
        const angle = (2 * Math.PI * turn) / TURNS;
        /** @type {(reach: number) => Point} */
        const at = (reach) => [x + reach * Math.cos(angle), y + reach * Math.sin(angle)];
        const tip = at(radius + distance);
        /** @type {Leader} */
        const leader = [...at(radius), ...tip];
        return { ...atTip(...tip, width, height, angle), leader, rank: distance / 4 };
      }),
    );
    return anchor ? places.filter((place) => place.align === anchor) : places;
  };

  // A text centred on its point, then moved off it in growing rings.
  geomap.placesAround = function (x, y, width, height, reach) {
    const places = [around(x - width / 2, y - height / 2, width, height)];
    for (let away = 12; away <= reach; away += 12) {
      for (let turn = 0; turn < 16; turn += 1) {
        const angle = (turn * Math.PI) / 8;
        const [dx, dy] = [away * Math.cos(angle), away * Math.sin(angle)];
        places.push(around(x + dx - width / 2, y + dy - height / 2, width, height));
      }
    }
    return places.map((place, index) => ({ ...place, rank: index / 10 }));
  };

  const isInside = (box, outer) =>
    box.left >= outer.left && box.top >= outer.top && box.right <= outer.right && box.bottom <= outer.bottom;

  // Small boxes along a text's leader, if it has one.
  function points(leader) {
    if (!leader) return [];
    const [x1, y1, x2, y2] = leader;
    const length = Math.hypot(x2 - x1, y2 - y1);
    const count = Math.max(Math.ceil((length - LEADER_FREE) / LEADER_STEP), 1);
    return Array.from({ length: count }, (_, i) => {
      const share = (LEADER_FREE + i * LEADER_STEP) / Math.max(length, LEADER_FREE);
      return around(x1 + share * (x2 - x1) - 1, y1 + share * (y2 - y1) - 1, 2, 2);
    });
  }

  geomap.Placement = class {
    // Nothing is placed outside of `limits`; what is in `view` is seen now. `isOnCircle(box)` tells whether a box lies on
    // a circle. With `under`, all that is taken there is taken here too.
    /**
     * @param {Box} limits
     * @param {Box} view
     * @param {(box: Box) => boolean} isOnCircle
     * @param {Placement} [under]
     */
    constructor(limits, view, isOnCircle, under) {
      this.limits = limits;
      this.view = view;
      this.isOnCircle = isOnCircle;
      this.under = under;
      this.taken = new geomap.Grid();
      this.lines = under ? under.lines : { overlay: new geomap.Grid(), border: new geomap.Grid() };
    }

    // A copy that can be filled without filling this one.
    copy() {
      return new geomap.Placement(this.limits, this.view, this.isOnCircle, this);
    }

    addBox(box) {
      this.taken.add(box, {});
    }

    // A line of the `overlay`, or a `border`, which a text may rather cross.
    addLine(points, kind) {
      for (let i = 2; i < points.length; i += 2) {
        const [x, y, dx, dy] = [points[i - 2], points[i - 1], points[i] - points[i - 2], points[i + 1] - points[i - 1]];
        const steps = Math.ceil(Math.hypot(dx, dy) / LINE_STEP);
        for (let step = 0; step < steps; step += 1) {
          this.lines[kind].add(around(x + (dx * step) / steps - 1, y + (dy * step) / steps - 1, 2, 2), {});
        }
      }
    }

    isFree(box) {
      return isInside(box, this.limits) && !this.meets(box) && points(box.leader).every((point) => !this.meets(point));
    }

    meets(box) {
      return this.isTaken(box) || this.isOnCircle(box);
    }

    isTaken(box) {
      return this.taken.some(box, () => true) || Boolean(this.under?.isTaken(box));
    }

    cost(place, index) {
      let cost = place.rank === undefined ? index : place.rank;
      for (const kind of Object.keys(CROSSING)) if (this.lines[kind].some(place, () => true)) cost += CROSSING[kind];
      return isInside(place, this.view) ? cost : cost + CUT;
    }

    // Takes the cheapest free place; undefined where all are taken, or where all cost more than `most`.
    place(places, most) {
      let best;
      let least = most;
      places.forEach((place, index) => {
        const rank = place.rank === undefined ? index : place.rank; // no place costs less
        if (rank >= least || !this.isFree(place)) return;
        const cost = this.cost(place, index);
        if (cost < least) [best, least] = [place, cost];
      });
      if (best) [grown(best, APART), ...points(best.leader)].forEach((box) => this.addBox(box));
      return best;
    }
  };
})((window.geomap = window.geomap || {}));
