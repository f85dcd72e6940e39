// One button a unit, for the keyboard and for screen readers: it lies unseen upon the circle. The pointer goes through
// it to the canvas. In the scene's order.
(function (geomap) {
  "use strict";

  const MOST = 500; // that a reader can tab through; of more units one button goes from one to the next
  const SMALLEST = 24; // px

  // What a button says of its unit.
  geomap.spoken = function (data, index) {
    const fact = geomap.factOf(data, index);
    const troops = fact.troops ? [`${data.words.heading.troops}: ${fact.troops}`] : []; // none of a unit that is gone
    return [geomap.nameOf(data, index), ...troops, ...(fact.formations || []).map(([text]) => text)].join(", ");
  };

  // Lays a button upon the circle of a unit.
  geomap.layButton = function (button, units, index) {
    const size = Math.max(units.diameter(index) + 4, SMALLEST);
    button.style.width = button.style.height = `${size}px`;
    L.DomUtil.setPosition(button, units.layerPoint(index).subtract([size / 2, size / 2]));
  };

  // Brings a unit into the map's view.
  geomap.bringIntoView = function (map, units, index) {
    const point = units.containerPoint(index);
    if (L.bounds([0, 0], map.getSize()).contains(point)) return;
    map.panBy(point.subtract(map.getSize().divideBy(2)), { animate: false });
  };

  geomap.unitButtons = (map, data, units, pane, open, say) =>
    data.symbols.total > MOST
      ? new geomap.Roving(map, data, units, pane, open, say)
      : new geomap.Buttons(map, data, units, pane, open);

  geomap.Buttons = class {
    constructor(map, data, units, pane, open) {
      this.units = units;
      this.buttons = Array.from({ length: data.symbols.total }, (_, index) => {
        const button = geomap.element("button", {
          type: "button",
          class: "unit",
          "aria-label": geomap.spoken(data, index),
          "aria-haspopup": "dialog",
          "data-id": geomap.idOf(data, index),
        });
        button.addEventListener("click", (event) => {
          event.stopPropagation();
          open(index);
        });
        button.addEventListener("focus", () => geomap.bringIntoView(map, units, index));
        return button;
      });
      const group = geomap.element("div", { role: "group", "aria-label": data.words.units }, ...this.buttons);
      map.getPane(pane).append(group);
    }

    layout() {
      this.buttons.forEach((button, index) => {
        button.hidden = !this.units.shown(index);
        if (!button.hidden) geomap.layButton(button, this.units, index);
      });
    }

    focus(index) {
      this.buttons[index].focus({ preventScroll: true });
    }
  };
})((window.geomap = window.geomap || {}));
