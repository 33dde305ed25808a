"""Footnotes of a Word document, a part of the file that python-docx does not write."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from taphuan.document.model import Inline, Run
from taphuan.export.shared import paper

TEXT_STYLE, MARK_STYLE = "footnote text", "footnote reference"
_SHIFTS = {"sup": "superscript", "sub": "subscript"}
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
        self._part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, b"", word.part.package)

    def add(self, paragraph: Any, runs: Inline) -> None:
        """A footnote with its mark at the end of a paragraph."""
        number = len(self._notes) + 1
        mark = f'<w:rPr><w:rStyle w:val="{self._mark}"/></w:rPr>'
        paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}>{mark}<w:footnoteReference w:id="{number}"/></w:r>'))
        text = "".join(map(self._written, runs))
        self._notes.append(
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{self._text}"/></w:pPr>'
            f"<w:r>{mark}<w:footnoteRef/></w:r>{_run(Run(' '))}{text}</w:p></w:footnote>"
        )

    def _written(self, run: Run) -> str:
        if not run.href:
            return _run(run)
        relation = self._part.relate_to(run.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return f'<w:hyperlink r:id="{relation}" w:history="1">{_run(run)}</w:hyperlink>'

    def close(self) -> None:
        if not self._notes:
            return
        xml = f"<w:footnotes {nsdecls('w', 'r')}>{_SEPARATORS}{''.join(self._notes)}</w:footnotes>"
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        self._part._blob = (head + xml).encode()
        self._word.part.relate_to(self._part, RELATIONSHIP_TYPE.FOOTNOTES)
        settings = self._word.settings.element
        settings.find(qn("w:compat")).addprevious(
            parse_xml(f'<w:footnotePr {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>')
        )


def _run(run: Run) -> str:
    marks = f"{'<w:b/>' * (run.bold or bool(run.badge))}{'<w:i/>' * run.italic}{'<w:strike/>' * run.strike}"
    marks += '<w:u w:val="single"/>' * bool(run.href)
    marks += f'<w:vertAlign w:val="{_SHIFTS[run.shift]}"/>' if run.shift else ""
    pieces = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(line) for line in paper.in_times(run).split("\n"))
    return f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{pieces}</w:t></w:r>'
