"""The checks that an executed notebook must pass before its documents are published: identity, completeness, law."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from taphuan.charts.mime import CHART, PLOT, SVG, TABLE, without_returned
from taphuan.check.drawn import drawn_wrongly
from taphuan.check.shown import shown_wrongly
from taphuan.check.shown.commune_names import without_commune_names
from taphuan.check.shown.reading import drawn_text, place, readable
from taphuan.document.model import ListBlock, Paragraph, TableBlock
from taphuan.document.outputs import SLIDE, cell_blocks, is_interactive, output_blocks
from taphuan.document.reading import plain
from taphuan.errors import coded
from taphuan.known.units import WHOLE
from taphuan.lesson.claims.comparing import comparisons
from taphuan.lesson.wording import REPRINT

if TYPE_CHECKING:
    from nbformat import NotebookNode

# the kinds of figures of a commune, which name it and not its province
_OF_COMMUNES = ("formed",)
# The kinds of figures that need not name the province: without its data, or drawn by an author
_SHARED_KINDS = frozenset(
    {
        "bars",
        "big-number",
        "checklist",
        "columns",
        "days",
        "decision",
        "due",
        "duties",
        "exercise",
        "numbers",
        "stack",
        "steps",
        PLOT,
    }
)


def check_notebook(notebook: NotebookNode) -> tuple[str, ...]:
    """All reasons why the documents of an executed notebook must not be published; () if there is none."""
    return (
        *identity(notebook),
        *completeness(notebook),
        *law_states(notebook),
        *unclaimed(notebook),
        *shown_wrongly(notebook),
        *drawn_wrongly(notebook),
        *overlapping(notebook),
    )


@coded("TH734")
def overlapping(notebook: NotebookNode) -> Iterator[str]:
    """The sessions of the programme that begin before the one before them has ended."""
    until, before = "", ""
    for session in (notebook.metadata["taphuan"].get("agenda") or {}).get("sessions", ()):
        start, _, end = str(session.get("time") or "").partition("–")
        if start and start < until:
            yield f"the programme: “{session['title']}” begins at {start}, before “{before}” ends at {until}; correct the times"
        if start:
            until, before = max(until, end or start), session["title"]


def _twins(cell: NotebookNode) -> Iterator[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """(place, MIME type, twin, MIME bundle) of every figure and table in the outputs of a cell. The twin of a figure or table is
    its content as JSON."""
    for number, output in enumerate(cell.get("outputs", ()), start=1):
        bundle = output.get("data", {})
        for mime in (CHART, TABLE):
            if mime in bundle:
                yield place(cell, number), mime, bundle[mime], bundle


def identity(notebook: NotebookNode) -> tuple[str, ...]:
    """The figures and tables of another unit or day, and the figures whose texts do not name the unit."""
    metadata = notebook.metadata["taphuan"]
    unit = {key: metadata["unit"][key] for key in ("slug", "valid_from", "name")}
    findings: list[str] = []
    for cell in notebook.cells:
        for where, mime, twin, bundle in _twins(cell):
            if twin.get("unit") != unit:
                findings.append(f"{where}: is of the unit {twin.get('unit')}, the document of {unit} [TH701]")
            if twin.get("as_of") != metadata["as_of"]:
                findings.append(f"{where}: is of {twin.get('as_of')}, the document of {metadata['as_of']} [TH701]")
            if mime != CHART or twin.get("kind") in _SHARED_KINDS or unit["slug"] == WHOLE:
                continue
            name = metadata["commune"]["name"] if twin.get("kind") in _OF_COMMUNES else unit["name"]
            if not _names(twin.get("alt", ""), name):
                findings.append(f"{where}: the alt text does not name {name} [TH702]")
            if not _names(drawn_text(bundle.get(SVG, "")), name):
                findings.append(f"{where}: the figure does not name {name} [TH702]")
    return tuple(findings)


def _names(text: str, name: str) -> bool:
    """Whether a text names a unit, whatever its capitals and however its lines are broken."""
    return name.casefold() in " ".join(readable(text).casefold().split())


def completeness(notebook: NotebookNode) -> tuple[str, ...]:
    """The slides without title or content, the cells without text or output, errors and warnings of cells, unresolved
    placeholders and citations, and the figures and tables without data, caption, picture or alt text."""
    findings: list[str] = list(_incomplete_slides(notebook))
    for cell in notebook.cells:
        meta = cell.metadata.get("taphuan") or {}
        if not meta.get("document"):
            continue
        if cell.cell_type == "markdown" and not cell.source.strip():
            findings.append(f"{place(cell)}: empty text [TH704]")
        if cell.cell_type == "markdown" and "{{" in cell.source:
            findings.append(f"{place(cell)}: an unresolved placeholder [TH705]")
        if cell.cell_type == "markdown" and "[@" in cell.source:
            findings.append(f"{place(cell)}: an unresolved citation [TH705]")
        if meta.get("role") == "sources" and "](" in cell.source:
            findings.append(
                f"{place(cell)}: a link in the sources, which stand at the foot as words alone; put it into the slide's text [TH706]"
            )
        if cell.cell_type != "code":
            continue
        if not cell.get("outputs"):
            findings.append(f"{place(cell)}: the cell has no output; end it with the figure or table [TH704]")
        elif fault := _blank(cell):
            findings.append(f"{place(cell)}: {fault}; end the cell with the figure, table or text itself [TH704]")
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.get("name") == "stderr":
                warning = output.text.strip()[:120]
                findings.append(f"{place(cell)}: a warning that would be printed on the slide: {warning} [TH707]")
            if output.output_type == "error":
                findings.append(f"{place(cell)}: {output.get('ename')}: {output.get('evalue')} [TH708]")
        for where, mime, twin, bundle in _twins(cell):
            if twin.get("kind") == PLOT:
                findings += [f"{where}: {twin['fault']} [TH709]"] if twin.get("fault") or not twin.get("alt") else []
                continue
            rows = twin.get("data", {}).get("rows") if mime == CHART else twin.get("rows")
            if not any(value not in (None, "") for row in rows or () for value in row):
                findings.append(f"{where}: {twin.get('kind')} without data [TH709]")
            if not twin.get("caption"):
                findings.append(f"{where}: {twin.get('kind')} without a caption [TH709]")
            if mime == CHART and (not twin.get("alt") or "<svg" not in bundle.get(SVG, "")):
                findings.append(f"{where}: {twin.get('kind')} without picture or alt text [TH709]")
    return tuple(findings)


@coded("TH711")
def unclaimed(notebook: NotebookNode) -> tuple[str, ...]:
    """The sentences of figures and tables that compare and are no claim; the claims that do not stand where they are recorded."""
    findings: list[str] = []
    # a cell that is split in JupyterLab leaves its claims with both halves
    texts: dict[str, str] = {}
    for cell in notebook.cells:
        slide = (cell.metadata.get("taphuan") or {}).get("slide", "")
        texts[slide] = f"{texts.get(slide, '')}\n{_with_spaces(cell.source.replace(chr(92), ''))}"
    for cell in notebook.cells:
        meta = cell.metadata.get("taphuan") or {}
        findings += [
            f"{place(cell)}: the claim “{claim['text']}” is not in the text of its slide; "
            "write it as it was, or change the notebook that it comes from [TH710]"
            for claim in meta.get("claims", ())
            if _is_made(claim) and _with_spaces(claim["text"]) not in texts[meta.get("slide", "")]
        ]
        for where, _, twin, _ in _twins(cell):
            for part in ("alt", "caption", "note"):
                said = without_commune_names(_with_spaces(twin.get(part, "")), notebook)
                for claim in twin.get("claims", ()):
                    said = said.replace(_with_spaces(claim["text"]), "")
                findings += [
                    f"{where}: the {part} of {twin.get('kind')} compares (“{words}”) without a claim: “{sentence}”"
                    for sentence, words in comparisons(said)
                ]
    return tuple(findings)


def _is_made(claim: dict[str, Any]) -> bool:
    """Whether a kind made the text of a claim; what an author took over and cites is recorded as the author wrote it."""
    return not claim["id"].startswith("cited/")


def _blank(cell: NotebookNode) -> str:
    """Why a cell that has outputs shows nothing; "" if it shows something, or if it is interactive, which a line says."""
    bundles = [output.get("data", {}) for output in without_returned(cell.outputs)]
    if any(output_blocks(output, SLIDE) for output in cell.outputs) or any(map(is_interactive, bundles)):
        return ""
    texts = ["".join(bundle.get("text/plain", "")) for bundle in bundles]
    bare = next((text.strip()[:60] for text in texts if text.strip()), "")
    return f"shows nothing but an object ({bare})" if bare else "shows nothing"


@coded("TH703")
def _incomplete_slides(notebook: NotebookNode) -> Iterator[str]:
    """The slides without a title, and those without content below it; a section or a cover needs no content."""
    slides: dict[str, list[NotebookNode]] = {}
    for cell in notebook.cells:
        meta = cell.metadata.get("taphuan") or {}
        if meta.get("document"):
            slides.setdefault(meta["slide"], []).append(cell)
    for name, (first, *rest) in slides.items():
        lines = first.source.strip().splitlines()
        if first.metadata["taphuan"]["role"] != "heading" or not lines or not lines[0].strip("# "):
            yield f"slide {name}: has no title; begin it with a Markdown cell `## Title`"
        content = any(line.strip() for line in lines[1:])
        content |= any(cell.metadata["taphuan"]["role"] == "body" for cell in (first, *rest))
        if not content and first.metadata["taphuan"]["slide_kind"] not in ("section", "cover"):
            yield f"slide {name}: has a title and no content below it"


@coded("TH712")
def law_states(notebook: NotebookNode) -> tuple[str, ...]:
    """The cited legal documents with verified=no, and those whose slide lacks the required label of the state or, for
    verified=partial, the mark that it rests on a reprint."""
    findings: list[str] = []
    texts: dict[str, str] = {}
    for cell in notebook.cells:
        meta = cell.metadata.get("taphuan") or {}
        if meta.get("role") in ("body", "heading"):
            text = cell.source if cell.cell_type == "markdown" else _visible_text(cell)
            texts[meta["slide"]] = texts.get(meta["slide"], "") + "\n" + text
    for cell in notebook.cells:
        meta = cell.metadata.get("taphuan") or {}
        for entry in meta.get("law", ()):
            slide_text = _with_spaces(texts[meta["slide"]])
            if entry["verified"] == "no":
                findings.append(f"{place(cell)}: cites {entry['id']}, which has verified=no")
            if entry["label"] and _with_spaces(entry["label"]) not in slide_text:
                findings.append(f"{place(cell)}: cites {entry['id']} without its state “{entry['label']}”")
            if entry["verified"] == "partial" and REPRINT not in slide_text:
                findings.append(f"{place(cell)}: cites {entry['id']} without “{REPRINT}”")
    return tuple(findings)


def _with_spaces(text: str) -> str:
    """The text with ordinary instead of no-break spaces."""
    return text.replace("\u00a0", " ")


def _visible_text(cell: NotebookNode) -> str:
    """The captions, notes and values of the figures and tables of a cell, or the words of what else it shows; without alt
    texts, which are not visible."""
    parts: list[str] = []
    for _, mime, twin, _ in _twins(cell):
        parts.append(twin.get("caption", "") + " " + twin.get("note", ""))
        rows = twin.get("rows", []) if mime == TABLE else twin["data"]["rows"]
        parts += [str(value) for row in rows for value in row]
    if not parts:
        for block in cell_blocks(cell, SLIDE):
            runs = (
                block.items if isinstance(block, ListBlock) else (block.runs,) if isinstance(block, Paragraph) else ()
            )
            parts += [plain(line) for line in runs]
            parts += [value for row in block.rows for value in row] if isinstance(block, TableBlock) else []
    return "\n".join(parts)
