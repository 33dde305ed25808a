"""The checks every document passes before it is published: identity, completeness, law (DESIGN: path, §4 and §10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from taphuan.charts.mime import CHART, SVG, TABLE
from taphuan.known.units import WHOLE

# Figures that show no province's data are the same for everyone
_SHARED_KINDS = frozenset({"bars", "goals", "law-timeline", "numbers", "steps"})


def check_notebook(notebook: NotebookNode) -> tuple[str, ...]:
    """Findings that keep an executed notebook from becoming documents; empty for none."""
    return (*identity(notebook), *completeness(notebook), *law_states(notebook))


def _twins(cell: NotebookNode) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """(mime, twin, whole bundle) of every figure and table a cell put out."""
    for output in cell.get("outputs", []):
        bundle = output.get("data", {})
        for mime in (CHART, TABLE):
            if mime in bundle:
                yield mime, bundle[mime], bundle


def _place(cell: NotebookNode) -> str:
    return f"slide {cell.metadata.get('taphuan', {}).get('slide', '?')}, cell {cell.id}"


def identity(notebook: NotebookNode) -> tuple[str, ...]:
    """Every figure and table belongs to this unit and day, and every figure says whose it is in its alt text."""
    ours = notebook.metadata["taphuan"]
    unit = {key: ours["unit"][key] for key in ("slug", "valid_from", "name")}
    found: list[str] = []
    for cell in notebook.cells:
        for mime, twin, bundle in _twins(cell):
            if twin.get("unit") != unit:
                found.append(f"{_place(cell)}: shows {twin.get('unit')}, the document is of {unit}")
            if twin.get("as_of") != ours["as_of"]:
                found.append(f"{_place(cell)}: made for {twin.get('as_of')}, the document for {ours['as_of']}")
            if mime != CHART or twin.get("kind") in _SHARED_KINDS or unit["slug"] == WHOLE:
                continue
            if unit["name"] not in twin.get("alt", ""):
                found.append(f"{_place(cell)}: the alt text does not name {unit['name']}")
            if unit["name"] not in bundle.get(SVG, "").replace("&amp;", "&"):
                found.append(f"{_place(cell)}: the figure does not name {unit['name']}")
    return tuple(found)


def completeness(notebook: NotebookNode) -> tuple[str, ...]:
    """Every code cell that a document shows has put out something that can be seen; every slide has a title and content."""
    found: list[str] = list(_bare_slides(notebook))
    for cell in notebook.cells:
        meta = cell.metadata.get("taphuan", {})
        if not meta.get("document"):
            continue
        if cell.cell_type == "markdown" and not cell.source.strip():
            found.append(f"{_place(cell)}: empty text")
        if cell.cell_type == "markdown" and "{{" in cell.source:
            found.append(f"{_place(cell)}: a placeholder was left unresolved")
        if cell.cell_type == "markdown" and "[@" in cell.source:
            found.append(f"{_place(cell)}: a citation was left unresolved")
        if cell.cell_type != "code":
            continue
        if not cell.get("outputs"):
            found.append(f"{_place(cell)}: the cell put out nothing; end it with the figure or table")
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.get("name") == "stderr":
                found.append(
                    f"{_place(cell)}: wrote a warning that would stand on the slide: {output.text.strip()[:120]}"
                )
            if output.output_type == "error":
                found.append(f"{_place(cell)}: {output.get('ename')}: {output.get('evalue')}")
        for mime, twin, bundle in _twins(cell):
            rows = twin.get("data", {}).get("rows") if mime == CHART else twin.get("rows")
            if not any(value not in (None, "") for row in rows or () for value in row):
                found.append(f"{_place(cell)}: {twin.get('kind')} without data")
            if not twin.get("caption"):
                found.append(f"{_place(cell)}: {twin.get('kind')} without a caption")
            if mime == CHART and (not twin.get("alt") or "<svg" not in bundle.get(SVG, "")):
                found.append(f"{_place(cell)}: {twin.get('kind')} without picture or alt text")
    return tuple(found)


def _bare_slides(notebook: NotebookNode) -> Iterator[str]:
    """Slides that begin without a title, and slides (sections and covers aside) that hold nothing under it."""
    slides: dict[str, list[NotebookNode]] = {}
    for cell in notebook.cells:
        meta = cell.metadata.get("taphuan", {})
        if meta.get("document"):
            slides.setdefault(meta["slide"], []).append(cell)
    for name, (first, *rest) in slides.items():
        lines = first.source.strip().splitlines()
        if first.metadata["taphuan"]["role"] != "heading" or not lines or not lines[0].strip("# "):
            yield f"slide {name}: has no title; begin it with a Markdown cell `## Title`"
        content = any(line.strip() for line in lines[1:])
        content |= any(cell.metadata["taphuan"]["role"] == "body" for cell in (first, *rest))
        if not content and first.metadata["taphuan"]["slide_kind"] not in ("section", "cover"):
            yield f"slide {name}: has a title and nothing under it"


def law_states(notebook: NotebookNode) -> tuple[str, ...]:
    """A document that is not simply in force is cited with the words of its state on the same slide; none is verified=no."""
    found: list[str] = []
    texts: dict[str, str] = {}
    for cell in notebook.cells:
        meta = cell.metadata.get("taphuan", {})
        if meta.get("role") in ("body", "heading"):
            shown = cell.source if cell.cell_type == "markdown" else _output_text(cell)
            texts[meta["slide"]] = texts.get(meta["slide"], "") + "\n" + shown
    for cell in notebook.cells:
        meta = cell.metadata.get("taphuan", {})
        for entry in meta.get("law", ()):
            said = _plain(texts[meta["slide"]])
            if entry["verified"] == "no":
                found.append(f"{_place(cell)}: cites {entry['id']}, which is verified=no")
            if entry["label"] and _plain(entry["label"]) not in said:
                found.append(f"{_place(cell)}: cites {entry['id']} without saying “{entry['label']}”")
            if entry["verified"] == "partial" and "cần đối chiếu bản gốc" not in said:
                found.append(f"{_place(cell)}: cites {entry['id']} without “cần đối chiếu bản gốc”")
    return tuple(found)


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def _output_text(cell: NotebookNode) -> str:
    """What stands on the page with a figure or table; an alt text is not seen in the hall."""
    parts: list[str] = []
    for mime, twin, _ in _twins(cell):
        parts.append(twin.get("caption", "") + " " + twin.get("note", ""))
        rows = twin.get("rows", []) if mime == TABLE else twin["data"]["rows"]
        parts += [str(value) for row in rows for value in row]
    return "\n".join(parts)
