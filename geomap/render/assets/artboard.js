// Which artboard's rules hold at a width, and what they leave out: as on the static maps.
(function (geomap) {
  "use strict";

  // `artboards` are sorted, widest first; one holds from its width up to the next wider one's.
  geomap.artboardAt = (artboards, width) =>
    artboards.find((artboard) => artboard.width <= width) || artboards[artboards.length - 1];

  // Whether `drop` names the role, or one of `role.name`.
  geomap.drops = (artboard, role, ...names) =>
    artboard.drop.includes(role) || names.some((name) => name && artboard.drop.includes(`${role}.${name}`));

  geomap.dropsLabel = (artboard, label) =>
    geomap.drops(artboard, label.style === "note" ? "notes" : "labels", label.id, label.style);
})((window.geomap = window.geomap || {}));
