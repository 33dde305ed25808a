"""What nobody expects of a change: told first, because it is where mistakes of data show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from taphuan.build.diff.edits import CHANGED, REMOVED, ROW, Edit
from taphuan.build.diff.matching import TITLE, Change, Pair
from taphuan.build.diff.words import NUMBER, RANK, SAME, likeness, value
from taphuan.text import say

# rule → how it is told (English, Vietnamese), the gravest first
RULES = {
    "failed": ("the set cannot be built any more", say("build.diff.unexpected.failed")),
    "withheld": ("the set would not be published", say("build.diff.unexpected.withheld")),
    "gone": ("the set is not planned any more", say("build.diff.unexpected.gone")),
    "flipped": ("a claim flipped", say("build.diff.unexpected.flipped")),
    "answer": ("the right answer of a question changed", say("build.diff.unexpected.answer")),
    "rank": ("a rank moved by more than 10", say("build.diff.unexpected.rank")),
    "range": ("a value outside the range of its edition", say("build.diff.unexpected.outside")),
    "total": ("a total does not add up any more", say("build.diff.unexpected.total")),
    "tenfold": ("a number became ten times as large or as small", say("build.diff.unexpected.tenfold")),
    "law": ("the state of a legal document changed", say("build.diff.unexpected.law")),
    "removed": ("a page is gone", say("build.diff.unexpected.removed")),
    "backup": ("a slide is backup now", say("build.diff.unexpected.backup")),
    "figure": ("a figure is gone", say("build.diff.unexpected.drawing")),
}
_RANK_MOVE = 10
_TENFOLD = 10
# a number that became larger or smaller by so much was a small one, of which ten times is nothing
_LEAST_TENFOLD = 1.0
# how much of a sentence must have stayed for its numbers to be of the same thing
_SAME_SENTENCE = 0.5
# what rounding of its parts may add to a total
_ROUNDING = 0.06

# words that contradict each other; each side is looked for where the other one stood
_OPPOSITE = (
    ("cao hơn", "thấp hơn"),
    ("cao nhất", "thấp nhất"),
    ("mạnh nhất", "yếu nhất"),
    ("đứng đầu", "đứng cuối"),
    ("nhiều hơn", "ít hơn"),
    ("nhiều nhất", "ít nhất"),
    ("nhanh hơn", "chậm hơn"),
    ("tốt hơn", "kém hơn"),
    ("trên trung bình", "dưới trung bình"),
    ("còn hiệu lực", "hết hiệu lực"),
    ("có hiệu lực", "hết hiệu lực"),
    ("đã có", "chưa có"),
    ("đạt", "chưa đạt"),
    ("được", "không được"),
    ("phải", "không phải"),
    ("bắt buộc", "không bắt buộc"),
    ("tăng", "giảm"),
    ("lên", "xuống"),
    ("trên", "dưới"),
    ("trước", "sau"),
    ("cao", "thấp"),
    ("nhất", "cuối"),
)
_LEVEL = ("cao hơn", "ngang", "thấp hơn")
_TOTAL = re.compile(r"^(tổng|cộng|tổng cộng|tổng số)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_NUMBERS = r"\d[\d.]*(?:,\d+)?"
_SUM = re.compile(rf"({_NUMBERS}(?:\s*\+\s*{_NUMBERS})+)\s*=\s*({_NUMBERS})")
# columns that say to which edition a row belongs
_EDITIONS = ("year", "edition", "measure", "pillar", "method", "level", "indicator", "indicator_id")


@dataclass(frozen=True)
class Finding:
    """Something unexpected. `about` says what it is about, `old` and `new` what was and is."""

    rule: str
    about: str
    old: str = ""
    new: str = ""

    @property
    def weight(self) -> int:
        """The smaller, the graver."""
        return list(RULES).index(self.rule)

    def said(self, language: int = 0) -> str:
        """As a line, in English (0) or Vietnamese (1)."""
        became = f": {self.old or '–'} → {self.new or '–'}" if self.old or self.new else ""
        return f"{RULES[self.rule][language]}{f' ({self.about})' if self.about else ''}{became}"


def of_page(pair: Pair) -> tuple[Finding, ...]:
    """What is unexpected about a page."""
    return tuple(dict.fromkeys(_of_page(pair)))


def _of_page(pair: Pair) -> Iterator[Finding]:
    page, old, new = pair.page, pair.old, pair.new
    if new is None:
        yield Finding("removed", "", page.part.title)
        return
    if old is None:
        return
    if new.part.hidden and not old.part.hidden:
        yield Finding("backup", page.part.title)
    yield from _flipped_claims(pair)
    for change in pair.changes:
        yield from _flipped_words(change)
        yield from _numbers(change)
        if page.document == "quiz" and change.old.startswith("Đáp án: "):
            yield Finding("answer", page.part.title, change.old[8:], change.new[8:])
        if (broken := _broken_sum(change.new)) and not _broken_sum(change.old):
            yield Finding("total", broken)
    for before, after in zip(old.tables, new.tables, strict=False):
        if (broken := _broken_total(after)) and not _broken_total(before):
            yield Finding("total", broken)
    for law in {**old.law, **new.law}:
        states = old.law.get(law), new.law.get(law)
        if None not in states and states[0] != states[1]:
            yield Finding("law", law, *(str(state) for state in states))
    if gone := [drawing.caption for drawing in pair.drawings if drawing.old and not drawing.new]:
        yield Finding("figure", gone[0])


def _flipped_claims(pair: Pair) -> Iterator[Finding]:
    """Claims that rest on the same values and say another thing; several of a page may rest on the same ones, so only those count
    that came in the place of one that went."""
    old, new = (page.claims if page else () for page in (pair.old, pair.new))
    stayed = {said for _, said, _ in old} & {said for _, said, _ in new}
    for id_, said, rests_on in new:
        for other, before, same in old:
            if same != rests_on or not rests_on or stayed & {said, before}:
                continue
            if _is_opposite(before, said):
                yield Finding("flipped", "", before, said)
            elif id_ != other and likeness(before, said) >= _SAME_SENTENCE:
                yield Finding("flipped", f"{other} → {id_}", before, said)


def _flipped_words(change: Change) -> Iterator[Finding]:
    """Words that contradict those in whose place they stand; with a word around, which "đạt" and "chưa đạt" share."""
    for at, piece in enumerate(change.pieces):
        if piece.kind == SAME:
            continue
        before = change.pieces[at - 1].new.split()[-1:] if at else []
        behind = change.pieces[at + 1].new.split()[:1] if at + 1 < len(change.pieces) else []
        texts = (" ".join((*before, *side.split(), *behind)) for side in (piece.old, piece.new))
        if _is_opposite(*texts):
            yield Finding("flipped", "", change.old, change.new)
            return


def _is_opposite(old: str, new: str) -> bool:
    """Whether one text has a word and the other one, in its place, the word that contradicts it."""
    before, after = (f" {' '.join(_WORD.findall(text.casefold()))} " for text in (old, new))
    for pair in _OPPOSITE:
        for one, other in (pair, pair[::-1]):
            went = _holds(before, one, other) and not _holds(before, other, one)
            if went and _holds(after, other, one) and not _holds(after, one, other):
                return True
    levels = [[word for word in _LEVEL if f" {word} " in text] for text in (before, after)]
    return len(levels[0]) == len(levels[1]) == 1 and levels[0] != levels[1]


def _holds(text: str, word: str, opposite: str) -> bool:
    """Whether the word stands there; "chưa đạt" does not say "đạt"."""
    if word in opposite:
        text = text.replace(f" {opposite} ", " ")
    return f" {word} " in text


def _numbers(change: Change) -> Iterator[Finding]:
    if not change.numbers or likeness(change.old, change.new) < _SAME_SENTENCE:
        return
    for number in change.numbers:
        before, after = value(number.old), value(number.new)
        if before is None or after is None or any((sign in number.old) != (sign in number.new) for sign in "/%"):
            continue
        about = number.context or (change.new if change.mark == TITLE else "")
        if number.kind == RANK and abs(before - after) > _RANK_MOVE:
            yield Finding("rank", about, number.old, number.new)
        elif number.kind == NUMBER and before and after and not _is_year(number.old, number.new):
            large, small = max(abs(before), abs(after)), min(abs(before), abs(after))
            if large >= _TENFOLD * small and large - small > _LEAST_TENFOLD:
                yield Finding("tenfold", about, number.old, number.new)


def _is_year(*texts: str) -> bool:
    return any(re.fullmatch(r"(19|20)\d\d", text) for text in texts)


def _broken_total(table: Sequence[Sequence[str]]) -> str:
    """The total of a table that is not the sum of the rows above it; "" where all are."""
    for at, cells in enumerate(table):
        if not at or not cells or not any(_TOTAL.match(cell) for cell in cells[:2]):
            continue
        for column in range(1, len(cells)):
            total = value(cells[column])
            parts = [value(row[column]) for row in table[1:at] if column < len(row)]
            known = [part for part in parts if part is not None]
            whole = total is not None and len(known) > 1 and len(known) == len(parts)
            if whole and abs(sum(known) - (total or 0)) > _ROUNDING * len(known):
                return f"{cells[0] or cells[1]}, {table[0][column]}: {cells[column]}"
    return ""


def _broken_sum(said: str) -> str:
    """A sum that is written out and wrong: "3 + 4 = 8"."""
    for match in _SUM.finditer(said):
        parts = [value(part.strip()) for part in match[1].split("+")]
        total = value(match[2])
        if total is not None and None not in parts and abs(sum(filter(None, parts)) - total) > _ROUNDING * len(parts):
            return match[0]
    return ""


def of_edits(edits: Sequence[Edit], old: Path | None) -> tuple[tuple[int, Finding], ...]:
    """What is unexpected about the edited data themselves: (number of the edit, finding). `old` is the project as it was."""
    return tuple((at, finding) for at, edit in enumerate(edits) for finding in _of_edit(edit, old))


def _of_edit(edit: Edit, old: Path | None) -> Iterator[Finding]:
    if edit.what != ROW:
        return
    if edit.state == REMOVED:
        return
    for field in edit.fields:
        before, after = _plain(field.old), _plain(field.new)
        if after is None:
            continue
        if "rank" in field.name.split("_"):
            if before is not None and abs(before - after) > _RANK_MOVE and edit.state == CHANGED:
                yield Finding("rank", f"{edit.place}, {field.name}", field.old, field.new)
        elif "." in field.new and old is not None:
            others = _others(old / edit.file, edit, field.name)
            if len(others) > 2 and not min(others) <= after <= max(others):
                least, most = min(others), max(others)
                yield Finding("range", f"{edit.place}, {field.name}, {least:g}–{most:g}", field.old, field.new)


def _plain(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _others(file: Path, edit: Edit, column: str) -> list[float]:
    """The values of the other rows of that edition, as they were."""
    import csv

    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, ValueError, csv.Error):
        return []
    edition = {name: edit.row[name] for name in _EDITIONS if edit.row.get(name)}
    others = [row for row in rows if all(row.get(name) == value for name, value in edition.items())]
    before = {field.name: field.old for field in edit.fields}
    own = {**edit.row, **before}
    found = (
        _plain(row.get(column) or "") for row in others if any(row.get(k) != v for k, v in own.items() if k in row)
    )
    return [one for one in found if one is not None]
