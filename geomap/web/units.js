// The marks on the map: one for each unit, place or crowd, where Python has set it at the level that is shown. They are
// painted on one canvas, large ones first, and found again under the pointer by a tree.
(function (geomap) {
  "use strict";

  const REACH = 12; // px: a small circle is hit this far from its centre
  const MANY = 1000; // marks in view, from which the hidden ones are left out
  const EDGE = 8; // px of a mark beyond its diameter, at the most
  const TICK = { stroke: 0.9, point: 2.6, small: 1.8, few: 4, near: 20 }; // px; small where more than few are near

  geomap.Units = class {
    selected = -1;
    /** @type {Spot[]} */
    spots = [];
    /** @type {Map<number, Spot>} */
    spotOf = new Map();
    /** @type {Map<number, Spot>} */
    spotOfMark = new Map();
    /** @type {Map<number, Spot>} */
    spotAtPlace = new Map();
    /** @type {Level | undefined} */
    settled;
    largest = 0;
    reach = 0;
    /** @type {Tree | undefined} */
    tree;
    day = -1;

    /**
     * @param {L.Map} map
     * @param {PageData} data
     * @param {string} pane
     */
    constructor(map, data, pane) {
      this.map = map;
      this.data = data;
      this.sheet = data.sheets[0]; // until the page is fitted to its width
      this.isAsked = new Uint8Array(data.symbols.total).fill(1);
      this.layer = new geomap.CanvasLayer(pane, (context, view) => this.paint(context, view));
    }

    resize(sheet) {
      this.sheet = sheet;
      this.settled = undefined;
    }

    // What a reader asks for: only these units are painted, labelled and hit, as far as the sheet shows them.
    filter(indexes, day) {
      this.isAsked.fill(0);
      for (const index of indexes) this.isAsked[index] = 1;
      this.day = day ?? (this.data.marks.day.length || 1) - 1;
      this.settled = undefined;
      if (this.layer.canvas) this.layer.redraw();
    }

    // The scale at which the sheet is shown, times that at which it was drawn.
    get scale() {
      return geomap.fieldPx(this.map) / this.sheet.place[0];
    }

    shown(index) {
      this.settle();
      return this.spotOf.has(index);
    }

    // Sees to it that the spots are those of the level that is shown, on the day, of the units that are asked for; the
    // level.
    settle() {
      const level = geomap.levelAt(this.sheet, this.scale);
      if (this.settled === level) return level;
      this.settled = level;
      const single = [];
      /** @type {number[][]} */
      const inCrowds = level.crowds.map(() => []);
      for (const mark of this.marksOfDay()) {
        const place = this.placeOf(mark);
        const crowd = level.crowdOf.get(place);
        if (crowd !== undefined) inCrowds[crowd].push(mark);
        else if (!level.isGone.has(place)) single.push(this.spotOfOne(mark, level.asideOf.get(place)));
      }
      const crowds = level.crowds.map((crowd, n) => this.spotOfCrowd(crowd, n, inCrowds[n]));
      const found = [...single, ...crowds].filter((spot) => spot.units.length);
      this.spots = found.sort((a, b) => b.diameter - a.diameter || a.units[0] - b.units[0]);
      this.spotOf = new Map(this.spots.flatMap((spot) => spot.units.map((index) => [index, spot])));
      this.spotOfMark = new Map(this.spots.map((spot) => [spot.number, spot]));
      this.spotAtPlace = new Map(
        this.spots.filter((spot) => !spot.crowd).map((spot) => [this.placeOf(spot.number), spot]),
      );
      this.tree = undefined;
      this.largest = this.spots[0]?.diameter ?? 0;
      this.reach = this.spots.reduce((most, { dx, dy }) => Math.max(most, Math.abs(dx), Math.abs(dy)), 0);
      return level;
    }

    // Of whom a label is: of a place, of some marks of a place, or, less than 0, of a crowd.
    spotOfLabel(owner) {
      if (Array.isArray(owner)) return owner.map((mark) => this.spotOfMark.get(mark)).find(Boolean);
      return owner < 0 ? this.spotOfMark.get(owner) : this.spotAtPlace.get(owner);
    }

    // Whether all that a label is of is shown: of a place all of its units, of several sides each that stands there today.
    isWhole(owner, spot) {
      if (!Array.isArray(owner)) return spot.units.length === spot.total;
      const there = new Set(this.marksOfDay());
      return owner.every((mark) => {
        const own = this.spotOfMark.get(mark);
        return own ? own.units.length === own.total : !there.has(mark);
      });
    }

    // The marks of the day that is shown.
    marksOfDay() {
      const { day, units } = this.data.marks;
      return day[this.day] ?? units.keys();
    }

    // Where a mark stands, which marks of other days may share.
    placeOf(mark) {
      const { place } = this.data.marks;
      return place.length ? place[mark] : mark;
    }

    // A mark by itself, at its place or aside of it.
    spotOfOne(mark, aside) {
      const { data, sheet } = this;
      const { units, count, colour, at } = data.marks;
      const places = at[sheet.field];
      const of = [units[mark]].flat();
      const asked = of.filter((index) => this.isAsked[index]);
      const sum = asked.length === of.length ? data.sums[count[mark]] : this.sumOf(asked, data.marks.earlier[mark]);
      const [, dx = 0, dy = 0, hasTick = 0] = aside ?? [];
      const spot = { number: mark, x: places[2 * mark], y: places[2 * mark + 1], dx, dy, hasTick: Boolean(hasTick) };
      return this.drawn({ ...spot, units: asked, total: of.length, count: geomap.asCount(sum), colour: colour[mark] });
    }

    // A crowd, of those of its marks that stand on the day.
    spotOfCrowd(crowd, number, marks) {
      const { data } = this;
      const of = marks.flatMap((mark) => data.marks.units[mark]);
      const asked = of.filter((index) => this.isAsked[index]);
      const earlier = marks.flatMap((mark) => data.marks.earlier[mark] ?? []);
      const isWhole = asked.length === of.length && marks.length === crowd.marks.length;
      const isOwn = isWhole && crowd.marks.every((mark) => marks.includes(mark));
      const sum = isOwn ? data.sums[crowd.count] : this.sumOf(asked, earlier);
      const total = isOwn ? of.length : Infinity;
      const [x, y] = crowd.at;
      const [dx, dy] = crowd.off ?? [0, 0];
      const spot = { number: -1 - number, x, y, dx, dy, hasTick: false, crowd, units: asked, total };
      return this.drawn({ ...spot, count: geomap.asCount(sum), colour: crowd.colour });
    }

    // With what is drawn of it, and px that this covers.
    drawn(spot) {
      const { data, sheet } = this;
      const change = sheet.changes[spot.number];
      const isCrowd = Boolean(spot.crowd) && spot.units.length > 1;
      const name = geomap.shapesOf(data, sheet, spot.count, isCrowd);
      spot.shapes = change?.shapes ?? data.templates[spot.colour][name];
      spot.change = change;
      spot.diameter = geomap.reachOf(sheet, spot.shapes, spot.count);
      return spot;
    }

    /**
     * The sum of some units, without those that are earlier sightings of others.
     *
     * @param {number[]} indexes
     * @param {number[]} earlier
     * @returns {Ends}
     */
    sumOf(indexes, earlier = []) {
      const { counts, count } = this.data.symbols;
      const counted = indexes.filter((index) => !earlier.includes(index));
      const own = (counted.length ? counted : indexes).map((index) => counts[count[index]]);
      if (own.every(([kind]) => kind === "absent")) return ["absent", null, null];
      const { kind, minimum, maximum } = geomap.sumOf(own);
      return [kind, minimum, maximum];
    }

    // Px from the top left of the world, at the present zoom.
    worldPoint(spot) {
      const px = geomap.fieldPx(this.map);
      return L.point(spot.x * px + spot.dx, spot.y * px + spot.dy);
    }

    spot(index) {
      this.settle();
      return this.spotOf.get(index);
    }

    layerPoint(index) {
      const spot = this.spot(index);
      return spot ? this.worldPoint(spot).subtract(this.map.getPixelOrigin()) : L.point(0, 0);
    }

    containerPoint(index) {
      return this.map.layerPointToContainerPoint(this.layerPoint(index));
    }

    diameter(index) {
      return this.spot(index)?.diameter ?? 0;
    }

    paint(context, view) {
      this.settle();
      const { ink } = this.data.style;
      const led = this.spots.filter((spot) => spot.hasTick);
      for (const spot of led) this.paintTick(context, spot, view, ink);
      this.paintMoves(context, view);
      for (const spot of this.seen(view)) {
        const [x, y] = this.at(spot, view);
        geomap.paintShapes(context, x, y, this.sheet, spot.shapes, spot.count);
        if (spot.units.includes(this.selected)) geomap.paintRing(context, x, y, spot.diameter + 7, ink);
      }
      this.paintTruePoints(context, led, view, ink);
    }

    at({ x, y, dx, dy }, view) {
      return [x * view.scale + dx - view.left, y * view.scale + dy - view.top];
    }

    // From where a unit is to the edge of its mark that stands aside.
    paintTick(context, spot, view, colour) {
      const [x, y] = [spot.x * view.scale - view.left, spot.y * view.scale - view.top];
      const share = 1 - spot.diameter / 2 / Math.hypot(spot.dx, spot.dy);
      context.strokeStyle = colour;
      context.lineWidth = TICK.stroke;
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(x + share * spot.dx, y + share * spot.dy);
      context.stroke();
    }

    // Where the units are whose marks stand aside; smaller where there are many.
    paintTruePoints(context, led, view, colour) {
      const points = led.map(({ x, y }) => [x * view.scale - view.left, y * view.scale - view.top]);
      context.fillStyle = colour;
      for (const [x, y] of points) {
        const near = points.filter(([otherX, otherY]) => Math.hypot(otherX - x, otherY - y) < TICK.near).length;
        context.beginPath();
        context.arc(x, y, (near <= TICK.few ? TICK.point : TICK.small) / 2, 0, 2 * Math.PI);
        context.fill();
      }
    }

    // Where units were that have moved, and arrows to where they are, from edge to edge.
    paintMoves(context, view) {
      for (const spot of this.spots) {
        if (!spot.change?.origin) continue;
        const { origin, was, reach, arrow } = spot.change;
        const [fromX, fromY] = [origin[0] * view.scale - view.left, origin[1] * view.scale - view.top];
        geomap.paintShapes(context, fromX, fromY, this.sheet, was, spot.count);
        const [toX, toY] = this.at(spot, view);
        const length = Math.hypot(toX - fromX, toY - fromY);
        if (length <= reach + spot.diameter / 2) continue;
        /** @type {(away: number) => Point} */
        const on = (away) => [fromX + (away / length) * (toX - fromX), fromY + (away / length) * (toY - fromY)];
        geomap.paintArrow(context, [on(reach), on(length - spot.diameter / 2)], arrow);
      }
    }

    // The spots in view, from the bottom up; of very many only those that can be seen.
    seen(view) {
      const found = this.spots.filter((spot) => {
        const [x, y] = this.at(spot, view);
        const reach = spot.diameter / 2 + EDGE;
        return x >= -reach && y >= -reach && x <= view.width + reach && y <= view.height + reach;
      });
      return found.length > MANY ? this.withoutHidden(found, view) : found;
    }

    // Without those that lie under so many others that nothing of them shows.
    withoutHidden(found, view) {
      const { opacity } = this.data.style;
      const cover = new geomap.Cover(view.width, view.height, opacity);
      const kept = [];
      for (const spot of found.reverse()) {
        const [x, y] = this.at(spot, view);
        if (!cover.isSeen(x, y, spot.diameter / 2 + 1) && !spot.units.includes(this.selected)) continue;
        kept.push(spot);
        const discs = spot.shapes.filter(
          (shape) => shape.fill && !shape.line && !shape.text && (shape.opacity ?? 1) >= opacity,
        );
        cover.add(x, y, geomap.reachOf(this.sheet, discs, spot.count) / 2);
      }
      return kept.reverse();
    }

    select(index) {
      this.selected = index;
      this.layer.redraw();
    }

    // The topmost spot at a point of the map's element: the smallest of those there.
    spotAt(containerPoint) {
      this.settle();
      const { x, y } = this.map.containerPointToLayerPoint(containerPoint).add(this.map.getPixelOrigin());
      const px = geomap.fieldPx(this.map);
      const far = Math.max(this.largest / 2, REACH) + this.reach;
      const box = { left: (x - far) / px, top: (y - far) / px, right: (x + far) / px, bottom: (y + far) / px };
      let best = -1; // they are sorted, largest first
      const tree = (this.tree ??= new geomap.Tree(
        Float64Array.from(this.spots, (spot) => spot.x),
        Float64Array.from(this.spots, (spot) => spot.y),
      ));
      tree.some(box, (number) => {
        const spot = this.spots[number];
        const at = this.worldPoint(spot);
        const isHit = Math.hypot(at.x - x, at.y - y) < Math.max(spot.diameter / 2, REACH);
        if (isHit) best = Math.max(best, number);
        return false;
      });
      return this.spots[best];
    }
  };

  // Looks closer at a crowd, from where on it is parted; false where none of the scales parts it.
  geomap.openCrowd = function (map, units, spot) {
    const { sheet, data } = units;
    const here = units.settle();
    const deeper = sheet.levels.filter((level) => level.from > here.from);
    const marks = spot.crowd?.marks ?? [];
    const own = spot.crowd?.places ?? [];
    const isParted = (level) =>
      own.some((place) => !level.crowdOf.has(place)) || new Set(own.map((place) => level.crowdOf.get(place))).size > 1;
    const next = deeper.find(isParted);
    if (!next) return false;
    const places = data.marks.at[sheet.field];
    const [xs, ys] = [0, 1].map((axis) => marks.map((mark) => places[2 * mark + axis]));
    const middle = (values) => (Math.min(...values) + Math.max(...values)) / 2;
    const zoom = Math.log2(geomap.fieldScale(sheet, next.from));
    map.setView(geomap.latLng(middle(xs), middle(ys)), Math.min(zoom, map.getMaxZoom()));
    return true;
  };
})((window.geomap = window.geomap || {}));
