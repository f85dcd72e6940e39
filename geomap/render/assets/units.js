// The units' circles: painted on one canvas, large ones first, and found again under the pointer by a grid.
(function (geomap) {
  "use strict";

  const REACH = 12; // px: a small circle is hit this far from its centre
  const TICK = 0.9; // px; its width
  const TRUE_POINT = 2.6; // px across

  function ring(context, x, y, diameter, from, to) {
    context.beginPath();
    context.arc(x, y, diameter / 2, from || 0, to === undefined ? 2 * Math.PI : to);
  }

  // The white edge lies outside the disc, so that the filled area stays the number.
  function disc(context, x, y, diameter, colour, style) {
    context.globalAlpha = style.opacity;
    context.fillStyle = colour;
    ring(context, x, y, diameter);
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = style.edge;
    context.lineWidth = style.edge_width;
    ring(context, x, y, diameter + style.edge_width);
    context.stroke();
  }

  function outline(context, x, y, diameter, colour, dash, from, to) {
    context.strokeStyle = colour;
    context.lineWidth = 1.4;
    context.setLineDash(dash);
    ring(context, x, y, diameter, from, to);
    context.stroke();
    context.setLineDash([]);
  }

  function hollow(context, x, y, diameter, colour, style) {
    context.fillStyle = style.edge;
    ring(context, x, y, diameter);
    context.fill();
    outline(context, x, y, diameter, colour, []);
  }

  function question(context, x, y, colour) {
    context.fillStyle = colour;
    context.font = '600 11px "Source Sans 3", Arial, sans-serif';
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText("?", x, y + 0.5);
  }

  // From where a unit is to the edge of its symbol that was moved aside.
  function tick(context, spot, point, view, colour) {
    const share = 1 - spot.radius / Math.hypot(spot.x - point.x, spot.y - point.y);
    const [x, y] = [point.x - view.left, point.y - view.top];
    context.strokeStyle = context.fillStyle = colour;
    context.lineWidth = TICK;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + share * (spot.x - point.x), y + share * (spot.y - point.y));
    context.stroke();
    ring(context, x, y, TRUE_POINT);
    context.fill();
  }

  geomap.paintMarks = function (context, x, y, marks, colour, style) {
    for (const { shape, diameter } of marks) {
      if (shape === "disc" || shape === "dot") disc(context, x, y, diameter, colour, style);
      if (shape === "dashed") outline(context, x, y, diameter, colour, [3.5, 2.5]);
      if (shape === "open") outline(context, x, y, diameter, colour, [], 0.25 * Math.PI, 1.75 * Math.PI);
      if (shape === "zero" || shape === "unknown") hollow(context, x, y, diameter, colour, style);
      if (shape === "unknown") question(context, x, y, colour);
    }
  };

  geomap.Units = class {
    constructor(map, data, pane) {
      Object.assign(this, { map, data, selected: -1, grid: null, gridScale: 0 });
      this.isAsked = new Uint8Array(data.symbols.unit.length).fill(1);
      this.layer = new geomap.CanvasLayer(pane, (context, view) => this.paint(context, view));
    }

    // Sizes for an artboard.
    resize(artboard) {
      const symbols = this.data.symbols;
      this.scale = { maxDiameter: artboard.max_diameter, maxValue: this.data.max_value };
      this.marks = symbols.kind.map((kind, i) =>
        geomap.marks(this.scale, kind, symbols.minimum[i], symbols.maximum[i]),
      );
      this.diameters = Float64Array.from(this.marks, geomap.outerDiameter);
      this.bySize = Array.from(this.marks.keys()).sort((a, b) => this.diameters[b] - this.diameters[a] || a - b);
      this.artboard = artboard;
      this.orderShown();
    }

    // What a reader asks for: only these units are painted, labelled and hit, as far as the artboard shows them.
    filter(indexes) {
      this.isAsked.fill(0);
      for (const index of indexes) this.isAsked[index] = 1;
      if (!this.bySize) return;
      this.orderShown();
      this.layer.redraw();
    }

    shown(index) {
      return this.isAsked[index] === 1 && !(this.artboard && geomap.leavesOut(this.artboard, "units", index));
    }

    orderShown() {
      this.order = this.bySize.filter((index) => this.shown(index));
      this.gridScale = this.spreadScale = 0;
    }

    // Where the unit is, in px of the whole world at the present zoom.
    truePoint(index) {
      const scale = geomap.worldSize(this.map);
      return L.point(this.data.symbols.x[index] * scale, this.data.symbols.y[index] * scale);
    }

    // Where its symbol stands.
    worldPoint(index) {
      const spot = this.movedAside().get(index);
      return spot ? L.point(spot.x, spot.y) : this.truePoint(index);
    }

    // The symbols that would hide one another at the present zoom, and where they stand instead.
    movedAside() {
      const scale = geomap.worldSize(this.map);
      if (scale !== this.spreadScale) {
        this.spreadScale = scale;
        const { kind, maximum } = this.data.symbols;
        const ids = this.data.facts.id;
        const spots = this.order.map((index) => ({
          index,
          id: ids.values[ids.index[this.data.symbols.unit[index]]],
          x: this.data.symbols.x[index] * scale,
          y: this.data.symbols.y[index] * scale,
          radius: geomap.drawnDiameter(this.data.style, kind[index], maximum[index], this.diameters[index]) / 2,
          isUnknown: kind[index] === "unknown",
        }));
        this.aside = geomap.spread(spots, geomap.worldBox(this.artboard.view, scale, 0));
      }
      return this.aside;
    }

    layerPoint(index) {
      return this.worldPoint(index).subtract(this.map.getPixelOrigin());
    }

    containerPoint(index) {
      return this.map.layerPointToContainerPoint(this.layerPoint(index));
    }

    paint(context, view) {
      const { x: xs, y: ys, colour } = this.data.symbols;
      const aside = this.movedAside();
      for (const index of this.order) {
        const spot = aside.get(index) || { x: xs[index] * view.scale, y: ys[index] * view.scale };
        const [x, y] = [spot.x - view.left, spot.y - view.top];
        const reach = this.diameters[index] / 2 + 6;
        if (x < -reach || y < -reach || x > view.width + reach || y > view.height + reach) continue;
        geomap.paintMarks(context, x, y, this.marks[index], colour[index], this.data.style);
        if (index === this.selected) outline(context, x, y, this.diameters[index] + 7, this.data.style.ink, []);
      }
      for (const spot of aside.values()) tick(context, spot, this.truePoint(spot.index), view, this.data.style.ink);
    }

    select(index) {
      this.selected = index;
      this.layer.redraw();
    }

    // The boxes of all circles at the present zoom, in px of the whole world.
    boxes() {
      const scale = geomap.worldSize(this.map);
      if (scale !== this.gridScale) {
        this.grid = new geomap.Grid();
        this.gridScale = scale;
        for (const index of this.order) {
          const reach = Math.max(this.diameters[index] / 2, REACH);
          const { x, y } = this.worldPoint(index);
          this.grid.add({ left: x - reach, top: y - reach, right: x + reach, bottom: y + reach }, index);
        }
      }
      return this.grid;
    }

    // The topmost unit at a point of the map's element; -1 where there is none.
    at(containerPoint) {
      const point = this.map.containerPointToLayerPoint(containerPoint).add(this.map.getPixelOrigin());
      const box = { left: point.x - 1, top: point.y - 1, right: point.x + 1, bottom: point.y + 1 };
      const hits = [...this.boxes().meeting(box)].filter(
        (index) => this.worldPoint(index).distanceTo(point) <= Math.max(this.diameters[index] / 2, REACH),
      );
      return hits.reduce(
        (best, index) => (best < 0 || this.diameters[index] <= this.diameters[best] ? index : best),
        -1,
      );
    }
  };
})((window.geomap = window.geomap || {}));
