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

  const PAN = 0.4; // of the map, that a button moves it
  const WHOLE = "M2 8.5 8 3l6 5.5M4 7v7h8V7"; // a house
  const FULL = "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4"; // a frame

  // A drawing of strokes, 16 px wide; for signs that the typeface lacks.
  const icon = (d) =>
    geomap.svg("svg", { viewBox: "0 0 16 16" }, geomap.svg("path", { d, fill: "none", stroke: "currentColor" }));

  // Buttons below the map, for one finger or a key: closer, farther, the whole map, in all directions, full screen.
  geomap.MapTools = class {
    /** @type {[HTMLButtonElement, () => boolean][]} */
    buttons = [];

    /**
     * @param {HTMLElement} element
     * @param {L.Map} map
     * @param {Words} words
     * @param {() => void} home
     */
    constructor(element, map, words, home) {
      this.element = element;
      const isWhole = () => geomap.isWhole(map);
      this.add(
        "+",
        words.zoom_in,
        () => map.zoomIn(1),
        () => map.getZoom() < map.getMaxZoom() - 0.01,
      );
      this.add(
        "−",
        words.zoom_out,
        () => map.zoomOut(1),
        () => !isWhole(),
      );
      this.add(icon(WHOLE), words.whole_map, home, () => !isWhole());
      const move = (sign, name, x, y) => {
        const by = () => map.getSize().scaleBy(L.point(PAN * x, PAN * y));
        this.add(
          sign,
          name,
          () => map.panBy(by()),
          () => !isWhole(),
          "way",
        );
      };
      move("←", words.move_left, -1, 0);
      move("↑", words.move_up, 0, -1);
      move("↓", words.move_down, 0, 1);
      move("→", words.move_right, 1, 0);
      const column = geomap.byId("geomap-column");
      const toggle = () => (document.fullscreenElement ? document.exitFullscreen() : column.requestFullscreen());
      if (document.fullscreenEnabled) this.add(icon(FULL), words.full_screen, toggle, () => true);
      map.on("zoomend moveend", () => this.show());
    }

    add(sign, name, act, isOf, kind = "") {
      const attributes = { type: "button", "aria-label": name, title: name, class: kind };
      const button = geomap.element("button", attributes, geomap.element("span", { "aria-hidden": "true" }, sign));
      button.addEventListener("click", act);
      this.buttons.push([button, isOf]);
      this.element.append(button);
    }

    // Buttons that would do nothing are off; those that move the map are there once there is something to move.
    show() {
      for (const [button, isOf] of this.buttons) {
        if (button.classList.contains("way")) button.hidden = !isOf();
        else button.setAttribute("aria-disabled", String(!isOf()));
      }
    }
  };
})((window.geomap = window.geomap || {}));
