// The units' circles: painted on one canvas, large ones first, and found again under the pointer by a tree.
(function (geomap) {
  "use strict";

  const REACH = 12; // px: a small circle is hit this far from its centre
  const CROWD = 1000; // circles in view from which the hidden ones are left out
  const MOST_SPREAD = 500; // symbols; with more, the smaller simply lie on top of the larger
  const EDGE = 6; // px of a symbol beyond its diameter, at the most

  geomap.Units = class {
    selected = -1;
    /** @type {Mark[][]} */
    marks = [];
    diameters = new Float64Array();
    largest = 0;
    /** @type {number[]} */
    bySize = [];
    /** @type {number[]} */
    order = [];
    /** @type {number[] | undefined} */
    inside;
    spreadScale = 0;
    /** @type {Map<number, UnitSpot>} */
    aside = new Map();
    /** @type {Crowd[]} */
    crowds = [];
    /** @type {Map<number, Crowd>} */
    crowdOf = new Map();
    /** @type {Set<number>} */
    opened = new Set();
    /** @type {((crowds: Crowd[]) => void) | undefined} */
    onCrowds;
    /** @type {Wording | undefined} */
    wording;

    /**
     * @param {L.Map} map
     * @param {PageData} data
     * @param {string} pane
     */
    constructor(map, data, pane) {
      this.map = map;
      this.data = data;
      this.artboard = data.artboards[0]; // until the page is fitted to its width
      this.scale = geomap.scaleOf(data, this.artboard);
      this.tree = new geomap.Tree(data.symbols.x, data.symbols.y);
      this.isAsked = new Uint8Array(data.symbols.total).fill(1);
      this.isShown = new Uint8Array(data.symbols.total);
      this.layer = new geomap.CanvasLayer(pane, (context, view) => this.paint(context, view));
    }

    // Sizes for an artboard. Marks are made once for each distinct count.
    resize(artboard) {
      const { counts, count } = this.data.symbols;
      this.scale = geomap.scaleOf(this.data, artboard);
      this.marks = counts.map(([kind, minimum, maximum]) => geomap.marks(this.scale, kind, minimum, maximum));
      const outer = this.marks.map(geomap.outerDiameter);
      this.diameters = Float64Array.from(count, (place, index) => this.covered(outer[place], index));
      this.largest = this.diameters.reduce((most, diameter) => Math.max(most, diameter), 0);
      this.bySize = Array.from(count.keys()).sort((a, b) => this.diameters[b] - this.diameters[a] || a - b);
      this.artboard = artboard;
      this.orderShown();
    }

    // Px across that the marks of a unit cover, with what they say of a change.
    covered(own, index) {
      const change = geomap.changeOf(this.data, index);
      return change ? geomap.changedDiameter(change, own, this.scale, this.data.style) : own;
    }

    // What a reader asks for: only these units are painted, labelled and hit, as far as the artboard shows them.
    filter(indexes) {
      this.isAsked.fill(0);
      for (const index of indexes) this.isAsked[index] = 1;
      if (!this.bySize.length) return;
      this.orderShown();
      if (this.layer.canvas) this.layer.redraw();
    }

    shown(index) {
      return this.isShown[index] === 1;
    }

    orderShown() {
      const { artboard, isAsked, isShown } = this;
      const hasRules = Boolean(artboard.left_out.units);
      for (let index = 0; index < isShown.length; index += 1) {
        isShown[index] = isAsked[index] && !(hasRules && geomap.leavesOut(artboard, "units", index)) ? 1 : 0;
      }
      this.order = this.bySize.filter((index) => isShown[index]);
      this.spreadScale = 0;
      this.inside = undefined;
    }

    // Where the unit is, in px of the whole world at the present zoom.
    truePoint(index) {
      const scale = geomap.worldSize(this.map);
      return L.point(this.data.symbols.x[index] * scale, this.data.symbols.y[index] * scale);
    }

    // Where its symbol stands.
    worldPoint(index) {
      const spot = this.movedAside().get(index) || this.crowdOf.get(index);
      return spot ? L.point(spot.x, spot.y) : this.truePoint(index);
    }

    // The symbols that would hide one another at the present zoom, and where they stand instead; what they are added up
    // to where they are too many.
    movedAside() {
      const scale = geomap.worldSize(this.map);
      if (scale !== this.spreadScale) {
        if (this.spreadScale) this.opened.clear();
        this.spreadScale = scale;
        this.inside ??= this.tree
          .within(geomap.worldBox(this.artboard.view, 1, 0))
          .filter((index) => this.shown(index));
        const spots = this.inside.length > MOST_SPREAD ? [] : this.inside.map((index) => this.spot(index, scale));
        const frame = geomap.worldBox(this.artboard.view, scale, 0);
        this.settle(geomap.settled(spots, frame, geomap.crowdRule(this)), frame);
      }
      return this.aside;
    }

    settle(placed, frame) {
      this.aside = new Map(placed.filter((spot) => spot.moved && !spot.members).map((spot) => [spot.index, spot]));
      this.crowds = placed.filter((spot) => spot.members);
      this.crowdOf = new Map(this.crowds.flatMap((crowd) => crowd.members.map(({ index }) => [index, crowd])));
      geomap.tellCrowds(this, placed, frame);
      this.onCrowds?.(this.crowds);
    }

    // Sets the units of a crowd side by side, until the map is zoomed or filtered.
    open(crowd) {
      this.spreadScale = 0;
      this.opened = new Set(crowd.members.map((spot) => spot.index));
      this.movedAside();
      this.layer.redraw();
    }

    spot(index, scale) {
      const { kind, maximum, x, y } = this.data.symbols;
      const diameter = geomap.drawnDiameter(this.data.style, kind[index], maximum[index], this.diameters[index]);
      return {
        index,
        id: geomap.idOf(this.data, index),
        x: x[index] * scale,
        y: y[index] * scale,
        radius: diameter / 2,
        isUnknown: kind[index] === "unknown",
      };
    }

    layerPoint(index) {
      return this.worldPoint(index).subtract(this.map.getPixelOrigin());
    }

    containerPoint(index) {
      return this.map.layerPointToContainerPoint(this.layerPoint(index));
    }

    // Whether any unit that meets a box passes the test: its circle, and `clear` px around it, or at least `least` px
    // around its middle. World px.
    someMeeting(box, { least = 0, clear = 0 }, test) {
      const scale = geomap.worldSize(this.map);
      const aside = this.movedAside();
      const { x: xs, y: ys } = this.data.symbols;
      const meets = (index, x, y) => {
        const radius = Math.max(this.diameters[index] / 2 + clear, least);
        const dx = Math.max(box.left - x, 0, x - box.right);
        const dy = Math.max(box.top - y, 0, y - box.bottom);
        return dx * dx + dy * dy < radius * radius && test(index);
      };
      const reach = Math.max(this.largest / 2 + clear, least);
      const near = {
        left: (box.left - reach) / scale,
        top: (box.top - reach) / scale,
        right: (box.right + reach) / scale,
        bottom: (box.bottom + reach) / scale,
      };
      const isHit = (index) =>
        this.isShown[index] === 1 &&
        !aside.has(index) &&
        !this.crowdOf.has(index) &&
        meets(index, xs[index] * scale, ys[index] * scale);
      return this.tree.some(near, isHit) || [...aside.values()].some((spot) => meets(spot.index, spot.x, spot.y));
    }

    paint(context, view) {
      const { style } = this.data;
      const aside = this.movedAside();
      const points = [...aside.keys()].map((index) => this.truePoint(index));
      [...aside.values()].forEach((spot, i) => geomap.paintTick(context, spot, points[i], view, style.ink));
      this.paintMoves(context, view);
      geomap.paintCrowds(context, view, this);
      this.eachSeen(view, aside, (index, x, y) => {
        this.paintUnit(context, x, y, index);
        if (index === this.selected) geomap.paintRing(context, x, y, this.diameters[index] + 7, style.ink, []);
      });
      geomap.paintTruePoints(context, points, view, style.ink);
      geomap.paintCrowdTexts(context, view, this);
    }

    // Calls `paint` for each circle in view, from the bottom up; of a crowd only for those that can be seen.
    eachSeen(view, aside, paint) {
      const { x: xs, y: ys } = this.data.symbols;
      const found = []; // index, x, y, index, x, y ...
      for (const index of this.order) {
        if (this.crowdOf.has(index)) continue;
        const spot = aside.get(index);
        const x = (spot ? spot.x : xs[index] * view.scale) - view.left;
        const y = (spot ? spot.y : ys[index] * view.scale) - view.top;
        const reach = this.diameters[index] / 2 + EDGE;
        const isInView = x >= -reach && y >= -reach && x <= view.width + reach && y <= view.height + reach;
        if (isInView) found.push(index, x, y);
      }
      const isHidden = found.length > 3 * CROWD ? this.hidden(found, view) : [];
      for (let i = 0; i < found.length; i += 3) if (!isHidden[i]) paint(found[i], found[i + 1], found[i + 2]);
    }

    // Which of a crowd lie under so many others that nothing of them shows.
    hidden(found, view) {
      const cover = new geomap.Cover(view.width, view.height, this.data.style.opacity);
      const isHidden = new Uint8Array(found.length);
      for (let i = found.length - 3; i >= 0; i -= 3) {
        const [index, x, y] = [found[i], found[i + 1], found[i + 2]];
        if (cover.isSeen(x, y, this.diameters[index] / 2 + 1) || index === this.selected)
          cover.add(x, y, this.disc(index) / 2);
        else isHidden[i] = 1;
      }
      return isHidden;
    }

    // Px across that the filled disc of a unit covers.
    disc(index) {
      const [first] = this.marks[this.data.symbols.count[index]];
      return first.shape === "disc" ? first.diameter : 0;
    }

    paintUnit(context, x, y, index) {
      const { count, colour } = this.data.symbols;
      const [marks, change] = [this.marks[count[index]], geomap.changeOf(this.data, index)];
      geomap.paintMarks(context, x, y, marks, colour[index], this.data.style);
      if (!change) return;
      geomap.paintChange(context, x, y, change, geomap.outerDiameter(marks), this.scale, this.data.style);
    }

    // Where the units shown were that have moved, in px of the whole world: {x, y, radius, index, change}.
    origins() {
      if (!this.data.symbols.change) return [];
      const scale = geomap.worldSize(this.map);
      return this.order.flatMap((index) => {
        const change = geomap.changeOf(this.data, index);
        if (!change?.from) return [];
        const radius = geomap.wasDiameter(change, this.scale, this.data.style) / 2;
        return [{ x: change.from[0] * scale, y: change.from[1] * scale, radius, index, change }];
      });
    }

    paintMoves(context, view) {
      for (const { x, y, radius, index, change } of this.origins()) {
        const spot = this.worldPoint(index);
        const here = { x: spot.x - view.left, y: spot.y - view.top, radius: this.diameters[index] / 2 };
        const origin = { x: x - view.left, y: y - view.top, radius };
        geomap.paintMove(context, here, origin, change, this.scale, this.data.style);
      }
    }

    select(index) {
      this.selected = index;
      this.layer.redraw();
    }

    // The topmost unit at a point of the map's element; -1 where there is none.
    at(containerPoint) {
      const { x, y } = this.map.containerPointToLayerPoint(containerPoint).add(this.map.getPixelOrigin());
      let best = -1;
      this.someMeeting({ left: x, top: y, right: x, bottom: y }, { least: REACH }, (index) => {
        const isAbove = best < 0 || this.diameters[index] < this.diameters[best];
        if (isAbove || (this.diameters[index] === this.diameters[best] && index > best)) best = index;
        return false;
      });
      return best;
    }
  };
})((window.geomap = window.geomap || {}));
