"""The temporary project that Quarto renders: `_quarto.yml`, a notebook for each target, pictures, fonts, theme, reference."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.charts.style import WEIGHTS
from taphuan.charts.text_measure import FAMILY, PAPER_FAMILY, paper_font, screen_font
from taphuan.document.model import Document
from taphuan.document.reading import read_document, read_report
from taphuan.export.quarto.prepare import PANDOC, Target, notebook_of, typst_head
from taphuan.export.shared import fonts, paper
from taphuan.theme import forms

_FONTS = "fonts"
_THEME = "theme.scss"
_FACES = "faces.css"
_REFERENCE = "reference.docx"
# without typographic replacements: texts are shown letter by letter
_FROM = "markdown-smart"

# texts that Quarto writes into documents; it has no Vietnamese ones
LANGUAGE = {
    "toc-title-document": "Mục lục",
    "toc-title-website": "Trên trang này",
    "section-title-abstract": "Tóm tắt",
    "section-title-appendices": "Phụ lục",
    "section-title-footnotes": "Chú thích",
    "section-title-references": "Tài liệu tham khảo",
    "title-block-author-single": "Tác giả",
    "title-block-author-plural": "Các tác giả",
    "title-block-published": "Ngày đăng",
    "title-block-modified": "Ngày sửa",
    "callout-note-title": "Ghi chú",
    "callout-tip-title": "Gợi ý",
    "callout-important-title": "Quan trọng",
    "callout-warning-title": "Lưu ý",
    "callout-caution-title": "Thận trọng",
    "code-summary": "Mã nguồn",
    "crossref-fig-title": "Hình",
    "crossref-tbl-title": "Bảng",
    "crossref-fig-prefix": "Hình",
    "crossref-tbl-prefix": "Bảng",
    "crossref-lof-title": "Danh mục hình",
    "crossref-lot-title": "Danh mục bảng",
}


def prepare(folder: Path, executed: Any, targets: tuple[Target, ...]) -> None:
    """Write the project for `targets` into an empty folder.

    Raises NotComposed when the notebook is not ours or a figure cannot be drawn.
    """
    import nbformat
    import yaml

    settings = {"project": {"type": "default"}, "lang": "vi", "language": LANGUAGE, "execute": {"enabled": False}}
    _text(folder / "_quarto.yml", yaml.safe_dump(settings, allow_unicode=True, sort_keys=False))
    _text(folder / _THEME, quarto_theme())
    for target in targets:
        document = read_document(executed, "deck") if target.deck else read_report(executed)
        _add_files(folder, document, target)
        notebook, pictures = notebook_of(document, target, _front(document, target))
        for name, content in pictures.items():
            _bytes(folder / name, content)
        _text(folder / target.notebook, nbformat.writes(notebook))


def quarto_theme() -> str:
    """slides/quarto.scss with the tokens of the theme as its first defaults."""
    head, defaults, rest = paths.QUARTO_THEME.read_text(encoding="utf-8").partition("/*-- scss:defaults --*/\n")
    return f"{head}{defaults}{forms.scss()}{rest}"


def _add_files(folder: Path, document: Document, target: Target) -> None:
    """Write the files that the front matter of a target names."""
    match target.to:
        case "revealjs":
            _text(folder / _FACES, fonts.face_css())
        case "docx":
            _bytes(folder / _REFERENCE, _reference(document))
        case "typst":
            screen = tuple(screen_font(weight) for weight in (*WEIGHTS, 500))
            serif = tuple(paper_font(bold, italic) for bold in (False, True) for italic in (False, True))
            for file in (*screen, screen_font(400, italic=True), *serif):
                _bytes(folder / _FONTS / file.name, file.read_bytes())


# styles that pandoc uses and the reference document lacks: (name, the style of ours that it is based on)
_PANDOC_STYLES = (
    ("First Paragraph", "Body Text"),
    ("Compact", "Normal"),
    ("Block Text", "Body Text"),
    ("Table Caption", "Caption"),
    ("Image Caption", "Caption"),
    ("Captioned Figure", "Normal"),
)
_PANDOC_TABLES = (("Table", "Table Grid"), ("Figure Table", "Normal Table"))


def _reference(document: Document) -> bytes:
    """The paper as our own writer makes it: pandoc takes page, styles, header and footer from it, not its text."""
    import io

    import docx
    from docx.enum.style import WD_STYLE_TYPE

    from taphuan.export.docx.docx import write_docx

    word = docx.Document(io.BytesIO(write_docx(document)))
    for kind, wanted in ((WD_STYLE_TYPE.PARAGRAPH, _PANDOC_STYLES), (WD_STYLE_TYPE.TABLE, _PANDOC_TABLES)):
        for name, base in wanted:
            if name not in word.styles:
                word.styles.add_style(name, kind).base_style = word.styles[base]
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _front(document: Document, target: Target) -> dict[str, Any]:
    """The front matter: titles and the options of the one format."""
    options = {"from": _FROM, **_options(document, target)}
    if target.deck:
        # a `title` would add a slide before the cover
        return {"pagetitle": PANDOC.text(document.title), "format": {target.to: options}}
    head = document.header
    titles = {"title": head.get("type", document.title), "subtitle": head.get("abstract", "")}
    title_fields = {key: PANDOC.text(value) for key, value in titles.items() if value}
    return {**title_fields, "format": {target.to: options}}


def _options(document: Document, target: Target) -> dict[str, Any]:
    match target.to, target.deck:
        case "revealjs", _:
            marks = [paper.SAMPLE] * document.sample + [document.as_of_text, document.provenance]
            return {
                "embed-resources": True,
                "theme": ["default", _THEME],
                "css": _FACES,
                "slide-level": 2,
                "slide-number": True,
                "width": 1280,
                "height": 720,
                "center": False,
                "scrollable": True,
                # formulas without a library from the net
                "html-math-method": "mathml",
                "footer": PANDOC.text(" · ".join(marks)),
            }
        case "pptx", _:
            return {"slide-level": 2}
        case "docx", _:
            return {"reference-doc": _REFERENCE}
        case _, True:
            margin = {"x": "16mm", "y": "14mm"}
            face = {"mainfont": FAMILY, "fontsize": "16pt"}
            return {"papersize": "presentation-16-9", "margin": margin, **face, **_typst(document, target)}
        case _:
            margin = {
                "top": f"{paper.MARGIN_TOP}mm",
                "bottom": f"{paper.MARGIN_BOTTOM}mm",
                "left": f"{paper.MARGIN_LEFT}mm",
                "right": f"{paper.MARGIN_RIGHT}mm",
            }
            face = {"mainfont": PAPER_FAMILY, "fontsize": "13pt"}
            return {"papersize": "a4", "margin": margin, **face, **_typst(document, target)}


def _typst(document: Document, target: Target) -> dict[str, Any]:
    return {"font-paths": _FONTS, "include-in-header": [{"text": typst_head(document, target.deck)}]}


def _text(path: Path, content: str) -> None:
    _bytes(path, content.encode())


def _bytes(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
