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
})((window.geomap = window.geomap || {}));
