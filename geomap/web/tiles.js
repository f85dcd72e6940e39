// An online map beneath the scene, where the config names one. Nothing is loaded before a reader switches it on; where
// nothing comes, the page's own ground is shown again.
(function (geomap) {
  "use strict";

  // The field is the plane of the tiles at one of their zooms; where it is turned about the antimeridian, by half of it.
  const Tiles = L.TileLayer.extend({
    getTileUrl(coords) {
      const across = 2 ** this._getZoomForUrl();
      const { x, y } = coords;
      const own = L.point((x + (this.options.turned ? across / 2 : 0) + across) % across, y);
      return L.TileLayer.prototype.getTileUrl.call(this, Object.assign(own, { z: coords.z }));
    },
  });

  geomap.OnlineMap = class {
    /** @type {L.TileLayer | null} */
    layer = null;
    credit = geomap.element("p", { class: "tiles-credit" });
    onFail = () => {};

    /**
     * @param {L.Map} map
     * @param {PageData} data
     * @param {CanvasLayer} base
     * @param {() => Field} field
     * @param {Say} say
     */
    constructor(map, data, base, field, say) {
      this.field = field;
      this.map = map;
      this.data = data;
      this.base = base;
      this.say = say;
    }

    set(isOn) {
      if (isOn === Boolean(this.layer)) return;
      if (isOn) this.show();
      else this.hide();
      this.data.isGroundless = isOn;
      if (this.base.canvas) this.base.redraw();
    }

    show() {
      if (!this.data.tiles) return;
      const { url, attribution, max_zoom: maxNativeZoom } = this.data.tiles;
      const { tile_zoom: zoomOffset = 0, turned } = this.field();
      const layer = new /** @type {any} */ (Tiles)(url, {
        maxNativeZoom,
        minZoom: -24,
        maxZoom: 24,
        zoomOffset,
        turned,
        noWrap: true,
      });
      layer.once("tileload", () => layer.off("tileerror"));
      layer.once("tileerror", () => {
        this.say(this.data.words.tiles_failed);
        this.onFail();
      });
      this.layer = layer.addTo(this.map);
      this.credit.textContent = attribution;
      this.map.getContainer().append(this.credit);
    }

    hide() {
      this.layer?.remove();
      this.credit.remove();
      this.layer = null;
    }
  };
})((window.geomap = window.geomap || {}));
