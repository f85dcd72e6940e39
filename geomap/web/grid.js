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
      const [left, right] = [Math.floor(box.left / CELL), Math.floor(box.right / CELL)];
      const bottom = Math.floor(box.bottom / CELL);
      for (let row = Math.floor(box.top / CELL); row <= bottom; row += 1) {
        for (let column = left; column <= right; column += 1) {
          const entries = this.cells.get(row * ROW + column);
          if (entries) entries.push(entry);
          else this.cells.set(row * ROW + column, [entry]);
        }
      }
    }

    // Whether any item whose box shares area with `box` passes the test.
    some(box, test) {
      const meets = ({ box: other, item }) =>
        other.left < box.right &&
        box.left < other.right &&
        other.top < box.bottom &&
        box.top < other.bottom &&
        test(item);
      const [left, right] = [Math.floor(box.left / CELL), Math.floor(box.right / CELL)];
      const bottom = Math.floor(box.bottom / CELL);
      for (let row = Math.floor(box.top / CELL); row <= bottom; row += 1) {
        for (let column = left; column <= right; column += 1) {
          const entries = this.cells.get(row * ROW + column);
          if (entries?.some(meets)) return true;
        }
      }
      return false;
    }

    // The items whose boxes share area with `box`.
    meeting(box) {
      const items = new Set();
      this.some(box, (item) => {
        items.add(item);
        return false;
      });
      return items;
    }
  };
})((window.geomap = window.geomap || {}));
