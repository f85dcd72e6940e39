// What stands around the map as Python has drawn it: the key of a sheet, and the scale bar at each scale.
(function (geomap) {
  "use strict";

  // Shows the key of a sheet, in a column beside the map or below it.
  geomap.showKey = function (element, sheet, isBeside) {
    const wanted = `${sheet.id} ${isBeside ? "column" : "strip"}`;
    let isThere = false;
    for (const drawing of /** @type {NodeListOf<SVGElement>} */ (element.querySelectorAll("[data-key]"))) {
      const isOwn = drawing.dataset.key === wanted;
      drawing.toggleAttribute("hidden", !isOwn);
      isThere ||= isOwn;
    }
    element.hidden = !isThere;
  };

  // A scale bar, as long as its words say; none where no one length is true all over the map.
  geomap.ScaleBar = class {
    bar = geomap.element("span", { class: "bar" });
    words = geomap.element("span", {});
    element = geomap.element("div", { class: "scale-bar", "aria-hidden": "true" }, this.words, this.bar);

    constructor(frame) {
      frame.append(this.element);
    }

    show(sheet, scale) {
      const found = sheet.bars.findLast(([from]) => from <= scale * 1.001) ?? sheet.bars[0];
      this.element.hidden = !found;
      if (!found) return;
      const [, length, words] = found;
      this.bar.style.width = `${length * scale}px`;
      this.words.textContent = words;
    }
  };
})((window.geomap = window.geomap || {}));
