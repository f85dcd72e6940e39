// Which artboard's rules hold at a width, what they leave out, and what they say of texts: as on the static maps.
(function (geomap) {
  "use strict";

  const BANDS = { title: "h1", subtitle: ".subtitle", credit: ".foot .credit" };

  // `artboards` are sorted, widest first; one holds from its width up to the next wider one's.
  geomap.artboardAt = (artboards, width) =>
    artboards.find((artboard) => artboard.width <= width) || artboards[artboards.length - 1];

  // How large circles are on it.
  geomap.scaleOf = (data, artboard) => ({ maxDiameter: artboard.max_diameter, maxValue: data.max_value });

  // Whether an artboard leaves out a symbol's circle or rows (by index), a shape or a text (by id), a band (by name).
  geomap.leavesOut = function (artboard, kind, id) {
    const rules = artboard.left_out;
    const rule = rules[kind];
    if (!Array.isArray(rule)) return rule instanceof Set ? rule.has(id) : Boolean(rule);
    rules[kind] = new Set(rule);
    return rule.includes(id);
  };

  // What the config sets by hand of a text: {dx, dy, anchor, text, hide}, whichever it says.
  geomap.setText = (artboard, kind, id) => geomap.own(artboard.set[kind] ?? {}, id) || {};

  geomap.isFixed = (set) => set.dx !== undefined;

  // The ways to say a text on an artboard, the best first.
  geomap.wordings = function (data, artboard, text) {
    const short = geomap.own(data.short, text) ?? text;
    if (artboard.abbreviate === "never" || short === text) return [text];
    return artboard.abbreviate === "always" ? [short] : [text, short];
  };

  // Marks the shapes that the artboard leaves out, and hides its bands of text.
  geomap.obey = function (data, artboard) {
    for (const kind of ["areas", "lines"])
      for (const shape of data[kind])
        shape.leftOut = geomap.isOverlay(shape) && geomap.leavesOut(artboard, kind, shape.id);
    for (const [name, selector] of Object.entries(BANDS)) {
      const band = /** @type {HTMLElement | null} */ (document.querySelector(selector));
      if (band) band.hidden = geomap.leavesOut(artboard, "bands", name);
    }
  };

  // Neither left out by the artboard nor switched off by the reader.
  geomap.isPainted = (shape) => !shape.leftOut && !shape.hidden;
})((window.geomap = window.geomap || {}));
