// The marks of crowds: light circles with a dark edge.
(function (geomap) {
  "use strict";

  const EDGE = 1.6; // px of the line around the circle, within its diameter
  const TINT = 0.3; // of its colour within that line
  const LEAST_LIGHT = 8; // px; a smaller circle is not light, but has a ring
  const AROUND = 6; // px that this ring is wider
  const LARGE = 34; // px; two rings in place of a circle that would take too much of the map
  const LARGEST = 0.52; // of the smaller side of the map, which a circle takes at most

  geomap.largestCrowd = (frame) => LARGEST * Math.min(frame.right - frame.left, frame.bottom - frame.top);

  // What units are added up to, and how their mark looks; `most` px are what a circle may take.
  geomap.crowdMark = function (data, scale, members, most) {
    const { symbols, style } = data;
    const counts = members.map(({ index }) => symbols.counts[symbols.count[index]]);
    const isAbsent = counts.every(([kind]) => kind === "absent");
    const sum = isAbsent ? { kind: "absent", minimum: null, maximum: null } : geomap.sumOf(counts);
    const marks = geomap.marks(scale, sum.kind, sum.minimum, sum.maximum);
    const outer = geomap.outerDiameter(marks);
    const isLarge = geomap.diameter(scale, sum.maximum || sum.minimum || 0) > most;
    const isRinged = !isLarge && (marks[0].shape !== "disc" || marks[0].diameter < LEAST_LIGHT);
    const own = isLarge ? LARGE + EDGE : geomap.drawnDiameter(style, sum.kind, sum.maximum, outer);
    const radius = (own + (isRinged ? AROUND + EDGE : 0)) / 2;
    const inner = isLarge ? LARGE - AROUND : isRinged ? 0 : marks[0].diameter - 2 * EDGE;
    const colour = symbols.colour[members[0].index];
    return { sum, marks, isLarge, isRinged, isUnknown: sum.kind === "unknown", radius, room: inner / 2, colour };
  };

  function ring(context, x, y, diameter, colour, fill) {
    context.beginPath();
    context.arc(x, y, diameter / 2, 0, 2 * Math.PI);
    context.fillStyle = fill;
    context.fill();
    context.strokeStyle = colour;
    context.lineWidth = EDGE;
    context.stroke();
  }

  function disc(context, x, y, diameter, colour, style) {
    ring(context, x, y, diameter + style.edge_width, style.edge, style.edge);
    context.globalAlpha = TINT;
    ring(context, x, y, diameter - EDGE, colour, colour);
    context.globalAlpha = 1;
    ring(context, x, y, diameter - EDGE, colour, "transparent");
  }

  // How the key samples them: as a light circle, with a ring, or not to scale.
  geomap.crowdSamples = function (colour) {
    const point = { marks: geomap.marks({ maxValue: 1, maxDiameter: 1 }, "absent", null, null), radius: 9, colour };
    return {
      crowd: { marks: [{ shape: "disc", diameter: 16 }], colour },
      ringed: { ...point, isRinged: true },
      large: { isLarge: true, large: 18, colour },
    };
  };

  geomap.kindOfCrowd = ({ isLarge, isRinged }) => (isLarge ? "large" : isRinged ? "ringed" : "crowd");

  geomap.paintCrowd = function (context, x, y, crowd, style) {
    const { colour, marks = [], radius = 0 } = crowd;
    if (crowd.isLarge)
      for (const wide of [crowd.large || LARGE, (crowd.large || LARGE) - AROUND])
        ring(context, x, y, wide, colour, style.edge);
    else {
      if (crowd.isRinged) ring(context, x, y, 2 * radius - EDGE, colour, style.edge);
      const isLight = !crowd.isRinged && marks[0].shape === "disc";
      if (isLight) disc(context, x, y, marks[0].diameter, colour, style);
      geomap.paintMarks(context, x, y, isLight ? marks.slice(1) : marks, colour, style);
    }
  };
})((window.geomap = window.geomap || {}));
