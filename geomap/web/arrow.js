// Arrows of movement: a head on a shaft, which is tapered, or dashed where the movement is not exactly known.
(function (geomap) {
  "use strict";

  const LEAST = 4; // px; what is shorter has no direction that could be seen

  const distance = ([ax, ay], [bx, by]) => Math.hypot(bx - ax, by - ay);

  const lengthOf = (points) => points.slice(1).reduce((sum, point, i) => sum + distance(points[i], point), 0);

  // The line without its last `cut` px.
  function shaftOf(points, cut) {
    const shaft = points.slice();
    let rest = cut;
    while (shaft.length > 2 && distance(shaft.at(-2), shaft.at(-1)) <= rest) {
      rest -= distance(shaft.at(-2), shaft.at(-1));
      shaft.pop();
    }
    const [[ax, ay], [bx, by]] = [shaft.at(-2), shaft.at(-1)];
    const share = 1 - rest / (distance([ax, ay], [bx, by]) || 1);
    return [...shaft.slice(0, -1), [ax + share * (bx - ax), ay + share * (by - ay)]];
  }

  // A point beside the line at its i-th point, `by` px to the left of its direction.
  function beside(points, i, by) {
    const [[ax, ay], [bx, by2]] = [points[Math.max(i - 1, 0)], points[Math.min(i + 1, points.length - 1)]];
    const length = Math.hypot(bx - ax, by2 - ay) || 1;
    return [points[i][0] - ((by2 - ay) / length) * by, points[i][1] + ((bx - ax) / length) * by];
  }

  function fill(context, points) {
    context.beginPath();
    points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.closePath();
    context.fill();
  }

  function paintShaft(context, points, { width, dash }, tail) {
    if (dash?.length) {
      context.setLineDash(dash);
      context.beginPath();
      points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
      context.stroke();
      context.setLineDash([]);
      return;
    }
    const whole = lengthOf(points) || 1;
    const share = (i) => lengthOf(points.slice(0, i + 1)) / whole;
    const half = points.map((_, i) => (width / 2) * (tail + (1 - tail) * share(i)));
    const left = points.map((_, i) => beside(points, i, half[i]));
    const right = points.map((_, i) => beside(points, i, -half[i]));
    fill(context, [...left, ...right.reverse()]);
  }

  // `points`: [x, y] in px, the last one is where the arrow points to. `look.arrow` are px of the head, the most of the
  // line that it takes, half its width, and the share of the shaft's width at its tail.
  geomap.paintArrow = function (context, points, look) {
    const [head, share, halfWidth, tail] = look.arrow;
    const length = lengthOf(points);
    if (length < LEAST) return;
    const cut = Math.min(head, share * length);
    const shaft = shaftOf(points, cut);
    const side = (halfWidth * cut) / head;
    const end = points.at(-1);
    const arrow = [shaft.at(-1), end];
    context.strokeStyle = context.fillStyle = look.stroke;
    context.lineWidth = look.width;
    paintShaft(context, shaft, look, tail);
    fill(context, [beside(arrow, 0, side), end, beside(arrow, 0, -side)]);
  };
})((window.geomap = window.geomap || {}));
