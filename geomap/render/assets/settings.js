// How a text may be set: in its common width or in a slim one, and the room it then takes.
(function (geomap) {
  "use strict";

  const SLIM_COST = 1; // what the slim setting adds to the rank of a place
  const WIDE = 560; // px of map
  const AROUND = { wide: 7, narrow: 4 }; // px kept free on each side of a text

  const grown = (size, by) => ({ ...size, width: size.width + 2 * by, height: size.height + 2 * by });

  // The size of the lines themselves, which may be narrower than the width they are set to.
  function setSize(element, isSlim) {
    element.classList.toggle("slim", isSlim);
    const lines = document.createRange();
    lines.selectNodeContents(element);
    return { width: Math.ceil(lines.getBoundingClientRect().width) + 1, height: element.offsetHeight, isSlim };
  }

  // A text in its common width and, where that gives more lines, in a slim one.
  geomap.settings = function (element) {
    const [common, slim] = [setSize(element, false), setSize(element, true)];
    return slim.width < common.width ? [common, slim] : [common];
  };

  // The places of a text in all its settings; the slim one costs a little more.
  geomap.placesOf = function (text, scale, mapWidth) {
    const around = mapWidth < WIDE ? AROUND.narrow : AROUND.wide;
    return text.sizes.flatMap((size) =>
      text
        .places(grown(size, around), scale, mapWidth)
        .map((place) => ({ ...place, size, around, rank: place.rank + (size.isSlim ? SLIM_COST : 0) })),
    );
  };
})((window.geomap = window.geomap || {}));
