// Paints areas and lines: land, lakes, coast and borders first, then what the scene lays upon them.
(function (geomap) {
  "use strict";

  const AREAS = ["land", "disputed", "lake"]; // of the basemap, bottom to top
  const LINES = ["river", "border", "disputed_border"];

  function trace(context, rings, view, closed) {
    context.beginPath();
    for (const ring of rings) {
      for (let i = 0; i < ring.length; i += 2) {
        const x = ring[i] * view.scale - view.left;
        const y = ring[i + 1] * view.scale - view.top;
        if (i === 0) context.moveTo(x, y);
        else context.lineTo(x, y);
      }
      if (closed) context.closePath();
    }
  }

  function seen(shape, view) {
    const [left, top, right, bottom] = shape.box.map((value) => value * view.scale);
    return left <= view.left + view.width && right >= view.left && top <= view.top + view.height && bottom >= view.top;
  }

  // Diagonal strokes, for land whose owner is disputed.
  function hatching(context, colour) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 8;
    const strokes = tile.getContext("2d");
    strokes.strokeStyle = colour;
    strokes.beginPath();
    for (const shift of [-8, 0, 8]) {
      strokes.moveTo(shift, 8);
      strokes.lineTo(shift + 8, 0);
    }
    strokes.stroke();
    return context.createPattern(tile, "repeat");
  }

  function paintArea(context, area, view, style) {
    trace(context, area.rings, view, true);
    if (area.role === "land") context.fillStyle = style.land;
    else if (area.role === "lake") context.fillStyle = style.sea;
    else context.fillStyle = hatching(context, style.lines.border.colour);
    context.fill("evenodd");
    if (area.role === "disputed") return;
    context.strokeStyle = style.coast;
    context.lineWidth = style.lines.coast.width;
    context.setLineDash([]);
    context.stroke();
  }

  // Approximate or disputed is dashed, whatever the role.
  geomap.dash = (look) => (look.dash.length ? look.dash : [6, 4]);

  function paintLine(context, line, view, style) {
    const look = style.lines[line.role] || style.lines.route;
    const unsettled = line.dashed || line.role === "disputed_border";
    context.strokeStyle = look.colour;
    context.lineWidth = look.width;
    context.setLineDash(unsettled ? geomap.dash(look) : []);
    context.lineJoin = "round";
    trace(context, line.rings, view, false);
    context.stroke();
  }

  const inOrder = (shapes, roles) => roles.flatMap((role) => shapes.filter((shape) => shape.role === role));
  const others = (shapes, roles) => shapes.filter((shape) => !roles.includes(shape.role));

  geomap.isOverlay = (shape) => ![...AREAS, ...LINES].includes(shape.role);

  // Whether a point lies within rings, by the even-odd rule.
  function isWithin(rings, x, y) {
    let within = false;
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
        const [ax, ay, bx, by] = [ring[i], ring[i + 1], ring[j], ring[j + 1]];
        if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) within = !within;
      }
    }
    return within;
  }

  // Whether a point is on dry land. World coordinates.
  geomap.isLand = (data, x, y) => {
    const at = (role) => data.areas.some((area) => area.role === role && isWithin(area.rings, x, y));
    return at("land") && !at("lake");
  };

  // The painting function of a basemap layer.
  geomap.basemap = function (data) {
    const areas = [inOrder(data.areas, AREAS), others(data.areas, AREAS)];
    const lines = [inOrder(data.lines, LINES), others(data.lines, LINES)];
    return function (context, view) {
      for (const level of [0, 1]) {
        const shown = (shape) => seen(shape, view);
        areas[level].filter(shown).forEach((area) => paintArea(context, area, view, data.style));
        lines[level].filter(shown).forEach((line) => paintLine(context, line, view, data.style));
      }
    };
  };
})((window.geomap = window.geomap || {}));
