// Tells which circles of a crowd can be seen. Under enough half-transparent discs nothing shows, so nothing is painted.
(function (geomap) {
  "use strict";

  const CELL = 6; // px
  const HALF = CELL / Math.SQRT2; // px from a cell's middle to its corner
  const FAINT = 1 / 512; // of a colour's strength; less changes no pixel

  geomap.Cover = class {
    constructor(width, height, opacity) {
      this.columns = Math.ceil(width / CELL);
      this.rows = Math.ceil(height / CELL);
      this.layers = new Uint8Array(this.columns * this.rows);
      this.enough = Math.ceil(Math.log(FAINT) / Math.log(1 - opacity));
    }

    // Whether any cell under a circle of this reach is not yet covered.
    isSeen(x, y, reach) {
      const { columns, rows, layers, enough } = this;
      const right = Math.min(Math.floor((x + reach) / CELL), columns - 1);
      const bottom = Math.min(Math.floor((y + reach) / CELL), rows - 1);
      for (let row = Math.max(Math.floor((y - reach) / CELL), 0); row <= bottom; row += 1) {
        for (let column = Math.max(Math.floor((x - reach) / CELL), 0); column <= right; column += 1) {
          if (layers[row * columns + column] < enough) return true;
        }
      }
      return false;
    }

    // Lays a disc upon what lies below it.
    add(x, y, radius) {
      const inner = radius - HALF;
      if (inner <= 0) return;
      const { columns, rows, layers } = this;
      const bottom = Math.min(Math.floor((y + inner) / CELL), rows - 1);
      for (let row = Math.max(Math.floor((y - inner) / CELL), 0); row <= bottom; row += 1) {
        const dy = (row + 0.5) * CELL - y;
        const half = Math.sqrt(Math.max(inner * inner - dy * dy, 0));
        const last = Math.min(Math.floor((x + half) / CELL - 0.5), columns - 1);
        for (let column = Math.max(Math.ceil((x - half) / CELL - 0.5), 0); column <= last; column += 1) {
          const cell = row * columns + column;
          if (dy * dy <= inner * inner && layers[cell] < 255) layers[cell] += 1;
        }
      }
    }
  };
})((window.geomap = window.geomap || {}));
