"""The Vietnamese sentences made from data that compare nothing: source lines, labels, caveats. Comparisons are in claims/.

Each sentence is right for the day of its profile and holds its numbers together with no-break spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from taphuan.known import communes, dti, law
from taphuan.known.conferences import Conference, conferences
from taphuan.known.dti import Edition, Score, crosses_break
from taphuan.known.items import After, Item
from taphuan.known.sources import producers, source_titles
from taphuan.known.units import Unit, agency, short_agencies
from taphuan.lesson.profile import Profile
from taphuan.text import day, hold, listing, lower_first, say

PROVENANCE = say("lesson.wording.provenance")
LAW_SOURCE = say("lesson.wording.named_laws")
DERIVED = say("lesson.wording.pillars_computed")
REPRINT = say("lesson.wording.reprint")
REPRINT_EXPLAINED = say("lesson.wording.reprint_note", reprint=REPRINT)
# what stands for an unknown detail of a conference: a place to write on
BLANK = "………"

UNNAMED = ("", "không rõ")
# how the ids of public repositories begin: places where somebody copied what others published
_COPIES = ("gh-", "vnpd-")


def printable(source_id: str) -> bool:
    """Whether a page may name the source: a public repository is where a text was read, never who says it."""
    return not source_id.startswith(_COPIES)


def source_label(source_id: str, conference: Conference) -> str:
    """A short name for a source line: the producer of what was read in a copy, the publisher, or the conference that an
    article without one is about; empty text for a source that is never named."""
    source = source_titles()[source_id]
    if producer := producers().get(source_id):
        return producer
    if not printable(source_id):
        return ""
    if source["publisher"] not in UNNAMED:
        return source["publisher"]
    if source_id in conference.source_ids:
        return say("lesson.wording.articles_about")
    about = next((other for other in conferences() if source_id in other.source_ids), None)
    return say("lesson.wording.article_about", title=about.short_title) if about else say("lesson.wording.press")


def sources_line(source_ids: Iterable[str], conference: Conference) -> str:
    """ "Nguồn: Thư Ký Luật; Báo Thanh Niên": each publisher once; empty text where none is named."""
    return _line(dict.fromkeys(source_label(id_, conference) for id_ in source_ids))


def labels_of(item: Item, conference: Conference) -> tuple[tuple[str, str], ...]:
    """(name, article) of what a statement rests on: the documents that say it, else the publishers who report it, else
    the documents that it names."""
    if item.laws:
        return tuple((law.document(id_).short, article) for id_, article in item.laws)
    publishers = tuple((label, "") for id_ in item.source_ids if (label := source_label(id_, conference)))
    return publishers or tuple((doc.short, "") for doc in law.named_in(item.text, item.known_from))


def merged(labels: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Each name once, with the numbers of its articles: "NĐ 224/2026 (Điều 36, 65)"; a part that is not an article as it
    is called: "NQ 57-NQ/TW (mục III.1)"."""
    places: dict[str, dict[str, None]] = {}
    for name, article in labels:
        numbers = re.findall(r"Điều (\d+)", article)
        places.setdefault(name, {}).update(dict.fromkeys(numbers or ([article] if article else [])))
    return tuple(name + _places(tuple(found)) for name, found in places.items())


def _places(found: tuple[str, ...]) -> str:
    numbers = sorted((place for place in found if place.isdigit()), key=int)
    others = [place for place in found if not place.isdigit()]
    named = [*([say("lesson.wording.articles", numbers=", ".join(numbers))] if numbers else []), *others]
    return f" ({'; '.join(named)})" if named else ""


def basis(item: Item) -> str:
    """ "Điều 12 NĐ 150/2025": the articles of a statement with the short names of their documents."""
    return "; ".join(" ".join(filter(None, (article, law.document(id_).short))) for id_, article in item.laws)


def items_line(items: Iterable[Item], conference: Conference) -> str:
    """The source line of statements: "Nguồn: NĐ 224/2026 (Điều 59, 67); Báo Thanh Niên"; empty text where none is named."""
    return _line(merged(label for item in items for label in labels_of(item, conference)))


def laws_line(*documents: law.LegalDocument) -> str:
    """The source line of what documents say: "Nguồn: NĐ 82/2024; NĐ 73/2019"."""
    return _line(doc.short for doc in documents)


def _line(labels: Iterable[str]) -> str:
    named = "; ".join(filter(None, labels))
    return say("lesson.wording.source", names=named) if named else ""


def as_of_line(profile: Profile) -> str:
    return say("lesson.wording.as_of", day=day(profile.as_of))


def kind_word(unit: Unit) -> str:
    return (
        say("lesson.wording.everyone")
        if unit.is_everyone
        else say("lesson.wording.city")
        if unit.is_city
        else say("lesson.wording.province")
    )


def unit_phrase(unit: Unit) -> str:
    """ "tỉnh Quảng Nam", "Thành phố Hồ Chí Minh": the full name inside a sentence."""
    return hold(unit.full_name if unit.named_for_a_person else lower_first(unit.full_name))


def after_text(after: After) -> str:
    """The sentence that must be added to an item; it begins with its day unless it names the day itself."""
    text, start = after.text or commune_became(after.commune, after.start), day(after.start)
    return text if start in text else say("lesson.wording.since", day=start, text=text)


def commune_became(code: str, since: date) -> str:
    """ "Từ 01/7/2025, xã Vi Hương cùng … hợp thành xã Phủ Thông, tỉnh Thái Nguyên.": what became of a commune that ended
    on the day before `since`."""
    old = communes.resolve_commune(code, since - timedelta(days=1))
    became = communes.successors(old, since)
    province = unit_phrase(communes.province_of(became[0], since))
    begin = say("lesson.wording.since_commune", day=day(since), commune=lower_first(old.full_name))
    if len(became) > 1:
        return say(
            "lesson.wording.divided",
            begin=begin,
            into=_by_kind((c.full_name, c.name, True) for c in became),
            province=province,
        )
    (new,) = became
    others = [p for p in communes.predecessors(new) if p.code != code]
    name = f"{lower_first(new.full_name)}, {province}"
    if not others:
        same = new.full_name == old.full_name
        return say(
            "lesson.wording.kept",
            begin=begin,
            how=say("lesson.wording.kept_in", province=province) if same else say("lesson.wording.became", name=name),
        )
    return say(
        "lesson.wording.joined", begin=begin, others=_by_kind((p.full_name, p.name, p.whole) for p in others), name=name
    )


def _by_kind(communes: Iterable[tuple[str, str, bool]]) -> str:
    """ "thị trấn Phủ Thông và các xã Lục Bình, Tân Tú": communes (full name, name, whether all of it) by their kind."""
    groups: dict[str, list[str]] = {}
    for full_name, name, whole in communes:
        kind = ("" if whole else say("lesson.wording.part_of")) + "{}" + lower_first(full_name.removesuffix(name))
        groups.setdefault(kind, []).append(name)
    join = listing if len(groups) == 1 else ", ".join
    return listing(
        [
            kind.format(say("lesson.wording.several") if names[1:] else "") + join(names)
            for kind, names in groups.items()
        ]
    )


def table_label(of: int) -> str:
    """ "trung bình 63 tỉnh, thành phố": the mean of all units of a table."""
    return say("lesson.wording.table_mean", of=of)


def pillar_name(label: str) -> str:
    """ "Trụ cột chính quyền số": never the name of an index, “Hoạt động chính quyền số”."""
    return say("lesson.wording.pillar", label=lower_first(label))


def edition_source(edition: Edition, *, means: bool = False) -> str:
    """The source line of everything read from one edition; `means` says that it shows means, which we computed."""
    issuer = short_agencies().get(edition.issuer, edition.issuer)
    computed = say("lesson.wording.computed") if means else ""
    return say(
        "lesson.wording.index_source",
        index=dti.name(),
        issuer=issuer,
        year=edition.year,
        day=day(edition.published_on),
        computed=computed,
    )


def awaiting_merged(profile: Profile) -> str:
    """That no edition over the units of today was published yet, for a unit that was put together from several.

    Empty for every other unit: what was published and is not in our data is not spoken of.
    """
    if profile.score is not None or not profile.before_merger or dti.has_table(profile.unit.table, profile.as_of):
        return ""
    return hold(say("lesson.wording.no_result_yet", index=dti.name(), day=day(profile.as_of), unit=profile.unit.name))


def cover_promise(profile: Profile) -> str:
    """What the deck of one province holds, for its cover; its place in the index only where the deck shows it."""
    place = (
        say("lesson.wording.position", unit=unit_phrase(profile.unit))
        if profile.has_position
        else say("lesson.wording.rules")
    )
    return hold(say("lesson.wording.to_know", place=place))


def topic(label: str) -> str:
    """ "Hoạt động kinh tế số" → "hoạt động kinh tế số": an index named inside a sentence."""
    return lower_first(label)


def comparable_note(profile: Profile) -> str:
    """Says how many of the indices all units of the table have, where it is not all."""
    comparable = len(profile.comparisons)
    if not comparable or comparable == len(dti.INDICES):
        return ""
    return hold(say("lesson.wording.complete", number=comparable, all=len(dti.INDICES), of=profile.table[0].of))


def ministry(profile: Profile) -> str:
    return agency("bo", profile.as_of)


def conference_name(conference: Conference) -> str:
    """The title in quotation marks, with the date where it is known."""
    when = f" ({lower_first(conference.date_text)})" if conference.date_text else ""
    return hold(f"“{conference.title}”{when}")


def conference_source(conference: Conference) -> str:
    """The source line of a conference's details; empty for a sample, which has none."""
    if conference.sample:
        return ""
    return (
        say("lesson.wording.plan", plan=conference.plan)
        if conference.plan
        else sources_line(conference.source_ids, conference)
    )


def law_state_sentence(doc: law.LegalDocument, state: law.State) -> str:
    mark = f" ({REPRINT})" if doc.verified == "partial" else ""
    return hold(f"{doc.short}: {state.detail}{mark}")


def answer_line(item: Item) -> str:
    """ "B. Chuyển đổi nhận thức" for a quiz question."""
    letter = item.detail("answer")
    return f"{letter}. {item.detail('options')[letter]}"


def score_label(score: Score) -> str:
    return f"{score.rank}/{score.of}"


def rank_break(before: Score | None, score: Score) -> str:
    """Why `score` cannot be compared with the edition before it: all reasons, in words; empty where it can."""
    if before is None:
        return ""
    reasons = [say("lesson.wording.method_changed")] if crosses_break(before.year, score.year) else []
    if before.of != score.of:
        reasons.append(say("lesson.wording.territory_changed"))
    return ", ".join(reasons)
