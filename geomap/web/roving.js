// One stop for the keyboard upon thousands of units: the arrow keys go from one to the next, in the scene's order.
// Two buttons take turns, so that a screen reader hears of each.
(function (geomap) {
  "use strict";

  const PAGE = 20; // units that Page Up and Page Down go
  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE };
  const ENDS = { Home: -Infinity, End: Infinity };

  geomap.Roving = class {
    index = -1;

    /**
     * @param {L.Map} map
     * @param {PageData} data
     * @param {Units} units
     * @param {string} pane
     * @param {(index: number) => void} open
     * @param {Say} say
     */
    constructor(map, data, units, pane, open, say) {
      this.data = data;
      this.units = units;
      this.buttons = [0, 1].map(() => {
        const button = geomap.element("button", { type: "button", class: "unit", "aria-haspopup": "dialog" });
        button.addEventListener("click", (event) => {
          event.stopPropagation();
          open(this.index);
        });
        button.addEventListener("keydown", (event) => this.press(event));
        button.addEventListener("focus", () => {
          geomap.bringIntoView(map, units, this.index);
          say(data.words.arrows_hint);
        });
        return button;
      });
      this.button = this.buttons[0];
      const label = `${data.words.units}. ${data.words.arrows_hint}`;
      map.getPane(pane)?.append(geomap.element("div", { role: "group", "aria-label": label }, ...this.buttons));
    }

    press(event) {
      const by = STEPS[event.key] ?? ENDS[event.key];
      if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      this.focus(this.next(by));
    }

    // The shown unit `by` steps on, or the last one on the way there.
    next(by) {
      const way = Math.sign(by);
      let [found, left] = [this.index, Math.abs(by)];
      for (let index = this.index + way; left > 0 && index >= 0 && index < this.data.symbols.total; index += way) {
        if (!this.units.shown(index)) continue;
        found = index;
        left -= 1;
      }
      return found;
    }

    layout() {
      if (this.index < 0 || !this.units.shown(this.index)) {
        this.index = -1;
        this.index = this.next(1);
      }
      this.show(this.button);
    }

    // Puts a button upon the circle of the present unit; none where no unit is shown.
    show(button) {
      for (const other of this.buttons) other.hidden = other !== button || this.index < 0;
      if (this.index < 0) return;
      button.setAttribute("aria-label", geomap.spoken(this.data, this.index));
      button.dataset.id = geomap.idOf(this.data, this.index);
      geomap.layButton(button, this.units, this.index);
    }

    focus(index) {
      if (index >= 0 && index !== this.index) {
        this.index = index;
        this.button = this.buttons[this.buttons[0] === this.button ? 1 : 0];
      }
      this.show(this.button);
      this.button.focus({ preventScroll: true });
    }
  };
})((window.geomap = window.geomap || {}));
