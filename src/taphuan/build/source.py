"""`taphuan source FILE`: every number of a built file with the file, the row, the column and the publication behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taphuan import paths
from taphuan.text import NBSP

if TYPE_CHECKING:
    from taphuan.check.origins.cells import Cell
    from taphuan.check.origins.matching import Origin
    from taphuan.document.slides import Slide

# of cells that a number is computed from
_NAMED = 2
_WIDTH = 14


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--slide", default="", metavar="N", help="Only this slide by its number (5, or 5.1 for backup), or part.")
def source(file: Path, slide: str) -> None:
    """Say where every number of a built file comes from: file, row and column of data/, and the publication.

    Numbers of figures, tables, claims and placeholders are traced; what an author wrote is told with what the cell cites.
    Exit code 2 for a file that is of no build, was edited, or was made from other data.

    \b
    Example:
      taphuan source build/quang-nam-2024/quang-nam/deck.html --slide 3
    """
    for line in lines(file.resolve(), slide):
        click.echo(line)


def lines(file: Path, only: str = "") -> Iterator[str]:
    """The lines of the answer. Raises NotTraceable, or UnknownName for a slide that is not there."""
    from taphuan.build.trace import Trace
    from taphuan.build.traceable import place_of
    from taphuan.check.origins.cells import source_line
    from taphuan.errors import UnknownName

    place = place_of(file)
    trace = Trace(place.notebook, place.full)
    parts = [
        (number, f"{number}. {_title(one)} ({one.id})", partial(trace.numbers, one))
        for document in place.documents
        for number, one in _numbered(trace.slides(document))
    ]
    if place.beside:
        parts += [(name, name, partial(iter, found)) for name, found in trace.beside(place.beside)]
    chosen = [part for part in parts if not only or part[0] == only]
    if not chosen:
        raise UnknownName("slide or part", only, tuple(number for number, _, _ in parts))
    sources: dict[str, None] = {}
    for _, heading, numbers in chosen:
        yield heading
        found = tuple(numbers())
        for traced in found:
            for cell in traced.origin.cells:
                sources.update(dict.fromkeys(cell.row.sources_of(cell.column)))
            yield f"  {traced.number:<{_WIDTH}}{traced.where}: {_said(traced.origin)}"
        if not found:
            yield "  no number"
    if sources:
        yield "sources:"
    for id_ in sources:
        yield f"  {source_line(id_)}"


def _numbered(slides: Iterable[Slide]) -> list[tuple[str, Slide]]:
    from taphuan.document.slides import numbered

    return list(numbered(slides))


def _title(slide: Slide) -> str:
    from taphuan.document.reading import title_text

    return title_text(slide).replace(NBSP, " ") or "(no title)"


def _said(origin: Origin) -> str:
    """What is known of a number in one line."""
    from taphuan.check.origins.matching import CITED, OWN, READ

    if origin.how == OWN:
        return "the author's own count; nothing is cited"
    if origin.how == CITED:
        return f"cited: {'; '.join(_row(cell) for cell in origin.cells[:_NAMED]) or origin.words}{_more(origin.cells)}"
    if origin.how == READ:
        ids = dict.fromkeys(id_ for cell in origin.cells for id_ in cell.row.sources_of(cell.column))
        said = "; ".join(f"{_row(cell)}, {cell.column} = {_short(cell.value)}" for cell in origin.cells)
        return f"{said}{f' [{chr(44).join(ids)}]' if ids else ''}"
    found = "; ".join(f"{_row(cell)}, {cell.column} = {_short(cell.value)}" for cell in origin.cells[:_NAMED])
    return f"{origin.words}{f': {found}' if found else ''}{_more(origin.cells)}"


def _row(cell: Cell) -> str:
    key = f" ({cell.row.key})" if cell.row.key else ""
    return f"{paths.DATA.name}/{cell.row.file} {cell.row.place}{key}"


def _more(cells: tuple[Cell, ...]) -> str:
    return f" and {len(cells) - _NAMED} more cells" if len(cells) > _NAMED else ""


def _short(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:60]}…"
