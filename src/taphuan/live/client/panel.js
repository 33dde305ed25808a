/* The line at the lower edge (when the deck was made, what changed, how much is wrong) and above it the findings of the slide that is shown. */

import { element } from "./dom.js";
import { say } from "./words.js";

const number = new Intl.NumberFormat("vi-VN", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
// of the slides that changed, so many are named
const MOST = 8;

export class Panel {
  hint = say("hint");
  #actions;
  #state = null;
  #away = "";
  #all = false;
  #hidden = false;

  /* `actions`: go(id of a slide), here() and number(id) of a slide. */
  constructor(actions) {
    this.#actions = actions;
    this.said = element("p", { class: "watch-said", role: "status" });
    this.count = element("button", { type: "button", "data-does": "all", onclick: () => this.#toggleAll() });
    this.list = element("ol", { class: "watch-list", tabindex: "0", "aria-label": say("panel") });
    this.root = element("section", { id: "watch", "aria-label": say("panel") }, this.list, element("div", { class: "watch-line" }, this.said, this.count));
    // outside of the body, which reveal.js transforms when it zooms
    document.documentElement.append(this.root);
    this.draw();
  }

  show(state) {
    this.#state = state;
    this.#away = "";
    this.draw();
  }

  away(reason) {
    this.#away = say(`away_${reason}`);
    this.draw();
  }

  toggle() {
    this.#hidden = !this.#hidden;
    this.draw();
  }

  #toggleAll() {
    this.#all = !this.#all;
    this.#hidden = false;
    document.activeElement.blur();
    this.draw();
  }

  draw() {
    const state = this.#state;
    const findings = state?.findings ?? [];
    const here = this.#actions.here();
    const shown = this.#hidden ? [] : findings.filter((one) => this.#all || one.kind === "held" || one.slide === here);
    // those of this slide first, then those of others, in the order of the check
    const sorted = [...shown].sort((one, other) => (other.slide === here) - (one.slide === here));
    this.list.replaceChildren(...sorted.map((one) => this.#item(one, here)));
    this.list.hidden = !sorted.length;
    this.root.dataset.mood = this.#away ? "away" : state?.held ? "held" : findings.some((one) => one.kind === "wrong") ? "wrong" : "right";
    this.said.replaceChildren(...this.#line());
    const rest = findings.length - shown.length;
    this.count.hidden = !state || !(rest || this.#all);
    this.count.textContent = this.#all ? say("fewer") : say("all");
  }

  #item({ line, title, kind, slide }, here) {
    const shown = this.#actions.number(slide);
    const where = !slide ? say("nowhere") : slide === here ? say("here") : say("page", { shown: shown || slide });
    const place = slide && slide !== here ? this.#link(slide, where) : element("span", {}, where);
    return element(
      "li",
      { "data-kind": kind, "data-slide": slide },
      element("p", { class: "watch-head" }, element("b", {}, say(`kind_${kind}`)), place, ...(title ? [element("span", {}, title)] : [])),
      element("p", { class: "watch-words", lang: "en" }, line),
    );
  }

  #link(id, words) {
    return element("button", { type: "button", onclick: () => { document.activeElement.blur(); this.#actions.go(id); } }, words);
  }

  #line() {
    const state = this.#state;
    if (this.#away) return [this.#away];
    if (!state) return [say("connecting")];
    const findings = state.findings.length ? say("count", { count: state.findings.length }) : state.checking ? "" : say("right");
    const ends = [findings, state.checking && !state.working ? say("checking") : ""].filter(Boolean).map((words) => ` · ${words}`);
    if (state.working) return [element("b", {}, state.at ? say("working") : say("begun")), ...ends];
    if (state.held) return [element("b", {}, (state.at ? say("held", { at: state.at }) : say("held_first"))), ...ends];
    return [...this.#made(state), ...ends];
  }

  #made({ at, seconds, changed, look, begun }) {
    if (begun) return [element("b", {}, say("first", { at }))];
    const links = changed.slice(0, MOST).flatMap((id, place) => [place ? ", " : "", this.#link(id, this.#actions.number(id) || id)]);
    const pages = changed.length ? [` · ${say("changed")} `, ...links, changed.length > MOST ? "…" : ""] : [];
    return [element("b", {}, say("made", { at, seconds: number.format(seconds) })), ...pages, look ? ` · ${say("look")}` : "", changed.length || look ? "" : ` · ${say("nothing")}`];
  }
}
