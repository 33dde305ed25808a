/* Time spoken against the minutes that the slides plan; it runs on through reloads and other decks of the talk. */

import { WORDS } from "./words.js";

const KEY = "taphuan-clock";

const planned = (slides) => slides.reduce((sum, slide) => sum + Number(slide.dataset.timing ?? 0), 0);

export function startClock() {
  if (!sessionStorage.getItem(KEY)) restartClock();
}

export function restartClock() {
  sessionStorage.setItem(KEY, String(Date.now()));
}

/* {time: "12:34", plan: "kế hoạch 15/45 phút, chậm 2 phút"} */
export function readClock() {
  const began = Number(sessionStorage.getItem(KEY) ?? Date.now());
  const spoken = Math.floor((Date.now() - began) / 1000);
  const slides = Reveal.getSlides();
  const place = slides.indexOf(Reveal.getCurrentSlide());
  const total = planned(slides);
  const end = planned(slides.slice(0, place + 1));
  const start = planned(slides.slice(0, place));
  const parts = total ? [WORDS.planned(end, total)] : [];
  // within the planned time of this slide the talk is neither late nor early; nobody minds half a minute
  const late = Math.round((spoken - end) / 60) * 60;
  const early = Math.round((start - spoken) / 60) * 60;
  if (total && late > 0) parts.push(WORDS.late(late));
  if (total && early > 0 && sessionStorage.getItem(KEY)) parts.push(WORDS.early(early));
  return { time: clockTime(spoken), plan: parts.join(", ") };
}

function clockTime(seconds) {
  const two = (value) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}
