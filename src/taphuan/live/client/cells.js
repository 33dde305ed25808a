/* The state of each cell: "built" (not run yet), "waiting", "running", "same" as built, "other" than built, "failed". */

const PENDING = new Set(["waiting", "running"]);

export class Cells {
  // by id: the state now, and the state before the cell was requested
  #states = new Map();

  /* The cells that can run, in the order of the deck. New ones are "built". */
  begin(ids) {
    for (const id of ids) if (!this.#states.has(id)) this.#states.set(id, { now: "built", before: "built" });
    for (const id of this.#states.keys()) if (!ids.includes(id)) this.#states.delete(id);
  }

  get all() {
    return [...this.#states.keys()];
  }

  /* The cells of this slide. */
  on(slide) {
    const shown = new Set([...slide.querySelectorAll("[data-cell]")].map((figure) => figure.dataset.cell));
    return this.all.filter((id) => shown.has(id));
  }

  /* The cells of this slide, then those after it, then those before it. */
  from(slide) {
    const here = this.on(slide);
    const start = here.length ? this.all.indexOf(here[0]) : 0;
    const rest = [...this.all.slice(start), ...this.all.slice(0, start)];
    return [...here, ...rest.filter((id) => !here.includes(id))];
  }

  request(ids) {
    for (const id of ids) this.#set(id, "waiting");
  }

  start(id) {
    this.#set(id, "running");
  }

  finish(id, same) {
    this.#end(id, same ? "same" : "other");
  }

  fail(id) {
    this.#end(id, "failed");
  }

  /* The cell was interrupted or not run: back to the state before the request. */
  resume(id) {
    const cell = this.#states.get(id);
    if (cell && PENDING.has(cell.now)) cell.now = cell.before;
  }

  resumeAll() {
    for (const id of this.all) this.resume(id);
  }

  /* The most important state of these cells; "none" without cells. */
  state(ids) {
    const now = new Set(ids.map((id) => this.#states.get(id).now));
    if (!now.size) return "none";
    if (now.has("running") || now.has("waiting")) return "running";
    return ["failed", "other", "built", "same"].find((state) => now.has(state));
  }

  /* The cells whose figures differ from the built ones. */
  get changed() {
    return this.all.filter((id) => this.#states.get(id).now === "other");
  }

  count(state, except) {
    return this.all.filter((id) => this.#states.get(id).now === state && !except.includes(id)).length;
  }

  #set(id, now) {
    const cell = this.#states.get(id);
    if (!cell) return;
    if (!PENDING.has(cell.now)) cell.before = cell.now;
    cell.now = now;
  }

  #end(id, now) {
    const cell = this.#states.get(id);
    if (cell) cell.now = cell.before = now;
  }
}
