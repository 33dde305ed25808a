"""Every number of a slide, or of a part of a paper, with its origin: the lesson is opened again, and what each cell of the notebook
has asked for is asked for once more."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from taphuan import paths
from taphuan.check.origins.cells import Cell, Tables
from taphuan.check.origins.matching import CITED, OWN, Matcher, Names, Origin, Piece
from taphuan.check.origins.numbers import numbers_in, words_of
from taphuan.check.origins.pieces import evidence_of, pieces_of, rows_of_sheet, texts_in, texts_of
from taphuan.compose import citations
from taphuan.compose.placeholders import filling
from taphuan.data.load import reading
from taphuan.document.slides import Slide, slides_of
from taphuan.known import measures
from taphuan.known.conferences import all_items
from taphuan.known.law import documents, named_in
from taphuan.known.sources import source_titles
from taphuan.known.units import WHOLE
from taphuan.lesson.lesson import Lesson, open_lesson
from taphuan.lesson.placeholders import all_values
from taphuan.lesson.workbook import workbook
from taphuan.text import hold

if TYPE_CHECKING:
    from nbformat import NotebookNode


@dataclass(frozen=True)
class Traced:
    """A number, where it stands ("title", "figure league"), and where it comes from."""

    number: str
    where: str
    origin: Origin


class Trace:
    """The numbers of an executed notebook. `full`: it has the deck of the hall for a province."""

    def __init__(self, notebook: NotebookNode, full: bool = False) -> None:
        self._notebook, self._about, self._full = notebook, notebook.metadata["taphuan"], full
        self._lesson = self._opened()
        self._names = Names(self._lesson)
        self._tables = Tables((*self._names.own, *(unit.slug for unit in self._lesson.participants[:1])))

    def _opened(self) -> Lesson:
        about = self._about
        province = WHOLE if about["whole"] else about["unit"]["slug"]
        commune = about.get("commune", {}).get("code", "")
        return open_lesson(about["conference"]["slug"], province, about["as_of"], about["module"], commune)

    def slides(self, document: str) -> tuple[Slide, ...]:
        return slides_of(self._notebook, document)

    def numbers(self, slide: Slide) -> Iterator[Traced]:
        """The numbers of a slide, those of its title first, each once a place and origin."""
        heading = [slide.heading] if slide.heading is not None else []
        cells = [*heading, *slide.body, *slide.notes, *slide.sources]
        cited = tuple(dict.fromkeys(id_ for cell in cells for id_ in self._ids(cell)))
        seen: set[tuple[str, str, Origin]] = set()
        for cell in cells:
            own = self._ids(cell)
            # a title and a note have no citations of their own
            ids = own if own and cell.metadata["taphuan"].get("role") == "body" else cited
            for traced in self._of_cell(cell, ids):
                key = (traced.number, traced.where, traced.origin)
                if key not in seen:
                    seen.add(key)
                    yield traced

    def beside(self, name: str) -> Iterator[tuple[str, Iterator[Traced]]]:
        """(heading, its numbers) of what the notebook holds beside its slides: "workbook", "quiz", "worksheets", "agenda", "sheet"."""
        content = self._about.get(name) or {}
        if name == "workbook":
            with reading() as asked:
                workbook(self._opened().profile)
            for sheet in content.get("sheets", ()):
                yield sheet["name"], self._of_pieces(rows_of_sheet(sheet), self._below_data(asked), ())
            return
        texts = tuple(texts_of(content))
        ids = tuple(text for text in texts if text in self._known)
        files = {"law/legal_documents.csv", f"conferences/{self._lesson.conference.slug}.yaml"}
        yield name, self._of_pieces((Piece(name, text) for text in texts if text not in ids), files, ids)

    def _of_pieces(self, pieces: Iterable[Piece], files: Iterable[str], ids: tuple[str, ...]) -> Iterator[Traced]:
        matcher = self._matcher(files, ids)
        for piece in pieces:
            for token, origin in matcher.origins(piece):
                yield Traced(token, piece.where, self._cited(token, origin, piece, ids, {}))

    def _matcher(self, files: Iterable[str], ids: tuple[str, ...]) -> Matcher:
        own = f"conferences/{self._lesson.conference.slug}.yaml"
        tables = [self._tables.table(file) for file in sorted(files) if file.endswith(".csv") or file == own]
        cited = self._tables.cited(self._with_editions(ids))
        titles = self._tables.titles(self._lesson.conference.modules)
        return Matcher(self._lesson, self._names, tables, cited, titles)

    def _ids(self, cell: Any) -> tuple[str, ...]:
        about = cell.metadata["taphuan"]
        arguments = texts_in(cell.source) if cell.cell_type == "code" else ()
        return (*about.get("citations", ()), *(text for text in arguments if text in self._known))

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset((*(item.id for item in all_items()), *documents(), *source_titles()))

    def _of_cell(self, cell: Any, ids: tuple[str, ...]) -> Iterator[Traced]:
        filled = self._filled.get(cell.metadata["taphuan"].get("origin", ""), {})
        files = self._files(cell, filled) | {file for file, _, _ in evidence_of(cell)}
        matcher = self._matcher(files, ids)
        for piece in pieces_of(cell):
            for token, origin in matcher.origins(piece):
                yield Traced(token, piece.where, self._cited(token, origin, piece, ids, filled))

    def _cited(
        self, token: str, origin: Origin, piece: Piece, ids: tuple[str, ...], filled: Mapping[str, str]
    ) -> Origin:
        """What no row holds: by what the cell cites, the document that the text names, the placeholder that counted it."""
        if origin.how != OWN:
            return origin
        names = [name for name, text in filled.items() if token in numbers_in(text)]
        if names:
            words = "; ".join(f"{{{{ {name} }}}}, {all_values()[name][0]}" for name in names)
            return replace(origin, how="counted", words=words)
        if laws := [doc.id for doc in named_in(hold(words_of(piece.text)), self._lesson.as_of)]:
            return Origin(CITED, self._rows_of(laws), "")
        if ids:
            return Origin(CITED, self._rows_of(ids), "" if self._rows_of(ids) else ", ".join(ids))
        return origin

    def _rows_of(self, ids: Iterable[str]) -> tuple[Cell, ...]:
        return tuple(Cell(row, next(iter(row.values))) for row in self._tables.cited(self._with_editions(ids)).rows)

    def _with_editions(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The ids, those that mean an edition of the job as that edition."""
        newest = {
            measure.key: [f"{measure.key}-{edition.key}" for edition in editions[-1:]]
            for measure in measures.measures()
            if (editions := measures.editions(measure.key, self._lesson.as_of))
        }
        meant = newest | {citations.PREDECESSORS: newest.get(citations.EDITION, [])}
        return tuple(each for id_ in ids for each in meant.get(id_, [id_]))

    # --- what a cell has asked for ------------------------------------------------------------------------------------

    @cached_property
    def _filled(self) -> dict[str, dict[str, str]]:
        """The placeholders of each source cell with their values, from composing once more."""
        from taphuan.compose import compose

        with filling() as found:
            compose(self._opened(), self._full, 0 if not self._about["minutes"] else int(self._about["minutes"]))
        by_cell: dict[str, dict[str, str]] = {}
        for one in found:
            notebook, _, id_ = one.where.partition(", cell ")
            by_cell.setdefault(f"{notebook.removeprefix(f'{paths.NOTEBOOKS.name}/').removesuffix('.ipynb')}#{id_}", {})[
                one.name
            ] = one.text
        return by_cell

    def _files(self, cell: Any, filled: Mapping[str, str]) -> set[str]:
        """The files of data/ behind a cell: those of its placeholders, of its call, of its frames; what else it may have read."""
        with reading() as asked:
            if cell.cell_type == "code":
                self._show(cell.source)
            else:
                fresh = self._opened()
                for name in filled:
                    all_values()[name][1](fresh.profile, fresh.teaching)
        return self._below_data(asked)

    def _below_data(self, asked: Iterable[str]) -> set[str]:
        data = f"{paths.DATA}{os.sep}"
        return {path.removeprefix(data).replace(os.sep, "/") for path in asked if path.startswith(data)}

    def _show(self, source: str) -> None:
        from taphuan.lesson.frames.data import TABLES
        from taphuan.run.pure_cells import frames_taken, pure_call, shown_by

        lesson = self._opened()
        call = pure_call(source)
        if call is not None:
            shown_by(lesson, call)
            return
        for name in frames_taken(source) or TABLES:
            list(TABLES[name].rows(lesson))
