// Where the texts of the map find room: the units' labels first, then all others.
(function (geomap) {
  "use strict";

  const MOST_LED = 300; // unit labels; with more, leaders would be a thicket
  const MOST_COST = { unit: 1000, text: 60 }; // a unit's label may run over a line of the overlay, other texts may not
  const ATTEMPTS = 5; // at setting the texts that are no unit's
  const STRAY = 8; // rank of a place that is far off what a note speaks of

  const isSetAsWell = (units, others) => [...units].every(([index, box]) => others.get(index)?.level === box.level);

  geomap.TextSearch = class {
    // `labels` has the labels and their sizes; `room` is what is taken before any of them is set.
    /**
     * @param {Labels} labels
     * @param {Placement} room
     */
    constructor(labels, room) {
      this.labels = labels;
      this.room = room;
      this.mapWidth = labels.map.getSize().x;
    }

    // The boxes of the units' labels and of the other texts. A note that the units drive far off chooses before them,
    // where none of them loses a row by it.
    run(shown, fixed, texts) {
      const found = this.setAll(this.room, shown, fixed, texts);
      const strays = texts.filter((text) => text.isNote && found.texts.get(text)?.rank > STRAY);
      if (strays.length === 0 || shown.length > MOST_LED) return found;
      const first = this.tryTexts(this.room, strays, new Map());
      const room = this.room.copy();
      for (const box of first.values()) room.addBox(box);
      const others = texts.filter((text) => !strays.includes(text));
      const again = this.setAll(room, shown, fixed, others);
      const isFull = first.size === strays.length && again.texts.size === found.texts.size - strays.length;
      const isWorse = !isFull || !isSetAsWell(found.units, again.units);
      return isWorse ? found : { units: again.units, texts: new Map([...first, ...again.texts]) };
    }

    setAll(room, shown, fixed, texts) {
      const units = this.tryLevels(room, shown, fixed);
      return { units, texts: this.setTexts(room, texts, units) };
    }

    // All labels with all their rows: in full, else some abbreviated. Where that fails, with as many rows as fit.
    tryLevels(room, shown, fixed) {
      const full = this.tryLevel(room, shown, fixed, ({ levels }) => levels.slice(0, 1));
      if (full.size === shown.length) return full;
      if (shown.some((index) => this.labels.unitLabel(index).ways > 1)) {
        const short = this.tryLevel(room, shown, fixed, ({ levels, ways }) => levels.slice(0, ways));
        if (short.size === shown.length) return short;
      }
      return this.tryLevel(room, shown, fixed, ({ levels, ways }) => levels.slice(ways));
    }

    // Sets the other texts by rank. Where one finds no room, it goes first in another try; the fullest try counts.
    setTexts(room, texts, unitBoxes) {
      let order = texts;
      let best = new Map();
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const boxes = this.tryTexts(room, order, unitBoxes);
        if (attempt === 0 || boxes.size > best.size) best = boxes;
        const left = order.filter((text) => !boxes.has(text));
        if (left.length === 0) break;
        order = [...left, ...order.filter((text) => boxes.has(text))];
      }
      return best;
    }

    tryTexts(under, order, unitBoxes) {
      const room = under.copy();
      for (const box of unitBoxes.values()) room.addBox(box);
      const boxes = new Map();
      for (const text of order) {
        for (const sizes of text.sizes) {
          const box = room.place(geomap.placesOf(text, sizes, this.labels.scale, this.mapWidth), MOST_COST.text);
          if (box) {
            boxes.set(text, box);
            break;
          }
        }
      }
      return boxes;
    }

    // Sets the labels on a copy of the room, each at the first of its levels that fits; else further off, with a leader.
    tryLevel(under, indexes, fixed, levelsOf) {
      const room = under.copy();
      const boxes = new Map(fixed);
      for (const index of indexes.filter((candidate) => !fixed.has(candidate))) {
        const levels = levelsOf(this.labels.unitLabel(index));
        const box =
          this.placeUnit(room, index, levels, geomap.placesBeside) ||
          (indexes.length <= MOST_LED && this.placeUnit(room, index, levels, geomap.placesLedOff));
        if (box) boxes.set(index, box);
      }
      return boxes;
    }

    placeUnit(room, index, levels, placesOf) {
      const { x, y } = this.labels.units.worldPoint(index);
      const { sizes, set } = this.labels.unitLabel(index);
      for (const level of levels) {
        const { width, height } = geomap.levelSize(sizes, level);
        const box = room.place(
          placesOf(x, y, this.labels.units.diameters[index] / 2, width, height, set.anchor),
          MOST_COST.unit,
        );
        if (box) return { ...box, level };
      }
      return undefined;
    }
  };
})((window.geomap = window.geomap || {}));
