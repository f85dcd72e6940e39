// The map's view: at the widest it shows the artboard's bounds and nothing beyond them.
(function (geomap) {
  "use strict";

  const DEPTH = 4; // zoom levels from the first view to the closest
  const TALLEST = 720; // px

  // Px kept free around the bounds, so that no circle at their edge is cut.
  const roomOf = (artboard, width) => Math.min(artboard.room, width / 5);

  // The bounds of an artboard, and around them its room on a map of `width` px.
  geomap.firstView = (artboard, width) => {
    const [west, south, east, north] = artboard.bounds;
    const room = roomOf(artboard, width);
    if (!room) return L.latLngBounds([south, west], [north, east]);
    const aside = (room * (east - west)) / (width - 2 * room);
    const [top, bottom] = [geomap.worldY(north) - aside / 360, geomap.worldY(south) + aside / 360];
    return L.latLngBounds([worldLat(bottom), west - aside], [worldLat(top), east + aside]);
  };

  const worldLat = (y) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * Math.min(Math.max(y, 0), 1)))) * 180) / Math.PI;

  // A view in px of the whole world, `inset` px smaller on each side.
  geomap.worldBox = (view, scale, inset) => ({
    left: geomap.worldX(view.getWest()) * scale + inset,
    top: geomap.worldY(view.getNorth()) * scale + inset,
    right: geomap.worldX(view.getEast()) * scale - inset,
    bottom: geomap.worldY(view.getSouth()) * scale - inset,
  });

  geomap.mapHeight = function (artboard, width) {
    const room = roomOf(artboard, width);
    return Math.round(2 * room + (width - 2 * room) / artboard.aspect);
  };

  // Width of the map in px: all there is, unless it would be too tall.
  geomap.mapWidth = (artboard, room) => Math.floor(Math.min(room, TALLEST * artboard.aspect));

  // Fits the map to its new size. A reader who had zoomed in keeps the centre and zoom.
  geomap.fitView = function (map, artboard) {
    const wasWhole = map.getZoom() <= (map.options.minZoom || 0) + 0.01 || !map.options.maxBounds;
    const centre = map.getCenter();
    const zoom = map.getZoom();
    const bounds = (artboard.view = geomap.firstView(artboard, map.getContainer().clientWidth));
    map.options.minZoom = 0;
    map.options.maxZoom = 24;
    map.setMaxBounds();
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
