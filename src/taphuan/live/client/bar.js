/* The bar at the lower edge. It is shown while the mouse is near the edge, after its key, and while it has the focus. */

import { readClock, restartClock } from "./clock.js";
import { element } from "./dom.js";
import { Typeahead } from "./typeahead.js";
import { say } from "./words.js";

// px from the lower edge that show the bar, ms until it hides, ms until a notice hides
const EDGE = 40;
const HIDE_DELAY = 1500;
const NOTICE_TIME = 8000;

export class Bar {
  #hideTimer = 0;
  #noticeTimer = 0;

  /* `actions`: open(place), runSlide(), runAll(), stop(), compare(slug), take(tool), speak(). */
  constructor(actions) {
    const button = (name, words, act, key, hint = words) =>
      element("button", { type: "button", "data-does": name, title: key ? say("with_key", { hint, key }) : false, onclick: act }, words);
    const leave = () => this.leave();
    this.place = new Typeahead({ id: "live-place", label: say("place"), hint: say("place"), choose: actions.open, leave });
    this.other = new Typeahead({
      id: "live-compare",
      label: say("compare"),
      hint: say("compare_hint"),
      choose: actions.compare,
      leave,
      show: (name) => say("compared", { name }),
    });
    this.runs = [button("run", say("run_slide"), actions.runSlide, "R"), button("run-all", say("run_all"), actions.runAll)];
    this.stop = button("stop", say("stop"), actions.stop);
    this.tools = {
      laser: button("laser", say("laser"), () => actions.take("laser"), "D"),
      marker: button("marker", say("marker"), () => actions.take("marker"), "M"),
    };
    this.time = element("b");
    this.plan = element("span");
    this.clock = element(
      "button",
      { type: "button", "data-does": "clock", title: say("restart_clock"), onclick: () => this.#restart() },
      this.time,
      this.plan,
    );
    this.kernel = element("span", { "data-status": "kernel" });
    this.figures = element("span", { "data-status": "figures" });
    this.notice = element("p", { id: "live-notice", role: "status" });
    this.root = element(
      "section",
      { id: "live-bar", "aria-label": say("bar") },
      element(
        "div",
        { class: "live-row" },
        this.place.root,
        ...this.runs,
        this.stop,
        this.other.root,
        ...Object.values(this.tools),
        button("speaker", say("speaker"), actions.speak, "S", say("speaker_hint")),
      ),
      element("div", { class: "live-row live-status" }, this.kernel, this.figures, this.clock),
    );
    // outside of the body, which reveal.js transforms when it zooms
    document.documentElement.append(this.root, this.notice);
    this.#listen();
    setInterval(() => this.isShown && this.tick(), 1000);
  }

  get isShown() {
    return this.root.classList.contains("shown");
  }

  show() {
    if (Reveal.isOverview()) return;
    clearTimeout(this.#hideTimer);
    this.tick();
    this.root.classList.add("shown");
  }

  hide() {
    this.root.classList.remove("shown");
  }

  /* Give the keyboard back to the slides. */
  leave() {
    if (this.root.contains(document.activeElement)) document.activeElement.blur();
  }

  /* Show the bar and focus its first field, or hide it. */
  toggle() {
    if (this.root.contains(document.activeElement)) this.#close();
    else {
      this.show();
      if (this.isShown) this.place.input.focus();
    }
  }

  #close() {
    this.leave();
    this.hide();
  }

  /* Show one line above the lower edge for some seconds. */
  notify(line) {
    this.notice.textContent = line;
    this.notice.classList.toggle("shown", Boolean(line));
    clearTimeout(this.#noticeTimer);
    this.#noticeTimer = setTimeout(() => this.notice.classList.remove("shown"), NOTICE_TIME);
  }

  /* Show the state: the texts of the status line, and which controls are enabled. */
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
      else if (this.isShown) this.#hideLater();
    });
    document.documentElement.addEventListener("pointerleave", () => this.#hideLater());
    root.addEventListener("focusin", () => this.show());
    root.addEventListener("focusout", () => this.#hideLater());
    // after a click on a button the keyboard controls the slides again
    root.addEventListener("click", (event) => event.detail && event.target.closest("button") && this.leave());
    root.addEventListener("keydown", (event) => this.#key(event));
    Reveal.on("overviewshown", () => this.hide());
  }

  /* Hide the bar after a delay, unless it is in use. */
  #hideLater() {
    clearTimeout(this.#hideTimer);
    this.#hideTimer = setTimeout(() => this.root.matches(":focus-within, :hover") || this.hide(), HIDE_DELAY);
  }

  /* Keys for the focused control must not reach the slides. */
  #key(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.#close();
    } else if (event.target.matches("button") && (event.key === "Enter" || event.key === " ")) {
      event.stopPropagation();
    }
  }
}
