/* A light that follows the mouse, and a pen whose marks disappear with the slide. */

import { element } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";

export class Pointer {
  /* `changed` is called when the tool changes. */
  constructor(changed) {
    this.tool = "";
    this.changed = changed;
    this.light = element("div", { id: "live-light", "aria-hidden": "true" });
    this.sheet = document.createElementNS(SVG, "svg");
    this.sheet.id = "live-sheet";
    this.sheet.setAttribute("aria-hidden", "true");
    document.documentElement.append(this.sheet, this.light);
    addEventListener("pointermove", (event) => this.#move(event));
    addEventListener("resize", () => this.wipe());
    this.sheet.addEventListener("pointerdown", (event) => this.#begin(event));
    this.sheet.addEventListener("pointerup", () => (this.stroke = null));
  }

  /* Switch to "laser" or "marker"; the same tool again switches it off. */
  take(tool) {
    this.tool = this.tool === tool ? "" : tool;
    this.light.classList.remove("seen");
    document.documentElement.dataset.liveTool = this.tool;
    if (this.tool !== "marker") this.wipe();
    this.changed();
  }

  wipe() {
    this.sheet.replaceChildren();
    this.stroke = null;
  }

  #move(event) {
    if (this.tool === "laser") {
      this.light.classList.add("seen");
      this.light.style.translate = `${event.clientX}px ${event.clientY}px`;
    }
    if (this.stroke) this.#draw(event);
  }

  #begin(event) {
    this.sheet.setPointerCapture(event.pointerId);
    this.stroke = document.createElementNS(SVG, "polyline");
    this.stroke.setAttribute("points", "");
    this.sheet.append(this.stroke);
    this.#draw(event);
  }

  #draw(event) {
    this.stroke.setAttribute("points", `${this.stroke.getAttribute("points")} ${event.clientX},${event.clientY}`);
  }
}
