/* The WebSocket to the page's kernel. It reconnects when the connection is lost. docs/live.md lists requests and messages. */

// ms before each attempt to reconnect; the last one is repeated
const DELAYS = [500, 1000, 2000, 3500, 5000];
const TIMEOUT = 3000;

/* The server's answer for a page: "here", "missing", "stranger" (our cookie is not valid) or "away" (no answer). */
export async function probe(path) {
  try {
    const response = await fetch(path, { method: "HEAD", signal: AbortSignal.timeout(TIMEOUT) });
    if (response.status === 403) return "stranger";
    return response.ok ? "here" : "missing";
  } catch {
    return "away";
  }
}

export class Connection {
  #path;
  #page;
  #listener;
  #socket = null;
  #attempts = 0;
  #left = false;

  /* `listener` has `receive(message)` and `disconnected(reason)`; the reason is "away" or "stranger". It may have `opened()`. */
  constructor(path, page, listener) {
    this.#path = path;
    this.#page = page;
    this.#listener = listener;
    // the page is left: closing the socket is no loss of the connection
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
    socket.addEventListener("open", () => this.#listener.opened?.());
    socket.addEventListener("message", (event) => {
      const message = JSON.parse(event.data);
      if (message.type === "hello" || message.type === "state") this.#attempts = 0;
      this.#listener.receive(message);
    });
    socket.addEventListener("close", () => this.#reconnect());
  }

  /* Returns false without a connection. */
  #send(request) {
    const open = this.#socket?.readyState === WebSocket.OPEN;
    if (open) this.#socket.send(JSON.stringify(request));
    return open;
  }

  run(cells) {
    // for the server an empty list means all cells
    return cells.length > 0 && this.#send({ do: "run", cells });
  }

  /* What the page of `taphuan watch` has. */
  have(digests) {
    return this.#send({ do: "have", ...digests });
  }

  /* Request this slide of another province's deck. */
  compare(slide, province) {
    return this.#send({ do: "compare", slide, province });
  }

  /* One cell of the table of what the hall decides. */
  decide(request) {
    return this.#send(request);
  }

  undo() {
    return this.#send({ do: "undo" });
  }

  interrupt() {
    return this.#send({ do: "interrupt" });
  }

  async #reconnect() {
    if (this.#left) return;
    const delay = DELAYS[Math.min(this.#attempts, DELAYS.length - 1)];
    this.#attempts += 1;
    setTimeout(() => this.#left || this.connect(), delay);
    const status = await probe(this.#page);
    // no report while the server answers and the first attempt is due, or after an attempt has succeeded
    if ((status === "here" && this.#attempts === 1) || this.#socket.readyState === WebSocket.OPEN) return;
    this.#listener.disconnected(status === "stranger" ? status : "away");
  }
}
