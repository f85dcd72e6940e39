// The page inside another, and on paper.
(function (geomap) {
  "use strict";

  const PAPER = 660; // px of width that fit on A4 and on US Letter

  // Tells the page around this one how tall it is. It listens to no message.
  geomap.reportHeight = function () {
    if (window.parent === window) return;
    let reported = 0;
    const report = () => {
      const height = Math.ceil(document.body.getBoundingClientRect().height);
      if (height === reported) return;
      reported = height;
      window.parent.postMessage({ type: "geomap:height", height }, "*");
    };
    new ResizeObserver(report).observe(document.body);
    report();
  };

  // On paper the table is unfolded, and the map is no wider than the paper.
  geomap.prepareForPrint = function (frame, table) {
    const { figures } = table;
    let wasOpen = figures.open;
    window.addEventListener("beforeprint", () => {
      wasOpen = figures.open;
      figures.open = table.isPrinted = true;
      frame.style.zoom = String(Math.min(1, PAPER / frame.offsetWidth));
      table.render();
    });
    window.addEventListener("afterprint", () => {
      figures.open = wasOpen;
      table.isPrinted = false;
      frame.style.zoom = "";
      table.render();
    });
  };
})((window.geomap = window.geomap || {}));
