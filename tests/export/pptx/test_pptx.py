"""The PowerPoint decks of real document sets, read back with python-pptx."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from nbformat import NotebookNode
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

import pptx_readback as back
from pptx_decks import Deck
from taphuan import paths
from taphuan.document.model import FigureBlock
from taphuan.document.reading import plain
from taphuan.export.pptx.template import PX
from taphuan.lesson.lesson import open_lesson
from taphuan.text import tenth


def test_every_slide_has_a_title_of_its_own(deck: Deck) -> None:
    assert all(title.strip() for title in deck.titles)
    assert len(set(deck.titles)) == len(deck.titles)
    assert len(deck.slides) >= len(deck.document.sections)


@pytest.mark.sampled(4)
def test_nothing_lies_off_the_slide(deck: Deck) -> None:
    for slide in deck.slides:
        for shape in slide.shapes:
            box = back.box(shape)
            assert box.left >= 0, (back.title(slide), shape.name)
            assert box.top >= 0, (back.title(slide), shape.name)
            assert box.right <= 1280.5, (back.title(slide), shape.name)
            assert box.bottom <= 720.5, (back.title(slide), shape.name)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("face", [back.HOUSE, back.ARIAL])
def test_every_text_fits_its_box(deck: Deck, face: str) -> None:
    """Measured with another library than the one the writer measures with."""
    for slide in deck.slides:
        for shape in slide.shapes:
            if not shape.has_text_frame or shape.name in ("Mẫu", "Số trang"):
                continue
            box = back.box(shape)
            pad = int(shape.text_frame._txBody.bodyPr.get("lIns") or 0) / back.EMU
            title = shape.is_placeholder and shape.name == "Tiêu đề"
            high = back.text_height(shape.text_frame, box.right - box.left - 2 * pad, bold=title, face=face)
            assert high <= box.bottom - box.top - pad + 1, (back.title(slide), shape.name, shape.text_frame.text)


def test_no_text_is_smaller_than_18_px(deck: Deck) -> None:
    for slide in deck.slides:
        runs = list(slide.element.iter(qn("a:rPr")))
        fields = [run for run in runs if run.getparent().tag == qn("a:fld")]
        assert all(run.get("sz") for run in runs if run not in fields)
        assert min(back.sizes(slide.element)) >= 1350, back.title(slide)
        for chart in back.charts(slide):
            assert min(back.sizes(chart._chartSpace)) >= 1350, back.title(slide)
    # what says no size of its own has the layout's
    for layout in deck.file.slide_layouts:
        assert min(back.sizes(layout.element)) >= 1350, layout.name


def test_everything_says_that_it_is_vietnamese(deck: Deck) -> None:
    for slide in deck.slides:
        elements = [slide.element, *(chart._chartSpace for chart in back.charts(slide))]
        if slide.has_notes_slide:
            elements.append(slide.notes_slide.element)
        for element in elements:
            for run in element.iter(qn("a:rPr"), qn("a:endParaRPr")):
                assert run.get("lang") == "vi-VN", back.title(slide)


def test_pictures_charts_and_tables_are_described(deck: Deck) -> None:
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                continue
            assert len(shape._element.xpath(".//p:cNvPr")[0].get("descr", "")) > 20, (back.title(slide), shape.name)


def test_figures_keep_their_own_description(deck: Deck) -> None:
    for section in deck.document.sections:
        wanted = {block.alt for block in section.blocks if isinstance(block, FigureBlock)}
        said = {
            node.get("descr", "") for slide in deck.of(section) for node in slide.element.xpath(".//p:cNvPr[@descr]")
        }
        assert all(any(one.startswith(alt) for one in said) for alt in wanted), plain(section.title)


def test_no_placeholder_is_empty(deck: Deck) -> None:
    for slide in deck.slides:
        for shape in slide.placeholders:
            assert shape.text_frame.text.strip(), (back.title(slide), shape.name)


@pytest.mark.sampled(4)
def test_what_is_read_first_stands_first(deck: Deck) -> None:
    """No shape stands wholly above the one before it, nor at its left on one height with it."""
    for slide in deck.slides[1:]:  # the cover has two columns
        boxes = [(shape.name, back.box(shape)) for shape in slide.shapes]
        for (before, first), (name, second) in pairwise(boxes):
            same_row = abs(first.top - second.top) < 2
            where = (back.title(slide), before, name)
            assert second.bottom > first.top + 1, where
            assert not same_row or second.left >= first.left, where


def test_the_frame_stands_on_every_slide(deck: Deck) -> None:
    said = deck.document
    for at, slide in enumerate(deck.slides, start=1):
        by_type = {shape._element.ph.get("type"): shape for shape in slide.placeholders}
        field = by_type["sldNum"]._element.xpath(".//a:fld[@type='slidenum']")
        assert field[0].xpath("./a:t")[0].text == str(at)
        day = f"Quy định, số liệu đến\u00a0{_day(said.as_of)} · "
        assert by_type["sldNum"]._element.xpath(".//a:r/a:t")[0].text == day
    cover = back.words(deck.slides[0])
    assert said.as_of_text in cover
    assert said.provenance in cover
    assert said.conference["title"] in cover


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{int(month) if int(month) > 2 else month}/{year}"


def test_a_sample_says_so_on_every_slide(decks: dict[str, Deck]) -> None:
    for slide in decks["merged"].slides:
        assert "MẪU" in [shape.text_frame.text[:3] for shape in slide.shapes if shape.name == "Mẫu"]
    assert not any(shape.name == "Mẫu" for slide in decks["province"].slides for shape in slide.shapes)


@pytest.mark.parametrize("name", ["merged", "hall"])
def test_the_mark_of_a_sample_cover_stands_inside_the_margins_and_above_the_conference(
    decks: dict[str, Deck], name: str
) -> None:
    cover = {shape.name: shape for shape in decks[name].slides[0].shapes}
    (above,) = (shape for shape in decks[name].slides[0].slide_layout.placeholders if shape.name == "Hội nghị")
    mark, event = cover["Mẫu"], cover["Hội nghị"]
    assert (mark.left, mark.top) == (above.left, above.top) and mark.top >= 32 * PX
    assert mark.top + mark.height < event.top < event.top + event.height <= cover["Tiêu đề"].top
    assert event.height >= 2 * 22 * 1.2 * PX  # two lines


def test_the_notes_hold_what_the_speaker_reads_and_the_sources(deck: Deck) -> None:
    for section in deck.document.sections:
        found = "\n".join(back.notes(slide) for slide in deck.of(section))
        for paragraph in section.notes:
            assert plain(paragraph.runs) in found, plain(section.title)
        assert section.sources in found
        if section.minutes:
            assert f"Thời gian dự kiến: {section.minutes} phút." in found


def test_every_word_of_the_deck_stands_on_its_slides(deck: Deck) -> None:
    """Nothing is cut off: all text, all cells, all captions."""
    for section in deck.document.sections[1:]:
        shown = _letters("".join(back.words(slide) for slide in deck.of(section)))
        for block in section.blocks:
            if hasattr(block, "items"):
                # an option's letter is set apart from its text
                wanted = [re.sub(r"^[A-Z]\. ", "", plain(item)) for item in block.items]
            elif hasattr(block, "rows"):
                wanted = [cell for row in block.rows for cell in row] + [block.caption]
            elif isinstance(block, FigureBlock):
                wanted = [block.caption]
            else:
                wanted = [plain(block.runs)]
            for text in wanted:
                assert _letters(text) in shown, (plain(section.title), text)


def _letters(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_figures_become_charts_that_hold_their_numbers(decks: dict[str, Deck]) -> None:
    section, league = decks["province"].figures("league")[0]
    (slide,) = decks["province"].of(section)
    (chart,) = back.charts(slide)
    (series,) = chart.plots[0].series
    shown = dict(zip(chart.plots[0].categories, series.values, strict=True))
    mean = league.data["mean"]["value"]
    wanted = {f"{row[1]}. {row[0]}: {tenth(row[2])}": row[2] - mean for row in league.data["rows"]}
    assert shown == pytest.approx(wanted)
    assert list(series.values) == sorted(series.values, reverse=True)
    red = [point.get("val") for point in chart._chartSpace.xpath(".//c:dPt[.//a:schemeClr/@val='accent1']/c:idx")]
    assert [list(chart.plots[0].categories)[int(at)] for at in red] == ["31. Quảng Nam: 58,1"]


def test_labels_have_a_decimal_comma_and_follow_their_cells(decks: dict[str, Deck]) -> None:
    section, _ = decks["province"].figures("league")[0]
    (slide,) = decks["province"].of(section)
    (chart,) = back.charts(slide)
    labels = [node.text for node in chart._chartSpace.xpath(".//c:dLbl//a:fld[@type='CELLRANGE']/a:t")]
    values = chart.plots[0].series[0].values
    assert labels == [f"{'+' if value > 0 else ''}{tenth(value)}" for value in values]
    book = back.parts(chart.part.chart_workbook.xlsx_part.blob)
    sheet = book["xl/worksheets/sheet1.xml"].decode()
    cells = re.findall(r'<c r="D\d+"[^>]*><f>(.*?)</f><v>(.*?)</v>', sheet)
    assert [shown for _, shown in cells] == labels
    assert cells[0][0] == 'IF(B2&gt;0,"+",IF(B2&lt;0,"−",""))&amp;SUBSTITUTE(FIXED(ABS(B2),1,TRUE),".",",")'
    numbers = [float(value) for value in re.findall(r'<c r="B\d+" s="\d+"><v>(.*?)</v>', sheet)]
    assert numbers == list(values)


def test_the_strip_is_shapes_whose_names_stand_off_the_dots(decks: dict[str, Deck]) -> None:
    """A label of a native chart lies over its neighbours' dots: the strip keeps the places that were found for it."""
    deck = decks["province"]
    section, strip = deck.figures("strip")[0]
    (slide,) = deck.of(section)
    assert not list(back.charts(slide))
    (group,) = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP]
    said = {
        shape.text_frame.text.replace("\u00a0", " "): shape
        for shape in group.shapes
        if shape.has_text_frame and shape.text_frame.text
    }
    names = [name for name in said if re.search(r"[^\d ] \d\d,\d$", name)]
    assert {"Bắc Kạn 39,4", "Quảng Nam 58,1", "Đà Nẵng 80,0", "trung bình 57,9"} <= set(names)
    dots = [
        shape
        for shape in group.shapes
        if shape.has_text_frame and not shape.text_frame.text and shape.width == shape.height
    ]
    assert len(dots) >= sum(row[2] is not None for row in strip.data["rows"])
    for name in names:
        box = said[name]
        letters = (box.top + box.height * 0.25, box.top + box.height * 0.75)
        over = [
            dot for dot in dots
            if box.left < dot.left + dot.width / 2 < box.left + box.width and letters[0] < dot.top + dot.height / 2 < letters[1]
        ]  # fmt: skip
        assert not over, name


def test_indices_are_rows_of_dots_in_the_order_of_their_gap_to_the_mean(decks: dict[str, Deck]) -> None:
    for name, count in (("province", 4), ("merged", 8)):
        deck = decks[name]
        section, indices = deck.figures("indices")[0]
        (chart,) = back.charts(deck.of(section)[0])
        space, rows = chart._chartSpace, indices.data["rows"]
        assert space.xpath(".//c:scatterChart")
        gaps = [row[3] for row in rows]
        assert len(gaps) == count and gaps == sorted(gaps)
        titled = {one.xpath("./c:tx//c:v")[0].text: one for one in space.xpath(".//c:ser[c:tx]")}
        assert list(titled) == [indices.data["columns"][2], indices.data["columns"][1]], (
            "the mean is a series of its own"
        )
        for at in (1, 2):
            series = titled[indices.data["columns"][at]]
            assert [float(v.text) for v in series.xpath("./c:xVal//c:pt/c:v")] == [row[at] for row in rows]
            assert [float(v.text) for v in series.xpath("./c:yVal//c:pt/c:v")] == [n + 1.0 for n in range(count)]
        names, said = ([node.text for node in one.xpath(".//c:dLbl//a:t")] for one in space.xpath(".//c:ser[c:dLbls]"))
        assert names == [row[0] for row in rows]
        assert said[0] == f"{tenth(rows[0][1])} ({tenth(gaps[0])}) · hạng\u00a0{rows[0][4]}"
        assert said[-1] == f"{tenth(rows[-1][1])} (+{tenth(gaps[-1])}) · hạng\u00a0{rows[-1][4]}"
        red, grey = space.xpath(".//c:ser[not(c:tx)][not(c:dLbls)]")
        far = sum(gap <= -3 for gap in gaps)
        for series, mine in ((red, rows[:far]), (grey, rows[far:])):
            ends = [float(v.text) for v in series.xpath("./c:xVal//c:pt/c:v")]
            assert ends == [end for row in mine for end in row[1:3]], "a bar from each dot to the mean"


def test_the_words_beside_the_dots_are_formulas_of_their_row(decks: dict[str, Deck]) -> None:
    deck = decks["merged"]
    section, indices = deck.figures("indices")[0]
    (chart,) = back.charts(deck.of(section)[0])
    sheet = back.parts(chart.part.chart_workbook.xlsx_part.blob)["xl/worksheets/sheet1.xml"].decode()
    said = dict(re.findall(r'<c r="(E\d+)"[^>]*><f>(.*?)</f>', sheet))
    assert len(said) == 8 and all("B2" in said["E2"] and one in said["E2"] for one in ("C2", "H2"))
    bars = dict(re.findall(r'<c r="([I-L]\d+)"[^>]*><f>(.*?)</f>', sheet))
    first = "I" if indices.data["rows"][0][3] <= -3 else "K"
    assert (bars[f"{first}2"], bars[f"{first}3"], f"{first}4" in bars) == ("B2", "C2", False)


def test_units_by_two_numbers_are_points_and_a_table_of_those_in_the_band(
    executed: Callable[..., NotebookNode],
) -> None:
    deck = Deck(executed(open_lesson("ke-hoach-2027", "lai-chau", "2026-11-21"), full=True))
    section, scatter = deck.figures("scatter")[0]
    (slide,) = deck.of(section)
    (chart,) = back.charts(slide)
    shown = sorted(
        (float(x.text), float(y.text))
        for one in chart._chartSpace.xpath(".//c:ser[c:marker/c:symbol/@val='circle']")
        for x, y in zip(one.xpath("./c:xVal//c:v"), one.xpath("./c:yVal//c:v"), strict=True)
    )
    assert shown == sorted((row[1], row[2]) for row in scatter.data["rows"])
    (band,) = chart._chartSpace.xpath(".//c:ser[c:marker/c:symbol/@val='none']")
    assert {float(v.text) for v in band.xpath("./c:xVal//c:v")} == set(scatter.data["band"])
    assert chart._chartSpace.xpath(".//c:valAx[1]/c:scaling/c:logBase/@val") == ["2"]
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    listed = [row.cells[0].text for row in list(table.rows)[1:]]
    assert sorted(listed) == sorted(row[0] for row in scatter.data["rows"] if row[3])
    names = {node.text for node in chart._chartSpace.xpath(".//c:dLbl//a:t")}
    assert names == set(scatter.data["sides"])


def test_ranks_are_not_joined_across_a_change_of_method(decks: dict[str, Deck]) -> None:
    deck = decks["ranks"]
    section, ranks = deck.figures("ranks")[0]
    (chart,) = back.charts(deck.of(section)[0])
    assert ranks.data["breaks"] == ["", "đổi phương pháp", ""]
    assert [list(series.values) for series in chart.plots[0].series] == [[2.0, None, None], [None, 2.0, 4.0]]
    assert chart._chartSpace.xpath(".//c:valAx/c:scaling/c:orientation/@val") == ["maxMin"]


def test_many_participants_are_two_charts_on_one_scale(decks: dict[str, Deck]) -> None:
    deck = decks["hall"]
    section, league = deck.figures("participants-league")[0]
    charts = back.charts(deck.of(section)[0])
    values = [value for chart in charts for value in chart.plots[0].series[0].values]
    mean = league.data["mean"]["value"]
    assert values == pytest.approx([row[2] - mean for row in league.data["rows"]])
    assert len({chart._chartSpace.xpath(".//c:valAx/c:scaling/c:max/@val")[0] for chart in charts}) == 1


def test_tables_are_tables_with_a_header_and_this_province_marked(decks: dict[str, Deck]) -> None:
    deck = decks["province"]
    section = next(s for s in deck.sections if s.id == "profile-lien-ke")
    (table,) = [shape.table for shape in deck.of(section)[0].shapes if shape.has_table]
    assert table.first_row
    assert [cell.text for cell in table.rows[0].cells][:3] == ["Tỉnh, thành phố", "Hạng", "DTI"]
    bold = [row.cells[0].text for row in list(table.rows)[1:] if row.cells[0]._tc.xpath(".//a:rPr[@b='1']")]
    assert bold == ["Quảng Nam"]
    assert table.rows[1].cells[1]._tc.xpath(".//a:pPr/@algn") == ["r"]


def test_the_answer_of_a_question_comes_at_a_key_press(decks: dict[str, Deck]) -> None:
    deck = decks["province"]
    questions = [section for section in deck.sections if section.kind == "quiz"]
    assert questions
    for section in questions:
        (slide,) = deck.of(section)
        (shape,) = [shape for shape in slide.shapes if shape.name == "Đáp án"]
        assert shape.text_frame.text.startswith("Đáp án: ")
        assert slide.element.xpath(".//p:timing//p:set//p:spTgt/@spid") == [str(shape.shape_id)]
    others = [slide for slide in deck.slides if slide.element.xpath("./p:timing")]
    assert len(others) == len(questions)


def test_letters_in_pictures_have_18_px_too(deck: Deck) -> None:
    drawn = {block.alt: block.svg for s in deck.sections for block in s.blocks if isinstance(block, FigureBlock)}
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.shape_type is not None and shape._element.tag == qn("p:pic"):
                svg = drawn[shape._element.xpath(".//p:cNvPr/@descr")[0]]
                width = float(re.search(r'viewBox="[\d.]+ [\d.]+ ([\d.]+)', svg)[1])  # type: ignore[index]
                letters = min(float(size) for size in re.findall(r'font-size[=:]\s*"?([\d.]+)', svg))
                box = back.box(shape)
                assert letters * (box.right - box.left) / width * 0.75 >= 13.45, back.title(slide)


def test_pictures_are_small_and_kept_once(deck: Deck) -> None:
    media = [data for name, data in back.parts(deck.data).items() if name.startswith("ppt/media/")]
    assert len(set(media)) == len(media)
    assert max(map(len, media), default=0) < 60_000
    assert len(deck.data) <= 150_000 + 12_000 * len(deck.slides)


def test_the_file_says_nothing_of_machine_and_clock(deck: Deck) -> None:
    found = back.parts(deck.data)
    inner = {f"{name}!{n}": d for name, x in found.items() if name.endswith(".xlsx") for n, d in back.parts(x).items()}
    day = datetime.fromisoformat(deck.document.as_of)
    for name, data in {**found, **inner}.items():
        for told in (str(paths.ROOT), str(Path.home()), sys.prefix):
            assert told.encode() not in data, name
    said = deck.file.core_properties
    assert (said.created, said.modified, said.author, said.title) == (day, day, "taphuan", deck.document.title)
    created = [data.decode() for name, data in inner.items() if name.endswith("docProps/core.xml")]
    assert all(f"{deck.document.as_of}T00:00:00Z" in text for text in created)
    assert all(text.count("T00:00:00Z") == 2 for text in created)


def test_the_same_bytes_in_another_process_and_folder(decks: dict[str, Deck], tmp_path: Path) -> None:
    deck = decks["merged"]
    (tmp_path / "n.ipynb").write_text(json.dumps(deck.notebook), encoding="utf-8")
    code = (
        "import sys, nbformat\n"
        "from taphuan.export.pptx.pptx import write_pptx\nfrom taphuan.document.reading import read_document\n"
        "sys.stdout.buffer.write(write_pptx(read_document(nbformat.read('n.ipynb', 4), 'deck')))\n"
    )
    # in the locale C, Python finds no environment that lies below a folder such as "tập huấn"
    locale = "C" if sys.prefix.isascii() else "C.UTF-8"
    env = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Ho_Chi_Minh", "LC_ALL": locale}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, check=True)
    assert done.stdout == deck.data
