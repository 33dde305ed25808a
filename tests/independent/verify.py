"""Checks every sentence about a unit's numbers in composed notebooks and built decks against data/.

    python tests/independent/verify.py build/

reads each notebook.ipynb and deck.md below the folder and prints what is false: document, slide, sentence, claim, what data say.
Exit code: 0 nothing is false, 1 something is, 2 there is nothing to read. The rules are in the files beside this one; none of them
imports the package. A sentence that compares and that no rule can read is reported too, unless it is a claim that cites a source.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import figure_rules
import hall_rules  # noqa: F401 - this and the next three register their rules
import law_rules
import mean_rules  # noqa: F401
import rank_rules  # noqa: F401
import slope_rules  # noqa: F401
import spine_rules  # noqa: F401
import whole_deck
import workbook_rules
from context import RULES, Context, Figure, Untrue, read_sentence
from published import INDICES, PILLARS, day
from reading import Set, Text, cells_of, deck_lines, printed_rows, read_file, read_notebook
from words import patterns, plain, sentences

# words that compare units wherever a unit or a measure is named; words that compare only beside a number, a measure or two units
STRONG = re.compile(
    r"(?<!\w)(?:(?:cao|thấp|kém|nhiều|ít|tốt) hơn|dẫn đầu|đứng (?:đầu|cuối|nhất|bét|giữa|thứ)|xếp (?:thứ|cuối|đầu|\d+/)|(?:thứ |xếp )?hạng (?:DTI )?(?:thứ )?\d"
    r"|(?:đầu|cuối) bảng|điểm (?:mạnh|yếu)|thế mạnh|bất lợi|(?:trên|dưới|bằng|ngang|vượt) (?:mức )?trung bình|học (?:cách làm của|từ|hỏi)"
    r"|(?:tăng|giảm|tụt|lên|xuống) (?:\d+ )?(?:hạng|bậc)|tụt (?:lại|hậu)|nhóm (?:đầu|cuối)|vượt trội)(?!\w)",
    re.IGNORECASE,
)
WEAK = re.compile(r"(?<!\w)(?:hơn|kém|nhất|ngang|vượt|gấp (?:đôi|ba|\d)|bậc)(?!\w)", re.IGNORECASE)
IDIOMS = re.compile(
    r"(?:thống|duy|hợp|đồng|thứ|ít|gần|mới|sớm|muộn|chậm) nhất|nhất (?:thiết|quán|trí|thể|định|là)|hơn (?:\d[\d.]*(?! \d*,)|một|hai|ba|bốn|năm|nửa)(?!,)"
    r"|(?:người|cấp trưởng) đứng đầu|dấu gạch ngang|thanh ngang|ngang (?:cấp|ngành)|bài học từ|vượt (?:khỏi|qua)|PUE không vượt",
    re.IGNORECASE,
)
OF_UNITS = re.compile(
    r"DTI|trung bình \d|trung bình vùng|(?<![\d.])\d{1,3},\d(?![\d%])|\d+/(?:34|63)\b|chỉ số so sánh|trụ cột|tỉnh dự|trong vùng|bảng \d"
)
_INDEX = re.compile("DTI|" + "|".join(INDICES.values()) + "|" + "|".join(PILLARS.values()), re.IGNORECASE)
OWN_SOURCES = ("dti", "units/")


@dataclass(frozen=True)
class Finding:
    """Something false: where it stands, the sentence, what it claims, what data say."""

    document: str
    slide: str
    sentence: str
    claim: str
    data: str

    def __str__(self) -> str:
        return f"{self.document} · {self.slide}\n    “{self.sentence}”\n    {self.claim}: {self.data}"


def _without_read(sentence: str) -> str:
    """The sentence without the parts that rules read."""
    for i, match in read_sentence(sentence):
        if RULES[i][3]:
            sentence = sentence.replace(match[0], " … ")
    return sentence


@lru_cache(maxsize=200_000)
def unread(sentence: str) -> str:
    """The words that compare numbers of units and that no rule reads; "" where there are none."""
    if sentence.rstrip('”" ').endswith("?"):
        return ""
    rest = IDIOMS.sub(" ", _without_read(sentence))
    units = len(_any_name().findall(rest))
    strong, weak = STRONG.search(rest), WEAK.search(rest)
    measured = OF_UNITS.search(rest)
    if strong and (units or measured):
        return strong[0]
    return weak[0] if weak and (measured or units > 1) else ""


@lru_cache(maxsize=200_000)
def unread_number(sentence: str) -> str:
    """A value or a rank of a unit that no rule reads; "" where there is none."""
    rest = _without_read(sentence)
    found = re.search(r"(?<![\d.,/])\d{1,3},\d(?![\d%]| ?%)|(?<![\d/])\d+/(?:34|63)(?![\d/])", rest)
    return found[0] if found and (_any_name().search(sentence) or _INDEX.search(sentence)) else ""


@lru_cache(maxsize=1)
def _any_name() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){patterns()['unit']}(?!\w)")


def check_sentence(sentence: str, context: Context) -> Iterator[tuple[str, str]]:
    """(claim, what data say) of everything false in a sentence."""
    for i, match in read_sentence(sentence):
        name, _, check, _ = RULES[i]
        try:
            yield from ((name, fault) for fault in check(match, context))
        except Untrue as error:
            yield name, str(error)
        except (KeyError, ValueError) as error:
            yield name, f"no such day, index or unit: {error}"
    yield from ((f"law: {words}", fault) for words, fault in law_rules.check_text(sentence, context.on))


def _cited(sentence: str, text: Text) -> bool:
    """Whether the sentence is a claim that cites a source: an item, a law, a source, not rows of the index or of units."""
    return any(
        (sentence in claim or claim.rstrip(".") in sentence)
        and evidence
        and not any(e[0].startswith(OWN_SOURCES) for e in evidence)
        for _, claim, evidence in text.claims
    )


def _is_read(sentence: str) -> bool:
    # a label of a figure stands before its value
    return any(RULES[i][3] for said in (sentence, f"{sentence}: 0,0") for i, _ in read_sentence(said))


def check_text(text: Text, context: Context, name: str) -> Iterator[Finding]:
    place = f"{name} {text.document}", f"{text.slide} {text.cell}"
    for sentence in sentences(text.text):
        for claim, fault in check_sentence(sentence, context):
            yield Finding(*place, sentence, claim, fault)
        words = "" if text.role == "sources" else unread(sentence)
        if words and not _cited(sentence, text):
            yield Finding(*place, sentence, "compares", f"no rule reads “{words}”, and it cites no source")
        number = "" if text.role == "sources" or text.figure else unread_number(sentence)
        if number and not words and not _cited(sentence, text):
            yield Finding(*place, sentence, "number", f"no rule reads “{number}”, and it cites no source")
    for doubt in whole_deck.doubts(text.text):
        yield Finding(*place, doubt, "doubt", "documents say what is known and leave out the rest")
    for id_, claim, evidence in text.claims:
        for missing in filter(None, map(whole_deck.missing_evidence, evidence)):
            yield Finding(*place, claim, f"evidence of {id_}", missing)
        if any(e[0].startswith(OWN_SOURCES) for e in evidence) and not any(
            _is_read(sentence) for sentence in sentences(claim)
        ):
            yield Finding(*place, claim, f"claim {id_}", "no rule reads it")


def in_context(found: Set) -> Iterator[tuple[Text, Context]]:
    """Each text of a set with what it is about."""
    on_slide: dict[tuple[str, str], tuple[Figure, ...]] = {}
    for document, slide, _, figure in found.figures:
        on_slide[document, slide] = (*on_slide.get((document, slide), ()), figure)
    for text in found.texts:
        figures = on_slide.get((text.document, text.slide), ())
        yield text, Context(found.conference, day(found.on), found.slug, text.figure, figures)


def verify(found: Set) -> list[Finding]:
    """Everything false in one set."""
    base = Context(found.conference, day(found.on), found.slug)
    findings = [finding for text, context in in_context(found) for finding in check_text(text, context, found.name)]
    for document, slide, cell, figure in found.figures:
        place = f"{found.name} {document}", f"{slide} {cell}"
        findings += (
            Finding(*place, figure.caption, "figure", fault) for fault in figure_rules.check_figure(figure, base)
        )
        findings += (Finding(*place, words, "law", fault) for words, fault in law_rules.check_figure(figure, base))
    findings += (Finding(found.name, "data.xlsx", *fault) for fault in workbook_rules.check(found, base))
    for slide, sentence, claim, fault in (
        *whole_deck.labels(found),
        *whole_deck.repeated(found),
        *whole_deck.means(found),
        *whole_deck.units(found, base),
    ):
        findings.append(Finding(found.name, slide, sentence, claim, fault))
    for text in dict.fromkeys(found.strings):
        for sentence in sentences(text):
            findings += (
                Finding(found.name, "quiz, agenda, tables", sentence, *fault)
                for fault in check_sentence(sentence, base)
            )
        findings += (
            Finding(found.name, "quiz, agenda, tables", plain(text)[:120], "doubt", doubt)
            for doubt in whole_deck.doubts(text)
        )
    return list(dict.fromkeys(findings))


def verify_deck(path: Path, found: Set, root: Path) -> list[Finding]:
    """What a deck.md says and its notebook does not: each such sentence must be true by itself, a row of a table must not be there."""
    known = {sentence for text in found.texts for sentence in sentences(text.text)}
    rows = printed_rows(found)
    context = Context(found.conference, day(found.on), found.slug)
    findings = []
    for title, line in deck_lines(path):
        place = path.relative_to(root).as_posix(), title
        if line.startswith("|"):
            if cells_of(line) not in rows:
                findings.append(Finding(*place, line, "row of a table", "stands in no table of notebook.ipynb"))
            continue
        for sentence in sentences(line):
            if sentence not in known:
                findings += (Finding(*place, sentence, *fault) for fault in check_sentence(sentence, context))
                unread_words = unread(sentence) or unread_number(sentence)
                if unread_words:
                    findings.append(Finding(*place, sentence, "compares", f"no rule reads “{unread_words}”"))
                findings += (Finding(*place, sentence, "doubt", doubt) for doubt in whole_deck.doubts(sentence))
    return findings


def verify_notebook(notebook: dict, name: str) -> list[Finding]:
    """Everything false in a composed notebook."""
    return verify(read_notebook(notebook, name))


def verify_folder(root: Path) -> tuple[int, list[Finding]]:
    """(number of sets, everything false in them)."""
    findings: list[Finding] = []
    paths = sorted(root.rglob("notebook.ipynb"))
    for path in paths:
        found = read_file(path, root)
        findings += verify(found)
        deck = path.with_name("deck.md")
        findings += verify_deck(deck, found, root) if deck.is_file() else []
    return len(paths), findings


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print("usage: verify.py FOLDER (a folder of built sets, e.g. build/)", file=sys.stderr)
        return 2
    count, findings = verify_folder(Path(arguments[0]))
    if not count:
        print(f"error: no notebook.ipynb below {arguments[0]}; build first: make", file=sys.stderr)
        return 2
    for finding in findings:
        print(finding)
    print(f"{count} sets read against data/: {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
