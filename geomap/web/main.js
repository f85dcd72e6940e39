// Puts the page together: layers, texts, key, card; and fits all of it to the width, now and whenever it changes.
(function (geomap) {
  "use strict";

  const COLUMN = 232; // px for key and notes beside the map
  const COLUMN_GAP = 28; // px
  const BESIDE_FROM = 800; // px of width from which they stand beside it, unless the map is broad
  const BROAD = 1.7; // width of the map over its height
  const OVERLAY_FROM = 560; // px of map from which the card lies upon it

  const byId = (name) => geomap.byId(`geomap-${name}`);

  function panes(map) {
    ["base", "units", "texts", "buttons"].forEach((name, i) => {
      map.createPane(`geomap-${name}`).style.zIndex = String(400 + 10 * i);
    });
  }

  function addZoomButtons(map, words) {
    L.control.zoom({ zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
  }

  function showNotes(element, notes, data) {
    const items = notes.map((note) =>
      note.callout
        ? geomap.element(
            "li",
            { class: "callout parts" },
            geomap.lineSample(data.style, note.role, note.dashed, note.look),
            geomap.isolated(note.callout),
          )
        : geomap.element("li", { class: note.look }, note.text),
    );
    element.replaceChildren(...items);
    element.hidden = items.length === 0;
  }

  // Lays the page out for a width: map and column, type sizes.
  function arrange(artboard, width) {
    const stage = byId("stage");
    const beside = width >= BESIDE_FROM && artboard.aspect < BROAD;
    stage.classList.toggle("beside", beside);
    for (const [role, size] of Object.entries(artboard.type)) stage.style.setProperty(`--type-${role}`, `${size}px`);
    const mapWidth = geomap.mapWidth(artboard, beside ? width - COLUMN - COLUMN_GAP : width);
    const frame = byId("frame");
    frame.style.width = `${mapWidth}px`;
    frame.style.height = `${geomap.mapHeight(artboard, mapWidth)}px`;
    stage.dataset.artboard = artboard.id;
    return mapWidth;
  }

  function start() {
    const data = geomap.readData();
    geomap.addFonts();
    const map = window[data.map];
    panes(map);
    addZoomButtons(map, data.words);
    map.getContainer().setAttribute("role", "region");
    map.getContainer().setAttribute("aria-label", data.words.map);
    const base = new geomap.CanvasLayer("geomap-base", geomap.basemap(data));
    const units = new geomap.Units(map, data, "geomap-units");
    const labels = new geomap.Labels(map, data, units, "geomap-texts");
    /** @type {Card} */
    let card;
    const say = geomap.hints(byId("hint"));
    const buttons = geomap.unitButtons(map, data, units, "geomap-buttons", (index) => card.open(index), say);
    card = new geomap.Card(
      byId("card"),
      byId("frame"),
      /** @type {HTMLElement} */ (document.querySelector(".aside")),
      data,
      units,
      (index, focused) => {
        if (focused) explore.giveBack(index);
      },
    );
    const showBelow = (notes) => showNotes(byId("notes"), notes, data);
    const online = new geomap.OnlineMap(map, data, base, say);
    const explore = new geomap.Explore({ data, map, base, units, labels, buttons, card, online, showNotes: showBelow });
    Object.assign(geomap, { data, map, units, labels, buttons, card, explore });

    let fitted = 0;
    function fit(width) {
      if (width === fitted) return;
      fitted = width;
      const artboard = geomap.artboardAt(data.artboards, width);
      const mapWidth = arrange(artboard, width);
      geomap.obey(data, artboard);
      units.resize(artboard);
      geomap.fitView(map, artboard);
      for (const layer of [base, units.layer]) if (layer.canvas) layer.redraw();
      explore.settle(byId("stage").classList.contains("beside"));
      explore.fit(artboard);
      geomap.drawKey(byId("key"), data, artboard, units.scale);
      units.onCrowds = (crowds) => geomap.explainCrowds(byId("key"), data, artboard, crowds);
      units.onCrowds(units.crowds);
      buttons.layout();
      if (card.index >= 0 && !units.shown(card.index)) card.close();
      card.settle(mapWidth >= OVERLAY_FROM);
    }

    const probe = byId("width");
    fit(probe.clientWidth);
    base.addTo(map);
    units.layer.addTo(map);
    base.canvas?.setAttribute("role", "img");
    base.canvas?.setAttribute("aria-label", data.alt);
    map.on("moveend", () => {
      labels.layout();
      buttons.layout();
    });
    map.on("move zoom", () => card.move());
    map.on("click", (event) => {
      const label = geomap.closest(event.originalEvent, ".unit-label");
      const index = label ? Number(label.dataset.index) : units.at(event.containerPoint);
      const crowd = index < 0 ? geomap.crowdAt(units, event.containerPoint) : undefined;
      if (index >= 0) card.open(index);
      else if (crowd) geomap.openCrowd(map, units, crowd);
      else if (card.index >= 0) card.close();
    });
    map.on("mousemove", (event) => {
      const { containerPoint: at } = event;
      map.getContainer().classList.toggle("over-unit", units.at(at) >= 0 || Boolean(geomap.crowdAt(units, at)));
    });
    geomap.shareGestures(map, say, data.words);
    new ResizeObserver(() => fit(probe.clientWidth)).observe(probe);
    explore.start();
    geomap.prepareForPrint(byId("frame"), explore.table);
    geomap.reportHeight();
  }

  start();
})((window.geomap = window.geomap || {}));
