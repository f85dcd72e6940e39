// Adds counts as intervals, as geomap.facts.Estimate does, and says them in words.
(function (geomap) {
  "use strict";

  // A count is {kind, minimum, maximum}; an end is null where the claim leaves it open.
  /** @type {(ends: Ends) => Count} */
  geomap.asCount = ([kind, minimum, maximum]) => ({ kind, minimum, maximum });

  // One of which nothing is claimed is unknown in a sum.
  /** @type {(ends: Ends) => Count} */
  const asPart = ([kind, ...ends]) => geomap.asCount([kind === "absent" ? "unknown" : kind, ...ends]);

  // An open end stays open; an unknown part makes only the lower end certain.
  /** @type {(one: Count, other: Count) => Count} */
  function added(one, other) {
    const minimum = (one.minimum || 0) + (other.minimum || 0);
    if (one.maximum === null || other.maximum === null) {
      return { kind: minimum ? "at_least" : "unknown", minimum: minimum || null, maximum: null };
    }
    const maximum = one.maximum + other.maximum;
    const kinds = [one.kind, other.kind];
    if (kinds.includes("at_most") && minimum === 0) return { kind: "at_most", minimum: null, maximum };
    if (minimum !== maximum) return { kind: "range", minimum, maximum };
    return { kind: kinds.every((kind) => kind === "exact") ? "exact" : "about", minimum, maximum };
  }

  // What a count is rounded to, judged by its noughts; two digits count always.
  function grain({ kind, minimum, maximum }) {
    if (kind === "exact" || kind === "unknown") return 1;
    const noughts = (number) => {
      const digits = String(number);
      return 10 ** Math.min(digits.length - digits.replace(/0+$/, "").length, Math.max(digits.length - 2, 0));
    };
    return Math.min(...[minimum, maximum].filter(Boolean).map(noughts), Infinity);
  }

  const grainOf = (count) => {
    const size = grain(count);
    return size === Infinity ? 1 : size;
  };

  // How far off the number of a count may be for having been rounded.
  const slackOf = (count) => (count.kind === "about" ? Math.floor(grainOf(count) / 2) : 0);

  // The sum, no more precise than the least precise of the counts, as geomap.sums.total has it: an open end
  // holds all that each "about" allows.
  geomap.totalOf = function (counts) {
    const { kind, minimum, maximum } = counts.reduce(added);
    const step = Math.max(...counts.map(grainOf));
    const isOpen = kind === "at_least" || kind === "at_most";
    const slack = isOpen ? counts.map(slackOf).reduce((one, other) => one + other) : 0;
    const to = (number, round) => (number === null ? null : round(number / step) * step);
    if (kind === "about") return { kind, minimum: to(minimum, Math.round), maximum: to(maximum, Math.round) };
    const lower = minimum === null ? null : to(Math.max(minimum - slack, 0), Math.floor);
    if (kind === "at_least" && !lower) return { kind: "unknown", minimum: null, maximum: null };
    return { kind, minimum: lower, maximum: maximum === null ? null : to(maximum + slack, Math.ceil) };
  };

  // The same of counts as the page's data state them.
  geomap.sumOf = (counts) => geomap.totalOf(counts.map(asPart));

  // Runs an Intl constructor in the page's language, or in English where the browser does not know its tag.
  /** @type {<T>(make: (lang: string) => T, lang: string) => T} */
  function inLanguage(make, lang) {
    try {
      return make(lang);
    } catch {
      return make("en");
    }
  }

  geomap.fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));

  geomap.Wording = class {
    /** @type {Intl.Collator | undefined} */
    collator;

    /** @param {PageData} data */
    constructor(data) {
      this.data = data;
      this.numbers = inLanguage((lang) => new Intl.NumberFormat(lang, { numberingSystem: "latn" }), data.lang);
      this.plurals = inLanguage((lang) => new Intl.PluralRules(lang), data.words_lang);
    }

    // Compares two texts; made when a reader first sorts.
    get order() {
      this.collator ??= inLanguage((lang) => new Intl.Collator(lang, { numeric: true }), this.data.lang);
      return this.collator;
    }

    // A whole number with the separators that Python writes; where those are no threes, with the browser's.
    number(value) {
      const { thousands } = this.data;
      return thousands ? String(value).replace(/\B(?=(?:\d{3})+$)/g, thousands) : this.numbers.format(value);
    }

    places(count) {
      const { places } = this.data;
      return geomap.fill(places[this.plurals.select(count)] || places.other, { n: this.number(count) });
    }

    // What is said of so many units and their sum; of a few it comes in words.
    crowd(count, sum) {
      const { crowds, key } = this.data;
      const n = this.number(count);
      const said =
        sum.kind === "absent" ? "" : geomap.fill(crowds.sum, { measure: key.measure, count: this.count(sum) });
      return {
        units:
          crowds.few[count - 1] || geomap.fill(crowds.units[this.plurals.select(count)] || crowds.units.other, { n }),
        sum: said,
        count: n,
      };
    }

    count({ kind, minimum, maximum }) {
      const [low, high] = [minimum, maximum].map((value) => (value === null ? "" : this.number(value)));
      if (kind === "exact") return low;
      return geomap.fill(this.data.counts[kind], { low, high, n: kind === "at_most" ? high : low });
    }

    // What the units of `indexes` add up to, at how many places, and of how many of them no number is known.
    total(all) {
      const indexes = all.filter((index) => this.data.symbols.kind[index] !== "gone");
      const { words, key, records, symbols } = this.data;
      if (indexes.length === 0) return words.none;
      const distinct = symbols.counts.map(asPart);
      const counts = indexes.map((index) => distinct[symbols.count[index]]);
      const sum = geomap.totalOf(counts);
      const unknown = counts.filter((count) => count.kind === "unknown").length;
      const missing = geomap.fill(words.sum_unknown, { n: this.number(unknown) });
      const places = this.places(indexes.length) + (unknown && sum.kind !== "unknown" ? `, ${missing}` : "");
      const said = geomap.fill(words.sum, { measure: key.measure, count: this.count(sum), places });
      const bases = new Set(indexes.map((index) => geomap.valueAt(records.basis, symbols.unit[index])));
      return bases.size > 1 || bases.has("reported") ? said : `${said} (${geomap.factOf(this.data, indexes[0]).basis})`;
    }
  };
})((window.geomap = window.geomap || {}));
