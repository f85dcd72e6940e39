// The label of a unit: its name, its pictograms, its formations, in rows one under another.
(function (geomap) {
  "use strict";

  const ROW_GAP = 2; // px
  const STEPS = [["name", "pictograms", "formations"], ["name", "pictograms"], ["name"]]; // from all to the least
  const CHANGED = [["name", "change"], ["name", "change"], ["name"]]; // of a change as many say it as have room

  const textRows = (name, texts) =>
    geomap.element(
      "span",
      { class: name },
      ...texts.map((text) => geomap.element("span", { class: "formation" }, text)),
    );

  // `levels`: the rows to show, from all to the least, each in full and then abbreviated; `ways`: 2 where that differs.
  geomap.unitLabel = function (data, index, artboard) {
    const { label, pictograms, formations } = data.symbols;
    const set = geomap.setText(artboard, "units", index);
    const say = (text) => geomap.wordings(data, artboard, text);
    /** @type {Record<string, HTMLElement>} */
    const rows = {};
    const addText = (row, texts, made) => {
      const [full, short] = [texts.map((ways) => ways[0]), texts.map((ways) => ways.at(-1))];
      rows[row] = made(full);
      if (full.some((text, i) => text !== short[i])) rows[`${row} short`] = made(short);
    };
    addText("name", [say(set.text || label[index])], ([text]) => geomap.element("span", { class: "name" }, text));
    const change = geomap.changeOf(data, index);
    if (change?.texts?.length) {
      addText("change", change.texts.map(say), (texts) => textRows("formations", texts));
    }
    if (pictograms[index].length && !geomap.leavesOut(artboard, "pictograms", index)) {
      const drawn = geomap.pictograms(data, pictograms[index], "size");
      rows.pictograms = geomap.element("span", { class: "pictograms" }, ...drawn);
    }
    if (formations[index].length && !geomap.leavesOut(artboard, "formations", index)) {
      addText("formations", formations[index].map(say), (texts) => textRows("formations", texts));
    }
    const element = geomap.element("div", { class: "unit-label", "data-index": index, "aria-hidden": "true" });
    element.append(...Object.values(rows));
    const shortened = (step) => step.map((row) => (rows[`${row} short`] ? `${row} short` : row));
    const ways = Object.keys(rows).some((row) => row.endsWith(" short")) ? 2 : 1;
    const levels = (change ? CHANGED : STEPS).flatMap((step) => [step, shortened(step)].slice(0, ways));
    return { element, rows, levels, ways, set, sizes: {} };
  };

  // Measures each row once, as it stands in the page.
  geomap.measureRows = function (label) {
    for (const [name, row] of Object.entries(label.rows)) {
      label.sizes[name] = { width: row.offsetWidth, height: row.offsetHeight };
    }
  };

  // Width and height of the rows of a level, one under another, and the height of the first.
  geomap.levelSize = function (sizes, level) {
    const shown = level.filter((row) => sizes[row]).map((row) => sizes[row]);
    return {
      width: Math.max(0, ...shown.map((size) => size.width)),
      height: shown.reduce((sum, size) => sum + size.height + ROW_GAP, -ROW_GAP),
      firstLine: shown[0].height,
    };
  };
})((window.geomap = window.geomap || {}));
