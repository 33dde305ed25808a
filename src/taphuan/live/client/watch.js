/* The client of `taphuan watch`: changed slides take the place of the old ones, and what is wrong stands below the slide it belongs to.
   Nothing is loaded anew while only slides or styles change; the reader stays where he is, with the fragments that he has seen. */

import { Connection } from "./connection.js";
import { element } from "./dom.js";
import { recall, remember, upToHere } from "./memory.js";
import { Panel } from "./panel.js";

const page = JSON.parse(document.getElementById("taphuan-live").textContent);
// a page without a deck lists what keeps it from being made
const hasDeck = Boolean(page.shell);
const styles = [...document.head.querySelectorAll("style")];
const has = { digests: page.digests, style: page.style, shell: page.shell };
let numbers = Object.fromEntries([...document.querySelectorAll(".slides section[id]")].map((slide) => [slide.id, slide.querySelector(".number")?.textContent ?? ""]));
let panel, connection;

function begin() {
  if (isReady()) recall();
  panel = new Panel({ go, here, number: (id) => numbers[id] ?? "" });
  if (isReady()) {
    Reveal.on("slidechanged", () => panel.draw());
    Reveal.addKeyBinding({ keyCode: 84, key: "T", description: panel.hint }, () => panel.toggle());
  }
  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--watch", `${panel.root.offsetHeight}px`);
    if (isReady()) Reveal.layout();
  }).observe(panel.root);
  connection = new Connection(page.socket, location.pathname, { receive, opened: () => connection.have(has), disconnected: (reason) => panel.away(reason) });
  connection.connect();
}

const isReady = () => hasDeck && Reveal.isReady();
const here = () => (isReady() ? Reveal.getCurrentSlide().id : "");

function go(id) {
  const slide = document.getElementById(id);
  if (!slide) return;
  if (isReady()) {
    const { h, v } = Reveal.getIndices(slide);
    Reveal.slide(h, v);
  } else slide.scrollIntoView();
}

function receive(message) {
  if (message.type === "reload") {
    if (isReady()) remember(location.pathname, []);
    location.reload();
  } else if (message.type === "deck") isReady() ? exchange(message) : location.reload();
  else if (message.type === "state") panel.show(message);
}

function exchange(message) {
  has.digests = message.digests;
  has.style = message.style;
  numbers = message.numbers;
  if (message.styles) message.styles.forEach((text, at) => styles[at].textContent !== text && (styles[at].textContent = text));
  const place = { ids: upToHere(), f: Reveal.getIndices().f ?? -1 };
  arrange(message.order, message.slides);
  comeBack(place);
}

/* The slides in their order, new markup for those that changed; what did not change stays the element it is. */
function arrange(order, changed) {
  const slides = document.querySelector(".slides");
  const old = new Map([...slides.querySelectorAll("section[id]")].map((slide) => [slide.id, slide]));
  const groups = order.map((ids) => {
    const own = ids.map((id) => (id in changed ? parsed(changed[id]) : old.get(id)));
    return own.length > 1 ? element("section", { class: "stack" }, ...own) : own[0];
  });
  const same = groups.length === slides.children.length && groups.every((group, at) => group === slides.children[at]);
  if (!same) slides.replaceChildren(...groups);
}

/* The server has cleaned it; the page's policy runs no script that is not the deck's own. */
function parsed(markup) {
  return new DOMParser().parseFromString(markup, "text/html").body.firstElementChild;
}

/* The slide that was read, or the nearest before it that is left. */
function comeBack({ ids, f }) {
  Reveal.sync();
  const id = ids.find((one) => document.getElementById(one));
  const { h, v } = id ? Reveal.getIndices(document.getElementById(id)) : { h: 0, v: 0 };
  Reveal.slide(h, v, id === ids[0] ? f : undefined);
  Reveal.layout();
}

// the frames of the speaker view and the print view only show
const isPassive = () => /receiver|print/.test(location.search);
const beginOnStage = () => isPassive() || begin();
// a window as narrow as a phone's shows a page to read, and reveal.js has not begun
!hasDeck || Reveal.isReady() || matchMedia("(max-width: 599.98px)").matches ? beginOnStage() : Reveal.on("ready", beginOnStage);
