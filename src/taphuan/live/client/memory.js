/* Where the talk was: kept for a reload and for the same slide in another deck. */

const KEY = "taphuan-where";

/* Remember this slide for the page at `path`, with the slides before it in case that deck has not got it, and who is compared with
   on which slide. */
export function remember(path, compared) {
  const slides = Reveal.getSlides().map((slide) => slide.id);
  const here = Reveal.getCurrentSlide();
  const ids = slides.slice(0, slides.indexOf(here.id) + 1).reverse();
  const full = Boolean(document.fullscreenElement);
  sessionStorage.setItem(KEY, JSON.stringify({ path, ids, fragment: Reveal.getIndices().f ?? -1, full, compared }));
}

/* Go to what was remembered for this page, if anything was: the slide itself or the nearest one before it. Returns who was
   compared with: [[id of the slide, province]]. */
export function recall() {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  sessionStorage.removeItem(KEY);
  if (kept?.path !== location.pathname) return [];
  const found = kept.ids.find((id) => Reveal.getSlides().some((slide) => slide.id === id));
  if (!found) return [];
  const { h, v } = Reveal.getIndices(document.getElementById(found));
  Reveal.slide(h, v, found === kept.ids[0] ? kept.fragment : -1);
  if (kept.full) fillAgain();
  return kept.compared.filter(([id]) => document.getElementById(id));
}

/* A browser leaves full screen with the page, and wants a key or a click to go back to it. */
function fillAgain() {
  const fill = (event) => {
    if (!event.isTrusted || !navigator.userActivation?.isActive) return;
    for (const kind of ["keydown", "pointerup"]) removeEventListener(kind, fill, true);
    if (!document.fullscreenElement) document.documentElement.requestFullscreen();
  };
  for (const kind of ["keydown", "pointerup"]) addEventListener(kind, fill, true);
}
