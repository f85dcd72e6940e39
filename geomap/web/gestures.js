// The map inside a page that scrolls: the wheel zooms only with Ctrl or Command, one finger scrolls the page, two move
// and zoom the map. For readers who ask for less motion, the map jumps where it would glide.
(function (geomap) {
  "use strict";

  const HINT_TIME = 1500; // ms
  const SWIPE = 12; // px that a finger moves before it is told that two are wanted

  // A function that shows a hint on the map for a moment.
  geomap.hints = function (element) {
    let timer = 0;
    return (text) => {
      element.textContent = text;
      element.classList.add("shown");
      clearTimeout(timer);
      timer = setTimeout(() => element.classList.remove("shown"), HINT_TIME);
    };
  };

  function jump(map) {
    const panBy = map.panBy;
    map.options.inertia = false;
    map.panBy = (offset, options) => panBy.call(map, offset, { ...options, animate: false });
  }

  function leaveTheWheel(container, say, words) {
    const leave = (event) => {
      if (event.ctrlKey || event.metaKey) return;
      event.stopPropagation();
      say(words.zoom_hint);
    };
    container.addEventListener("wheel", leave, { capture: true, passive: true });
  }

  // Leaflet never hears of one finger alone; what is neither moved nor scrolled still is a click.
  function leaveOneFinger(map, say, words) {
    const container = map.getContainer();
    /** @type {Touch | null} */
    let from = null;
    let isTold = false;
    const start = (event) => {
      from = event.touches.length === 1 ? event.touches[0] : null;
      if (from) event.stopPropagation();
    };
    const move = (event) => {
      if (!from || event.touches.length !== 1) return;
      const { clientX, clientY } = event.touches[0];
      const isSwipe = Math.hypot(clientX - from.clientX, clientY - from.clientY) > SWIPE;
      // Where the whole map is seen there is little to move: once is enough.
      const isWhole = map.getZoom() <= map.getMinZoom() + 0.01;
      if (!isSwipe || (isWhole && isTold)) return;
      isTold = true;
      say(words.touch_hint);
    };
    container.addEventListener("touchstart", start, { capture: true, passive: true });
    container.addEventListener("touchmove", move, { capture: true, passive: true });
  }

  geomap.shareGestures = function (map, say, words) {
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) jump(map);
    leaveTheWheel(map.getContainer(), say, words);
    leaveOneFinger(map, say, words);
  };
})((window.geomap = window.geomap || {}));
