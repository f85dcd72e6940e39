// How a text may be set: in full or abbreviated, in its common width or in a slim one, and the room it then takes.
(function (geomap) {
  "use strict";

  const SLIM_COST = 2.5; // what the slim setting adds to the rank of a place
  const WIDE = 560; // px of map
  const AROUND = { wide: 7, narrow: 4 }; // px kept free on each side of a text
  const TIGHT = { around: 2, cost: 6 }; // of a note where the usual room would drive it far off what it speaks of

  const grown = (size, by) => ({ ...size, width: size.width + 2 * by, height: size.height + 2 * by });

  // The size of the lines themselves, which may be narrower than the width they are set to.
  function setSize(element, words, isSlim) {
    element.textContent = words;
    element.classList.toggle("slim", isSlim);
    const lines = document.createRange();
    lines.selectNodeContents(element);
    const width = Math.ceil(lines.getBoundingClientRect().width) + 1;
    const firstLine = parseFloat(getComputedStyle(element).lineHeight);
    return { width, height: element.offsetHeight, firstLine, words, isSlim };
  }

  // A text in its common width and, where that gives more lines, in a slim one; for each way to say it.
  geomap.settings = ({ element, words }) =>
    words.map((said) => {
      const [common, slim] = [setSize(element, said, false), setSize(element, said, true)];
      return slim.width < common.width ? [common, slim] : [common];
    });

  const aroundOn = (mapWidth) => (mapWidth < WIDE ? AROUND.narrow : AROUND.wide);

  // The one place of a text that is set by hand; undefined where what it speaks of is not seen.
  geomap.placeByHand = function (text, scale, view) {
    const at = text.standing(scale, view);
    if (!at) return undefined;
    const size = text.sizes[0][0];
    const around = aroundOn(view.right - view.left);
    const box = geomap.boxByHand(text.set, at.point, size);
    const leader = at.line && geomap.leaderToLine(box, at.line);
    const [left, top] = [box.left - around, box.top - around];
    return { left, top, right: box.right + around, bottom: box.bottom + around, size, around, leader };
  };

  // The places of a text in all settings of one wording; the slim ones and the tight ones cost a little more.
  geomap.placesOf = function (text, sizes, scale, mapWidth) {
    const usual = { around: aroundOn(mapWidth), cost: 0 };
    const rooms = text.isNote ? [usual, TIGHT] : [usual];
    return sizes.flatMap((size) =>
      rooms.flatMap(({ around, cost }) =>
        text
          .places(grown(size, around), scale, mapWidth)
          .map((place) => ({ ...place, size, around, rank: (place.rank ?? 0) + cost + (size.isSlim ? SLIM_COST : 0) })),
      ),
    );
  };
})((window.geomap = window.geomap || {}));
