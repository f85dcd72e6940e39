// The map's view: px of a field in Leaflet's plain plane, y upwards. At the widest it shows a sheet as it was drawn, with
// more of its ground around it where the page has room for that.
(function (geomap) {
  "use strict";

  const TALLEST = 720; // px
  const LEAST_HEIGHT = 240; // px
  const LEAST_SHARE = 0.6; // of the width, that a map is high on a phone

  // A point of the field, and back.
  geomap.latLng = (x, y) => L.latLng(-y, x);
  geomap.fieldPoint = ({ lat, lng }) => [lng, -lat];

  // Px of the screen for a px of the field.
  geomap.fieldPx = (map) => 2 ** map.getZoom();

  // The size of the map on `room` px of width.
  geomap.mapSize = function (sheet, room) {
    const [width, height] = sheet.frame;
    const scale = Math.max(geomap.homeScale(sheet, room), 0);
    const tallest = Math.max(TALLEST, height * scale);
    const wide = Math.floor(Math.min(room, Math.max(width * scale, (tallest * width) / height)));
    const high = Math.min((wide * height) / width, tallest);
    return { width: wide, height: Math.round(Math.max(high, Math.min(LEAST_HEIGHT, LEAST_SHARE * wide))) };
  };

  // Fits the map to its new size. A reader who had zoomed in keeps the centre, and the zoom as far as there is one.
  geomap.fitView = function (map, sheet, isOfSameField) {
    const wasWhole = !isOfSameField || !map.options.maxBounds || geomap.isWhole(map);
    const [centre, zoom] = [map.getCenter(), map.getZoom()];
    map.options.minZoom = -24;
    map.options.maxZoom = 24;
    map.setMaxBounds();
    map.invalidateSize({ animate: false, pan: false });
    const { x: width, y: height } = map.getSize();
    const scale = geomap.fieldScale(sheet, geomap.homeScale(sheet, width));
    const least = Math.log2(scale);
    map.options.minZoom = least;
    map.options.maxZoom = Math.log2(geomap.fieldScale(sheet, sheet.deepest));
    const [x, y] = geomap.middleOf(sheet);
    const whole = wasWhole || zoom < least;
    map.setView(whole ? geomap.latLng(x, y) : centre, whole ? least : zoom, { animate: false });
    const [right, down] = [width / 2 / scale, height / 2 / scale];
    map.setMaxBounds(L.latLngBounds(geomap.latLng(x - right, y + down), geomap.latLng(x + right, y - down)));
  };

  // Whether the map is as far away as it goes.
  geomap.isWhole = (map) => map.getZoom() <= (map.options.minZoom ?? 0) + 0.01;
})((window.geomap = window.geomap || {}));
