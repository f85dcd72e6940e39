// Which units a reader asks to see. A state: {search, least, chosen: {filter: option}, off: [switch], hidden: [layer],
// isOnline, day: number}; without a day it is the last.
(function (geomap) {
  "use strict";

  geomap.everything = () => ({ search: "", least: "", chosen: {}, off: [], hidden: [], isOnline: false });

  geomap.isFiltered = (state) => Boolean(state.search || state.least || Object.keys(state.chosen).length);

  geomap.Filter = class {
    /** @type {string[] | undefined} */
    names;

    /** @param {PageData} data */
    constructor(data) {
      this.data = data;
    }

    // The names of every unit, folded; made when a reader first searches.
    foldedNames() {
      const { facts, records, symbols } = this.data;
      const nameOf = (unit) => geomap.valueAt(facts.place, unit) || geomap.valueAt(facts.id, unit);
      const words = (unit) => `${nameOf(unit)} ${geomap.valueAt(records.place, unit) || ""}`;
      this.names ??= symbols.unit.map((unit) => geomap.fold(words(unit)));
      return this.names;
    }

    // One test for each thing that is asked for; each takes the index of a symbol.
    tests(state) {
      const { filters, symbols } = this.data;
      const tests = filters
        .filter(({ name }) => state.chosen[name] !== undefined)
        .map(({ name, options, units }) => {
          const wanted = options.findIndex(([key]) => key === state.chosen[name]);
          return (index) => geomap.valueAt(units, symbols.unit[index]).includes(wanted);
        });
      const sought = geomap.fold(state.search);
      if (sought) {
        const names = this.foldedNames();
        tests.push((index) => names[index].includes(sought));
      }
      const { timeline } = this.data;
      if (timeline) tests.push((index) => geomap.isOnDay(timeline, index, state.day));
      // Only what is certain counts: an unknown number may be smaller.
      if (state.least) tests.push((index) => (symbols.minimum[index] || 0) >= Number(state.least));
      return tests;
    }

    // The indexes of the units to be seen, in the scene's order.
    shown(state) {
      const tests = this.tests(state);
      const all = [...this.data.symbols.unit.keys()];
      return tests.length ? all.filter((index) => tests.every((test) => test(index))) : all;
    }
  };
})((window.geomap = window.geomap || {}));
