// The crowds of the page: which units are added up, how all of them are painted, and what a click on one does.
(function (geomap) {
  "use strict";

  const CLOSER = 60; // px on the screen that the places of a crowd must take to be worth a closer look
  const ROOM = 40; // px around them then

  // Whether a unit may be added up: not one that has changed, or of which the config says where its label stands, or
  // that it keeps.
  function mayJoin(data, artboard, index) {
    const change = geomap.changeOf(data, index);
    const isSet = geomap.setText(artboard, "units", index).anchor;
    return (!change || change.kind === "steady") && !isSet && !artboard.apart?.includes(index);
  }

  // How the units on an artboard are added up, but for those that are set side by side.
  geomap.crowdRule = function (units) {
    const { artboard, data, map, opened, scale } = units;
    const { x, y } = map.getSize();
    const most = geomap.largestCrowd({ left: 0, top: 0, right: x, bottom: y });
    const sideOf = (index) => (data.facts.side ? geomap.valueAt(data.facts.side, data.symbols.unit[index]) : "");
    return {
      crowds: artboard.crowds,
      most,
      mayJoin: ({ index = -1, members }) => Boolean(members) || (mayJoin(data, artboard, index) && !opened.has(index)),
      kindOf: (index) => `${sideOf(index)} ${data.symbols.colour[index]}`,
      mark: (members) => geomap.crowdMark(data, scale, members, most),
    };
  };

  geomap.paintCrowds = function (context, view, units) {
    const { crowdOf, crowds, data, selected } = units;
    for (const crowd of crowds) {
      const isOn = (place) => Math.hypot(crowd.x - place.x, crowd.y - place.y) < crowd.radius;
      if (crowd.from && ![crowd.from, ...crowd.members].some(isOn))
        geomap.paintTick(context, crowd, crowd.from, view, data.style.ink);
    }
    for (const crowd of crowds) {
      const [x, y] = [crowd.x - view.left, crowd.y - view.top];
      geomap.paintCrowd(context, x, y, crowd, data.style);
      const isSelected = crowdOf.get(selected) === crowd;
      if (isSelected) geomap.paintRing(context, x, y, 2 * crowd.radius + 7, data.style.ink, []);
    }
  };

  // Says of the crowds how many they are; `placed` are all spots.
  geomap.tellCrowds = function (units, placed, view) {
    units.wording ??= new geomap.Wording(units.data);
    const { wording } = units;
    const wordsOf = ({ members, sum }) => wording.crowd(members.length, sum);
    const points = placed.flatMap(({ from, moved, members }) =>
      from && moved && !members ? [{ ...from, radius: 2 }] : [],
    );
    geomap.sayCrowds(units.crowds, [...placed, ...points], view, wordsOf);
  };

  // Writes it above all circles.
  geomap.paintCrowdTexts = function (context, view, units) {
    for (const crowd of units.crowds) geomap.paintSaid(context, crowd, view, units.data.style);
  };

  // The crowd at a point of the map's element; undefined where there is none.
  geomap.crowdAt = function (units, containerPoint) {
    const at = units.map.containerPointToLayerPoint(containerPoint).add(units.map.getPixelOrigin());
    return [...units.crowds].reverse().find((crowd) => Math.hypot(crowd.x - at.x, crowd.y - at.y) < crowd.radius);
  };

  // Looks closer at a crowd, or, where that would not part its units, sets them side by side.
  geomap.openCrowd = function (map, units, crowd) {
    const scale = geomap.worldSize(map);
    const [xs, ys] = [crowd.members.map((spot) => spot.x / scale), crowd.members.map((spot) => spot.y / scale)];
    const wide = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)) * scale;
    const left = 2 ** (map.getMaxZoom() - map.getZoom());
    if (left < 1.05 || wide * left < CLOSER) {
      units.open(crowd);
      map.fire("moveend");
      return;
    }
    const at = (x, y) => map.unproject(L.point(x, y).multiplyBy(scale), map.getZoom());
    const bounds = L.latLngBounds(at(Math.min(...xs), Math.max(...ys)), at(Math.max(...xs), Math.min(...ys)));
    const closer = map.getBoundsZoom(bounds, false, L.point(2 * ROOM, 2 * ROOM));
    map.setView(bounds.getCenter(), Math.min(Math.max(closer, map.getZoom() + 1), map.getMaxZoom()));
  };
})((window.geomap = window.geomap || {}));
