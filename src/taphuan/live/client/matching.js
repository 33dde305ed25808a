/* Finding a name by what a hurried hand types: no diacritics, đ as d, initials, with or without "tp" or "tỉnh". */

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

/* The words of a name without the kind of unit before it; all of them if nothing would be left. */
function wordsOf(text) {
  const words = fold(text).split(" ").filter(Boolean);
  const kind = KINDS.find((known) => known.every((word, n) => words[n] === word));
  const bare = kind ? words.slice(kind.length) : words;
  return bare.length ? bare : words;
}

/* How well the query fits: 0 best, Infinity not at all. */
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

/* The items that fit, best first; those that fit alike keep their order. */
export function matching(query, items) {
  return items
    .map((item) => [distance(query, item.label), item])
    .filter(([far]) => far < Infinity)
    .sort(([one], [other]) => one - other)
    .map(([, item]) => item);
}
