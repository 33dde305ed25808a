"""What the documents of the register say: provisions in our own words, and the fixed days they set. Source: data/law.

Each has the day on which it became public. On a given day only provisions of documents known by then are served; whether
one still applies follows from the state of its document and from `until`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from taphuan.data.load import parsed
from taphuan.known import law


@dataclass(frozen=True)
class Provision:
    """One statement of a document. `binds`: bo · tinh · xa · all. `read`: full (the article itself, in a copy of the whole
    text) · extract. `papers` are the papers it changes and `editor` is who changes them, where the text says so; empty
    text where it does not. `until` is the last day, inclusive, on which it is more than history."""

    id: str
    law: str
    article: str
    statement: str
    binds: tuple[str, ...]
    deadline: str
    known_from: date
    until: date | None
    read: str
    papers: str
    editor: str
    source_ids: tuple[str, ...]

    def binding(self, level: str) -> bool:
        """Whether it binds a level: "bo", "tinh" or "xa"."""
        return "all" in self.binds or level in self.binds

    @property
    def citation(self) -> str:
        """Article and document: "khoản 2 Điều 42 NĐ 224/2026"; the document alone where the article is not known."""
        short = law.document(self.law).short
        return f"{self.article} {short}" if self.article else short


@dataclass(frozen=True)
class Deadline:
    """A fixed day. `sense`: truoc (before it) · den (on it at the latest) · tu (from it on) · het (last day of effect).
    `what` must be done, `short` is the same in a few words. `yearly` if it comes back every year; `day` is then its next occurrence on or after the day that was asked for."""

    day: date
    yearly: bool
    sense: str
    law: str
    article: str
    binds: tuple[str, ...]
    what: str
    short: str
    known_from: date
    source_ids: tuple[str, ...]

    def binding(self, level: str) -> bool:
        """Whether it binds a level: "bo", "tinh" or "xa"."""
        return "all" in self.binds or level in self.binds


def provisions(as_of: date, *laws: str, level: str = "") -> tuple[Provision, ...]:
    """The provisions known on `as_of` (default: of all documents) that apply or will apply, in the order of the file; those
    of documents that are out of force or over, and those past `until`, are history and left out. Raises UnknownName for an
    unknown document."""
    wanted = {law.document(id_).id for id_ in laws}
    return tuple(
        provision
        for provision in _all_provisions()
        if (not wanted or provision.law in wanted)
        and (not level or provision.binding(level))
        and _stands(provision, as_of)
    )


def _stands(provision: Provision, as_of: date) -> bool:
    document = law.document(provision.law)
    if provision.known_from > as_of or not law.is_known(document, as_of):
        return False
    gone = law.state(document, as_of).code in (law.EXPIRED, law.PERIOD_OVER)
    return not gone and (provision.until is None or as_of <= provision.until)


def deadlines(as_of: date, level: str = "") -> tuple[Deadline, ...]:
    """The fixed days known on `as_of` that are still to come or are `as_of` itself, the next one first; those of documents
    that are out of force are left out. A yearly day stands there with its next occurrence."""
    coming = (_next(deadline, as_of) for deadline in _all_deadlines() if not level or deadline.binding(level))
    standing = (
        deadline
        for deadline in coming
        if deadline.day >= as_of
        and deadline.known_from <= as_of
        and law.is_known(law.document(deadline.law), as_of)
        and law.state(law.document(deadline.law), as_of).code not in (law.EXPIRED, law.PERIOD_OVER)
    )
    return tuple(sorted(standing, key=lambda deadline: (deadline.day, deadline.law, deadline.what)))


def _next(deadline: Deadline, as_of: date) -> Deadline:
    """A yearly deadline with its next occurrence; any other one as it is. No yearly day is 29 February."""
    if not deadline.yearly or deadline.day >= as_of:
        return deadline
    this_year = deadline.day.replace(year=as_of.year)
    day = this_year if this_year >= as_of else this_year.replace(year=as_of.year + 1)
    return replace(deadline, day=day)


def _all_provisions() -> tuple[Provision, ...]:
    return parsed("law/provisions", _provisions)


def _provisions(rows: tuple[dict[str, str], ...]) -> tuple[Provision, ...]:
    return tuple(
        Provision(
            id=row["id"],
            law=row["law"],
            article=row["article"],
            statement=row["statement_vi"],
            binds=tuple(row["binds"].split(";")),
            deadline=row["deadline"],
            known_from=date.fromisoformat(row["known_from"]),
            until=date.fromisoformat(row["until"]) if row["until"] else None,
            read=row["read"],
            papers=row["ho_so"],
            editor=row["ai_sua"],
            source_ids=tuple(row["source_id"].split(";")),
        )
        for row in rows
    )


def _all_deadlines() -> tuple[Deadline, ...]:
    return parsed("law/deadlines", _deadlines)


def _deadlines(rows: tuple[dict[str, str], ...]) -> tuple[Deadline, ...]:
    return tuple(
        Deadline(
            day=date.fromisoformat(row["day"]),
            yearly=row["repeats"] == "year",
            sense=row["sense"],
            law=row["law"],
            article=row["article"],
            binds=tuple(row["binds"].split(";")),
            what=row["what_vi"],
            short=row["short_vi"],
            known_from=date.fromisoformat(row["known_from"]),
            source_ids=tuple(row["source_id"].split(";")),
        )
        for row in rows
    )
