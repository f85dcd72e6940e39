// The days of the map: a slider with a tick a day, steps by button and key, and play. It holds no state of its own but
// whether it plays; the day is part of the reader's state.
(function (geomap) {
  "use strict";

  const PACE = 1400; // ms that a day is shown
  const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -1, PageUp: 1 };

  const last = (timeline) => timeline.days.length - 1;

  const dayOf = (timeline, day) => day ?? last(timeline);

  geomap.isLastDay = (timeline, day) => dayOf(timeline, day) === last(timeline);

  geomap.isOnDay = function (timeline, index, day) {
    const number = dayOf(timeline, day);
    return timeline.first[index] <= number && number <= timeline.last[index];
  };

  // The symbol of a unit on a day; -1 where it is not seen then.
  geomap.symbolOn = function (data, id, day) {
    const { timeline, symbols } = data;
    const isSeen = (index) => !timeline || geomap.isOnDay(timeline, index, day);
    return symbols.unit.findIndex((_, index) => geomap.idOf(data, index) === id && isSeen(index));
  };

  // The number of the state that holds on a day, in ISO 8601: of the last one until then, or else of the first.
  geomap.stateOf = ({ days }, day) =>
    Math.max(
      days.findLastIndex((own) => own <= day),
      0,
    );

  // The most units that are seen at one time.
  geomap.mostAtOnce = function ({ timeline, symbols }) {
    if (!timeline) return symbols.total;
    const onDay = (day) => timeline.first.filter((first, i) => first <= day && day <= timeline.last[i]).length;
    return Math.max(...timeline.days.map((_, day) => onDay(day)));
  };

  // Days since the first, so that ticks lie as far apart as the days do.
  const places = ({ days }) => days.map((day) => Math.round((Date.parse(day) - Date.parse(days[0])) / 86400000));

  geomap.Timeline = class {
    timer = 0;

    /**
     * @param {HTMLElement} element
     * @param {PageData} data
     * @param {TimelineData} timeline
     * @param {(day: number) => void} onDay
     */
    constructor(element, data, timeline, onDay) {
      this.data = data;
      this.onDay = onDay;
      this.timeline = timeline;
      this.day = last(timeline);
      this.places = places(this.timeline);
      const { words } = data;
      this.button = geomap.element("button", { type: "button", class: "play" });
      this.button.addEventListener("click", () => (this.timer ? this.pause() : this.play()));
      this.slider = geomap.element("input", {
        type: "range",
        min: 0,
        max: this.places.at(-1),
        "aria-label": words.timeline,
      });
      this.slider.addEventListener("input", () => this.goTo(this.nearest(Number(this.slider.value))));
      this.slider.addEventListener("keydown", (event) => this.step(event));
      this.date = geomap.element("output", { class: "day" });
      element.append(this.button, geomap.element("div", { class: "days" }, this.ticks(), this.slider), this.date);
      element.hidden = false;
      // Who wants no motion steps by hand.
      this.button.hidden = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      this.showDay();
    }

    ticks() {
      const shares = this.places.map((place) => (100 * place) / (this.places.at(-1) || 1));
      const ticks = shares.map(() => geomap.element("i", {}));
      ticks.forEach((tick, i) => tick.style.setProperty("inset-inline-start", `${shares[i]}%`));
      return geomap.element("div", { class: "ticks", "aria-hidden": "true" }, ...ticks);
    }

    nearest(place) {
      const apart = this.places.map((own) => Math.abs(own - place));
      return apart.indexOf(Math.min(...apart));
    }

    step(event) {
      const isRightToLeft = document.documentElement.dir === "rtl";
      const turned = isRightToLeft && ["ArrowLeft", "ArrowRight"].includes(event.key) ? -1 : 1;
      const ends = { Home: 0, End: last(this.timeline) };
      const to = event.key in ends ? ends[event.key] : this.day + turned * STEPS[event.key];
      if (Number.isNaN(to)) return;
      event.preventDefault();
      this.goTo(to);
    }

    // A reader's choice ends the play.
    goTo(day) {
      this.pause();
      this.choose(Math.max(0, Math.min(day, last(this.timeline))));
    }

    choose(day) {
      if (day === this.day) this.showDay();
      else this.onDay(day);
    }

    play() {
      this.date.setAttribute("aria-live", "off"); // or every day would be read out
      this.choose(geomap.isLastDay(this.timeline, this.day) ? 0 : this.day + 1);
      this.timer = setInterval(() => {
        this.choose(this.day + 1);
        if (geomap.isLastDay(this.timeline, this.day)) this.pause();
      }, PACE);
      this.showDay();
    }

    pause() {
      clearInterval(this.timer);
      this.timer = 0;
      this.date.setAttribute("aria-live", "polite");
      this.showDay();
    }

    // Shows a day of the state, and says whether any text of the map is another for it.
    show(day) {
      const before = this.texts;
      this.day = dayOf(this.timeline, day);
      this.showDay();
      return before !== this.texts;
    }

    // What labels say on this day in place of what the map says, by id.
    get texts() {
      return this.timeline.texts[this.day];
    }

    showDay() {
      const { timeline, day } = this;
      const { words } = this.data;
      const said = timeline.words[day];
      this.slider.value = this.places[day];
      this.slider.setAttribute("aria-valuetext", said);
      if (this.date.textContent !== said) this.date.textContent = said;
      const name = this.timer ? words.pause : words.play;
      this.button.setAttribute("aria-label", name);
      this.button.title = name;
      this.button.classList.toggle("playing", Boolean(this.timer));
      const stated = /** @type {HTMLTimeElement | null} */ (document.querySelector(".as-of time"));
      if (!stated) return;
      stated.textContent = timeline.as_of[day];
      stated.dateTime = timeline.days[day];
    }
  };
})((window.geomap = window.geomap || {}));
