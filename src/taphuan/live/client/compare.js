/* The figure of another province's deck next to the slide's own. The own figure is moved, not copied: it goes on being the one
   that is run again. */

import { parsed } from "./figures.js";
import { WORDS } from "./words.js";

const DRAWING = "figure.chart[data-cell], .foreign[data-cell]:has(svg, img)";
// wider figures than this (width : height) stand one above the other, where they are larger than side by side
const WIDE = 1.8;

/* The one figure of a slide that can be compared: its first drawing; null where there is none. */
export function comparable(slide) {
  return slide.matches(".dark") ? null : slide.querySelector(DRAWING);
}

export class Comparisons {
  // by id of a slide: the province that is shown, and the one that was asked for last
  #shown = new Map();
  #asked = new Map();

  get shown() {
    return [...this.#shown];
  }

  province(slide) {
    return this.#shown.get(slide.id) ?? "";
  }

  ask(slide, province) {
    this.#asked.set(slide.id, province);
  }

  /* Nobody will answer any more. */
  forget() {
    this.#asked.clear();
  }

  /* Show the answer of the server, `names` being those of this deck and of the other one. Returns the reason why not, or "". */
  show({ slide: id, province, html, line }, names) {
    const slide = document.getElementById(id);
    // another choice was made meanwhile
    if (this.#asked.get(id) !== province) return "";
    this.#asked.delete(id);
    if (line) return line;
    const own = comparable(slide);
    const other = parsed(html).querySelector(`:is(${DRAWING})[data-cell="${CSS.escape(own.dataset.cell)}"]`);
    if (!other) return WORDS.noSuchFigure(names[1]);
    if (drawing(own)?.isEqualNode(drawing(other))) return WORDS.sameFigure(names[1]);
    put(slide, other, names);
    this.#shown.set(id, province);
    return "";
  }

  /* The slide as it was. */
  leave(slide) {
    this.#asked.delete(slide.id);
    this.#shown.delete(slide.id);
    restore(slide);
  }

  /* The same in another document that shows this deck. */
  mirror(shown) {
    for (const pair of shown.querySelectorAll(".live-compared")) restore(pair.closest("section"));
    for (const [id] of this.#shown) {
      const [own, other] = document.querySelectorAll(`#${CSS.escape(id)} .live-compared > *`);
      const names = [own, other].map((half) => half.firstElementChild.textContent);
      put(shown.getElementById(id), shown.importNode(other.lastElementChild, true), names);
    }
  }
}

function drawing(figure) {
  return figure.querySelector("svg, img");
}

function put(slide, other, names) {
  restore(slide);
  const own = comparable(slide);
  const page = slide.ownerDocument;
  const made = (tag, name) => Object.assign(page.createElement(tag), { className: name });
  const half = (figure, name) => {
    const holder = made("div", "live-half");
    holder.append(Object.assign(made("p", "live-name"), { textContent: name }), figure);
    return holder;
  };
  const pair = made("div", `live-compared ${isWide(own) ? "above" : "side"}`);
  own.before(made("template", "live-place"));
  other.removeAttribute("data-cell");
  other.classList.remove("fragment");
  pair.append(half(own, names[0]), half(renamed(other), names[1]));
  // before the rest of the slide: the order of its figures stays
  slide.querySelector(".frame > .body").before(pair);
}

function restore(slide) {
  const pair = slide.querySelector(".live-compared");
  if (!pair) return;
  slide.querySelector("template.live-place").replaceWith(comparable(slide));
  pair.remove();
}

function isWide(figure) {
  const { width, height } = drawing(figure).viewBox?.baseVal ?? { width: drawing(figure).naturalWidth, height: drawing(figure).naturalHeight };
  return width > WIDE * height;
}

/* With ids of its own: two figures of the same cell may have the same ones for different things. */
function renamed(figure) {
  const own = (value) => value.replace(/url\(#/g, "url(#live-other-");
  for (const element of figure.querySelectorAll("*")) {
    if (element.id) element.id = `live-other-${element.id}`;
    for (const { name, value } of element.attributes) {
      if (value.includes("url(#")) element.setAttribute(name, own(value));
      else if (/^(xlink:)?href$/.test(name) && value.startsWith("#")) element.setAttribute(name, `#live-other-${value.slice(1)}`);
    }
  }
  return figure;
}
