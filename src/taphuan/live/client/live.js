/* What makes a built deck live: its cells run on the page's kernel, new figures take the place of the built ones.
   Nothing here is needed to show the deck; whatever fails, the slides stay as they are. */

import { Bar } from "./bar.js";
import { Cells } from "./cells.js";
import { startClock } from "./clock.js";
import { Comparisons, comparable } from "./compare.js";
import { element } from "./dom.js";
import { mark, swap } from "./figures.js";
import { keep } from "./keep.js";
import { recall, remember } from "./memory.js";
import { Pointer } from "./pointer.js";
import { leadSpeakerView, showComparisons, showSpeaker } from "./speaker.js";
import { Stage, probe } from "./stage.js";
import { WORDS } from "./words.js";

const told = JSON.parse(document.getElementById("taphuan-live").textContent);
const isProvince = (part) => !part.module && part.province !== told.whole;
const entry = (value) => (part) => ({ value: part[value], label: part.label });
const cells = new Cells();
const comparisons = new Comparisons();
// `gone` is why there is no line to the server, `why` what the server said of a kernel that is lost
const state = { kernel: "connecting", why: "", gone: "" };
let bar, pointer, stage;
let leavingFor = "";
// comparisons of before a reload: [id of the slide, province]
let remembered = [];

function begin() {
  remembered = recall();
  bar = new Bar({ open, compare, runSlide, runAll, stop: () => stage.interrupt(), take, speak });
  bar.place.offer(places(), told.place);
  pointer = new Pointer(draw);
  leadSpeakerView(() => cells.changed, comparisons);
  bindKeys();
  Reveal.on("slidechanged", () => {
    startClock();
    pointer.wipe();
    draw();
  });
  addEventListener("pagehide", () => remember(leavingFor || location.pathname, leavingFor ? [] : [...comparisons.shown, ...remembered]));
  addEventListener("pageshow", () => (leavingFor = ""));
  stage = new Stage(told.stage, location.pathname, { message, gone });
  stage.connect();
  draw();
  keep(told.base, `${told.place.split("/")[0]}@${told.asOf}`);
}

function bindKeys() {
  // none of these is a key of reveal.js or of a clicker
  const keys = {
    T: [WORDS.toggleBar, () => bar.toggle()],
    R: [WORDS.runSlide, runSlide],
    D: [WORDS.laser, () => take("laser")],
    M: [WORDS.marker, () => take("marker")],
  };
  for (const [key, [description, act]] of Object.entries(keys)) {
    Reveal.addKeyBinding({ keyCode: key.charCodeAt(0), key, description }, act);
    const row = element("tr", {}, element("th", { scope: "row" }, key), element("td", {}, description[0].toLowerCase() + description.slice(1)));
    document.querySelector("#deck-keys tbody tr:last-child").before(row);
  }
}

/* --- what the server says ------------------------------------------------------------------------------------------ */

function message(said) {
  if (said.type === "hello") hello(said.cells);
  else if (said.type === "status") status(said);
  else if (said.type === "running") cells.runs(said.cell);
  else if (said.type === "figure") figure(said);
  else if (said.type === "failed") failed(said);
  else if (said.type === "compared") compared(said);
  else if (said.type === "refused") refused(said);
  draw();
}

function hello(ids) {
  if (state.gone) bar.tell(WORDS.back);
  state.gone = "";
  cells.begin(ids);
  // what people look at first
  runAll();
  for (const [id, province] of remembered) askToCompare(document.getElementById(id), province);
  remembered = [];
}

function status({ kernel, line }) {
  if (kernel === "idle") cells.rest();
  if (kernel === "lost") {
    cells.rest();
    bar.tell(line ? WORDS.cannotRun(line) : WORDS.kernel.lost);
  }
  state.kernel = kernel;
  state.why = line ?? "";
}

function figure({ cell, html, same }) {
  const line = swap(cell, html);
  if (line) cells.fails(cell);
  else cells.shows(cell, same);
  mark(cell, line);
  showSpeaker(cell);
}

function failed({ cell, line, interrupted }) {
  if (interrupted) cells.resume(cell);
  else cells.fails(cell);
  mark(cell, interrupted ? WORDS.brokenOff : WORDS.fault(line));
}

function refused({ cell, line }) {
  cells.resume(cell);
  bar.tell(WORDS.refused(line));
}

function compared(answer) {
  const line = comparisons.show(answer, [told.label, nameOf(answer.province)]);
  if (line) bar.tell(WORDS.notCompared(line));
  showComparisons(comparisons);
}

function gone(why) {
  if (state.gone !== why) bar.tell(WORDS.gone[why]);
  state.gone = why;
  comparisons.forget();
  cells.rest();
  draw();
}

/* --- what the presenter does --------------------------------------------------------------------------------------- */

function runSlide() {
  run(cells.on(Reveal.getCurrentSlide()));
}

function runAll() {
  run(cells.from(Reveal.getCurrentSlide()));
}

function run(ids) {
  if (stage.run(ids)) cells.ask(ids);
  draw();
}

/* An empty slug takes the comparison back. */
function compare(slug) {
  const slide = Reveal.getCurrentSlide();
  if (slug) askToCompare(slide, slug);
  else {
    comparisons.leave(slide);
    showComparisons(comparisons);
  }
  draw();
}

function askToCompare(slide, province) {
  if (comparable(slide) && stage.compare(slide.id, province)) comparisons.ask(slide, province);
}

function take(tool) {
  pointer.take(tool);
}

function speak() {
  Reveal.getPlugin("notes").open();
}

/* Another deck of the talk, at this slide; where it cannot be had, this one stays. */
async function open(place) {
  if (place === told.place) return;
  const path = `${told.base}/${place}`;
  const { label } = told.parts.find((part) => part.place === place);
  const found = await probe(path);
  if (found === "here") {
    leavingFor = path;
    const slide = `#/${Reveal.getCurrentSlide().id}`;
    // reveal.js writes the address late; this is where "back" comes to
    history.replaceState(null, "", slide);
    location.assign(path + slide);
  } else bar.tell(found === "missing" ? WORDS.notBuilt(label) : WORDS.cannotLeave(label));
}

/* --- what the bar shows -------------------------------------------------------------------------------------------- */

function places() {
  const { parts } = told;
  return [
    { name: WORDS.hall, items: parts.filter((part) => !part.module && !isProvince(part)).map(entry("place")) },
    { name: WORDS.provinces, items: parts.filter(isProvince).map(entry("place")) },
    { name: WORDS.speakers, items: parts.filter((part) => part.module).map(entry("place")) },
  ];
}

function others() {
  return told.parts.filter((part) => isProvince(part) && part.province !== told.province);
}

function nameOf(province) {
  return others().find((part) => part.province === province)?.label ?? province;
}

/* What the field of comparing offers on this slide: nothing that the server would have to answer while it is away. */
function offered(province) {
  const undo = province ? [{ name: WORDS.comparing(nameOf(province)), items: [{ value: "", label: WORDS.noCompare }] }] : [];
  const choice = comparable(Reveal.getCurrentSlide()) && !state.gone ? others() : [];
  return [...undo, ...(choice.length ? [{ name: WORDS.provinces, items: choice.map(entry("province")) }] : [])];
}

function draw() {
  const here = cells.on(Reveal.getCurrentSlide());
  const shown = cells.state(here);
  const province = comparisons.province(Reveal.getCurrentSlide());
  const comparing = offered(province);
  bar.other.offer(comparing, province);
  bar.draw({
    kernel: WORDS.gone[state.gone] ?? (state.why ? WORDS.cannotRun(state.why) : WORDS.kernel[state.kernel]),
    mood: state.gone || state.kernel,
    figures: [WORDS.figures[shown], ...(province ? [WORDS.beside(nameOf(province))] : []), ...elsewhere(here)].join("; "),
    shown,
    slideRuns: !state.gone && here.length > 0,
    runs: !state.gone && cells.all.length > 0,
    stops: !state.gone && cells.state(cells.all) === "running",
    compares: comparing.length > 0,
    tool: pointer.tool,
  });
}

function elsewhere(here) {
  const count = cells.count("other", here);
  return count ? [WORDS.elsewhere(count)] : [];
}

// the two frames of the speaker view only look on, and paper has nobody to press a button
const looksOn = new URLSearchParams(location.search).has("receiver") || Reveal.isPrintView();
if (!looksOn) Reveal.isReady() ? begin() : Reveal.on("ready", begin);
