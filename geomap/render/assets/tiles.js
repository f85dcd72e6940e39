// An online map beneath the scene, where the config names one. Nothing is loaded before a reader switches it on; where
// nothing comes, the page's own ground is shown again.
(function (geomap) {
  "use strict";

  geomap.OnlineMap = class {
    constructor(map, data, base, say) {
      Object.assign(this, { map, data, base, say, layer: null, onFail: () => {} });
    }

    set(isOn) {
      if (isOn === Boolean(this.layer)) return;
      if (isOn) this.show();
      else this.hide();
      this.data.isGroundless = isOn;
      if (this.base.canvas) this.base.redraw();
    }

    show() {
      const { url, attribution, max_zoom: maxNativeZoom } = this.data.tiles;
      this.layer = L.tileLayer(url, { maxNativeZoom, minZoom: 0, maxZoom: 24 });
      this.credit = geomap.element("p", { class: "tiles-credit" }, attribution);
      this.layer.once("tileload", () => this.layer.off("tileerror"));
      this.layer.once("tileerror", () => {
        this.say(this.data.words.tiles_failed);
        this.onFail();
      });
      this.layer.addTo(this.map);
      this.map.getContainer().append(this.credit);
    }

    hide() {
      this.layer.remove();
      this.credit.remove();
      this.layer = null;
    }
  };
})((window.geomap = window.geomap || {}));
