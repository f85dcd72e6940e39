// The rows of the table and the order they sort in.
(function (geomap) {
  "use strict";

  const source = ({ publisher, title, url }, isFirst) => {
    const own = (title || url) && geomap.isolated(title || url);
    const name = url ? geomap.element("a", { href: url, rel: "noopener noreferrer" }, own) : own;
    return [isFirst ? "" : "; ", geomap.isolated(publisher), name ? ", " : "", name];
  };

  // Formations, each in words and, where these differ, in figures.
  const inFigures = (formations) => formations.map((said) => said[said.length - 1]);

  // Parts that stand in one line, each with a comma before it but the first.
  const joined = (texts) => texts.flatMap((text, number) => [number ? ", " : "", geomap.isolated(text)]);

  // What a cell says of a fact; the same that the page holds before its scripts run.
  const CELLS = {
    troops: (fact) => [`${fact.troops} (${fact.basis})`],
    formations: (fact) => joined(inFigures(fact.formations)),
    equipment: (fact) => joined(fact.equipment.map(([kind, count]) => `${kind}: ${count}`)),
    sources: (fact) => fact.sources.flatMap((entry, number) => source(entry, number === 0)),
  };
  const OF_PARTS = ["formations", "equipment", "sources"];

  geomap.tableRow = function (data, index, columns) {
    const fact = geomap.factOf(data, index);
    const cells = columns.map((column) => {
      if (column === "place") {
        const button = geomap.element("button", { type: "button", class: "row-link" }, fact.place || fact.id);
        return geomap.element("th", { scope: "row", role: "rowheader" }, button);
      }
      const content = fact[column] ? (CELLS[column] || (() => [fact[column]]))(fact) : [];
      const attributes = { role: "cell", "data-heading": data.words.heading[column] };
      const kind = { class: OF_PARTS.includes(column) ? "parts" : "" };
      return geomap.element("td", attributes, content.length ? geomap.element("span", kind, ...content) : "");
    });
    return geomap.element("tr", { role: "row", "data-index": index }, ...cells);
  };

  // For each distinct value of a column its place in the order; the missing ones have none.
  function ranks(column, words, text) {
    const texts = column.values.map(text);
    const order = [...texts.keys()].filter((i) => texts[i]).sort((a, b) => words.order.compare(texts[a], texts[b]));
    const found = new Array(texts.length).fill(null);
    order.forEach((i, place) => {
      const before = order[place - 1];
      found[i] = place && words.order.compare(texts[before], texts[i]) === 0 ? found[before] : place;
    });
    return found;
  }

  const TEXTS = {
    formations: (value) => inFigures(value || []).join(", "),
    equipment: (value) => (value || []).flat().join(" "),
    sources: (value) => (value || []).map(({ publisher, title }) => `${publisher} ${title || ""}`).join(" "),
  };

  const NO_NUMBER = ["absent", "unknown", "gone"]; // kinds of counts

  // By what a column sorts: for a symbol a list of numbers, or null where nothing is known.
  geomap.sortKeys = function (data, column, words) {
    const { minimum, maximum, unit, kind } = data.symbols;
    if (column === "troops") {
      return (index) => (NO_NUMBER.includes(kind[index]) ? null : [minimum[index] || 0, maximum[index] ?? Infinity]);
    }
    const stored = column === "as_of" ? data.records.as_of : data.facts[column];
    const rank = ranks(stored, words, TEXTS[column] || ((value) => value || ""));
    return (index) => {
      const place = rank[geomap.placeAt(stored, unit[index])];
      return place === null ? null : [place, 0];
    };
  };

  // The indexes in order; equal ones keep theirs, and those of which nothing is known come last either way.
  geomap.sorted = function (indexes, key, isDescending) {
    const sign = isDescending ? -1 : 1;
    /** @type {{ index: number; key: [number, number] }[]} */
    const known = [];
    /** @type {number[]} */
    const unknown = [];
    for (const index of indexes) {
      const own = key(index);
      if (own) known.push({ index, key: own });
      else unknown.push(index);
    }
    const byNumber = (one, other) => (one < other ? -1 : Number(one > other));
    known.sort((a, b) => sign * (byNumber(a.key[0], b.key[0]) || byNumber(a.key[1], b.key[1])));
    return [...known.map((entry) => entry.index), ...unknown];
  };
})((window.geomap = window.geomap || {}));
