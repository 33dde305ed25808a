"""A figure beside its text in PowerPoint, both in the middle, the caption below the lower of them; sources in columns."""

from __future__ import annotations

import io

import pytest
from pptx import Presentation

import pptx_readback as back
from deck_sample import ALT, CAPTION, SOURCE, Notebook, bars
from taphuan.document.reading import read_document
from taphuan.export.pptx.pptx import write_pptx


def test_the_caption_of_a_low_figure_is_below_the_text_beside_it() -> None:
    built = Notebook()
    built.slide("split", "Một hình thấp cạnh ba ý")
    for _ in range(3):
        built.text("- Kế hoạch năm 2025 phải nêu rõ chỉ tiêu, người làm, thời hạn và nguồn tiền")
    built.figure("half", bars(640, 150), ALT, CAPTION, SOURCE)
    (slide,) = Presentation(io.BytesIO(write_pptx(read_document(built.nb, "deck")))).slides
    said = {shape.text_frame.text: back.box(shape) for shape in slide.shapes if shape.has_text_frame}
    (caption,) = [box for text, box in said.items() if text.startswith(CAPTION)]
    (text,) = [box for words, box in said.items() if words.startswith("Kế hoạch")]
    # three points of two lines and more, in letters of 24 px
    assert caption.top >= text.top + 6 * 24 * 1.3
    (drawn,) = [back.box(shape) for shape in slide.shapes if not shape.has_text_frame]
    assert abs((drawn.top + drawn.bottom) / 2 - (text.top + text.bottom) / 2) < 160 and drawn.top > 200


@pytest.mark.parametrize(("number", "boxes"), [(1, 1), (2, 2), (7, 2)])
def test_sources_stand_in_two_columns_unless_there_is_one(number: int, boxes: int) -> None:
    built = Notebook()
    built.slide("sources", "Nguồn tham khảo", kind="sources")
    said = [f"Nguồn số {n}: Bộ Thông tin và Truyền thông, báo cáo DTI năm 2022" for n in range(1, number + 1)]
    built.text("\n".join(f"- {text}" for text in said))
    (slide,) = Presentation(io.BytesIO(write_pptx(read_document(built.nb, "deck")))).slides
    columns = [shape for shape in slide.shapes if shape.has_text_frame and shape.text_frame.text.startswith("Nguồn số")]
    assert [line for shape in columns for line in shape.text_frame.text.splitlines()] == said
    widths = [back.box(shape).right - back.box(shape).left for shape in columns]
    assert len(widths) == boxes and all((width > 900) == (boxes == 1) for width in widths), widths
