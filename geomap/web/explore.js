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
    constructor({ data, map, base, units, labels, buttons, card, online, showNotes }) {
      this.data = data;
      this.map = map;
      this.base = base;
      this.units = units;
      this.labels = labels;
      this.buttons = buttons;
      this.card = card;
      this.online = online;
      this.showNotes = showNotes;
      this.artboard = data.artboards[0]; // until the page is fitted to its width
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
      this.write = geomap.addressWriter(() => geomap.writtenAddress(this.state, map, data, card.index));
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
      this.apply({ ...asked, isOnline: this.state.isOnline });
      const least = this.map.getMinZoom();
      if (view) this.map.setView(view.centre, Math.min(least + view.depth, this.map.getMaxZoom()), { animate: false });
      else this.map.fitBounds(this.artboard.view, { animate: false });
      if (unit >= 0 && this.units.shown(unit)) this.card.open(unit);
      else if (this.card.index >= 0) this.card.close();
    }

    // The artboard without what the reader has switched off.
    rules(artboard) {
      this.artboard = artboard;
      const { data, state } = this;
      const hidden = data.layers.filter(({ shapes }) => state.hidden.includes(shapes[0]));
      const labels = new Set(
        [...data.labels.map(({ id }) => id)].filter((id) => geomap.leavesOut(artboard, "labels", id)),
      );
      for (const layer of hidden) for (const id of layer.labels) labels.add(id);
      for (const { id, text } of data.labels) if (!text) labels.add(id);
      const pictograms = state.off.includes("pictograms") || artboard.left_out.pictograms;
      return { ...artboard, left_out: { ...artboard.left_out, labels, pictograms } };
    }

    // Sets the texts of an artboard; in the first view, where some may come to stand under the map.
    fit(artboard) {
      this.labels.reset(this.rules(artboard));
      this.showNotes(this.labels.layoutFirst());
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

    switchLayers() {
      const { data, state } = this;
      const hidden = data.layers.filter(({ shapes }) => state.hidden.includes(shapes[0]));
      const ids = new Set(hidden.flatMap(({ shapes }) => shapes));
      for (const shape of [...data.areas, ...data.lines]) shape.hidden = geomap.isOverlay(shape) && ids.has(shape.id);
      byId("frame").classList.toggle("no-labels", state.off.includes("labels"));
      this.base.redraw();
    }

    // As at first where the whole map is seen; where a reader has zoomed in, what stands under the map stays there.
    setTexts() {
      if (this.map.getZoom() <= this.map.getMinZoom() + 0.01) return this.fit(this.artboard);
      const idOf = (text) => text.note.id;
      const below = new Set(this.labels.texts.filter((text) => text.below).map(idOf));
      this.labels.reset(this.rules(this.artboard));
      for (const text of this.labels.texts) text.below = below.has(idOf(text));
      return this.labels.layout();
    }

    filterUnits() {
      const { data, state, card, words } = this;
      const shown = this.filter.shown(state);
      this.units.filter(shown);
      this.table.show(shown);
      if (card.index >= 0 && !this.units.shown(card.index)) card.close();
      const values = {
        shown: words.number(shown.length),
        total: words.number(this.filter.shown({ ...geomap.everything(), day: state.day }).length),
      };
      const count = geomap.isFiltered(state) ? geomap.fill(data.words.filtered, values) : "";
      this.panel.show(state, words.total(shown), count);
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
