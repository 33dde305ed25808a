/* What is known of each cell: whether its figure is the built one, runs, agreed with the build, or failed. */

const WAITING = new Set(["waiting", "running"]);

export class Cells {
  #known = new Map();

  /* The cells that can be run, in the order of the deck; all of them show what was built. */
  begin(ids) {
    for (const id of ids) if (!this.#known.has(id)) this.#known.set(id, { now: "built", before: "built" });
    for (const id of this.#known.keys()) if (!ids.includes(id)) this.#known.delete(id);
  }

  get all() {
    return [...this.#known.keys()];
  }

  /* Those that stand on this slide. */
  on(slide) {
    const found = new Set([...slide.querySelectorAll("[data-cell]")].map((figure) => figure.dataset.cell));
    return this.all.filter((id) => found.has(id));
  }

  /* From this slide's on to the end, then those before it. */
  from(slide) {
    const here = this.on(slide);
    const start = here.length ? this.all.indexOf(here[0]) : 0;
    const rest = [...this.all.slice(start), ...this.all.slice(0, start)];
    return [...here, ...rest.filter((id) => !here.includes(id))];
  }

  ask(ids) {
    for (const id of ids) this.#turn(id, "waiting");
  }

  runs(id) {
    this.#turn(id, "running");
  }

  shows(id, same) {
    this.#end(id, same ? "same" : "other");
  }

  fails(id) {
    this.#end(id, "failed");
  }

  /* It was broken off: it shows what it showed before. */
  resume(id) {
    const cell = this.#known.get(id);
    if (cell && WAITING.has(cell.now)) cell.now = cell.before;
  }

  /* Nothing runs any more. */
  rest() {
    for (const id of this.all) this.resume(id);
  }

  /* What the figures of these cells are, in one word: the one that matters most. */
  state(ids) {
    const now = new Set(ids.map((id) => this.#known.get(id).now));
    if (!now.size) return "none";
    if (now.has("running") || now.has("waiting")) return "running";
    return ["failed", "other", "built", "same"].find((state) => now.has(state));
  }

  /* Those that show something else than the build. */
  get changed() {
    return this.all.filter((id) => this.#known.get(id).now === "other");
  }

  count(state, except) {
    return this.all.filter((id) => this.#known.get(id).now === state && !except.includes(id)).length;
  }

  #turn(id, now) {
    const cell = this.#known.get(id);
    if (!cell) return;
    if (!WAITING.has(cell.now)) cell.before = cell.now;
    cell.now = now;
  }

  #end(id, now) {
    const cell = this.#known.get(id);
    if (cell) cell.now = cell.before = now;
  }
}
