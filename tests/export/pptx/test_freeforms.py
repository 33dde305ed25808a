"""A drawing of the house in deck.pptx: a named group of freeforms with the colours and places of the SVG."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw
from pptx.enum.shapes import MSO_SHAPE_TYPE

import pptx_readback as back
from deck_sample import Notebook
from taphuan.compose.drawings import drawing
from taphuan.document.reading import read_document
from taphuan.export.pptx.freeforms import Freeform, Words, freeforms
from taphuan.export.pptx.group_xml import group_xml
from taphuan.export.pptx.pptx import write_pptx
from taphuan.export.pptx.sentences import in_sentences
from taphuan.export.pptx.template import Box

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 240">'


def shapes(inside: str) -> tuple[Freeform, ...]:
    group = freeforms(f"{HEAD}{inside}</svg>")
    assert group
    return group.shapes


def test_a_drawing_on_a_slide_is_a_group_with_name_alt_text_and_freeforms() -> None:
    svg, title, _ = drawing("cho-ma-qr")
    b = Notebook()
    b.slide("cho", "Chợ quê nhận tiền bằng mã QR")
    b.text("- Một dòng\n- Hai dòng")
    b.output({"image/svg+xml": svg, "text/plain": title})
    (slide,) = [
        one for one in back.opened(write_pptx(read_document(b.nb, "deck"))).slides if back.title(one).startswith("Chợ")
    ]
    (group,) = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP]
    assert group.name == "Hình vẽ"
    assert group._element.nvGrpSpPr.cNvPr.get("descr")
    assert len(group.shapes) > 20
    assert {shape.shape_type for shape in group.shapes} <= {
        MSO_SHAPE_TYPE.FREEFORM,
        MSO_SHAPE_TYPE.AUTO_SHAPE,
        MSO_SHAPE_TYPE.LINE,
    }
    assert not [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    ids = [int(node.get("id")) for node in slide._element.iter() if node.tag.endswith("}cNvPr")]
    assert len(ids) == len(set(ids))
    inside = [(shape.left, shape.top, shape.left + shape.width, shape.top + shape.height) for shape in group.shapes]
    assert min(box[0] for box in inside) >= group.left and max(box[2] for box in inside) <= group.left + group.width


def test_colours_are_inherited_and_of_each_shape() -> None:
    one, two = shapes(
        '<g fill="none" stroke="#14263B" stroke-width="4" stroke-linecap="round"><path d="M1 2h9"/>'
        '<rect x="1" y="1" width="8" height="8" fill="#fff" stroke="none"/></g>'
    )
    assert (one.fill, one.stroke, one.width, one.round_ends) == ("", "14263B", 4.0, True)
    assert (two.fill, two.stroke) == ("FFFFFF", "")


def test_rectangles_circles_and_lines_are_those_of_powerpoint() -> None:
    found = shapes(
        '<rect x="1" y="2" width="8" height="20" rx="2"/><rect width="9" height="9"/><circle cx="5" cy="6" r="2"/>'
        '<line x1="9" y1="2" x2="1" y2="7" stroke="#00778B"/>'
    )
    assert [(one.kind, one.box) for one in found] == [
        ("roundRect", (1, 2, 9, 22)),
        ("rect", (0, 0, 9, 9)),
        ("ellipse", (3, 4, 7, 8)),
        ("line", (9, 2, 1, 7)),
    ]
    xml = group_xml(freeforms(f'{HEAD}<g><line x1="9" y1="2" x2="1" y2="7" stroke="#00778B"/></g></svg>'), Box(0, 0, 240, 240), 7)  # type: ignore[arg-type]  # fmt: skip
    assert '<a:xfrm flipV="1"><a:off x="9525" y="19050"/><a:ext cx="76200" cy="47625"/></a:xfrm>' in xml
    assert '<a:prstGeom prst="line">' in xml and "<p:cxnSp>" in xml and 'name="Đường 1"' in xml


def test_a_shape_has_the_name_that_the_drawing_gives_it() -> None:
    (province,) = shapes('<path d="M0 0h9v9z" fill="#72B7C1"><title>Thừa Thiên Huế</title></path>')
    assert province.name == "Thừa Thiên Huế"


def test_slanted_lines_stay_slanted_lines() -> None:
    svg = (
        f'{HEAD}<defs><pattern id="h" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="6" height="6" fill="#FFFFFF"/><rect width="1.6" height="6" fill="#9AA3AE"/></pattern></defs>'
        '<rect width="9" height="9" fill="url(#h)"/></svg>'
    )
    group = freeforms(svg)
    assert group is not None
    (band,) = group.shapes
    assert isinstance(band, Freeform) and (band.hatch, band.fill) == ("9AA3AE", "FFFFFF")
    assert '<a:pattFill prst="wdUpDiag">' in group_xml(group, Box(0, 0, 240, 240), 1)


@pytest.mark.parametrize(
    ("d", "ends"),
    [
        ("M10 20l5 5h10v-5H1V2L3 4z", [(10, 20), (15, 25), (25, 25), (25, 20), (1, 20), (1, 2), (3, 4), None]),
        ("m10 20 5 5 5 5", [(10, 20), (15, 25), (20, 30)]),
        ("M0 0q10 0 10 10t10 10", [(0, 0), (10, 10), (20, 20)]),
        ("M0 0c1 2 3 4 10 10s5 6 10 10", [(0, 0), (10, 10), (20, 20)]),
        ("M10 10zl5 5", [(10, 10), None, (15, 15)]),
        ("M.5.5-1e1-.5", [(0.5, 0.5), (-10, -0.5)]),
    ],
)
def test_path_data_are_read_as_svg_defines_them(d: str, ends: list[tuple[float, float] | None]) -> None:
    (shape,) = shapes(f'<path d="{d}"/>')
    found = [step[-1] if step else None for _, step in shape.steps]
    assert found == ends


def test_an_arc_goes_through_the_points_of_its_circle() -> None:
    (shape,) = shapes('<path d="M84 72a44 44 0 0 1 88 0"/>')
    for _, (first, second, end) in shape.steps[1:]:
        assert ((end[0] - 128) ** 2 + (end[1] - 72) ** 2) ** 0.5 == pytest.approx(44)
        assert max(first[1], second[1], end[1]) <= 72 + 1e-9, "it goes over the top"
    assert shape.steps[-1][1][-1] == (172, 72)


def test_the_shapes_are_where_the_svg_has_them() -> None:
    """The outlines of all freeforms, filled, cover what resvg paints of the same shapes."""
    import resvg_py

    for name in ("dien-thoai", "tru-so-xa", "ban-do-dia-phuong"):
        group = freeforms(drawing(name)[0])
        assert group
        ours = Image.new("L", (240, 240), 0)
        pen = ImageDraw.Draw(ours)
        for shape in group.shapes:
            line = _corners(shape)
            if shape.kind == "ellipse" and shape.fill:
                pen.ellipse(shape.box, fill=255)
            for kind, step in shape.steps:
                if kind == "C":
                    a, (b, c, d) = line[-1], step
                    line += [
                        tuple(
                            (1 - t) ** 3 * a[i] + 3 * (1 - t) ** 2 * t * b[i] + 3 * (1 - t) * t * t * c[i] + t**3 * d[i]
                            for i in (0, 1)
                        )  # type: ignore[misc]
                        for t in (0.25, 0.5, 0.75, 1)
                    ]
                elif step:
                    line += list(step)
            if len(line) > 2 and shape.fill:
                pen.polygon(line, fill=255)
            if shape.stroke and len(line) > 1:
                pen.line(line, fill=255, width=round(shape.width))
        png = bytes(resvg_py.svg_to_bytes(svg_string=drawing(name)[0], width=240, height=240))
        theirs = Image.open(io.BytesIO(png)).convert("RGBA").getchannel("A")
        same = sum((a > 127) == (b > 127) for a, b in zip(ours.tobytes(), theirs.tobytes(), strict=True))
        assert same / (240 * 240) > 0.97, name


def _corners(shape: Freeform) -> list[tuple[float, float]]:
    """The outline of a rectangle or line; nothing for a freeform, whose steps say it."""
    x1, y1, x2, y2 = shape.box
    if shape.kind == "line":
        return [(x1, y1), (x2, y2)]
    return [(x1, y1), (x2, y1), (x2, y2), (x1, y2)] if shape.kind.lower().endswith("rect") else []


@pytest.mark.parametrize(
    "inside",
    [
        "<text>Chữ</text>",
        '<defs><linearGradient id="a"/></defs><rect width="9" height="9"/>',
        '<defs><pattern id="a"><path d="M0 0h9"/></pattern></defs><rect width="9" height="9"/>',
        '<g transform="scale(2)"><path d="M0 0h9"/></g>',
        '<rect width="9" height="9" style="fill:red"/>',
        '<rect width="9" height="9" fill="url(#a)"/>',
        '<path d="M0 0h"/>',
        '<rect height="9"/>',
        "",
    ],
)
def test_what_freeforms_cannot_show_stays_one_picture(inside: str) -> None:
    assert freeforms(f"{HEAD}{inside}</svg>") is None


def test_the_words_of_a_figure_are_boxes_of_words_and_broken_lines_stay_broken() -> None:
    svg = (
        f'{HEAD}<line x1="0" y1="5" x2="9" y2="5" stroke="#00778B" stroke-width="2" stroke-dasharray="6 6"/>'
        '<text x="9" y="7" font-size="8" font-weight="600" text-anchor="end" fill="#14263B">Hạn &amp; việc</text></svg>'
    )
    group = freeforms(svg, words=True)
    assert group is not None
    line, words = group.shapes
    assert isinstance(line, Freeform) and line.dashed
    assert words == Words("Hạn & việc", 9.0, 7.0, 8.0, 600, "end", "14263B")
    xml = group_xml(group, Box(0, 0, 240, 240), 1000)
    assert '<a:prstDash val="sysDash"/>' in xml
    assert "<a:t>Hạn &amp; việc</a:t>" in xml and 'b="1"' in xml and 'algn="r"' in xml


def test_lines_of_a_sentence_are_one_text_and_other_lines_stay_apart() -> None:
    def text(y: float, words: str, px: int = 20, x: int = 10) -> str:
        return f'<text x="{x}" y="{y}" font-size="{px}" fill="#14263B">{words}</text>'

    lines = (
        text(30, "một câu"),
        text(57, "hai dòng"),
        text(84, "ba dòng"),
        text(140, "câu khác"),
        text(160, "nhỏ", 14),
    )
    group = freeforms(f'<svg viewBox="0 0 400 300">{"".join(lines)}</svg>', words=True)
    assert group is not None
    said = [shape.text for shape in in_sentences(group).shapes if isinstance(shape, Words)]
    assert said == ["một câu\nhai dòng\nba dòng", "câu khác", "nhỏ"]
    xml = group_xml(in_sentences(group), Box(0, 0, 400, 300), 1)
    assert xml.count("<a:br>") == 2 and xml.count("txBox") == 3
