"""`[@id]` in Markdown: what an id means, on which days it may be shown, and how it is named on the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from taphuan.errors import UnknownName
from taphuan.known import conferences, law
from taphuan.known.conferences import After
from taphuan.lesson import wording
from taphuan.lesson.profile import Profile
from taphuan.text import day, hold

CITATION = re.compile(r"\s*\[@([^\]]+)\]")
# Ids that stand for something of the job itself rather than for a row in data/
EDITION, CONFERENCE, PREDECESSORS = "dti", "hoi-nghi", "dti-truoc-sap-xep"


@dataclass(frozen=True)
class Reference:
    """What one cited id is. `label` stands in a slide's footer, `entries` in the list at the end (key, text)."""

    id: str
    label: str
    entries: tuple[tuple[str, str], ...]
    known_from: date | None = None
    until: date | None = None
    after: After | None = None
    secondary: bool = False
    law: law.LegalDocument | None = None


def cited_ids(text: str) -> tuple[str, ...]:
    """The ids cited in a text, in order, each once: `[@a]`, `[@a; @b]`."""
    found = [part.strip().removeprefix("@") for match in CITATION.finditer(text) for part in match.group(1).split(";")]
    return tuple(dict.fromkeys(found))


def without_citations(text: str) -> str:
    return CITATION.sub("", text)


def resolve(id_: str, profile: Profile) -> Reference:
    """The reference behind an id; UnknownName lists the nearest ids."""
    if id_ in (EDITION, PREDECESSORS):
        return _edition_reference(id_, profile)
    if id_ == CONFERENCE:
        plan = profile.conference.plan
        entries = (
            *(((CONFERENCE, hold(plan[:1].upper() + plan[1:])),) if plan else ()),
            *(_source_entry(source, profile.as_of) for source in profile.conference.source_ids),
        )
        # its table carries the source line itself
        return Reference(id_, "", entries)
    items, sources, register = profile.items, conferences.source_titles(), law.documents()
    if id_ in items:
        item = items[id_]
        told_later = item.after.source_ids if item.after and item.after.start <= profile.as_of else ()
        labels = tuple(dict.fromkeys(wording.source_label(source, profile.conference) for source in item.source_ids))
        return Reference(
            id_,
            "; ".join(labels),
            tuple(_source_entry(source, profile.as_of) for source in dict.fromkeys((*item.source_ids, *told_later))),
            item.known_from,
            item.until,
            item.after,
            item.secondary,
        )
    if id_ in register:
        doc = register[id_]
        return Reference(
            id_,
            doc.short,
            ((doc.id, hold(doc.full if doc.title in doc.full else f"{doc.full}: {doc.title}")),),
            doc.known_from,
            None,
            None,
            doc.verified == "partial",
            doc,
        )
    if id_ in sources:
        return Reference(id_, wording.source_label(id_, profile.conference), (_source_entry(id_, profile.as_of),))
    raise UnknownName("citation", id_, (*items, *register, *sources, EDITION, CONFERENCE, PREDECESSORS))


def _edition_reference(id_: str, profile: Profile) -> Reference:
    from taphuan.known import dti

    editions = {edition.year: edition for edition in dti.editions(profile.as_of)}
    edition = profile.gathering.edition if profile.unit.is_everyone else profile.edition
    if id_ == PREDECESSORS and profile.before_merger:
        edition = editions[profile.before_merger[0].year]
    if edition is None:
        return Reference(id_, "", ())
    issuer = edition.issuer
    text = (
        f"{issuer}: kết quả đánh giá mức độ chuyển đổi số (DTI) năm {edition.year}, "
        f"công bố ngày {day(edition.published_on)}; số liệu đọc qua các bản chép công khai"
    )
    # no label: every figure and table of the index carries its own source line
    return Reference(id_, "", ((f"dti-{edition.year}", hold(text)),), edition.published_on)


def _source_entry(source_id: str, as_of: date) -> tuple[str, str]:
    """Key and text of one line of the list of sources; what the source does not say is left out, never filled in.

    A page that was put up after the day is where a fact of that day was read; the line says so.
    """
    source = conferences.source_titles()[source_id]
    title = (
        source["title"].removeprefix("không rõ ").strip("()")
        if source["title"].startswith("không rõ")
        else source["title"]
    )
    title = title[:1].upper() + title[1:]
    parts = [f"“{title}”" if not title.startswith("Bài về") else title]
    parts.append(source["publisher"] if source["publisher"] not in wording.UNNAMED else "không rõ nơi đăng")
    published = source["published_date"]
    if published not in wording.UNNAMED:
        dated = re.fullmatch(r"\d{4}-\d{2}-\d{2}", published)
        later = " (đăng sau ngày chốt số liệu, dẫn để đối chiếu)" if published[:10] > as_of.isoformat() else ""
        parts.append((day(published) if dated else published) + later)
    return source_id, hold(", ".join(parts))
