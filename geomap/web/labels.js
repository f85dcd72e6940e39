// Sets every text of the map: the units' labels, then call-outs and notes, then names. Done anew for each zoom, so that
// no text lies on a circle or on another text. What finds no room in the first view is handed on to the list of notes.
(function (geomap) {
  "use strict";

  const MOST = 500; // unit labels at one time
  const CLEAR = 2; // px between a circle and any text
  geomap.CONTROLS = { width: 46, height: 84 }; // px in the first view's corner, where the zoom buttons stand
  const INSET = 4; // px between a text and the edge of the map
  // Lines that texts may run over: what lies beneath all, and outlines of areas that are shapes of their own.
  const UNMINDED = new Set(["river", "region_border", "outline"]);

  // Takes the room of a text that is set by hand.
  function take(room, box) {
    room.addBox(box);
    if (box.leader) room.addLine(box.leader, "overlay");
  }

  geomap.Labels = class {
    /** @type {Map<number, UnitLabel>} */
    unitLabels = new Map();
    /** @type {MapText[]} */
    texts = [];
    /** @type {Map<MapText, TextBox>} */
    fixed = new Map();
    scale = 0;
    origin = L.point(0, 0);

    /**
     * @param {L.Map} map
     * @param {PageData} data
     * @param {Units} units
     * @param {string} pane
     */
    constructor(map, data, units, pane) {
      this.map = map;
      this.data = data;
      this.artboard = data.artboards[0]; // until the page is fitted to its width
      this.units = units;
      this.pane = /** @type {HTMLElement} */ (map.getPane(pane));
      this.leaders = geomap.svg("svg", { class: "leaders", "aria-hidden": "true" });
    }

    // Makes the texts of an artboard. Every text is measured once, here or when its unit first comes into view.
    reset(artboard) {
      this.artboard = artboard;
      this.pane.replaceChildren(this.leaders);
      this.unitLabels = new Map();
      this.texts = geomap.textsOf(this.data, artboard).sort((a, b) => a.rank - b.rank);
      this.pane.append(...this.texts.map((text) => text.element));
      for (const text of this.texts) {
        text.sizes = geomap.settings(text);
        text.below = false;
        geomap.alignByHand(text.element, text.set);
      }
    }

    // The first view decides which notes stand under the map; they stay there at every zoom.
    layoutFirst() {
      this.layout();
      for (const text of this.texts) text.below = !text.box && text.rank <= 0;
      return this.texts.filter((text) => text.below).map((text) => text.note);
    }

    layout() {
      this.scale = geomap.worldSize(this.map);
      this.origin = this.map.getPixelOrigin();
      this.fixed = this.fixedTexts();
      this.units.movedAside();
      const shown = this.candidates();
      this.measure(shown);
      for (const [index, label] of this.unitLabels) if (!shown.includes(index)) this.drop(index, label);
      const fixedUnits = this.fixedUnits(shown);
      const texts = this.texts.filter((text) => !text.below && !geomap.isFixed(text.set));
      const found = new geomap.TextSearch(this, this.makeRoom(fixedUnits)).run(shown, fixedUnits, texts);
      for (const [index, label] of this.unitLabels) label.box = found.units.get(index);
      for (const text of this.texts) text.box = this.fixed.get(text) || found.texts.get(text);
      this.show();
    }

    // What is seen now, in px of the world.
    view() {
      const bounds = this.map.getPixelBounds();
      const [least, most] = [bounds.getTopLeft(), bounds.getBottomRight()];
      return { left: least.x, top: least.y, right: most.x, bottom: most.y };
    }

    // The boxes of the texts that are set by hand: they stand, whatever lies below.
    fixedTexts() {
      const texts = this.texts.filter((text) => geomap.isFixed(text.set));
      /** @type {Map<MapText, TextBox>} */
      const boxes = new Map();
      for (const text of texts) {
        const box = geomap.placeByHand(text, this.scale, this.view());
        if (box) boxes.set(text, box);
      }
      return boxes;
    }

    // The same of the labels of units.
    fixedUnits(indexes) {
      const boxes = new Map();
      for (const index of indexes) {
        const { levels, set, sizes } = this.unitLabel(index);
        if (!geomap.isFixed(set)) continue;
        const { x, y } = this.units.worldPoint(index);
        const box = geomap.boxByHand(set, [x, y], geomap.levelSize(sizes, levels[0]));
        const leader = geomap.leaderToCircle(box, [x, y], this.units.diameters[index] / 2);
        boxes.set(index, { ...box, leader, align: set.anchor, level: levels[0] });
      }
      return boxes;
    }

    // What is taken before any other text is set; each try fills a copy of it.
    makeRoom(fixedUnits) {
      const limits = geomap.worldBox(this.artboard.view, this.scale, INSET);
      const origins = this.units.origins();
      const isOnCircle = (box) =>
        this.units.someMeeting(box, { clear: CLEAR }, () => true) ||
        this.units.crowds.some((crowd) => geomap.meets(box, crowd, CLEAR)) ||
        origins.some((origin) => geomap.meets(box, origin, CLEAR));
      const room = new geomap.Placement(limits, this.view(), isOnCircle);
      const { left, top } = room.view;
      const { width, height } = geomap.CONTROLS;
      room.addBox({ left, top, right: left + width, bottom: top + height });
      for (const { said } of this.units.crowds) if (said) room.addBox(said.box);
      for (const box of [...this.fixed.values(), ...fixedUnits.values()]) take(room, box);
      const lines = this.data.lines.filter((line) => geomap.isPainted(line) && !UNMINDED.has(line.role));
      for (const shape of [...lines, ...this.data.areas.filter((area) => area.role === "land")]) {
        const kind = geomap.isOverlay(shape) ? "overlay" : "border";
        for (const ring of shape.rings)
          room.addLine(
            ring.map((value) => value * this.scale),
            kind,
          );
      }
      return room;
    }

    // The units whose labels are set: all, or the largest in view.
    candidates() {
      const { order, crowdOf } = this.units;
      const isSet = (index) => !geomap.setText(this.artboard, "units", index).hide && !crowdOf.has(index);
      if (order.length <= MOST) return order.filter(isSet);
      const { x, y } = this.data.symbols;
      const { left, top, right, bottom } = this.view();
      const found = [];
      for (const index of order) {
        const [atX, atY] = [x[index] * this.scale, y[index] * this.scale];
        if (atX >= left && atX <= right && atY >= top && atY <= bottom && isSet(index)) found.push(index);
        if (found.length === MOST) break;
      }
      return found;
    }

    measure(indexes) {
      const fresh = indexes.filter((index) => !this.unitLabels.has(index));
      for (const index of fresh) {
        const label = geomap.unitLabel(this.data, index, this.artboard);
        this.unitLabels.set(index, label);
        this.pane.append(label.element);
      }
      for (const index of fresh) geomap.measureRows(this.unitLabel(index));
    }

    // Of a unit that has been measured.
    unitLabel(index) {
      return /** @type {UnitLabel} */ (this.unitLabels.get(index));
    }

    drop(index, label) {
      label.element.remove();
      this.unitLabels.delete(index);
    }

    show() {
      for (const label of this.unitLabels.values()) {
        label.element.hidden = !label.box;
        if (!label.box) continue;
        label.element.dataset.align = label.box.align;
        for (const [name, row] of Object.entries(label.rows)) row.hidden = !label.box.level.includes(name);
        this.moveTo(label.element, label.box);
        label.element.style.width = `${label.box.right - label.box.left}px`;
      }
      for (const text of this.texts) {
        text.element.hidden = !text.box;
        if (!text.box) continue;
        if (text.element.textContent !== text.box.size.words) text.element.textContent = text.box.size.words;
        text.element.classList.toggle("slim", text.box.size.isSlim);
        text.element.style.width = `${text.box.size.width}px`;
        const { left, top, right, bottom, around } = text.box;
        this.moveTo(text.element, { left: left + around, top: top + around, right, bottom });
      }
      const drawn = [...this.unitLabels.values(), ...this.texts].flatMap(({ box }) =>
        box?.leader ? [box.leader] : [],
      );
      this.leaders.replaceChildren(...drawn.map((leader) => this.leader(leader)));
    }

    // Moves an element to its box, and gives its halo the colour under the box.
    moveTo(element, { left, top, right, bottom }) {
      L.DomUtil.setPosition(element, L.point(left, top).subtract(this.origin).round());
      const [x, y] = [(left + right) / 2 / this.scale, (top + bottom) / 2 / this.scale];
      element.classList.toggle("at-sea", !geomap.isLand(this.data, x, y));
      element.style.setProperty("--halo", geomap.colourAt(this.data, x, y));
    }

    leader([x1, y1, x2, y2]) {
      const { x, y } = this.origin;
      return geomap.svg("line", { x1: x1 - x, y1: y1 - y, x2: x2 - x, y2: y2 - y });
    }
  };
})((window.geomap = window.geomap || {}));
