/* The table of what the hall decides: its empty cells are typed in on stage, and the server keeps every change. */

import { element } from "./dom.js";
import { say } from "./words.js";

const FIELDS = ["task", "person", "deadline"];

export class Decisions {
  #send;
  #undo;
  #rows = [];
  // what was typed while there was no connection: "row field" → request
  #waiting = new Map();
  #stroke = "";

  /* `send(request)` and `undo()` return false without a connection. */
  constructor(send, undo) {
    this.#send = send;
    this.#undo = undo;
  }

  /* The rows as the server has them. */
  begin(rows) {
    for (const [key, request] of this.#waiting) if (this.#send(request)) this.#waiting.delete(key);
    this.show(rows);
  }

  show(rows) {
    this.#rows = rows;
    this.dress();
  }

  /* Whether a cell of the notebook shows this table. */
  holds(cell) {
    return document.querySelector('.slides figure[data-kind="agreed"]')?.dataset.cell === cell;
  }

  /* Make the cells of the table ready to type in, and show what was decided. */
  dress() {
    const figure = document.querySelector('.slides figure[data-kind="agreed"]');
    if (!figure) return;
    const frame = figure.closest(".frame");
    if (!frame.querySelector(".live-undo")) frame.append(element("button", { type: "button", class: "live-undo", onclick: () => this.#undo() }, say("undo")));
    figure.querySelectorAll("tbody tr").forEach((row, at) => {
      [...row.cells].slice(-FIELDS.length).forEach((cell, place) => {
        if (!cell.isContentEditable) this.#open(cell, at, FIELDS[place]);
        const text = this.#rows[at]?.[place] ?? "";
        // what is being typed is newer than what comes back
        if (cell !== document.activeElement && !this.#waiting.has(`${at} ${FIELDS[place]}`)) cell.textContent = text;
        cell.classList.toggle("blank", !cell.textContent);
      });
    });
  }

  #open(cell, row, field) {
    cell.contentEditable = "plaintext-only";
    if (!cell.isContentEditable) cell.contentEditable = "true";
    cell.classList.add("live-decided");
    cell.setAttribute("role", "textbox");
    cell.setAttribute("aria-label", say(`decided_${field}`, { row: row + 1 }));
    cell.addEventListener("focus", () => (this.#stroke = `${Date.now()}-${Math.random()}`));
    cell.addEventListener("blur", () => this.dress());
    cell.addEventListener("input", () => {
      const request = { do: "decide", row, field, text: cell.textContent, stroke: this.#stroke };
      const key = `${row} ${field}`;
      if (this.#send(request)) this.#waiting.delete(key);
      else this.#waiting.set(key, request);
    });
    cell.addEventListener("keydown", (event) => {
      // keys are for the cell, not for the slides
      event.stopPropagation();
      if (event.key === "Escape") cell.blur();
      if (event.key === "Enter") {
        event.preventDefault();
        const cells = [...document.querySelectorAll(".live-decided")];
        cells[cells.indexOf(cell) + 1]?.focus();
      }
    });
  }
}
