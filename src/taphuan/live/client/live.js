import DOMPurify from "./purify.mjs";
const told = JSON.parse(document.getElementById("taphuan-live").textContent);
const socket = new WebSocket(`ws://${location.host}${told.stage}`);
window.log = [];
socket.onmessage = (event) => {
  const message = JSON.parse(event.data);
  window.log.push([performance.now(), message.type, message.cell || message.kernel || "", message.same, message.line]);
  if (message.type === "hello") socket.send(JSON.stringify({ do: "run", cells: [] }));
  if (message.type === "figure") {
    const clean = DOMPurify.sanitize(message.html, { USE_PROFILES: { html: true, svg: true }, RETURN_DOM_FRAGMENT: true });
    const old = document.querySelectorAll(`[data-cell="${message.cell}"]`);
    const fresh = clean.querySelectorAll(`[data-cell="${message.cell}"]`);
    window.log.push([old.length, fresh.length]);
    old.forEach((element, n) => element.replaceWith(fresh[n]));
  }
};
