// One button a unit, for the keyboard and for screen readers: it lies unseen upon the circle. The pointer goes through
// it to the canvas. In the scene's order; at most as many as a reader can tab through.
(function (geomap) {
  "use strict";

  const MOST = 500;
  const SMALLEST = 24; // px

  function spoken(data, fact, index) {
    const troops = `${data.words.heading.troops}: ${fact.troops}`;
    return [data.symbols.label[index], troops, ...(fact.formations || [])].join(", ");
  }

  geomap.Buttons = class {
    constructor(map, data, units, pane, open) {
      Object.assign(this, { map, units });
      const count = Math.min(data.symbols.unit.length, MOST);
      this.buttons = Array.from({ length: count }, (_, index) => {
        const fact = geomap.factOf(data, index);
        const button = geomap.element("button", {
          type: "button",
          class: "unit",
          "aria-label": spoken(data, fact, index),
          "aria-haspopup": "dialog",
          "data-id": fact.id,
        });
        button.addEventListener("click", (event) => {
          event.stopPropagation();
          open(index);
        });
        button.addEventListener("focus", () => this.bringIntoView(index));
        return button;
      });
      const group = geomap.element("div", { role: "group", "aria-label": data.words.units }, ...this.buttons);
      map.getPane(pane).append(group);
    }

    layout() {
      this.buttons.forEach((button, index) => {
        button.hidden = !this.units.shown(index);
        const size = Math.max(this.units.diameters[index] + 4, SMALLEST);
        button.style.width = button.style.height = `${size}px`;
        L.DomUtil.setPosition(button, this.units.layerPoint(index).subtract([size / 2, size / 2]));
      });
    }

    filter() {
      this.buttons.forEach((button, index) => (button.hidden = !this.units.shown(index)));
    }

    bringIntoView(index) {
      const point = this.units.containerPoint(index);
      const view = L.bounds([0, 0], this.map.getSize());
      if (!view.contains(point)) {
        this.map.panBy(point.subtract(this.map.getSize().divideBy(2)), { animate: false });
      }
    }

    focus(index) {
      if (this.buttons[index]) this.buttons[index].focus({ preventScroll: true });
    }
  };
})((window.geomap = window.geomap || {}));
