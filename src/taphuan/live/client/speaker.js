/* The speaker view outlives the page and knows nothing of live figures: its two frames are led from here. */

import { mirror } from "./figures.js";

// documents of frames that have been told where the talk is
const settled = new WeakSet();
let view = null;

/* `changed` says which cells show something else than the build. */
export function leadSpeakerView(changed, comparisons) {
  addEventListener("message", (event) => {
    if (event.origin !== location.origin || typeof event.data !== "string") return;
    if (!event.data.includes('"reveal-notes"') || !event.data.includes('"heartbeat"')) return;
    view = event.source;
    for (const frame of frames()) if (!follows(frame)) settle(frame, changed(), comparisons);
  });
}

/* The speaker sees the figure that the hall sees. */
export function showSpeaker(cell) {
  for (const shown of documents()) mirror(cell, shown);
}

/* And the figures side by side. */
export function showComparisons(comparisons) {
  for (const shown of documents()) comparisons.mirror(shown);
}

/* Of the frames that show this deck already; the others are told everything when they do. */
function documents() {
  return frames().map((frame) => frame.contentDocument).filter((shown) => settled.has(shown));
}

function frames() {
  return view && !view.closed ? [...view.document.querySelectorAll("iframe")] : [];
}

/* Whether the frame had to be sent to this deck. */
function follows(frame) {
  const shown = new URL(frame.src);
  if (shown.pathname === location.pathname) return false;
  shown.pathname = location.pathname;
  frame.src = shown.href;
  return true;
}

function settle(frame, changed, comparisons) {
  const { Reveal: deck, document: shown } = frame.contentWindow;
  if (settled.has(shown) || !deck?.isReady()) return;
  settled.add(shown);
  // the frame without events of its own shows what comes next; reveal.js tells it so when the other one is loaded, which may be
  // too early for this one
  if (!new URL(frame.src).searchParams.has("postMessageEvents")) {
    deck.setState({ ...Reveal.getState(), overview: false });
    deck.next();
  }
  for (const cell of changed) mirror(cell, shown);
  comparisons.mirror(shown);
}
