"""Citations `[@id]` in Markdown: what an id refers to, on which days it may be cited, and its text in the document."""

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
# Ids that refer to something of the job and not to a row in data/: the edition of the index, the conference, the edition
# with the predecessors of a merged unit
EDITION, CONFERENCE, PREDECESSORS = "dti", "hoi-nghi", "dti-truoc-sap-xep"


@dataclass(frozen=True)
class Reference:
    """What a citation refers to. `label` is its text in the footer of a slide, `entries` are its lines (key, text) in the
    list of sources. `known_from`, `until` and `after` are those of a cited item; `secondary` as in `Item`; `law` is the
    cited legal document, if it is one."""

    id: str
    label: str
    entries: tuple[tuple[str, str], ...]
    known_from: date | None = None
    until: date | None = None
    after: After | None = None
    secondary: bool = False
    law: law.LegalDocument | None = None


def cited_ids(text: str) -> tuple[str, ...]:
    """The ids cited in a text (`[@a]`, `[@a; @b]`), in order, each once."""
    ids = [part.strip().removeprefix("@") for match in CITATION.finditer(text) for part in match.group(1).split(";")]
    return tuple(dict.fromkeys(ids))


def without_citations(text: str) -> str:
    """The text without its citations and the spaces before them."""
    return CITATION.sub("", text)


def resolve(id_: str, profile: Profile) -> Reference:
    """The reference of a cited id. Raises UnknownName, which names the most similar ids."""
    if id_ in (EDITION, PREDECESSORS):
        return _edition_reference(id_, profile)
    if id_ == CONFERENCE:
        plan = profile.conference.plan
        entries = (
            *(((CONFERENCE, hold(plan[:1].upper() + plan[1:])),) if plan else ()),
            *(_source_entry(source, profile.as_of) for source in profile.conference.source_ids),
        )
        # no label: the table about the conference has a source line
        return Reference(id_, "", entries)
    items, sources, register = profile.items, conferences.source_titles(), law.documents()
    if id_ in items:
        item = items[id_]
        later_sources = item.after.source_ids if item.after and item.after.start <= profile.as_of else ()
        labels = tuple(dict.fromkeys(wording.source_label(source, profile.conference) for source in item.source_ids))
        return Reference(
            id_,
            "; ".join(labels),
            tuple(_source_entry(source, profile.as_of) for source in dict.fromkeys((*item.source_ids, *later_sources))),
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
    # no label: every figure and table of the index has a source line
    return Reference(id_, "", ((f"dti-{edition.year}", hold(text)),), edition.published_on)


def _source_entry(source_id: str, as_of: date) -> tuple[str, str]:
    """(key, text) of a line in the list of sources; values that the source does not state are left out.

    A source that was published after `as_of` reports a fact that was known before; the text says so.
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
