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
    constructor(figures, data, words, { mark, open }) {
      Object.assign(this, { figures, data, words, order: [], rows: new Map(), marked: -1, sort: null });
      this.scroller = figures.querySelector(".scroller");
      this.table = figures.querySelector("table");
      this.body = figures.querySelector("tbody");
      this.spacers = [spacer(), spacer()];
      const length = data.symbols.total;
      this.isWindowed = length > MOST;
      figures.classList.toggle("windowed", this.isWindowed);
      figures.classList.toggle("long", geomap.mostAtOnce(data) > LONG);
      this.headings = [...figures.querySelectorAll("thead th")];
      this.columns = this.headings.map((heading) => heading.dataset.column);
      this.headings.forEach((heading) => this.makeSortable(heading));
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
        const row = event.target.closest("tr[data-index]");
        return row ? Number(row.dataset.index) : -1;
      };
      this.body.addEventListener("click", (event) => {
        const index = indexOf(event);
        if (index < 0 || event.target.closest("a")) return;
        if (event.target.closest(".row-link")) open(index, event.target.closest(".row-link"));
        else mark(index);
      });
      this.body.addEventListener("focusin", (event) => {
        if (indexOf(event) >= 0) mark(indexOf(event));
      });
    }

    // A number is first sorted from the largest.
    sortBy(column) {
      const isSame = this.sort && this.sort.column === column;
      this.sort = { column, isDescending: isSame ? !this.sort.isDescending : column === "troops" };
      for (const heading of this.headings) {
        heading.removeAttribute("aria-sort");
        if (heading.dataset.column === column)
          heading.setAttribute("aria-sort", this.sort.isDescending ? "descending" : "ascending");
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
      this.table.setAttribute("aria-rowcount", this.order.length + 1);
      rows.forEach((row, i) => row.setAttribute("aria-rowindex", first + i + 2));
    }

    // On paper not all rows of a long table may stand.
    sayCut(last) {
      if (!this.cut) return;
      const [shown, total] = [last, this.order.length].map((count) => this.words.number(count));
      this.cut.hidden = !this.isPrinted || last === this.order.length;
      this.cut.textContent = geomap.fill(this.data.words.table_cut, { shown, total });
    }

    row(index) {
      if (!this.rows.has(index)) {
        const row = geomap.tableRow(this.data, index, this.columns);
        setMarked(row, index === this.marked);
        this.rows.set(index, row);
      }
      return this.rows.get(index);
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
      const head = this.table.tHead.offsetHeight;
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
