// The map's texts that are no unit's: names of countries and waters, notes, and the call-outs of lines.
(function (geomap) {
  "use strict";

  // Of the map's width, how far a text may move off its point.
  const REACH = { country: 0.18, region: 0.08, water: 0.08, note: 0.24 };
  const BEYOND = 12; // px that a name may reach beyond its ground, the room around it included
  const ORDER = ["note", "water", "region", "country"];
  const FRACTIONS = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82]; // of a line, where a call-out may point
  const DISTANCES = [18, 32, 50, 72]; // px from the line to its call-out
  const OTHER_SIDE = 40; // cost of a note that a front parts from what it speaks of

  // The places of a name that do not leave its ground; in a country only those in its middle parts.
  function onGround({ box, points }, around, size, scale) {
    const places = points.length
      ? points.map(([x, y], i) => ({ ...centred(x * scale, y * scale, size), rank: i / 10 }))
      : around;
    const [left, right] = [box.left * scale - BEYOND, box.right * scale + BEYOND];
    const [top, bottom] = [box.top * scale - BEYOND, box.bottom * scale + BEYOND];
    return places.filter(
      (place) => place.left >= left && place.right <= right && place.top >= top && place.bottom <= bottom,
    );
  }

  const centred = (x, y, { width, height }) => ({
    left: x - width / 2,
    top: y - height / 2,
    right: x + width / 2,
    bottom: y + height / 2,
  });

  // On which side of the line through a and b the point c lies: a sign.
  const side = (ax, ay, bx, by, cx, cy) => Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));

  // Whether a straight line from one point to another crosses the ring, all of one scale.
  function crosses(ring, [ax, ay], [bx, by]) {
    for (let i = 2; i < ring.length; i += 2) {
      const [cx, cy, dx, dy] = [ring[i - 2], ring[i - 1], ring[i], ring[i + 1]];
      if (
        side(ax, ay, bx, by, cx, cy) !== side(ax, ay, bx, by, dx, dy) &&
        side(cx, cy, dx, dy, ax, ay) !== side(cx, cy, dx, dy, bx, by)
      ) {
        return true;
      }
    }
    return false;
  }

  // The places, dearer where a front lies between a point and the note that speaks of it.
  function onOwnSide(places, point, fronts, scale) {
    const rings = fronts.filter(geomap.isPainted).flatMap((front) => front.rings);
    return places.map((place) => {
      /** @type {Point} */
      const centre = [(place.left + place.right) / 2 / scale, (place.top + place.bottom) / 2 / scale];
      return rings.some((ring) => crosses(ring, point, centre)) ? { ...place, rank: place.rank + OTHER_SIDE } : place;
    });
  }

  // `words`: the ways to say it, the best first; `set`: what the config sets by hand; `fronts`: lines that part the map.
  const labelText = (label, words, set, fronts) => ({
    words,
    set,
    note: { ...label, text: words[0] },
    rank: ORDER.indexOf(label.style),
    isNote: label.style === "note",
    element: geomap.element("p", { class: `text ${label.style} ${label.look}`, "data-id": label.id }),
    standing: (scale) => ({ point: [label.x * scale, label.y * scale] }),
    places(size, scale, width) {
      const around = geomap.placesAround(
        label.x * scale,
        label.y * scale,
        size.width,
        size.height,
        REACH[label.style] * width,
      );
      if (label.ground) return onGround(label.ground, around, size, scale);
      return label.style === "note" ? onOwnSide(around, [label.x, label.y], fronts, scale) : around;
    },
  });

  // The point at a fraction of the length of a line, in px.
  function along(points, fraction) {
    const lengths = [];
    for (let i = 2; i < points.length; i += 2) {
      lengths.push(Math.hypot(points[i] - points[i - 2], points[i + 1] - points[i - 1]));
    }
    let rest = fraction * lengths.reduce((sum, length) => sum + length, 0);
    const index = lengths.findIndex((length) => (rest -= length) <= 0);
    const i = 2 * (index < 0 ? lengths.length - 1 : index);
    const share = index < 0 ? 1 : 1 + rest / (lengths[index] || 1);
    return [points[i] + share * (points[i + 2] - points[i]), points[i + 1] + share * (points[i + 3] - points[i + 1])];
  }

  // Boxes at growing distances from a point on the line, in eight directions, each with its leader.
  function calloutPlaces(points, size) {
    const places = [];
    for (const distance of DISTANCES) {
      for (const fraction of FRACTIONS) {
        const [x, y] = along(points, fraction);
        for (let turn = 0; turn < 8; turn += 1) {
          const angle = Math.PI + (turn * Math.PI) / 4;
          const [ux, uy] = [Math.cos(angle), Math.sin(angle)];
          const left = x + ux * distance + (size.width / 2) * (Math.round(ux * 1.4) - 1);
          const top = y + uy * distance + (size.height / 2) * (Math.round(uy * 1.4) - 1);
          const leader = [x, y, x + ux * (distance + 3), y + uy * (distance + 3)];
          const rank = places.length / 10;
          const align = ["end", "middle", "start"][Math.round(ux * 1.4) + 1];
          places.push({ left, top, right: left + size.width, bottom: top + size.height, leader, rank, align });
        }
      }
    }
    return places;
  }

  geomap.longestRing = (line) => line.rings.reduce((best, ring) => (ring.length > best.length ? ring : best));

  const inPx = (ring, scale) => Array.from(ring, (value) => value * scale);

  const calloutText = (line, words, set) => ({
    words,
    set,
    note: { ...line, callout: words[0] },
    rank: -1,
    element: geomap.element("p", { class: "text callout", "data-id": line.id }),
    // The middle of what is seen of the line.
    standing(scale, view) {
      const seen = geomap.longestWithin(
        line.rings.map((ring) => inPx(ring, scale)),
        view,
      );
      return seen && { point: along(seen, 0.5), line: seen };
    },
    places(size, scale) {
      const places = calloutPlaces(inPx(geomap.longestRing(line), scale), size);
      return set.anchor ? places.filter((place) => place.align === set.anchor) : places;
    },
  });

  // The call-outs and labels that an artboard shows, in its words.
  geomap.textsOf = function (data, artboard) {
    const fronts = data.lines.filter(geomap.isOverlay);
    const made = (kind, marks, own, make) =>
      marks
        .map((mark) => [mark, geomap.setText(artboard, kind, mark.id)])
        .filter(([mark, set]) => !set.hide && !geomap.leavesOut(artboard, kind, mark.id))
        .map(([mark, set]) => make(mark, geomap.wordings(data, artboard, set.text || mark[own]), set, fronts));
    const lines = data.lines.filter((line) => line.callout && geomap.isPainted(line));
    return [...made("callouts", lines, "callout", calloutText), ...made("labels", data.labels, "text", labelText)];
  };
})((window.geomap = window.geomap || {}));
