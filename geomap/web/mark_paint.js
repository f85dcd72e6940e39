// Paints what stands for a count: discs, rings, question marks. The map and the key paint them here.
(function (geomap) {
  "use strict";

  const TICK = 0.9; // px; its width
  const POINT = 2.6; // px across; of a true point
  const SMALL_POINT = 1.8; // px across; where more than FEW lie within NEAR px
  const FEW = 4;
  const NEAR = 20;

  function ring(context, x, y, diameter, from, to) {
    context.beginPath();
    context.arc(x, y, diameter / 2, from || 0, to === undefined ? 2 * Math.PI : to);
  }

  // The white edge lies outside the disc, so that the filled area stays the number.
  function disc(context, x, y, diameter, colour, style) {
    context.globalAlpha = style.opacity;
    context.fillStyle = colour;
    ring(context, x, y, diameter);
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = style.edge;
    context.lineWidth = style.edge_width;
    ring(context, x, y, diameter + style.edge_width);
    context.stroke();
  }

  geomap.paintRing = function (context, x, y, diameter, colour, dash, from, to) {
    context.strokeStyle = colour;
    context.lineWidth = 1.4;
    context.setLineDash(dash);
    ring(context, x, y, diameter, from, to);
    context.stroke();
    context.setLineDash([]);
  };

  const outline = geomap.paintRing;

  // A light ring, as of a blurred outline. What lies below does not show through, as in print.
  function soft(context, x, y, diameter, colour, style) {
    context.lineWidth = style.about.width;
    ring(context, x, y, diameter);
    context.strokeStyle = style.edge;
    context.stroke();
    context.globalAlpha = style.about.strength;
    context.strokeStyle = colour;
    context.stroke();
    context.globalAlpha = 1;
  }

  function hollow(context, x, y, diameter, colour, style) {
    context.fillStyle = style.edge;
    ring(context, x, y, diameter);
    context.fill();
    outline(context, x, y, diameter, colour, []);
  }

  function question(context, x, y, colour) {
    context.fillStyle = colour;
    context.font = '600 11px "Source Sans 3", Arial, sans-serif';
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText("?", x, y + 0.5);
  }

  // Dashes of which whole ones go around a ring, and enough of them to see it as one.
  function ringDash(diameter) {
    const around = Math.PI * diameter;
    const period = around / Math.max(Math.round(around / 6), 7);
    return [(period * 3.5) / 6, (period * 2.5) / 6];
  }

  geomap.paintMarks = function (context, x, y, marks, colour, style) {
    for (const { shape, diameter } of marks) {
      if (shape === "disc" || shape === "dot") disc(context, x, y, diameter, colour, style);
      if (shape === "soft") soft(context, x, y, diameter, colour, style);
      if (shape === "dashed") outline(context, x, y, diameter, colour, ringDash(diameter));
      if (shape === "open") outline(context, x, y, diameter, colour, [], 0.25 * Math.PI, 1.75 * Math.PI);
      if (shape === "zero" || shape === "unknown") hollow(context, x, y, diameter, colour, style);
      if (shape === "unknown") question(context, x, y, colour);
    }
  };

  // From where a unit is to the edge of its symbol that was moved aside.
  geomap.paintTick = function (context, spot, point, view, colour) {
    const share = 1 - spot.radius / Math.hypot(spot.x - point.x, spot.y - point.y);
    const [x, y] = [point.x - view.left, point.y - view.top];
    context.strokeStyle = colour;
    context.lineWidth = TICK;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + share * (spot.x - point.x), y + share * (spot.y - point.y));
    context.stroke();
  };

  // Where the units are whose symbols were moved aside; smaller where there are many.
  geomap.paintTruePoints = function (context, points, view, colour) {
    context.fillStyle = colour;
    for (const point of points) {
      const near = points.filter((other) => Math.hypot(other.x - point.x, other.y - point.y) < NEAR).length;
      ring(context, point.x - view.left, point.y - view.top, near <= FEW ? POINT : SMALL_POINT);
      context.fill();
    }
  };
})((window.geomap = window.geomap || {}));
