/* Replace figures by new ones that the server has cleaned. An incomplete new figure does not replace the old one. */

import { element } from "./dom.js";
import { say } from "./words.js";

const KINDS = ["chart", "table", "foreign"];
const SHOWN = ["visible", "current-fragment"];

const of = (root, cell) => [...root.querySelectorAll(`[data-cell="${CSS.escape(cell)}"]`)];
const inDeck = (cell, shown = document) => of(shown.querySelector(".reveal .slides"), cell);

/* Markup that the server has cleaned, as a fragment. */
export function parsed(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
}

/* Replace the cell's figures by those in `html`, the new markup of its slide. Returns "" or the reason why not. */
export function swap(cell, html) {
  const fresh = of(parsed(html), cell);
  const old = inDeck(cell);
  if (fresh.length !== old.length || !fresh.every((figure, n) => isComplete(figure) && sameKind(figure, old[n]))) return say("not_whole");
  replace(old, fresh);
  return "";
}

/* Copy the cell's figures to another document of this deck. */
export function mirror(cell, shown) {
  const old = inDeck(cell, shown);
  const fresh = inDeck(cell).map((figure) => shown.importNode(figure, true));
  if (fresh.length === old.length) replace(old, fresh);
}

function replace(old, fresh) {
  old.forEach((before, n) => {
    keepFragment(before, fresh[n]);
    before.replaceWith(fresh[n]);
  });
}

function isComplete(figure) {
  if (figure.matches("figure.chart")) return Boolean(figure.querySelector("svg[viewBox] > :not(title, defs, style)"));
  if (figure.matches("figure.table")) return Boolean(figure.querySelector("tbody > tr"));
  return figure.childElementCount > 0;
}

/* A chart replaces only a chart, a table only a table. */
function sameKind(fresh, old) {
  return KINDS.every((kind) => fresh.classList.contains(kind) === old.classList.contains(kind));
}

/* A fragment that is visible stays visible and keeps its index. */
function keepFragment(before, fresh) {
  for (const name of SHOWN) fresh.classList.toggle(name, before.classList.contains(name));
  const index = before.getAttribute("data-fragment-index");
  if (index !== null) fresh.setAttribute("data-fragment-index", index);
}

/* Show one line at the figure, or remove it where `reason` is empty. It lies over the figure's corner, so that nothing moves; of a
   long line only the reason is cut. */
export function mark(cell, reason) {
  const [last] = inDeck(cell).slice(-1);
  if (!last) return;
  const holder = last.querySelector("figcaption") ?? last;
  holder.querySelector(":scope > .live-fault")?.remove();
  if (!reason) return;
  const line = element("p", { class: "live-fault", title: reason }, element("span", {}, reason), say("kept"));
  holder.append(line);
}
