// A Leaflet layer that is one canvas: it moves with the map while it is dragged and is painted anew when the map rests.
(function (geomap) {
  "use strict";

  const MARGIN = 0.25; // of the map's size, painted beyond each edge, so that dragging shows no blank

  geomap.CanvasLayer = L.Layer.extend({
    // `paint(context, view)`: view = {scale, left, top, width, height}; px = field * scale - left/top.
    initialize(pane, paint) {
      this.paneName = pane;
      this.paint = paint;
    },

    onAdd(map) {
      this.canvas = L.DomUtil.create("canvas", "geomap-canvas", map.getPane(this.paneName));
      this.redraw();
    },

    onRemove() {
      this.canvas.remove();
    },

    getEvents() {
      return { zoom: this.refresh, moveend: this.refresh, resize: this.redraw };
    },

    // The zoom and the px in the corner of the map.
    view() {
      return `${this._map.getZoom()} ${this._map.containerPointToLayerPoint([0, 0]).add(this._map.getPixelOrigin())}`;
    },

    // Redraws where the view is another than the one painted.
    refresh() {
      if (this.painted !== this.view()) this.redraw();
    },

    redraw() {
      const map = this._map;
      this.painted = this.view();
      const size = map.getSize();
      const corner = map.containerPointToLayerPoint(size.multiplyBy(-MARGIN)).round();
      const origin = map.getPixelOrigin().add(corner);
      const width = Math.ceil(size.x * (1 + 2 * MARGIN));
      const height = Math.ceil(size.y * (1 + 2 * MARGIN));
      const density = window.devicePixelRatio || 1;
      L.DomUtil.setPosition(this.canvas, corner);
      this.canvas.width = width * density;
      this.canvas.height = height * density;
      this.canvas.style.width = `${width}px`;
      this.canvas.style.height = `${height}px`;
      const context = geomap.context(this.canvas);
      context.scale(density, density);
      this.paint(context, { scale: geomap.fieldPx(map), left: origin.x, top: origin.y, width, height });
    },
  });
})((window.geomap = window.geomap || {}));
