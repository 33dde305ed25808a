"""Shapes of a slide as PresentationML, in the order in which a screen reader reads them."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from taphuan.export.pptx.colours import fill_xml
from taphuan.export.pptx.freeforms import Group
from taphuan.export.pptx.group_xml import group_xml
from taphuan.export.pptx.template import PX, Box, Place
from taphuan.export.pptx.text import LINK
from taphuan.text import say

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
_NUMBER_FIELD = "{6D9E2F4B-5C1A-4E57-9B70-3F1D2C8A7E11}"


class Shapes:
    """Collects the shapes of one slide in the order of reading; the position in it gives each its id."""

    def __init__(self) -> None:
        self._shapes: list[str] = []
        self._appearing = 0

    def placeholder(self, name: str, place: Place, text: str, box: Box | None = None) -> None:
        """Text in a placeholder of the layout; with `box` at another place than in the layout."""
        where = f'<a:xfrm>{_place(box)}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>' if box else ""
        idx = f' idx="{place.idx}"' if place.idx else ""
        kind = "" if place.type == "obj" else f' type="{place.type}"'
        self._shapes.append(
            f'<p:sp><p:nvSpPr>{self._properties(name)}<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph{kind}{idx}/></p:nvPr>'
            f"</p:nvSpPr><p:spPr>{where}</p:spPr><p:txBody><a:bodyPr><a:normAutofit/></a:bodyPr><a:lstStyle/>{text}</p:txBody></p:sp>"
        )

    def number(self, name: str, place: Place, at: int, before: str = "") -> None:
        """The number of the slide as a field behind the runs `before`; `at` is its content until a program updates it."""
        field = f'<a:p>{before}<a:fld id="{_NUMBER_FIELD}" type="slidenum"><a:rPr lang="vi-VN"/><a:t>{at}</a:t></a:fld></a:p>'
        self.placeholder(name, place, field)

    def text_box(
        self, name: str, box: Box, text: str, fill: str = "", pad: float = 0.0, anchor: str = "t", click: str = ""
    ) -> None:
        """`fill` is the colour of the background, `pad` the margin in px, `click` the address that a click opens."""
        inside = round(pad * PX)
        self._shapes.append(
            f'<p:sp><p:nvSpPr>{self._properties(name, click=click)}<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
            f'<p:spPr><a:xfrm>{_place(box)}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill_xml(fill)}</p:spPr>'
            f'<p:txBody><a:bodyPr wrap="square" lIns="{inside}" tIns="{inside // 2}" rIns="{inside}" bIns="{inside // 2}" '
            f'anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>{text}</p:txBody></p:sp>'
        )

    def appearing(self) -> None:
        """Make the last shape appear at the presenter's next key press."""
        self._appearing = len(self._shapes) + 1

    def picture(self, name: str, box: Box, relation: str, alt: str) -> None:
        self._shapes.append(
            f'<p:pic><p:nvPicPr>{self._properties(name, alt)}<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr/>'
            f'</p:nvPicPr><p:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
            f'<p:spPr><a:xfrm>{_place(box)}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
        )

    def group(self, name: str, box: Box, drawing: Group, alt: str) -> None:
        """A drawing as shapes; the group's own units are those of the slide."""
        place = _place(box)
        inner = place.replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
        self._shapes.append(
            f"<p:grpSp><p:nvGrpSpPr>{self._properties(name, alt)}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
            f"<p:grpSpPr><a:xfrm>{place}{inner}</a:xfrm></p:grpSpPr>"
            f"{group_xml(drawing, box, 1000 * (len(self._shapes) + 2))}</p:grpSp>"
        )

    def chart(self, name: str, box: Box, relation: str, alt: str) -> None:
        self._frame(name, box, alt, _CHART, f'<c:chart xmlns:c="{_CHART}" r:id="{relation}"/>')

    def table(self, name: str, box: Box, table: str, alt: str) -> None:
        self._frame(name, box, alt, _TABLE, table)

    def _frame(self, name: str, box: Box, alt: str, kind: str, inside: str) -> None:
        self._shapes.append(
            f"<p:graphicFrame><p:nvGraphicFramePr>{self._properties(name, alt)}<p:cNvGraphicFramePr>"
            '<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
            f'<p:xfrm>{_place(box)}</p:xfrm><a:graphic><a:graphicData uri="{kind}">{inside}</a:graphicData></a:graphic>'
            "</p:graphicFrame>"
        )

    def _properties(self, name: str, alt: str = "", click: str = "") -> str:
        at = len(self._shapes) + 2
        description = f" descr={quoteattr(alt)}" if alt else ""
        inside = f"<a:hlinkClick r:id={quoteattr(LINK + click)}/>" if click else ""
        return f'<p:cNvPr id="{at}" name={quoteattr(name)}{description}>{inside}</p:cNvPr>'

    def slide_xml(self, hidden: bool = False) -> bytes:
        timing = _appear(self._appearing) if self._appearing else ""
        show = ' show="0"' if hidden else ""
        return (
            f"{HEAD}<p:sld {NAMESPACES}{show}><p:cSld>{_tree(self._shapes)}</p:cSld>"
            f"<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>{timing}</p:sld>"
        ).encode()


def notes_xml(paragraphs: tuple[str, ...]) -> bytes:
    """A notes page: the picture of the slide and the notes."""
    text = "".join(f'<a:p><a:r><a:rPr lang="vi-VN"/><a:t>{escape(line)}</a:t></a:r></a:p>' for line in paragraphs)
    shapes = [
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="{say("export.pptx.shapes.notes_picture")}"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" '
        'noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>',
        f'<p:sp><p:nvSpPr><p:cNvPr id="3" name="{say("export.pptx.shapes.notes_notes")}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
        '<p:ph type="body" sz="quarter" idx="3"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>'
        f"{text}</p:txBody></p:sp>",
    ]
    return (
        f"{HEAD}<p:notes {NAMESPACES}><p:cSld>{_tree(shapes)}</p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
    ).encode()


def _tree(shapes: list[str]) -> str:
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
        f"{''.join(shapes)}</p:spTree>"
    )


def _place(box: Box) -> str:
    x, y, w, h = (round(value * PX) for value in (box.x, box.y, box.w, box.h))
    return f'<a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/>'


def _appear(shape: int) -> str:
    """PowerPoint's animation "appear on click" for one shape."""
    start = '<p:stCondLst><p:cond delay="0"/></p:stCondLst>'
    target = f'<p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl>'
    show = (
        f'<p:set><p:cBhvr><p:cTn id="6" dur="1" fill="hold">{start}</p:cTn>{target}<p:attrNameLst>'
        '<p:attrName>style.visibility</p:attrName></p:attrNameLst></p:cBhvr><p:to><p:strVal val="visible"/></p:to></p:set>'
    )
    effect = (
        '<p:par><p:cTn id="5" presetID="1" presetClass="entr" presetSubtype="0" fill="hold" grpId="0" nodeType="clickEffect">'
        f"{start}<p:childTnLst>{show}</p:childTnLst></p:cTn></p:par>"
    )
    step = f'<p:par><p:cTn id="4" fill="hold">{start}<p:childTnLst>{effect}</p:childTnLst></p:cTn></p:par>'
    click = (
        '<p:par><p:cTn id="3" fill="hold"><p:stCondLst><p:cond delay="indefinite"/></p:stCondLst>'
        f"<p:childTnLst>{step}</p:childTnLst></p:cTn></p:par>"
    )
    turn = "".join(
        f'<p:{name}CondLst><p:cond evt="on{event}" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:{name}CondLst>'
        for name, event in (("prev", "Prev"), ("next", "Next"))
    )
    return (
        '<p:timing><p:tnLst><p:par><p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"><p:childTnLst>'
        '<p:seq concurrent="1" nextAc="seek"><p:cTn id="2" dur="indefinite" nodeType="mainSeq">'
        f"<p:childTnLst>{click}</p:childTnLst></p:cTn>{turn}</p:seq></p:childTnLst></p:cTn></p:par></p:tnLst>"
        f'<p:bldLst><p:bldP spid="{shape}" grpId="0" animBg="1"/></p:bldLst></p:timing>'
    )
