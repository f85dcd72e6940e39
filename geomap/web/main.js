// Puts the page together: layers, texts, key, card; and fits all of it to the width, now and whenever it changes.
(function (geomap) {
  "use strict";

  const COLUMN = 232; // px for key and notes beside the map
  const COLUMN_GAP = 28; // px
  const BESIDE_FROM = 800; // px of width from which they stand beside it, unless the map is broad
  const BROAD = 1.7; // width of the map over its height
  const BANDS = { title: "h1", subtitle: ".subtitle", credit: ".foot .credit" };
  const OVERLAY_FROM = 560; // px of map from which the card lies upon it

  const byId = (name) => geomap.byId(`geomap-${name}`);

  function panes(map) {
    ["base", "units", "texts", "buttons"].forEach((name, i) => {
      map.createPane(`geomap-${name}`).style.zIndex = String(400 + 10 * i);
    });
  }

  // What a sheet leaves out: bands of text, areas and lines.
  function obey(data, sheet) {
    for (const [name, selector] of Object.entries(BANDS)) {
      const band = /** @type {HTMLElement | null} */ (document.querySelector(selector));
      if (band) band.hidden = sheet.bands.includes(name);
    }
    const { areas, lines } = data.fields[sheet.field].ground;
    for (const shape of [...areas, ...lines]) shape.leftOut = sheet.out.includes(shape.id);
  }

  // Notes for which the map has no room.
  function showNotes(element, notes) {
    element.replaceChildren(...notes.map((note) => geomap.element("li", { class: "note" }, note)));
    element.hidden = notes.length === 0;
  }

  // The sheet that suits a width of the page, and whether key and notes stand beside its map.
  function chosen({ sheets }, width) {
    const beside = geomap.sheetAt(sheets, width - COLUMN - COLUMN_GAP);
    const fits = beside.frame[0] <= width - COLUMN - COLUMN_GAP + 0.5 && beside.frame[0] < BROAD * beside.frame[1];
    const isBeside = width >= BESIDE_FROM && fits;
    return { isBeside, sheet: isBeside ? beside : geomap.sheetAt(sheets, width) };
  }

  // Lays the page out for a width: map and column, type sizes.
  function arrange(sheet, isBeside, width) {
    const stage = byId("stage");
    stage.classList.toggle("beside", isBeside);
    for (const [role, size] of Object.entries(sheet.type)) stage.style.setProperty(`--type-${role}`, `${size}px`);
    const size = geomap.mapSize(sheet, isBeside ? width - COLUMN - COLUMN_GAP : width);
    const frame = byId("frame");
    frame.style.width = `${size.width}px`;
    frame.style.height = `${size.height}px`;
    stage.dataset.sheet = sheet.id;
    return size.width;
  }

  function start() {
    const data = geomap.readData();
    geomap.addFonts();
    const map = window[data.map];
    panes(map);
    map.getContainer().setAttribute("role", "region");
    map.getContainer().setAttribute("aria-label", data.words.map);
    let sheet = data.sheets[0];
    const paintGround = geomap.groundPainter(
      data,
      () => data.fields[sheet.field],
      () => base.redraw(),
    );
    const base = new geomap.CanvasLayer("geomap-base", paintGround);
    const units = new geomap.Units(map, data, "geomap-units");
    const labels = new geomap.Labels(map, data, units, "geomap-texts");
    const bar = new geomap.ScaleBar(byId("frame"));
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
    const home = () => map.setView(geomap.latLng(...geomap.middleOf(sheet)), map.getMinZoom());
    const tools = new geomap.MapTools(byId("tools"), map, data.words, home);
    const online = new geomap.OnlineMap(map, data, base, () => data.fields[sheet.field], say);
    const explore = new geomap.Explore({ data, map, base, units, labels, buttons, card, online });
    Object.assign(geomap, { data, map, units, labels, buttons, card, explore });

    let fitted = 0;
    function fit(width) {
      if (width === fitted) return;
      const before = fitted ? sheet : undefined;
      fitted = width;
      const { sheet: own, isBeside } = chosen(data, width);
      sheet = own;
      const mapWidth = arrange(sheet, isBeside, width);
      obey(data, sheet);
      units.resize(sheet);
      geomap.fitView(map, sheet, before?.field === sheet.field);
      for (const layer of [base, units.layer]) if (layer.canvas) layer.redraw();
      explore.settle(isBeside);
      explore.fit(sheet);
      geomap.showKey(byId("key"), sheet, isBeside);
      showNotes(byId("notes"), sheet.notes);
      bar.show(sheet, units.scale);
      tools.show();
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
      bar.show(sheet, units.scale);
    });
    map.on("move zoom", () => card.move());
    map.on("click", (event) => {
      const label = geomap.closest(event.originalEvent, ".unit-label");
      const spot = label ? units.spot(Number(label.dataset.index)) : units.spotAt(event.containerPoint);
      if (!spot) {
        if (card.index >= 0) card.close();
      } else if (!spot.crowd || !geomap.openCrowd(map, units, spot)) card.open(spot.units[0]);
    });
    map.on("mousemove", (event) => {
      map.getContainer().classList.toggle("over-unit", Boolean(units.spotAt(event.containerPoint)));
    });
    geomap.shareGestures(map, say, data.words);
    new ResizeObserver(() => fit(probe.clientWidth)).observe(probe);
    explore.start();
    geomap.prepareForPrint(byId("frame"), explore.table);
    geomap.reportHeight();
  }

  start();
})((window.geomap = window.geomap || {}));
