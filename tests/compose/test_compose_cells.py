"""Which cells of a slide are composed on a day, and which texts are added to them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from nbformat import NotebookNode

from projects import Project
from taphuan.compose import compose
from taphuan.errors import NotComposed, UnknownName
from taphuan.lesson.lesson import open_lesson

# a test that changes the project changes little of it
pytestmark = pytest.mark.kept_copy

NOTEBOOK = "modules/tong-quan-cds.ipynb"
MODULE = "tong-quan-cds"


def composed(
    conference: str = "quang-nam-2024", province: str = "quang-nam", as_of: str = "2024-10-31"
) -> NotebookNode:
    """The deck of the hall with the province's figures: its own story has no modules."""
    return compose(open_lesson(conference, province, as_of), full=True)


def today(conference: str = "quang-nam-2024", province: str = "da-nang") -> NotebookNode:
    return composed(conference, province, "2026-11-21")


def slide(notebook: NotebookNode, id_: str) -> dict[str, str]:
    """The cells of one slide of the module: id without its prefix → text with ordinary spaces."""
    return {
        cell.id.removeprefix(f"{MODULE}-"): cell.source.replace("\u00a0", " ")
        for cell in notebook.cells
        if cell.metadata["taphuan"].get("slide") == f"{MODULE}-{id_}"
    }


@pytest.fixture
def plant(project: Project) -> Any:
    """A function that adds a slide `thu` to the module's notebook: heading, then cells `thu-1`, `thu-2`, … The keyword
    arguments are the options of the heading."""

    def add_slide(*sources: str | dict[str, Any], title: str = "## Thử", **options: Any) -> None:
        cells: list[dict[str, Any]] = [{"id": "thu", "source": title, "slide_type": "slide", "taphuan": options}]
        for number, source in enumerate(sources, start=1):
            cell = source if isinstance(source, dict) else {"source": source}
            cells.append({"id": f"thu-{number}", **cell})
        project.add(NOTEBOOK, "mo-dau-loi", *cells)

    return add_slide


def test_a_cell_is_composed_from_the_latest_known_from_to_the_earliest_until(plant: Any) -> None:
    plant(
        "Luôn đúng.",
        "Đến 28/02/2026 [@dau-tu-cntt-k1]",
        "Từ 26/01/2026 [@dau-tu-cntt-k7]",
        "Cả hai [@dau-tu-cntt-k7; @dau-tu-cntt-k1]",
        "Chỉ đến 31/12/2025 [@dau-tu-cntt-k1; @tong-quan-cds-g3]",
        "Từ 03/4/2025 [@lap-ke-hoach-cds-k9; @dau-tu-cntt-k3]",
    )
    expected = {
        ("quang-nam", "2024-10-31"): {1, 2, 5},
        ("quang-nam", "2025-04-02"): {1, 2, 5},
        ("quang-nam", "2025-04-03"): {1, 2, 5, 6},
        ("da-nang", "2025-12-31"): {1, 2, 5, 6},
        ("da-nang", "2026-01-25"): {1, 2, 6},
        ("da-nang", "2026-01-26"): {1, 2, 3, 4, 6},
        ("da-nang", "2026-02-28"): {1, 2, 3, 4, 6},
        ("da-nang", "2026-03-01"): {1, 3},
    }
    for (province, day), numbers in expected.items():
        cells = slide(composed("quang-nam-2024", province, day), "thu")
        assert {number for number in range(1, 7) if f"thu-{number}" in cells} == numbers, day


def test_a_cell_that_cites_a_document_is_composed_from_its_day_of_issue(plant: Any) -> None:
    plant("Luật [@luat-148-2025]", "Khác")
    before = slide(composed("quang-nam-2024", "da-nang", "2025-12-10"), "thu")
    assert "thu-1" not in before
    assert "thu-2" in before
    after = slide(composed("quang-nam-2024", "da-nang", "2025-12-11"), "thu")
    assert after["thu-1"] == 'Luật <span class="badge badge-chua-hieu-luc">chưa có hiệu lực</span>'
    assert slide(composed("quang-nam-2024", "da-nang", "2026-07-01"), "thu")["thu-1"] == "Luật"


def test_the_option_window_overrides_either_day(plant: Any) -> None:
    plant(
        {"source": "Cho tới 2026 [@tong-quan-cds-g3]", "taphuan": {"window": {"until": "2026-12-31"}}},
        {"source": "Từ 2026 [@tong-quan-cds-g3]", "taphuan": {"window": {"from": "2025-12-31"}}},
        "Khác",
    )
    assert {"thu-1"} == slide(composed(), "thu").keys() & {"thu-1", "thu-2"}
    assert {"thu-1", "thu-2"} == slide(composed(province="da-nang", as_of="2025-12-31"), "thu").keys() & {
        "thu-1",
        "thu-2",
    }
    assert {"thu-1"} == slide(today(), "thu").keys() & {"thu-1", "thu-2"}


def test_the_option_history_keeps_a_cell_after_its_end_and_adds_the_later_change(plant: Any) -> None:
    plant({"source": "Đã từng [@dau-tu-cntt-k1]", "taphuan": {"history": True}}, "Khác")
    then, now = slide(composed(), "thu"), slide(today(), "thu")
    assert then["thu-1"] == now["thu-1"] == "Đã từng"
    assert "thu-after-1" not in then
    # the sentence names its day itself, so it does not begin with the day
    assert (
        now["thu-after-1"] == '<span class="note">NĐ 73/2019 và NĐ 82/2024 bị NĐ 45/2026 thay thế từ 01/3/2026.</span>'
    )


def listed_sources(notebook: NotebookNode) -> set[str]:
    """The keys in the list of sources at the end of the documents."""
    return {
        id_
        for cell in notebook.cells
        for id_ in cell.metadata["taphuan"].get("citations", ())
        if cell.id.startswith("nguon-")
    }


def test_a_later_change_has_its_day_its_source_and_its_mark(plant: Any) -> None:
    past = {"source": "Chiến lược dữ liệu [@du-lieu-so-k8]", "taphuan": {"history": True}}
    plant(past, "Kinh tế số [@kinh-te-so-xa-hoi-so-k3]")
    notebook = today()
    cells = slide(notebook, "thu")
    assert cells["thu-after-1"] == (
        '<span class="note">Chiến lược năm 2024 được thay bằng chiến lược tại Quyết định 1308/QĐ-TTg ngày 18/7/2026.</span>'
    )
    assert cells["thu-states"].endswith('<span class="badge badge-ban-dang-lai">theo bản đăng lại</span>')
    assert (
        cells["thu-after-2"] == '<span class="note">Từ 01/01/2026: Mốc năm 2025 đã qua; còn mục tiêu năm 2030.</span>'
    )
    assert "qd-1308-2026" in listed_sources(notebook)
    before = composed(province="da-nang", as_of="2025-12-31")
    assert not [id_ for id_ in slide(before, "thu") if "after" in id_]
    assert "qd-1308-2026" not in listed_sources(before)


def test_the_options_when_unless_and_conference_select_cells(plant: Any) -> None:
    plant(
        {"source": "có", "taphuan": {"when": "has_score"}},
        {"source": "không", "taphuan": {"unless": "has_score"}},
        {"source": "cả hai", "taphuan": {"when": ["has_score", "merged"]}},
        {"source": "ở Quảng Nam", "taphuan": {"conference": "quang-nam-2024"}},
    )
    ids = {"thu-1", "thu-2", "thu-3", "thu-4"}
    assert slide(composed(), "thu").keys() & ids == {"thu-1", "thu-4"}
    assert slide(today(), "thu").keys() & ids == {"thu-1", "thu-3", "thu-4"}
    assert slide(composed("bac-kan-2020", "bac-kan", "2020-12-18"), "thu").keys() & ids == {"thu-2"}


def test_a_slide_is_left_out_with_its_heading_or_with_all_of_its_content(plant: Any, project: Project) -> None:
    plant("Chỉ từ 2026 [@tong-quan-cds-k10]", {"source": "Lời giảng", "slide_type": "notes"})
    assert slide(composed(), "thu") == {}
    assert list(slide(today(), "thu")) == ["thu", "thu-1", "thu-states", "thu-sources", "thu-2"]
    project.cell(NOTEBOOK, "thu", source="## Thử [@tong-quan-cds-k10]")
    project.cell(NOTEBOOK, "thu-1", source="Luôn")
    assert slide(composed(), "thu") == {}


def test_a_heading_with_text_below_it_is_composed_alone(plant: Any) -> None:
    plant("Chỉ từ 2026 [@tong-quan-cds-k10]", title="## Thử\n\nMột câu dẫn.")
    assert list(slide(composed(), "thu")) == ["thu"]


def test_a_slide_has_the_state_of_a_document_once_beside_its_first_citation(plant: Any) -> None:
    plant("Một [@nd-73-2019]", "Hai [@nd-73-2019]", title="## Thử [@nd-73-2019]")
    cells = slide(composed(), "thu")
    assert cells["thu"] == "## Thử"
    assert cells["thu-1"] == 'Một <span class="badge badge-da-sua-doi">còn hiệu lực, đã sửa đổi</span>'
    assert cells["thu-2"] == "Hai"
    assert "thu-states" not in cells


def test_the_state_of_a_document_that_only_the_title_or_a_figure_cites_is_below_the_content(plant: Any) -> None:
    plant(
        "Nội dung",
        {"source": "lesson.tables.law('nd-82-2024')", "type": "code", "taphuan": {"cites": ["nd-82-2024"]}},
        title="## Thử [@nd-73-2019]",
    )
    assert (
        slide(composed(), "thu")["thu-states"]
        == 'NĐ 73/2019 <span class="badge badge-da-sua-doi">còn hiệu lực, đã sửa đổi</span>'
    )
    assert slide(today(), "thu")["thu-states"] == (
        'NĐ 73/2019 và NĐ 82/2024 <span class="badge badge-het-hieu-luc">hết hiệu lực từ 01/3/2026</span>'
    )


MARK = '<span class="badge badge-ban-dang-lai">theo bản đăng lại</span>'


def test_a_slide_that_rests_on_reprints_is_marked_once_and_names_them(plant: Any) -> None:
    plant("Yếu [@nd-224-2026]", "Cũng yếu [@dau-tu-cntt-k15]", "Mạnh [@nd-137-2024]")
    cells = slide(today(), "thu")
    assert (cells["thu-1"], cells["thu-2"], cells["thu-3"]) == ("Yếu", "Cũng yếu", "Mạnh")
    assert cells["thu-states"].replace("\u00a0", " ") == f"NĐ 224/2026 {MARK}".replace("\u00a0", " ")


def test_a_document_is_named_once_with_its_state_and_the_mark_of_a_reprint() -> None:
    notebook = compose(open_lesson("ke-hoach-2027", "hoi-nghi", "2026-11-21"))
    states = {cell.id: cell.source.replace("\u00a0", " ") for cell in notebook.cells if cell.id.endswith("-states")}
    both = 'NĐ 150/2025 <span class="badge badge-con-hieu-luc">còn hiệu lực; có văn bản sửa đổi</span> ' + MARK
    assert both in states["van-ban-chinh-sach-tang-states"]
    for cell, source in states.items():
        names = re.findall(r"(?:NĐ|TT|QĐ|NQ|CT) \d[\w./-]*", source)
        assert len(names) == len(set(names)), (cell, source)


def test_the_mark_is_explained_once_on_the_slide_of_the_sources_and_only_where_there_is_one(plant: Any) -> None:
    plant("Yếu [@nd-224-2026]")
    cells = [cell for cell in today().cells if cell.id.startswith("nguon-deck")]
    (explained,) = [cell for cell in cells if "Ghi chú “theo bản đăng lại”" in cell.source]
    assert explained.id == "nguon-deck-sources"
    assert explained.metadata["taphuan"]["role"] == "sources"
    assert not any(
        "Ghi chú “theo bản đăng lại”" in cell.source for cell in composed().cells if cell.id.startswith("nguon-deck")
    )


def test_two_documents_of_one_citation_with_the_same_state_have_one_badge(plant: Any) -> None:
    plant("Cũ [@nd-73-2019; @nd-82-2024]")
    assert slide(today(), "thu")["thu-1"].count("badge-het-hieu-luc") == 1


@pytest.mark.parametrize(
    "text",
    [
        "NĐ 118/2025 thay NĐ 61/2018. [@nd-118-2025; @nd-61-2018]",
        "NĐ 118/2025 thay NĐ 61/2018. [@nd-61-2018]",
    ],
)
def test_a_text_about_documents_of_different_states_has_them_with_their_names_below(plant: Any, text: str) -> None:
    plant(text)
    cells = slide(composed(province="da-nang", as_of="2025-12-15"), "thu")
    assert cells["thu-1"] == "NĐ 118/2025 thay NĐ 61/2018."
    assert cells["thu-states"] == ('NĐ 61/2018 <span class="badge badge-het-hieu-luc">hết hiệu lực từ 01/7/2025</span>')


def test_a_law_is_cited_as_itself_with_its_articles_and_never_as_the_place_of_a_copy(plant: Any) -> None:
    plant("Một [@dau-tu-cntt-k16]", "Hai [@dau-tu-cntt-k12; @lap-ke-hoach-cds-k16]")
    notebook = today()
    sources = slide(notebook, "thu")["thu-sources"].replace("\u00a0", " ")
    assert sources == "Nguồn: NĐ 224/2026 (Điều 36, 65, 67); Luật Chuyển đổi số (Điều 9)"
    entries = "\n".join(cell.source for cell in notebook.cells if cell.id.startswith("nguon-"))
    assert "Nghị định số 224/2026/NĐ-CP ngày 24/6/2026" in entries.replace("\u00a0", " ")
    assert not [word for word in ("GitHub", "kho mã", "Kho mã", "github") if word in entries]


def test_notes_have_no_badges_and_their_sources_are_not_in_the_footer(plant: Any) -> None:
    plant("Nội dung", {"source": "Nói thêm [@nd-73-2019]", "slide_type": "notes"})
    assert slide(composed(), "thu") == {"thu": "## Thử", "thu-1": "Nội dung", "thu-2": "Nói thêm"}


def test_the_footer_has_three_sources_and_the_number_of_the_others(plant: Any) -> None:
    plant("Một [@nd-73-2019]", "Hai [@nd-82-2024; @qd-749-2020; @qd-505-2022; @qd-06-2022]")
    assert slide(composed(), "thu")["thu-sources"] == "Nguồn: NĐ 73/2019; NĐ 82/2024; QĐ 749/QĐ-TTg và 2 nguồn khác"


def test_the_label_of_an_article_names_its_conference_if_that_is_another_one(plant: Any) -> None:
    plant("Theo bài [@bao-quangnam-2024]")
    assert slide(composed(), "thu")["thu-sources"] == "Nguồn: bài báo về hội nghị"
    other = slide(composed("bac-giang", "bac-giang", "2021-12-16"), "thu")
    assert other["thu-sources"] == "Nguồn: bài về “Tập huấn miền Trung – Tây Nguyên”"


def test_markup_in_the_data_is_escaped(project: Project) -> None:
    hostile = "Hội nghị <script>alert(1)</script> {{ unit.name }} $x$ a|b `c` [@nd-73-2019] & *d*"
    project.edit(
        "data/conferences/quang-nam-2024.yaml",
        "title: Hội nghị tập huấn về chuyển đổi số khu vực miền Trung – Tây Nguyên",
        f"title: '{hostile}'",
    )
    # the report names the conference, the cover does not
    notebook = compose(open_lesson("quang-nam-2024", "hoi-nghi", "2024-10-31"))
    texts = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert "{{" not in texts
    assert "<script" not in texts.replace("\\<", "")
    assert "[@" not in texts
    assert notebook.metadata["taphuan"]["conference"]["title"] == hostile
    assert "Hội nghị \\<script\\>alert(1)\\</script\\>" in texts


@pytest.mark.parametrize(
    ("cell", "error", "message"),
    [
        (
            {"source": "{{ unit.nmae }}"},
            UnknownName,
            "unknown placeholder 'unit.nmae'; did you mean unit.name",
        ),
        (
            {"source": "{{ claim.predecessors }}"},
            NotComposed,
            "`{{ claim.predecessors }}` has no value for this job; guard the slide with `when`",
        ),
        ({"source": "Sai [@nd-73-2091]"}, UnknownName, "unknown citation 'nd-73-2091'; did you mean nd-73-2019"),
        ({"source": "x", "taphuan": {"cites": ["khong-co"]}}, UnknownName, "unknown citation 'khong-co'"),
        (
            {"source": "x", "taphuan": {"when": "has_scores"}},
            UnknownName,
            "unknown condition 'has_scores'; did you mean has_score",
        ),
        ({"source": "x", "taphuan": {"unless": ["khong"]}}, UnknownName, "unknown condition 'khong'"),
        (
            {"source": "Cấm [@qd-502-ttg]"},
            NotComposed,
            "cites qd-502-ttg, which has verified=no and must not be printed",
        ),
        (
            {"source": "Không ngày [@nd-64-2007; @nq-02-tu-brvt]"},
            NotComposed,
            "cites nq-02-tu-brvt, whose day of issue is not known",
        ),
    ],
)
def test_the_error_names_the_notebook_and_the_cell(
    plant: Any, cell: dict[str, Any], error: type[Exception], message: str
) -> None:
    plant(cell)
    with pytest.raises(error) as caught:
        composed()
    assert message in str(caught.value)
    assert "notebooks/modules/tong-quan-cds.ipynb, cell thu-1" in str(caught.value)


def test_an_unknown_slide_kind_is_an_error(plant: Any) -> None:
    plant("x", kind="quizz")
    with pytest.raises(NotComposed, match="cell thu: unknown slide kind 'quizz'; known: cover, section"):
        composed()
