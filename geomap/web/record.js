// The facts as flat records under the names of geomap's files, and as texts to copy and to download.
(function (geomap) {
  "use strict";

  function countColumns(name, minimum, maximum, kind) {
    const isOne = kind === "exact" || kind === "about";
    return {
      [name]: isOne ? minimum : null,
      [`${name}_min`]: minimum ?? null,
      [`${name}_max`]: maximum ?? null,
      [`${name}_kind`]: kind ?? null,
    };
  }

  geomap.record = function (data, index) {
    const { unit, lon, lat, kind, minimum, maximum } = data.symbols;
    const own = /** @type {UnitRecord} */ (geomap.recordOf(data.records, unit[index]));
    const { place: query, equipment, more, ...others } = own;
    const troops = ["absent", "gone"].includes(kind[index]) ? [] : [minimum[index], maximum[index], kind[index]];
    const counts = equipment.map(([name, ...count]) => countColumns(name, ...count));
    const { id, place: label } = geomap.factOf(data, index);
    const position = { lat: lat[index] / data.steps, lon: lon[index] / data.steps };
    const names = { id, label: label || null, place: (query ?? label) || null };
    const head = { ...others, ...names, ...position };
    const stated = new Map([
      ...Object.entries(Object.assign(head, countColumns("troops", ...troops), ...counts)),
      ...more, // under whatever names
    ]);
    const change = geomap.changeOf(data, index);
    const changed = change ? { change: change.kind, moved_km: change.km || null } : {};
    const row = Object.fromEntries(data.columns.map((name) => [name, stated.get(name) ?? null]));
    return Object.assign(row, changed);
  };

  // What starts a formula, as geomap.facts.cells has it; JavaScript's blanks are fewer than Python's.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are among what is looked for
  const FORMULA = /(^|;)([\s\u001c-\u001f\u0085"'\u00ad\u200b-\u200f\u2060\ufeff]*[=+\-@\t\r＝＋－＠])/g;

  // A text that a spreadsheet would run as a formula is marked as text.
  function cell(value) {
    if (value === null || typeof value === "number") return String(value ?? "");
    const text = value.replace(FORMULA, "$1'$2");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  geomap.csv = function (data, indexes) {
    const records = indexes.map((index) => geomap.record(data, index));
    const lines = records.map((record) => Object.values(record).map(cell).join(","));
    const headings = Object.keys(records[0] || {}).map(cell);
    return [headings.join(","), ...lines, ""].join("\r\n");
  };

  function feature(record) {
    const geometry = { type: "Point", coordinates: [record.lon, record.lat] };
    return { type: "Feature", id: record.id, geometry, properties: { kind: "unit", ...record } };
  }

  geomap.geojson = function (data, indexes) {
    const features = indexes.map((index) => JSON.stringify(feature(geomap.record(data, index))));
    const head = JSON.stringify({ type: "FeatureCollection", name: data.name, title: data.title });
    return `${head.slice(0, -1)},"features":[\n${features.join(",\n")}\n]}\n`;
  };

  geomap.download = function (name, type, text) {
    const url = URL.createObjectURL(new Blob([text], { type }));
    geomap.element("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  };
})((window.geomap = window.geomap || {}));
