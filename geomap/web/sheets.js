// Which sheet a width shows, and how large: an artboard as Python drew it, at all scales. Between its levels nothing is
// placed anew: each circle and text keeps its px off a point of the ground.
(function (geomap) {
  "use strict";

  const NEARLY = 1.0005; // of a scale, by which zooms may be off

  // Sheets are sorted, widest first. The widest that is not wider than the frame; the next wider one, made smaller,
  // where that would be much narrower.
  geomap.sheetAt = function (sheets, width) {
    const found = sheets.findIndex((sheet) => sheet.frame[0] <= width + 0.5);
    if (found < 0) return sheets[sheets.length - 1];
    return found > 0 && sheets[found].frame[0] < sheets[found].enough * width ? sheets[found - 1] : sheets[found];
  };

  // The scale of the first view: a sheet is shown as it was drawn, or smaller where it is too wide.
  geomap.homeScale = (sheet, width) => Math.min(1, width / sheet.frame[0]);

  // Px of the screen for a px of the field, when a sheet is shown at a scale.
  geomap.fieldScale = (sheet, scale) => sheet.place[0] * scale;

  // The level that holds at a scale.
  geomap.levelAt = (sheet, scale) => sheet.levels.findLast((level) => level.from <= scale * NEARLY) || sheet.levels[0];

  // Whether a label is shown at a scale.
  geomap.isShownAt = (level, [, , , , , , , since, until], scale) =>
    scale * NEARLY >= (since || level.from) && scale * NEARLY < (until || level.until);

  // The middle of a sheet's frame in px of the field.
  geomap.middleOf = ({ frame: [width, height], place: [scale, left, top] }) => [
    (width / 2 + left) / scale,
    (height / 2 + top) / scale,
  ];
})((window.geomap = window.geomap || {}));
