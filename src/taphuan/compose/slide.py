"""One slide on one day: which of its cells may be shown, what must be said with them, whom it cites."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from html import unescape
from typing import Any

from taphuan.compose import citations, placeholders
from taphuan.compose.citations import Reference
from taphuan.compose.source import SourceCell, SourceSlide
from taphuan.errors import NotComposed, UnknownName
from taphuan.known import law
from taphuan.known.conferences import is_secondary
from taphuan.lesson.markdown import escape
from taphuan.lesson.profile import Profile
from taphuan.lesson.wording import CHECK_ORIGINAL
from taphuan.text import day, hold

_MOST_LABELS = 3
_KINDS = ("cover", "section", "content", "quiz", "sources", "part")


@dataclass(frozen=True)
class ComposedCell:
    """`role`: heading · body · notes · sources. `text` is plain Markdown or code, nothing left to resolve."""

    id: str
    type: str
    role: str
    text: str
    slide_type: str
    citations: tuple[str, ...] = ()


@dataclass(frozen=True)
class ComposedSlide:
    id: str
    level: int
    kind: str
    minutes: int
    layout: str
    cells: tuple[ComposedCell, ...]
    references: tuple[Reference, ...] = field(hash=False)
    law: tuple[dict[str, str], ...] = field(hash=False)

    @property
    def plain_title(self) -> str:
        """The title without Markdown, for the kicker of the slides that follow."""
        title = self.cells[0].text.splitlines()[0].lstrip("# ")
        plain = re.sub(r"(?<!\\)(?:[*_`]|<[^>]+>)", "", title)
        return unescape(re.sub(r"\\(?=[^\w\s])", "", plain)).strip()

    def heading_metadata(self) -> dict[str, Any]:
        found: dict[str, Any] = {"law": [dict(entry) for entry in self.law]}
        if self.minutes:
            found["minutes"] = self.minutes
        if self.layout:
            found["layout"] = self.layout
        return found


def compose_slide(
    slide: SourceSlide,
    notebook: str,
    profile: Profile,
    values: Mapping[str, str | None],
    conditions: Mapping[str, bool],
) -> ComposedSlide | None:
    """The slide as of the profile's day; None where its heading or all of its content is outside its window."""
    kept: list[tuple[SourceCell, str, tuple[Reference, ...]]] = []
    for cell in (slide.heading, *slide.body):
        where = f"{notebook}, cell {cell.id}"
        only = cell.options.get("conference")
        if (only and only != profile.conference.slug) or not _conditions_hold(cell, conditions, where):
            if cell is slide.heading:
                return None
            continue
        # placeholders first: a quiz question's id is one, and it is cited
        text = placeholders.resolve(cell.text, values, where) if cell.type == "markdown" else cell.text
        references = _references(cell, text, profile, where)
        if _in_window(cell, references, profile.as_of):
            kept.append((cell, text, references))
        elif cell is slide.heading:
            return None
    content = [cell for cell, _, _ in kept[1:] if not cell.is_notes]
    # a section slide has nothing but its title and notes; a part of a briefing whose content is all left out goes
    bare_by_design = slide.heading.level == 1 and all(cell.is_notes for cell in slide.body)
    if not bare_by_design and slide.body and not content and not _has_lead(kept[0][1]):
        return None
    return _assemble(slide, kept, profile.as_of)


def _has_lead(heading: str) -> bool:
    """True where the heading's own cell holds more than the title."""
    return bool("\n".join(heading.strip().splitlines()[1:]).strip())


def _conditions_hold(cell: SourceCell, conditions: Mapping[str, bool], where: str) -> bool:
    for key, wanted in (("when", True), ("unless", False)):
        names = cell.options.get(key, [])
        for name in [names] if isinstance(names, str) else names:
            if name not in conditions:
                raise UnknownName("condition", name, tuple(conditions), f"({where}; the list is docs/placeholders.md)")
            if conditions[name] is not wanted:
                return False
    return True


def _references(cell: SourceCell, text: str, profile: Profile, where: str) -> tuple[Reference, ...]:
    ids = (*(citations.cited_ids(text) if cell.type == "markdown" else ()), *cell.options.get("cites", ()))
    found: list[Reference] = []
    for id_ in dict.fromkeys(ids):
        try:
            reference = citations.resolve(id_, profile)
        except UnknownName as error:
            raise UnknownName("citation", error.name, error.known, f"({where})") from None
        if reference.law is not None and reference.law.verified == "no":
            raise NotComposed(
                f"{where}: cites {id_}, which is verified=no and never reaches a page; take the sentence out"
            )
        if reference.law is not None and reference.known_from is None:
            raise NotComposed(f"{where}: cites {id_}, whose day of issue was not found, so no day can be right for it")
        found.append(reference)
    return tuple(found)


def window(cell: SourceCell, references: tuple[Reference, ...]) -> tuple[date | None, date | None]:
    """First and last day of a cell (both inclusive): the latest known_from and the earliest until of what it cites;
    its own `window` metadata overrides either end. `history` drops the end: the cell tells of the past."""
    starts = [r.known_from for r in references if r.known_from]
    ends = [r.until for r in references if r.until]
    own = cell.options.get("window", {})
    start = date.fromisoformat(own["from"]) if own.get("from") else max(starts, default=None)
    end = date.fromisoformat(own["until"]) if own.get("until") else min(ends, default=None)
    return start, None if cell.options.get("history") and not own.get("until") else end


def _in_window(cell: SourceCell, references: tuple[Reference, ...], as_of: date) -> bool:
    start, end = window(cell, references)
    return (start is None or start <= as_of) and (end is None or as_of <= end)


def _assemble(
    slide: SourceSlide, kept: list[tuple[SourceCell, str, tuple[Reference, ...]]], as_of: date
) -> ComposedSlide:
    shown = [(cell, references) for cell, _, references in kept if not cell.is_notes]
    references = tuple({r.id: r for _, found in shown for r in found}.values())
    all_secondary = bool(references) and all(reference.secondary for reference in references)
    marked: set[str] = set()
    cells: list[ComposedCell] = []
    for cell, text, found in kept:
        role = "heading" if cell is slide.heading else "notes" if cell.is_notes else "body"
        if cell.type == "markdown":
            # badges stand in the body: a title stays a title, notes are spoken
            text = (
                _mark(text, found, as_of, marked, all_secondary)
                if role == "body"
                else citations.without_citations(text)
            )
            text = hold(text)
        default_type = {"heading": "slide", "notes": "notes"}.get(role, "-")
        cells.append(
            ComposedCell(cell.id, cell.type, role, text, cell.slide_type or default_type, tuple(r.id for r in found))
        )
    first_note = next((i for i, cell in enumerate(cells) if cell.role == "notes"), len(cells))
    afters = _afters(slide, references, as_of, all_secondary)
    references += _named([*cells, *afters], references, as_of)
    added = [*afters, *_remaining(slide, references, as_of, marked, all_secondary)]
    footer = _footer(slide, references)
    cells[first_note:first_note] = [*added, *footer]
    heading = slide.heading
    kind = heading.options.get("kind") or ("section" if heading.level == 1 else "content")
    if kind not in _KINDS:
        raise NotComposed(f"cell {heading.id}: unknown slide kind '{kind}'; known: {', '.join(_KINDS)}")
    return ComposedSlide(
        id=heading.id,
        level=heading.level,
        kind=kind,
        minutes=int(heading.options.get("minutes", 0)),
        layout=heading.options.get("layout", ""),
        cells=tuple(cells),
        references=references,
        law=_law_entries(references, as_of),
    )


def _badge(kind: str, label: str) -> str:
    return f'<span class="badge badge-{kind}">{hold(label)}</span>'


def _badges(reference: Reference, as_of: date) -> list[str]:
    """What must stand beside a cited document: its state unless simply in force."""
    if reference.law is None:
        return []
    state = law.state(reference.law, as_of)
    return [] if state.simply_in_force else [_badge(state.code, state.label)]


def _mark(text: str, found: tuple[Reference, ...], as_of: date, marked: set[str], all_secondary: bool) -> str:
    """Each citation replaced by the badges it needs; a document's state is told once a slide."""
    by_id = {reference.id: reference for reference in found}

    def badged(match: re.Match[str]) -> str:
        badges: list[str] = []
        cited = [by_id[part.strip().removeprefix("@")] for part in match.group(1).split(";")]
        for reference in cited:
            if reference.id not in marked:
                marked.add(reference.id)
                badges += _badges(reference, as_of)
        if not all_secondary and any(reference.secondary for reference in cited):
            badges.append(_badge("doi-chieu", CHECK_ORIGINAL))
        return "".join(f" {badge}" for badge in badges)

    return citations.CITATION.sub(badged, text)


def _extra(slide: SourceSlide, suffix: str, text: str, role: str = "body") -> ComposedCell:
    return ComposedCell(f"{slide.heading.id}-{suffix}", "markdown", role, text, "-")


def _afters(
    slide: SourceSlide, references: tuple[Reference, ...], as_of: date, all_secondary: bool
) -> list[ComposedCell]:
    """What must be added from a later day on, each sentence once; the day in front unless the sentence names it."""
    texts: dict[str, None] = {}
    for after in (r.after for r in references):
        if after is None or after.start > as_of:
            continue
        start = day(after.start)
        text = escape(after.text if start in after.text else f"Từ {start}: {after.text}")
        weak = is_secondary(after.source_ids) and not all_secondary
        texts[hold(text) + (f" {_badge('doi-chieu', CHECK_ORIGINAL)}" if weak else "")] = None
    return [
        _extra(slide, f"after-{place}", f'<span class="note">{text}</span>')
        for place, text in enumerate(texts, start=1)
    ]


def _named(cells: list[ComposedCell], cited: tuple[Reference, ...], as_of: date) -> tuple[Reference, ...]:
    """Documents that the slide's text names without citing them and whose state it does not tell either."""
    text = "\n".join(cell.text for cell in cells if cell.type == "markdown" and cell.role in ("heading", "body"))
    known = {reference.id for reference in cited}
    found: list[Reference] = []
    for doc in law.named_in(re.sub(r"<[^>]+>", "", text), as_of):
        state = law.state(doc, as_of)
        if doc.id not in known and not state.simply_in_force and hold(state.label) not in text:
            found.append(Reference(doc.id, "", (), law=doc, secondary=doc.verified == "partial"))
    return tuple(found)


def _remaining(
    slide: SourceSlide, references: tuple[Reference, ...], as_of: date, marked: set[str], all_secondary: bool
) -> list[ComposedCell]:
    """What the title or a figure cites and no sentence has told yet, in one line under the content."""
    parts: list[str] = []
    check = _badge("doi-chieu", CHECK_ORIGINAL)
    for reference in references:
        if reference.law is None or reference.id in marked:
            continue
        badges = _badges(reference, as_of)
        if reference.secondary and not all_secondary:
            badges = [*(badges or [_badge(law.IN_FORCE, law.state(reference.law, as_of).label)]), check]
        if badges:
            parts.append(f"{reference.law.short} {' '.join(badges)}")
    told = all_secondary or check in " ".join(parts)
    weak = [r for r in references if r.secondary and r.law is None and r.id not in marked]
    if all_secondary or (weak and not told):
        parts.append(check)
    if not parts:
        return []
    cell = _extra(slide, "states", hold(" · ".join(parts)))
    # the state of a document may be the very answer
    return [replace(cell, slide_type="fragment") if slide.heading.options.get("kind") == "quiz" else cell]


def _footer(slide: SourceSlide, references: tuple[Reference, ...]) -> list[ComposedCell]:
    labels = list(dict.fromkeys(label for r in references for label in r.label.split("; ") if label))
    if not labels:
        return []
    shown = labels[:_MOST_LABELS]
    rest = f" và {len(labels) - _MOST_LABELS} nguồn khác" if len(labels) > _MOST_LABELS else ""
    return [_extra(slide, "sources", hold(f"Nguồn: {'; '.join(shown)}{rest}"), role="sources")]


def _law_entries(references: tuple[Reference, ...], as_of: date) -> tuple[dict[str, str], ...]:
    """What the law audit checks: every document cited on the slide, its state and the words that must be there."""
    found: list[dict[str, str]] = []
    for reference in references:
        if reference.law is None:
            continue
        state = law.state(reference.law, as_of)
        found.append(
            {
                "id": reference.id,
                "state": state.code,
                "label": "" if state.simply_in_force else hold(state.label),
                "verified": reference.law.verified,
            }
        )
    return tuple(found)
