/* The time since the first change of slide, and how it compares with the planned minutes. Kept across reloads and decks. */

import { say } from "./words.js";

const KEY = "taphuan-clock";

const number = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 1 });
const minutes = (seconds) => number.format(seconds / 60);

const planned = (slides) => slides.reduce((sum, slide) => sum + Number(slide.dataset.timing ?? 0), 0);

export function startClock() {
  if (!sessionStorage.getItem(KEY)) restartClock();
}

export function restartClock() {
  sessionStorage.setItem(KEY, String(Date.now()));
}

/* {time: "12:34", plan: "kế hoạch 15/45 phút, chậm 2 phút"} */
export function readClock() {
  const started = Number(sessionStorage.getItem(KEY) ?? Date.now());
  const elapsed = Math.floor((Date.now() - started) / 1000);
  const slides = Reveal.getSlides();
  const place = slides.indexOf(Reveal.getCurrentSlide());
  const total = planned(slides);
  const end = planned(slides.slice(0, place + 1));
  const start = planned(slides.slice(0, place));
  const parts = total ? [say("planned", { here: minutes(end), total: minutes(total) })] : [];
  // neither late nor early within the planned time of this slide; rounded to minutes
  const late = Math.round((elapsed - end) / 60) * 60;
  const early = Math.round((start - elapsed) / 60) * 60;
  if (total && late > 0) parts.push(say("late", { minutes: minutes(late) }));
  if (total && early > 0 && sessionStorage.getItem(KEY)) parts.push(say("early", { minutes: minutes(early) }));
  return { time: clockTime(elapsed), plan: parts.join(", ") };
}

function clockTime(seconds) {
  const two = (value) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}
