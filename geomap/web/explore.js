// Ties the panel, the table, the map and the address together: one state, shown by all of them.
(function (geomap) {
  "use strict";

  const byId = (name) => geomap.byId(`geomap-${name}`);

  geomap.Explore = class {
    /** @type {Timeline | undefined} */
    timeline;
    /** @type {HTMLElement | null} */
    opener = null;

    /** @param {Explored} parts */
    constructor({ data, map, base, units, labels, buttons, card, online }) {
      this.data = data;
      this.map = map;
      this.base = base;
      this.units = units;
      this.labels = labels;
      this.buttons = buttons;
      this.card = card;
      this.online = online;
      this.sheet = data.sheets[0]; // until the page is fitted to its width
      this.state = geomap.everything();
      this.filter = new geomap.Filter(data);
      this.words = new geomap.Wording(data);
      this.panel = new geomap.Panel(geomap.details("#geomap-explore"), data, (state) => this.apply(state));
      const figures = geomap.details(".figures");
      this.table = new geomap.Table(figures, data, this.words, {
        mark: (index) => this.mark(index),
        open: (index, opener) => this.open(index, opener),
      });
      const onDay = (day) => this.apply({ ...this.state, day });
      if (data.timeline) this.timeline = new geomap.Timeline(byId("timeline"), data, data.timeline, onDay);
      geomap.addTools(figures, data, () => this.table.order);
      card.onChange = (index) => this.opened(index);
      online.onFail = () => this.apply({ ...this.state, isOnline: false });
      this.write = geomap.addressWriter(() => geomap.writtenAddress(this, card.index));
      this.filterUnits();
    }

    // Reads the address, now and whenever it changes, and writes it from then on.
    start() {
      const read = () => this.goTo(geomap.readAddress(window.location.hash, this.data));
      if (window.location.hash.length > 1) read();
      window.addEventListener("hashchange", read);
      this.map.on("moveend", this.write);
      this.panel.element.open ||= geomap.isFiltered(this.state);
    }

    goTo(state) {
      if (!state) return;
      const { view, unit, ...asked } = state;
      const at = view && geomap.toField(this.ground, view.centre);
      this.apply({ ...asked, isOnline: this.state.isOnline });
      const least = this.map.getMinZoom();
      if (at) {
        const zoom = Math.min(least + view.depth, this.map.getMaxZoom());
        this.map.setView(geomap.latLng(at[0], at[1]), zoom, { animate: false });
      } else this.map.setView(geomap.latLng(...geomap.middleOf(this.sheet)), least, { animate: false });
      if (unit >= 0 && this.units.shown(unit)) this.card.open(unit);
      else if (this.card.index >= 0) this.card.close();
    }

    get ground() {
      return this.data.fields[this.sheet.field].ground;
    }

    // Sets the texts of a sheet.
    fit(sheet) {
      this.sheet = sheet;
      this.switchLayers();
      this.setTexts();
    }

    settle(isBeside) {
      const { element } = this.panel;
      if (isBeside) document.querySelector(".aside > .key")?.after(element);
      else byId("stage").before(element);
    }

    apply(state) {
      const before = this.state;
      this.state = state;
      this.online.set(state.isOnline);
      const isSwitched = ["off", "hidden"].some((kind) => before[kind].join() !== state[kind].join());
      if (isSwitched) this.switchLayers();
      const isRetold = this.timeline ? this.timeline.show(state.day) : false;
      this.filterUnits();
      if (isSwitched || isRetold) this.setTexts();
      else this.labels.layout();
      this.buttons.layout();
      this.write();
    }

    get hiddenLayers() {
      return this.data.layers.filter(({ shapes }) => this.state.hidden.includes(shapes[0]));
    }

    switchLayers() {
      const { areas, lines } = this.ground;
      const ids = new Set(this.hiddenLayers.flatMap(({ shapes }) => shapes));
      for (const shape of [...areas, ...lines]) shape.hidden = ids.has(shape.id);
      byId("frame").classList.toggle("no-labels", this.state.off.includes("labels"));
      if (this.base.canvas) this.base.redraw();
    }

    // The texts that the reader has not switched off, as they read on the day.
    setTexts() {
      const hidden = new Set(this.hiddenLayers.flatMap(({ labels }) => labels));
      const texts = this.timeline?.texts ?? {};
      this.labels.reset(hidden, texts, this.state.off.includes("pictograms"));
    }

    filterUnits() {
      const { data, state, card, words } = this;
      const shown = this.filter.shown(state);
      this.units.filter(shown, state.day);
      this.table.show(shown);
      if (card.index >= 0 && !this.units.shown(card.index)) this.follow(card.index);
      const values = {
        shown: words.number(shown.length),
        total: words.number(this.filter.shown({ ...geomap.everything(), day: state.day }).length),
      };
      const count = geomap.isFiltered(state) ? geomap.fill(data.words.filtered, values) : "";
      this.panel.show(state, words.total(shown), count);
    }

    // The card of a symbol that is shown no more goes on with what is reported of its unit now, or closes.
    follow(index) {
      const next = geomap.symbolOn(this.data, geomap.idOf(this.data, index), this.state.day);
      if (this.units.shown(next)) this.card.show(next);
      else this.card.close();
    }

    // Rings the circle of a row, and brings it into view.
    mark(index) {
      this.table.mark(index);
      if (this.card.index < 0) this.units.select(index);
      geomap.bringIntoView(this.map, this.units, index);
    }

    open(index, opener) {
      geomap.bringIntoView(this.map, this.units, index);
      this.card.open(index);
      this.opener = opener;
      this.card.element.scrollIntoView({ block: "nearest" });
    }

    // The card opened, or closed: -1.
    opened(index) {
      this.opener = null;
      this.table.mark(index);
      if (index >= 0) this.table.reveal(index);
      this.write();
    }

    // Gives the focus back to where the card was opened from.
    giveBack(index) {
      if (this.opener?.isConnected) this.opener.focus();
      else this.buttons.focus(index);
    }
  };
})((window.geomap = window.geomap || {}));
