// The typeface of the pictures. Read from bytes a font is there at once, before any text is measured.
(function (geomap) {
  "use strict";

  const FAMILY = "Source Sans 3";

  geomap.addFonts = function () {
    /** @type {{ weight: string; style: string; data: string }[]} */
    const fonts = geomap.written("geomap-fonts");
    for (const { weight, style, data } of fonts) {
      const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
      document.fonts.add(new FontFace(FAMILY, bytes, { weight, style }));
    }
  };
})((window.geomap = window.geomap || {}));
