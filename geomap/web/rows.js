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

  const link = ({ title, url }, isFirst) => {
    const own = geomap.isolated(title);
    return [isFirst ? "" : "; ", url ? geomap.element("a", { href: url, rel: "noopener noreferrer" }, own) : own];
  };

  // What a cell says of a fact, by the form of its field, any other being a text; the same that the page holds before
  // its scripts run.
  const CELLS = {
    count: (text, fact) => [`${text} (${fact.basis})`],
    formations: (formations) => joined(inFigures(formations)),
    counts: (counts) => joined(counts.map(([kind, count]) => `${kind}: ${count}`)),
    ids: (sources) => sources.flatMap((entry, number) => source(entry, number === 0)),
    texts: joined,
    links: (links) => links.flatMap((entry, number) => link(entry, number === 0)),
  };
  const PARTS = ["formations", "counts", "ids", "texts", "links"];
  const classOf = (form) => (PARTS.includes(form) ? "parts" : form === "prose" ? form : "");

  // The form of the field that a column shows.
  const formOf = (data, column) => data.table.find(([name]) => name === column)?.[1] ?? "text";

  const NUMBERS = ["count", "number"];
  geomap.isOfNumbers = (data, column) => NUMBERS.includes(formOf(data, column));

  geomap.tableRow = function (data, index, columns) {
    const fact = geomap.factOf(data, index);
    const cells = columns.map((column) => {
      if (column === "place") {
        const button = geomap.element("button", { type: "button", class: "row-link" }, fact.place || fact.id);
        return geomap.element("th", { scope: "row", role: "rowheader" }, button);
      }
      const [value, form] = [fact[column], formOf(data, column)];
      const content = value ? (CELLS[form]?.(value, fact) ?? [value]) : [];
      const attributes = { role: "cell", "data-heading": data.words.heading[column] };
      const kind = { class: classOf(form) };
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

  // By what a column of the form sorts, where that is not its text.
  const TEXTS = {
    formations: (value) => inFigures(value || []).join(", "),
    counts: (value) => (value || []).flat().join(" "),
    ids: (value) => (value || []).map(({ publisher, title }) => `${publisher} ${title || ""}`).join(" "),
    texts: (value) => (value || []).join(" "),
    links: (value) => (value || []).map(({ title }) => title).join(" "),
  };

  const NO_NUMBER = ["absent", "unknown", "gone"]; // kinds of counts

  // By what a column sorts: for a symbol a list of numbers, or null where nothing is known.
  geomap.sortKeys = function (data, column, words) {
    const { minimum, maximum, unit, kind } = data.symbols;
    const form = formOf(data, column);
    if (form === "count") {
      return (index) => (NO_NUMBER.includes(kind[index]) ? null : [minimum[index] || 0, maximum[index] ?? Infinity]);
    }
    const stored = form === "day" || form === "number" ? data.records[column] : data.facts[column];
    if (form === "number") {
      return (index) => {
        const number = /** @type {number | null} */ (geomap.valueAt(stored, unit[index]));
        return number === null ? null : [number, 0];
      };
    }
    const rank = ranks(stored, words, TEXTS[form] || ((value) => value || ""));
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
