"""Templates of others, and slides fuller than anybody plans: the right page, or an error that names all that is wrong."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from judges.office import OFFICE
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

import pptx_readback as back
from asked_judges import found_by
from deck_sample import Notebook, sample_notebook
from pptx_decks import Deck
from taphuan import paths
from taphuan.document.reading import read_document
from taphuan.export.pptx.house_template import house_template
from taphuan.export.pptx.pptx import write_pptx
from taphuan.export.pptx.template import DeckTemplateUnfit

THEME = "ppt/theme/theme1.xml"


@pytest.fixture
def template(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[dict[str, bytes]], None]:
    """Puts a file of these parts in the place of a ministry's template."""

    def put(parts: dict[str, bytes]) -> None:
        monkeypatch.setattr(paths, "DECK_PPTX", tmp_path / "deck-template.pptx")
        paths.DECK_PPTX.write_bytes(back.packed(parts))

    return put


def with_theme(change: Callable[[str], str]) -> dict[str, bytes]:
    parts = back.parts(house_template())
    return {**parts, THEME: change(parts[THEME].decode()).encode()}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda xml: xml[:300], ["is damaged: the part ppt/theme/theme1.xml cannot be read as XML"]),
        (
            lambda xml: re.sub(r"<a:clrScheme.*</a:clrScheme>", "", xml),
            ["no colour dk1, lt1, dk2, lt2, accent1, accent2"],
        ),
        (lambda xml: re.sub(r"<a:accent4>.*?</a:accent4>", "", xml), ["no colour accent4 in its theme"]),
        (
            lambda xml: re.sub(r'<a:latin typeface="[^"]+"[^>]*/>', "", xml),
            ["no face for titles in its theme", "no face for text in its theme"],
        ),
    ],
)
def test_a_broken_theme_is_refused_with_all_that_it_lacks(
    template: Callable[[dict[str, bytes]], None], change: Callable[[str], str], said: list[str]
) -> None:
    template(with_theme(change))
    with pytest.raises(DeckTemplateUnfit) as error:
        write_pptx(read_document(sample_notebook(), "deck"))
    assert all(one in str(error.value) for one in said), error.value


def test_a_template_without_master_or_layouts_is_refused(template: Callable[[dict[str, bytes]], None]) -> None:
    parts = back.parts(house_template())
    bare = {
        **parts,
        "ppt/presentation.xml": re.sub(
            rb"<p:sldMasterIdLst>.*?</p:sldMasterIdLst>", b"", parts["ppt/presentation.xml"]
        ),
    }
    template(bare)
    with pytest.raises(DeckTemplateUnfit, match="has no slide master"):
        write_pptx(read_document(sample_notebook(), "deck"))
    master = "ppt/slideMasters/slideMaster1.xml"
    empty = {**parts, master: re.sub(rb"<p:sldLayoutIdLst>.*?</p:sldLayoutIdLst>", b"", parts[master])}
    template(empty)
    with pytest.raises(DeckTemplateUnfit, match=r"no layout 'Bìa'.*It has the layouts none"):
        write_pptx(read_document(sample_notebook(), "deck"))


def test_a_template_without_a_notes_master_gets_one(
    template: Callable[[dict[str, bytes]], None], tmp_path: Path
) -> None:
    parts = back.parts(house_template())
    relations = "ppt/_rels/presentation.xml.rels"
    without = {name: data for name, data in parts.items() if "notesMaster" not in name and "theme2" not in name}
    without["ppt/presentation.xml"] = re.sub(
        rb"<p:notesMasterIdLst>.*?</p:notesMasterIdLst>", b"", parts["ppt/presentation.xml"]
    )
    without[relations] = re.sub(rb"<Relationship [^>]*notesMaster[^>]*/>", b"", parts[relations])
    types = "[Content_Types].xml"
    without[types] = re.sub(rb"<Override [^>]*(notesMaster|theme2)[^>]*/>", b"", parts[types])
    template(without)
    data = write_pptx(read_document(sample_notebook(), "deck"))
    slides = list(back.opened(data).slides)
    assert any(back.notes(slide) for slide in slides)
    folder = tmp_path / "deck"
    folder.mkdir()
    (folder / "deck.pptx").write_bytes(data)
    assert found_by(OFFICE, folder) == {}


@pytest.mark.parametrize(("wide", "high"), [(960, 720), (960, 540), (1440, 810)])
def test_slides_of_another_size_hold_all_within_their_edges(
    template: Callable[[dict[str, bytes]], None], decks: dict[str, Deck], wide: int, high: int
) -> None:
    presentation = back.opened(house_template())
    presentation.slide_width, presentation.slide_height = wide * back.EMU, high * back.EMU
    for layout in (presentation.slide_masters[0], *presentation.slide_layouts):
        for shape in layout.shapes:
            shape.left, shape.width = (round(value * wide / 1280) for value in (shape.left, shape.width))
            shape.top, shape.height = (round(value * high / 720) for value in (shape.top, shape.height))
    out = io.BytesIO()
    presentation.save(out)
    template(back.parts(out.getvalue()))
    made = back.opened(write_pptx(decks["module"].document))
    for slide in made.slides:
        for shape in slide.shapes:
            box = back.box(shape)
            where = (back.title(slide), shape.name)
            assert box.left >= -0.5 and box.top >= -0.5, where
            assert box.right <= wide + 0.5 and box.bottom <= high + 0.5, where
    words = "".join(back.words(slide) for slide in made.slides)
    for section in decks["module"].document.sections:
        for block in section.blocks:
            for item in getattr(block, "items", ()):
                assert re.sub(r"\s+", "", "".join(run.text for run in item)) in re.sub(r"\s+", "", words)


def test_a_table_of_40_columns_goes_on_with_further_columns_behind_its_first() -> None:
    b = Notebook()
    b.slide("t", "Bảng bốn mươi cột")
    names = ["Tỉnh", *(f"Chỉ số {n}" for n in range(1, 40))]
    b.table(
        [{"name": name, "align": "left", "weight": 1} for name in names],
        [[f"{name} {row}" for name in names] for row in range(4)],
        None,
        "Bảng rộng",
    )
    slides = list(back.opened(write_pptx(read_document(b.nb, "deck"))).slides)
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    assert len(tables) == len(slides) > 2
    heads = [[cell.text for cell in table.rows[0].cells] for table in tables]
    assert {head[0] for head in heads} == {"Tỉnh"}
    assert [name for head in heads for name in head[1:]] == names[1:]
    for table in tables:
        for cell, column in zip(table.rows[1].cells, table.columns, strict=True):
            longest = max(back.wide(word, 18, bold=False) for word in cell.text.split())
            assert longest <= column.width / back.EMU - 20, "no word is broken"


@pytest.mark.parametrize(("count", "native"), [(300, True), (900, False)])
def test_a_drawing_of_many_shapes_is_a_group_or_one_picture(count: int, native: bool) -> None:
    dots = "".join(
        f'<circle cx="{20 + 20 * (n % 40)}" cy="{20 + 20 * (n // 40)}" r="6" fill="#00778B"/>' for n in range(count)
    )
    b = Notebook()
    b.slide("t", "Nhiều hình")
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 840 500"><title>Chấm</title>{dots}</svg>'
    b.output({"image/svg+xml": svg, "text/plain": "Chấm"})
    (slide,) = back.opened(write_pptx(read_document(b.nb, "deck"))).slides
    groups = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP]
    assert [len(group.shapes) for group in groups] == [count] * native
    assert len(slide.element.xpath(".//p:pic")) == (not native)
    ids = [int(node.get("id")) for node in slide.element.iter(qn("p:cNvPr"))]
    assert len(ids) == len(set(ids))


def test_63_provinces_with_holes_and_islands_are_63_shapes() -> None:
    rings = [
        "".join(
            f"M{x + 2 + 4 * part} {y + 2}h20v20h-20z" + ("m5 5h5v5h-5z" if part == 0 else "")
            for part in range(1 + n % 3)
        )
        for n, (x, y) in enumerate((40 * (n % 9), 40 * (n // 9)) for n in range(63))
    ]
    paths_ = "".join(f'<path d="{d}" fill="#AED8DD"><title>Tỉnh {n}</title></path>' for n, d in enumerate(rings))
    b = Notebook()
    b.slide("t", "Bản đồ")
    b.output({"image/svg+xml": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 320">{paths_}</svg>', "text/plain": "x"})  # fmt: skip
    (slide,) = back.opened(write_pptx(read_document(b.nb, "deck"))).slides
    (group,) = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP]
    assert [shape.name for shape in group.shapes] == [f"Tỉnh {n}" for n in range(63)]
    for n, shape in enumerate(group.shapes):
        moves = shape._element.xpath(".//a:moveTo")
        assert len(moves) == rings[n].lower().count("m")
        assert math.isfinite(shape.width) and shape.width > 0


def test_a_title_of_300_letters_is_cut_in_the_properties_alone(decks: dict[str, Deck]) -> None:
    document: Any = decks["module"].document
    title = ("Hội nghị tập huấn về chuyển đổi số cho cán bộ, công chức, viên chức cấp xã " * 5).strip()
    long = replace(document, title=title, conference={**document.conference, "title": title})
    said = back.opened(write_pptx(long)).core_properties
    for text in (said.title, said.subject):
        assert len(text) <= 255 and text.endswith("…")
        assert title.startswith(text[:-1]) and title[len(text) - 1] in " ,", "cut behind a whole word"
