"""Citations `[@id]` in Markdown: what an id refers to, on which days it may be cited, and its text in the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from taphuan.errors import UnknownName
from taphuan.known import communes, law, measures
from taphuan.known.items import After, Item
from taphuan.known.sources import source_titles
from taphuan.lesson import own_words, wording
from taphuan.lesson.claims.citizens import citizens
from taphuan.lesson.profile import Profile
from taphuan.text import day, hold, say

CITATION = re.compile(r"\s*\[@([^\]]+)\]")
# Ids that refer to something of the job and not to a row in data/: the edition of the index, the conference, the edition
# with the predecessors of a merged unit, what the unit decided and published of itself, PAPI
EDITION, CONFERENCE, PREDECESSORS, OWN, PAPI = "dti", "hoi-nghi", "dti-truoc-sap-xep", "cua-dia-phuong", "papi"
# what arranged the communes of the province
ARRANGEMENT = "sap-xep-xa"
OF_JOB = (EDITION, CONFERENCE, PREDECESSORS, OWN, PAPI, ARRANGEMENT)


@dataclass(frozen=True)
class Reference:
    """What a citation refers to. `labels` are its names in the footer of a slide, each with its article or empty text;
    `entries` are its lines (key, text) in the list of sources. `known_from`, `until` and `after` are those of a cited item;
    `secondary` as in `Item`; `law` is the cited legal document, if it is one; `reprints` are the short names of the
    documents it rests on that were read in a reprint."""

    id: str
    labels: tuple[tuple[str, str], ...]
    entries: tuple[tuple[str, str], ...]
    known_from: date | None = None
    until: date | None = None
    after: After | None = None
    secondary: bool = False
    law: law.LegalDocument | None = None
    reprints: tuple[str, ...] = ()


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
            *source_entries(profile.conference.source_ids, profile.as_of),
        )
        # no label: the table about the conference has a source line
        return Reference(id_, (), entries)
    if id_ == OWN:
        labels = dict.fromkeys(
            wording.source_label(source, profile.conference)
            for figure in own_words.shown_figures(profile)
            for source in figure.source_ids
        )
        return Reference(
            id_,
            tuple((label, "") for label in labels if label),
            tuple(source_entries(own_words.source_ids(profile), profile.as_of)),
        )
    if id_ == PAPI:
        return _papi_reference(profile)
    if id_ == ARRANGEMENT:
        return _arrangement_reference(profile)
    if measures.has(id_):
        return _measure_reference(id_, profile)
    items, sources, register = profile.items, source_titles(), law.documents()
    if id_ in items:
        item = items[id_]
        after = item.after if item.after and item.after.start <= profile.as_of else None
        entries = (*_entries(item, profile.as_of), *(_entries(after, profile.as_of) if after else ()))
        return Reference(
            id_,
            wording.labels_of(item, profile.conference),
            tuple(dict.fromkeys(entries)),
            item.known_from,
            item.until,
            item.after,
            item.secondary,
            reprints=_reprints(register[law_id] for law_id, _ in item.laws),
        )
    if id_ in register:
        doc = register[id_]
        secondary = doc.verified == "partial"
        return of_document(doc, doc.known_from, ((doc.short, ""),), (_law_entry(doc),), secondary=secondary)
    if id_ in sources:
        label = wording.source_label(id_, profile.conference)
        return Reference(id_, ((label, ""),) if label else (), tuple(source_entries((id_,), profile.as_of)))
    raise UnknownName("citation", id_, (*items, *register, *sources, *OF_JOB))


def _arrangement_reference(profile: Profile) -> Reference:
    """The resolution that arranged the communes of the province, and who drew the map with the areas."""
    arrangement = communes.arrangement_of(profile.unit)
    if arrangement is None:
        return Reference(ARRANGEMENT, (), ())
    label = ((hold(arrangement.resolution), ""),)
    # the same document, where a statement of the deck was read in it
    for id_, source in source_titles().items():
        if f"{arrangement.resolution} " in source["title"]:
            return Reference(ARRANGEMENT, label, tuple(source_entries((id_,), profile.as_of)))
    words = say("compose.citations.communes_arranged", resolution=arrangement.resolution)
    return Reference(ARRANGEMENT, label, ((ARRANGEMENT, hold(words)),))


def of_document(
    doc: law.LegalDocument,
    known_from: date | None = None,
    labels: tuple[tuple[str, str], ...] = (),
    entries: tuple[tuple[str, str], ...] = (),
    *,
    secondary: bool,
) -> Reference:
    """The reference of a legal document; without labels and entries where a text names it and does not cite it."""
    return Reference(doc.id, labels, entries, known_from, secondary=secondary, law=doc, reprints=_reprints([doc]))


def _reprints(documents: Iterable[law.LegalDocument]) -> tuple[str, ...]:
    return tuple(doc.short for doc in documents if doc.verified == "partial")


def _law_entry(doc: law.LegalDocument) -> tuple[str, str]:
    """(key, text) of a legal document in the list of sources: type, number, day and title."""
    return doc.id, hold(doc.full if doc.title in doc.full else f"{doc.full}: {doc.title}")


def _entries(statement: Item | After, as_of: date) -> tuple[tuple[str, str], ...]:
    """The lines of a statement in the list of sources: the documents that say it, else who reports it, else the documents
    that it names."""
    if statement.laws:
        return tuple(_law_entry(law.document(id_)) for id_, _ in statement.laws)
    reports = tuple(source_entries(statement.source_ids, as_of))
    return reports or tuple(_law_entry(doc) for doc in law.named_in(statement.text, as_of))


def _edition_reference(id_: str, profile: Profile) -> Reference:
    from taphuan.known import dti

    editions = {edition.year: edition for edition in dti.editions(profile.as_of)}
    edition = profile.gathering.edition if profile.unit.is_everyone else profile.edition
    if id_ == PREDECESSORS and profile.before_merger:
        edition = editions[profile.before_merger[0].year]
    if edition is None:
        return Reference(id_, (), ())
    issuer = edition.issuer
    text = say("compose.citations.dti", issuer=issuer, year=edition.year, day=day(edition.published_on))
    # no label: every figure and table of the index has a source line
    return Reference(id_, (), ((f"dti-{edition.year}", hold(text)),), edition.published_on)


def _papi_reference(profile: Profile) -> Reference:
    told = citizens(profile)
    if told is None:
        return Reference(PAPI, (), ())
    edition = told.edition
    text = say("compose.citations.papi", issuer=edition.issuer, year=edition.key, day=day(edition.published_on))
    return Reference(PAPI, (), ((f"papi-{edition.key}", hold(text)),), edition.published_on)


def _measure_reference(key: str, profile: Profile) -> Reference:
    """The newest edition of a measure; nothing where none was published by the day."""
    editions = measures.editions(key, profile.as_of)
    if not editions:
        return Reference(key, (), ())
    edition = editions[-1]
    text = say(
        "compose.citations.measure",
        issuer=edition.issuer,
        measure=measures.measure(key).name,
        edition=edition.key,
        published=say("compose.citations.published", day=day(edition.published_on))
        if edition.basis == "published"
        else "",
    )
    # no label: every figure and table of numbers has a source line
    return Reference(key, (), ((f"{key}-{edition.key}", hold(text)),), edition.published_on)


def source_entries(source_ids: Iterable[str], as_of: date) -> Iterator[tuple[str, str]]:
    """(key, text) of the lines in the list of sources, each once; values that a source does not state are left out.

    A public repository has no line, because the document that was copied there has one. Neither has a source that was
    published after `as_of`: it reports a fact that was known before, and the notebook keeps its id.
    """
    for source_id in dict.fromkeys(source_ids):
        source = source_titles()[source_id]
        published = source["published_date"]
        if not wording.printable(source_id) or (
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
