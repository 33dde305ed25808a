"""The temporary project that Quarto renders: `_quarto.yml`, a notebook for each target, and the files that they name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.charts.style import WEIGHTS
from taphuan.charts.text_measure import paper_font, screen_font
from taphuan.document.model import Document
from taphuan.document.reading import read_document, read_report
from taphuan.export.quarto.prepare import PANDOC, Target, notebook_of
from taphuan.export.quarto.references import reference_docx, reference_pptx
from taphuan.export.shared import fonts, paper
from taphuan.theme import forms

_SETTINGS = {"project": {"type": "default"}, "lang": "vi", "execute": {"enabled": False}}
# without typographic replacements: texts are shown letter by letter
_FROM = "markdown-smart"


def prepare(folder: Path, executed: Any, targets: tuple[Target, ...]) -> None:
    """Write the project for `targets` into an empty folder.

    Raises NotComposed when the notebook is not ours or a figure cannot be drawn.
    """
    import nbformat
    import yaml

    files = {"_quarto.yml": yaml.safe_dump(_SETTINGS, allow_unicode=True).encode()}
    for target in targets:
        document = read_document(executed, "deck") if target.deck else read_report(executed)
        options, named = _parts(document, target)
        # a `title` would add a slide before the cover, and a line above the letterhead
        front = {"pagetitle": PANDOC.text(document.title), "format": {target.to: {"from": _FROM, **options}}}
        text = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=10_000)
        notebook, pictures = notebook_of(document, target, text)
        files |= {**named, **pictures, target.notebook: nbformat.writes(notebook).encode()}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)


def quarto_theme() -> str:
    """slides/quarto.scss with the tokens of the theme as its first defaults."""
    head, defaults, rest = (
        paths.taken(paths.QUARTO_THEME).read_text(encoding="utf-8").partition("/*-- scss:defaults --*/\n")
    )
    return f"{head}{defaults}{forms.scss()}{rest}"


def _parts(document: Document, target: Target) -> tuple[dict[str, Any], dict[str, bytes]]:
    """(the options of the one format, the files that they name)."""
    match target.to:
        case "revealjs":
            options = {
                "embed-resources": True,
                "theme": ["default", "theme.scss"],
                "css": "faces.css",
                "include-after-body": paths.QUARTO_FIT.name,
                "slide-level": 2,
                "slide-number": True,
                "width": 1280,
                "height": 720,
                "margin": 0.1,
                "center": False,
                "scrollable": True,
                # formulas without a library from the net
                "html-math-method": "mathml",
                "footer": PANDOC.text(_marks(document)),
            }
            return options, {
                "theme.scss": quarto_theme().encode(),
                "faces.css": fonts.face_css().encode(),
                paths.QUARTO_FIT.name: paths.taken(paths.QUARTO_FIT).read_bytes(),
            }
        case "pptx":
            return {"slide-level": 2, "reference-doc": "reference.pptx"}, {"reference.pptx": reference_pptx()}
        case "docx":
            return {"reference-doc": "reference.docx"}, {"reference.docx": reference_docx(document)}
        case _:
            return _typst(document, target)


def _typst(document: Document, target: Target) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Both PDFs: slides/quarto-deck.typ or quarto-paper.typ with what they import; Quarto is told the page, which it sets."""
    from taphuan.export.pdf.pdf import paper_files

    if target.deck:
        page = {"papersize": "presentation-16-9", "margin": {"x": "13mm", "top": "16mm", "bottom": "10mm"}}
        files = {"theme.typ": forms.typst().encode(), "deck.json": json.dumps({"marks": _marks(document)}).encode()}
    else:
        sides = {"top": paper.MARGIN_TOP, "bottom": paper.MARGIN_BOTTOM, "left": paper.MARGIN_LEFT}
        margin = {side: f"{width}mm" for side, width in {**sides, "right": paper.MARGIN_RIGHT}.items()}
        page, files = {"papersize": "a4", "margin": margin}, paper_files(document)
    rules = "quarto-deck.typ" if target.deck else "quarto-paper.typ"
    files |= {name: paths.taken(paths.SLIDES / name).read_bytes() for name in ("quarto.typ", rules)}
    serif = (paper_font(bold, italic) for bold in (False, True) for italic in (False, True))
    screen = (*(screen_font(weight) for weight in (*WEIGHTS, 500)), screen_font(400, italic=True))
    files |= {f"fonts/{face.name}": face.read_bytes() for face in (*screen, *serif, fonts.fallback_fonts()[0])}
    head = f'#import "{rules}": *\n#set page(..sheet)\n'
    return {**page, "font-paths": "fonts", "include-in-header": [{"text": head}]}, files


def _marks(document: Document) -> str:
    """What stands on every slide, in one line."""
    return " · ".join([paper.SAMPLE] * document.sample + [document.conference["title"], document.as_of_text])
