// The label of a unit: its name, its pictograms, its formations, in rows one under another.
(function (geomap) {
  "use strict";

  const ROW_GAP = 2; // px

  // From all of a unit's label to the least.
  geomap.LEVELS = [["name", "pictograms", "formations"], ["name", "pictograms"], ["name"]];

  geomap.unitLabel = function (data, index, artboard) {
    const { label, pictograms, formations } = data.symbols;
    const rows = { name: geomap.element("span", { class: "name" }, label[index]) };
    if (pictograms[index].length && !geomap.drops(artboard, "pictograms")) {
      const drawn = geomap.pictograms(data, pictograms[index], "size");
      rows.pictograms = geomap.element("span", { class: "pictograms" }, ...drawn);
    }
    if (formations[index].length && !geomap.drops(artboard, "formations")) {
      const lines = formations[index].map((text) => geomap.element("span", { class: "formation" }, text));
      rows.formations = geomap.element("span", { class: "formations" }, ...lines);
    }
    const element = geomap.element("div", { class: "unit-label", "data-index": index, "aria-hidden": "true" });
    element.append(...Object.values(rows));
    return { element, rows };
  };

  // Measures each row once, as it stands in the page.
  geomap.measureRows = function (label) {
    label.sizes = {};
    for (const [name, row] of Object.entries(label.rows)) {
      label.sizes[name] = { width: row.offsetWidth, height: row.offsetHeight };
    }
  };

  // Width and height of the rows of a level, one under another.
  geomap.levelSize = function (sizes, level) {
    const shown = level.filter((row) => sizes[row]).map((row) => sizes[row]);
    return {
      width: Math.max(0, ...shown.map((size) => size.width)),
      height: shown.reduce((sum, size) => sum + size.height + ROW_GAP, -ROW_GAP),
    };
  };
})((window.geomap = window.geomap || {}));
