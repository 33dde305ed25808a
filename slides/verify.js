// Compares chosen files with the sums that the page holds. Nothing is fetched and nothing is kept.
"use strict";
const {folder, sums, unsummed, words} = JSON.parse(document.getElementById("data").textContent);
const drop = document.getElementById("drop"), chosen = document.getElementById("chosen");
const verdict = document.getElementById("verdict"), found = document.getElementById("found");
// what systems leave in a folder that somebody has looked into
const LEFT = /(^|\/)(\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini)$/i;
const MARK = "SHA256SUMS";
// several checks at a time: only the last one may write
let run = 0;

// The fixed words of this key, values in their fields; they come from the package's catalogue.
const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

function tell(text, bad) {
  verdict.hidden = false;
  verdict.textContent = text;
  verdict.classList.toggle("bad", Boolean(bad));
}

function list(kind, names) {
  if (!names.length) return;
  const box = document.createElement("section");
  box.className = "kind";
  const head = document.createElement("h2");
  head.textContent = say(`list_${kind}`, {number: names.length});
  const items = document.createElement("ul");
  for (const name of names) items.append(Object.assign(document.createElement("li"), {textContent: name}));
  box.append(head, items);
  found.append(box);
}

// The paths below the folder of the package, wherever it lies in what was chosen.
function placed(files) {
  const paths = files.map(([path]) => path.normalize("NFC"));
  const mark = paths.filter((path) => path === MARK || path.endsWith(`/${MARK}`)).sort((a, b) => a.length - b.length)[0];
  const first = paths.length ? paths[0].split("/")[0] : "";
  const base = mark !== undefined ? mark.slice(0, -MARK.length) : paths.every((path) => path.startsWith(`${first}/`)) ? `${first}/` : "";
  return new Map(files.map(([path, file]) => [path.normalize("NFC"), file]).filter(([path]) => path.startsWith(base))
    .map(([path, file]) => [path.slice(base.length), file]));
}

async function sum(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function check(files) {
  const own = ++run;
  found.replaceChildren();
  if (!globalThis.crypto?.subtle) {
    tell(say("no_digest", {file: MARK}), true);
    return;
  }
  const there = placed(files), names = Object.keys(sums);
  if (!names.some((name) => there.has(name))) {
    tell(say("other_folder", {folder}), true);
    return;
  }
  const changed = [], missing = [], unread = [];
  for (const [at, name] of names.entries()) {
    if (own !== run) return;
    tell(say("running", {at: at + 1, number: names.length}));
    if (!there.has(name)) { missing.push(name); continue; }
    try {
      if (await sum(there.get(name)) !== sums[name]) changed.push(name);
    } catch { unread.push(name); }
  }
  if (own !== run) return;
  missing.push(...unsummed.filter((name) => !there.has(name)));
  const extra = [...there.keys()].filter((name) => !(name in sums) && !unsummed.includes(name) && !LEFT.test(name)).sort();
  const kinds = Object.entries({changed, missing, unread, extra});
  const wrong = kinds.reduce((sum, [, names]) => sum + names.length, 0);
  if (wrong) {
    const parts = kinds.filter(([, names]) => names.length).map(([kind, names]) => say(`count_${kind}`, {number: names.length}));
    tell(say("wrong", {number: wrong, parts: parts.join(", ")}), true);
  } else {
    tell(say("whole", {number: names.length}));
  }
  for (const [kind, names] of kinds) list(kind, names);
}

// What lies below a dropped thing: by its handle in Chromium, which lets no page from a disk read entries; by its entry elsewhere.
async function belowHandle(handle, path, files) {
  if (handle.kind === "file") {
    files.push([path + handle.name, await handle.getFile()]);
    return;
  }
  for await (const one of handle.values()) await belowHandle(one, `${path}${handle.name}/`, files);
}

async function belowEntry(entry, path, files) {
  if (entry.isFile) {
    files.push([path + entry.name, await new Promise((done, fail) => entry.file(done, fail))]);
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!some.length) return;
    for (const one of some) await belowEntry(one, `${path}${entry.name}/`, files);
  }
}

chosen.addEventListener("change", () => {
  check([...chosen.files].map((file) => [file.webkitRelativePath || file.name, file]));
  // the same folder may be chosen once more after something was mended
  chosen.value = "";
});
for (const event of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(event, (at) => {
    at.preventDefault();
    drop.classList.toggle("over", event === "dragover");
  });
}
document.addEventListener("drop", async (event) => {
  // both can be asked for only until the event has passed
  const dropped = [...event.dataTransfer.items].filter((item) => item.kind === "file")
    .map((item) => [item.getAsFileSystemHandle?.(), item.webkitGetAsEntry?.()]);
  const files = [];
  try {
    for (const [asked, entry] of dropped) {
      const handle = await asked;
      if (handle) await belowHandle(handle, "", files);
      else if (entry) await belowEntry(entry, "", files);
    }
  } catch {
    tell(say("no_drop"), true);
    return;
  }
  check(files);
});
