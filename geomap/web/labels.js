// The texts of the map as Python has set them: each a group of SVG, moved with the point of the ground that it is of,
// and shown from one scale up to another.
(function (geomap) {
  "use strict";

  const ROOM = 120; // px around the view, in which texts are kept
  const [STAMP, CIRCLE, PATH] = [-1, -2, -3]; // what is no text

  const halo = (element, colour, width = 3.6) =>
    colour && Object.assign(element.style, { paintOrder: "stroke", stroke: colour, strokeWidth: `${width}px` });

  function textOf(data, [style, x, y, ...lines], say) {
    const { role, size, weight, italic, spacing, line, anchor, fill, halo: ground, rtl, lang } = data.styles[style];
    const attributes = {
      class: role,
      x,
      y,
      fill,
      "font-size": size,
      "font-weight": weight,
      "font-style": italic ? "italic" : "",
      "letter-spacing": spacing || "",
      "text-anchor": anchor === "start" ? "" : anchor,
      direction: rtl ? "rtl" : "",
      lang,
    };
    const said = say?.(role, lines) ?? lines;
    const text = geomap.svg("text", attributes);
    said.forEach((words, i) => text.append(geomap.svg("tspan", { x, dy: i ? line : "" }, words)));
    halo(text, ground);
    return text;
  }

  function stampOf(data, [, x, y, size, outline, fill, ground]) {
    const { path } = data.outlines[data.stamps[outline]];
    const scale = size / 100;
    const drawn = geomap.svg("path", {
      d: path,
      fill,
      transform: `translate(${x - size / 2} ${y - size / 2}) scale(${scale})`,
      "data-outline": data.stamps[outline],
    });
    halo(drawn, ground, 3.6 / scale);
    drawn.style.strokeLinejoin = "round";
    return drawn;
  }

  const circleOf = ([, cx, cy, diameter, fill, stroke, width]) =>
    geomap.svg("circle", { cx, cy, r: diameter / 2, fill: fill || "none", stroke, "stroke-width": width });

  function pathOf([, closed, fill, stroke, width, ...rings]) {
    const d = rings.map((ring) => `M${ring.join(" ")}${closed ? "Z" : ""}`).join("");
    return geomap.svg("path", { d, fill: fill || "none", stroke, "stroke-width": width, "stroke-linejoin": "round" });
  }

  function itemOf(data, item, say) {
    const [kind] = item;
    if (kind === STAMP) return stampOf(data, item);
    if (kind === CIRCLE) return circleOf(item);
    return kind === PATH ? pathOf(item) : textOf(data, item, say);
  }

  // A text broken into lines about as long as others.
  function inLines(text, lines) {
    const longest = Math.max(...lines.map((line) => line.length));
    const found = [""];
    for (const word of text.split(/\s+/)) {
      const last = found[found.length - 1];
      if (last && last.length + word.length + 1 > longest) found.push(word);
      else found[found.length - 1] = last ? `${last} ${word}` : word;
    }
    return found;
  }

  geomap.Labels = class {
    /** @type {Map<Label, SVGGElement>} */
    made = new Map();
    /** @type {Label[]} */
    shown = [];
    /** @type {Set<string>} */
    hidden = new Set();
    /** @type {Record<string, string>} */
    texts = {};
    arePictogramsOff = false;

    /**
     * @param {L.Map} map
     * @param {PageData} data
     * @param {Units} units
     * @param {string} pane
     */
    constructor(map, data, units, pane) {
      this.map = map;
      this.data = data;
      this.units = units;
      this.words = new geomap.Wording(data);
      this.svg = geomap.svg("svg", { class: "texts", "aria-hidden": "true" });
      map.getPane(pane)?.append(this.svg);
    }

    // Makes all texts anew: on another sheet, or when others are hidden or say something else. `hidden` are ids of
    // labels, `texts` what some say on this day.
    reset(hidden, texts, arePictogramsOff) {
      this.hidden = hidden;
      this.texts = texts;
      this.arePictogramsOff = arePictogramsOff;
      this.made.clear();
      this.layout();
    }

    layout() {
      const { units, map } = this;
      const level = units.settle();
      const scale = units.scale;
      const px = geomap.fieldPx(map);
      const origin = map.getPixelOrigin();
      const corner = map.containerPointToLayerPoint([0, 0]).add(origin);
      const end = corner.add(map.getSize());
      const isNear = (left, top, right, bottom) =>
        right > corner.x - ROOM && bottom > corner.y - ROOM && left < end.x + ROOM && top < end.y + ROOM;
      this.shown = level.labels
        .filter((label) => geomap.isShownAt(level, label, scale) && this.isSaid(label))
        .filter(([, , x, y, block, dx, dy]) => {
          const [width, height] = this.data.blocks[block];
          const [left, top] = [x * px + dx, y * px + dy];
          return isNear(left, top, left + width, top + height);
        });
      const groups = this.shown.map((label) => {
        const group = this.group(label);
        const [, , x, y] = label;
        group.setAttribute(
          "transform",
          `translate(${(x * px - origin.x).toFixed(2)} ${(y * px - origin.y).toFixed(2)})`,
        );
        return group;
      });
      this.svg.replaceChildren(...groups);
    }

    idOf([, id]) {
      return this.data.ids[id];
    }

    // Whether a label is neither hidden nor of units that are not shown.
    isSaid(label) {
      const [owner] = label;
      if (owner !== null && !this.units.spotOfLabel(owner)) return false;
      const id = this.idOf(label);
      return !this.hidden.has(id) && this.texts[id] !== "";
    }

    group(label) {
      const [owner, , , , block, dx, dy, , , ...leader] = label;
      const spot = owner === null ? undefined : this.units.spotOfLabel(owner);
      const isPart = spot && !this.units.isWhole(owner, spot);
      const known = isPart ? undefined : this.made.get(label);
      if (known) return known;
      const [, , ...items] = this.data.blocks[block];
      const id = this.idOf(label);
      const group = geomap.svg("g", { class: spot ? "unit-label" : "text", "data-label": id });
      if (spot) group.dataset.index = String(spot.units[0]);
      if (leader.length) {
        const [x1, y1, x2, y2] = leader;
        group.append(geomap.svg("line", { class: "leader", x1, y1, x2, y2, stroke: this.data.style.muted }));
      }
      const seen = items.filter(([kind]) => !(this.arePictogramsOff && kind === STAMP));
      const figures = items.filter(([style]) => style >= 0 && this.data.styles[style].role === "figure").length;
      const say = isPart ? this.wordsOfPart(spot, figures) : this.wordsOfDay(id);
      const drawn = geomap.svg("g", { transform: `translate(${dx} ${dy})` });
      drawn.append(...seen.map((item) => itemOf(this.data, item, say)));
      group.append(drawn);
      if (!isPart) this.made.set(label, group);
      return group;
    }

    // What a note says on this day, in the lines that it has.
    wordsOfDay(id) {
      const text = geomap.own(this.texts, id);
      return text === undefined ? undefined : (_, lines) => inLines(text, lines);
    }

    /**
     * What is said of some of the units that a mark stands for.
     *
     * @param {Spot} spot
     * @returns {Retold}
     */
    wordsOfPart({ units, count, crowd }, figures) {
      const said = this.words.crowd(units.length, count);
      return (role, lines) => {
        if (role === "figure") return figures > 1 ? [] : [this.words.count(count)];
        if (role === "place")
          return crowd ? [units.length > 1 ? said.units : this.data.symbols.label[units[0]]] : lines;
        return crowd ? (role === "sum" && said.sum ? [said.sum] : []) : lines;
      };
    }
  };
})((window.geomap = window.geomap || {}));
