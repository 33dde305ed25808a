"""Parts of DrawingML that all charts share: head and end of a part, fills, texts, legend, title of an axis."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from taphuan.export.pptx.colours import fill_xml
from taphuan.export.pptx.model import LINE

SMALL = 1400  # hundredths of a point: the smallest size on a slide
LARGE = 1600
C15 = "http://schemas.microsoft.com/office/drawing/2012/chart"
# the id of a label that comes from a cell
FIELD = "{6B1F4C52-7A0E-4D5B-9C33-0E6F5A1D2B%02X}"


def head() -> str:
    """The beginning of a chart's part of the file."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<c:date1904 val="0"/><c:lang val="vi-VN"/><c:roundedCorners val="0"/>'
    )


def tail(sheet_relation: str) -> str:
    """Its end, from behind the legend; `sheet_relation` names the workbook."""
    return (
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{text_xml(SMALL)}"
        f'<c:externalData r:id="{sheet_relation}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def cache(tag: str, texts: Sequence[str]) -> str:
    """The texts of cells as the chart keeps them."""
    points = "".join(f'<c:pt idx="{n}"><c:v>{escape(text)}</c:v></c:pt>' for n, text in enumerate(texts) if text)
    return f'<{tag}><c:ptCount val="{len(texts)}"/>{points}</{tag}>'


def label_range(cells: str, texts: Sequence[str]) -> str:
    """What a series says of the cells that its labels come from."""
    return (
        f'<c:extLst><c:ext uri="{{02D57815-91ED-43cb-92C2-25804820EDAC}}" xmlns:c15="{C15}"><c15:datalabelsRange>'
        f"<c15:f>{cells}</c15:f>{cache('c15:dlblRangeCache', texts)}</c15:datalabelsRange></c:ext></c:extLst>"
    )


def legend_xml(side: str = "t") -> str:
    return f'<c:legend><c:legendPos val="{side}"/><c:overlay val="0"/>{text_xml(LARGE)}</c:legend>'


def text_xml(points: int) -> str:
    """The look of texts; `points` are hundredths of a point."""
    return (
        f'<c:txPr><a:bodyPr rot="0" vert="horz"/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{points}">{fill_xml(LINE)}'
        '<a:latin typeface="+mn-lt"/></a:defRPr></a:pPr><a:endParaRPr lang="vi-VN"/></a:p></c:txPr>'
    )


def axis_title(text: str, upright: bool) -> str:
    """The title of an axis, along it."""
    turn = ' rot="-5400000" vert="horz"' if upright else ""
    return (
        f"<c:title><c:tx><c:rich><a:bodyPr{turn}/><a:lstStyle/><a:p><a:pPr><a:defRPr/></a:pPr>"
        f'<a:r><a:rPr lang="vi-VN" sz="{LARGE}" b="0">{fill_xml(LINE)}</a:rPr><a:t>{escape(text)}</a:t></a:r></a:p></c:rich></c:tx>'
        '<c:overlay val="0"/></c:title>'
    )
