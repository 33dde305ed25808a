/* Comparison: the figure of another province's deck next to the slide's own. The own figure is moved, not copied, so that its cell
   can run again meanwhile. */

import { parsed } from "./figures.js";
import { say } from "./words.js";

const DRAWING = "figure.chart[data-cell], .foreign[data-cell]:has(svg, img)";
// wider figures (width : height) are placed one above the other, because that way they are larger
const WIDE = 1.8;

/* The figure of a slide that can be compared: its first drawing, or null. */
export function comparable(slide) {
  return slide.matches(".dark") ? null : slide.querySelector(DRAWING);
}

export class Comparisons {
  // province by id of the slide: shown, and requested last
  #shown = new Map();
  #requested = new Map();

  get shown() {
    return [...this.#shown];
  }

  province(slide) {
    return this.#shown.get(slide.id) ?? "";
  }

  request(slide, province) {
    this.#requested.set(slide.id, province);
  }

  /* The connection is lost: no answer will come. */
  cancelRequests() {
    this.#requested.clear();
  }

  /* Show the server's answer. `names` are those of this deck and of the other. Returns "" or the reason why not. */
  show({ slide: id, province, html, line }, names) {
    const slide = document.getElementById(id);
    // the presenter has chosen otherwise since
    if (this.#requested.get(id) !== province) return "";
    this.#requested.delete(id);
    if (line) return line;
    const own = comparable(slide);
    const other = parsed(html).querySelector(`:is(${DRAWING})[data-cell="${CSS.escape(own.dataset.cell)}"]`);
    if (!other) return say("no_such_figure", { name: names[1] });
    if (drawing(own)?.isEqualNode(drawing(other))) return say("same_figure", { name: names[1] });
    put(slide, other, names);
    this.#shown.set(id, province);
    return "";
  }

  /* Restore the slide. */
  leave(slide) {
    this.#requested.delete(slide.id);
    this.#shown.delete(slide.id);
    restore(slide);
  }

  /* Show the same comparisons in another document of this deck. */
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
  const create = (tag, name) => Object.assign(page.createElement(tag), { className: name });
  const half = (figure, name) => {
    const holder = create("div", "live-half");
    holder.append(Object.assign(create("p", "live-name"), { textContent: name }), figure);
    return holder;
  };
  const pair = create("div", `live-compared ${isWide(own) ? "above" : "side"}`);
  own.before(create("template", "live-place"));
  other.removeAttribute("data-cell");
  other.classList.remove("fragment");
  pair.append(half(own, names[0]), half(renamed(other), names[1]));
  // before the body, so that the order of the slide's figures stays the same
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

/* Give the figure ids of its own: two figures of the same cell may use the same ids for different things. */
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
