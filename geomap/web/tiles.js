// An online map beneath the scene, where the config names one. Nothing is loaded before a reader switches it on; where
// nothing comes, the page's own ground is shown again.
(function (geomap) {
  "use strict";

  geomap.OnlineMap = class {
    /** @type {L.TileLayer | null} */
    layer = null;
    credit = geomap.element("p", { class: "tiles-credit" });
    onFail = () => {};

    /**
     * @param {L.Map} map
     * @param {PageData} data
     * @param {CanvasLayer} base
     * @param {Say} say
     */
    constructor(map, data, base, say) {
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
      const layer = L.tileLayer(url, { maxNativeZoom, minZoom: 0, maxZoom: 24 });
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
