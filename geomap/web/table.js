// The table under the map: sorted by a heading, tied to the circles, and of long ones only the rows in sight.
(function (geomap) {
  "use strict";

  const MOST = 500; // rows that stand in the page at once
  const LONG = 12; // rows from which the table scrolls in itself
  const ROW = 34; // px of each row where only those in sight stand in the page; as in the style sheet
  const SPARE = 10; // rows beyond what is in sight, on each side

  // Puts rows into the body; those that stay are not touched, so that none loses the focus.
  function put(body, rows) {
    const kept = new Set(rows);
    for (const child of [...body.children]) if (!kept.has(child)) child.remove();
    let next = body.firstElementChild;
    for (const row of rows) {
      if (row === next) next = next.nextElementSibling;
      else body.insertBefore(row, next);
    }
  }

  const spacer = () => geomap.element("tr", { class: "spacer", role: "row", "aria-hidden": "true" });

  geomap.Table = class {
    /** @type {number[]} */
    order = [];
    /** @type {number[]} */
    shown = [];
    /** @type {Map<number, HTMLTableRowElement>} */
    rows = new Map();
    marked = -1;
    /** @type {{ column: string; isDescending: boolean } | undefined} */
    sort;
    isPrinted = false;

    /**
     * @param {HTMLDetailsElement} figures
     * @param {PageData} data
     * @param {Wording} words
     * @param {TableActions} actions
     */
    constructor(figures, data, words, { mark, open }) {
      this.figures = figures;
      this.data = data;
      this.words = words;
      const own = (selector) => /** @type {HTMLElement} */ (figures.querySelector(selector));
      this.scroller = own(".scroller");
      this.table = /** @type {HTMLTableElement} */ (own("table"));
      this.body = own("tbody");
      this.spacers = [spacer(), spacer()];
      const length = data.symbols.total;
      this.isWindowed = length > MOST;
      figures.classList.toggle("windowed", this.isWindowed);
      figures.classList.toggle("long", geomap.mostAtOnce(data) > LONG);
      /** @type {HTMLElement[]} */
      this.headings = [...figures.querySelectorAll(/** @type {"th"} */ ("thead th"))];
      this.columns = this.headings.map((heading) => heading.dataset.column || "");
      this.headings.forEach((heading) => this.makeSortable(heading));
      /** @type {HTMLElement | null} */
      this.cut = figures.querySelector(".cut");
      this.scroller.addEventListener("scroll", () => this.isWindowed && this.render());
      figures.addEventListener("toggle", () => this.render());
      this.listen(mark, open);
    }

    makeSortable(heading) {
      const button = geomap.element("button", { type: "button", class: "sort" }, heading.textContent);
      button.addEventListener("click", () => this.sortBy(heading.dataset.column));
      heading.replaceChildren(button);
    }

    listen(mark, open) {
      const indexOf = (event) => {
        const row = geomap.closest(event, "tr[data-index]");
        return row ? Number(row.dataset.index) : -1;
      };
      this.body.addEventListener("click", (event) => {
        const index = indexOf(event);
        if (index < 0 || geomap.closest(event, "a")) return;
        const opener = geomap.closest(event, ".row-link");
        if (opener) open(index, opener);
        else mark(index);
      });
      this.body.addEventListener("focusin", (event) => {
        if (indexOf(event) >= 0) mark(indexOf(event));
      });
    }

    // A number is first sorted from the largest.
    sortBy(column) {
      const isSame = this.sort?.column === column;
      const isDescending = isSame ? !this.sort?.isDescending : geomap.isOfNumbers(this.data, column);
      this.sort = { column, isDescending };
      for (const heading of this.headings) {
        heading.removeAttribute("aria-sort");
        if (heading.dataset.column === column)
          heading.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
      }
      this.scroller.scrollTop = 0;
      this.show(this.shown);
    }

    show(shown) {
      this.shown = shown;
      this.order = shown;
      if (this.sort) {
        const key = geomap.sortKeys(this.data, this.sort.column, this.words);
        this.order = geomap.sorted(shown, key, this.sort.isDescending);
      }
      this.render();
    }

    // First and last row that stand in the page.
    extent() {
      if (!this.isWindowed) return [0, this.order.length];
      if (this.isPrinted) return [0, Math.min(MOST, this.order.length)];
      const room = Math.ceil(this.scroller.clientHeight / ROW) + 2 * SPARE;
      const first = Math.max(0, Math.min(Math.floor(this.scroller.scrollTop / ROW) - SPARE, this.order.length - room));
      return [first, Math.min(first + room, this.order.length)];
    }

    // A folded table is left as it is until a reader unfolds it.
    render() {
      if (!this.figures.open) return;
      const [first, last] = this.extent();
      const indexes = this.order.slice(first, last);
      const seen = new Set(indexes);
      if (this.isWindowed) for (const index of this.rows.keys()) if (!seen.has(index)) this.rows.delete(index);
      const rows = indexes.map((index) => this.row(index));
      const [above, below] = this.spacers;
      above.style.height = `${first * ROW}px`;
      below.style.height = this.isPrinted ? "0" : `${(this.order.length - last) * ROW}px`;
      put(this.body, this.isWindowed ? [above, ...rows, below] : rows);
      this.sayCut(last);
      this.table.setAttribute("aria-rowcount", String(this.order.length + 1));
      rows.forEach((row, i) => row.setAttribute("aria-rowindex", String(first + i + 2)));
    }

    // On paper not all rows of a long table may stand.
    sayCut(last) {
      if (!this.cut) return;
      const [shown, total] = [last, this.order.length].map((count) => this.words.number(count));
      this.cut.hidden = !this.isPrinted || last === this.order.length;
      this.cut.textContent = geomap.fill(this.data.words.table_cut, { shown, total });
    }

    row(index) {
      const known = this.rows.get(index);
      if (known) return known;
      const row = geomap.tableRow(this.data, index, this.columns);
      setMarked(row, index === this.marked);
      this.rows.set(index, row);
      return row;
    }

    mark(index) {
      if (this.rows.has(this.marked)) setMarked(this.rows.get(this.marked), false);
      this.marked = index;
      if (this.rows.has(index)) setMarked(this.rows.get(index), true);
    }

    // Scrolls the table, and nothing else, to the row of a unit.
    reveal(index) {
      const place = this.order.indexOf(index);
      if (place < 0 || !this.figures.open) return;
      const head = this.table.tHead?.offsetHeight ?? 0;
      const row = this.isWindowed ? null : this.row(index);
      const top = row ? row.offsetTop - head : place * ROW;
      const bottom = row ? row.offsetTop + row.offsetHeight : head + (place + 1) * ROW;
      const { scrollTop, clientHeight } = this.scroller;
      if (top < scrollTop) this.scroller.scrollTop = top;
      else if (bottom > scrollTop + clientHeight) this.scroller.scrollTop = bottom - clientHeight;
      if (this.isWindowed) this.render();
    }
  };

  function setMarked(row, isMarked) {
    row.classList.toggle("marked", isMarked);
    if (isMarked) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
})((window.geomap = window.geomap || {}));
