// The pop-up card with the facts of a unit: beside its circle on a wide map, under the map on a narrow one.
(function (geomap) {
  "use strict";

  const EDGE = 10; // px between the card and the edge of the map
  const MOST_OTHERS = 50; // units of one mark, listed on a card
  const AWAY = 14; // px between the card and its circle

  const sourceLine = (source) => {
    const title = source.title || source.url;
    const own = title && geomap.isolated(title);
    const link = source.url
      ? geomap.element("a", { href: source.url, rel: "noopener noreferrer", target: "_blank" }, own)
      : own;
    return geomap.element("li", { class: "parts" }, geomap.isolated(source.publisher), title ? ", " : "", link);
  };

  const list = (items) => geomap.element("ul", {}, ...items);

  const items = (texts) => list(texts.map((text) => geomap.element("li", {}, text)));

  const linkLine = ({ title, url }) => {
    const own = geomap.isolated(title);
    return url ? geomap.element("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, own) : own;
  };

  // What the card says of a fact, by the form of its field; any other is a text.
  const CONTENT = {
    count: (text, fact) => (fact.basis ? `${text} (${fact.basis})` : text),
    formations: (formations) => items(formations.map(([text]) => text)),
    counts: (counts) => items(counts.map(([kind, count]) => `${kind}: ${count}`)),
    ids: (sources) => list(sources.map(sourceLine)),
    texts: items,
    links: (links) => items(links.map(linkLine)),
    prose: (text) => geomap.element("span", { class: "prose" }, text),
  };

  // Who states a single figure, where that is not who states the rest.
  const claimRow = ({ figure, sources, grade }) => [
    figure,
    list([...sources.map(sourceLine), ...(grade ? [geomap.element("li", {}, grade)] : [])]),
  ];

  // What has a heading of its own for each part.
  const ROWS = {
    claims: (claims) => claims.map(claimRow),
    carried: (texts) => texts.map(([heading, text]) => [heading, CONTENT.prose(text)]),
  };

  function rowsOf(name, form, fact, words) {
    const value = fact[name];
    if (!value) return [];
    return ROWS[form]?.(value) ?? [[words.heading[name], CONTENT[form]?.(value, fact) ?? value]];
  }

  function details(fact, { card, words }) {
    const rows = card.flatMap(([name, form]) => rowsOf(name, form, fact, words));
    return geomap.element(
      "dl",
      {},
      ...rows.flatMap(([name, value]) => [geomap.element("dt", {}, name), geomap.element("dd", {}, value)]),
    );
  }

  geomap.Card = class {
    isOverlay = false;
    /** @type {(index: number) => void} */
    onChange = () => {};
    index = -1;

    /**
     * @param {HTMLElement} element
     * @param {HTMLElement} frame
     * @param {HTMLElement} aside
     * @param {PageData} data
     * @param {Units} units
     * @param {(index: number, focused: boolean) => void} onClose
     */
    constructor(element, frame, aside, data, units, onClose) {
      this.element = element;
      this.frame = frame;
      this.aside = aside;
      this.data = data;
      this.units = units;
      this.onClose = onClose;
      document.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && this.index >= 0) this.close();
      });
    }

    open(index) {
      this.show(index);
      this.element.focus({ preventScroll: this.isOverlay });
    }

    // Opens and leaves the focus where it is.
    show(index) {
      this.index = index;
      const { words } = this.data;
      const written = geomap.valueAt(this.data.records.place, this.data.symbols.unit[index]);
      const fact = { ...geomap.factOf(this.data, index), written };
      const close = geomap.element("button", { type: "button", class: "close", "aria-label": words.close }, "×");
      close.addEventListener("click", () => this.close());
      this.element.replaceChildren(
        geomap.element("h2", { id: "geomap-card-title" }, fact.place || fact.id),
        fact.side ? geomap.element("p", { class: "side" }, fact.side) : "",
        details(fact, this.data),
        this.others(index),
        close,
      );
      this.element.hidden = false;
      this.units.select(index);
      this.onChange(index);
      this.move();
    }

    // The other units that the same mark stands for, each a button that opens its card.
    others(index) {
      const units = (this.units.spot(index)?.units ?? []).filter((other) => other !== index);
      if (!units.length) return "";
      const rows = units.slice(0, MOST_OTHERS).map((other) => {
        const name = [geomap.nameOf(this.data, other), geomap.factOf(this.data, other).troops]
          .filter(Boolean)
          .join(", ");
        const button = geomap.element("button", { type: "button", class: "row-link" }, name);
        button.addEventListener("click", () => this.open(other));
        return geomap.element("li", {}, button);
      });
      return geomap.element("ul", { class: "others", "aria-label": this.data.words.units }, ...rows);
    }

    close() {
      const index = this.index;
      const hadFocus = this.element.contains(document.activeElement);
      this.index = -1;
      this.element.hidden = true;
      this.units.select(-1);
      this.onClose(index, hadFocus);
      this.onChange(-1);
    }

    // Where the card stands: over the map, or first in the column under it.
    settle(isOverlay) {
      this.isOverlay = isOverlay;
      this.element.classList.toggle("overlay", isOverlay);
      const home = isOverlay ? this.frame : this.aside;
      if (this.element.parentElement !== home) home.prepend(this.element);
      this.move();
    }

    move() {
      if (this.index < 0) return;
      const style = this.element.style;
      if (!this.isOverlay) {
        style.left = style.top = style.maxHeight = "";
        return;
      }
      const point = this.units.containerPoint(this.index);
      const reach = this.units.diameter(this.index) / 2 + AWAY;
      const { clientWidth: width, clientHeight: height } = this.frame;
      style.maxHeight = `${height - 2 * EDGE}px`;
      const right = point.x + reach;
      const left = point.x - reach - this.element.offsetWidth;
      const x = right + this.element.offsetWidth + EDGE <= width || left < EDGE ? right : left;
      const limited = (value, most) => Math.round(Math.max(EDGE, Math.min(value, most - EDGE)));
      style.left = `${limited(x, width - this.element.offsetWidth)}px`;
      style.top = `${limited(point.y - 40, height - this.element.offsetHeight)}px`;
    }
  };
})((window.geomap = window.geomap || {}));
