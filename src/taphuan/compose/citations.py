"""Citations `[@id]` in Markdown: what an id refers to, on which days it may be cited, and its text in the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
            *_entries(profile.conference.source_ids, profile.as_of),
        )
        # no label: the table about the conference has a source line
        return Reference(id_, "", entries)
    items, sources, register = profile.items, conferences.source_titles(), law.documents()
    if id_ in items:
        item = items[id_]
        later_sources = item.after.source_ids if item.after and item.after.start <= profile.as_of else ()
        named = [(source, wording.source_label(source, profile.conference)) for source in item.source_ids]
        labels = [label for _, label in named if label]
        read_in = list(_entries((*item.source_ids, *later_sources), profile.as_of))
        if not labels:
            # read in a public repository, which no page names: the documents that the item is about are its sources
            about = law.named_in(item.text, profile.as_of)
            labels = [doc.short for doc in about]
            read_in += [_law_entry(doc) for doc in about]
        return Reference(
            id_,
            "; ".join(dict.fromkeys(labels)),
            tuple(read_in),
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
            (_law_entry(doc),),
            doc.known_from,
            None,
            None,
            doc.verified == "partial",
            doc,
        )
    if id_ in sources:
        return Reference(id_, wording.source_label(id_, profile.conference), tuple(_entries((id_,), profile.as_of)))
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
        f"công bố ngày {day(edition.published_on)}"
    )
    # no label: every figure and table of the index has a source line
    return Reference(id_, "", ((f"dti-{edition.year}", hold(text)),), edition.published_on)


def _law_entry(doc: law.LegalDocument) -> tuple[str, str]:
    return doc.id, hold(doc.full if doc.title in doc.full else f"{doc.full}: {doc.title}")


def _entries(source_ids: Iterable[str], as_of: date) -> Iterator[tuple[str, str]]:
    """(key, text) of the lines in the list of sources, each once; values that a source does not state are left out.

    A public repository has no line, because the document that was copied there has one. Neither has a source that was
    published after `as_of`: it reports a fact that was known before, and the notebook keeps its id.
    """
    for source_id in dict.fromkeys(source_ids):
        source = conferences.source_titles()[source_id]
        published = source["published_date"]
        if source_id.startswith(wording.COPIES) or (
            published not in wording.UNNAMED and published[:10] > as_of.isoformat()
        ):
            continue
        title = source["title"]
        if title.startswith("không rõ"):
            title = title.removeprefix("không rõ ").strip("()")
        title = title[:1].upper() + title[1:]
        parts = [title if title.startswith("Bài ") else f"“{title}”"]
        if source["publisher"] not in wording.UNNAMED:
            parts.append(source["publisher"])
        if published not in wording.UNNAMED:
            parts.append(day(published) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", published) else published)
        yield source_id, hold(", ".join(parts))
