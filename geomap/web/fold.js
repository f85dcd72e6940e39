// Names as they are compared: without accents, case and punctuation, in any script.
(function (geomap) {
  "use strict";

  // Letters that Unicode does not take apart into a plain one and a mark.
  const PLAIN = { æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", þ: "th" };

  geomap.fold = (text) =>
    text
      .normalize("NFD")
      .replace(/\p{M}+/gu, "")
      .toUpperCase() // ß becomes SS
      .toLowerCase()
      .replace(/[æœøđðłþ]/g, (letter) => PLAIN[letter])
      .replace(/[\p{P}\s]+/gu, " ")
      .trim();
})((window.geomap = window.geomap || {}));
