// Paints areas and lines: land, lakes, coast and borders first, then what the scene lays upon them.
(function (geomap) {
  "use strict";

  const AREAS = ["land", "disputed", "lake"]; // of the basemap, bottom to top
  const LINES = ["graticule", "river", "border", "disputed_border"];

  // The look of a role, in the colours of a side where it has them.
  geomap.areaLook = (style, role, ofSide) => ({ ...style.areas[role], ...ofSide });
  geomap.lineLook = (style, role, ofSide) => ({ ...style.lines[role], ...ofSide });

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

  const kmPerPx = (view) => 40075 / view.scale; // at the equator

  // The share of their width and colour that the basemap's lines keep: less where there are many on little paper.
  function strength(style, view) {
    const [strongUntil, faintFrom, least] = style.strength;
    const share = Math.log(Math.max(kmPerPx(view), strongUntil) / strongUntil) / Math.log(faintFrom / strongUntil);
    return 1 - (1 - least) * Math.min(share, 1);
  }

  function paintGround(context, area, view, style) {
    trace(context, area.rings, view, true);
    context.fillStyle = area.role === "lake" ? style.sea : style.land;
    context.fill("evenodd");
    const share = strength(style, view);
    context.strokeStyle = mixed(style.coast, style.land, share);
    context.lineWidth = style.lines.coast.width * share;
    context.setLineDash([]);
    context.stroke();
  }

  function paintArea(context, area, view, style) {
    if (area.role === "land" || area.role === "lake") return paintGround(context, area, view, style);
    const [left, top, right, bottom] = area.box.map((value, i) => value * view.scale - (i % 2 ? view.top : view.left));
    const seenBox = [Math.max(left, 0), Math.max(top, 0), Math.min(right, view.width), Math.min(bottom, view.height)];
    const path = () => trace(context, area.rings, view, true);
    const look = geomap.areaLook(style, area.role, area.look);
    return geomap.paintArea(context, path, seenBox, view.left + view.top, look, style, area.dashed);
  }

  // Approximate, claimed or disputed is dashed; settled is solid.
  geomap.dash = (look, dashed) => (dashed || look.unsettled ? look.dash : []);

  function paintArrows(context, line, view, style) {
    for (const ring of line.rings) {
      const points = [];
      for (let i = 0; i < ring.length; i += 2)
        points.push([ring[i] * view.scale - view.left, ring[i + 1] * view.scale - view.top]);
      geomap.paintArrow(context, points, geomap.lineLook(style, line.role, line.look), style.arrow, line.dashed);
    }
  }

  function paintLine(context, line, view, style) {
    if (line.role === "arrow") {
      paintArrows(context, line, view, style);
      return;
    }
    if (line.role === "river" && kmPerPx(view) > style.strength[3]) return;
    const look = geomap.lineLook(style, line.role, line.look);
    const share = geomap.isOverlay(line) ? 1 : strength(style, view);
    context.strokeStyle = mixed(look.colour, style.land, share);
    context.lineWidth = look.width * share;
    context.setLineDash(geomap.dash(look, line.dashed));
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

  // What the eye sees where one colour is painted over another; all as #rrggbb.
  function mixed(upper, lower, opacity) {
    const part = (colour, at) => parseInt(colour.slice(at, at + 2), 16);
    const parts = [1, 3, 5].map((at) => Math.round(opacity * part(upper, at) + (1 - opacity) * part(lower, at)));
    return `#${parts.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
  }

  // The colour of the ground at a point, and of the areas upon it. World coordinates.
  geomap.colourAt = (data, x, y) =>
    data.areas
      .filter((area) => geomap.isOverlay(area) && geomap.isPainted(area) && isWithin(area.rings, x, y))
      .map((area) => geomap.areaLook(data.style, area.role, area.look))
      .reduce(
        (colour, look) => mixed(look.colour, colour, look.opacity),
        geomap.isLand(data, x, y) ? data.style.land : data.style.sea,
      );

  // The painting function of a basemap layer.
  geomap.basemap = function (data) {
    const areas = [inOrder(data.areas, AREAS), others(data.areas, AREAS)];
    const lines = [inOrder(data.lines, LINES), others(data.lines, LINES)];
    return function (context, view) {
      for (const level of data.isGroundless ? [1] : [0, 1]) {
        const shown = (shape) => geomap.isPainted(shape) && seen(shape, view);
        areas[level].filter(shown).forEach((area) => paintArea(context, area, view, data.style));
        lines[level].filter(shown).forEach((line) => paintLine(context, line, view, data.style));
      }
    };
  };
})((window.geomap = window.geomap || {}));
