"""What a trainer sees in PowerPoint is theirs to change: shapes, words, charts; colours are those of the template's theme."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

import pptx_readback as back
from pptx_decks import Deck
from taphuan import paths
from taphuan.document.model import FigureBlock
from taphuan.document.reading import plain
from taphuan.export.pptx.colours import THEME_COLOURS, colour_xml
from taphuan.export.pptx.house_template import house_template
from taphuan.export.pptx.pptx import write_pptx
from taphuan.known.units import units_on
from taphuan.theme import theme


def groups(slide: object) -> list[object]:
    return [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP]  # type: ignore[attr-defined]


@pytest.mark.sampled(4)
def test_no_slide_shows_a_picture(deck: Deck) -> None:
    shown = [(back.title(slide), shape.name) for slide in deck.slides for shape in slide.shapes if shape._element.tag == qn("p:pic")]  # fmt: skip
    assert shown == []
    assert not [name for name in back.parts(deck.data) if name.startswith("ppt/media/")]


def test_every_figure_is_a_chart_or_a_group_with_its_description(deck: Deck) -> None:
    for section in deck.sections:
        for block in section.blocks:
            if isinstance(block, FigureBlock):
                found = [
                    shape
                    for slide in deck.of(section)
                    for shape in slide.shapes
                    if shape._element.xpath(".//p:cNvPr/@descr") and (shape.has_chart or shape.shape_type == MSO_SHAPE_TYPE.GROUP)
                ]  # fmt: skip
                assert found, plain(section.title)


def test_groups_are_named_by_what_they_are(decks: dict[str, Deck]) -> None:
    named = {shape.name for deck in decks.values() for slide in deck.slides for shape in groups(slide)}  # type: ignore[attr-defined]
    assert {
        "Bản đồ",
        "Bài tập",
        "Các bước",
        "Trục thời gian",
        "Thẻ thay đổi",
        "Phiếu khám",
        "Tiến độ",
        "Hình vẽ",
    } <= named


def test_a_map_has_a_shape_for_each_province_with_its_name(decks: dict[str, Deck]) -> None:
    for name in ("hall", "province"):
        deck = decks[name]
        (group,) = groups(deck.slides[0])
        named = {shape.name: shape for shape in group.shapes}  # type: ignore[attr-defined]
        units = {unit.name.removeprefix("TP. ") for unit in units_on(date.fromisoformat(deck.document.as_of))}
        assert len(units) in (34, 63)
        assert units <= set(named), name
        # islands and holes are in the shape of their province
        assert all(named[one].shape_type == MSO_SHAPE_TYPE.FREEFORM for one in ("Khánh Hòa", "Quảng Ninh"))
        rings = named["Quảng Ninh"]._element.xpath(".//a:moveTo")
        assert len(rings) > 1


def test_words_of_a_drawing_are_named_by_what_they_say(deck: Deck) -> None:
    for slide in deck.slides:
        for group in groups(slide):
            for shape in group.shapes:  # type: ignore[attr-defined]
                words = shape.text_frame.text if shape.has_text_frame else ""
                if words.strip():
                    assert shape.name.removesuffix("…") in re.sub(r"\s+", " ", words)
                else:
                    assert shape.name


def test_only_colours_that_are_no_tokens_are_fixed(deck: Deck) -> None:
    """A tone of skin in a drawing, the colour of a flag; all else is a colour of the theme or a shade of one."""
    tokens = {value[1:].upper() for value in vars(theme().colours).values()}
    for slide in deck.slides:
        fixed = {node.get("val") for node in slide.element.iter(qn("a:srgbClr"))}
        assert not fixed & tokens, back.title(slide)


@pytest.mark.parametrize("token", sorted(set(vars(theme().colours))))
def test_a_shade_is_the_tokens_colour_on_the_house_theme(token: str) -> None:
    """Office's steps, computed here anew: hue, saturation, lightness in the order of the file."""
    import colorsys

    wanted = getattr(theme().colours, token)
    xml = colour_xml(wanted)
    base = re.search(r'schemeClr val="(\w+)"', xml)
    assert base, token
    names = {"tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2"}
    start = getattr(theme().colours, THEME_COLOURS[names.get(base[1], base[1])])
    h, lightness, s = colorsys.rgb_to_hls(*(int(start[at : at + 2], 16) / 255 for at in (1, 3, 5)))
    for step, value in re.findall(r'<a:(\w+) val="(-?\d+)"/>', xml.partition(">")[2]):
        amount = int(value) / 100_000
        if step == "hueOff":
            h = (h + int(value) / 60_000 / 360) % 1
        elif step == "satMod":
            s = min(s * amount, 1)
        elif step == "lumMod":
            lightness *= amount
        elif step == "lumOff":
            lightness = min(lightness + amount, 1)
    found = [round(255 * part) for part in colorsys.hls_to_rgb(h, lightness, s)]
    assert found == pytest.approx([int(wanted[at : at + 2], 16) for at in (1, 3, 5)], abs=2)


def test_a_ministrys_colours_and_faces_reach_shapes_charts_and_maps(
    decks: dict[str, Deck], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nothing on a slide says a colour or a face of the house: it names the template's."""
    data = back.parts(house_template())
    changed = data["ppt/theme/theme1.xml"].decode()
    changed = changed.replace(theme().colours.teal[1:].upper(), "5B2C83").replace(theme().faces.screen, "Segoe UI")
    monkeypatch.setattr(paths, "DECK_PPTX", tmp_path / "deck-template.pptx")
    paths.DECK_PPTX.write_bytes(back.packed({**data, "ppt/theme/theme1.xml": changed.encode()}))
    parts = back.parts(write_pptx(decks["merged"].document))
    assert b"5B2C83" in parts["ppt/theme/theme1.xml"]
    written = b"".join(content for name, content in parts.items() if re.search(r"slides/slide|charts/chart", name))
    assert b"00778B" not in written and theme().faces.screen.encode() not in written
    assert written.count(b'schemeClr val="accent2"') > 40
