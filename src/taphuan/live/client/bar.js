/* The bar at the lower edge: hidden until the mouse comes near, a key asks for it or the focus goes into it. */

import { readClock, restartClock } from "./clock.js";
import { element } from "./dom.js";
import { Typeahead } from "./typeahead.js";
import { WORDS } from "./words.js";

// px from the lower edge where the mouse calls the bar, ms until it goes, ms a notice stays
const EDGE = 40;
const LINGER = 1500;
const NOTICE = 8000;

export class Bar {
  #leaving = 0;
  #telling = 0;

  /* `does` has what the controls do: open(place), runSlide(), runAll(), stop(), compare(slug), take(tool), speak(). */
  constructor(does) {
    const button = (name, words, act, key, hint = words) =>
      element("button", { type: "button", "data-does": name, title: key ? `${hint} (phím ${key})` : false, onclick: act }, words);
    const leave = () => this.leave();
    this.place = new Typeahead({ id: "live-place", label: WORDS.place, hint: WORDS.place, choose: does.open, leave });
    this.other = new Typeahead({
      id: "live-compare",
      label: WORDS.compare,
      hint: WORDS.compareHint,
      choose: does.compare,
      leave,
      show: WORDS.compared,
    });
    this.runs = [button("run", WORDS.runSlide, does.runSlide, "R"), button("run-all", WORDS.runAll, does.runAll)];
    this.stop = button("stop", WORDS.stop, does.stop);
    this.tools = {
      laser: button("laser", WORDS.laser, () => does.take("laser"), "D"),
      marker: button("marker", WORDS.marker, () => does.take("marker"), "M"),
    };
    this.time = element("b");
    this.plan = element("span");
    this.clock = element(
      "button",
      { type: "button", "data-does": "clock", title: WORDS.restartClock, onclick: () => this.#restart() },
      this.time,
      this.plan,
    );
    this.kernel = element("span", { "data-says": "kernel" });
    this.figures = element("span", { "data-says": "figures" });
    this.notice = element("p", { id: "live-notice", role: "status" });
    this.root = element(
      "section",
      { id: "live-bar", "aria-label": WORDS.bar },
      element(
        "div",
        { class: "live-row" },
        this.place.root,
        ...this.runs,
        this.stop,
        this.other.root,
        ...Object.values(this.tools),
        button("speaker", WORDS.speaker, does.speak, "S", WORDS.speakerHint),
      ),
      element("div", { class: "live-row live-says" }, this.kernel, this.figures, this.clock),
    );
    // not in the body, which the zoom moves about
    document.documentElement.append(this.root, this.notice);
    this.#listen();
    setInterval(() => this.isShown && this.tick(), 1000);
  }

  get isShown() {
    return this.root.classList.contains("shown");
  }

  show() {
    if (Reveal.isOverview()) return;
    clearTimeout(this.#leaving);
    this.tick();
    this.root.classList.add("shown");
  }

  hide() {
    this.root.classList.remove("shown");
  }

  /* The keyboard goes back to the slides. */
  leave() {
    if (this.root.contains(document.activeElement)) document.activeElement.blur();
  }

  /* The key: the bar with the keyboard in it, or back to the slides. */
  toggle() {
    if (this.root.contains(document.activeElement)) this.#letGo();
    else {
      this.show();
      if (this.isShown) this.place.input.focus();
    }
  }

  #letGo() {
    this.leave();
    this.hide();
  }

  /* One line above the lower edge for some seconds. */
  tell(line) {
    this.notice.textContent = line;
    this.notice.classList.toggle("shown", Boolean(line));
    clearTimeout(this.#telling);
    this.#telling = setTimeout(() => this.notice.classList.remove("shown"), NOTICE);
  }

  /* What holds now: the words of the two status lines, and which controls can be used. */
  draw({ kernel, mood, figures, shown, slideRuns, runs, stops, compares, tool }) {
    this.kernel.textContent = kernel;
    this.kernel.dataset.mood = mood;
    this.figures.textContent = figures;
    this.figures.dataset.mood = shown;
    this.runs[0].disabled = !slideRuns;
    this.runs[1].disabled = !runs;
    this.stop.disabled = !stops;
    this.other.root.hidden = !compares;
    for (const [name, button] of Object.entries(this.tools)) button.setAttribute("aria-pressed", String(tool === name));
  }

  tick() {
    const { time, plan } = readClock();
    this.time.textContent = time;
    this.plan.textContent = plan;
  }

  #restart() {
    restartClock();
    this.tick();
  }

  #listen() {
    const { root } = this;
    addEventListener("pointermove", (event) => {
      const over = root.contains(event.target);
      if ((over && this.isShown) || event.clientY > innerHeight - EDGE) this.show();
      else if (this.isShown) this.#leaveSoon();
    });
    document.documentElement.addEventListener("pointerleave", () => this.#leaveSoon());
    root.addEventListener("focusin", () => this.show());
    root.addEventListener("focusout", () => this.#leaveSoon());
    // a control that the mouse has pressed gives the keyboard back: the next key is the clicker's
    root.addEventListener("click", (event) => event.detail && event.target.closest("button") && this.leave());
    root.addEventListener("keydown", (event) => this.#key(event));
    Reveal.on("overviewshown", () => this.hide());
  }

  /* Gone in a moment, unless it is still in use. */
  #leaveSoon() {
    clearTimeout(this.#leaving);
    this.#leaving = setTimeout(() => this.root.matches(":focus-within, :hover") || this.hide(), LINGER);
  }

  /* Keys that mean something to the control that has the focus are not for the slides. */
  #key(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.#letGo();
    } else if (event.target.matches("button") && (event.key === "Enter" || event.key === " ")) {
      event.stopPropagation();
    }
  }
}
