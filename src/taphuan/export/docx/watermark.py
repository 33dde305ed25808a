"""The mark of a sample: its word very light across the sheet, behind the text, the way Word's own watermarks are made."""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from taphuan.export.shared.frame import SAMPLE
from taphuan.theme import theme

# that of the PDF's
_OPACITY = "7%"
_WIDTH, _HEIGHT = 400, 190  # pt of the box of the word before it is turned
_VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'


def add_watermark(header: Any, number: int) -> None:
    """Lay the word behind the pages of a header; `number` tells those of one file apart."""
    shape = (
        f"<w:r {nsdecls('w')} {_VML}><w:rPr><w:noProof/></w:rPr><w:pict>"
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
        '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
        '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>'
        '<v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
        '<v:f eqn="sum @6 0 @5"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" '
        'o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{2048 + number}" type="#_x0000_t136" alt="" '
        f'style="position:absolute;margin-left:0;margin-top:0;width:{_WIDTH}pt;height:{_HEIGHT}pt;rotation:308;z-index:-251658752;'
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        'mso-position-vertical:center;mso-position-vertical-relative:margin" '
        f'o:allowincell="f" fillcolor="{theme().colours.sample}" stroked="f"><v:fill opacity="{_OPACITY}"/>'
        f'<v:textpath style="font-family:&quot;Times New Roman&quot;;font-size:1pt;font-weight:bold" string="{SAMPLE}"/>'
        "</v:shape></w:pict></w:r>"
    )
    header.paragraphs[0]._p.append(parse_xml(shape))
