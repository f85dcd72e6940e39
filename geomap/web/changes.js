// What changed, on a map of the change: thin rings of ink for earlier counts, arrows of moves, ticks around what is new,
// a cross on what is gone. As geomap.layout.changes draws them; sizes come with the data.
(function (geomap) {
  "use strict";

  geomap.changeOf = (data, index) => (data.symbols.change ? data.symbols.change[index] : null);

  // Whether a box comes within `clear` px of a disc {x, y, radius}.
  geomap.meets = function (box, { x, y, radius }, clear) {
    const dx = Math.max(box.left - x, 0, x - box.right);
    const dy = Math.max(box.top - y, 0, y - box.bottom);
    return Math.hypot(dx, dy) < radius + clear;
  };

  function stroke(context, lines) {
    context.beginPath();
    for (const [[x1, y1], [x2, y2]] of lines) {
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
    }
    context.stroke();
  }

  const ringSizes = (before, scale, look) =>
    before.length ? before.map((value) => geomap.diameter(scale, value)) : [look.least_ring];

  function rings(context, x, y, change, scale, style) {
    const look = style.change;
    context.strokeStyle = style.ink;
    context.lineWidth = look.was_width;
    ringSizes(change.before, scale, look).forEach((diameter, i) => {
      context.setLineDash(i || change.is_at_most ? look.was_dash : []);
      context.beginPath();
      context.arc(x, y, diameter / 2, 0, 2 * Math.PI);
      context.stroke();
    });
    context.setLineDash([]);
  }

  // Px that the rings of an earlier count cover.
  geomap.wasDiameter = (change, scale, { change: look }) =>
    Math.max(look.least_ring, ...ringSizes(change.before, scale, look)) + look.was_width;

  // Px that all marks of a unit cover where it is; `diameter` is that of its marks of today.
  geomap.changedDiameter = function (change, diameter, scale, style) {
    if (change.kind === "removed") return geomap.wasDiameter(change, scale, style);
    if (change.kind === "added") return diameter + 2 * style.change.tick[1];
    return change.ring ? Math.max(diameter, geomap.wasDiameter(change, scale, style)) : diameter;
  };

  // Upon the marks of today, `diameter` px across.
  geomap.paintChange = function (context, x, y, change, diameter, scale, style) {
    const look = style.change;
    if (change.ring) rings(context, x, y, change, scale, style);
    context.strokeStyle = style.ink;
    context.lineWidth = look.stroke_width;
    if (change.kind === "removed") {
      const half = look.cross / 2;
      stroke(
        context,
        [1, -1].map((turn) => [
          [x - half, y - half * turn],
          [x + half, y + half * turn],
        ]),
      );
    }
    if (change.kind === "added") {
      const [near, far] = look.tick.map((away) => diameter / 2 + away);
      const ways = [
        [1, 0],
        [0, 1],
        [-1, 0],
        [0, -1],
      ];
      stroke(
        context,
        ways.map(([east, south]) => [near, far].map((away) => [x + away * east, y + away * south])),
      );
    }
  };

  // Where the unit was, and an arrow to where it is, from edge to edge; `here` and `origin` are {x, y, radius}.
  geomap.paintMove = function (context, here, origin, change, scale, style) {
    rings(context, origin.x, origin.y, change, scale, style);
    const length = Math.hypot(here.x - origin.x, here.y - origin.y);
    if (length <= here.radius + origin.radius) return;
    /** @type {(away: number) => Point} */
    const at = (away) => [
      origin.x + (away / length) * (here.x - origin.x),
      origin.y + (away / length) * (here.y - origin.y),
    ];
    const points = [at(origin.radius), at(length - here.radius)];
    geomap.paintArrow(context, points, style.lines.arrow, style.arrow, false);
  };

  // What the key shows of a kind of change, in the middle of a canvas.
  geomap.paintChangeSample = function (context, middle, kind, colour, scale, style) {
    const [now, before] = style.change.samples[kind];
    const change = { kind, before: before ? [before] : [], ring: before !== null && kind !== "steady" };
    const marks = now ? geomap.marks(scale, "exact", now, now) : [];
    geomap.paintMarks(context, middle, middle, marks, colour, style);
    geomap.paintChange(context, middle, middle, change, geomap.outerDiameter(marks), scale, style);
  };
})((window.geomap = window.geomap || {}));
