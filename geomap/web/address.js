// The reader's view as the hash of the page's address, so that a link shows the same.
(function (geomap) {
  "use strict";

  const DELAY = 250; // ms
  const DEGREES = 4; // decimals
  const LONGEST = 200; // characters of a search
  const DAY = /^\d{4}-\d\d-\d\d$/;

  // What a hash says, as far as the data know it; undefined where it says nothing of ours.
  geomap.readAddress = function (hash, data) {
    const said = new URLSearchParams(hash.replace(/^#/, ""));
    const own = ["q", "least", "off", "hide", "c", "z", "unit", "day", ...data.filters.map((filter) => filter.name)];
    if (hash.length > 1 && !own.some((name) => said.has(name))) return undefined;
    const state = geomap.everything();
    state.search = (said.get("q") || "").slice(0, LONGEST);
    const least = said.get("least") || "";
    state.least = /^\d{1,9}$/.test(least) ? least : "";
    for (const { name, options } of data.filters) {
      const option = options.find(([key]) => key === said.get(name));
      if (option) state.chosen[name] = option[0];
    }
    state.off = geomap.SWITCHES.filter((name) => said.getAll("off").includes(name));
    state.hidden = data.layers.map(({ shapes }) => shapes[0]).filter((id) => said.getAll("hide").includes(id));
    const centre = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/.exec(said.get("c") || "");
    const depth = Number(said.get("z"));
    const [lat, lng] = centre ? [Number(centre[1]), Number(centre[2])] : [Number.NaN, Number.NaN];
    if (Math.abs(lat) <= 90 && Math.abs(lng) <= 540 && depth > 0) state.view = { centre: [lat, lng], depth };
    const day = said.get("day") || "";
    if (data.timeline && DAY.test(day)) state.day = geomap.stateOf(data.timeline, day);
    const unit = said.get("unit");
    state.unit = unit === null ? -1 : geomap.symbolOn(data, unit, state.day);
    return state;
  };

  // Depth is in zoom levels from the first view, so that a narrow page shows the same ground.
  geomap.writtenAddress = function ({ state, map, data, ground }, open) {
    const said = new URLSearchParams();
    const depth = map.getZoom() - map.getMinZoom();
    const centre = depth > 0.01 ? geomap.toDegrees(ground, geomap.fieldPoint(map.getCenter())) : undefined;
    if (centre) {
      said.set("c", centre.map((value) => value.toFixed(DEGREES)).join(","));
      said.set("z", depth.toFixed(2));
    }
    if (state.search) said.set("q", state.search);
    if (state.least) said.set("least", state.least);
    for (const [name, option] of Object.entries(state.chosen)) said.set(name, option);
    state.off.forEach((name) => said.append("off", name));
    state.hidden.forEach((id) => said.append("hide", id));
    const { timeline } = data;
    if (timeline && state.day !== undefined && !geomap.isLastDay(timeline, state.day))
      said.set("day", timeline.days[state.day]);
    if (open >= 0) said.set("unit", geomap.idOf(data, open));
    return said.toString();
  };

  // A function that writes the address a moment after it was last called.
  geomap.addressWriter = function (text) {
    let timer = 0;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const hash = text();
        if (hash === window.location.hash.slice(1)) return;
        try {
          window.history.replaceState(null, "", hash ? `#${hash}` : window.location.pathname + window.location.search);
        } catch {
          // A frame without an address of its own keeps none.
        }
      }, DELAY);
    };
  };
})((window.geomap = window.geomap || {}));
