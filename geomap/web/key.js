// The key: circles of the map's own scale, nested on one baseline, then pictograms, lines and marks in words.
(function (geomap) {
  "use strict";

  const LINE = 15; // px between two values at the least
  const LEADER = 16; // px from the widest circle to the values
  const TITLE = 24; // px above the circles
  const TEXT_WIDTH = 84; // px kept for the values

  // Heights of the values beside the tops of their circles, pushed down where they would touch.
  function textHeights(diameters) {
    const heights = diameters.map((diameter) => -diameter);
    for (let i = 1; i < heights.length; i += 1) heights[i] = Math.max(heights[i], heights[i - 1] + LINE);
    return heights;
  }

  // Values whose circles are large enough to compare others with, the largest first.
  const readable = (data, scale) =>
    data.key.values.filter(([value]) => geomap.diameter(scale, value) >= data.key.least);

  function circles(data, scale, colour) {
    const values = readable(data, scale);
    const diameters = values.map(([value]) => geomap.diameter(scale, value));
    const heights = textHeights(diameters);
    const middle = diameters[0] / 2 + 1;
    const textX = diameters[0] + LEADER;
    const width = textX + TEXT_WIDTH;
    const turned = document.documentElement.dir === "rtl";
    const at = (x) => (turned ? width - x : x);
    const anchor = { "text-anchor": turned ? "end" : "start" };
    const top = -diameters[0] - TITLE;
    const bottom = Math.max(2, heights[heights.length - 1] + LINE / 2);
    const drawing = geomap.svg(
      "svg",
      {
        class: "key-circles",
        role: "img",
        "aria-label": `${data.key.measure}: ${values.map(([, text]) => text).join("; ")}`,
        viewBox: `0 ${top} ${width} ${bottom - top}`,
        width,
        height: bottom - top,
      },
      geomap.svg("text", { class: "key-title", x: at(0), y: top, dy: "0.8em", ...anchor }, data.key.measure),
    );
    values.forEach(([value], i) => {
      const r = diameters[i] / 2;
      drawing.append(
        geomap.svg("circle", { class: "key-circle", "data-value": value, cx: at(middle), cy: -r, r, fill: colour }),
      );
    });
    values.forEach(([, text], i) => {
      const points = `${at(middle)},${-diameters[i]} ${at(textX - 9)},${heights[i]} ${at(textX - 4)},${heights[i]}`;
      drawing.append(
        geomap.svg("polyline", { points }),
        geomap.svg("text", { x: at(textX), y: heights[i], dy: "0.34em", ...anchor }, text),
      );
    });
    return drawing;
  }

  const row = (sample, words, kind) =>
    geomap.element(
      "li",
      { class: `key-row ${kind}` },
      geomap.element("span", { class: "slot" }, sample),
      geomap.element("span", {}, words),
    );

  // A mark as the map paints it.
  function sampleMark(data, marks, colour) {
    const size = Math.ceil(geomap.outerDiameter(marks)) + 4;
    return sampleCanvas("mark", size, size, (context) =>
      geomap.paintMarks(context, size / 2, size / 2, marks, colour, data.style),
    );
  }

  // What the key says of one kind of crowds.
  function crowdRow(data, artboard, kind) {
    const crowd = geomap.crowdSamples(artboard.key_colour)[kind];
    const sample = sampleCanvas("mark", 21, 21, (context) => geomap.paintCrowd(context, 10.5, 10.5, crowd, data.style));
    const words = data.crowds.key[kind];
    return row(sample, words[artboard.key] || words.long, "crowd-row");
  }

  // The same of all that the map has.
  geomap.explainCrowds = function (element, data, artboard, crowds) {
    for (const old of element.querySelectorAll(".crowd-row")) old.remove();
    const kinds = new Set(crowds.map(geomap.kindOfCrowd));
    const rows = ["crowd", "ringed", "large"].filter((kind) => kinds.has(kind));
    element.querySelector(".key-rows")?.append(...rows.map((kind) => crowdRow(data, artboard, kind)));
  };

  // A canvas of px, and what `paint` draws on it.
  function sampleCanvas(kind, width, height, paint) {
    const canvas = geomap.element("canvas", { class: `sample ${kind}`, "aria-hidden": "true" });
    const density = window.devicePixelRatio || 1;
    [canvas.width, canvas.height] = [width * density, height * density];
    [canvas.style.width, canvas.style.height] = [`${width}px`, `${height}px`];
    const context = geomap.context(canvas);
    context.scale(density, density);
    paint(context);
    return canvas;
  }

  // The frame of a side, filled with its colour.
  function framed(data, entry) {
    const [frame] = geomap.pictograms(data, [entry.frame], "key_size");
    const path = data.outlines[`${entry.frame}-fill`].path;
    frame.prepend(geomap.svg("path", { d: path, fill: entry.sample, "fill-opacity": data.style.opacity }));
    return frame;
  }

  geomap.lineSample = function (style, role, dashed, ofSide) {
    const look = geomap.lineLook(style, role, ofSide);
    if (role === "arrow") {
      /** @type {Point[]} */
      const points = [
        [0, 7],
        [28, 7],
      ];
      return sampleCanvas("arrow", 28, 14, (context) => geomap.paintArrow(context, points, look, style.arrow, dashed));
    }
    return geomap.svg(
      "svg",
      { class: "sample line", viewBox: "0 0 28 4", "aria-hidden": "true" },
      geomap.svg("line", {
        x1: 0,
        y1: 2,
        x2: 28,
        y2: 2,
        stroke: look.colour,
        "stroke-width": look.width,
        "stroke-dasharray": geomap.dash(look, dashed).join(" "),
      }),
    );
  };

  // A piece of an area on land.
  function areaSample(style, role, dashed, ofSide) {
    const [width, height] = [26, 16];
    const look = geomap.areaLook(style, role, ofSide);
    return sampleCanvas("area", width, height, (context) => {
      const trace = () => {
        context.beginPath();
        context.rect(1, 1, width - 2, height - 2);
      };
      trace();
      context.fillStyle = style.land;
      context.fill();
      geomap.paintArea(context, trace, [1, 1, width - 1, height - 1], 0, look, style, dashed);
      if (look.width) return;
      trace();
      context.lineWidth = 0.6;
      context.stroke();
    });
  }

  // A kind of change, as the map paints it.
  function changeSample(data, kind, scale) {
    if (kind === "moved") return geomap.lineSample(data.style, "arrow", false);
    const size = 21;
    const colour = data.style.change.colours[kind];
    const smaller = { maxValue: 4, maxDiameter: Math.min(scale.maxDiameter, 16) };
    return sampleCanvas("mark", size, size, (context) =>
      geomap.paintChangeSample(context, size / 2, kind, colour, smaller, data.style),
    );
  }

  // What the map draws, small.
  function sample(data, entry, scale, colour) {
    const smaller = { maxValue: 2, maxDiameter: Math.min(scale.maxDiameter, 16) };
    switch (entry.kind) {
      case "pictogram":
        return geomap.pictograms(data, [entry.sample], "key_size")[0];
      case "side":
        return entry.frame ? framed(data, entry) : sampleMark(data, [{ shape: "disc", diameter: 13 }], entry.sample);
      case "line":
        return geomap.lineSample(data.style, entry.sample, entry.approximate, entry.look);
      case "change":
        return changeSample(data, entry.sample, scale);
      case "area":
        return areaSample(data.style, entry.sample, entry.approximate, entry.look);
      default:
        return sampleMark(data, geomap.marks(smaller, entry.sample, entry.sample === "zero" ? 0 : 1, 2), colour);
    }
  }

  const rows = (data, artboard, scale) =>
    artboard.key_rows
      .map((index) => data.key.rows[index])
      .map((entry) => {
        const colour = entry.sample === "old" ? artboard.old_colour : artboard.key_colour;
        return row(sample(data, entry, scale, colour), entry[artboard.key], `${entry.kind}-row`);
      });

  geomap.drawKey = function (element, data, artboard, scale) {
    element.hidden = artboard.key === "none";
    if (element.hidden) return;
    const list = geomap.element("ul", { class: "key-rows" }, ...rows(data, artboard, scale));
    const hasSizes = artboard.key_sizes && readable(data, scale).length;
    const sizes = hasSizes ? [circles(data, scale, artboard.key_colour)] : [];
    element.replaceChildren(...sizes, list);
  };
})((window.geomap = window.geomap || {}));
