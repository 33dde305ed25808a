"""Parts of DrawingML that all charts share: head and end of a part, fills, texts, legend, title of an axis."""

from __future__ import annotations

from xml.sax.saxutils import escape

from taphuan.export.pptx.model import LINE

SMALL = 1400  # hundredths of a point: the smallest size on a slide
LARGE = 1600


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


def legend_xml(side: str = "t") -> str:
    return f'<c:legend><c:legendPos val="{side}"/><c:overlay val="0"/>{text_xml(LARGE)}</c:legend>'


def fill(colour: str) -> str:
    """A colour of the theme by its name, or one as #RRGGBB."""
    if colour.startswith("#"):
        return f'<a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill>'
    return f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'


def text_xml(points: int) -> str:
    """The look of texts; `points` are hundredths of a point."""
    return (
        f'<c:txPr><a:bodyPr rot="0" vert="horz"/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{points}">{fill(LINE)}'
        '<a:latin typeface="+mn-lt"/></a:defRPr></a:pPr><a:endParaRPr lang="vi-VN"/></a:p></c:txPr>'
    )


def axis_title(text: str, upright: bool) -> str:
    """The title of an axis, along it."""
    turn = ' rot="-5400000" vert="horz"' if upright else ""
    return (
        f"<c:title><c:tx><c:rich><a:bodyPr{turn}/><a:lstStyle/><a:p><a:pPr><a:defRPr/></a:pPr>"
        f'<a:r><a:rPr lang="vi-VN" sz="{LARGE}" b="0">{fill(LINE)}</a:rPr><a:t>{escape(text)}</a:t></a:r></a:p></c:rich></c:tx>'
        '<c:overlay val="0"/></c:title>'
    )
