/* What makes a built deck live: its cells run on the page's kernel, new figures take the place of the built ones.
   Nothing here is needed to show the deck; whatever fails, the slides stay as they are. */

import { Bar } from "./bar.js";
import { Cells } from "./cells.js";
import { startClock } from "./clock.js";
import { element } from "./dom.js";
import { mark, swap } from "./figures.js";
import { keep } from "./keep.js";
import { recall, remember } from "./memory.js";
import { Pointer } from "./pointer.js";
import { leadSpeakerView, showSpeaker } from "./speaker.js";
import { Stage, probe } from "./stage.js";
import { WORDS } from "./words.js";

const told = JSON.parse(document.getElementById("taphuan-live").textContent);
const isProvince = (part) => !part.module && part.province !== told.whole;
const entry = (value) => (part) => ({ value: part[value], label: part.label });
const cells = new Cells();
// `gone` is why there is no line to the server, `why` what the server said of a kernel that is lost
const state = { kernel: "connecting", why: "", gone: "" };
let bar, pointer, stage;
let leavingFor = "";

function begin() {
  recall();
  bar = new Bar({ open, compare, runSlide, runAll, stop: () => stage.interrupt(), take, speak });
  bar.place.offer(places(), told.place);
  pointer = new Pointer(draw);
  leadSpeakerView(() => cells.changed);
  bindKeys();
  Reveal.on("slidechanged", () => {
    startClock();
    pointer.wipe();
    draw();
  });
  addEventListener("pagehide", () => remember(leavingFor || location.pathname));
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
  else if (said.type === "refused") refused(said);
  draw();
}

function hello(ids) {
  if (state.gone) bar.tell(WORDS.back);
  state.gone = "";
  cells.begin(ids);
  // what people look at first
  runAll();
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

function figure({ cell, html, same, beside }) {
  const line = swap(cell, html);
  if (line) cells.fails(cell);
  else cells.shows(cell, same, beside);
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

function gone(why) {
  if (state.gone !== why) bar.tell(WORDS.gone[why]);
  state.gone = why;
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

/* A figure that stands beside another province's runs again with it. */
function run(ids) {
  const alone = ids.filter((id) => !cells.beside(id));
  if (stage.run(alone)) cells.ask(alone);
  for (const id of ids) if (cells.beside(id) && stage.compare(id, cells.beside(id))) cells.ask([id]);
  draw();
}

function compare(slug) {
  for (const chart of comparable()) if (stage.compare(chart.dataset.cell, slug)) cells.ask([chart.dataset.cell]);
  draw();
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

function comparable() {
  return [...Reveal.getCurrentSlide().querySelectorAll("figure.chart[data-beside]")];
}

function draw() {
  const here = cells.on(Reveal.getCurrentSlide());
  const shown = cells.state(here);
  const others = told.parts.filter((part) => isProvince(part) && part.province !== told.province);
  const charts = comparable();
  const beside = charts[0]?.dataset.beside ?? "";
  const name = others.find((part) => part.province === beside)?.label;
  const undo = beside ? [{ name: WORDS.comparing(name), items: [{ value: "", label: WORDS.noCompare }] }] : [];
  bar.other.offer([...undo, { name: WORDS.provinces, items: others.map(entry("province")) }], beside);
  bar.draw({
    kernel: WORDS.gone[state.gone] ?? (state.why ? WORDS.cannotRun(state.why) : WORDS.kernel[state.kernel]),
    mood: state.gone || state.kernel,
    figures: [shown === "beside" ? WORDS.beside(name) : WORDS.figures[shown], ...elsewhere(here)].join("; "),
    shown,
    slideRuns: !state.gone && here.length > 0,
    runs: !state.gone && cells.all.length > 0,
    stops: !state.gone && cells.state(cells.all) === "running",
    compares: !state.gone && charts.length > 0 && others.length > 0,
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
