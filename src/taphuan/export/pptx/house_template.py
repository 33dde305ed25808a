"""The PowerPoint template of the decks, made from slides/theme.toml: colours, face, places and sizes of the layouts.

A ministry that wants to change it in PowerPoint writes it to slides/deck-template.pptx (`make template`); a file there takes the
place of this one (slides/README.md says what it must contain). Lengths are px of the canvas (1 px = 9525 EMU = 0.75 pt).
"""

from __future__ import annotations

import functools
import io
import zipfile

from taphuan import paths
from taphuan.export.pptx.colours import THEME_COLOURS, fill_xml
from taphuan.export.pptx.faces import Face, deck_face
from taphuan.export.pptx.house_layouts import (
    LAYOUTS,
    LEFT,
    MAIN,
    NUMBER,
    ON_DARK_KICKER,
    TITLE,
    WIDE,
    Field,
    Layout,
    body,
)
from taphuan.export.shared.zip import rezip
from taphuan.text import say
from taphuan.theme import theme
from taphuan.theme.forms import digits

PX = 9525
_HOUSE = theme()
# what PowerPoint calls the theme, its colours and faces, and its effects
_THEME, _SCHEME, _EFFECTS = (
    paths.PROJECT.name,
    say("export.pptx.house_template.theme_fonts"),
    say("export.pptx.house_template.theme_effects"),
)
_SIZES = _HOUSE.sizes
LINE, ON_DARK_LINE = _HOUSE.colours.line, _HOUSE.colours.on_dark_line
# line spacing in thousandths of a per cent of the font's own 1.265 em
SPACING = round(_HOUSE.rhythm.line / 1.265 * 100000)

NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Office's own name of the table style that new tables get
TABLE_STYLE = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.presentationml"


def xfrm(box: tuple[int, int, int, int]) -> str:
    x, y, w, h = (value * PX for value in box)
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'


LEAST = _SIZES.small
RULE = (LEFT, _HOUSE.spacing.rule, WIDE, 1)


def level(n: int, size: float, field: Field) -> str:
    """The paragraph properties of the n-th list level: with a bullet if the field has bullets, and with its indent."""
    mark, indent = 32 * n * PX, 26 * PX
    look = (
        f'marL="{mark}" indent="-{indent}"' if field.bullets else 'marL="0" indent="0"',
        '<a:buClr><a:schemeClr val="accent2"/></a:buClr><a:buFont typeface="Arial"/><a:buChar char="•"/>'
        if field.bullets
        else "<a:buNone/>",
    )
    fill = fill_xml(field.colour) if field.colour else ""
    spacing = f'<a:lnSpc><a:spcPct val="{SPACING}"/></a:lnSpc>'
    before = f'<a:spcBef><a:spcPts val="{900 if field.bullets else 0}"/></a:spcBef>'
    return (
        f'<a:lvl{n}pPr algn="{field.align}" {look[0]}>{spacing}{before}{look[1]}'
        f'<a:defRPr sz="{round(size * 75)}" b="{int(field.bold)}">{fill}</a:defRPr></a:lvl{n}pPr>'
    )


def placeholder(at: int, field: Field) -> str:
    # of any content where it has no type
    kind = {"body": 'type="body" sz="quarter" ', "obj": ""}.get(field.type, f'type="{field.type}" ')
    number = f'idx="{field.idx}"' if field.idx else ""
    levels = "".join(
        level(n, max(field.size * (1, 0.92)[n > 1], LEAST), field) for n in range(1, 4 if field.bullets else 2)
    )
    text = f'<a:r><a:rPr lang="vi-VN"/><a:t>{field.prompt}</a:t></a:r>'
    if field.type == "sldNum":
        text = '<a:fld id="{6D9E2F4B-5C1A-4E57-9B70-3F1D2C8A7E11}" type="slidenum"><a:rPr lang="vi-VN"/><a:t>‹#›</a:t></a:fld>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{at}" name="{field.name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph {kind}{number}/></p:nvPr></p:nvSpPr>"
        f'<p:spPr>{xfrm(field.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{field.anchor}">'
        f"<a:normAutofit/></a:bodyPr><a:lstStyle>{levels}</a:lstStyle><a:p>{text}</a:p></p:txBody></p:sp>"
    )


def mark(at: int, name: str, box: tuple[int, int, int, int], fill: str) -> str:
    """A rectangle as decoration; screen readers ignore the shapes of a layout."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{at}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr>{xfrm(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill_xml(fill)}<a:ln><a:noFill/></a:ln></p:spPr>'
        '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="vi-VN"/></a:p></p:txBody></p:sp>'
    )


def tree(shapes: list[str], background: str = "") -> str:
    bg = f"<p:bg><p:bgPr>{fill_xml(background)}<a:effectLst/></p:bgPr></p:bg>" if background else ""
    return (
        f'{bg}<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
        f"{''.join(shapes)}</p:spTree>"
    )


def layout_part(layout: Layout) -> str:
    """The XML of a slide layout."""
    shapes = [placeholder(at, field) for at, field in enumerate(layout.fields, start=2)]
    last = len(shapes) + 2
    if layout.dark:
        if layout.rule != (0, 0):
            shapes.append(mark(last, say("export.pptx.house_template.line"), (*layout.rule, 96, 4), ON_DARK_KICKER))
        if layout.name != "Bìa":
            shapes.append(mark(last + 1, say("export.pptx.house_template.foot_line"), RULE, ON_DARK_LINE))
    without_master = ' showMasterSp="0"' if layout.dark else ""
    background = "tx1" if layout.dark else ""
    return (
        f'{HEAD}<p:sldLayout {NS} preserve="1" userDrawn="1"{without_master}>'
        f'<p:cSld name="{layout.name}">{tree(shapes, background)}</p:cSld>'
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


COLOUR_MAP = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
)


def face(style: str) -> str:
    return f'<a:latin typeface="+{style}-lt"/><a:ea typeface="+{style}-ea"/><a:cs typeface="+{style}-cs"/>'


def master(layouts: tuple[Layout, ...]) -> str:
    """The XML of the slide master of these layouts."""
    fields = (TITLE, body("Nội dung", 1, MAIN), NUMBER)
    shapes = [
        mark(2, say("export.pptx.house_template.foot_line"), RULE, LINE),
        *(placeholder(at, field) for at, field in enumerate(fields, start=3)),
    ]
    ids = "".join(f'<p:sldLayoutId id="{2147483649 + n}" r:id="rId{n + 1}"/>' for n in range(len(layouts)))
    title = (
        f'<a:lvl1pPr algn="l"><a:lnSpc><a:spcPct val="{SPACING}"/></a:lnSpc><a:spcBef><a:spcPct val="0"/></a:spcBef>'
        f'<a:buNone/><a:defRPr sz="{_SIZES.title * 75}" b="1" kern="1200">{fill_xml("tx1")}{face("mj")}</a:defRPr></a:lvl1pPr>'
    )
    texts = "".join(
        f'<a:lvl{n}pPr marL="{32 * n * PX}" indent="-{26 * PX}" algn="l"><a:lnSpc><a:spcPct val="{SPACING}"/></a:lnSpc>'
        '<a:spcBef><a:spcPts val="900"/></a:spcBef><a:buClr><a:schemeClr val="accent2"/></a:buClr>'
        '<a:buFont typeface="Arial"/><a:buChar char="•"/>'
        f'<a:defRPr sz="{_SIZES.body * 75}" kern="1200">{fill_xml("tx1")}{face("mn")}</a:defRPr></a:lvl{n}pPr>'
        for n in range(1, 6)
    )
    other = "".join(
        f'<a:lvl{n}pPr algn="l"><a:defRPr sz="1800" kern="1200">{fill_xml("tx1")}{face("mn")}</a:defRPr></a:lvl{n}pPr>'
        for n in range(1, 6)
    )
    return (
        f"{HEAD}<p:sldMaster {NS}><p:cSld>{tree(shapes, 'bg1')}</p:cSld>{COLOUR_MAP}"
        f'<p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst><p:hf hdr="0" dt="0"/>'
        f"<p:txStyles><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{texts}</p:bodyStyle>"
        f"<p:otherStyle>{other}</p:otherStyle></p:txStyles></p:sldMaster>"
    )


def notes_master() -> str:
    """The XML of the notes master: the slide at the top of the page, the notes below."""
    image = (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="{say("export.pptx.shapes.notes_picture")}"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/>'
        '</p:cNvSpPr><p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="685800" y="685800"/>'
        '<a:ext cx="5486400" cy="3086100"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"<a:noFill/><a:ln>{fill_xml(LINE)}</a:ln></p:spPr></p:sp>"
    )
    text = (
        f'<p:sp><p:nvSpPr><p:cNvPr id="3" name="{say("export.pptx.shapes.notes_notes")}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        '<p:nvPr><p:ph type="body" sz="quarter" idx="3"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="685800" y="4000500"/>'
        '<a:ext cx="5486400" cy="4457700"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        "<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r>"
        f'<a:rPr lang="vi-VN"/><a:t>{say("export.pptx.shapes.notes_notes")}</a:t></a:r></a:p></p:txBody></p:sp>'
    )
    style = f'<a:lvl1pPr algn="l"><a:spcBef><a:spcPts val="400"/></a:spcBef><a:defRPr sz="1200" kern="1200">{fill_xml("tx1")}{face("mn")}</a:defRPr></a:lvl1pPr>'
    return (
        f"{HEAD}<p:notesMaster {NS}><p:cSld>{tree([image, text], 'bg1')}</p:cSld>{COLOUR_MAP}"
        f"<p:notesStyle>{style}</p:notesStyle></p:notesMaster>"
    )


def theme_part(face_: Face) -> str:
    colours = {name: digits(getattr(_HOUSE.colours, own)) for name, own in THEME_COLOURS.items()}
    scheme = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in colours.items())
    # 34: letters of different widths, a sans serif
    latin = f'<a:latin typeface="{face_.family}" panose="{face_.panose}" pitchFamily="34" charset="0"/>'
    font = f'{latin}<a:ea typeface=""/><a:cs typeface=""/>'
    flat = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{flat}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="{_THEME}">'
        f'<a:themeElements><a:clrScheme name="{_SCHEME}">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="{_SCHEME}"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="{_EFFECTS}"><a:fillStyleLst>{flat * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{flat * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


def presentation() -> str:
    style = "".join(
        f'<a:lvl{n}pPr algn="l"><a:defRPr sz="1800" kern="1200">{fill_xml("tx1")}{face("mn")}</a:defRPr></a:lvl{n}pPr>'
        for n in range(1, 6)
    )
    return (
        f'{HEAD}<p:presentation {NS} saveSubsetFonts="1"><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/>'
        '</p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst><p:sldIdLst/>'
        f'<p:sldSz cx="{1280 * PX}" cy="{720 * PX}"/><p:notesSz cx="6858000" cy="9144000"/>'
        f'<p:defaultTextStyle><a:defPPr><a:defRPr lang="vi-VN"/></a:defPPr>{style}</p:defaultTextStyle></p:presentation>'
    )


def relations(targets: list[tuple[str, str]]) -> str:
    """The XML of relationships (type, target) with the ids rId1, rId2, …"""
    entries = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'


def parts(face_: Face, layouts: tuple[Layout, ...] = LAYOUTS) -> dict[str, str]:
    """The files of the package: name → XML."""
    overrides = {
        "/ppt/presentation.xml": f"{TYPES}.presentation.main+xml",
        "/ppt/slideMasters/slideMaster1.xml": f"{TYPES}.slideMaster+xml",
        "/ppt/notesMasters/notesMaster1.xml": f"{TYPES}.notesMaster+xml",
        "/ppt/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "/ppt/theme/theme2.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "/ppt/presProps.xml": f"{TYPES}.presProps+xml",
        "/ppt/viewProps.xml": f"{TYPES}.viewProps+xml",
        "/ppt/tableStyles.xml": f"{TYPES}.tableStyles+xml",
    }
    names = [f"slideLayouts/slideLayout{n}.xml" for n in range(1, len(layouts) + 1)]
    overrides |= {f"/ppt/{name}": f"{TYPES}.slideLayout+xml" for name in names}
    types = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    files = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": relations([(f"{RELATIONS}/officeDocument", "ppt/presentation.xml")]),
        "ppt/presentation.xml": presentation(),
        "ppt/_rels/presentation.xml.rels": relations(
            [
                (f"{RELATIONS}/slideMaster", "slideMasters/slideMaster1.xml"),
                (f"{RELATIONS}/notesMaster", "notesMasters/notesMaster1.xml"),
                (f"{RELATIONS}/theme", "theme/theme1.xml"),
                (f"{RELATIONS}/presProps", "presProps.xml"),
                (f"{RELATIONS}/viewProps", "viewProps.xml"),
                (f"{RELATIONS}/tableStyles", "tableStyles.xml"),
            ]
        ),
        # PowerPoint may offer to repair a file that lacks them
        "ppt/presProps.xml": f"{HEAD}<p:presentationPr {NS}/>",
        "ppt/viewProps.xml": f"{HEAD}<p:viewPr {NS}/>",
        "ppt/tableStyles.xml": f'{HEAD}<a:tblStyleLst {NS} def="{TABLE_STYLE}"/>',
        "ppt/slideMasters/slideMaster1.xml": master(layouts),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": relations(
            [
                *((f"{RELATIONS}/slideLayout", f"../{name}") for name in names),
                (f"{RELATIONS}/theme", "../theme/theme1.xml"),
            ]
        ),
        "ppt/notesMasters/notesMaster1.xml": notes_master(),
        "ppt/notesMasters/_rels/notesMaster1.xml.rels": relations([(f"{RELATIONS}/theme", "../theme/theme2.xml")]),
        "ppt/theme/theme1.xml": theme_part(face_),
        "ppt/theme/theme2.xml": theme_part(face_),
    }
    for name, layout in zip(names, layouts, strict=True):
        files[f"ppt/{name}"] = layout_part(layout)
        files[f"ppt/{name.replace('slideLayouts/', 'slideLayouts/_rels/')}.rels"] = relations(
            [(f"{RELATIONS}/slideMaster", "../slideMasters/slideMaster1.xml")]
        )
    return files


def house_template() -> bytes:
    """The content of the .pptx file."""
    return _in_face(deck_face())


@functools.cache
def _in_face(face_: Face) -> bytes:
    return packed(parts(face_))


def packed(files: dict[str, str]) -> bytes:
    """The package of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
    return rezip(out.getvalue())


if __name__ == "__main__":
    paths.DECK_PPTX.write_bytes(house_template())
