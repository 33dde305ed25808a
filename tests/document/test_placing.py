"""An edited copy of a composed notebook: each cell goes where it stands, and what stands nowhere is said."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from deck_sample import Notebook, sample_notebook
from taphuan.document.placing import placed
from taphuan.document.slides import slides_of


def deck_of_two(kind: str = "content") -> Notebook:
    b = Notebook()
    for name in ("a", "b"):
        b.slide(name, f"Trang {name}", kind=kind)
        b.text(f"ý của {name}")
        b.text(f"ý nữa của {name}")
    return b


def lines(nb: Any, document: str = "deck") -> list[tuple[str, str, list[str]]]:
    notebook, unplaced = placed(nb)
    assert unplaced == ()
    slides = slides_of(notebook, document)
    return [(slide.id, slide.title, [cell.source for cell in slide.body]) for slide in slides]


def with_papers() -> Notebook:
    """A deck of one slide, then a paper, then a checkup, in the order of a composed notebook."""
    b = Notebook()
    for document, name, kind in (("deck", "a", "content"), ("briefing", "p", "annex"), ("checkup", "k", "part")):
        b.slide(name, f"Trang {name}", kind=kind)
        b.text(f"ý của {name}")
        for cell in b.nb.cells[-2:]:
            cell.metadata["taphuan"]["document"] = document
    return b


def test_a_notebook_that_nobody_edited_stays_as_it_is() -> None:
    nb = sample_notebook()
    notebook, unplaced = placed(nb)
    assert (notebook.cells, unplaced) == (nb.cells, ())


def test_added_cells_belong_to_the_slide_where_they_stand() -> None:
    nb = deck_of_two().nb
    nb.cells[2:2] = [
        new_markdown_cell("ý thêm"),
        new_code_cell("x = 1", execution_count=4),
        new_code_cell("2", outputs=[new_output("stream", text="2")], execution_count=5),
    ]
    nb.cells.append(new_markdown_cell("## Trang thêm", id="them"))
    nb.cells.append(new_markdown_cell("ý mới"))
    nb.cells.append(new_markdown_cell("lời", metadata={"slideshow": {"slide_type": "notes"}}))
    before = deepcopy(nb)
    assert lines(nb) == [
        ("a", "Trang a", ["ý của a", "ý thêm", "2", "ý nữa của a"]),
        ("b", "Trang b", ["ý của b", "ý nữa của b"]),
        ("o-them", "Trang thêm", ["ý mới"]),
    ]
    assert [cell.source for cell in slides_of(placed(nb)[0])[-1].notes] == ["lời"]
    assert nb == before, "the notebook itself must not change"


def test_a_cell_before_the_first_slide_is_on_it() -> None:
    nb = deck_of_two().nb
    nb.cells.insert(0, new_markdown_cell("trước hết"))
    assert lines(nb)[0] == ("a", "Trang a", ["trước hết", "ý của a", "ý nữa của a"])


def test_a_second_heading_in_a_cell_begins_a_slide_but_not_in_code() -> None:
    nb = deck_of_two().nb
    nb.cells[1].source = "ý một\n\n```\n# chú thích\n```\n\n## Trang giữa\n\ný hai"
    assert lines(nb)[:2] == [
        ("a", "Trang a", ["ý một\n\n```\n# chú thích\n```"]),
        ("o-c001-2", "Trang giữa", ["ý hai", "ý nữa của a"]),
    ]


def test_a_copied_slide_is_another_slide_and_a_split_heading_goes_on() -> None:
    nb = deck_of_two().nb
    copies = deepcopy(nb.cells[:2])
    for cell in copies:
        cell.id = f"{cell.id}x"
    nb.cells[3:3] = copies
    split = deepcopy(nb.cells[0])
    split.source, split.id = "phần sau của tiêu đề", "split"
    nb.cells.insert(1, split)
    assert lines(nb) == [
        ("a", "Trang a", ["phần sau của tiêu đề", "ý của a", "ý nữa của a"]),
        ("o-c000x", "Trang a", ["ý của a"]),
        ("b", "Trang b", ["ý của b", "ý nữa của b"]),
    ]


def test_a_claim_goes_with_the_half_of_a_split_cell_that_holds_its_words() -> None:
    nb = deck_of_two().nb
    claims = [{"id": "rank/up", "text": "Câu thứ nhất"}, {"id": "rank/down", "text": "Câu thứ hai"}]
    nb.cells[1].metadata["taphuan"]["claims"] = claims
    nb.cells[1].source = "Câu thứ nhất\n\n## Trang mới\n\nCâu thứ hai"
    cells = placed(nb)[0].cells
    assert [[c["text"] for c in cell.metadata["taphuan"].get("claims", ())] for cell in cells[1:3]] == [
        ["Câu thứ nhất"],
        ["Câu thứ hai"],
    ]
    nb.cells[1].source = "Câu đã sửa\n\n## Trang mới\n\nCâu thứ hai"
    assert placed(nb)[0].cells[1].metadata["taphuan"]["claims"] == claims[:1], (
        "a claim that stands nowhere must be found"
    )


@pytest.mark.parametrize(("taken", "put"), [(2, 4), (4, 1)])
def test_a_cell_that_was_moved_belongs_to_where_it_stands(taken: int, put: int) -> None:
    nb = deck_of_two().nb
    nb.cells.insert(put, nb.cells.pop(taken))
    moved = {2: "ý nữa của a", 4: "ý của b"}[taken]
    found = lines(nb)
    assert [name for name, _, _ in found] == ["a", "b"]
    assert [moved in body for _, _, body in found] == [taken == 4, taken == 2]


def test_a_slide_without_its_heading_is_named_and_not_glued_to_the_one_before() -> None:
    nb = deck_of_two().nb
    del nb.cells[3]
    notebook, unplaced = placed(nb)
    assert [found.partition(";")[0] for found in unplaced] == ["ô số 4 (“ý của b…”): trang này không còn tiêu đề"]
    assert [slide.id for slide in slides_of(notebook)] == ["a", "b"]


def test_a_code_cell_that_nobody_ran_is_named() -> None:
    nb = deck_of_two().nb
    nb.cells[2:2] = [new_code_cell("lesson.figures.league()"), new_code_cell("# chỉ là ghi chú"), new_code_cell("")]
    _, unplaced = placed(nb)
    assert len(unplaced) == 1
    assert unplaced[0].startswith("ô số 3 (“lesson.figures.league()…”): ô mã chưa chạy")


@pytest.mark.parametrize("kind", ["cover", "section", "quotation"])
def test_a_slide_of_a_form_of_its_own_keeps_a_short_text_and_sends_more_to_another(kind: str) -> None:
    nb = deck_of_two(kind).nb
    table = new_output("display_data", data={"text/html": "<table><tr><td>1</td></tr></table>"})
    nb.cells[3:3] = [
        new_markdown_cell("một câu"),
        new_code_cell("bảng", outputs=[table], execution_count=1, id="bang"),
        new_markdown_cell("câu sau"),
    ]
    slides = slides_of(placed(nb)[0])
    assert [(slide.id, slide.kind, slide.title, len(slide.body)) for slide in slides[:2]] == [
        ("a", kind, "Trang a", 3),
        ("o-bang-tren", "content", "Trang a", 2),
    ]


def test_what_stands_behind_an_answer_is_no_part_of_it() -> None:
    nb = deck_of_two("quiz").nb
    nb.cells.insert(3, new_markdown_cell("thêm", id="x"))
    nb.cells.insert(2, new_markdown_cell("giữa"))
    assert lines(nb)[:2] == [
        ("a", "Trang a", ["ý của a", "giữa", "ý nữa của a"]),
        ("o-x-tren", "Trang a", ["thêm"]),
    ]


def test_a_new_part_is_a_divider_where_a_short_text_stands_below_it() -> None:
    nb = deck_of_two().nb
    nb.cells[3:3] = [
        new_markdown_cell("# Phần hai", id="p"),
        new_markdown_cell("## Trang", id="q"),
        new_markdown_cell("ý"),
    ]
    slides = slides_of(placed(nb)[0])
    assert [(slide.id, slide.kind, slide.kicker) for slide in slides[1:3]] == [
        ("o-p", "section", "Phần hai"),
        ("o-q", "content", "Phần hai"),
    ]
    nb.cells.insert(4, new_markdown_cell("| a | b |\n|---|---|\n| 1 | 2 |"))
    assert slides_of(placed(nb)[0])[1].kind == "content"


def test_cells_among_papers_are_of_the_paper_and_a_slide_at_the_end_is_of_the_deck() -> None:
    nb = with_papers().nb
    nb.cells.insert(4, new_markdown_cell("lời thêm"))
    del nb.cells[5:]  # the checkup: the paper comes last
    nb.cells.append(new_markdown_cell("## Trang cuối", id="z"))
    nb.cells.append(new_markdown_cell("ý cuối"))
    assert lines(nb, "briefing") == [("p", "Trang p", ["ý của p", "lời thêm"])]
    assert [line for line in lines(nb) if line[0] == "o-z"] == [("o-z", "Trang cuối", ["ý cuối"])]


def test_a_cell_behind_a_drawn_sheet_is_named() -> None:
    nb = with_papers().nb
    nb.cells.append(new_markdown_cell("lời lạc"))
    (found,) = placed(nb)[1]
    assert found.startswith("ô số 7 (“lời lạc…”): ô đứng sau phiếu khám")


def test_ids_of_new_slides_are_made_from_their_cells_and_taken_once() -> None:
    nb = deck_of_two().nb
    nb.cells += [new_markdown_cell("## Một", id="m"), new_markdown_cell("## Hai", id="m")]
    assert [name for name, _, _ in lines(nb)] == ["a", "b", "o-m", "o-m-2"]
