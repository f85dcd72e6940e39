// Makes elements. Text is always set as text, never as markup.
(function (geomap) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";

  function filled(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value !== undefined && value !== "") element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== undefined && child !== null && child !== ""));
    return element;
  }

  // An element that the page is built with.
  geomap.byId = (name) => /** @type {HTMLElement} */ (document.getElementById(name));

  // One that can be folded.
  geomap.details = (selector) => /** @type {HTMLDetailsElement} */ (document.querySelector(selector));

  // What an event befell, or what holds it, where the selector says so.
  geomap.closest = (event, selector) =>
    /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(selector));

  // What the page was built with, under a name.
  geomap.written = (name) => JSON.parse(geomap.byId(name).textContent || "");

  // What draws on a canvas.
  geomap.context = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));

  geomap.element = (tag, attributes, ...children) => filled(document.createElement(tag), attributes, children);

  // A text beside others: it runs as its own first letter does, and turns none of them about.
  geomap.isolated = (text) => geomap.element("bdi", {}, text);

  geomap.svg = (tag, attributes, ...children) => filled(document.createElementNS(SVG, tag), attributes, children);

  // What pictograms side by side cover of their box: left, top, right, bottom.
  function covered(outlines) {
    const edges = (side, most) => most(...outlines.map((outline) => outline.box[side]));
    return [edges(0, Math.min), edges(1, Math.min), edges(2, Math.max), edges(3, Math.max)];
  }

  // Pictograms in a row, cut to one box, so that their frames stand on one line. `size` names their px.
  geomap.pictograms = function (data, names, size) {
    const [left, top, right, bottom] = covered(names.map((name) => data.outlines[name]));
    return names.map((name) => {
      const outline = data.outlines[name];
      const [width, height] = [right - left, bottom - top];
      const [px, down] = [width, height].map((length) => (length * outline[size]) / 100);
      const viewBox = `${left} ${top} ${width} ${height}`;
      const attributes = { class: "pictogram", viewBox, width: px, height: down };
      return geomap.svg(
        "svg",
        { ...attributes, "aria-hidden": "true", "data-outline": name },
        geomap.svg("path", { d: outline.path }),
      );
    });
  };
})((window.geomap = window.geomap || {}));
