/* The speaker view outlives the page: when another deck is opened, its two frames must show that deck too. */

export function leadSpeakerView() {
  addEventListener("message", (event) => {
    if (event.origin !== location.origin || typeof event.data !== "string") return;
    if (!event.data.includes('"reveal-notes"') || !event.data.includes('"heartbeat"')) return;
    for (const frame of event.source.document.querySelectorAll("iframe")) follow(frame);
  });
}

function follow(frame) {
  const shown = new URL(frame.src);
  if (shown.pathname === location.pathname) return;
  shown.pathname = location.pathname;
  const slides = Reveal.getSlides();
  const here = slides.indexOf(Reveal.getCurrentSlide());
  // the frame without events of its own is the one that shows what comes next
  const ahead = shown.searchParams.has("postMessageEvents") ? 0 : 1;
  shown.hash = `/${slides[Math.min(here + ahead, slides.length - 1)].id}`;
  frame.src = shown.href;
}
