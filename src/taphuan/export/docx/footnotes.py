"""Footnotes of a Word document, a part of the file that python-docx does not write."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from taphuan.document.model import Inline
from taphuan.export.shared import paper

TEXT_STYLE, MARK_STYLE = "footnote text", "footnote reference"
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


class Footnotes:
    """Collects the footnotes of a document; `close` writes them into it."""

    def __init__(self, word: Any) -> None:
        self._word = word
        self._mark = word.styles[MARK_STYLE].style_id
        self._text = word.styles[TEXT_STYLE].style_id
        self._notes: list[str] = []

    def add(self, paragraph: Any, runs: Inline) -> None:
        """A footnote with its mark at the end of a paragraph."""
        number = len(self._notes) + 1
        mark = f'<w:rPr><w:rStyle w:val="{self._mark}"/></w:rPr>'
        paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}>{mark}<w:footnoteReference w:id="{number}"/></w:r>'))
        text = "".join(_run(paper.printed(run), run.bold or bool(run.badge), run.italic) for run in runs)
        self._notes.append(
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{self._text}"/></w:pPr>'
            f"<w:r>{mark}<w:footnoteRef/></w:r>{_run(' ', False, False)}{text}</w:p></w:footnote>"
        )

    def close(self) -> None:
        if not self._notes:
            return
        main = self._word.part
        xml = f"<w:footnotes {nsdecls('w')}>{_SEPARATORS}{''.join(self._notes)}</w:footnotes>"
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        name = PackURI("/word/footnotes.xml")
        part = Part(name, CONTENT_TYPE.WML_FOOTNOTES, (head + xml).encode(), main.package)
        main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        settings = self._word.settings.element
        settings.find(qn("w:compat")).addprevious(
            parse_xml(f'<w:footnotePr {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>')
        )


def _run(text: str, bold: bool, italic: bool) -> str:
    marks = f"{'<w:b/>' * bold}{'<w:i/>' * italic}"
    pieces = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(line) for line in text.split("\n"))
    return f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{pieces}</w:t></w:r>'
