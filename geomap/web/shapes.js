// Paints what stands for a count, from the shapes that Python drew for each kind of count and colour. The one rule of
// size is here: a circle's diameter is k times the root of its number.
(function (geomap) {
  "use strict";

  // `sheet.k` is px for a count of one.
  geomap.diameter = (sheet, value) => (value > 0 ? sheet.k * Math.sqrt(value) : 0);

  const kindOf = ({ kind, minimum, maximum }) => {
    if (maximum === 0) return "zero";
    const name = kind === "about" && minimum !== maximum ? "about_range" : kind;
    return minimum === 0 ? `${name} from 0` : name;
  };

  // The name of the shapes of a count: of one mark, or of several that are summed up.
  geomap.shapesOf = function (data, sheet, count, isCrowd) {
    const kind = kindOf(count);
    const [tiny, light] = [data.limits.tiny * sheet.px, data.limits.light * sheet.px];
    const outer = geomap.diameter(sheet, count.maximum || count.minimum || 0);
    const isTiny = outer > 0 && outer < tiny;
    if (!isCrowd) return isTiny ? `tiny ${kind}` : kind;
    if (outer > sheet.most) return `large ${kind}`;
    if (isTiny) return `crowd tiny ${kind}`;
    const inner = geomap.diameter(sheet, count.minimum || count.maximum || 0);
    return outer && inner < light ? `small ${kind}` : `crowd ${kind}`;
  };

  // Px that a shape is wide.
  geomap.sizeOf = function (sheet, { of, more, px }, count) {
    const own = of ? geomap.diameter(sheet, count[of] ?? 0) : 0;
    return own + (more ?? px ?? 0) * sheet.px;
  };

  // Px that shapes cover.
  geomap.reachOf = (sheet, shapes, count) =>
    shapes.reduce((most, shape) => Math.max(most, shape.text ? 0 : geomap.sizeOf(sheet, shape, count)), 0);

  // Dashes of which whole ones go around a ring, and enough of them to see it as one.
  function ringDash(diameter, [dash, gap, least]) {
    const around = Math.PI * diameter;
    const period = around / Math.max(Math.round(around / (dash + gap)), least);
    return [(period * dash) / (dash + gap), (period * gap) / (dash + gap)];
  }

  function trace(context, x, y, size, line) {
    context.beginPath();
    if (!line) {
      context.arc(x, y, size / 2, 0, 2 * Math.PI);
      return;
    }
    for (let i = 0; i < line.length; i += 2) context.lineTo(x + (line[i] * size) / 2, y + (line[i + 1] * size) / 2);
  }

  function paintText(context, x, y, sheet, shape) {
    context.fillStyle = shape.fill;
    context.font = `600 ${shape.size * sheet.px}px "Source Sans 3", Arial, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "alphabetic";
    context.fillText(shape.text, x, y + shape.y * sheet.px);
  }

  // Strokes across a circle, a gap apart, none through its centre.
  function paintStrokes(context, x, y, size, shape, px) {
    const { angles = [], gap = 0, least = 0, stroke = "", width = 0 } = shape;
    if (size < least * px) return;
    const [radius, step] = [size / 2, gap * px];
    context.strokeStyle = stroke;
    context.lineWidth = width * px;
    context.beginPath();
    for (const angle of angles) {
      const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
      for (let away = step / 2; away < radius; away += step) {
        const half = Math.sqrt(radius * radius - away * away);
        for (const side of [away, -away]) {
          context.moveTo(x - side * sin - half * cos, y + side * cos - half * sin);
          context.lineTo(x - side * sin + half * cos, y + side * cos + half * sin);
        }
      }
    }
    context.stroke();
  }

  // Shapes about a point, bottom to top.
  geomap.paintShapes = function (context, x, y, sheet, shapes, count) {
    for (const shape of shapes) {
      if (shape.text) {
        paintText(context, x, y, sheet, shape);
        continue;
      }
      const size = geomap.sizeOf(sheet, shape, count);
      if (size <= 0) continue;
      if (shape.angles) {
        paintStrokes(context, x, y, size, shape, sheet.px);
        continue;
      }
      trace(context, x, y, size, shape.line);
      if (shape.fill) {
        context.globalAlpha = shape.opacity ?? 1;
        context.fillStyle = shape.fill;
        context.fill();
        context.globalAlpha = 1;
      }
      if (!shape.stroke) continue;
      context.strokeStyle = shape.stroke;
      context.lineWidth = (shape.width ?? 1) * sheet.px;
      context.setLineDash(shape.ring ? ringDash(size, shape.ring) : (shape.dash ?? []));
      context.stroke();
      context.setLineDash([]);
    }
  };

  // A ring around what is chosen.
  geomap.paintRing = function (context, x, y, diameter, colour) {
    context.strokeStyle = colour;
    context.lineWidth = 1.4;
    trace(context, x, y, diameter);
    context.stroke();
  };
})((window.geomap = window.geomap || {}));
