"""Rules of what was taken from the articles: facts, quotations; and of the titles that are printed."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from typing import Any

from taphuan.data.check.schema import NO_VALUE, did_you_mean
from taphuan.data.check.tables import Row
from taphuan.data.documents import Path
from taphuan.data.drafts import DRAFT
from taphuan.data.rules.base import Data, Rule
from taphuan.errors import Problem, coded

FACTS, QUOTATIONS, PASSAGES = "conferences/article_facts", "conferences/quotations", "conferences/quoted_passages"
# What fits on a slide with the name of the speaker below it
MOST_WORDS_ON_A_SLIDE = 45
# What fits: a conference's title on three lines of an official paper, its short title on a cover, a module's on a divider
_LONGEST_TITLES = {"title": 135, "short_title": 40, "title_vi": 80, "short_vi": 52}


def words_of(text: str) -> list[str]:
    """The words of a passage in small letters and NFC, without punctuation: what two prints of it have in common."""
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())


def digest(text: str) -> str:
    """The SHA-256 digest of the words of a passage. It proves that a text has the same words, and does not show them."""
    return hashlib.sha256(" ".join(words_of(text)).encode("utf-8")).hexdigest()


@coded("TH441")
def facts_belong_to_their_conference(data: Data) -> Iterator[Problem]:
    """The conference of a fact or quotation exists and knows it on its as_of; the province is a unit on that day."""
    for row in (*data.rows(FACTS), *data.rows(QUOTATIONS)):
        slug = row["conference"]
        if not slug or slug in data.unread:
            continue
        if slug not in data.conferences:
            remedy = f"{did_you_mean(slug, list(data.conferences))}Correct it, or add data/conferences/{slug}.yaml."
            yield row.problem("conference", "no conference of this name", remedy)
            continue
        as_of = data.conferences[slug].value.get("as_of")
        if isinstance(as_of, str) and row["where"] != "left-out" and row["known_from"] > as_of:
            yield row.problem("known_from", f"after the conference's as_of {as_of}", "Correct one of the two days.")
        units = data.units_on(as_of) if isinstance(as_of, str) else {}
        if row["province_slug"] and units and row["province_slug"] not in units:
            yield row.problem("province_slug", f"not a unit on {as_of}", "Write the slug of that day.")


@coded("TH442")
def values_have_units(data: Data) -> Iterator[Problem]:
    """A fact with values has one unit for all of them or one unit per value; a fact without values has no unit."""
    for row in data.rows(FACTS):
        values, units = row["value"].split(";"), row["unit"].split(";")
        if bool(row["value"]) != bool(row["unit"]):
            name = "unit" if row["value"] else "value"
            what = "a value without a unit" if row["value"] else "a unit without a value"
            yield row.problem(name, what, "Fill in both or neither.", "blank")
        elif len(units) not in (1, len(values)):
            what = f"{len(units)} units for {len(values)} values"
            yield row.problem("unit", what, "Write one unit, or one unit per value.")


@coded("TH443")
def speakers_have_an_office(data: Data) -> Iterator[Problem]:
    """Whoever speaks has the office of that day, and the same one in all rows about a conference."""
    offices: dict[tuple[str, str], Row] = {}
    for row in (*data.rows(FACTS), *data.rows(QUOTATIONS)):
        speaker, office = row["speaker"], row["office"]
        if speaker and not office:
            remedy = (
                "Write the office that the article gives, as of that day; without one, leave the speaker blank, too."
            )
            yield row.problem("office", f"{speaker} has no office", remedy, "blank")
        elif office and not speaker:
            yield row.problem("speaker", "an office without its holder", "Fill in both or neither.", "blank")
        elif speaker:
            first = offices.setdefault((row["conference"], speaker), row)
            if first["office"] != office:
                what = f"{speaker} is “{first['office']}” in {first.file}, row {first.number}"
                yield row.problem("office", what, "Write one office for one day.")


@coded("TH444")
def left_out_facts_have_a_reason(data: Data) -> Iterator[Problem]:
    """A fact that no document shows says why; one that a document shows does not."""
    for row in data.rows(FACTS):
        if row["where"] == "left-out" and not row["reason"]:
            remedy = "Write why no document shows it, or place it: deck or report."
            yield row.problem("reason", "a fact is left out without a reason", remedy, "blank")
        elif row["where"] in ("deck", "report") and row["reason"]:
            yield row.problem("reason", f"a reason to leave out a fact of the {row['where']}", "Delete the reason.")


@coded("TH445")
def quotations_stand_in_their_article(data: Data) -> Iterator[Problem]:
    """The words of a quotation are those of a passage that its article has in quotation marks (quoted_passages.csv)."""
    if not data.has(QUOTATIONS, PASSAGES):
        return
    passages: dict[str, set[str]] = defaultdict(set)
    for row in data.rows(PASSAGES):
        passages[row["source_id"]].add(row["sha256"])
    for row in data.rows(QUOTATIONS):
        source, words = row["source_id"], row["text_vi"]
        if not source or not words:
            continue
        if digest(row["misprint"] or words) not in passages[source]:
            what = f"these words do not stand in quotation marks in the article {source}"
            remedy = (
                "Copy the whole passage or one of its sentences, word for word; what was said otherwise is told with “cho biết”. "
                "For an article that was not read before, run tools/quoted_passages.py."
            )
            yield row.problem("misprint" if row["misprint"] else "text_vi", what, remedy)
        elif row["misprint"] and (pair := _other_letters(words, row["misprint"])):
            what = f"“{pair[0]}” for “{pair[1]}” is no misprint: only marks of letters may be mended"
            yield row.problem("text_vi", what, "Write the words of the article.")


def _other_letters(words: str, printed: str) -> tuple[str, str] | None:
    """The first pair of words (ours, printed) that differ by more than the marks of their letters."""
    for pair in zip_longest(words_of(words), words_of(printed), fillvalue=""):
        if _bare(pair[0]) != _bare(pair[1]):
            return pair
    return None


def _bare(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@coded("TH446")
def quotations_fit_a_slide(data: Data) -> Iterator[Problem]:
    """A quotation of a deck has at most 45 words; a longer one belongs to the report."""
    for row in data.rows(QUOTATIONS):
        count = len(words_of(row["text_vi"]))
        if row["where"] == "deck" and count > MOST_WORDS_ON_A_SLIDE:
            what = f"{count} words, and a slide holds {MOST_WORDS_ON_A_SLIDE}"
            remedy = "Write report, or quote one sentence of the passage."
            yield row.problem("where", what, remedy)


@coded("TH447")
def titles_fit(data: Data) -> Iterator[Problem]:
    """A title of a conference or a module is neither blank nor too long for the line it is printed on."""
    for document in (*data.conferences.values(), *data.modules.values()):
        # of a draft, which is told before its titles
        room = len(f"{DRAFT}: ") if document.value.get("written") is False else 0
        for key, longest in _LONGEST_TITLES.items():
            title = document.value.get(key)
            if not isinstance(title, str) or not title:
                continue  # the models report a missing or empty title
            if not title.strip():
                yield document.problem((key,), "the title is blank", "Write the title.", repr(title))
            elif len(title) > longest - room:
                what = f"{len(title)} characters, and the place of the title holds {longest - room}"
                yield document.problem((key,), what, "Shorten it; remarks belong into a note.", f"{title[:40]}…")


# what spreadsheets and YAML of other programs write for nothing, yes and no
_OF_PROGRAMS = NO_VALUE | {"no", "yes", "true", "false", "on", "off", "~"}
# keys that ask for true or false: their models report any text
_BOOLEANS = ("use", "written", "practice", "funded", "outside_cities", "sample")


@coded("TH244")
def texts_are_not_blank(data: Data) -> Iterator[Problem]:
    """No text of a conference, a module, what is asked of communes or the layout is of blanks alone, as a title that `titles_fit`
    finds, or a word of a program: a page would have a line that says nothing."""
    of_titles = {(key,) for key in _LONGEST_TITLES}
    for document in (*data.conferences.values(), *data.lessons.values(), *filter(None, (data.layout, data.order))):
        for path, text in _texts(document.value, ()):
            if text and not text.strip() and path not in of_titles:
                remedy = "Write it, or null where it is not known."
                yield document.problem(path, "a text of blanks alone", remedy, repr(text))
            elif text.strip().casefold() in _OF_PROGRAMS and path not in of_titles and path[-1] not in _BOOLEANS:
                remedy = "Write it, or null where it is not known; true and false stand where a key asks for them."
                yield document.problem(path, "a word of a program in place of a text", remedy, text)


@coded("TH458")
def printed_days_are_the_known_ones(data: Data) -> Iterator[Problem]:
    """What a document prints as the days of a conference names its first and its last day; without known ones it names none."""
    for document in data.conferences.values():
        said = document.value.get("date_text_vi")
        first, last = (_a_day(document.value.get(key)) for key in ("date_start", "date_end"))
        if not isinstance(said, str) or not said.strip():
            continue
        if not first or not last:
            if not first and not last and re.search(r"\d/\d{1,2}/\d{4}", said):
                remedy = "Write date_start and date_end too, or leave the day out."
                yield document.problem(("date_text_vi",), "names a day, and the conference has none", remedy, said)
            continue
        same_month = (first.year, first.month) == (last.year, last.month)
        begin = f"0?{first.day}" if same_month else f"0?{first.day}/0?{first.month}"
        end = f"0?{last.day}/0?{last.month}/{last.year}"
        if not all(re.search(rf"(?<!\d){printed}(?!\d)", said) for printed in (begin, end)):
            what = f"does not say its days, {first} to {last}"
            yield document.problem(("date_text_vi",), what, "Correct it, or date_start and date_end.", said)


def _a_day(value: Any) -> date | None:
    """The day that an ISO date means; None for anything else, which the models report."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text in a value with the way to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(inner, (*path, key))


RULES: tuple[Rule, ...] = (
    facts_belong_to_their_conference,
    values_have_units,
    speakers_have_an_office,
    left_out_facts_have_a_reason,
    quotations_stand_in_their_article,
    quotations_fit_a_slide,
    titles_fit,
    texts_are_not_blank,
    printed_days_are_the_known_ones,
)
