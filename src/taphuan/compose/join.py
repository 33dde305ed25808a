"""Joins the slides of all parts into one notebook for a lesson.

In the result all placeholders and citations are resolved; it can be executed again from top to bottom. The `taphuan`
metadata of a cell say to which document, part and slide it belongs; those of the notebook identify the lesson.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import nbformat
from nbformat import NotebookNode

from taphuan import paths
from taphuan.compose import budget
from taphuan.compose.cells import code_cell, markdown_cell
from taphuan.compose.objectives import with_objectives
from taphuan.compose.origin import origin
from taphuan.compose.papers import papers
from taphuan.compose.parts import BRIEFING, CHECKUP, DECK, REPORT, Part, is_single, parts_of
from taphuan.compose.reference_list import ANNEX, source_slides
from taphuan.compose.slide import ComposedSlide, compose_slide
from taphuan.compose.source import REMOVED
from taphuan.data.drafts import DRAFT
from taphuan.errors import NotComposed
from taphuan.known.communes import Commune
from taphuan.known.conferences import module
from taphuan.known.units import WHOLE, Unit
from taphuan.lesson import placeholders, wording
from taphuan.lesson.conditions import conditions_of
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.markdown import Markdown
from taphuan.lesson.teaching import Teaching
from taphuan.text import hold, lower_first, say, upper_first

SCHEMA = 1
# an argument that changes how large a figure is and not what it shows
_SIZE = re.compile(r",?size=\"\w+\"")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_NUMBERED_HEADING = re.compile(r"^# (?:([IVX]+)|\d+)\. ")


def compose(lesson: Lesson, full: bool = False, minutes: int = 0) -> NotebookNode:
    """The composed notebook of a lesson; `full` as in `parts_of`, `minutes` those of the deck of a hall (0: the conference's own).

    Raises NotComposed or UnknownName, which name the notebook and the cell, or TooFewMinutes.
    """
    given = (minutes or lesson.conference.minutes) if _is_for_a_hall(lesson, full) else 0
    parts = parts_of(lesson, full)
    slides, teaching = _slides(lesson, parts, given)
    cells = list(_setup_cells(lesson))
    speakers = {f"module:{slot.module}": slot.speaker for slot in lesson.conference.timetable if slot.speaker}
    entries: dict[str, dict[str, str]] = {part.document: {} for part in parts}
    reprinted: set[str] = set()  # the documents with a slide that rests on a reprint
    for part in parts:
        kicker = next((slide.plain_title for slide in slides[part] if slide.level == 1), "")
        if part.is_module:
            kicker = hold(module(part.prefix).short_title)
        elif kicker and lesson.module and not module(lesson.module).written:
            # what is asked in the set of a draft is a draft as well
            kicker = f"{DRAFT}: {kicker}"
        if lesson.commune is not None:
            kicker = _commune_kicker(lesson.commune, lesson.unit)
        for slide in slides[part]:
            for reference in slide.references:
                entries[part.document].update(reference.entries)
                if reference.secondary:
                    reprinted.add(part.document)
            cells.extend(_cells(part, slide, kicker, speakers.get(part.name, "")))
    for document, entries_of_document in entries.items():
        if document == CHECKUP:  # one page, whose figure has its sources
            continue
        note = wording.REPRINT_EXPLAINED if document in reprinted else ""
        annex = {c.metadata["taphuan"]["slide"] for c in cells if _is_of_annex(c, document)}
        number = len(annex) + 1 if annex or document == BRIEFING else 0
        counted = bool(given) and document == DECK
        listed = REPORT if counted and REPORT in entries else ""
        cells.extend(source_slides(document, tuple(entries_of_document.items()), note, number, counted, listed))
    _refuse_duplicate_ids(cells)
    _refuse_equal_outputs(cells)
    notebook: NotebookNode = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata = NotebookNode(
        kernelspec={"name": "python3", "display_name": "Python 3", "language": "python"},
        language_info={"name": "python"},
        taphuan={**_identity(lesson, given), **papers(lesson, teaching, cells)},
    )
    return notebook


def _is_for_a_hall(lesson: Lesson, full: bool) -> bool:
    """Whether the deck is one to be taught from in a hall in so many minutes; the others are read, or are one speaker's."""
    return full or (lesson.whole and not lesson.module) or is_single(lesson)


def _slides(
    lesson: Lesson, parts: tuple[Part, ...], minutes: int
) -> tuple[dict[Part, tuple[ComposedSlide, ...]], Teaching]:
    """The slides of each part, those of the deck chosen for the minutes (0: all are shown), and the teaching that knows what
    these teach."""
    slides: dict[Part, tuple[ComposedSlide, ...]] = {}
    teaching = replace(lesson.teaching, minutes=minutes)
    for part in parts:
        # what follows the modules asks about what they teach
        if teaching.taught is None and slides and not part.is_module and list(slides)[-1].is_module:
            teaching = replace(teaching, taught=_taught(slides))
        slides[part] = _composed(lesson, part, teaching)
    chosen = budget.within(slides, minutes)
    if teaching.taught is None or teaching.taught == _taught(chosen):
        return chosen, teaching
    # fewer slides are shown than there are: only they are asked about
    teaching = replace(teaching, taught=_taught(chosen))
    modules_seen = False
    for part in parts:
        modules_seen |= part.is_module
        if modules_seen and not part.is_module:
            slides[part] = _composed(lesson, part, teaching)
    shown = frozenset(part.id_of(s) for part, of_part in chosen.items() for s in of_part if not s.backup)
    return budget.within(slides, minutes, only=shown), teaching


def _composed(lesson: Lesson, part: Part, teaching: Teaching) -> tuple[ComposedSlide, ...]:
    values, conditions = _known_to_cells(lesson, teaching)
    composed = [
        slide
        for source in part.source.slides
        if (slide := compose_slide(source, part.source.name, lesson.profile, values, conditions)) is not None
    ]
    if part.is_module:
        composed = [with_objectives(slide, part.prefix, lesson.as_of) for slide in composed]
    return tuple(composed if part.document == DECK else _numbered(composed))


def _taught(slides: Mapping[Part, tuple[ComposedSlide, ...]]) -> frozenset[str]:
    """What the shown slides of the modules cite."""
    shown = [slide for part, of_part in slides.items() if part.is_module for slide in of_part if not slide.backup]
    return frozenset(id_ for slide in shown for cell in slide.cells for id_ in cell.citations)


def _identity(lesson: Lesson, minutes: int) -> dict[str, Any]:
    unit, conference = lesson.unit, lesson.conference
    return {
        "schema": SCHEMA,
        "title": _title(lesson),
        "module": lesson.module,
        "whole": lesson.whole,
        "minutes": minutes,
        "frame": "" if unit.is_everyone or lesson.commune is not None else unit.name,
        "conference": {
            "slug": conference.slug,
            "title": conference.title,
            "short": conference.short_title,
            "date_text": conference.date_text,
            "sample": conference.sample,
        },
        "unit": {**unit.reference(), "full_name": unit.full_name},
        **({"commune": lesson.commune.reference()} if lesson.commune is not None else {}),
        "as_of": lesson.as_of.isoformat(),
        "as_of_text": wording.as_of_line(lesson.profile),
        "provenance": wording.PROVENANCE,
        "header": _whole_header(lesson) if lesson.whole else {} if lesson.commune is not None else _header(lesson),
    }


def _commune_kicker(commune: Commune, province: Unit) -> str:
    """ "Xã Phủ Thông · tỉnh Thái Nguyên": what stands above all slides of a commune's deck."""
    return hold(f"{commune.full_name} · {wording.unit_phrase(province)}")


def _title(lesson: Lesson) -> str:
    if lesson.module:
        return lesson.teaching.modules[0].title
    if lesson.commune is not None:
        return say(
            "compose.join.commune_title",
            topic=upper_first(paths.PROJECT.topic),
            commune=lower_first(lesson.commune.full_name),
            province=wording.unit_phrase(lesson.unit),
        )
    return (
        lesson.conference.title
        if lesson.whole or is_single(lesson)
        else say(
            "compose.join.province_title",
            topic=upper_first(paths.PROJECT.topic),
            province=wording.unit_phrase(lesson.unit),
        )
    )


def _header(lesson: Lesson) -> dict[str, str]:
    """The letterhead of a province's briefing."""
    unit = lesson.unit
    next_year = lesson.as_of.year + 1
    holds = conditions_of(lesson.profile, lesson.teaching)
    tasks = say(
        "compose.join.tasks",
        what=say("compose.join.proposals") if holds["has_proposals"] else say("compose.join.duties"),
        year=next_year,
    )
    what = (
        say("compose.join.results_and_tasks", topic=paths.PROJECT.topic, tasks=tasks)
        if holds["has_results"]
        else upper_first(tasks)
    )
    return {
        **_issuer(lesson),
        "place": unit.full_name if unit.named_for_a_person else unit.name,
        "type": say("compose.join.report"),
        "abstract": hold(say("compose.join.of_unit", what=what, unit=wording.unit_phrase(unit))),
        "symbol_hint": "/BC-…",
    }


def _whole_header(lesson: Lesson) -> dict[str, str]:
    """The letterhead of a conference report."""
    return {
        **_issuer(lesson),
        "place": "……………",
        "type": say("compose.join.report"),
        "abstract": f"{say('compose.join.prepared') if lesson.conference.plan else say('compose.join.results')} {lower_first(lesson.conference.title)}",
        "symbol_hint": "/BC-…",
    }


def _issuer(lesson: Lesson) -> dict[str, str]:
    """Who issues the paper, where the conference says it; blanks otherwise, because it is not known who will sign."""
    issuer = lesson.conference.issuer
    if issuer is None:
        return {"authority": say("compose.join.authority"), "agency": say("compose.join.agency")}
    return {"authority": issuer.authority.upper(), "agency": issuer.agency.upper()}


def _setup_cells(lesson: Lesson) -> Iterator[NotebookNode]:
    """The first two code cells: the parameters, and the call of `open_lesson`."""
    province = WHOLE if lesson.whole else lesson.unit.slug
    parameters = (
        f'conference = "{lesson.conference.slug}"\nprovince = "{province}"\nas_of = "{lesson.as_of.isoformat()}"'
    )
    module = f', module="{lesson.module}"' if lesson.module else ""
    if lesson.commune is not None:
        parameters += f'\ncommune = "{lesson.commune.code}"'
        module = ", commune=commune"
    call = (
        "from taphuan import open_lesson\n\n"
        f"lesson = open_lesson(conference=conference, province=province, as_of=as_of{module})"
    )
    for id_, source, tags in (("parameters", parameters, ["parameters"]), ("lesson", call, ["lesson"])):
        yield code_cell(source, id=id_, metadata={"tags": tags, "slideshow": {"slide_type": "skip"}, "taphuan": {}})


def _known_to_cells(lesson: Lesson, teaching: Teaching) -> tuple[Mapping[str, Markdown | None], Mapping[str, bool]]:
    """The values of the placeholders and the conditions of the lesson."""
    return placeholders.values(lesson.profile, teaching), conditions_of(lesson.profile, teaching)


def _numbered(slides: list[ComposedSlide]) -> list[ComposedSlide]:
    """The parts of a paper, and of its annex, with their Roman or Arabic numbers in order, where some were left out."""
    counts, numbered = {True: 0, False: 0}, []
    for slide in slides:
        heading = slide.cells[0]
        if slide.level == 1 and (found := _NUMBERED_HEADING.match(heading.text)):
            counts[slide.kind == ANNEX] += 1
            place = counts[slide.kind == ANNEX]
            number = _ROMAN[place - 1] if found.group(1) else str(place)
            text = _NUMBERED_HEADING.sub(f"# {number}. ", heading.text, count=1)
            slide = replace(slide, cells=(replace(heading, text=text), *slide.cells[1:]))
        numbered.append(slide)
    return numbered


def _cells(part: Part, slide: ComposedSlide, kicker: str, speaker: str) -> Iterator[NotebookNode]:
    common = {
        "document": part.document,
        "part": part.name,
        # a module opens with the question that it answers, below its name
        "part_title": slide.kicker or (kicker if slide.level > 1 or part.is_module else ""),
        "slide": part.id_of(slide),
        "slide_kind": slide.kind if part.document == DECK or slide.kind == ANNEX else "part",
    }
    for cell in slide.cells:
        if cell.role == REMOVED:
            # of no document: a kernel runs it, as the cells before all slides, and no check or page has it
            place = {"slide": common["slide"], "role": REMOVED, "origin": origin(part.source.path, cell.id)}
            about = {"tags": ["remove-cell"], "slideshow": {"slide_type": "skip"}, "taphuan": place}
            yield code_cell(cell.text, id=f"{part.prefix}-{cell.id}", metadata=about)
            continue
        metadata: dict[str, Any] = {**common, "role": cell.role}
        if cell.own:
            metadata["origin"] = origin(part.source.path, cell.id)
        if cell.role == "heading":
            metadata |= slide.heading_metadata()
            if slide.kind == "section" and speaker:
                metadata["speaker"] = hold(speaker)
        if cell.citations:
            metadata["citations"] = list(cell.citations)
        if cell.claims:
            metadata["claims"] = [claim.as_metadata() for claim in cell.claims]
        slide_type = cell.slide_type if part.document == DECK else "skip"
        # a slide below the one before it, in RISE and nbconvert too
        slide_type = "subslide" if slide.backup and cell.role == "heading" else slide_type
        make = code_cell if cell.type == "code" else markdown_cell
        pictures = {"attachments": cell.attachments} if cell.attachments else {}
        yield make(
            cell.text,
            id=f"{part.prefix}-{cell.id}",
            metadata={"slideshow": {"slide_type": slide_type}, "taphuan": metadata},
            **pictures,
        )


def _is_of_annex(cell: NotebookNode, document: str) -> bool:
    place = cell.metadata["taphuan"]
    return bool(place.get("document") == document and place.get("slide_kind") == ANNEX)


def _refuse_duplicate_ids(cells: list[NotebookNode]) -> None:
    ids: set[str] = set()
    for cell in cells:
        if cell.id in ids:
            raise NotComposed(f"two cells have the id '{cell.id}'; rename one of them in its notebook", code="TH505")
        ids.add(cell.id)


def _refuse_equal_outputs(cells: list[NotebookNode]) -> None:
    """Two cells of one document that call the same figure or table, whatever its size: the reader would see it twice."""
    seen: dict[tuple[str, str], str] = {}
    for cell in cells:
        place = cell.metadata["taphuan"]
        if cell.cell_type != "code" or "document" not in place:
            continue
        call = place["document"], _SIZE.sub("", re.sub(r"\s+", "", cell.source))
        if call in seen:
            raise NotComposed(
                f"cells '{seen[call]}' and '{cell.id}' of the {place['document']} show the same: {cell.source.strip()}; "
                "leave one of them out, or give one a condition (`when`, `unless`) so that both never stand in one document",
                code="TH506",
            )
        seen[call] = cell.id
