"""Composes one slide for a day: selects its cells, adds the states of cited legal documents, later changes and sources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from html import unescape
from typing import Any

from taphuan.charts.text_measure import text_width
from taphuan.compose import citations, placeholders
from taphuan.compose.citations import Reference
from taphuan.compose.claims import REMEDY, own_claims
from taphuan.compose.source import CORE, MUST, REMOVED, SourceCell, SourceSlide
from taphuan.errors import NotComposed, UnknownName
from taphuan.known import law
from taphuan.lesson.claims.claim import Claim
from taphuan.lesson.markdown import Markdown, escape
from taphuan.lesson.profile import Profile
from taphuan.lesson.wording import REPRINT, after_text, merged
from taphuan.text import NBSP, hold, listing, say
from taphuan.theme import theme

_MOST_LABELS = 3
# what there is on a slide: an exercise; more to see than words, or a case; a sheet to fill; words alone
PRACTISED, SEEN, FILLED, SAID = range(4)
_PRACTICE = re.compile(r"\blesson\.(?:figures\.exercise|tables\.to_compute)")
_SHEET = re.compile(r"\blesson\.tables\.sheet\b")
_PICTURE = re.compile(r"!\[[^\]]*\]\(")
_TABLE = re.compile(r"^\|[ :|-]*-[ :|-]*\|$", re.MULTILINE)
_KINDS = ("cover", "section", "spine", "content", "quotation", "quiz", "sources", "part", "annex")

# a cell of the source, its text with placeholders resolved, what it cites, its sentences that compare
SelectedCell = tuple[SourceCell, str, tuple[Reference, ...], tuple[Claim, ...]]


@dataclass(frozen=True)
class ComposedCell:
    """A cell of a composed slide. `role`: heading · body · notes · sources · removed. `text` is Markdown or code without placeholders
    and citations; `citations` are the ids that it cited, `claims` its sentences that compare; `own`: not added by composing."""

    id: str
    type: str
    role: str
    text: str
    slide_type: str
    citations: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    attachments: dict[str, dict[str, str]] = field(default_factory=dict, hash=False)
    own: bool = False


@dataclass(frozen=True)
class ComposedSlide:
    """A composed slide. `kind` is one of _KINDS, `span` the least and the most minutes that it takes, `minutes` the planned ones
    (0: none), `priority` one of must, core, backup, `backup` whether the deck has no time for it; `rank`:
    PRACTISED, SEEN, FILLED or SAID; `block` what a lesson needs it for: case, exercise, sheet, decision ("": nothing of these); `kicker` the words above its title ("": the title of its part). `law` has an entry for every cited
    legal document: id, state, label that must stand on the slide ("" if none), verified."""

    id: str
    level: int
    kind: str
    minutes: int
    layout: str
    kicker: str
    cells: tuple[ComposedCell, ...]
    references: tuple[Reference, ...] = field(hash=False)
    law: tuple[dict[str, str], ...] = field(hash=False)
    span: tuple[int, int] = (0, 0)
    priority: str = CORE
    rank: int = SAID
    block: str = ""
    backup: bool = False

    @property
    def plain_title(self) -> str:
        """The title without Markdown: the kicker (text above the title) of the other slides of its part."""
        title = self.cells[0].text.splitlines()[0].lstrip("# ")
        plain = re.sub(r"(?<!\\)(?:[*_`]|<[^>]+>)", "", title)
        return unescape(re.sub(r"\\(?=[^\w\s])", "", plain)).strip()

    def heading_metadata(self) -> dict[str, Any]:
        """The `taphuan` metadata of the heading's cell that describe the slide."""
        metadata: dict[str, Any] = {"law": [dict(entry) for entry in self.law]}
        if self.minutes:
            metadata["minutes"] = self.minutes
        if self.layout:
            metadata["layout"] = self.layout
        if self.block:
            metadata["block"] = self.block
        if self.backup:
            metadata["backup"] = True
        return metadata


def compose_slide(
    slide: SourceSlide,
    notebook: str,
    profile: Profile,
    values: Mapping[str, Markdown | None],
    conditions: Mapping[str, bool],
) -> ComposedSlide | None:
    """The slide on the profile's day; None if its heading or all of its content must not be shown on that day.

    Raises UnknownName or NotComposed, which name the notebook and the cell.
    """
    selected: list[SelectedCell] = []
    for cell in (slide.heading, *slide.body):
        where = f"{notebook}, cell {cell.id}"
        elsewhere = cell.conferences and profile.conference.slug not in cell.conferences
        if elsewhere or not _conditions_hold(cell, conditions, where):
            if cell is slide.heading:
                return None
            continue
        # placeholders first, because a citation may contain one: the id of a quiz question
        text, claims = _resolved(cell, values, where)
        references = _references(cell, text, profile, where)
        if _in_window(cell, references, profile.as_of):
            selected.append((cell, text, references, claims))
        elif cell is slide.heading:
            return None
    content = [cell for cell, *_ in selected[1:] if not cell.is_aside]
    # a section slide consists of a title and notes by design; any other slide without content is left out
    title_only_by_design = slide.heading.level == 1 and all(cell.is_aside for cell in slide.body)
    if not title_only_by_design and slide.body and not content and not _has_lead(selected[0][1]):
        return None
    return _assemble(slide, selected, profile.as_of)


def _has_lead(heading: str) -> bool:
    """Whether the heading's cell contains text below the title."""
    return bool("\n".join(heading.strip().splitlines()[1:]).strip())


def _conditions_hold(cell: SourceCell, conditions: Mapping[str, bool], where: str) -> bool:
    for key, required in (("when", True), ("unless", False)):
        names = cell.options.get(key, [])
        for name in [names] if isinstance(names, str) else names:
            if name not in conditions:
                raise UnknownName("condition", name, tuple(conditions), f"({where}; the list is docs/placeholders.md)")
            if conditions[name] is not required:
                return False
    return True


def _resolved(cell: SourceCell, values: Mapping[str, Markdown | None], where: str) -> tuple[str, tuple[Claim, ...]]:
    """The text of a cell with its values, and the claims in it. Raises NotComposed for a comparison that nothing proves."""
    if cell.type != "markdown":
        return cell.text, ()
    resolved = placeholders.resolve(cell.text, values, where)
    claims, unproved = own_claims(resolved.own)
    for sentence, words in unproved[:1]:
        why = f"{where}: “{sentence}” compares (“{words}”) and no claim says that it is true. {REMEDY}"
        raise NotComposed(why, code="TH519")
    return resolved.text, tuple(dict.fromkeys((*resolved.claims, *claims)))


def _references(cell: SourceCell, text: str, profile: Profile, where: str) -> tuple[Reference, ...]:
    ids = (*(citations.cited_ids(text) if cell.type == "markdown" else ()), *cell.options.get("cites", ()))
    references: list[Reference] = []
    for id_ in dict.fromkeys(ids):
        try:
            reference = citations.resolve(id_, profile)
        except UnknownName as error:
            raise UnknownName("citation", error.name, error.known, f"({where})") from None
        cited, cites = reference.law, f"{where}: cites {id_}"
        if cited is not None and cited.verified == "no":
            why = f"{cites}, which has verified=no and must not be printed; delete the sentence"
            raise NotComposed(why, code="TH517")
        if cited is not None and reference.known_from is None:
            raise NotComposed(f"{cites}, whose day of issue is not known; delete the sentence", code="TH518")
        references.append(reference)
    return tuple(references)


def window(cell: SourceCell, references: tuple[Reference, ...]) -> tuple[date | None, date | None]:
    """First and last day on which a cell may be shown, both inclusive; None means no limit.

    They are the latest known_from and the earliest until of what the cell cites. Its option `window` overrides either day;
    the option `history` removes the end, because the cell is about the past.
    """
    starts = [r.known_from for r in references if r.known_from]
    ends = [r.until for r in references if r.until]
    override = cell.options.get("window", {})
    start = date.fromisoformat(override["from"]) if override.get("from") else max(starts, default=None)
    end = date.fromisoformat(override["until"]) if override.get("until") else min(ends, default=None)
    return start, None if cell.options.get("history") and not override.get("until") else end


def _in_window(cell: SourceCell, references: tuple[Reference, ...], as_of: date) -> bool:
    start, end = window(cell, references)
    return (start is None or start <= as_of) and (end is None or as_of <= end)


def _assemble(slide: SourceSlide, selected: list[SelectedCell], as_of: date) -> ComposedSlide:
    visible = [cited for cell, _, cited, _ in selected if not cell.is_aside]
    references = tuple({r.id: r for cited in visible for r in cited}.values())
    marked: set[str] = set()
    cells: list[ComposedCell] = []
    for cell, text, cited, claims in selected:
        role = "notes" if cell.is_notes else REMOVED if cell.is_removed else "body"
        role = "heading" if cell is slide.heading else role
        if cell.type == "markdown":
            # badges only in the body: a title has none, and notes are read aloud
            text = _with_badges(text, cited, as_of, marked) if role == "body" else citations.without_citations(text)
            text = hold(text)
            if role == "heading" and cell.options.get("kind") == "spine":
                text = _broken_at_its_sign(text)
        default_type = {"heading": "slide", "notes": "notes"}.get(role, "-")
        cells.append(
            ComposedCell(
                *(cell.id, cell.type, role, text, cell.slide_type or default_type, tuple(r.id for r in cited)),
                *(claims, cell.attachments, True),
            )
        )
    first_note = next((i for i, cell in enumerate(cells) if cell.role == "notes"), len(cells))
    afters = _afters(slide, references, as_of)
    references += _uncited_documents([*cells, *afters], references, as_of)
    added = [*afters, *_remaining_states(slide, references, as_of, marked)]
    footer = _footer(slide, references)
    cells[first_note:first_note] = [*added, *footer]
    heading = slide.heading
    kind = heading.options.get("kind") or ("section" if heading.level == 1 else "content")
    block = heading.options.get("block", "")
    if kind not in _KINDS:
        raise NotComposed(f"cell {heading.id}: unknown slide kind '{kind}'; known: {', '.join(_KINDS)}", code="TH508")
    return ComposedSlide(
        id=heading.id,
        level=heading.level,
        kind=kind,
        minutes=0,
        layout=heading.options.get("layout", ""),
        kicker=heading.options.get("kicker", ""),
        cells=tuple(cells),
        references=references,
        law=_law_entries(references, as_of),
        span=_span(heading),
        # a divider and a cover are not left out: the deck would not say where it is
        priority=heading.options.get("priority") or (MUST if kind in ("cover", "section") else CORE),
        rank=min(SEEN if kind == "quotation" or block == "case" else SAID, *map(_rank, cells)),
        block=block,
    )


def _span(heading: SourceCell) -> tuple[int, int]:
    """The least and the most minutes of a slide."""
    minutes = heading.options.get("minutes", 0)
    least, most = minutes if isinstance(minutes, list) else (minutes, minutes)
    return int(least), int(most)


def _rank(cell: ComposedCell) -> int:
    """What a cell shows; a picture or a table in Markdown is more to see than words."""
    if cell.role != "body":
        return SAID
    if cell.type == "code":
        return PRACTISED if _PRACTICE.search(cell.text) else FILLED if _SHEET.search(cell.text) else SEEN
    return SEEN if _PICTURE.search(cell.text) or _TABLE.search(cell.text) else SAID


def _broken_at_its_sign(text: str) -> str:
    """The sentence of a story with no-break spaces, so that its two lines divide at its comma; as it is where a part of it is
    longer than a line."""
    size, room = theme().sizes.divider, theme().spacing.measure
    for sign in (", ", "; ", ": "):
        head, found, tail = text.partition(sign)
        if found and all(
            text_width(part, size, 700) <= room for part in (f"{head.removeprefix('## ')}{sign[0]}", tail)
        ):
            return f"## {head.removeprefix('## ').replace(' ', NBSP)}{sign}{tail.replace(' ', NBSP)}"
    return text


def _badge(kind: str, label: str) -> str:
    return f'<span class="badge badge-{kind}">{hold(label)}</span>'


def _badges(reference: Reference, as_of: date) -> list[str]:
    """The badge with the state of a cited legal document; [] if it is simply in force or not a legal document."""
    if reference.law is None:
        return []
    state = law.state(reference.law, as_of)
    return [] if state.simply_in_force else [_badge(state.code, state.label)]


def _with_badges(text: str, references: tuple[Reference, ...], as_of: date, marked: set[str]) -> str:
    """The text with badges in place of its citations. `marked` are the ids whose badge the slide already has; the function
    adds to it, because a slide shows the state of a document once. Two documents of one citation with the same state have
    one badge. A text about documents of different states has none: nobody could see whose state it is, so they stand with
    their names below the content."""
    by_id = {reference.id: reference for reference in references}
    named = [
        citations.of_document(doc, secondary=False) for doc in law.named_in(citations.CITATION.sub("", text), as_of)
    ]

    def badges_of(match: re.Match[str]) -> str:
        cited = [by_id[part.strip().removeprefix("@")] for part in match.group(1).split(";")]
        documents = [reference for reference in (*cited, *named) if reference.law is not None]
        if len({tuple(_badges(reference, as_of)) for reference in documents}) > 1:
            return ""
        badges: list[str] = []
        for reference in cited:
            if reference.id not in marked:
                marked.add(reference.id)
                badges += _badges(reference, as_of)
        return "".join(f" {badge}" for badge in dict.fromkeys(badges))

    return citations.CITATION.sub(badges_of, text)


def _added_cell(slide: SourceSlide, suffix: str, text: str, role: str = "body") -> ComposedCell:
    return ComposedCell(f"{slide.heading.id}-{suffix}", "markdown", role, text, "-")


def _afters(slide: SourceSlide, references: tuple[Reference, ...], as_of: date) -> list[ComposedCell]:
    """A cell for each sentence that must be added on the day (`after` of a reference), each once."""
    texts: dict[str, None] = {}
    for after in (r.after for r in references):
        if after is None or after.start > as_of:
            continue
        texts[hold(escape(after_text(after)))] = None
    return [
        _added_cell(slide, f"after-{number}", f'<span class="note">{text}</span>')
        for number, text in enumerate(texts, start=1)
    ]


def _uncited_documents(cells: list[ComposedCell], cited: tuple[Reference, ...], as_of: date) -> tuple[Reference, ...]:
    """The legal documents that the slide names without a citation, that are not simply in force, and whose state the text
    does not state."""
    text = "\n".join(cell.text for cell in cells if cell.type == "markdown" and cell.role in ("heading", "body"))
    # the mark of reprints names its documents, where no text does
    text += "\n" + "\n".join(name for reference in cited if reference.secondary for name in reference.reprints)
    cited_ids = {reference.id for reference in cited}
    uncited: list[Reference] = []
    for doc in law.named_in(re.sub(r"<[^>]+>", "", text), as_of):
        state = law.state(doc, as_of)
        if doc.id not in cited_ids and not state.simply_in_force and hold(state.label) not in text:
            uncited.append(citations.of_document(doc, secondary=doc.verified == "partial"))
    return tuple(uncited)


def _remaining_states(
    slide: SourceSlide, references: tuple[Reference, ...], as_of: date, marked: set[str]
) -> list[ComposedCell]:
    """A cell below the content with the states that no sentence shows (`marked`): of documents that only the title or a
    figure cites, or that the text names; documents with the same state share a badge. Behind them the one mark of a slide
    that rests on reprints, with the documents it is about. [] if there is nothing to add."""
    names_of_badge: dict[str, list[str]] = {}
    for reference in references:
        if reference.law is not None and reference.id not in marked:
            for badge in _badges(reference, as_of):
                names_of_badge.setdefault(badge, []).append(reference.law.short)
    parts = [f"{listing(names)} {badge}" for badge, names in names_of_badge.items()]
    later = [r.after for r in references if r.after is not None and r.after.start <= as_of and r.after.secondary]
    if later or any(reference.secondary for reference in references):
        of_afters = (law.document(id_).short for after in later for id_, _ in after.laws)
        reprints = list(dict.fromkeys((*(name for r in references if r.secondary for name in r.reprints), *of_afters)))
        mark = _badge("ban-dang-lai", REPRINT)
        # behind the state of the same documents, so that they are named once
        same = next((at for at, names in enumerate(names_of_badge.values()) if sorted(names) == sorted(reprints)), None)
        if same is None:
            parts.append(f"{listing(reprints)} {mark}".strip())
        else:
            parts[same] += f" {mark}"
    if not parts:
        return []
    cell = _added_cell(slide, "states", hold(" · ".join(parts)))
    # on a quiz slide it appears with the answer, because the state of a document may be the answer
    return [replace(cell, slide_type="fragment") if slide.heading.options.get("kind") == "quiz" else cell]


def _footer(slide: SourceSlide, references: tuple[Reference, ...]) -> list[ComposedCell]:
    """The cell with the labels of the first sources; [] if no reference has a label."""
    labels = merged(label for reference in references for label in reference.labels)
    if not labels:
        return []
    rest = say("compose.slide.more_sources", others=len(labels) - _MOST_LABELS) if len(labels) > _MOST_LABELS else ""
    line = hold(say("compose.slide.sources", first=escape("; ".join(labels[:_MOST_LABELS])), rest=rest))
    return [_added_cell(slide, "sources", line, role="sources")]


def _law_entries(references: tuple[Reference, ...], as_of: date) -> tuple[dict[str, str], ...]:
    """The metadata that `check.content.law_states` checks: each cited document, its state and the required label."""
    entries: list[dict[str, str]] = []
    for reference in references:
        if reference.law is None:
            continue
        state = law.state(reference.law, as_of)
        entries.append(
            {
                "id": reference.id,
                "state": state.code,
                "label": "" if state.simply_in_force else hold(state.label),
                "verified": reference.law.verified,
            }
        )
    return tuple(entries)
