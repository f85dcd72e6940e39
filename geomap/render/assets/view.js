// The map's view: at the widest it shows the artboard's bounds and nothing beyond them.
(function (geomap) {
  "use strict";

  const DEPTH = 4; // zoom levels from the first view to the closest
  const TALLEST = 720; // px

  geomap.firstView = (artboard) => {
    const [west, south, east, north] = artboard.bounds;
    return L.latLngBounds([south, west], [north, east]);
  };

  // Width of the map in px: all there is, unless it would be too tall.
  geomap.mapWidth = (artboard, room) => Math.floor(Math.min(room, TALLEST * artboard.aspect));

  // Fits the map to its new size. A reader who had zoomed in keeps the centre and zoom.
  geomap.fitView = function (map, artboard) {
    const wasWhole = map.getZoom() <= (map.options.minZoom || 0) + 0.01 || !map.options.maxBounds;
    const centre = map.getCenter();
    const zoom = map.getZoom();
    const bounds = geomap.firstView(artboard);
    map.options.minZoom = 0;
    map.options.maxZoom = 24;
    map.setMaxBounds(null);
    map.invalidateSize({ animate: false, pan: false });
    const least = map.getBoundsZoom(bounds);
    map.options.minZoom = least;
    map.options.maxZoom = least + DEPTH;
    const whole = wasWhole || zoom < least;
    map.setView(whole ? middle(map, bounds, least) : centre, whole ? least : zoom, { animate: false });
    map.setMaxBounds(bounds);
  };

  // The middle of the bounds on the map, not in degrees.
  function middle(map, bounds, zoom) {
    const corners = [bounds.getSouthWest(), bounds.getNorthEast()].map((corner) => map.project(corner, zoom));
    return map.unproject(corners[0].add(corners[1]).divideBy(2), zoom);
  }
})((window.geomap = window.geomap || {}));
