// The panel of filters and switches. It holds no state of its own: it shows one and hands on the reader's next.
(function (geomap) {
  "use strict";

  geomap.SWITCHES = ["labels", "pictograms"];

  const id = (name) => `geomap-explore-${name}`;

  const field = (name, words, control) =>
    geomap.element("p", { class: "field" }, geomap.element("label", { for: id(name) }, words), control);

  geomap.Panel = class {
    state = geomap.everything();
    controls = new Map();

    /**
     * @param {HTMLDetailsElement} element
     * @param {PageData} data
     * @param {(state: State) => void} onChange
     */
    constructor(element, data, onChange) {
      this.element = element;
      this.data = data;
      this.onChange = onChange;
      const { words } = data;
      this.count = geomap.element("span", { class: "filtered" });
      this.total = geomap.element("p", { class: "sum", role: "status" });
      this.reset = geomap.element("button", { type: "button", class: "reset" }, words.reset);
      this.reset.addEventListener("click", () => this.onChange({ ...geomap.everything(), day: this.state.day }));
      element.append(
        geomap.element("summary", {}, geomap.element("span", {}, words.explore), this.count),
        geomap.element("div", { class: "fields" }, ...this.fields()),
        this.layers(),
        geomap.element("div", { class: "outcome" }, this.total, this.reset),
      );
      element.hidden = false;
    }

    fields() {
      const { data } = this;
      const { words } = data;
      const search = this.control("search", "input", {
        type: "search",
        autocomplete: "off",
        spellcheck: "false",
        dir: "auto",
      });
      const fields = [field("search", words.search, search)];
      for (const { name, options } of data.filters) {
        const select = this.control(name, "select", {});
        const texts = [["", words.all], ...options];
        // No option has an empty key, so that one stands for all.
        select.append(...texts.map(([value, text]) => option(value, text)));
        fields.push(field(name, words.heading[name] || words.basis, select));
      }
      if (new Set(data.symbols.minimum).size > 1) {
        const least = this.control("least", "input", {
          type: "number",
          min: 0,
          inputmode: "numeric",
          autocomplete: "off",
        });
        fields.push(field("least", words.least, least));
      }
      return fields;
    }

    layers() {
      const { data } = this;
      const { words, layers, tiles } = data;
      const own = [
        ["labels", words.labels],
        ["pictograms", data.stamps.length ? words.pictograms : ""],
      ].filter(([, text]) => text);
      const boxes = [
        ...layers.map(({ name, shapes }) => this.box(`hidden ${shapes[0]}`, name)),
        ...own.map(([name, text]) => this.box(`off ${name}`, text)),
        ...(tiles ? [this.box("online", geomap.fill(words.tiles, { name: tiles.name }))] : []),
      ];
      return geomap.element("fieldset", { class: "layers" }, geomap.element("legend", {}, words.layers), ...boxes);
    }

    box(name, text) {
      const box = this.control(name, "input", { type: "checkbox" });
      box.removeAttribute("id");
      return geomap.element("label", { class: "layer" }, box, geomap.element("span", {}, text));
    }

    control(name, tag, attributes) {
      const control = geomap.element(tag, { id: id(name), ...attributes });
      control.addEventListener("input", () => this.onChange(this.read()));
      this.controls.set(name, control);
      return control;
    }

    // The state that the controls show.
    read() {
      const value = (name) => (this.controls.get(name) || { value: "" }).value;
      const chosen = this.data.filters.map(({ name }) => [name, value(name)]).filter(([, key]) => key);
      const unchecked = (kind) =>
        [...this.controls]
          .filter(([name, control]) => name.startsWith(`${kind} `) && !control.checked)
          .map(([name]) => name.slice(kind.length + 1));
      return {
        search: value("search"),
        least: value("least"),
        chosen: Object.fromEntries(chosen),
        off: unchecked("off"),
        hidden: unchecked("hidden"),
        isOnline: Boolean(this.controls.get("online")?.checked),
        day: this.state.day,
      };
    }

    show(state, total, count) {
      this.state = state;
      for (const [name, control] of this.controls) {
        const [kind, ...rest] = name.split(" ");
        if (name === "online") control.checked = state.isOnline;
        else if (control.type === "checkbox") control.checked = !state[kind].includes(rest.join(" "));
        else if (name === "search" || name === "least") setValue(control, state[name]);
        else setValue(control, state.chosen[name] || "");
      }
      this.total.textContent = total;
      this.count.textContent = count;
    }
  };

  function option(value, text) {
    const made = geomap.element("option", {}, text);
    made.value = value;
    return made;
  }

  // A control that a reader is typing in keeps its caret.
  function setValue(control, value) {
    if (control.value !== value) control.value = value;
  }
})((window.geomap = window.geomap || {}));
