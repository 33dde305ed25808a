/* The line to the page's kernel, and finding it again when it breaks. docs/live.md lists the messages. */

// ms before each new attempt; the last one from then on
const WAITS = [500, 1000, 2000, 3500, 5000];
const PATIENCE = 3000;

/* What the server says about a page: "here", "missing", "stranger" (it does not know us) or "away". */
export async function probe(path) {
  try {
    const answer = await fetch(path, { method: "HEAD", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status === 403) return "stranger";
    return answer.ok ? "here" : "missing";
  } catch {
    return "away";
  }
}

export class Stage {
  #path;
  #page;
  #heard;
  #socket = null;
  #failed = 0;
  #left = false;

  /* `heard` has `message(data)` and `gone(why)`; why: away or stranger. */
  constructor(path, page, heard) {
    this.#path = path;
    this.#page = page;
    this.#heard = heard;
    // a page that is left closes its line itself; nobody needs to be told
    addEventListener("pagehide", () => {
      this.#left = true;
      this.#socket?.close();
    });
    addEventListener("pageshow", (event) => {
      if (event.persisted) {
        this.#left = false;
        this.connect();
      }
    });
  }

  connect() {
    const socket = new WebSocket(`ws://${location.host}${this.#path}`);
    this.#socket = socket;
    socket.addEventListener("message", (event) => {
      const data = JSON.parse(event.data);
      if (data.type === "hello") this.#failed = 0;
      this.#heard.message(data);
    });
    socket.addEventListener("close", () => this.#lost());
  }

  /* False where nobody can hear it. */
  #ask(request) {
    const open = this.#socket?.readyState === WebSocket.OPEN;
    if (open) this.#socket.send(JSON.stringify(request));
    return open;
  }

  run(cells) {
    // an empty list would mean all there are
    return cells.length > 0 && this.#ask({ do: "run", cells });
  }

  /* Ask for this slide of another province's deck. */
  compare(slide, province) {
    return this.#ask({ do: "compare", slide, province });
  }

  interrupt() {
    return this.#ask({ do: "interrupt" });
  }

  async #lost() {
    if (this.#left) return;
    const wait = WAITS[Math.min(this.#failed, WAITS.length - 1)];
    this.#failed += 1;
    setTimeout(() => this.#left || this.connect(), wait);
    const found = await probe(this.#page);
    // a broken line of a server that answers mends at the next attempt; one that was found meanwhile is no news
    if ((found === "here" && this.#failed === 1) || this.#socket.readyState === WebSocket.OPEN) return;
    this.#heard.gone(found === "stranger" ? found : "away");
  }
}
