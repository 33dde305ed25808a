/* The current slide and comparisons, stored for a reload and for the same slide in another deck. */

const KEY = "taphuan-where";

/* The ids of the current slide and of those before it, the nearest first; the backup, which reveal.js does not count, too. */
export function upToHere() {
  const ids = [...document.querySelectorAll(".slides section[id]")].map((slide) => slide.id);
  return ids.slice(0, ids.indexOf(Reveal.getCurrentSlide().id) + 1).reverse();
}

/* Store the current slide for the page at `path`, the slides before it in case that deck lacks it, and the comparisons
   ([[id of the slide, province]]). */
export function remember(path, compared) {
  const ids = upToHere();
  const full = Boolean(document.fullscreenElement);
  sessionStorage.setItem(KEY, JSON.stringify({ path, ids, fragment: Reveal.getIndices().f ?? -1, full, compared }));
}

/* Go to the slide stored for this page, or to the nearest one before it. Returns the stored comparisons. */
export function recall() {
  const stored = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  sessionStorage.removeItem(KEY);
  if (stored?.path !== location.pathname) return [];
  const found = stored.ids.find((id) => document.getElementById(id));
  if (!found) return [];
  const { h, v } = Reveal.getIndices(document.getElementById(found));
  Reveal.slide(h, v, found === stored.ids[0] ? stored.fragment : -1);
  if (stored.full) restoreFullScreen();
  return stored.compared.filter(([id]) => document.getElementById(id));
}

/* Leaving a page ends full screen; only a key or a click of the user can start it again. */
function restoreFullScreen() {
  const restore = (event) => {
    if (!event.isTrusted || !navigator.userActivation?.isActive) return;
    for (const kind of ["keydown", "pointerup"]) removeEventListener(kind, restore, true);
    if (!document.fullscreenElement) document.documentElement.requestFullscreen();
  };
  for (const kind of ["keydown", "pointerup"]) addEventListener(kind, restore, true);
}
