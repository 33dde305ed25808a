"""The documented names that Markdown cells may use for text: `{{ name }}`. Those of conditions: `lesson/conditions.py`.

VALUES is the one list, beside the claims about measures of data/; docs/placeholders.md is made from both. A name whose function returns
None has no value for this job: using it without a matching `when` is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from taphuan.data.load import data_files, derived
from taphuan.known import dti
from taphuan.known.items import Item
from taphuan.known.units import agency, predecessors
from taphuan.lesson import all_participants_text, commune_words, measures, own_words, wording
from taphuan.lesson.claims.briefing import BEFORE, EVEN, FULL, HIGHER, RESULT
from taphuan.lesson.claims.cited import of_item
from taphuan.lesson.claims.claim import Claim, Kind
from taphuan.lesson.claims.history import PILLARS
from taphuan.lesson.claims.indices import INDEX, OneIndex, teachers
from taphuan.lesson.claims.one_measure import OneMeasure, parts
from taphuan.lesson.claims.register import HALL_KINDS, MEASURE_KINDS, PROFILE_KINDS
from taphuan.lesson.claims.standing import POSITION, RANK, REGION
from taphuan.lesson.markdown import Markdown, bullets, escape
from taphuan.lesson.on_demand import OnDemand
from taphuan.lesson.profile import Profile
from taphuan.lesson.proposals import proposed
from taphuan.lesson.teaching import MOST_QUIZ, Teaching
from taphuan.text import day, listing, number, say

Value = Callable[[Profile, Teaching], str | Markdown | None]


def _text(value: str) -> str | None:
    return escape(value) if value else None


def _said(claim: Claim | None) -> Markdown | None:
    """A claim inside a sentence or as a title; its full stop is the cell's."""
    return Markdown(escape(claim.text), (claim,)) if claim is not None else None


def _listed(claims: tuple[Claim, ...]) -> Markdown | None:
    """Claims as a list, one a line."""
    return Markdown(bullets([f"{claim.text}." for claim in claims]), claims) if claims else None


def _together(claims: Iterable[Claim | None]) -> Markdown | None:
    """The claims that are true here as sentences of one paragraph."""
    true = tuple(claim for claim in claims if claim is not None)
    return Markdown(escape(" ".join(f"{claim.text}." for claim in true)), true) if true else None


def _from_items(items: Sequence[Item], text: str) -> Markdown | None:
    """The words of items of data/, which bring their source with them."""
    return Markdown(text, tuple(claim for item in items for claim in of_item(item)), quoted=True) if text else None


def _index_claim(profile: Profile, key: str) -> Claim | None:
    row = measures.comparison(profile, key)
    return INDEX.claim(OneIndex(profile, row)) if row is not None else None


def own_claim(profile: Profile, kind: Kind[Profile]) -> Claim | None:
    return None if profile.unit.is_everyone else kind.claim(profile)


VALUES: dict[str, tuple[str, Value]] = {
    "unit.name": ("Quảng Nam", lambda p, t: escape(p.unit.name)),
    "unit.full_name": ("Tỉnh Quảng Nam", lambda p, t: escape(p.unit.full_name)),
    "unit.phrase": ("tỉnh Quảng Nam, inside a sentence", lambda p, t: escape(wording.unit_phrase(p.unit))),
    "unit.kind": ("tỉnh or thành phố", lambda p, t: wording.kind_word(p.unit)),
    "unit.region": (
        "name of the unit's region on the day",
        lambda p, t: None if p.unit.is_everyone else escape(p.region.name),
    ),
    "unit.predecessors": (
        "the units a merged one was put together from",
        lambda p, t: escape(listing([u.name for u in predecessors(p.unit)])) if predecessors(p.unit) else None,
    ),
    "conference.title": ("title of the conference", lambda p, t: escape(p.conference.title)),
    "conference.short_title": ("its short title, for a cover", lambda p, t: escape(p.conference.short_title)),
    "conference.named": (
        "its title in quotation marks, with the date where it is known",
        lambda p, t: escape(wording.conference_name(p.conference)),
    ),
    "conference.place": (
        "place, or a blank to fill",
        lambda p, t: escape(p.conference.place or wording.BLANK),
    ),
    "conference.organiser": (
        "organiser, or a blank to fill",
        lambda p, t: escape(p.conference.organiser or wording.BLANK),
    ),
    "conference.audience": (
        "audience, or a blank to fill",
        lambda p, t: escape(p.conference.audience or wording.BLANK),
    ),
    "conference.participants": (
        "number of participating units with its noun",
        lambda p, t: say("lesson.placeholders.participants", number=len(p.participants)),
    ),
    "conference.abridged": (
        "sentence without full stop: how much longer the event was than this material",
        lambda p, t: escape(p.conference.abridged),
    ),
    "deck.minutes": ("minutes that the deck of the hall is for", lambda p, t: str(t.minutes) if t.minutes else None),
    "conference.programme_finding": ("title of the programme slide", lambda p, t: escape(t.programme_finding)),
    "conference.speakers": (
        "list of speakers with role and what they said",
        lambda p, t: bullets(t.speaker_lines) or None,
    ),
    "cover.promise": (
        "what the deck of a province holds, for its cover",
        lambda p, t: escape(wording.cover_promise(p)),
    ),
    "as_of.day": ("31/10/2024", lambda p, t: day(p.as_of)),
    "as_of.line": ("Theo quy định và số liệu đến ngày …", lambda p, t: wording.as_of_line(p)),
    "as_of.year": ("year of the day", lambda p, t: str(p.as_of.year)),
    "as_of.next_year": ("the year after, for which plans are made", lambda p, t: str(p.as_of.year + 1)),
    "body.ministry": ("ministry in charge on the day", lambda p, t: agency("bo", p.as_of)),
    "body.department": ("provincial department in charge on the day", lambda p, t: agency("so", p.as_of)),
    "body.national": ("national department in charge on the day", lambda p, t: agency("cuc", p.as_of)),
    "body.one_stop": ("who guides the one-stop service on the day", lambda p, t: agency("mot-cua", p.as_of)),
    "body.portal": (
        "who runs the National Public Service Portal on the day",
        lambda p, t: agency("cong-dvc", p.as_of),
    ),
    "profile.awaiting_merged": (
        "that no edition over the units of today was published yet, for a merged unit",
        lambda p, t: _text(wording.awaiting_merged(p)),
    ),
    "profile.comparable_note": (
        "how many of the indices all units have, where not all",
        lambda p, t: _text(wording.comparable_note(p)),
    ),
    "profile.issuer": ("who published the edition", lambda p, t: escape(p.edition.issuer) if p.edition else None),
    "profile.year": ("year of the newest own row", lambda p, t: str(p.score.year) if p.score else None),
    "profile.rank": ("31/63", lambda p, t: wording.score_label(p.score) if p.score else None),
    "profile.published": (
        "day the edition was published",
        lambda p, t: day(p.edition.published_on) if p.edition else None,
    ),
    "profile.table_label": (
        "trung bình 63 tỉnh, thành phố",
        lambda p, t: wording.table_label(p.table[0].of) if p.table else None,
    ),
    "hall.group": ("19 tỉnh, thành phố dự hội nghị", lambda p, t: all_participants_text.group(p.gathering)),
    "hall.source_note": (
        "who published the participants' edition, and when",
        lambda p, t: _text(all_participants_text.source_note(p.gathering)),
    ),
    "discussion.list": (
        "questions for discussion known on the day",
        lambda p, t: _from_items(t.questions, bullets([item.text for item in t.questions])),
    ),
    "own.decided": (
        "that the unit has a resolution or plan of its own, or that its predecessors had",
        lambda p, t: _text(own_words.decided(p)),
    ),
    "own.figures": (
        "list: figures that the unit published of itself, with the time that they describe",
        lambda p, t: bullets(list(own_words.figure_lines(p))) or None,
    ),
    "law.reading": ("how many documents to read first are listed, and of how many", lambda p, t: _text(t.law_reading)),
    "law.finding": ("how many documents are cited, and how many no longer apply", lambda p, t: _text(t.law_finding)),
    "law.first": (
        "number of documents a briefing names first",
        lambda p, t: say("lesson.placeholders.laws", number=len(t.laws_first)),
    ),
    "module.title": (
        "title of the one module that is taught (a speaker's part)",
        lambda p, t: escape(t.modules[0].title) if t.only else None,
    ),
    "modules.listed": (
        "titles of the modules that are ready",
        lambda p, t: _text(listing([m.title for m in t.modules])),
    ),
    "questions.count": ("number of quiz questions", lambda p, t: number(len(t.quiz)) if t.quiz else None),
}

for _name, (_about, _) in commune_words.VALUES.items():
    VALUES[_name] = (_about, (lambda of: lambda p, t: of(p))(commune_words.value(_name)))
for _kind in PROFILE_KINDS:
    VALUES[f"claim.{_kind.id}"] = (_kind.about, (lambda kind: lambda p, t: _said(own_claim(p, kind)))(_kind))
for _hall in HALL_KINDS:
    VALUES[f"claim.{_hall.id}"] = (_hall.about, (lambda kind: lambda p, t: _said(kind.claim(p.gathering)))(_hall))
VALUES["claims.standing"] = (
    "paragraph: rank, value beside the means, place in the region where the rank does not say it; pillars where there is no table",
    lambda p, t: _together(
        own_claim(p, kind)
        for kind in (RANK, POSITION, *([REGION] if p.region_apart else []), *([] if p.table else [PILLARS]))
    ),
)
VALUES["briefing.result"] = (
    "paragraph of a briefing: value, rank and mean; predecessors; indices at the maximum, above and level with the mean",
    lambda p, t: _together(own_claim(p, kind) for kind in (RESULT, BEFORE, FULL, HIGHER, EVEN)),
)
VALUES["briefing.proposals"] = (
    "proposals of a briefing: for the two indices furthest below the mean, and the next day that the law sets",
    lambda p, t: None if p.unit.is_everyone else proposed(p),
)
VALUES["claim.teachers"] = ("list: whom to learn from in each index below the mean", lambda p, t: _listed(teachers(p)))
for _key, _label in dti.INDICES.items():
    VALUES[f"claim.index.{_key}"] = (
        f"{_label} of the unit beside the means of its table and region",
        (lambda key: lambda p, t: _said(_index_claim(p, key)))(_key),
    )

for _place in range(1, MOST_QUIZ + 1):

    def _quiz(place: int) -> Callable[[Callable[..., str]], Value]:
        def of(write: Callable[..., str]) -> Value:
            def value(profile: Profile, teaching: Teaching) -> Markdown | None:
                asked = teaching.quiz[place - 1 : place]
                return _from_items(asked, write(asked[0])) if asked else None

            return value

        return of

    _of = _quiz(_place)
    VALUES[f"quiz.{_place}.question"] = ("a quiz question", _of(lambda item: escape(item.text)))
    VALUES[f"quiz.{_place}.options"] = (
        "its options, one a line",
        _of(lambda item: bullets([f"{letter}. {text}" for letter, text in item.detail("options").items()])),
    )
    VALUES[f"quiz.{_place}.answer"] = ("its answer", _of(lambda item: escape(wording.answer_line(item))))
    VALUES[f"quiz.{_place}.explanation"] = ("why", _of(lambda item: escape(item.detail("explanation"))))
    VALUES[f"quiz.{_place}.id"] = ("its id, to be cited", _of(lambda item: item.id))


def measure_claim(profile: Profile, kind: Kind[OneMeasure], name: str) -> Claim | None:
    """The claim about a number of a measure; `name` is one of `one_measure.parts`."""
    return None if profile.unit.is_everyone else kind.claim(OneMeasure(profile, *parts()[name]))


# names that the measures of data/ make, as the reference writes them
OF_MEASURES = {f"claim.{kind.id}.<measure>": kind.about for kind in MEASURE_KINDS}


def all_values() -> Mapping[str, tuple[str, Value]]:
    """VALUES, and the claims about the measures that this programme has: "claim.measure.papi.transparency"."""
    return derived(data_files("measures/parts", "measures/measures"), _all_values)


def _all_values() -> dict[str, tuple[str, Value]]:
    def value(kind: Kind[OneMeasure], name: str) -> Value:
        return lambda p, t: _said(measure_claim(p, kind, name))

    return VALUES | {
        f"claim.{kind.id}.{name}": (kind.about, value(kind, name)) for kind in MEASURE_KINDS for name in parts()
    }


def values(profile: Profile, teaching: Teaching) -> Mapping[str, Markdown | None]:
    """Every documented placeholder with its Markdown value for this job (None: has no value here)."""
    known = all_values()

    def made(name: str) -> Markdown | None:
        said = known[name][1](profile, teaching)
        return Markdown(said) if isinstance(said, str) else said

    return OnDemand(tuple(known), made)
