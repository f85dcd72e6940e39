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

  geomap.element = (tag, attributes, ...children) => filled(document.createElement(tag), attributes, children);

  geomap.svg = (tag, attributes, ...children) => filled(document.createElementNS(SVG, tag), attributes, children);

  geomap.pictogram = (data, name) =>
    geomap.svg(
      "svg",
      { class: "pictogram", viewBox: "0 0 100 100", "aria-hidden": "true", "data-outline": name },
      geomap.svg("path", { d: data.outlines[name] }),
    );
})((window.geomap = window.geomap || {}));
