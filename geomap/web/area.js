// Areas in their role's look: a tint, strokes across, an outline. The map and the key paint them here.
(function (geomap) {
  "use strict";

  // Strokes that rise to the right, `look.hatch` px apart, within the path that `trace` lays. They lie on one grid of
  // the world, so that they do not swim when the map is moved.
  function hatch(context, trace, box, shift, look, width) {
    const step = look.hatch * Math.SQRT2;
    const [left, top, right, bottom] = box;
    const first = Math.ceil((left + top + shift) / step) * step - shift;
    context.save();
    trace();
    context.clip("evenodd");
    context.beginPath();
    for (let sum = first; sum < right + bottom; sum += step) {
      context.moveTo(sum - bottom, bottom);
      context.lineTo(sum - top, top);
    }
    context.strokeStyle = look.hatch_colour;
    context.lineWidth = width;
    context.setLineDash([]);
    context.stroke();
    context.restore();
  }

  // `trace` begins the area's path; `box` is what of it is seen, in px; `shift` is the sum of the view's left and top.
  geomap.paintArea = function (context, trace, box, shift, look, style, dashed) {
    context.fillStyle = context.strokeStyle = look.colour;
    trace();
    context.globalAlpha = look.opacity;
    if (look.opacity) context.fill("evenodd");
    context.globalAlpha = 1;
    if (look.hatch) hatch(context, trace, box, shift, look, style.hatch_width);
    if (!look.width) return;
    trace();
    context.lineWidth = look.width;
    context.setLineDash(dashed || look.unsettled ? look.dash : []);
    context.lineJoin = "round";
    context.stroke();
  };
})((window.geomap = window.geomap || {}));
