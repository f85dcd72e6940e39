// Paints the ground of a field, and the areas and lines upon it, as Python drew them.
(function (geomap) {
  "use strict";

  const LATER = 0.6; // of its own scale, from which on a finer detail is painted

  // What neither the sheet leaves out nor the reader has switched off.
  const isPainted = (shape) => !shape.leftOut && !shape.hidden;

  function trace(context, rings, view, closed) {
    context.beginPath();
    for (const ring of rings) {
      for (let i = 0; i < ring.length; i += 2) {
        const [x, y] = [ring[i] * view.scale - view.left, ring[i + 1] * view.scale - view.top];
        if (i === 0) context.moveTo(x, y);
        else context.lineTo(x, y);
      }
      if (closed) context.closePath();
    }
  }

  const inView = (box, { scale, left, top }) => box.map((value, i) => value * scale - (i % 2 ? top : left));

  function isSeen(shape, view) {
    const [left, top, right, bottom] = inView(shape.box, view);
    return left <= view.width && right >= 0 && top <= view.height && bottom >= 0;
  }

  function stroke(context, shape) {
    context.strokeStyle = shape.stroke;
    context.lineWidth = shape.width;
    context.setLineDash(shape.dash ?? []);
    context.lineJoin = "round";
    context.stroke();
    context.setLineDash([]);
  }

  function fill(context, { fill, opacity = 1 }) {
    context.globalAlpha = opacity;
    context.fillStyle = fill;
    context.fill("evenodd");
    context.globalAlpha = 1;
  }

  function paintPath(context, item, view) {
    trace(context, item.rings, view, item.closed);
    if (item.fill) fill(context, item);
    if (item.stroke) stroke(context, item);
  }

  // A picture is painted once it is read; until then its ground is bare.
  function paintImage(context, item, view, again) {
    if (!item.element) {
      item.element = new Image();
      item.element.onload = again;
      item.element.src = item.image;
    }
    if (!item.element.complete) return;
    const [left, top, right, bottom] = inView(item.box, view);
    context.drawImage(item.element, left, top, right - left, bottom - top);
  }

  // Strokes that rise to the right, `gap` px apart, within an area. They lie on one grid of the ground, so that they do
  // not swim when the map is moved.
  function hatch(context, area, view) {
    const step = area.hatch.gap * Math.SQRT2;
    const [left, top, right, bottom] = inView(area.box, view);
    const [from, to] = [
      Math.max(left, 0) + Math.max(top, 0),
      Math.min(right, view.width) + Math.min(bottom, view.height),
    ];
    const shift = view.left + view.top;
    context.save();
    trace(context, area.rings, view, true);
    context.clip("evenodd");
    context.beginPath();
    for (let sum = Math.ceil((from + shift) / step) * step - shift; sum < to; sum += step) {
      context.moveTo(sum - view.height, view.height);
      context.lineTo(sum, 0);
    }
    stroke(context, area.hatch);
    context.restore();
  }

  function paintArea(context, area, view) {
    trace(context, area.rings, view, true);
    if (area.fill) fill(context, area);
    if (area.hatch) hatch(context, area, view);
    if (!area.stroke) return;
    trace(context, area.lines ?? area.rings, view, !area.lines);
    stroke(context, area);
  }

  function paintLine(context, line, view) {
    if (!line.arrow) {
      trace(context, line.rings, view, false);
      stroke(context, line);
      return;
    }
    for (const ring of line.rings) {
      /** @type {Point[]} */
      const points = [];
      for (let i = 0; i < ring.length; i += 2)
        points.push([ring[i] * view.scale - view.left, ring[i + 1] * view.scale - view.top]);
      geomap.paintArrow(context, points, line);
    }
  }

  // The finest detail that the scale has a use for.
  const detailOf = ({ details }, scale) => details.findLast(({ detail }) => detail * LATER <= scale) ?? details[0];

  // The painting function of the ground; `field()` is the field that is shown, `again()` paints anew.
  geomap.groundPainter = (data, field, again) =>
    function (context, view) {
      const { ground } = field();
      const seen = (shape) => isPainted(shape) && isSeen(shape, view);
      if (!data.isGroundless) {
        for (const item of detailOf(ground, view.scale).items.filter((one) => isSeen(one, view))) {
          if (item.image) paintImage(context, item, view, again);
          else paintPath(context, item, view);
        }
      }
      ground.areas.filter(seen).forEach((area) => paintArea(context, area, view));
      ground.lines.filter(seen).forEach((line) => paintLine(context, line, view));
    };
})((window.geomap = window.geomap || {}));
