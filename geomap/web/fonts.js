// The typeface of the pictures, and the other fonts of this page, each for the characters of its range. Read from
// bytes a font is there at once, before any text is measured.
(function (geomap) {
  "use strict";

  const FAMILY = "Source Sans 3";

  geomap.addFonts = function () {
    /** @type {{ faces: FontFaceDescriptors[]; range: string; data: string }[]} */
    const fonts = geomap.written("geomap-fonts");
    for (const { faces, range, data } of fonts) {
      const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
      for (const face of faces) {
        document.fonts.add(new FontFace(FAMILY, bytes, range ? { ...face, unicodeRange: range } : face));
      }
    }
  };
})((window.geomap = window.geomap || {}));
