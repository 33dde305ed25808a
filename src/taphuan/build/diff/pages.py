"""A set's notebook as pages of every document in it: slides, parts of papers, questions, sheets, in the normal form of files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from taphuan import paths
from taphuan.build.normal.drawing import picture_digest, svg_digest
from taphuan.build.normal.form import (
    BULLET,
    CAPTION,
    FEEDBACK,
    FIGURE,
    FRAME,
    NOTE,
    NUMBERED,
    OPTION,
    SOURCE,
    TEXT,
    Line,
    Part,
    row,
    tidy,
)
from taphuan.document.model import Block, FigureBlock, ListBlock, Paragraph, Section, TableBlock
from taphuan.document.reading import plain, read_document
from taphuan.document.slides import numbered, slides_of
from taphuan.known.law import IN_FORCE
from taphuan.text import say

# the documents of a notebook, by the names that its cells and its metadata give them, and what people call them
DOCUMENTS = {
    "deck": say("build.diff.pages.deck"),
    "briefing": say("build.diff.pages.briefing"),
    "report": say("build.diff.pages.report"),
    "checkup": say("build.diff.pages.checkup", topic=paths.PROJECT.topic),
    "quiz": say("build.diff.pages.quiz"),
    "worksheets": say("build.diff.pages.worksheets"),
    "agenda": say("build.diff.pages.agenda"),
    "sheet": say("build.diff.pages.sheet"),
    "workbook": say("build.diff.pages.workbook"),
    "set": say("build.diff.pages.set"),
}
# a document that is simply in force has no label
_STATES = {IN_FORCE: say("build.diff.pages.in_force")}
_CELLS = ("deck", "briefing", "report", "checkup")
# what a notebook says of itself and no document prints
_SILENT = ("schema", "whole", "module", "as_of", "conference", "unit", "minutes")


@dataclass(frozen=True)
class Page:
    """A page of a document. `number` is how people find it ("12", of backup slides "12.1"; "" where it has none), `figures` the
    SVG or picture of each figure by its digest.

    What it rests on: `evidence`, (file, key, column) of its claims; `claims`, (id, text) of each; `cited`, ids of sources, items
    and documents of law; `law`, the state of each; `origins`, the cells that it was composed from; `answer` of a question.
    """

    document: str
    part: Part
    number: str = ""
    figures: Mapping[str, bytes] = field(default_factory=dict, hash=False)
    evidence: frozenset[tuple[str, str, str]] = frozenset()
    claims: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    cited: frozenset[str] = frozenset()
    law: Mapping[str, str] = field(default_factory=dict, hash=False)
    origins: frozenset[str] = frozenset()
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        return self.document, self.part.id


def pages_of(notebook: Any) -> tuple[Page, ...]:
    """Every page of a set, document after document. Raises NotComposed as `read_document` does."""
    about = notebook.metadata["taphuan"]
    held = {(cell.metadata.get("taphuan") or {}).get("document") for cell in notebook.cells}
    pages: list[Page] = []
    for kind in _CELLS:
        if kind in held:
            pages += _of_cells(notebook, kind)
    pages += _questions(about.get("quiz") or ())
    for worksheet in about.get("worksheets") or ():
        pages.append(_said("worksheets", worksheet.get("module", ""), worksheet.get("title", ""), worksheet))
    if "agenda" in about:
        pages.append(_said("agenda", "agenda", "", about["agenda"]))
    if "sheet" in about:
        pages.append(_said("sheet", "sheet", "", about["sheet"]))
    for sheet in (about.get("workbook") or {}).get("sheets", ()):
        head = [column[0] if isinstance(column, list | tuple) else str(column) for column in sheet["columns"]]
        lines = (row(head, head=True), *(row(map(_text, cells)) for cells in sheet["rows"]))
        pages.append(
            Page("workbook", Part(sheet["name"], sheet["name"], tuple(lines)), tables=(_table(head, sheet["rows"]),))
        )
    others = ("quiz", "worksheets", "agenda", "sheet", "workbook")
    rest = {name: value for name, value in about.items() if name not in (*others, *_SILENT)}
    rest["conference"] = about["conference"].get("title", ""), about["conference"].get("date_text", "")
    rest["unit"] = about["unit"].get("full_name", "")
    pages.append(_said("set", "set", "", rest))
    return tuple(pages)


def _of_cells(notebook: Any, kind: str) -> Iterator[Page]:
    document = read_document(notebook, kind)
    sections = {section.id: section for section in (*document.sections, *document.backup)}
    cells: dict[str, list[Any]] = {}
    for cell in notebook.cells:
        own = cell.metadata.get("taphuan") or {}
        if own.get("document") == kind:
            cells.setdefault(own.get("slide", ""), []).append(own)
    for number, slide in numbered(slides_of(notebook, kind)):
        section = sections[slide.id]
        lines, figures = _lines_of(section)
        yield Page(
            document=kind,
            part=Part(section.id, tidy(plain(section.title)), lines, slide.backup),
            number=number,
            figures=figures,
            tables=tuple(_table_of(block) for block in section.blocks if isinstance(block, TableBlock)),
            **_rests_on(cells.get(slide.id, ())),
        )


def _rests_on(cells: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    evidence: set[tuple[str, str, str]] = set()
    claims: list[tuple[str, str, tuple[str, ...]]] = []
    cited: set[str] = set()
    law: dict[str, str] = {}
    origins: set[str] = set()
    for own in cells:
        for claim in own.get("claims") or ():
            rows = [tuple(map(str, one)) for one in claim.get("evidence") or () if len(one) == 3]
            evidence.update(rows)  # type: ignore[arg-type]
            claims.append((claim.get("id", ""), claim.get("text", ""), tuple(sorted(" ".join(one) for one in rows))))
        cited.update(own.get("citations") or ())
        for entry in own.get("law") or ():
            law[entry["id"]] = entry.get("label") or _STATES.get(entry.get("state", ""), "")
        if own.get("origin"):
            origins.add(own["origin"])
    return {
        "evidence": frozenset(evidence),
        "claims": tuple(claims),
        "cited": frozenset(cited | set(law)),
        "law": law,
        "origins": frozenset(origins),
    }


def _lines_of(section: Section) -> tuple[tuple[Line, ...], dict[str, bytes]]:
    lines: list[Line] = []
    figures: dict[str, bytes] = {}
    if section.kicker:
        lines.append(Line(FRAME, tidy(section.kicker)))
    if section.minutes:
        lines.append(Line(FRAME, say("build.diff.pages.planned", minutes=section.minutes)))
    if section.speaker:
        lines.append(Line(FRAME, tidy(section.speaker)))
    for block in section.blocks:
        lines += _block(block, figures)
    lines += [Line(NOTE, tidy(plain(note.runs))) for note in section.notes]
    if section.sources:
        lines.append(Line(SOURCE, tidy(section.sources)))
    return tuple(lines), figures


def _block(block: Block, figures: dict[str, bytes]) -> Iterator[Line]:
    match block:
        case Paragraph():
            yield Line(TEXT, tidy(plain(block.runs)))
        case ListBlock():
            for item, (level, number) in zip(block.items, block.places, strict=True):
                yield Line(NUMBERED if number else BULLET, tidy(plain(item)), level)
        case TableBlock():
            whole = block.whole or block
            yield Line(CAPTION, tidy(block.caption))
            yield row((column.name for column in whole.columns), head=True)
            yield from (row(cells, marked=at == whole.highlight) for at, cells in enumerate(whole.rows))
            if block.source:
                yield Line(SOURCE, tidy(block.source))
        case FigureBlock():
            digest = svg_digest(block.svg.encode())
            figures[digest] = block.svg.encode()
            yield Line(FIGURE, tidy(block.alt), digest=digest)
            if block.caption:
                yield Line(CAPTION, tidy(block.caption))
            if block.data.get("columns"):
                yield row(map(_text, block.data["columns"]), head=True)
                yield from (row(map(_text, cells)) for cells in block.data.get("rows", ()))
            if block.source:
                yield Line(SOURCE, tidy(block.source))
        case _:
            digest = picture_digest(block.data)
            figures[digest] = block.data
            yield Line(FIGURE, tidy(block.alt), digest=digest)


def _table_of(block: TableBlock) -> tuple[tuple[str, ...], ...]:
    whole = block.whole or block
    return _table([column.name for column in whole.columns], whole.rows)


def _table(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> tuple[tuple[str, ...], ...]:
    return (tuple(head), *(tuple(map(_text, cells)) for cells in rows))


def _questions(groups: Iterable[Mapping[str, Any]]) -> Iterator[Page]:
    number = 0
    for group in groups:
        for asked in group["questions"]:
            number += 1
            lines = [
                Line(OPTION, tidy(f"{letter}. {text}"), int(letter == asked["answer"]))
                for letter, text in asked["options"]
            ]
            lines.append(Line(TEXT, say("build.diff.pages.answer", answer=asked["answer"])))
            lines.append(Line(FEEDBACK, tidy(asked["explanation"])))
            lines += [Line(FEEDBACK, tidy(f"{letter}: {text}")) for letter, text in asked.get("whys") or ()]
            lines += [Line(NOTE, tidy(text)) for text in asked.get("notes") or ()]
            lines += [Line(SOURCE, tidy(text)) for text in asked.get("sources") or ()]
            if not asked.get("on_paper", True):
                lines.append(Line(FRAME, say("build.diff.pages.electronic_only")))
            part = Part(asked["id"], tidy(asked["text"]), tuple(lines))
            yield Page("quiz", part, str(number), cited=frozenset({asked["id"], group["module"]}))


def _said(document: str, id_: str, title: str, content: Any) -> Page:
    """A page of all texts of a value, in their order."""
    ids: set[str] = {id_}
    return Page(document, Part(id_, tidy(title), tuple(_texts(content, ids))), cited=frozenset(ids))


def _texts(value: Any, ids: set[str], name: str = "") -> Iterator[Line]:
    match value:
        case Mapping():
            if isinstance(value.get("id"), str):
                ids.add(value["id"])
            for key, inner in value.items():
                if key not in ("id", "slug", "module"):
                    yield from _texts(inner, ids, key)
        case list() | tuple():
            if value and all(not isinstance(one, Mapping | list | tuple) for one in value):
                yield row(map(_text, value))
            else:
                for inner in value:
                    yield from _texts(inner, ids, name)
        case bool() | None | "":
            pass
        case int() if name == "minutes":
            yield Line(TEXT, say("build.diff.pages.minutes", minutes=value))
        case _:
            yield Line(TEXT, tidy(_text(value)))


def _text(value: Any) -> str:
    """A value as people write it: 77.5 → "77,5"."""
    if value is None:
        return ""
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)
