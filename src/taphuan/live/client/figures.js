/* Putting new figures in the place of old ones: only what is whole, and the old one stays otherwise. The server has cleaned them. */

import { element } from "./dom.js";
import { WORDS } from "./words.js";

const KINDS = ["chart", "table", "foreign"];
const SHOWN = ["visible", "current-fragment"];

const of = (root, cell) => [...root.querySelectorAll(`[data-cell="${CSS.escape(cell)}"]`)];
const inDeck = (cell, shown = document) => of(shown.querySelector(".reveal .slides"), cell);

/* The elements of markup that the server has cleaned; they belong to no page yet. */
export function parsed(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
}

/* Replace what the cell shows by what it shows in `html`, the new markup of its slide. Returns the reason why not, or "". */
export function swap(cell, html) {
  const fresh = of(parsed(html), cell);
  const old = inDeck(cell);
  if (fresh.length !== old.length || !fresh.every((figure, n) => whole(figure) && alike(figure, old[n]))) return WORDS.notWhole;
  replace(old, fresh);
  return "";
}

/* The same figures in another document that shows this deck. */
export function mirror(cell, shown) {
  const old = inDeck(cell, shown);
  const fresh = inDeck(cell).map((figure) => shown.importNode(figure, true));
  if (fresh.length === old.length) replace(old, fresh);
}

function replace(old, fresh) {
  old.forEach((before, n) => {
    keepShown(before, fresh[n]);
    before.replaceWith(fresh[n]);
  });
}

function whole(found) {
  if (found.matches("figure.chart")) return Boolean(found.querySelector("svg[viewBox] > :not(title, defs, style)"));
  if (found.matches("figure.table")) return Boolean(found.querySelector("tbody > tr"));
  return found.childElementCount > 0;
}

/* A chart stands for a chart and a table for a table. */
function alike(fresh, old) {
  return KINDS.every((kind) => fresh.classList.contains(kind) === old.classList.contains(kind));
}

/* A fragment that has been shown stays shown, and keeps its turn. */
function keepShown(before, fresh) {
  for (const name of SHOWN) fresh.classList.toggle(name, before.classList.contains(name));
  const turn = before.getAttribute("data-fragment-index");
  if (turn !== null) fresh.setAttribute("data-fragment-index", turn);
}

/* One line by the figure; an empty one takes it away. It stands over the figure's corner, so that nothing moves; where it is
   too long, the reason gives way and not what became of the figure. */
export function mark(cell, reason) {
  const [last] = inDeck(cell).slice(-1);
  if (!last) return;
  const holder = last.querySelector("figcaption") ?? last;
  holder.querySelector(":scope > .live-fault")?.remove();
  if (!reason) return;
  const line = element("p", { class: "live-fault", title: reason }, element("span", {}, reason), WORDS.kept);
  holder.append(line);
}
