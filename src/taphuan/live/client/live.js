/* The live client: cells of the deck run in the page's kernel, new figures replace the built ones. The deck works without it. */

import { Bar } from "./bar.js";
import { Cells } from "./cells.js";
import { startClock } from "./clock.js";
import { Comparisons, comparable } from "./compare.js";
import { Connection, probe } from "./connection.js";
import { Decisions } from "./decisions.js";
import { element } from "./dom.js";
import { mark, swap } from "./figures.js";
import { keep } from "./keep.js";
import { recall, remember } from "./memory.js";
import { Pointer } from "./pointer.js";
import { leadSpeakerView, showComparisons, showSpeaker } from "./speaker.js";
import { say } from "./words.js";

const page = JSON.parse(document.getElementById("taphuan-live").textContent);
const isProvince = (deck) => !deck.module && !deck.commune && deck.province !== page.whole;
const entry = (value) => (deck) => ({ value: deck[value], label: deck.label });
const cells = new Cells();
const comparisons = new Comparisons();
const decisions = new Decisions((request) => connection.decide(request), () => connection.undo());
// why there is no kernel, as the server reports it, and why there is no connection ("away" or "stranger")
const state = { kernel: "connecting", lostBecause: "", disconnected: "" };
let bar, pointer, connection;
let leavingFor = "";
// the comparisons before a reload: [id of the slide, province]
let remembered = [];

function begin() {
  remembered = recall();
  bar = new Bar({ open, compare, runSlide, runAll, stop: () => connection.interrupt(), take, speak });
  bar.place.offer(places(), page.place);
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
  connection = new Connection(page.socket, location.pathname, { receive, disconnected });
  connection.connect();
  draw();
  keep(page.base, `${page.place.split("/")[0]}@${page.asOf}`);
}

function bindKeys() {
  // none of these is a key of reveal.js or of a clicker
  const keys = {
    T: [say("toggle_bar"), () => bar.toggle()],
    R: [say("run_slide"), runSlide],
    D: [say("laser"), () => take("laser")],
    M: [say("marker"), () => take("marker")],
  };
  for (const [key, [description, act]] of Object.entries(keys)) {
    Reveal.addKeyBinding({ keyCode: key.charCodeAt(0), key, description }, act);
    const row = element("tr", {}, element("th", { scope: "row" }, key), element("td", {}, description[0].toLowerCase() + description.slice(1)));
    document.querySelector("#deck-keys tbody tr:last-child").before(row);
  }
}

/* --- messages of the server ---------------------------------------------------------------------------------------- */

function receive(message) {
  if (message.type === "hello") hello(message.cells, message.decided);
  else if (message.type === "status") status(message);
  else if (message.type === "running") cells.start(message.cell);
  else if (message.type === "figure") figure(message);
  else if (message.type === "failed") failed(message);
  else if (message.type === "compared") compared(message);
  else if (message.type === "refused") refused(message);
  else if (message.type === "decided") decisions.show(message.rows);
  else if (message.type === "not-decided") bar.notify(say("not_decided", { line: message.line }));
  draw();
}

function hello(ids, decided) {
  if (state.disconnected) bar.notify(say("back"));
  state.disconnected = "";
  cells.begin(ids);
  decisions.begin(decided);
  // the cells of the shown slide first
  runAll();
  for (const [id, province] of remembered) requestComparison(document.getElementById(id), province);
  remembered = [];
}

function status({ kernel, line }) {
  if (kernel === "idle") cells.resumeAll();
  if (kernel === "lost") {
    cells.resumeAll();
    bar.notify(line ? say("cannot_run", { line }) : say("kernel_lost"));
  }
  state.kernel = kernel;
  state.lostBecause = line ?? "";
}

function figure({ cell, html, same }) {
  // the table that is typed in on stage stays as it is: what the server keeps of it is newer
  const line = decisions.holds(cell) ? "" : swap(cell, html);
  if (line) cells.fail(cell);
  else cells.finish(cell, same);
  mark(cell, line);
  showSpeaker(cell);
}

function failed({ cell, line, interrupted }) {
  if (interrupted) cells.resume(cell);
  else cells.fail(cell);
  mark(cell, interrupted ? say("interrupted") : say("fault", { line }));
}

function refused({ cell, line }) {
  cells.resume(cell);
  bar.notify(say("refused", { line }));
}

function compared(message) {
  const line = comparisons.show(message, [page.label, nameOf(message.province)]);
  if (line) bar.notify(say("not_compared", { line }));
  showComparisons(comparisons);
}

function disconnected(reason) {
  if (state.disconnected !== reason) bar.notify(say(`disconnected_${reason}`));
  state.disconnected = reason;
  comparisons.cancelRequests();
  cells.resumeAll();
  draw();
}

/* --- actions of the presenter ------------------------------------------------------------------------------------- */

function runSlide() {
  run(cells.on(Reveal.getCurrentSlide()));
}

function runAll() {
  run(cells.from(Reveal.getCurrentSlide()));
}

function run(ids) {
  if (connection.run(ids)) cells.request(ids);
  draw();
}

/* An empty slug ends the comparison. */
function compare(slug) {
  const slide = Reveal.getCurrentSlide();
  if (slug) requestComparison(slide, slug);
  else {
    comparisons.leave(slide);
    showComparisons(comparisons);
  }
  draw();
}

function requestComparison(slide, province) {
  if (comparable(slide) && connection.compare(slide.id, province)) comparisons.request(slide, province);
}

function take(tool) {
  pointer.take(tool);
}

function speak() {
  Reveal.getPlugin("notes").open();
}

/* Open another deck at this slide, if the server can serve it. */
async function open(place) {
  if (place === page.place) return;
  const path = `${page.base}/${place}`;
  const { label } = page.decks.find((deck) => deck.place === place);
  const status = await probe(path);
  if (status === "here") {
    leavingFor = path;
    const slide = `#/${Reveal.getCurrentSlide().id}`;
    // reveal.js updates the address with a delay; "back" must return to this slide
    history.replaceState(null, "", slide);
    location.assign(path + slide);
  } else bar.notify(status === "missing" ? say("not_built", { label }) : say("cannot_leave", { label }));
}

/* --- the state of the bar ---------------------------------------------------------------------------------------------- */

function places() {
  const { decks } = page;
  return [
    { name: say("hall"), items: decks.filter((deck) => !deck.module && !deck.commune && !isProvince(deck)).map(entry("place")) },
    { name: say("provinces"), items: decks.filter(isProvince).map(entry("place")) },
    { name: say("communes"), items: decks.filter((deck) => deck.commune).map(entry("place")) },
    { name: say("speakers"), items: decks.filter((deck) => deck.module).map(entry("place")) },
  ];
}

function others() {
  // a slide of a commune is in no deck of a province
  return page.commune ? [] : page.decks.filter((deck) => isProvince(deck) && deck.province !== page.province);
}

function nameOf(province) {
  return others().find((deck) => deck.province === province)?.label ?? province;
}

/* The choices of the comparison field on this slide; without a connection a comparison can only be ended. */
function choices(province) {
  const end = province ? [{ name: say("comparing", { name: nameOf(province) }), items: [{ value: "", label: say("no_compare") }] }] : [];
  const provinces = comparable(Reveal.getCurrentSlide()) && !state.disconnected ? others() : [];
  return [...end, ...(provinces.length ? [{ name: say("provinces"), items: provinces.map(entry("province")) }] : [])];
}

function draw() {
  const here = cells.on(Reveal.getCurrentSlide());
  const shown = cells.state(here);
  const province = comparisons.province(Reveal.getCurrentSlide());
  const groups = choices(province);
  bar.other.offer(groups, province);
  bar.draw({
    kernel: kernelLine(),
    mood: state.disconnected || state.kernel,
    figures: [say(`figures_${shown}`), ...(province ? [say("beside", { name: nameOf(province) })] : []), ...elsewhere(here)].join("; "),
    shown,
    slideRuns: !state.disconnected && here.length > 0,
    runs: !state.disconnected && cells.all.length > 0,
    stops: !state.disconnected && cells.state(cells.all) === "running",
    compares: groups.length > 0,
    tool: pointer.tool,
  });
}

function kernelLine() {
  if (state.disconnected) return say(`disconnected_${state.disconnected}`);
  return state.lostBecause ? say("cannot_run", { line: state.lostBecause }) : say(`kernel_${state.kernel}`);
}

function elsewhere(here) {
  const count = cells.count("other", here);
  return count ? [say("elsewhere", { count })] : [];
}

// the frames of the speaker view and the print view run nothing
const isPassive = () => new URLSearchParams(location.search).has("receiver") || Reveal.isPrintView();
const beginOnStage = () => isPassive() || begin();
// a window as narrow as a phone's shows a page to read; reveal.js is ready as soon as it is wide enough for slides
Reveal.isReady() ? beginOnStage() : Reveal.on("ready", beginOnStage);
