/* Find names by what is typed: without diacritics, đ as d, initials, with or without "tp" or "tỉnh". */

const KINDS = [["thanh", "pho"], ["tp"], ["tinh"]];

export function fold(text) {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replaceAll("đ", "d")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}

/* The words of a name without the kind of unit; all words if none would be left. */
function wordsOf(text) {
  const words = fold(text).split(" ").filter(Boolean);
  const kind = KINDS.find((known) => known.every((word, n) => words[n] === word));
  const bare = kind ? words.slice(kind.length) : words;
  return bare.length ? bare : words;
}

/* How well the query matches: 0 is best, Infinity no match. */
export function distance(query, label) {
  const typed = wordsOf(query);
  const words = wordsOf(label);
  if (!typed.length) return 0;
  const run = typed.join("");
  const initials = words.map((word) => word[0]).join("");
  if (words.join(" ").startsWith(typed.join(" "))) return 0;
  if (initials.startsWith(run)) return 1;
  if (words.join("").startsWith(run)) return 2;
  if (typed.every((part) => words.some((word) => word.startsWith(part)))) return 3;
  return Infinity;
}

/* The matching items, best first; equal ones keep their order. */
export function matching(query, items) {
  return items
    .map((item) => [distance(query, item.label), item])
    .filter(([rank]) => rank < Infinity)
    .sort(([one], [other]) => one - other)
    .map(([, item]) => item);
}
