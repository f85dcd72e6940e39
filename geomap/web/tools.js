// Buttons above the table: copy its rows, download them.
(function (geomap) {
  "use strict";

  // A browser may refuse to copy, as in a frame; then the reader copies the text by hand.
  function offer(tools, text, words, status) {
    const area = geomap.element("textarea", {
      class: "by-hand",
      readonly: "readonly",
      rows: 4,
      "aria-label": words.copy,
    });
    area.value = text;
    tools.querySelectorAll(".by-hand").forEach((old) => old.remove());
    tools.append(area);
    area.select();
    status.textContent = words.copy_by_hand;
  }

  async function copy(tools, text, words, status) {
    try {
      await navigator.clipboard.writeText(text);
      tools.querySelectorAll(".by-hand").forEach((old) => old.remove());
      status.textContent = words.copied;
    } catch {
      offer(tools, text, words, status);
    }
  }

  // `rows()` gives the indexes of the units in the table, in its order.
  geomap.addTools = function (figures, data, rows) {
    const { words } = data;
    const button = (text) => geomap.element("button", { type: "button" }, text);
    const [csv, geojson] = [button(words.copy), button(words.download)];
    const status = geomap.element("span", { role: "status" });
    const tools = geomap.element("div", { class: "tools" }, csv, geojson, status);
    csv.addEventListener("click", () => copy(tools, geomap.csv(data, rows()), words, status));
    geojson.addEventListener("click", () =>
      geomap.download(`${data.name}.geojson`, "application/geo+json", geomap.geojson(data, rows())),
    );
    figures.querySelector(".scroller")?.before(tools);
  };
})((window.geomap = window.geomap || {}));
