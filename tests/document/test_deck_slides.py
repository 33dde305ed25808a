"""Grouping of the cells of a notebook into slides."""

from __future__ import annotations

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from deck_sample import Notebook, sample_notebook
from taphuan.document.slides import slides_of


def test_the_cells_of_a_slide_are_grouped_by_role() -> None:
    slides = {slide.id: slide for slide in slides_of(sample_notebook())}
    cover = slides["cover-01"]
    assert (cover.kind, cover.title, cover.level) == ("cover", "Chuyển đổi số tỉnh Quảng Nam", 1)
    assert [cell.cell_type for cell in cover.body] == ["markdown", "code"]
    assert len(cover.notes) == 1
    points = slides["text-06"]
    assert (points.kicker, points.minutes, len(points.body), len(points.sources)) == (
        "Lập kế hoạch chuyển đổi số",
        5,
        6,
        1,
    )


def test_set_up_cells_and_other_documents_are_left_out() -> None:
    nb = sample_notebook()
    moved = next(cell for cell in nb.cells if cell.source.startswith("Ba câu hỏi"))
    moved.metadata["taphuan"]["document"] = "briefing"
    in_deck = [
        cell.id for slide in slides_of(nb) for cell in (slide.heading, *slide.body, *slide.notes, *slide.sources)
    ]
    assert "setup" not in in_deck
    assert moved.id not in in_deck
    (only,) = slides_of(nb, document="briefing")
    assert only.body[0].id == moved.id


def test_text_below_a_title_in_the_same_cell_belongs_to_the_body() -> None:
    b = Notebook()
    b.slide("a", "Tiêu đề\n\nMột câu.")
    (slide,) = slides_of(b.nb)
    assert slide.heading.source == "## Tiêu đề"
    assert [cell.source for cell in slide.body] == ["Một câu."]
    assert "Một câu." in b.nb.cells[0].source, "the notebook itself must not change"


def test_a_notebook_that_was_not_composed_is_grouped_by_slide_types() -> None:
    def typed(source: str, kind: str) -> object:
        return new_markdown_cell(source, metadata={"slideshow": {"slide_type": kind}})

    nb = new_notebook(
        cells=[
            typed("# Mở đầu", "slide"),
            typed("- một", "fragment"),
            typed("lời nói", "notes"),
            typed("bỏ qua", "skip"),
            typed("không có tiêu đề", "subslide"),
            typed("## Không mở trang mới", "-"),
        ]
    )
    first, second = slides_of(nb)
    assert (first.title, len(first.body), len(first.notes)) == ("Mở đầu", 1, 1)
    assert (second.title, [cell.source for cell in second.body]) == (
        "",
        ["không có tiêu đề", "## Không mở trang mới"],
    )


def test_a_notebook_without_slide_types_is_grouped_by_headings() -> None:
    nb = new_notebook(
        cells=[
            new_code_cell("x = 1"),
            new_markdown_cell("## Một\n\nChữ"),
            new_code_cell("print(1)", outputs=[new_output("stream", text="1")]),
            new_markdown_cell("### Mục con ở cùng trang"),
            new_markdown_cell("## Hai"),
        ]
    )
    first, second = slides_of(nb)
    assert (first.title, len(first.body), second.title, second.body) == ("Một", 3, "Hai", ())


def test_two_headings_in_a_cell_are_two_slides_and_code_that_nobody_ran_is_shown() -> None:
    nb = new_notebook(
        cells=[new_markdown_cell("## Một\n\n- a\n\n## Hai\n\n```\n## mã\n```"), new_code_cell("# x\nprint('```')")]
    )
    first, second = slides_of(nb)
    assert [(first.title, first.body[0].source), (second.title, second.body[0].source)] == [
        ("Một", "- a"),
        ("Hai", "```\n## mã\n```"),
    ]
    assert second.body[1].source == "````\n# x\nprint('```')\n````"
    nb.cells.append(new_code_cell("1", outputs=[new_output("stream", text="1")]))
    assert len(slides_of(nb)[1].body) == 2, "in a notebook that ran, code without output defines something"
