"""Dated statements of the data files: what each says, from when until when, and what says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from taphuan.data.drafts import NO_SOURCE_YET
from taphuan.data.load import parsed


@dataclass(frozen=True)
class After:
    """A sentence that must be added to an item from the day `start` on: `text`, or, where it is empty, what became of the
    old commune with the code `commune` (`lesson.wording.after_text` writes the sentence). `laws` and `secondary` as in
    `Item`."""

    start: date
    text: str
    source_ids: tuple[str, ...]
    commune: str = ""
    laws: tuple[tuple[str, str], ...] = ()
    secondary: bool = False


@dataclass(frozen=True)
class Item:
    """A dated statement. `kind`: key_point · figure · question · quiz · objective · exercise · sheet · decision · duty · clock · situation · fact · quotation. `owner`: the slug of its module or
    conference.

    `laws` are the documents that say it, as (id, article; empty text if it is the document as a whole): they are what is
    cited, and `source_ids` only where it was read. `secondary` says that it rests on reprints alone (see `is_secondary`).
    `where` says whether a fact belongs to the deck or to the report. `details` are the other values of its entry in the
    data file.
    """

    id: str
    kind: str
    owner: str
    text: str
    known_from: date
    until: date | None
    after: After | None
    source_ids: tuple[str, ...]
    secondary: bool
    where: str = ""
    details: tuple[tuple[str, Any], ...] = ()
    laws: tuple[tuple[str, str], ...] = ()

    def known(self, as_of: date) -> bool:
        """Whether the item was public on `as_of`."""
        return self.known_from <= as_of

    def usable(self, as_of: date) -> bool:
        """Whether a document of `as_of` may show the item: it is public, its wording is right, and `use` is not false."""
        return (
            self.known(as_of) and (self.until is None or as_of <= self.until) and self.detail("use", True) is not False
        )

    def detail(self, name: str, default: Any = None) -> Any:
        """One of `details` by its name, or the default."""
        return dict(self.details).get(name, default)

    @property
    def said(self) -> tuple[str, ...]:
        """All that it says: its text, the options of a question and why each is right or wrong, the cards of an exercise and why each
        belongs to its bin, what its numbers show."""
        details = dict(self.details)
        options, whys = details.get("options") or {}, details.get("whys") or {}
        cards = (card[part] for card in details.get("cards") or () for part in ("text", "why"))
        texts = (
            self.text,
            *options.values(),
            details.get("explanation"),
            *whys.values(),
            *cards,
            details.get("finding"),
        )
        return tuple(str(text) for text in texts if text)


def ids_in(text: str | None) -> tuple[str, ...]:
    """The source ids in "a;b", without that of a source which is to be found yet."""
    return tuple(id_ for id_ in (text or "").split(";") if id_ not in ("", NO_SOURCE_YET))


def is_secondary(source_ids: tuple[str, ...], laws: tuple[tuple[str, str], ...] = ()) -> bool:
    """Whether a statement rests on reprints alone: all documents that it cites have verified = partial; without such a
    document, all its sources are copies in a public repository (`gh-…`).
    """
    if laws:
        levels = parsed("law/legal_documents", _levels)
        return all(levels[id_] == "partial" for id_, _ in laws)
    return bool(source_ids) and all(id_.startswith("gh-") for id_ in source_ids)


def _levels(rows: tuple[dict[str, str], ...]) -> dict[str, str]:
    """`verified` of every legal document by id."""
    return {row["id"]: row["verified"] for row in rows}


def cited_laws(raw: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """(id, article) of each entry of `law`: "nd-224-2026 khoản 2 Điều 42"."""
    return tuple((id_, article) for id_, _, article in (entry.partition(" ") for entry in raw.get("law", ())))


def _after(raw: dict[str, Any] | None) -> After | None:
    if raw is None:
        return None
    sources, laws = ids_in(raw.get("source_id")), cited_laws(raw)
    start, commune = date.fromisoformat(raw["from"]), raw.get("commune") or ""
    return After(start, raw.get("text") or "", sources, commune, laws, is_secondary(sources, laws))


def item_of(kind: str, owner: str, raw: dict[str, Any]) -> Item:
    sources, laws = ids_in(raw.get("source_id")), cited_laws(raw)
    text = {"figure": "name", "quiz": "question", "exercise": "title", "sheet": "title", "duty": "title"}.get(
        kind, "text"
    )
    known = (text, "id", "source_id", "law", "after", *("known_from", "known_basis", "known_note", "until", "use_note"))
    return Item(
        id=raw["id"],
        kind=kind,
        owner=owner,
        text=raw[text],
        known_from=date.fromisoformat(raw["known_from"]),
        until=date.fromisoformat(raw["until"]) if raw.get("until") else None,
        after=_after(raw.get("after")),
        source_ids=sources,
        secondary=is_secondary(sources, laws),
        details=tuple((key, value) for key, value in raw.items() if key not in known),
        laws=laws,
    )
