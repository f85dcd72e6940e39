// The map inside a page that scrolls: the wheel zooms only with Ctrl or Command, and one finger scrolls the page.
// For readers who ask for less motion, the map jumps where it would glide.
(function (geomap) {
  "use strict";

  const HINT_TIME = 1500; // ms

  function jump(map) {
    const panBy = map.panBy;
    map.options.inertia = false;
    map.panBy = (offset, options) => panBy.call(map, offset, { ...options, animate: false });
  }

  geomap.shareGestures = function (map, hint, words) {
    let timer = 0;
    const show = (text) => {
      hint.textContent = text;
      hint.classList.add("shown");
      clearTimeout(timer);
      timer = setTimeout(() => hint.classList.remove("shown"), HINT_TIME);
    };
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) jump(map);
    const container = map.getContainer();
    container.addEventListener(
      "wheel",
      (event) => {
        if (event.ctrlKey || event.metaKey) return;
        event.stopPropagation();
        show(words.zoom_hint);
      },
      { capture: true, passive: true },
    );
    if (!window.matchMedia("(pointer: coarse)").matches) return;
    map.dragging.disable();
    container.addEventListener(
      "touchmove",
      (event) => {
        if (event.touches.length === 1 && map.getZoom() > map.getMinZoom() + 0.01) show(words.touch_hint);
      },
      { passive: true },
    );
  };
})((window.geomap = window.geomap || {}));
