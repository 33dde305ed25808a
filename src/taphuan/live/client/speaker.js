/* The speaker view stays open when the page changes and has no live figures: this page updates its two frames. */

import { mirror } from "./figures.js";

// documents of frames that show the current slide and figures
const settled = new WeakSet();
let view = null;

/* `changed` returns the cells whose figures differ from the built ones. */
export function leadSpeakerView(changed, comparisons) {
  addEventListener("message", (event) => {
    if (event.origin !== location.origin || typeof event.data !== "string") return;
    if (!event.data.includes('"reveal-notes"') || !event.data.includes('"heartbeat"')) return;
    view = event.source;
    for (const frame of frames()) if (!follows(frame)) settle(frame, changed(), comparisons);
  });
}

/* Copy the cell's figures to the speaker view. */
export function showSpeaker(cell) {
  for (const shown of documents()) mirror(cell, shown);
}

/* Copy the comparisons to the speaker view. */
export function showComparisons(comparisons) {
  for (const shown of documents()) comparisons.mirror(shown);
}

/* Of the frames that show this deck already; `settle` updates the others once they do. */
function documents() {
  return frames().map((frame) => frame.contentDocument).filter((shown) => settled.has(shown));
}

function frames() {
  return view && !view.closed ? [...view.document.querySelectorAll("iframe")] : [];
}

/* Point the frame at this deck. Returns false if it shows it already. */
function follows(frame) {
  const url = new URL(frame.src);
  if (url.pathname === location.pathname) return false;
  url.pathname = location.pathname;
  // by the slide's name: decks of provinces need not have as many slides before it
  url.hash = location.hash;
  frame.src = url.href;
  return true;
}

function settle(frame, changed, comparisons) {
  // none while the view closes
  const { Reveal: deck, document: shown } = frame.contentWindow ?? {};
  if (!shown || settled.has(shown) || !deck?.isReady()) return;
  settled.add(shown);
  // the frame without post-message events shows the next slide; reveal.js sets it when the other frame has loaded, which may be
  // too early for this one
  if (!new URL(frame.src).searchParams.has("postMessageEvents")) {
    deck.setState({ ...Reveal.getState(), overview: false });
    deck.next();
  }
  for (const cell of changed) mirror(cell, shown);
  comparisons.mirror(shown);
}
