// What stands for a count: discs and rings with their diameters in px. The map and the key draw from the same marks.
// Area is the number: diameter = largest diameter * sqrt(value / largest value).
(function (geomap) {
  "use strict";

  const UNKNOWN = 17; // px; holds a question mark
  const DOT = 5; // px; where no count is claimed, or none is there
  const RING_WIDTH = 1.4; // px
  const OPEN_RING = 6; // px that the ring that says "at least" is wider than its disc
  const SOFT_RING = 4; // px that the middle of the light ring that says "about" is wider

  geomap.diameter = (scale, value) => (value > 0 ? scale.maxDiameter * Math.sqrt(value / scale.maxValue) : 0);

  // `kind` and the two ends of an estimate -> marks, the outermost last.
  geomap.marks = function (scale, kind, minimum, maximum) {
    const low = geomap.diameter(scale, minimum || 0);
    const high = geomap.diameter(scale, maximum || 0);
    const disc = low > 0 ? { shape: "disc", diameter: low } : { shape: "zero", diameter: DOT };
    switch (kind) {
      case "about":
        return low > 0 ? [disc, { shape: "soft", diameter: low + SOFT_RING }] : [disc];
      case "range":
        return [disc, { shape: "dashed", diameter: high }];
      case "at_least":
        return [disc, { shape: "open", diameter: disc.diameter + OPEN_RING }];
      case "at_most":
        return [{ shape: "dashed", diameter: Math.max(high, DOT) }];
      case "unknown":
        return [{ shape: "unknown", diameter: UNKNOWN }];
      case "gone": // on a map of the change: no longer reported
        return [];
      case "absent":
        return [{ shape: "dot", diameter: DOT }];
      default:
        return [disc];
    }
  };

  // Px that marks cover with their edges, for what must keep off them; `diameter` is that of the outermost.
  geomap.drawnDiameter = function (style, kind, maximum, diameter) {
    if (kind === "absent" || kind === "unknown" || maximum === 0) return diameter;
    if (kind === "about") return diameter + style.about.width;
    return diameter + (kind === "at_least" ? RING_WIDTH : 2 * style.edge_width);
  };

  geomap.outerDiameter = (marks) => Math.max(0, ...marks.map((mark) => mark.diameter));
})((window.geomap = window.geomap || {}));
