// Finds points in a box, whatever the zoom: a k-d tree over positions in px of a field.
(function (geomap) {
  "use strict";

  const LEAF = 32; // points that are looked at one by one

  // Orders ids[from..to] so that the one at `middle` stands where it would if all were sorted (Hoare).
  function select(ids, values, from, to, middle) {
    let [left, right] = [from, to];
    while (left < right) {
      const pivot = values[ids[middle]];
      let [i, j] = [left, right];
      while (i <= j) {
        while (values[ids[i]] < pivot) i += 1;
        while (values[ids[j]] > pivot) j -= 1;
        if (i > j) break;
        const other = ids[i];
        ids[i] = ids[j];
        ids[j] = other;
        i += 1;
        j -= 1;
      }
      if (j < middle) left = i;
      if (middle < i) right = j;
    }
  }

  geomap.Tree = class {
    /**
     * @param {Float64Array} xs
     * @param {Float64Array} ys
     */
    constructor(xs, ys) {
      this.xs = xs;
      this.ys = ys;
      this.ids = Uint32Array.from(xs, (_, index) => index);
      this.order(0, xs.length - 1, true);
    }

    order(from, to, byX) {
      if (to - from < LEAF) return;
      const middle = (from + to) >> 1;
      select(this.ids, byX ? this.xs : this.ys, from, to, middle);
      this.order(from, middle - 1, !byX);
      this.order(middle + 1, to, !byX);
    }

    // Whether any point within the box passes the test.
    some(box, test) {
      return this.look(box, test, 0, this.ids.length - 1, true);
    }

    look(box, test, from, to, byX) {
      const { ids, xs, ys } = this;
      const passes = (id) =>
        xs[id] >= box.left && xs[id] <= box.right && ys[id] >= box.top && ys[id] <= box.bottom && test(id);
      if (to - from < LEAF) {
        for (let i = from; i <= to; i += 1) if (passes(ids[i])) return true;
        return false;
      }
      const middle = (from + to) >> 1;
      const value = (byX ? xs : ys)[ids[middle]];
      const [low, high] = byX ? [box.left, box.right] : [box.top, box.bottom];
      return (
        passes(ids[middle]) ||
        (low <= value && this.look(box, test, from, middle - 1, !byX)) ||
        (high >= value && this.look(box, test, middle + 1, to, !byX))
      );
    }
  };
})((window.geomap = window.geomap || {}));
