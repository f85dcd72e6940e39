// Finds boxes that meet a box, by cells of a fixed size. A box is {left, top, right, bottom} in px.
(function (geomap) {
  "use strict";

  const CELL = 64; // px
  const ROW = 1 << 22; // cells in a row: more than any zoom of the page has

  geomap.Grid = class {
    constructor() {
      this.cells = new Map();
    }

    add(box, item) {
      const entry = { box, item };
      for (const cell of this.cellsOf(box)) {
        const entries = this.cells.get(cell);
        if (entries) entries.push(entry);
        else this.cells.set(cell, [entry]);
      }
    }

    // The items whose boxes share area with `box`.
    meeting(box) {
      const items = new Set();
      for (const cell of this.cellsOf(box)) {
        for (const entry of this.cells.get(cell) || []) {
          const other = entry.box;
          const apart =
            other.left >= box.right || box.left >= other.right || other.top >= box.bottom || box.top >= other.bottom;
          if (!apart) items.add(entry.item);
        }
      }
      return items;
    }

    *cellsOf(box) {
      for (let row = Math.floor(box.top / CELL); row <= Math.floor(box.bottom / CELL); row += 1) {
        for (let column = Math.floor(box.left / CELL); column <= Math.floor(box.right / CELL); column += 1) {
          yield row * ROW + column;
        }
      }
    }
  };
})((window.geomap = window.geomap || {}));
